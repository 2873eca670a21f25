from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from chronicle.sanitize.images import COMMENT, EXIF, TRAILER, XMP, ImageError, strip

SECRET = b"SECRET-39.9042N"


def _picture() -> Image.Image:
    return Image.effect_mandelbrot((40, 30), (-2, -1, 1, 1), 50).convert("RGB")


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[29] = SECRET.decode()  # GPS
    return exif


def _saved(form: str, **options: object) -> bytes:
    file = io.BytesIO()
    _picture().save(file, form, **options)
    return file.getvalue()


def _pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _same_pixels(before: bytes, after: bytes) -> bool:
    return ImageChops.difference(_pixels(before), _pixels(after)).getbbox() is None


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _after_ihdr(png: bytes, chunk: bytes) -> bytes:
    return png[:33] + chunk + png[33:]


def test_a_photo_loses_where_and_when_but_no_pixel() -> None:
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    photo = _saved("JPEG", exif=_exif(), comment=SECRET, xmp=xmp, progressive=True)
    iptc = b"\xff\xed" + struct.pack(">H", 2 + 14 + len(SECRET)) + b"Photoshop 3.0\0" + SECRET
    photo = photo[:2] + iptc + photo[2:] + b"\xff\xd8" + SECRET
    clean, removed = strip("a.JPG", photo)
    assert SECRET not in clean
    assert set(removed) == {EXIF, XMP, "IPTC", COMMENT, TRAILER}
    assert _same_pixels(photo, clean)
    assert strip("a.jpg", clean) == (clean, ())


@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 8])
@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_photo_keeps_its_way_up(form: str, orientation: int) -> None:
    clean, removed = strip("a.jpg", _saved(form, exif=_exif(orientation)))
    assert removed == (EXIF,)
    assert SECRET not in clean
    exif = Image.open(io.BytesIO(clean)).getexif()
    assert exif.get(0x0112, 1) == orientation
    assert len(exif) == (0 if orientation == 1 else 1)
    assert strip("a.jpg", clean) == (clean, ())


def test_a_photo_keeps_its_colours() -> None:
    profile = b"\0" * 36 + b"acsp" + b"\0" * 200
    clean, _ = strip("a.jpg", _saved("JPEG", icc_profile=profile, exif=_exif()))
    assert Image.open(io.BytesIO(clean)).info["icc_profile"] == profile


def test_a_png_loses_its_texts() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    png = _saved("PNG", pnginfo=texts, exif=_exif(), dpi=(144, 144)) + SECRET
    png = _after_ihdr(png, _chunk(b"tIME", b"\x07\xe9\x01\x01\0\0\0") + _chunk(b"prVt", SECRET))
    clean, removed = strip("a.png", png)
    assert SECRET not in clean
    assert b"tIME" not in clean
    assert b"zTXt" not in clean
    assert set(removed) == {EXIF, COMMENT, TRAILER, "附加信息"}
    assert _same_pixels(png, clean)
    assert Image.open(io.BytesIO(clean)).info["dpi"] == pytest.approx((144, 144), abs=0.1)


def test_a_webp_loses_its_metadata() -> None:
    webp = _saved("WEBP", exif=_exif(), xmp=SECRET, lossless=True)
    clean, removed = strip("a.webp", webp)
    assert SECRET not in clean
    assert set(removed) == {EXIF, XMP}
    assert _same_pixels(webp, clean)


def test_a_gif_loses_its_comment_and_keeps_its_motion() -> None:
    file = io.BytesIO()
    frames = [_picture().point(lambda value, step=step: value // step).convert("P") for step in (1, 2, 3)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], comment=SECRET, loop=0, duration=80)
    clean, removed = strip("a.gif", file.getvalue())
    assert SECRET not in clean
    assert removed == (COMMENT,)
    moving = Image.open(io.BytesIO(clean))
    assert (moving.n_frames, moving.info["loop"], moving.info["duration"]) == (3, 0, 80)  # type: ignore[attr-defined]
    assert _same_pixels(file.getvalue(), clean)


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp")])
def test_a_picture_with_nothing_to_hide_stays_byte_for_byte(form: str, name: str) -> None:
    data = _saved(form)
    assert strip(name, data) == (data, ())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_cut_anywhere_is_refused_and_never_crashes(form: str) -> None:
    data = _saved(form, exif=_exif()) if form != "GIF" else _saved(form, comment=SECRET)
    for cut in range(len(data) - 1):
        with pytest.raises(ImageError):
            strip("a.png", data[:cut])


def test_files_that_are_no_pictures_pass() -> None:
    assert strip("a.pdf", b"%PDF") == (b"%PDF", ())


def test_a_page_in_a_pictures_clothes_is_refused() -> None:
    with pytest.raises(ImageError, match="却不是"):
        strip("a.png", b"<html><script>alert(1)</script>")


def test_what_cannot_be_cleaned_is_refused() -> None:
    with pytest.raises(ImageError, match="另存为"):
        strip("a.HEIC", b"x")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g onclick="alert(1)"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<use xlink:href="https://evil.test/x.svg#a"/>',
        '<image href="https://evil.test/x.png"/>',
        '<rect fill="url(https://evil.test/x)"/>',
        '<rect style="background:u\\72l(https://evil.test/x)"/>',
        "<style>@import 'https://evil.test/x.css';</style>",
        "<style>rect{fill:url(//evil.test/x)}</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="onclick" values="alert(1)"/>',
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
        "<!-- evil.test -->",
        "<metadata>evil.test</metadata>",
        "<feImage href='https://evil.test/x'/>",
        "<g xmlns='http://www.w3.org/1999/xhtml'/>",
        "<g inkscape:label='evil.test' xmlns:inkscape='http://inkscape.test'/>",
    ],
)
def test_a_drawing_only_draws(inside: str) -> None:
    clean, removed = strip("a.svg", SVG.format(f'<path d="M0 0h9"/>{inside}').encode())
    assert removed
    for sign in (b"evil", b"alert", b"script", b"1999/xhtml", b"foreignObject", b"onclick", b"<set", b"<animate"):
        assert sign not in clean
    assert b'<path d="M0 0h9">' in clean
    assert strip("a.svg", clean) == (clean, ())


def test_an_honest_drawing_stays_byte_for_byte() -> None:
    inside = '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>'
    data = SVG.format(f"{inside}<use xlink:href='#a'/><style>rect{{fill:red}}</style><text>5 &lt; 6</text>").encode()
    assert strip("a.svg", data) == (data, ())


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg", b"<html/>", b'<!DOCTYPE s [<!ENTITY a "b">]><svg>&a;</svg>', b"<svg>" + b"<g>" * 500, "图".encode()],
)
def test_a_broken_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError):
        strip("a.svg", data)
