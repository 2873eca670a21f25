"""Words reach the sheet legibly, whatever characters they hold, and the file says nothing beside the picture."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from chronicle.pictures import raster
from chronicle.pictures.raster import Raster, fitted, legible, length


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("林夏", "林夏"),
        ("𠮷野䶮", "吉野䶮"),  # the first is in no shipped font, the last is
        ("谢谢😀👨‍👩‍👧❤️ 再见", "谢谢 再见"),
        ("한", "〓"),
        ("\x07a\nb", "a b"),
        ("Zoë é", "Zoë é"),
        ("7\u00a0月", "7\u00a0月"),  # stays one word
        ("①→“好”", "①→“好”"),
        ("", ""),
    ],
)
def test_text_becomes_legible(written, drawn):
    assert legible(written) == drawn


def test_no_character_of_what_is_legible_is_unknown_to_the_fonts():
    for c in legible("龘𬱖㛃Жあ한𠮷½①→《“”·−%αß\ue123\U0010fffd"):
        assert raster._has(c), c


def test_the_largest_size_that_fits_is_taken():
    room = 1.05 * length("八个字正好放得下", "serif", 40)
    assert fitted("八个字正好放得下", "serif", (60, 40, 20), room, 1) == (40, ["八个字正好放得下"])


@pytest.mark.parametrize("text", ["很长的题目" * 30, "Antidisestablishmentarianism" * 9])
def test_what_is_too_long_at_the_smallest_size_ends_in_an_ellipsis_and_fits(text):
    size, lines = fitted(text, "serif", (40, 30), 300, 2)
    assert size == 30
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(length(line, "serif", size) <= 300 for line in lines)


@pytest.mark.parametrize("text", ["林夏", "AV To fi", "7\u00a0月 2,890 通", "①→“好”！《》—…", "j"])
@pytest.mark.parametrize("face", ["serif", "sans"])
@pytest.mark.parametrize("size", [20, 41, 104])
def test_characters_measured_one_by_one_measure_as_the_line(text, face, size):
    used = raster.font(face, size)
    assert raster._extent(text, face, size) == used.getbbox(text, anchor="ls")
    assert length(text, face, size) == used.getlength(text)


def test_bold_is_a_pixel_wider_on_every_side():
    (plain, left, top), (bold, wider, higher) = (draw("林", "serif", 60) for draw in (raster._plain, raster._bold))
    assert (wider, higher) == (left - 1, top - 1)
    ink, more = plain.getbbox(), bold.getbbox()
    assert more == (ink[0], ink[1], ink[2] + 2, ink[3] + 2)
    assert sum(bold.tobytes()) > 1.2 * sum(plain.tobytes())


def test_what_is_drawn_later_lies_above():
    sheet = Raster(30, 300)
    sheet.bar(0, 200, 30, 220, "ink")
    sheet.bar(0, 0, 30, 10, "series")
    sheet.bar(5, 205, 10, 210, "accent")
    image = Image.open(io.BytesIO(sheet.png())).convert("RGB")
    assert [image.getpixel((7, y)) for y in (5, 100, 207, 215)] == [
        (43, 75, 115),
        (250, 246, 238),
        (179, 50, 27),
        (31, 29, 26),
    ]


def test_what_reaches_over_the_edge_is_cut_and_the_file_stays_whole():
    sheet = Raster(60, 40)
    sheet.words("出界出界出界", -8, 20, 20)
    sheet.words("出界", 5, 52, 20)
    sheet.bar(-5, 30, 80, 60, "accent")
    image = Image.open(io.BytesIO(sheet.png())).convert("RGB")
    assert image.size == (60, 40)
    assert image.getpixel((0, 35)) == image.getpixel((59, 39)) == (179, 50, 27)


def chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        found.append(name)
        at += size + 12
    return found


def test_a_file_holds_the_picture_and_nothing_else():
    sheet = Raster(40, 20)
    sheet.words("夏", 5, 15, 14)
    assert set(chunks(sheet.png())) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def test_colours_are_those_of_the_style_sheet():
    sheet = Raster(30, 10)
    sheet.bar(0, 0, 10, 10, "accent")
    sheet.bar(10, 0, 20, 10, "series")
    image = Image.open(io.BytesIO(sheet.png())).convert("RGB")
    assert [image.getpixel((x, 5)) for x in (5, 15, 25)] == [(179, 50, 27), (43, 75, 115), (250, 246, 238)]


@pytest.mark.parametrize(("anchor", "left"), [("start", 100), ("middle", 80), ("end", 60)])
def test_words_stand_where_their_anchor_says(anchor, left):
    sheet = Raster(200, 60)
    box = sheet.words("二字", 100, 40, 20, anchor=anchor)
    assert abs(box.left - left) <= 2
    assert box.top < 40 < box.bottom + 3


def test_cutting_drops_what_is_below():
    sheet = Raster(20, 100)
    sheet.cut(30)
    assert Image.open(io.BytesIO(sheet.png())).size == (20, 30)
