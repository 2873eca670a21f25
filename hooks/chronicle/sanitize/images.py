"""Pictures in ``docs/`` without what the camera, the phone or the drawing program wrote beside the picture.

Pixels are never touched: a file is cut at its own segments and put together again without those that tell where, when
and by whom. Colour profiles, transparency and animation stay, and so does the way up of a photo. An SVG is a program:
only shapes, text and references inside the file stay.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from html import escape
from pathlib import PurePosixPath
from xml.parsers import expat

Stripped = tuple[bytes, tuple[str, ...]]
"""The file to publish, and what was taken out, in Chinese, each once."""

EXIF, XMP, IPTC, COMMENT, TRAILER, OTHER = "拍摄信息 EXIF", "XMP", "IPTC", "注释", "图片之后的数据", "附加信息"
_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"}
_UNREADABLE = {".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".svgz", ".jp2", ".jxl"}


class ImageError(ValueError):
    """The picture cannot be made safe; the text says why and what to do, in Chinese."""


def is_picture(name: str) -> bool:
    """Whether a file of this name is one that :func:`strip` makes clean."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES


def strip(name: str, data: bytes) -> Stripped:
    """``data`` without its metadata; files that are no pictures pass. Raises ``ImageError`` for broken pictures."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _UNREADABLE:
        raise ImageError(f"{suffix} 图片里的拍摄信息去不掉，请另存为 JPEG 或 PNG")
    if suffix not in _SUFFIXES:
        return data, ()
    try:
        clean, removed = _method(suffix, data)(data)
    except (struct.error, IndexError, expat.ExpatError) as error:
        raise ImageError("图片文件不完整，请重新导出") from error
    return clean, tuple(dict.fromkeys(removed))


def _method(suffix: str, data: bytes) -> Callable[[bytes], tuple[bytes, list[str]]]:
    """A file is what its first bytes say; phones name WebP files .jpg."""
    if suffix == ".svg":
        return _svg
    for sign, method in _SIGNS.items():
        if data.startswith(sign):
            return method
    raise ImageError(f"文件名是 {suffix}，内容却不是网页能显示的图片，请重新导出")


# --- JPEG ---


def _jpeg(data: bytes) -> tuple[bytes, list[str]]:
    kept, removed, end = [data[:2]], [], 2
    for start, end in _jpeg_segments(data):
        segment = data[start:end]
        problem = _jpeg_problem(segment)
        if problem == EXIF:
            kept.append(_jpeg_orientation(segment))
        elif not problem:
            kept.append(segment)
        removed += [problem] if problem and segment != kept[-1] else []
    return b"".join(kept), removed + ([TRAILER] if data[end:].strip(b"\0") else [])


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each segment, a scan with its pixels, up to and with the end of the picture."""
    at = 2
    while True:
        while data[at + 1] == 0xFF:  # fill bytes
            at += 1
        if data[at] != 0xFF:
            raise IndexError
        end = at + 2 if data[at + 1] == 0xD9 else _jpeg_end(data, at)
        yield at, end
        if data[at + 1] == 0xD9:
            return
        at = end


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg_end(data: bytes, at: int) -> int:
    end = at + 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    if data[at + 1] == 0xDA:
        marker = _MARKER.search(data, end)
        if marker is None:
            raise IndexError
        return marker.start()
    return end


def _jpeg_problem(segment: bytes) -> str:
    """Kept: what draws the picture, JFIF without a thumbnail, Adobe's colour transform, the colour profile."""
    marker, body = segment[1], segment[4:]
    if marker == 0xFE:
        return COMMENT
    if not 0xE0 <= marker <= 0xEF or marker == 0xEE:
        return ""
    if (marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) == 14) or body[:12] == b"ICC_PROFILE\0":
        return ""
    return _APP.get(bytes([marker]) + body[:4], OTHER)


_APP = {b"\xe1Exif": EXIF, b"\xe1http": XMP, b"\xedPhot": IPTC}


def _jpeg_orientation(segment: bytes) -> bytes:
    exif = _orientation(segment[10:])
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif if exif else b""


def _orientation(exif: bytes) -> bytes:
    """EXIF with nothing but the way up (tag 0x0112 of TIFF 6.0), or nothing where the picture stands upright."""
    order = ">" if exif[:2] == b"MM" else "<"
    try:
        (at,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, entry)
            if tag == 0x0112 and kind == 3 and 2 <= value <= 8:
                return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, value, 0, 0)
    except struct.error:
        pass  # broken EXIF says nothing, and goes
    return b""


# --- PNG ---

