"""Word documents read back as a person reads them, with python-docx and the raw parts alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from lxml import etree

Rows = list[list[str]]


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> str:
    """A part of the file, as text."""
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def footnotes(data: bytes) -> dict[str, str]:
    """The footnotes by their number; empty where the file has none."""
    with ZipFile(io.BytesIO(data)) as archive:
        if "word/footnotes.xml" not in archive.namelist():
            return {}
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    found = {note.get(qn("w:id")): text_in(note) for note in root}
    return {number: text for number, text in found.items() if int(number) > 0}


def text_in(element: etree._Element) -> str:
    """The letters below an element; a tab and the end of a line are a space."""
    letters = []
    for one in element.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:p")):
        letters.append(one.text or "" if one.tag == qn("w:t") else " ")
    return "".join(letters)


def all_text(data: bytes) -> str:
    """The body from beginning to end, cells included, each footnote where its mark stands."""
    notes = footnotes(data)
    letters = []
    for one in opened(data).element.body.iter():
        if one.tag == qn("w:t"):
            letters.append(one.text or "")
        elif one.tag == qn("w:footnoteReference"):
            letters.append(f" {notes[one.get(qn('w:id'))]} ")
        elif one.tag in (qn("w:p"), qn("w:br"), qn("w:tab")):
            letters.append("\n")
    return "".join(letters)


def compact(text: str) -> str:
    """Letters and digits alone: what stands there, however it is spaced and punctuated."""
    return re.sub(r"[\W_]", "", text.casefold())


def rows(table: Table) -> Rows:
    """The texts of a table, a merged cell once."""
    return [[cell.text for cell in _apart(list(row.cells))] for row in table.rows]


def _apart(cells: list[_Cell]) -> Iterator[_Cell]:
    seen = []
    for cell in cells:
        if cell._tc not in seen:
            seen.append(cell._tc)
            yield cell


def table_with(data: bytes, heading: str) -> Rows:
    """The first table with this text in its first row."""
    return next(found for table in opened(data).tables if heading in (found := rows(table))[0])


def tables_with(data: bytes, heading: str) -> list[Rows]:
    found = [rows(table) for table in opened(data).tables]
    return [table for table in found if heading in table[0]]


def headers(data: bytes) -> list[list[str]]:
    """The lines at the top of the pages of each section."""
    sections = opened(data).sections
    return [[line.text for line in section.header.paragraphs] for section in sections]


def footers(data: bytes) -> list[str]:
    sections = opened(data).sections
    return [text_in(section.footer._element).strip() for section in sections]
