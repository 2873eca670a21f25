"""Traditional characters -> simplified ones: what is exported or written in Hong Kong or Taiwan."""

from pathlib import Path

#: A traditional character and the simplified one, pair after pair: those of the words that are looked up.
_PAIRS = "".join(Path(__file__).with_suffix(".txt").read_text("utf-8").split())
_TRADITIONAL = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def simplified(text: str) -> str:
    """The form by which a word is looked up; no text for people, since one character may stand for several."""
    return text.translate(_TRADITIONAL)
