"""What YAML's parser cannot read, said in Chinese with the mend, at the place where the writer has to look.

The rules stand in ``yaml_errors.toml``.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import yaml

from .slips import clip, in_quotes

Fault = tuple[int, int, str, str]  # line and column from 1, message, mend

#: A quotation mark that begins a value, and the next one, which begins another.
_OPENED = re.compile(r"""[:,\[{-]\s*(["'])(?:(?!\1).)*[:,\[{-]\s*\1\s*\Z""", re.S)
#: Characters of a value that is to be copied with its mend.
_LONG = 300
#: Marks the parser's place in a line; no text that was decoded holds it.
_PLACE = "\ue000"
_RULES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8").replace("‸", _PLACE))["rules"]


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Fault:
    """The fault behind the parser's ``error`` in ``lines``.

    The libyaml parser and the Python one word their errors differently and mark the same places. An error at the very
    end belongs to the last line that says something.
    """
    lines = [*lines, ""]  # the parser may stop behind the last one
    said = " ".join(str(getattr(error, name, None) or "") for name in ("context", "problem"))
    marks = [getattr(error, f"{name}_mark", None) for name in ("problem", "context")]
    stop, start = ((mark.line + 1, mark.column + 1) if mark else None for mark in marks)
    at = stop or (1, 1)
    begin = start or at
    ended = not any(line.strip() for line in lines[at[0] - 1 :])
    if ended:
        last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
        at = last, max(1, len(lines[last - 1].rstrip()))
    before = "\n".join([*lines[: at[0] - 1], lines[at[0] - 1][: at[1] - 1]])
    if opened := _OPENED.search(before, max(0, len(before) - 2000)):  # where another value was to begin, it ended
        said, index = f"quoted scalar, {said}", opened.start(1)
        begin = before.count("\n", 0, index) + 1, index - before.rfind("\n", 0, index)
    bracket = re.search("flow (sequence|mapping)", said)
    is_open = ended or (bracket and at[0] > begin[0])  # what stands further below is no part of the bracket
    opening, line = lines[begin[0] - 1], lines[at[0] - 1]
    rest = "" if is_open else line[at[1] - 1 :]
    above = next((each for each in reversed(lines[: at[0] - 1]) if each.strip()), "")
    words = {
        "sign": opening[begin[1] - 1 : begin[1]],
        "bracket": "[" if bracket and bracket[1] == "sequence" else "{",
        "closing": "]" if bracket and bracket[1] == "sequence" else "}",
        "opening": clip(opening),
        "line": clip(line),
        "above": clip(above),
        "rest": clip(rest, 12),
    }
    texts = {
        "said": said,
        "above": above,
        "line": line[: at[1] - 1] + _PLACE + rest,
        "opening": opening[: begin[1] - 1] + _PLACE + opening[begin[1] - 1 :],
    }
    for rule in _RULES:
        found = [re.search(rule[name], text) for name, text in texts.items() if name in rule]
        if all(found):
            break
    place = begin if rule.get("at_begin") else at
    for match in filter(None, found):
        for name, text in match.groupdict().items():
            bare = text.replace(_PLACE, "")
            words[name] = in_quotes(clip(bare, _LONG)) if name == "value" else clip(bare)
        if "here" in match.groupdict():
            number = at[0] if match.string == texts["line"] else begin[0]
            place = number, len(match.string[: match.start("here")].replace(_PLACE, "")) + 1
    return *place, rule["message"].format(**words), rule["mend"].format(**words)
