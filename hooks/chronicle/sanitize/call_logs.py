"""What people typed into another system goes nowhere as it is."""

from __future__ import annotations

from dataclasses import replace

from ..calllogs import LogReading
from ..privacy.detector import Detector
from ..privacy.masking import mask_problems


def mask_reading(reading: LogReading, detector: Detector) -> LogReading:
    """The reading with everything personal masked: in its reasons and channels, in names of files and sheets, and in
    what is told."""

    def mask(text: str) -> str:
        return detector.mask(text)[0]

    agents = {
        identity: replace(
            log,
            issues=tuple(replace(reason, name=mask(reason.name)) for reason in log.issues),
            channels=tuple((mask(channel), number) for channel, number in log.channels),
            sources=tuple(replace(source, path=mask(source.path)) for source in log.sources),
        )
        for identity, log in reading.agents.items()
    }
    files = tuple(
        replace(
            use,
            path=mask(use.path),
            unread=tuple(map(mask, use.unread)),
            first={reason: (mask(sheet), line) for reason, (sheet, line) in use.first.items()},
        )
        for use in reading.files
    )
    problems, warnings, notes = (
        tuple(mask_problems(told, detector)) for told in (reading.problems, reading.warnings, reading.notes)
    )
    return replace(reading, agents=agents, files=files, problems=problems, warnings=warnings, notes=notes)