_PNG_KEPT = {
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT",
    b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_PNG_NAMES = {b"eXIf": EXIF, b"tEXt": COMMENT, b"zTXt": COMMENT, b"iTXt": COMMENT}


def _png(data: bytes) -> tuple[bytes, list[str]]:
    """A chunk whose name begins with a capital draws; of the others only those about colour and motion stay."""
    kept, removed, at, name = [data[:8]], [], 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise IndexError
        if name[:1].isupper() or name in _PNG_KEPT:
            kept.append(data[at:end])
        else:
            removed.append(_PNG_NAMES.get(name, OTHER))
        at = end
    return b"".join(kept), removed + ([TRAILER] if data[at:] else [])


# --- WebP ---


def _webp(data: bytes) -> tuple[bytes, list[str]]:
    """RIFF chunks; the extended header says which there are, so its two flags go with them."""
    kept, removed, size = [], [], 8 + int(struct.unpack_from("<I", data, 4)[0])
    if data[8:12] != b"WEBP" or size > len(data):
        raise IndexError
    for name, chunk in _riff(data[:size]):
        if name == b"EXIF":
            kept.append(_webp_orientation(chunk))
            removed += [EXIF] if kept[-1] != chunk else []
        elif name in _WEBP_KEPT:
            kept.append(chunk)
        else:
            removed.append(XMP if name == b"XMP " else OTHER)
    return _webp_file(kept), removed + ([TRAILER] if data[size:].strip(b"\0") else [])


_WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        yield name, data[at:end]
        at = end


def _webp_orientation(chunk: bytes) -> bytes:
    exif = _orientation(chunk[8:].removeprefix(b"Exif\0\0"))
    return b"EXIF" + struct.pack("<I", len(exif)) + exif if exif else b""


def _webp_file(chunks: list[bytes]) -> bytes:
    has_exif = any(chunk[:4] == b"EXIF" for chunk in chunks)
    if chunks and chunks[0][:4] == b"VP8X":
        flags = chunks[0][8] & ~0x0C | (0x08 if has_exif else 0)
        chunks[0] = chunks[0][:8] + bytes([flags]) + chunks[0][9:]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- GIF ---


def _gif(data: bytes) -> tuple[bytes, list[str]]:
    """Comments, plain text and other programs' blocks go; the frames, their timing and the loop stay."""
    at = 13 + _gif_colours(data[10])
    kept, removed = [data[:at]], []
    while data[at] != 0x3B:
        end, problem = _gif_block(data, at)
        if problem:
            removed.append(problem)
        else:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b";"]), removed + ([TRAILER] if data[at + 1 :].strip(b"\0") else [])


def _gif_colours(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_block(data: bytes, at: int) -> tuple[int, str]:
    """Where the block ends, and why it goes."""
    if data[at] == 0x2C:  # an image: its place, its colours, one byte, its pixels
        return _gif_parts(data, at + 11 + _gif_colours(data[at + 9])), ""
    if data[at] != 0x21:
        raise IndexError
    loops = data[at + 3 : at + 14] in {b"NETSCAPE2.0", b"ANIMEXTS1.0"}
    if data[at + 1] == 0xF9 or (data[at + 1] == 0xFF and loops):
        return _gif_parts(data, at + 2), ""
    return _gif_parts(data, at + 2), XMP if data[at + 3 : at + 11] == b"XMP Data" else COMMENT


def _gif_parts(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


_SIGNS: dict[bytes, Callable[[bytes], tuple[bytes, list[str]]]] = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"RIFF": _webp,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
}

# --- SVG ---

_SHAPES = {
    *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style", "text", "tspan", "textPath"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "clipPath", "mask", "pattern", "marker"),
    *("linearGradient", "radialGradient", "stop", "filter", "feBlend", "feColorMatrix", "feComposite", "feFlood"),
    *("feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "feDropShadow", "feComponentTransfer", "feFuncA"),
    *("feFuncB", "feFuncG", "feFuncR", "feMorphology", "feTile", "feTurbulence", "feDisplacementMap"),
}
_NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
# CSS that could reach outside: a URL other than a reference inside the file, an import, an escape that hides either
_REACHING = re.compile(
    r"url\s*\(\s*['\"]?\s*(?!#)[^\s'\"]|@import|@font-face|image-set|src\s*\(|expression|\\|javascript:", re.IGNORECASE
)
_DEEPEST = 200


class _Drawing:
    """Writes an SVG again as it is read, without what does not draw."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.removed: list[str] = []
        self._depth = 0
        self._skipped = 0
        self._style: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ImageError("SVG 嵌套过深，请重新导出")
        if self._skipped or tag not in _SHAPES:
            self.removed += [] if self._skipped else [f"<{tag[:30]}>"]
            self._skipped += 1
            return
        kept = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if self._keeps(name, value))
        self.parts.append(f"<{tag}{kept}>")
        self._style = [] if tag == "style" else self._style

    def _keeps(self, name: str, value: str) -> bool:
        problem = _svg_problem(name, value)
        self.removed += [problem] if problem else []
        return not problem

    def text(self, data: str) -> None:
        if self._skipped:
            return
        if self._style is None:
            self.parts.append(escape(data, quote=False))
        else:
            self._style.append(data)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        if self._style is not None:
            self._write_style("".join(self._style))
        self.parts.append(f"</{tag}>")

    def _write_style(self, rules: str) -> None:
        self._style = None
        if _REACHING.search(rules):
            self.removed.append("引用外部资源的样式")
        else:
            self.parts.append(escape(rules, quote=False))

    def comment(self, _: str) -> None:
        self.removed.append(COMMENT)


def _svg_problem(name: str, value: str) -> str:
    """Why an attribute goes, or nothing."""
    if name in _NAMESPACES:
        return "" if value == _NAMESPACES[name] else f"命名空间 {name}"
    if name in {"href", "xlink:href"}:
        return "" if value.strip().startswith("#") else "外部引用"
    if name.startswith("on"):
        return f"事件 {name[:30]}"
    if ":" in name and name != "xml:space":
        return f"属性 {name[:30]}"
    return "外部引用" if _REACHING.search(value) else ""


def _refuse_entity(*_: object) -> None:
    raise ImageError("SVG 里有实体定义，请重新导出")


def _svg(data: bytes) -> tuple[bytes, list[str]]:
    drawing, parser = _Drawing(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    parser.CharacterDataHandler = drawing.text
    parser.CommentHandler = drawing.comment
    parser.EntityDeclHandler = _refuse_entity
    parser.Parse(data, True)
    if not "".join(drawing.parts[:1]).startswith("<svg"):
        raise ImageError("这不是 SVG 图片，请重新导出")
    return ("".join(drawing.parts).encode(), drawing.removed) if drawing.removed else (data, [])
