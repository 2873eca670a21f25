"""A PNG joined from pieces reads as one picture, and bare paper costs nearly nothing."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from chronicle.pictures.png import encode

WIDTH = 300
PALETTE = bytes(range(30))


def row(dice: random.Random) -> bytes:
    return b"\0" + bytes(dice.choice((0, 0, 0, 1, 5, 9)) for _ in range(WIDTH))


def picture(height: int, *spans: tuple[int, int]) -> tuple[bytes, bytes]:
    """The PNG of random rows in the spans, and the indexes that it must hold."""
    dice = random.Random(height)
    bands = [(top, b"".join(row(dice) for _ in range(bottom - top))) for top, bottom in spans]
    sheet = bytearray(height * (WIDTH + 1))
    for top, rows in bands:
        sheet[top * (WIDTH + 1) : top * (WIDTH + 1) + len(rows)] = rows
    plain = b"".join(sheet[at + 1 : at + WIDTH + 1] for at in range(0, len(sheet), WIDTH + 1))
    return encode(WIDTH, height, PALETTE, bands), plain


@pytest.mark.parametrize(
    ("height", "spans"),
    [
        (1, ((0, 1),)),
        (7, ()),
        (64, ((0, 64),)),
        (200, ((0, 3), (70, 71), (199, 200))),
        (1000, ((10, 40), (40, 41), (500, 700))),
        (70_000, ((69_000, 69_001),)),
    ],
)
def test_every_row_is_where_it_belongs(height, spans):
    png, plain = picture(height, *spans)
    image = Image.open(io.BytesIO(png))
    assert (image.size, image.mode) == ((WIDTH, height), "P")
    assert image.tobytes() == plain
    assert image.getpalette()[: len(PALETTE)] == list(PALETTE)


def test_the_stream_ends_with_the_checksum_of_all_rows():
    png, _ = picture(5000, (100, 130), (4000, 4200))
    start = png.index(b"IDAT") + 4
    data = png[start : start + struct.unpack(">I", png[start - 8 : start - 4])[0]]
    reader = zlib.decompressobj()  # refuses a wrong checksum
    assert len(reader.decompress(data)) == 5000 * (WIDTH + 1)
    assert reader.eof
    assert not reader.unused_data


def test_bare_paper_takes_no_room():
    assert len(encode(1080, 7680, PALETTE, [])) < 20_000
