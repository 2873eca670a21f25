"""Rows of palette indexes -> PNG, written here because most of a sheet is bare paper.

Half of the time that a library needs for such a picture goes into finding out, byte by byte, that rows are bare. Who
drew it knows: only what is drawn is given here. Bare rows are compressed once (:func:`_bare`) and joined to the others
as the format of zlib allows (RFC 1950, RFC 1951): after a full flush a piece stands on its own.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PALETTE_OF_BYTES = (8, 3, 0, 0, 0)
#: Header of a zlib stream with a window of 32 KiB.
_ZLIB = b"\x78\x01"
_ADLER = 65521
#: Level and strategy. Text has runs of equal pixels and little else that repeats: to look for runs only takes half of
#: the time, and the file is no larger.
_FAST, _SMALL = (1, zlib.Z_RLE), (9, zlib.Z_DEFAULT_STRATEGY)


def encode(width: int, height: int, palette: bytes, bands: Iterable[tuple[int, bytes]]) -> bytes:
    """The PNG of a picture of indexes into ``palette`` (r, g, b, r, g, b …), without a date or a program's name.

    ``bands``, from the top down: the first row of each, and its rows. A row is a 0 (PNG's filter type that serves
    palettes best) and ``width`` indexes. Rows in no band are 0.
    """
    header = struct.pack(">II5B", width, height, *_PALETTE_OF_BYTES)
    data = _deflated(width + 1, height, bands)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _deflated(pitch: int, height: int, bands: Iterable[tuple[int, bytes]]) -> bytes:
    """All rows as one zlib stream; ``pitch``: bytes a row."""
    pieces, check, at = [_ZLIB], 1, 0
    for top, rows in bands:
        pieces += [*_bare_rows(top - at, pitch), _piece(rows, *_FAST)]
        check = zlib.adler32(rows, _bare_check(check, (top - at) * pitch))
        at = top + len(rows) // pitch
    end = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    check = _bare_check(check, (height - at) * pitch)
    return b"".join([*pieces, *_bare_rows(height - at, pitch), end, struct.pack(">I", check)])


def _piece(rows: bytes, level: int, strategy: int) -> bytes:
    """``rows`` compressed so that another piece can follow."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    return packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)


def _bare_rows(rows: int, pitch: int) -> list[bytes]:
    many, few = divmod(rows, 64)
    return [_bare(64, pitch)] * many + ([_bare(few, pitch)] if few else [])


@lru_cache(maxsize=128)
def _bare(rows: int, pitch: int) -> bytes:
    return _piece(bytes(rows * pitch), *_SMALL)


def _bare_check(check: int, zeros: int) -> int:
    """Adler-32 (RFC 1950, section 8.2) after so many zeros: the low sum stays, the high one grows by it each time."""
    low, high = check & 0xFFFF, check >> 16
    return (high + zeros * low) % _ADLER << 16 | low
