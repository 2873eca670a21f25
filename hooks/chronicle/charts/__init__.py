"""Figures -> drawings: a file for each kind of chart, with a frozen record of plain values and ``draw(spec, form)``.

Importing a chart costs nothing: matplotlib is loaded when the first sheet is made.
"""

import logging

# That its list of fonts takes a moment, or has nowhere to be kept, is nothing that people who write need to know
logging.getLogger("matplotlib").setLevel(logging.ERROR)
