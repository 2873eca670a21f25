"""Pictures as they are published: upright, without metadata, small; and what is refused."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image, ImageChops, ImageStat, PngImagePlugin

from chronicle.sanitize.images import SIDE, SIZE, ImageError, clean

SECRET = b"SECRET-39.9042N"
EXIF, COMMENT = "拍摄信息 EXIF", "注释"
FORMS = ["JPEG", "PNG", "GIF", "WEBP"]


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


def _opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def _difference(before: Image.Image, after: Image.Image) -> float:
    """The mean difference of all channels, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(before.convert("RGB"), after.convert("RGB"))).mean)


def _noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((width, height), 90).convert(mode)


def test_a_photo_loses_where_and_when() -> None:
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    photo = _saved("JPEG", exif=_exif(), comment=SECRET, xmp=xmp, progressive=True) + b"\xff\xd8" + SECRET
    data, removed = clean("a.JPG", photo)
    assert SECRET not in data
    assert set(removed) == {EXIF, "XMP", COMMENT}
    assert _difference(_picture(), _opened(data)) < 6
    assert len(_opened(data).getexif()) == 0
    assert clean("a.jpg", data)[1] == ()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_a_picture_is_turned_upright(form: str, orientation: int) -> None:
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # the transposition that undoes the camera's
    data, _ = clean("a.jpg", _saved(form, exif=_exif(orientation)))
    upright = _picture() if orientation == 1 else _picture().transpose(Image.Transpose(turns[orientation]))
    assert _opened(data).size == upright.size
    assert _difference(upright, _opened(data)) < 6
    assert _opened(data).getexif().get(0x0112, 1) == 1


def test_a_photo_keeps_its_colours() -> None:
    profile = b"\0" * 36 + b"acsp" + b"\0" * 200
    data, _ = clean("a.jpg", _saved("JPEG", icc_profile=profile, exif=_exif()))
    assert _opened(data).info["icc_profile"] == profile


def test_a_png_loses_its_texts_and_keeps_its_transparency() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    picture = _picture().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=texts, exif=_exif())
    data, removed = clean("a.png", out.getvalue() + SECRET)
    assert SECRET not in data
    assert b"tEXt" not in data
    assert b"zTXt" not in data
    assert {EXIF, COMMENT} <= set(removed)
    assert _opened(data).tobytes() == picture.tobytes()


@pytest.mark.parametrize("transparent", [False, True])
def test_a_small_animation_keeps_its_motion_and_loses_its_comment(transparent: bool) -> None:
    file = io.BytesIO()
    frames = [_picture().point(lambda value, step=step: value // step).convert("P") for step in (1, 2, 3)]
    options = {"transparency": 0} if transparent else {}
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], comment=SECRET, loop=0, duration=80, **options)
    data, removed = clean("a.gif", file.getvalue())
    assert SECRET not in data
    assert removed == (COMMENT,)
    moving = _opened(data)
    assert (moving.n_frames, moving.info["loop"], moving.info["duration"]) == (3, 0, 80)  # type: ignore[attr-defined]


def test_of_a_large_animation_the_first_frame_stays() -> None:
    file = io.BytesIO()
    frames = [_noise(600, 500) for _ in range(6)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=80)
    data, _ = clean("a.gif", file.getvalue())
    assert len(data) <= SIZE
    assert _opened(data).n_frames == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", FORMS)
def test_a_large_picture_is_made_small(form: str) -> None:
    file = io.BytesIO()
    _noise(SIDE + 80, 560).save(file, form)
    data, _ = clean("a.jpg", file.getvalue())
    assert len(data) <= SIZE < len(file.getvalue())
    picture = _opened(data)
    assert picture.format == form
    assert max(picture.size) <= SIDE
    assert picture.width / picture.height == pytest.approx(3, abs=0.02)
    assert clean("a.jpg", file.getvalue())[0] == data


@pytest.mark.parametrize("form", FORMS)
def test_a_small_picture_keeps_its_size(form: str) -> None:
    data, removed = clean("a.png", _saved(form))
    assert removed == ()
    assert _opened(data).size == (40, 30)
    assert _difference(_opened(_saved(form)), _opened(data)) < 6


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_written(mode: str) -> None:
    file = io.BytesIO()
    _picture().convert("L").convert(mode).save(file, "PNG")
    assert _opened(clean("a.png", file.getvalue())[0]).size == (40, 30)


def test_a_printers_photo_becomes_one_for_screens() -> None:
    file = io.BytesIO()
    _picture().convert("CMYK").save(file, "JPEG")
    assert _opened(clean("a.jpg", file.getvalue())[0]).mode == "RGB"


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_cut_anywhere_never_crashes(form: str) -> None:
    data = _saved(form, exif=_exif()) if form != "GIF" else _saved(form, comment=SECRET)
    for cut in range(0, len(data) - 1, 3):
        with contextlib.suppress(ImageError):
            assert SECRET not in clean("a.png", data[:cut])[0]


def test_a_page_in_a_pictures_clothes_is_refused() -> None:
    with pytest.raises(ImageError, match="却不是"):
        clean("a.png", b"<html><script>alert(1)</script>")


def test_what_no_browser_shows_is_refused() -> None:
    with pytest.raises(ImageError, match="另存为"):
        clean("a.HEIC", b"x")


def test_a_decompression_bomb_is_refused() -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    with pytest.raises(ImageError, match="像素太多"):
        clean("a.png", file.getvalue())
