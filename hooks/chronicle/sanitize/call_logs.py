"""What people typed into another system goes nowhere as it is."""

from __future__ import annotations

from dataclasses import replace

from ..calllogs import LogReading
from ..privacy.detector import Detector
from ..privacy.masking import masked


def mask_reading(reading: LogReading, detector: Detector) -> LogReading:
    """The reading with everything personal masked: reasons, channels, names of files and sheets, and what is told."""
    logs, _ = masked(tuple(reading.agents.values()), detector)
    rest, _ = masked(replace(reading, agents={}), detector)
    return replace(
        rest, agents={name: replace(log, agent=name[0]) for name, log in zip(reading.agents, logs, strict=True)}
    )
