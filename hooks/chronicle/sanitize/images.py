"""People's pictures as a page shows them: upright, without metadata, small enough to load on a phone.

Pillow reads a picture and writes it anew in its own format, so that nothing but pixels, transparency, motion and the
colour profile of the file passes. The same bytes always give the same bytes.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

SIDE, SIZE = 1600, 400_000
"""The longest side in pixels and the most bytes of a published picture."""

_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
_UNREADABLE = {".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".svgz", ".jp2", ".jxl"}
_METADATA = {"exif": "拍摄信息 EXIF", "xmp": "XMP", "photoshop": "IPTC", "comment": "注释"}
_MOST_PIXELS = 20_000_000  # of all frames of an animation
_MOST_PROFILE = 10_000  # bytes; those of cameras and screens have 500 to 3,200


LOGO, HEAVIEST_LOGO = (480, 160), 2**20
"""The most pixels across and down of a logo as it is shown, and the most bytes of its file."""


class ImageError(ValueError):
    """The picture cannot be published; the text says why and what to do, in Chinese."""


def is_picture(name: str) -> bool:
    """Whether a file of this name is a picture, or claims to be one; drawings (SVG) are none."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES | _UNREADABLE


def clean(name: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The picture at most ``SIDE`` pixels long and ``SIZE`` bytes large, and the kinds of metadata that it lost.

    Raises :class:`ImageError` where *data* is no picture that a browser shows, is broken, or has too many pixels.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _UNREADABLE:
        raise ImageError(f"网页显示不了 {suffix} 图片，请用看图软件打开，另存为 JPEG 或 PNG")
    try:
        with warnings.catch_warnings(action="ignore"):  # phones take pictures of 108 million pixels; the limit is 179
            return _reduced(data)
    except UnidentifiedImageError as error:
        raise ImageError(f"文件名是 {suffix}，内容却不是网页能显示的图片，请重新导出") from error
    except Image.DecompressionBombError as error:
        raise ImageError("图片的像素太多，请缩小后再放进来") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error) as error:
        raise ImageError("图片文件不完整，请重新导出") from error


def logo(name: str, data: bytes | None) -> bytes:
    """A company's logo as a small PNG; ``data`` is None where there is no file.

    Raises :class:`ImageError` like :func:`clean`.
    """
    if data is None:
        raise ImageError("没有这个文件")
    if len(data) > HEAVIEST_LOGO:
        raise ImageError(f"大于 {HEAVIEST_LOGO // 2**20} MB")
    if PurePosixPath(name).suffix.lower() in {".svg", ".svgz"}:
        raise ImageError("SVG 里可以有程序，请另存为 PNG")
    with Image.open(io.BytesIO(clean(name, data)[0])) as image:
        small = image.convert("RGBA")
    small.thumbnail(LOGO, Image.Resampling.LANCZOS)
    return _file(small, "PNG")


def _reduced(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP")) as image:
        form = "JPEG" if image.format == "MPO" else str(image.format)  # what two lenses of a phone write
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
        image.load()
        removed = [name for key, name in _METADATA.items() if image.info.get(key)]
        removed += ["注释"] if getattr(image, "text", None) else []
        moving = _animation(image, form) if getattr(image, "is_animated", False) and form != "JPEG" else None
        image.seek(0)
        small = moving or next(file for file in _smaller(_upright(image), form) if len(file) <= SIZE)
        return small, tuple(dict.fromkeys(removed))


def _upright(image: Image.Image) -> Image.Image:
    """The picture turned as its EXIF says, in a mode that every format writes, with no more than its profile."""
    profile = image.info.get("icc_profile", b"")
    turned = ImageOps.exif_transpose(image)
    if turned.mode not in {"L", "RGB", "RGBA", "P"} or (turned.mode == "P" and max(turned.size) > SIDE):
        profile = b"" if turned.mode == "CMYK" else profile
        turned = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    transparency = turned.info.get("transparency")
    turned.info = {"icc_profile": profile} if 0 < len(profile) <= _MOST_PROFILE else {}
    if transparency is not None:
        turned.info["transparency"] = transparency
    return turned


def _smaller(image: Image.Image, form: str) -> Iterator[bytes]:
    """The picture in ever fewer pixels and with ever less care."""
    side = SIDE
    while True:
        picture = image.copy()
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in (85, 75, 65) if form in {"JPEG", "WEBP"} else (100,):
            yield _file(picture.convert("RGB") if form == "JPEG" and picture.mode != "L" else picture, form, quality)
        if form == "PNG" and picture.mode != "P":
            yield _file(picture.quantize(method=Image.Quantize.FASTOCTREE), form)
        side = max(1, side * 3 // 4)


def _animation(image: Image.Image, form: str) -> bytes | None:
    """All frames with their timing, where they are few and small enough; else the first one will do."""
    if image.width * image.height * image.n_frames > _MOST_PIXELS or max(image.size) > SIDE:  # type: ignore[attr-defined]
        return None
    mode = "RGBA" if image.has_transparency_data else "RGB"
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(frame.info.get("duration", 100))
        frames.append(frame.convert(mode))
        frames[-1].info = {}
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    file = _file(frames[0], form, save_all=True, append_images=frames[1:], duration=durations, **loop)
    return file if len(file) <= SIZE else None


def _file(image: Image.Image, form: str, quality: int = 85, **options: Any) -> bytes:
    if form in {"JPEG", "WEBP"}:
        options |= {"quality": quality}
    out = io.BytesIO()
    image.save(out, form, optimize=form != "PNG", icc_profile=image.info.get("icc_profile"), **options)
    return out.getvalue()
