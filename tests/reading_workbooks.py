"""Workbooks for the tests of reading: in memory from raw cells, or real files, whole and hurt."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from made_once import copied

from roadmap_xl.form.fields import Layout, form_of
from roadmap_xl.form.layout import FORM_SHEETS
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.reader.files.cells import Beside, Markup
from roadmap_xl.reader.remarks import LOOKED_UP
from roadmap_xl.reader.structure.imprint import imprints_of
from roadmap_xl.reader.workbook import Reading, read_cells
from roadmap_xl.workbook.school_workbook import write_school_workbook

LAYOUT = form_of("2020").layout
CREATED = date(2020, 9, 1)
META = [["form", "roadmap_xl"], ["edition", "2020"], ["template_version", "2020.1"]]
Rows = list[list[object]]


class SheetsInMemory:
    """Cells as a source would give them: what a blank prints, and these raw values."""

    saved_as = ""
    beside = Beside()

    def __init__(self, raw: Mapping[str, object], layout: Layout = LAYOUT) -> None:
        self.sheets: dict[str, Rows] = {
            sheet: [[None] * 20 for _ in range(160)] for sheet in FORM_SHEETS
        }
        self.sheets |= {sheet: [] for sheet in LOOKED_UP}
        self.sheets["_meta"] = [list(row) for row in META]
        for sheet, imprint in imprints_of(layout.form).items():
            for row, column, text in imprint.texts:
                self.sheets[sheet][row][column] = text
        for field_id, value in raw.items():
            place = layout.place(layout.form.by_id[field_id])
            self.sheets[place.sheet][place.row][place.column] = value

    @property
    def sheet_names(self) -> list[str]:
        return list(self.sheets)

    def rows(self, sheet: str) -> Rows:
        return self.sheets[sheet]

    def markup(self, sheet: str) -> Markup | None:
        return None


def read(raw: Mapping[str, object]) -> Reading:
    """The reading of a workbook in which these cells are filled."""
    return read_cells(SheetsInMemory(raw), "школа.xlsx", "0" * 64)


def written(path: Path, values: Mapping[str, Value]) -> Path:
    """A real workbook with these values."""
    name = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()

    def write(path: Path) -> None:
        write_school_workbook(path, blank(form_of("2020"), values), created=CREATED)

    return copied(f"{name}.xlsx", write, path)


def repacked(source: Path, target: Path, changed: Callable[[str, bytes], bytes | None]) -> Path:
    """The workbook with its parts changed; a part of which None is made is left out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = changed(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    target.write_bytes(packed.getvalue())
    return target
