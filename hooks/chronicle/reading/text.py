"""Files -> bytes -> text: what may be opened, how large it may be, and in which encoding it was saved."""

import codecs
import re
import stat
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..errors import ChronicleError, Problem

#: The largest file that is read, in bytes; a year of YAML has about 8,000, a story about 2,000.
LIMIT = 1 << 20

#: The most openings of Markdown's brackets and of tags in a file: rendering takes a time that grows with their square.
OPENINGS = 2000

_SHOWN = 20
_SAVE = "用记事本或编辑器另存为，编码选 UTF-8"
_RETYPE = "删掉这个字符，需要的话重新打一遍"
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2061-\u2064\u2066-\u206f"
    "\ud800-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff]"
)
_ENDLESS = re.compile(r"[\u4e00-\u9fff]{20000}")
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2010-\u2027·]")
_RULES = "─━═│↑↓→←"  # what comments are ruled with says nothing about the language
#: Office, Windows, network drives, browsers and editors.
_LEFT_BEHIND = re.compile(r"~\$.*|.*~|.*\.(?:tmp|bak|crdownload)|desktop\.ini|thumbs\.db|@eadir")
#: Names of devices, signs and ends of a name, in any part of a path.
_NOT_ON_WINDOWS = re.compile(r'(?i)(?:^|/)(?:con|prn|aux|nul|(?:com|lpt)[1-9])(?:[./]|$)|[<>:"\\|?*]|[. ](?:/|$)')
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says, with ``\\n`` for every line end; ``lost`` where it could not be made out at all."""

    text: str
    problems: tuple[Problem, ...] = ()
    lost: bool = False


def relative(root: Path, path: Path) -> str:
    """``path`` as people see it: below ``root``, with ``/``."""
    return printable(path.relative_to(root).as_posix())


def printable(text: str) -> str:
    """``text`` with ``?`` for what a file name may hold and a line of output may not."""
    return _REFUSED.sub("?", text.replace("\n", "?").replace("\t", "?"))


def read(root: Path, path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a plain file below ``root``.

    Raises ChronicleError with one problem where the file or a folder on the way to it is a symbolic link, which could
    show any file of the machine to every reader of the site, where it lies outside ``root``, is no plain file, is
    larger than ``limit``, or cannot be opened.
    """
    if not path.is_relative_to(root) or ".." in path.parts:
        raise _refused(path.name, "这个文件不在项目文件夹里", "把它移到项目文件夹里")
    name = relative(root, path)
    try:
        for part in (path, *islice(path.parents, len(path.parts) - len(root.parts) - 1)):
            if is_link(part):
                raise _refused(name, f"“{part.name}”是符号链接，不会被读取", "把真正的文件复制到这里")
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused(name, "这不是普通文件", "把它移走，换成普通的文本文件")
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        raise _refused(name, f"文件打不开（{type(error).__name__}）", "检查文件是否还在、是否被别的程序占用") from error
    if len(raw) > limit:
        raise _refused(name, f"文件超过 {limit >> 20} MiB，不像是手写的一年", "拆小，或检查是不是放错了文件")
    return raw


