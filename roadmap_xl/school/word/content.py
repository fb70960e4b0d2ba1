"""A Word document before anything of it is understood: its parts, paragraphs and tables.

`open_document` opens a .docx and takes the XML parts out of it, each looked at for its size first;
`Content` is what `walking` makes of them: paragraphs and tables, each with its place in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from ...reader.files.archive import MOST_BYTES_OF_LIST, SIGNS_OF_DAMAGE, Archive, opened_archive
from ...reader.files.faults import Refused
from ...reader.files.kinds import DOCUMENTS
from ...reader.files.opening import ENCRYPTED_STREAM, OLE_SIGNATURE
from ...reader.files.package_parts import main_part, related_parts


class Where(NamedTuple):
    """A place in the document, as a message names it: «Таблица 2», «строка 3, графа 4»."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in self if part)


NOWHERE = Where("")
"""Before places are named."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph outside tables; lines broken in it end with a line feed."""

    text: str
    where: Where = NOWHERE
    is_struck: bool = False
    """All of it is struck through."""


@dataclass(slots=True)
class Cell:
    """A cell from grid column `start` on; one that `continues` lies under the cell above it."""

    start: int
    span: int
    text: str
    continues: bool
    where: Where = NOWHERE
    is_struck: bool = False

    @property
    def end(self) -> int:
        return self.start + self.span


@dataclass(slots=True)
class Table:
    """A table, by rows; a table inside a cell is one of its own."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """All that a document says."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    """The text in its order, then text boxes."""
    beside: list[Paragraph] = field(default_factory=list)
    """Headers, footers, notes, comments."""
    deleted: list[str] = field(default_factory=list)
    """Texts that a tracked change took away."""
    objects: int = 0
    """Pictures, charts and embedded files: what they show is not read."""

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def struck(self) -> Iterator[Paragraph | Cell]:
        """What is struck through."""
        yield from (one for one in self.paragraphs if one.is_struck)
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        yield from (cell for cell in cells if cell.is_struck)

    def name_places(self) -> None:
        """Numbers tables, rows, cells and the paragraphs that say something."""
        number = 0
        for paragraph in self.paragraphs:
            if paragraph.text.strip() and not paragraph.where.sheet:
                number += 1
                paragraph.where = Where(f"Абзац {number}")
        for at, table in enumerate(self.tables, start=1):
            for row, cells in enumerate(table.rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    cell.where = Where(f"Таблица {at}", f"строка {row}, графа {column}")


def lines_kept(text: str) -> str:
    """The text without empty lines before and after it; spaces in its lines stay."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


# --- The parts of a file ---

MOST_TAGS = 300_000
"""Of one part. A filled roadmap has about 50,000; to read so many takes two seconds."""
MOST_BYTES_OF_TEXT = 10_000_000
"""Inflated, of one part. A filled roadmap has about one million."""
_RELATIONS = "_rels/.rels"
_ZIP_SIGNATURE = b"PK\x03\x04"
_BESIDE = {
    "header": "Верхний колонтитул",
    "footer": "Нижний колонтитул",
    "footnotes": "Сноска",
    "endnotes": "Концевая сноска",
    "comments": "Примечание рецензента",
}
"""Parts beside the text: the last word of their type, and how a message names their texts."""


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """The XML of a document."""

    main: bytes
    beside: tuple[tuple[str, bytes], ...]
    """What stands beside the text, each with what a message calls it."""
    has_macros: bool


def open_document(data: bytes, file: str) -> DocumentParts:
    """The parts of a document; raises `Refused` for bytes that cannot be read."""
    if not data:
        raise Refused("empty", file=file)
    ext = PurePath(file).suffix.lower() or "файл без расширения"
    if data.startswith(OLE_SIGNATURE):
        encrypted = ENCRYPTED_STREAM in data
        raise Refused("document-password" if encrypted else "old-document", file=file, ext=ext)
    if data.startswith(b"{\\rtf"):
        raise Refused("old-document", file=file, ext=".rtf")
    if not data.startswith(_ZIP_SIGNATURE):
        damaged = ext in DOCUMENTS and not data.startswith(b"%PDF")
        raise Refused("document-damaged" if damaged else "no-document", file=file, ext=ext)
    try:
        with opened_archive(data) as archive:
            return _Opening(archive, data, file, "document-").document(ext)
    except SIGNS_OF_DAMAGE as fault:
        raise Refused("document-damaged", file=file) from fault


class _Opening(Archive):
    """A document being opened."""

    def document(self, ext: str) -> DocumentParts:
        if "mimetype" in self:  # OpenDocument begins so
            raise Refused("old-document", file=self.file, ext=ext)
        main = main_part(self.part(_RELATIONS, MOST_BYTES_OF_LIST))
        folder, _, name = main.rpartition("/")
        if folder.startswith("xl"):
            raise Refused("workbook-not-document", file=self.file)
        listed = f"{folder}/_rels/{name}.rels"
        relations = self.part(listed, MOST_BYTES_OF_LIST) if listed in self else b""
        beside = tuple(self._beside(relations, folder)) if relations else ()
        macros = f"{folder}/vbaProject.bin" in self
        return DocumentParts(self._limited_part(main), beside, macros)

    def _beside(self, relations: bytes, folder: str) -> Iterator[tuple[str, bytes]]:
        for kind, target in sorted(set(related_parts(relations, folder))):
            if kind in _BESIDE and target in self:
                yield _BESIDE[kind], self._limited_part(target)

    def _limited_part(self, name: str) -> bytes:
        xml = self.part(name, MOST_BYTES_OF_TEXT)
        if xml.count(b"<") > MOST_TAGS:
            reason = f"в нём больше {MOST_TAGS} элементов"
            raise Refused("document-outsized", file=self.file, reason=reason)
        return xml
