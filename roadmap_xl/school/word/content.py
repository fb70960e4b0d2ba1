"""What a document consists of: paragraphs and tables, each with its place in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


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
