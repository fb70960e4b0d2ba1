"""The form's workbook as programs other than Excel save it, without any of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from pathlib import Path

import xlwt
from reading_workbooks import FORM_SHEETS

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.reader.files.cells import Cells
from roadmap_xl.reader.files.sources import cells_of

Place = tuple[str, str]
"""A sheet and a cell by name."""
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_HEAD = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
 <office:automatic-styles>
 <style:style style:name="T1" style:family="text"><style:text-properties
 style:text-line-through-style="solid"/></style:style>
 <style:style style:name="T2" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style></office:automatic-styles>
 <office:body><office:spreadsheet>"""
STRUCK, RAISED = (
    '<text:span text:style-name="T1">{}</text:span>',
    ('<text:span text:style-name="T2">{}</text:span>'),
)


def cells_in(path: Path) -> Cells:
    return cells_of(path.read_bytes(), path.name)


def names_in(cells: Cells) -> list[str]:
    """The form's sheets first, as the form has them, then the hidden ones."""
    names = cells.sheet_names
    return sorted(names, key=lambda name: (name not in FORM_SHEETS, names.index(name)))


def ods_content(cells: Cells, cut: Mapping[Place, str] | None = None, indent: str = "") -> str:
    """The part with all sheets; `cut` has the whole XML of some cells instead."""
    cut, parts = cut or {}, [ODS_HEAD]
    for sheet in names_in(cells):
        parts.append(f'<table:table table:name="{escape(sheet)}">')
        for row, line in enumerate(cells.rows(sheet), start=1):
            parts.append(f"{indent}<table:table-row>")
            for column, value in enumerate(line):
                name = f"{chr(65 + column)}{row}" if column < 26 else ""
                parts.append(indent + (cut.get((sheet, name)) or ods_cell(value)))
            parts.append(f"{indent}</table:table-row>")
        parts.append("</table:table>")
    return "".join((*parts, "</office:spreadsheet></office:body></office:document-content>"))


def ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, ErrorValue):
        return (
            '<table:table-cell office:value-type="string" office:string-value=""'
            f' calcext:value-type="error"><text:p>{value.text}</text:p></table:table-cell>'
        )
    if isinstance(value, bool):
        typed = f'"boolean" office:boolean-value="{str(value).lower()}"'
        return f"<table:table-cell office:value-type={typed}/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    if isinstance(value, date | datetime):
        typed = f'"date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell office:value-type={typed}/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def write_ods(target: Path, content: str, mimetype: str = "first") -> Path:
    """A package with its type first, last, or nowhere."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype == "first":
            archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        if mimetype == "last":
            archive.writestr("mimetype", ODS_TYPE)
    return target


def write_xls(target: Path, cells: Cells, cut: Mapping[Place, object] | None = None) -> Path:
    """With xlwt; `cut` has other values, of rich text the pieces with their fonts."""
    cut, book = cut or {}, xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for sheet in names_in(cells):
        drawn = book.add_sheet(sheet)
        for row, line in enumerate(cells.rows(sheet)):
            for column, value in enumerate(line):
                name = f"{chr(65 + column)}{row + 1}" if column < 26 else ""
                value = cut.get((sheet, name), value)
                if isinstance(value, list):
                    drawn.write_rich_text(row, column, value)
                elif isinstance(value, date | datetime):
                    drawn.write(row, column, value, day)
                elif value is not None and not isinstance(value, ErrorValue):
                    drawn.write(row, column, value)
    book.save(str(target))
    return target


def font(*, struck: bool = False, raised: bool = False) -> xlwt.Font:
    made = xlwt.Font()
    made.struck_out = struck
    made.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT if raised else xlwt.Font.ESCAPEMENT_NONE
    return made
