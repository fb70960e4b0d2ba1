"""What a package has beside its sheets' cells: comments, drawings, headers, names, macros."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...form.layout import column_name
from .archive import MOST_BYTES_OF_LIST, Archive
from .beside import (
    MOST_COMMENTS,
    MOST_DRAWN,
    PICTURE,
    BesideCells,
    CellComment,
    TooManyCommentsError,
    TooMuchDrawnError,
    beside_sheet,
    comments_in,
    drawn,
    named_values,
    too_many_comments,
    too_much_drawn,
)
from .cells import Beside
from .package_parts import comment_parts, drawing_parts
from .sheet_xml import SheetXml

_MACROS = "vbaProject.bin"


class PackageBeside:
    """The parts of a package that its sheets name; `parts` are those of the sheets by name."""

    def __init__(self, archive: Archive, folder: str, parts: Mapping[str, str]) -> None:
        self._archive = archive
        self._folder = folder
        self._parts = parts
        self._relations = {sheet: xml for sheet, part in parts.items() if (xml := self._of(part))}

    def _of(self, part: str) -> bytes:
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        there = relations in self._archive
        return self._archive.part(relations, MOST_BYTES_OF_LIST) if there else b""

    def beside(self, sheets: Mapping[str, SheetXml], workbook: bytes) -> Beside:
        """All of it; `sheets` are those that are read. Raises `Refused` where it is too much."""
        others: dict[str, tuple[BesideCells, ...]] = {}
        try:
            for sheet in self._parts:
                found = [*self._drawn(sheet)]
                if sheet in sheets:
                    found += beside_sheet(sheets[sheet])
                    found += _in_cells(sheets[sheet])
                if found:
                    others[sheet] = tuple(found)
        except TooMuchDrawnError as fault:
            raise too_much_drawn(self._archive.file) from fault
        if named := named_values(workbook):
            others[""] = named
        has_macros = f"{self._folder}/{_MACROS}" in self._archive
        return Beside(self._comments(), others, has_macros=has_macros)

    def _named(self, sheet: str, parts_of: Callable[[bytes, str], list[str]]) -> Iterator[bytes]:
        relations = self._relations.get(sheet)
        if relations is None:
            return
        folder = self._parts[sheet].rpartition("/")[0]
        for part in parts_of(relations, folder):
            if part in self._archive:
                yield self._archive.part(part)

    def _drawn(self, sheet: str) -> Iterator[BesideCells]:
        for xml in self._named(sheet, drawing_parts):
            yield from drawn(xml)

    def _comments(self) -> dict[str, tuple[CellComment, ...]]:
        """By sheet, the comments on it."""
        comments: dict[str, tuple[CellComment, ...]] = {}
        try:
            for sheet in self._parts:
                if of_sheet := comments_in(self._named(sheet, comment_parts)):
                    comments[sheet] = of_sheet
                if sum(map(len, comments.values())) > MOST_COMMENTS:
                    raise TooManyCommentsError
        except TooManyCommentsError as fault:
            raise too_many_comments(self._archive.file) from fault
        return comments


def _in_cells(sheet: SheetXml) -> Iterator[BesideCells]:
    """The pictures that were put into cells in place of a value."""
    for row, column in sorted(sheet.pictures)[:MOST_DRAWN]:
        yield BesideCells(PICTURE, "в ячейке", f"{column_name(column)}{row + 1}")
