"""From the writer to the reader: what a blank of each edition has printed on it, as data."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from roadmap_xl.errors import RoadmapError
from roadmap_xl.form.fields import Form, Layout, form_of
from roadmap_xl.form.layout import FORM_SHEETS, column_name
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import Delivery, prefilled
from roadmap_xl.reader.files.calamine import CalamineCells
from roadmap_xl.reader.files.cells import Markup
from roadmap_xl.reader.files.opening import open_package
from roadmap_xl.reader.files.sheet_xml import place_of
from roadmap_xl.workbook.school_workbook import write_school_workbook, write_templates
from roadmap_xl.workbook.seals import FORMULA_COLUMNS

FOLDER = Path(__file__).parents[1] / "roadmap_xl" / "reader" / "structure" / "imprints"
_ANY_DAY = date(2026, 1, 1)
_DELIVERY = Delivery("район", "завтра", "телефон")


def write_imprints(folder: Path = FOLDER) -> list[Path]:
    """Writes the imprint of every edition's blank and of the district's; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in (one for year in editions() for one in (form_of(year), form_of(year).of_district)):
        for ending, text_of in ((".json", imprint_text), (".hidden.json", hidden_imprint_text)):
            paths.append(folder / f"{form.edition.key}{ending}")
            paths[-1].write_text(text_of(form), encoding="utf-8")
    return paths


def imprint_text(form: Form) -> str:
    """The imprint of a form's blank as JSON, a line for each cell."""
    layout = form.layout
    with tempfile.TemporaryDirectory() as folder:
        blank, other = Path(folder, "blank.xlsx"), Path(folder, "other.xlsx")
        submission = prefilled(form)
        write_school_workbook(blank, submission, created=_ANY_DAY)
        write_school_workbook(other, submission, created=_ANY_DAY, delivery=_DELIVERY)
        cells, others = _cells(blank), _cells(other)
        found = {sheet: _imprint(cells, others, sheet, layout) for sheet in layout.sheets}
    return _by_lines(found)


def hidden_imprint_text(form: Form) -> str:
    """The imprint of its hidden sheets with formulas as JSON, a line for each text."""
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder, "blank.xlsx")
        write_school_workbook(blank, prefilled(form), created=_ANY_DAY)
        cells = _cells(blank)
        found = {sheet: _hidden_imprint(cells, sheet) for sheet in FORMULA_COLUMNS}
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


def _hidden_imprint(cells: CalamineCells, sheet: str) -> dict[str, object]:
    formulas = _markup(cells, sheet).xml.formula_cells
    computed = set(formulas.split())
    texts: dict[str, list[str]] = {}
    for row, line in enumerate(cells.rows(sheet)):
        for column, value in enumerate(line):
            name = f"{column_name(column)}{row + 1}"
            if value is not None and name not in computed:
                texts.setdefault(str(value), []).append(name)
    return {"texts": {text: " ".join(at) for text, at in texts.items()}, "formulas": formulas}


def _markup(cells: CalamineCells, sheet: str) -> Markup:
    markup = cells.markup(sheet)
    if markup is None:
        raise RoadmapError(f"the blank has no sheet {sheet}")
    return markup


def _by_lines(found: dict[str, dict[str, object]]) -> str:
    """JSON with a line for each text, so that a changed word is one changed line."""
    sheets = []
    for sheet, parts in found.items():
        said = {name: json.dumps(part, ensure_ascii=False) for name, part in parts.items()}
        said["texts"] = said["texts"].replace("], [", "],\n [")
        lines = ",\n".join(f' "{name}": {part}' for name, part in said.items())
        sheets.append(f'"{sheet}": {{\n{lines}\n}}')
    return "{\n" + ",\n".join(sheets) + "\n}\n"


def _cells(path: Path) -> CalamineCells:
    return CalamineCells(open_package(path.read_bytes(), path.name, FORM_SHEETS, ()))


def _imprint(
    cells: CalamineCells, others: CalamineCells, sheet: str, layout: Layout
) -> dict[str, object]:
    markup = _markup(cells, sheet)
    fields = {(place.row, place.column) for place in layout.at if place.sheet == sheet}
    formulas = markup.xml.formula_cells
    never = fields | {place_of(name) for name in formulas.split()}
    free, texts = [], []
    for row, (line, other) in enumerate(zip(cells.rows(sheet), others.rows(sheet), strict=True)):
        for column, (value, differs) in enumerate(zip(line, other, strict=True)):
            if value is None or (row, column) in never:
                continue
            if value == differs:
                texts.append([row, column, value])
            else:
                free.append(f"{column_name(column)}{row + 1}")
    walk = markup.xml.walk
    return {
        "texts": texts,
        "formulas": formulas,
        "free": " ".join(free),
        "validated": " ".join(sorted(walk.validated)),
        "hidden_marks": markup.xml.hidden_marks,
        "merged": " ".join(sorted(walk.merged)),
    }


if __name__ == "__main__":
    write_templates(Path("workbook_templates"))
    write_imprints()