def decode(path: str, raw: bytes) -> Text:
    """The text of ``raw``: UTF-8 with or without a BOM, UTF-16 with one, else GB18030 where that gives Chinese.

    Zero-width characters that mean nothing are taken out. Control, private-use and lost characters become
    blanks, so that columns stay, and are reported.
    """
    read_as = _decoded(path, raw)
    text = _ZERO_WIDTH.sub("", read_as.text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = text.split("\n") if _REFUSED.search(text) else []
    strange = ((number, _REFUSED.search(line)) for number, line in enumerate(lines, 1))
    problems = tuple(
        Problem(path, number, found.start() + 1, f"有{_describe(found[0])}", _RETYPE)
        for number, found in islice(((number, found) for number, found in strange if found), _SHOWN)
    )
    return Text(_REFUSED.sub(" ", text) if problems else text, read_as.problems + problems, read_as.lost)


def crowded(path: str, text: str) -> Problem | None:
    """What is told of a text with so many brackets or tags, or so many words without a mark between, that no page could
    be made of it in good time."""
    if endless := _ENDLESS.search(text):
        message = "这里的中文有两万字没有一个标点，不像是写的文字"
        return Problem(path, *place(text, endless.start()), message, "加上标点，分成几段")
    openings = text.count("[") + text.count("<")
    if openings <= OPENINGS:
        return None
    line, column = place(text, min(index for index in map(text.find, "[<") if index >= 0))
    message = f"“[”和“<”一共有 {openings} 个，不像是写的文字（最多 {OPENINGS} 个）"
    return Problem(path, line, column, message, "粘贴时只粘贴文字（记事本里过一遍），或拆成几个文件")


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at ``index``."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def is_link(path: Path) -> bool:
    """Whether ``path`` is a symbolic link, or a junction of Windows (Python 3.12 can tell)."""
    is_junction: Callable[[], bool] = getattr(path, "is_junction", lambda: False)
    return path.is_symlink() or is_junction()


def is_utf8(name: str) -> bool:
    """Whether a name can be written in UTF-8; Python makes surrogates of the bytes of a file name that are none."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def is_for_windows(path: str) -> bool:
    """Whether every part of a path with ``/`` can be the name of a file on Windows."""
    return not _NOT_ON_WINDOWS.search(path)


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is a draft, a template, or what machines leave behind."""
    return name[:1] in ("_", ".") or bool(_LEFT_BEHIND.fullmatch(name.lower()))


def _refused(path: str, message: str, mend: str) -> ChronicleError:
    return ChronicleError([Problem(path, 1, 1, message, mend)])


def _decoded(path: str, raw: bytes) -> Text:
    """What the bytes say; of broken text the readable part, so that its other problems are told in the same run."""

    def trouble(line: int, column: int, message: str, mend: str = _SAVE) -> tuple[Problem, ...]:
        return (Problem(path, line, column, message, mend),)

    encoding = _UTF16.get(raw[:2])  # Excel's "Unicode text" and Notepad's "Unicode" begin with a byte order mark
    if encoding and raw[:4] != codecs.BOM_UTF32_LE:
        try:
            return Text(raw[2:].decode(encoding))
        except UnicodeDecodeError as error:
            line, column = place(raw[2:].decode(encoding, "replace"), error.start // 2)
            return Text("", trouble(line, column, "文件里有读不出的字符（像 UTF-16，但不完整）"), lost=True)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        message = "这不是文本文件（像是 Excel、Word 或图片改了名字）"
        return Text("", trouble(line, 1, message, "另存为文本，编码选 UTF-8"), lost=True)
    utf8 = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return Text(utf8.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = utf8[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8")
    text = utf8.decode("utf-8", "replace")
    wide = [char for char in text if char > "\x7f"]
    is_nearly_utf8 = wide.count("\ufffd") * 3 < len(wide)
    if not is_nearly_utf8:  # GB18030 accepts nearly any bytes: believed only where it gives the characters people use
        with suppress(UnicodeDecodeError):
            if _is_chinese(chinese := raw.decode("gb18030")):
                return Text(chinese)
    problems = trouble(*place(before, len(before)), "从这里起有读不出的字符（不是 UTF-8，也不是 GB18030）")
    return Text(text.replace("\ufffd", " "), problems, not is_nearly_utf8)


def _is_chinese(text: str) -> bool:
    """Nine of ten wide characters Chinese, and of those eight of ten in GB 2312, the 6,763 common ones."""
    wide = [char for char in text if char > "\x7f" and char not in _RULES]
    chinese = "".join(char for char in wide if _CHINESE.match(char))
    common = chinese.encode("gb2312", "ignore").decode("gb2312")
    return len(chinese) * 10 >= len(wide) * 9 and len(common) * 10 >= len(chinese) * 8


def without_strange(text: str) -> tuple[str, str]:
    """Text from an escape such as ``"\\u202e"``: without refused characters, and what the first of them is or ''."""
    found = _REFUSED.search(text)
    return (_REFUSED.sub(" ", text), _describe(found[0])) if found else (text, "")


def _describe(char: str) -> str:
    kind = unicodedata.category(char)
    name = {"Co": "私用区字符", "Cc": "控制字符", "Cf": "看不见的控制字符"}.get(kind, "乱码字符")
    return f"{name} U+{ord(char):04X}"
