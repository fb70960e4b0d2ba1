"""From the writer to the reader: what a blank of each edition has printed on it, as data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.reader.files.xlsx import XlsxCells
from roadmap_xl.reader.structure.imprinting import (
    cells_of_blank,
    hidden_data,
    printed_data,
    printed_texts,
)
from roadmap_xl.workbook.school_workbook import template_name, write_templates

FOLDER = Path(__file__).parents[1] / "roadmap_xl" / "reader" / "structure" / "imprints"
EARLIER = Path(__file__).parents[1] / "tests" / "earlier_blanks"
"""Blanks of earlier versions, which schools may still have: «roadmap_2026-0.1.0.xlsx»."""


def write_imprints(folder: Path = FOLDER) -> list[Path]:
    """Writes the imprint of every edition's blank and of the district's; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in (one for year in editions() for one in (form_of(year), form_of(year).of_district)):
        for ending, text in _texts_by_ending(form).items():
            paths.append(folder / f"{form.edition.key}{ending}")
            paths[-1].write_text(text, encoding="utf-8")
    return paths


def _texts_by_ending(form: Form) -> dict[str, str]:
    visible, hidden = imprint_texts(form)
    earlier = {
        f".hidden-{path.stem.partition('-')[2]}.json": _hidden_text(hidden_data(cells))
        for path, cells in _earlier_blanks(form).items()
    }
    return {".json": visible, ".hidden.json": hidden, **earlier}


def imprint_texts(form: Form) -> tuple[str, str]:
    """The imprint of a form's blank as JSON, and that of its hidden sheets with formulas."""
    printed = printed_data(form)
    earlier = _earlier_blanks(form).values()
    for sheet, data in printed.sheets.items():
        data["earlier"] = _printed_earlier(data, earlier, sheet)
    return _by_lines(printed.sheets), _hidden_text(printed.hidden)


def _earlier_blanks(form: Form) -> dict[Path, XlsxCells]:
    found = sorted(EARLIER.glob(template_name(form.edition.key, "-*.xlsx")))
    return {path: cells_of_blank(path) for path in found}


def _printed_earlier(data: dict[str, Any], earlier: Iterable[XlsxCells], sheet: str) -> list[str]:
    """The texts of a sheet that earlier blanks print where this one does not."""
    now = {(row, column): text for row, column, text in data["texts"]}
    before = (item for one in earlier for item in printed_texts(one, sheet).items())
    return sorted({text for at, text in before if now.get(at) != text})


def _hidden_text(found: dict[str, dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


def _by_lines(found: dict[str, dict[str, object]]) -> str:
    """JSON with a line for each text, so that a changed word is one changed line."""
    sheets = []
    for sheet, parts in found.items():
        said = {name: json.dumps(part, ensure_ascii=False) for name, part in parts.items()}
        said["texts"] = said["texts"].replace("], [", "],\n [")
        lines = ",\n".join(f' "{name}": {part}' for name, part in said.items())
        sheets.append(f'"{sheet}": {{\n{lines}\n}}')
    return "{\n" + ",\n".join(sheets) + "\n}\n"


if __name__ == "__main__":
    write_templates(Path("workbook_templates"))
    write_imprints()
