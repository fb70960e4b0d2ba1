"""Pieces of a workbook around its faults, to be shown as they look in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from os import PathLike
from pathlib import Path

from ..expressions.numbers import round_half_up
from ..form.layout import column_name
from ..reader.files.cells import Cells, Markup
from ..reader.files.faults import Refused
from ..reader.files.opening import read_bytes
from ..reader.files.package_parts import DamagedPartError
from ..reader.files.places import At, place_of
from ..reader.files.sources import cells_of
from ..texts.typed import as_text, number_text

ROWS_BESIDE = 1
"""Above and below the cell."""
MOST_COLUMNS = 18
MOST_LETTERS = 90
"""Of a cell's text: enough to know it again."""
_GAP = 3
"""So many blank columns end what a reader of the sheet looks at."""
_TAG = "#"
"""How the hidden tag of a table begins; the row below it holds the heads of its columns."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows of a sheet: the letters of the columns, then each row's number and its texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    row: int
    """The number of the row that is meant."""
    column: str
    """The letter of the column that is meant; empty where the whole row is."""


Place = tuple[str, str]
"""A sheet, and a cell, an area or a row of it, as a finding names them."""


def excerpts(path: str | PathLike[str], places: Iterable[Place]) -> dict[Place, Excerpt]:
    """By place what stands around it; places that the workbook does not have are left out.

    A file that cannot be read has no excerpts: its finding says why.
    """
    path = Path(path)
    try:
        cells = cells_of(read_bytes(path), path.name)
        return {place: found for place in places if (found := _excerpt(cells, place))}
    except (Refused, DamagedPartError):
        return {}


def _excerpt(cells: Cells, place: Place) -> Excerpt | None:
    sheet, name = place
    at = _place(name)
    rows = cells.rows(sheet) if at and sheet in cells.sheet_names else []
    if at is None or at[0] >= len(rows):
        return None
    numbers = sorted({*_heads(rows, at[0]), *_beside(rows, at[0])})
    columns = _columns([rows[number] for number in numbers], at[1])
    markup = cells.markup(sheet)
    texts = (
        tuple(_text(_value(rows[number], column), markup, (number, column)) for column in columns)
        for number in numbers
    )
    return Excerpt(
        tuple(map(column_name, columns)),
        tuple(zip((number + 1 for number in numbers), texts, strict=True)),
        at[0] + 1,
        column_name(at[1]) if at[1] >= 0 else "",
    )


def _place(name: str) -> At | None:
    """The first cell of the place; of a whole row its number with no column."""
    first = name.partition(":")[0]
    return (int(first) - 1, -1) if first.isdecimal() and first != "0" else place_of(first)


def _heads(rows: Sequence[Sequence[object]], row: int) -> Iterator[int]:
    """The row with the heads of the columns, if the table's hidden tag is still there."""
    tagged = next((number for number in range(row, -1, -1) if _tag(rows[number])[:1] == _TAG), row)
    heads = takewhile(lambda number: not _tag(rows[number]), range(tagged + 1, row))
    if found := max(heads, key=lambda number: _fullness(rows[number]), default=None):
        yield found


def _tag(row: Sequence[object]) -> str:
    return str(row[0]) if row and row[0] is not None else ""


def _fullness(row: Sequence[object]) -> tuple[int, int]:
    """How many cells say something, and how much: of title, heads and numbers the heads win."""
    texts = [str(value) for value in row[:MOST_COLUMNS] if value is not None]
    return len(texts), sum(map(len, texts))


def _beside(rows: Sequence[Sequence[object]], row: int) -> Iterator[int]:
    for number in range(max(row - ROWS_BESIDE, 0), min(row + ROWS_BESIDE + 1, len(rows))):
        is_blank = all(value is None for value in rows[number])
        if number == row or not (is_blank or _tag(rows[number]).startswith(_TAG)):
            yield number


def _columns(rows: Sequence[Sequence[object]], meant: int) -> list[int]:
    """From the second on (the first holds hidden tags) up to where nothing is any more."""
    filled = {n for row in rows for n, value in enumerate(row) if value is not None and n > 0}
    last = max(meant, 1)
    while nearest := [n for n in filled if last < n <= last + _GAP]:
        last = max(nearest)
    first = 1 if last < MOST_COLUMNS else max(1, min(meant - 2, last - MOST_COLUMNS + 1))
    return list(range(first, min(last + 1, first + MOST_COLUMNS)))


def _value(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None


def _text(value: object, markup: Markup | None, at: At) -> str:
    if value is None:
        return ""
    shown = markup.number_format(at) if markup and isinstance(value, float) else ""
    if isinstance(value, float) and "%" in shown:
        return _percent(value, shown)
    text = as_text(value)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()}…"


def _percent(share: float, shown: str) -> str:
    """A share as its format shows it: as many digits behind the comma as the format has zeros."""
    digits = len(shown.partition(".")[2].partition("%")[0].strip())
    return f"{number_text(round_half_up(share * 100, digits))} %"
