"""A sheet -> PNG, printed by matplotlib's Agg with the shipped fonts."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zlib import Z_RLE

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from . import palette
from .canvas import Sheet
from .text_metrics import legible

_HALO = 3.0  #: stroke of the ground around text, which sets it off from a line that it stands on


def png(sheet: Sheet, scale: float = 1) -> bytes:
    """A sheet as a PNG of ``scale`` pixels a unit, without a date or a program's name; the sheet is empty afterwards.

    The file has the 256 colours that serve it best: a third of the size, and all that smooth edges need. They are found
    in every second pixel of every second row, which takes a third of the time and misses no line that is two wide. Runs
    of one colour are all that is packed: a tenth more than zlib's best for drawings takes, in half the time.
    """
    renderer, file = print_with_agg(sheet, scale), BytesIO()
    size = int(renderer.width), int(renderer.height)
    image = Image.frombytes("RGB", size, renderer.buffer_rgba(), "raw", "RGBX")
    data, left, top, high = (sheet.logo[0], *(round(length * scale) for length in sheet.logo[1:]))
    if data:
        with Image.open(BytesIO(data)) as logo:
            small = logo.convert("RGBA").resize((max(1, round(logo.width * high / logo.height)), high))
        image.paste(small, (left, top), small)
    quarter = image.resize((size[0] // 2, size[1] // 2), Image.Resampling.NEAREST)
    image = image.quantize(palette=quarter.quantize(256, Image.Quantize.FASTOCTREE), dither=Image.Dither.NONE)
    counts, shades = image.histogram(), image.getpalette() or []
    ground = 3 * counts.index(max(counts))
    shades[ground : ground + 3] = bytes.fromhex(palette.colours()["paper"][1:])  # it stands on a page of that colour
    image.putpalette(shades)
    image.save(file, "png", compress_level=4, compress_type=Z_RLE)
    for artist in list(sheet.figure.artists):  # each text holds on to the renderer, and so to all pixels
        artist.remove()
    return file.getvalue()


def print_with_agg(sheet: Sheet, scale: float) -> Any:
    """Draw a sheet with matplotlib's Agg; returns the renderer, which has the pixels.

    Text is replaced by what the shipped fonts have. On charts it stands in a little of the ground where
    it meets something drawn, as on a page.
    """
    paper, high = palette.colours()["paper"], round(sheet.height)
    shapes: list[Any] = [artist for artist in sheet.figure.artists if not isinstance(artist, Text)]
    for text, where in sheet.texts:
        colour, effects = text.get_color(), []
        text.set_text(legible(text.get_text()))
        ground = Bbox([where[:2], where[2:]]).padded(_HALO)
        if not sheet.kind and colour != paper and any(shape.get_path().intersects_bbox(ground) for shape in shapes):
            effects.append(Stroke(linewidth=_HALO, foreground=paper))
        if text.get_fontweight() == "bold":  # about as much wider as a semibold font's strokes, more where it is large
            effects.append(Stroke(linewidth=0.21 * text.get_fontsize() ** 0.5, foreground=colour))
        if effects:
            text.set_path_effects([*effects, Normal()])
    sheet.place.clear().scale(scale, -scale).translate(0, high * scale)
    sheet.figure.set_dpi(72 * scale)
    sheet.figure.set_size_inches(sheet.form.width / 72, high / 72)
    size = round(sheet.form.width * scale), round(high * scale)
    renderer: Any = RendererAgg(*size, 72 * scale)  # type: ignore[no-untyped-call]
    sheet.figure.draw(renderer)
    return renderer
