"""A summary that is written, as a page shows it: its sheets as tables, its charts as numbers.

What is shown is what the workbook holds, so that nothing on the page can differ from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from os import PathLike
from pathlib import Path

from ...errors import RoadmapError
from ...expressions.numbers import round_half_up
from ...form.layout import SUMMARY_PASSPORT
from ...reader.files.archive import SIGNS_OF_DAMAGE
from ...reader.files.cells import Cells
from ...reader.files.faults import Refused
from ...reader.files.opening import read_bytes
from ...reader.files.package_parts import DamagedPartError
from ...reader.files.places import cell_name, place_of
from ...reader.files.sources import cells_of
from ...texts.typed import as_text, number_text
from ..sheets.page import TAG_ROW
from .chart_parts import ShownChart, charts_in

_HIDDEN_COLUMNS = re.compile(rb'<col min="(\d{1,5})" max="(\d{1,5})"[^<>]* hidden="1"')
_FROZEN = re.compile(rb'<pane [^<>]*ySplit="(\d{1,3})"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_PARTS_OF_SHEET = "_"
"""How the names of sheets begin that hold something for others."""


class ReadingError(RoadmapError):
    """A file that is no summary any more."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as its format shows it; `cell` is its name where it holds a number."""

    text: str
    cell: str = ""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet's lines above its table, and the table: its heads, then its rows."""

    name: str
    above: tuple[str, ...]
    heads: tuple[tuple[ShownCell, ...], ...]
    rows: tuple[tuple[ShownCell, ...], ...]


class ShownSummary:
    """The workbook; raises `ReadingError` where it cannot be read."""

    def __init__(self, path: str | PathLike[str]) -> None:
        path = Path(path)
        self.name = path.name
        try:
            self._data = read_bytes(path)
            self._cells: Cells = cells_of(self._data, path.name, (SUMMARY_PASSPORT,))
        except (Refused, DamagedPartError) as fault:
            raise ReadingError(_unreadable(path.name)) from fault

    @property
    def sheets(self) -> list[str]:
        """The sheets that people read."""
        return [one for one in self._cells.sheet_names if not one.startswith(_PARTS_OF_SHEET)]

    def sheet(self, name: str) -> ShownSheet:
        """One of them."""
        try:
            rows = self._cells.rows(name)
            look = _Look(self._cells, name)
        except DamagedPartError as fault:
            raise ReadingError(_unreadable(self.name)) from fault
        shown = [(number, tuple(look.row(number, row))) for number, row in enumerate(rows)]
        table = [(number, row) for number, row in shown if number > TAG_ROW and any(row)]
        return ShownSheet(
            name,
            tuple(cell.text for _, row in shown[:TAG_ROW] for cell in row if cell.text),
            tuple(row for number, row in table if number < look.frozen),
            tuple(row for number, row in table if number >= look.frozen and _says(row)),
        )

    def charts(self) -> list[ShownChart]:
        """Those of the overview, from the numbers that they are drawn from."""
        try:
            return list(charts_in(self._data, self._cells))
        except (*SIGNS_OF_DAMAGE, DamagedPartError, KeyError) as fault:
            raise ReadingError(_unreadable(self.name)) from fault


def _unreadable(name: str) -> str:
    return f"Сводка «{name}» не читается: её изменили или повредили. Соберите её снова."


def _says(row: Sequence[ShownCell]) -> bool:
    return any(cell.text for cell in row)


class _Look:
    """How the cells of one sheet are shown."""

    def __init__(self, cells: Cells, name: str) -> None:
        markup = cells.markup(name)
        self._markup = markup
        self._xml = markup.xml.bytes if markup else b""
        found = _FROZEN.search(self._xml)
        self.frozen = int(found[1]) if found else TAG_ROW + 1

    @cached_property
    def _hidden(self) -> frozenset[int]:
        spans = _HIDDEN_COLUMNS.findall(self._xml)
        return frozenset(chain.from_iterable(range(int(a) - 1, int(b)) for a, b in spans))

    @cached_property
    def _widths(self) -> Mapping[tuple[int, int], int]:
        """By its first cell, over how many columns an area of one row is merged."""
        areas = (
            (place_of(a.decode()), place_of(b.decode())) for a, b in _MERGED.findall(self._xml)
        )
        return {a: b[1] - a[1] + 1 for a, b in areas if a and b and a[0] == b[0] and a <= b}

    def row(self, number: int, values: Sequence[object]) -> Iterator[ShownCell]:
        """The row's cells that are to be seen, up to the last that says something."""
        last = max(
            (at for at, value in enumerate(values) if value is not None and at not in self._hidden),
            default=-1,
        )
        column = 0
        while column <= last:
            columns = self._widths.get((number, column), 1)
            if column not in self._hidden:
                yield self._cell(number, column, values[column], columns)
            column += columns

    def _cell(self, row: int, column: int, value: object, columns: int) -> ShownCell:
        if isinstance(value, float | int) and not isinstance(value, bool):
            shown = self._markup.number_format((row, column)) if self._markup else ""
            return ShownCell(shown_number(value, shown), cell_name((row, column)), columns)
        return ShownCell("" if value is None else as_text(value), "", columns)


def shown_number(value: float, shown: str) -> str:
    """A number as its format shows it, with a decimal comma: 0.286 as «0.0%» is «28,6 %»."""
    first = shown.partition(";")[0]
    digits = len(first.partition(".")[2].rstrip('%" ')) if "." in first else 0
    if "%" in first:
        return f"{_with_digits(value * 100, digits)} %"
    return _with_digits(value, digits) if first[:1] in "0#" and first else number_text(value)


def _with_digits(value: float, digits: int) -> str:
    return f"{round_half_up(value, digits):.{digits}f}".replace(".", ",")


OVERVIEW = "Обзор"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One sheet of a summary with what a page needs beside it."""

    sheets: tuple[str, ...]
    sheet: ShownSheet
    charts: tuple[ShownChart, ...]


def shown_page(path: str | PathLike[str], sheet: str) -> ShownPage:
    """The sheet of this name, the first where there is none; its charts where it has some."""
    summary = ShownSummary(path)
    name = sheet if sheet in summary.sheets else summary.sheets[0]
    charts = summary.charts() if name == OVERVIEW else ()
    return ShownPage(tuple(summary.sheets), summary.sheet(name), tuple(charts))
