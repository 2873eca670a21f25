"""Figures -> drawings: a file for each kind of chart, with a frozen record of plain values and ``draw(spec, form)``.

Importing a chart costs nothing: matplotlib is loaded when the first sheet is made.
"""
