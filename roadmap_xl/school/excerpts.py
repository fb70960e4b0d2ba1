"""Pieces of a workbook around its faults, to be shown as they look in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from ..form.layout import column_name
from ..reader.files.cells import Cells
from ..reader.files.faults import Refused
from ..reader.files.opening import read_bytes
from ..reader.files.package_parts import DamagedPartError
from ..reader.files.places import At, place_of
from ..reader.files.sources import cells_of
from ..texts.typed import as_text

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
    return Excerpt(
        tuple(map(column_name, columns)),
        tuple((number + 1, tuple(_texts(rows[number], columns))) for number in numbers),
        at[0] + 1,
        column_name(at[1]) if at[1] >= 0 else "",
    )


def _place(name: str) -> At | None:
    """The first cell of the place; of a whole row its number with no column."""
    first = name.partition(":")[0]
    return (int(first) - 1, -1) if first.isdecimal() and first != "0" else place_of(first)


def _heads(rows: Sequence[Sequence[object]], row: int) -> Iterator[int]:
    """The row with the heads of the columns, if the table's hidden tag is still there."""
    for number in range(row, -1, -1):
        tag = rows[number][0] if rows[number] else None
        if isinstance(tag, str) and tag.startswith(_TAG):
            yield from [number + 1] if number + 1 < row else []
            return


def _beside(rows: Sequence[Sequence[object]], row: int) -> Iterator[int]:
    for number in range(max(row - ROWS_BESIDE, 0), min(row + ROWS_BESIDE + 1, len(rows))):
        tag = rows[number][0] if rows[number] else None
        is_hidden = isinstance(tag, str) and tag.startswith(_TAG)
        if number == row or (not is_hidden and any(value is not None for value in rows[number])):
            yield number


def _columns(rows: Sequence[Sequence[object]], meant: int) -> list[int]:
    """From the second on (the first holds hidden tags) up to where nothing is any more."""
    filled = {n for row in rows for n, value in enumerate(row) if value is not None and n > 0}
    last = max(meant, 1)
    while nearest := [n for n in filled if last < n <= last + _GAP]:
        last = max(nearest)
    first = 1 if last < MOST_COLUMNS else max(1, min(meant - 2, last - MOST_COLUMNS + 1))
    return list(range(first, min(last + 1, first + MOST_COLUMNS)))


def _texts(row: Sequence[object], columns: Sequence[int]) -> Iterator[str]:
    for column in columns:
        value = row[column] if column < len(row) else None
        text = "" if value is None else as_text(value)
        yield text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()}…"
