"""Workbooks for the tests of reading: in memory from raw cells, or real files, whole and hurt."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from made_once import copied

from roadmap_xl.form.fields import Layout, form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.reader.files.cells import Beside, Markup
from roadmap_xl.reader.remarks import LOOKED_UP
from roadmap_xl.reader.structure.imprint import imprints_of
from roadmap_xl.reader.workbook import Reading, read_cells
from roadmap_xl.texts.days import serial_of
from roadmap_xl.workbook.school_workbook import write_school_workbook

LAYOUT = form_of("2020").layout
FORM_SHEETS = LAYOUT.sheets
"""Of the package's editions, which have every table."""
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


def retyped(source: Path, target: Path, cells: Mapping[tuple[str, str], object]) -> Path:
    """The workbook of our writer with these texts and numbers in its cells, by sheet and cell.

    As from a program that calculates nothing: formulas keep what they showed. None clears a cell.
    """
    with zipfile.ZipFile(source) as archive:
        names = re.findall('<sheet name="([^"]*)', archive.read("xl/workbook.xml").decode())
    parts = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(names, start=1)}

    def changed(name: str, xml: bytes) -> bytes:
        for (sheet, cell), value in cells.items():
            if parts.get(name) == sheet:
                xml = _typed(xml, cell, value)
        return xml

    return repacked(source, target, changed)


def _typed(xml: bytes, cell: str, value: object) -> bytes:
    pattern = rb'<c r="%s"((?: s="[0-9]+")?)[^>]*?(?:/>|>.*?</c>)' % cell.encode()
    typed, found = re.subn(pattern, lambda old: _cell(cell, old[1], value), xml)
    assert found == 1, cell
    return typed


def _cell(cell: str, style: bytes, value: object) -> bytes:
    begun = b'<c r="%s"%s' % (cell.encode(), style)
    if value is None:
        return begun + b"/>"
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'.encode()
        return begun + b' t="inlineStr">' + text + b"</c>"
    number = serial_of(value) if isinstance(value, date) else value
    return begun + f"><v>{number!r}</v></c>".encode()


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
