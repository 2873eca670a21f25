"""Figures -> exhibits: a finding, the picture that shows it, the sentence beneath and the data behind.

An exhibit only holds the values that its picture is drawn from; drawing is a later, cached step.
"""

from .exhibit import DataTable, Exhibit

__all__ = ["DataTable", "Exhibit"]
