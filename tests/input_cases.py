"""The kinds of broken input in ``cases/input``: each one file to write, and the problems that it must give.

A case begins with lines ``@ …``: the path (``AGENT`` stands for the case's own name), then ``@ encoding NAME`` or
``@ escaped`` (the text holds Python escapes, ``\\udcXX`` a raw byte) where they are needed, then one line
``@ LINE:COLUMN: message`` for each problem. An empty line ends them; the rest is the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases" / "input"
YEAR = "name: 林夏\nmetrics: {contacts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}\n"


@dataclass(frozen=True)
class InputCase:
    name: str
    path: str
    raw: bytes
    expected: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What each line about this case begins with."""
        return tuple(f"{self.folder if ' 年数据' in each else self.path}:{each}" for each in self.expected)

    @property
    def folder(self) -> str:
        return self.path.rsplit("/", 1)[0]

    def write(self, root: Path) -> None:
        """The file, and beside it the year that a story, a table or a stray file needs to be about one thing only."""
        path = root / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.raw)
        year = root / f"data/agents/{self.name}/2025.yml"
        year.parent.mkdir(parents=True, exist_ok=True)
        if not year.exists():
            year.write_text("name: 林夏\n" if self.path.endswith("2025.csv") else YEAR, encoding="utf-8")


def read_case(path: Path) -> InputCase:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    target, *notes = [line.removeprefix("@ ") for line in head.split("\n")]
    encoding = next((note.split()[1] for note in notes if note.startswith("encoding ")), "utf-8")
    if "escaped" in notes:
        text = re.sub(r"\\(?:x..|u....|r)", lambda found: found[0].encode().decode("unicode_escape"), text)
    expected = tuple(note for note in notes if note[0].isdigit())
    name = path.stem
    return InputCase(name, target.replace("AGENT", name), text.encode(encoding, "surrogateescape"), expected)


CASES = tuple(read_case(path) for path in sorted(FOLDER.glob("*.case")))
