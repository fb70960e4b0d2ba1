"""From the writer to the reader: what a blank of a form has printed on it, as data."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import RoadmapError
from ...form.fields import Form, Layout
from ...form.layout import FORM_SHEETS, column_name
from ...form.prefilled import Delivery, prefilled
from ...workbook.school_workbook import write_school_workbook
from ...workbook.seals import FORMULA_COLUMNS
from ..files.cells import Markup
from ..files.opening import open_package
from ..files.sheet_xml import place_of
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
        package = open_package(blank.read_bytes(), blank.name, FORM_SHEETS, ())
        cells = XlsxCells(package)
        return PrintedData(
            {sheet: _imprint(cells, sheet, layout) for sheet in layout.sheets},
            {sheet: _hidden_imprint(cells, sheet) for sheet in FORMULA_COLUMNS},
        )


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
    formulas = _markup(cells, sheet).xml.formula_cells
    computed = set(formulas.split())
    texts: dict[str, list[str]] = {}
    for row, line in enumerate(cells.rows(sheet)):
        for column, value in enumerate(line):
            name = f"{column_name(column)}{row + 1}"
            if value is not None and name not in computed:
                texts.setdefault(str(value), []).append(name)
    return {"texts": {text: " ".join(at) for text, at in texts.items()}, "formulas": formulas}


def _markup(cells: XlsxCells, sheet: str) -> Markup:
    markup = cells.markup(sheet)
    if markup is None:
        raise RoadmapError(f"the blank has no sheet {sheet}")
    return markup
