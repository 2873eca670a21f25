"""What people typed into another system goes nowhere as it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ..calllogs import LogReading
from ..privacy.detector import Detector
from ..privacy.masking import with_masks


def mask_reading(reading: LogReading, detector: Detector) -> LogReading:
    """The reading with everything personal masked: reasons, channels, names of files and sheets, and what is told."""

    @cache
    def mask(text: str) -> str:
        return detector.mask(text)[0]

    agents = {identity: replace(with_masks(log, mask), agent=log.agent) for identity, log in reading.agents.items()}
    return with_masks(replace(reading, agents=agents), mask)
