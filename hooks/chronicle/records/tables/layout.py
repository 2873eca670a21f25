"""Sheets -> tables: where one ends and the next begins, each with one row of headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ...reading.sheets import Cell, Row, Worksheet
from ...reading.values import amount, month
from ..monthly import GAPS
from .names import BESIDE, HEAD, NUMBERS, PLACES, ROLE_OF, SUM, SUMS_OF, UNIT, is_month, person_of, plain, year_of


def tables_in(sheet: Worksheet, known: Mapping[str, str]) -> Iterator[Worksheet]:
    """The tables of a sheet.

    Below one another: each begins where another header, or its title, follows on numbers. Side by side: where a header
    says month, person or metric twice; what stands before the first of the two belongs to each.
    """
    starts, header = [0], -1
    for at, row in enumerate(sheet.rows):
        if not _is_header(row, known):
            continue
        first = at
        while first > header + 1 and not any(map(_is_value, sheet.rows[first - 1])):
            first -= 1
        again = first == at and header >= 0 and [c.text for c in row] == [c.text for c in sheet.rows[header]]
        if not again and header >= 0 and first > header + 1:
            starts.append(first)
        header = header if again else at
    for start, end in pairwise([*starts, len(sheet.rows)]):
        yield from _beside(replace(sheet, rows=sheet.rows[start:end]), known)


def _is_value(cell: Cell) -> bool:
    is_gap, typed = plain(cell.text) in GAPS, amount(cell.text)
    return bool(cell.text) and (is_gap or bool(month(cell.text) or (typed and typed.unit[:1] != "年")))


def _is_header(row: Row, known: Mapping[str, str]) -> bool:
    """Whether a row names month, person or metric and what stands in the other columns, or months or metrics alone."""
    texts = [plain(cell.text) for cell in row if cell.text]
    roles = {ROLE_OF.get(text) for text in texts} & PLACES
    months = [text for text in texts if is_month(text)]
    metrics = [text for text in texts if UNIT.sub("", text) in known]
    alone = len(months) == len(texts) > 2 or len(metrics) == len(texts) > 1  # what stands beside them needs no name
    return alone or bool(roles and len(roles) + len(months) + len(metrics) > 1)


def _beside(sheet: Worksheet, known: Mapping[str, str]) -> Iterator[Worksheet]:
    """The tables of a sheet with one header, from left to right."""
    start = next((at for at, row in enumerate(sheet.rows) if _is_header(row, known)), 0)
    header, below = sheet.rows[start] if sheet.rows else (), sheet.rows[start + 1 :]
    names_of_places = [plain(cell.text) if ROLE_OF.get(plain(cell.text)) in PLACES else "" for cell in header]
    for at, cell in enumerate(header):
        column = [row[at].text for row in below if at < len(row) and row[at].text]
        if not cell.text and len(column) > 1 and all(map(is_month, column[:2])):
            names_of_places[at] = "月份"
    again = next((at for at, name in enumerate(names_of_places) if name and name in names_of_places[:at]), 0)
    if not again:
        yield sheet
        return
    shared = names_of_places.index(names_of_places[again])
    sides = [row[:again] for row in sheet.rows], [row[:shared] + row[again:] for row in sheet.rows]
    left, right = (tuple(row for row in rows if any(cell.text for cell in row)) for rows in sides)
    yield replace(sheet, rows=left)
    yield from _beside(replace(sheet, rows=right), known)


def with_one_header(sheet: Worksheet, known: Collection[str]) -> Worksheet:
    """The sheet with its header in one row, where it is spread over two; ``known`` are the names of metrics, and of
    persons."""
    for at, (above, below) in enumerate(pairwise(sheet.rows[:HEAD])):
        if heads := _dated(above, below) or _reached(above, below) or _completed(above, below, known):
            return with_one_header(replace(sheet, rows=(*sheet.rows[:at], heads, *sheet.rows[at + 2 :])), known)
    return sheet


def spread_out(above: Row, below: Row) -> list[str]:
    """The texts of a row, each over the empty cells behind it, as merged ones are."""
    texts = _named(above, below)
    for column in range(1, len(texts)):
        texts[column] = texts[column] or texts[column - 1]
    return texts


def _named(above: Row, below: Row) -> list[str]:
    """The texts of a row, as many as ``below`` has."""
    return [*(cell.text for cell in above), *[""] * len(below)][: len(below)]


def _dated(above: Row, below: Row) -> Row:
    """One row, of 2024年1月, for years above months or months merged over years; () where they are none."""
    named = _named(above, below)
    pairs = [*zip(spread_out(above, below), (cell.text for cell in below), strict=True)]
    counted = "1 2 3" in " ".join(text for _, text in pairs)  # which are months, as no other numbers are
    dated = [_in_year(over, text) if counted or is_month(text) else "" for over, text in pairs]
    if sum(map(bool, dated)) < 2:
        dated = [_in_year(text, over) for over, text in pairs]
        are_merged = any(date and not name for date, name in zip(dated, named, strict=True))
        are_numbers = any(amount(text) and not year_of(text) for _, text in pairs)
        if not are_merged or are_numbers or sum(map(is_month, named)) < 2:
            return ()
    texts = (date or cell.text or name for date, cell, name in zip(dated, below, named, strict=True))
    return (*map(lambda cell, text: replace(cell, text=text), below, texts), *above[len(below) :])


def _in_year(year: str, named: str) -> str:
    """What two texts say together, a year and a month without one; '' where they are none."""
    said, when = year_of(year), month(named)
    return f"{said}年{when[1]}月" if said and when and not when[0] else ""


def _reached(above: Row, below: Row) -> Row:
    """One row for a header above 目标 and 实际: 1月目标, and 1月 for what was reached; () where they are none."""
    named = _named(above, below)
    words = ["" if cell.text in named else plain(cell.text) for cell in below]
    reached = [bool(NUMBERS.fullmatch(word)) for word in words]
    others = [word for word, is_reached in zip(words, reached, strict=True) if word and not is_reached]
    are_beside = all(BESIDE.fullmatch(word) or word.endswith(SUMS_OF) for word in others)
    if len([*filter(None, named)]) < 2 or not any(reached) or not are_beside:
        return ()
    heads, upper = list[Cell](), spread_out(above, below)
    for column, cell in enumerate(below):
        under = upper[column] if reached[column] else upper[column] + words[column]
        heads.append(replace(cell, text=under if words[column] else named[column]))
    return (*heads, *above[len(heads) :])


def _completed(above: Row, below: Row, known: Collection[str]) -> Row:
    """One row for a header below groups of columns, such as 质量, and what stands beside those, such as 姓名 over both
    rows; () where they are none."""

    def is_known(text: str) -> bool:
        word = UNIT.sub("", plain(text))
        return word in known or word in ROLE_OF or is_month(text) or person_of(text) in known

    texts, groups, beside = [cell.text for cell in below if cell.text], list[str](), dict[int, Cell]()
    for at, over in enumerate(above):
        if at < len(below) and below[at].text:
            groups += [over.text] if over.text else []
        elif over.span[0] > 1 or is_known(over.text) or SUM.match(plain(over.text)):
            beside[at] = over
    has_numbers = any(amount(text) and not is_month(text) for text in texts)
    if not groups or not beside or has_numbers or len({*texts}) < len(texts) or any(map(is_known, groups)):
        return ()
    whole = [*below, *(replace(over, text="") for over in above[len(below) :])]
    return tuple(beside.get(at, cell) for at, cell in enumerate(whole)) if any(map(is_known, texts)) else ()
