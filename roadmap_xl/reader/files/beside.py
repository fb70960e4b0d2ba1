"""What a workbook says beside its cells: comments, drawings, page headers, named values.

None of it is read as data, so each is reported. Charts are passed over: they show cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ...form.layout import FOOTER, FORM_SHEETS, column_name
from ...records import Record
from ...texts.squeezing import squeeze
from ...workbook.repair_notes import LEFT_OVER_SHEET, NOTES_SHEET, OUR_AUTHOR, OUR_HEADING
from .faults import Refused
from .package_parts import parse
from .sheet_xml import MOST_BYTES_SHARED, SheetXml, place_of, plain_text

MOST_DRAWN = 1_000
"""Of a sheet. People paste some dozens; each is a finding and a row of the repaired copy."""
TEXT, PICTURE, _OBJECT = "надпись поверх ячеек", "рисунок", "вложенный документ"
_PAGE, _NAME = "текст на полях печати", "имя со значением"
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_OF_THE_PAGE = re.compile(rb"<((?:odd|even|first)(?:Header|Footer))>([^<]*)</")
_OBJECT_IN_SHEET = re.compile(rb'<oleObject [^<>]*?progId="([^"<]*)"')
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z&])')
"""How fonts, page numbers and names of sheets are written there."""
_OUR_FOOTER = re.compile(
    squeeze(_CODE.sub(" ", FOOTER.format(version="VERSION", sheet="SHEET")))
    .replace(".", r"\.")
    .replace("VERSION", r"\S+")
    .replace("SHEET", f"(?:{'|'.join((*FORM_SHEETS, NOTES_SHEET, LEFT_OVER_SHEET))})")
)
_EMPTY_WORDS = frozenset({"page", "of", "страница", "стр.", "лист", "из"})


class BesideCells(Record):
    """One thing that stands beside the cells; the cell it begins at, where there is one."""

    what: str
    text: str
    cell: str = ""


class TooMuchDrawnError(Exception):
    """More drawings than people paste."""


def too_much_drawn(file: str) -> Refused:
    """The refusal of a file with that many."""
    return Refused("outsized", file=file, reason="на листах слишком много рисунков и надписей")


def drawn(xml: bytes) -> list[BesideCells]:
    """The texts and pictures of a drawing; raises `TooMuchDrawnError`."""
    if b"txBody" not in xml and b"pic" not in xml:  # the blank's chart
        return []
    walk = _Walk()
    parse(xml, walk.start, walk.end, walk.text)
    return list(dict.fromkeys(walk.found))  # a shape stands twice, for older programs too


class _Walk:
    """One pass over a drawing."""

    def __init__(self) -> None:
        self.found: list[BesideCells] = []
        self._inside = self._cell = self._name = ""
        self._parts: list[str] = []
        self._row = self._column = self._anchors = 0
        self._is_first_corner = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name
        if name in _ANCHORS:
            self._anchors += 1
            self._row = self._column = 0
            if self._anchors > MOST_DRAWN:
                raise TooMuchDrawnError
        elif name == "cNvPr":
            self._name = attributes.get("descr") or attributes.get("name", "")
        elif name in ("br", "p") and self._parts:
            self._parts.append("\n")
        elif name == "txBody":
            self._parts = []

    def text(self, text: str) -> None:
        if self._inside == "t":
            self._parts.append(text)
        elif self._is_first_corner and text.isdecimal() and len(text) < 8:
            if self._inside == "row":
                self._row = int(text)
            elif self._inside == "col":
                self._column = int(text)

    def end(self, name: str) -> None:
        self._inside = ""
        if name == "from":
            self._cell = f"{column_name(self._column)}{self._row + 1}"
            self._is_first_corner = False
        elif name in _ANCHORS:
            self._cell, self._is_first_corner = "", True
        elif name == "pic":
            self.found.append(BesideCells(PICTURE, self._name, self._cell))
        elif name == "txBody":
            text = "".join(self._parts).strip()
            self._parts = []
            if text:
                self.found.append(BesideCells(TEXT, text, self._cell))


def beside_sheet(sheet: SheetXml) -> Iterator[BesideCells]:
    """The texts of a sheet's headers and footers that are not the blank's, and embedded objects."""
    tail = sheet.after_cells
    yield from _kept_behind_cells(tail) if len(tail) <= MOST_BYTES_SHARED else _behind_cells(tail)


@lru_cache(maxsize=32)
def _kept_behind_cells(tail: bytes) -> tuple[BesideCells, ...]:
    """The bytes are the same in every workbook of a blank, as a rule."""
    return tuple(_behind_cells(tail))


def _behind_cells(tail: bytes) -> Iterator[BesideCells]:
    for _, xml in _OF_THE_PAGE.findall(tail):
        text = plain_text(xml).decode(errors="replace")
        shown = squeeze(_CODE.sub(" ", text))
        if not _OUR_FOOTER.fullmatch(shown) and set(shown.casefold().split()) - _EMPTY_WORDS:
            yield BesideCells(_PAGE, shown)
    for kind in dict.fromkeys(_OBJECT_IN_SHEET.findall(tail)):
        yield BesideCells(_OBJECT, kind.decode(errors="replace"))


def named_values(workbook: bytes) -> tuple[BesideCells, ...]:
    """The names that stand for a value of their own, and not for cells."""
    if len(workbook) <= MOST_BYTES_SHARED:
        return _kept_named_values(workbook)
    return tuple(_named_values(workbook))


@lru_cache(maxsize=32)
def _kept_named_values(workbook: bytes) -> tuple[BesideCells, ...]:
    """The files of one blank share the part."""
    return tuple(_named_values(workbook))


def _named_values(workbook: bytes) -> Iterator[BesideCells]:
    found: list[list[str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "") if tag == "definedName" else ""
        is_hidden = attributes.get("hidden") in ("1", "true") or name.startswith("_xl")
        inside.append(bool(name) and not is_hidden)
        if inside[-1]:
            found.append([name, ""])

    def text(value: str) -> None:
        if inside and inside[-1]:
            found[-1][1] += value

    inside: list[bool] = []
    parse(workbook, start, lambda _: inside.pop(), text)
    for name, value in found:
        if value and "!" not in value:
            yield BesideCells(_NAME, f"{name} = {value}")


# --- Comments ---

MOST_COMMENTS = 5_000
"""Of a workbook. People write some dozens; more than the form has inputs were not typed by them,
and each is a finding and a row of the repaired copy."""


class CellComment(NamedTuple):
    """A comment with the name of its cell, as «C7»; an empty name where the file gives no cell."""

    cell: str
    text: str


class TooManyCommentsError(Exception):
    """More comments than people write."""


def too_many_comments(file: str) -> Refused:
    """The refusal of a file with that many."""
    return Refused("outsized", file=file, reason=f"в нём больше {MOST_COMMENTS} примечаний")


class CommentsFound:
    """The comments of a sheet as a reader meets them, one for each cell."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._number = 0

    def add(self, cell: str, author: str, text: str) -> None:
        """Takes a comment that says something and is not this program's own."""
        text = text.strip()
        if not text or author == OUR_AUTHOR or text.startswith(OUR_HEADING):
            return
        self._number += 1
        if self._number > MOST_COMMENTS:
            raise TooManyCommentsError
        self._texts.setdefault(cell if place_of(cell) else "", []).append(text)

    def except_on(self, cells: Iterable[str]) -> dict[str, CellComment]:
        """By cell, the comments on other cells than these; the answers of a thread below it."""
        known = set(cells)
        return {
            cell: CellComment(cell, "\n".join(texts))
            for cell, texts in self._texts.items()
            if cell not in known
        }

    @property
    def all(self) -> tuple[CellComment, ...]:
        return tuple(self.except_on(()).values())


def comments_in(parts: Iterable[bytes]) -> tuple[CellComment, ...]:
    """The comments of a sheet, one for each cell: of several parts the first that has it.

    Raises `TooManyCommentsError`.
    """
    found: dict[str, CellComment] = {}
    for xml in parts:
        walk = _CommentWalk()
        parse(xml, walk.start, walk.end, walk.text)
        found |= walk.found.except_on(found)
    return tuple(found.values())


class _CommentWalk:
    """One pass over a part with comments."""

    def __init__(self) -> None:
        self.found = CommentsFound()
        self._authors: list[str] = []
        self._cell = self._author = ""
        self._parts: list[str] = []
        self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            number = attributes.get("authorId", "")
            known = number.isdecimal() and len(number) < 9 and int(number) < len(self._authors)
            self._author = self._authors[int(number)] if known else ""
            self._cell = attributes.get("ref", "")
        self._reading = name in ("t", "text", "author")

    def text(self, text: str) -> None:
        if self._reading:
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "author":
            self._authors.append(self._taken())
        elif name in ("comment", "threadedComment"):
            self.found.add(self._cell, self._author, self._taken())

    def _taken(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        return text
