"""From the writer to the reader: what a blank of each edition has printed on it, as data."""

from __future__ import annotations

import json
from pathlib import Path

from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.reader.structure.imprinting import printed_data
from roadmap_xl.workbook.school_workbook import write_templates

FOLDER = Path(__file__).parents[1] / "roadmap_xl" / "reader" / "structure" / "imprints"


def write_imprints(folder: Path = FOLDER) -> list[Path]:
    """Writes the imprint of every edition's blank and of the district's; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in (one for year in editions() for one in (form_of(year), form_of(year).of_district)):
        for ending, text in zip((".json", ".hidden.json"), imprint_texts(form), strict=True):
            paths.append(folder / f"{form.edition.key}{ending}")
            paths[-1].write_text(text, encoding="utf-8")
    return paths


def imprint_texts(form: Form) -> tuple[str, str]:
    """The imprint of a form's blank as JSON, and that of its hidden sheets with formulas."""
    printed = printed_data(form)
    hidden = json.dumps(printed.hidden, ensure_ascii=False, indent=0) + "\n"
    return _by_lines(printed.sheets), hidden


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
