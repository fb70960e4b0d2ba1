"""From the writer to the reader: what a blank of a form has printed on it, as data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import RoadmapError
from ...form.fields import Form, Layout
from ...form.layout import FORM_SHEETS, column_name, span
from ...form.prefilled import Delivery, prefilled
from ...workbook.school_workbook import write_school_workbook, write_visible_sheets
from ...workbook.seals import FORMULA_COLUMNS
from ..files.cells import Markup
from ..files.opening import open_package
from ..files.places import At, cell_name, place_of, places_of
from ..files.xlsx import XlsxCells

_ANY_DAY = date(2026, 1, 1)


class PrintedData(NamedTuple):
    """By sheet, what is printed on a blank's own sheets and on its hidden ones with formulas."""

    sheets: dict[str, dict[str, Any]]
    hidden: dict[str, dict[str, Any]]


def printed_data(form: Form) -> PrintedData:
    """What a blank of this form has printed on it; the blank is written and read for that."""
    layout = form.layout
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder, "blank.xlsx")
        write_school_workbook(blank, prefilled(form), created=_ANY_DAY)
        cells = cells_of_blank(blank)
        sheets = {sheet: _imprint(cells, sheet, layout) for sheet in layout.sheets}
        return PrintedData(sheets, hidden_data(cells))


def visible_data(form: Form) -> dict[str, dict[str, Any]]:
    """What a blank of this form has printed on the sheets that people see."""
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder, "blank.xlsx")
        write_visible_sheets(blank, prefilled(form), created=_ANY_DAY)
        cells = cells_of_blank(blank)
        return {sheet: _imprint(cells, sheet, form.layout) for sheet in form.layout.sheets}


def cells_of_blank(path: Path) -> XlsxCells:
    """A blank's file, opened."""
    return XlsxCells(open_package(path.read_bytes(), path.name, FORM_SHEETS, ()))


def hidden_data(cells: XlsxCells) -> dict[str, dict[str, Any]]:
    """What is printed on the hidden sheets with formulas of a blank."""
    return {sheet: _hidden_imprint(cells, sheet) for sheet in FORMULA_COLUMNS}


def printed_texts(cells: XlsxCells, sheet: str) -> dict[At, str]:
    """By place, what a blank prints on a sheet, and not what its formulas come to."""
    formulas = places_of(_markup(cells, sheet).xml.formula_cells.split())
    return {
        (row, column): value
        for row, line in enumerate(cells.rows(sheet))
        for column, value in enumerate(line)
        if isinstance(value, str) and (row, column) not in formulas
    }


def _imprint(cells: XlsxCells, sheet: str, layout: Layout) -> dict[str, Any]:
    markup = _markup(cells, sheet)
    fields = {(place.row, place.column) for place in layout.at if place.sheet == sheet}
    formulas = markup.xml.formula_cells
    never = fields | {place_of(name) for name in formulas.split()}
    free, texts = [], []
    for row, line in enumerate(cells.rows(sheet)):
        for column, value in enumerate(line):
            if value is None or (row, column) in never:
                continue
            if isinstance(value, str) and Delivery.is_delivery(value):
                free.append(f"{column_name(column)}{row + 1}")
            else:
                texts.append([row, column, value])
    walk = markup.xml.walk
    return {
        "texts": texts,
        "formulas": formulas,
        "free": " ".join(free),
        "validated": " ".join(sorted(walk.validated)),
        "hidden_marks": markup.xml.hidden_marks,
        "merged": " ".join(sorted(walk.merged)),
    }


def _hidden_imprint(cells: XlsxCells, sheet: str) -> dict[str, Any]:
    computed = places_of(_markup(cells, sheet).xml.formula_cells.split())
    texts: dict[str, list[At]] = {}
    for row, line in enumerate(cells.rows(sheet)):
        for column, value in enumerate(line):
            if value is not None and (row, column) not in computed:
                texts.setdefault(str(value), []).append((row, column))
    areas = {text: _areas(places) for text, places in texts.items()}
    return {"texts": areas, "formulas": _areas(computed)}


def _areas(places: Iterable[At]) -> str:
    """The names of these cells as few areas, each within a column."""
    runs: list[tuple[At, At]] = []
    for row, column in sorted(places, key=lambda at: (at[1], at[0])):
        if runs and runs[-1][1] == (row - 1, column):
            runs[-1] = (runs[-1][0], (row, column))
        else:
            runs.append(((row, column), (row, column)))
    return " ".join(span(cell_name(first), cell_name(last)) for first, last in runs)


def _markup(cells: XlsxCells, sheet: str) -> Markup:
    markup = cells.markup(sheet)
    if markup is None:
        raise RoadmapError(f"the blank has no sheet {sheet}")
    return markup
