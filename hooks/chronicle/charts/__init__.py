"""Figures -> SVG: one file per kind of chart, each a frozen record of plain values and ``draw(spec, form, label)``.

Importing a chart costs nothing: matplotlib is loaded by :mod:`.backend` when the first picture is really drawn.
"""
