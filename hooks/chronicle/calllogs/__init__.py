"""Exports of a call or ticket system -> what they say about each agent's year.

Nothing of a customer leaves the database that counts; see ``sql`` for the statement, ``records`` for what comes out.
"""

from .connection import Progress, silent
from .discovery import fingerprint
from .read import read
from .records import AgentLog, ContactReason, FileUse, LogReading, Source
from .spelling import people_of, vague_words, with_names

__all__ = [
    "AgentLog",
    "ContactReason",
    "FileUse",
    "LogReading",
    "Progress",
    "Source",
    "fingerprint",
    "people_of",
    "read",
    "silent",
    "vague_words",
    "with_names",
]
