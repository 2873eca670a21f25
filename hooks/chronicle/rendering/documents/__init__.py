"""A year as documents for other programs: values -> bytes, the same values the same bytes."""
