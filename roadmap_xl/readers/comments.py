"""What people wrote beside the cells: Excel's notes and threaded comments, LibreOffice's too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..repair_notes import OUR_AUTHOR, OUR_HEADING
from .faults import Refused
from .package_parts import parse
from .sheet_xml import place_of

MOST_COMMENTS = 5_000
"""Of a workbook. People write some dozens; more than the form has inputs were not typed by them,
and each is a finding and a row of the repaired copy."""


class CellComment(NamedTuple):
    """A comment with the name of its cell, as «C7»; without one where the file names none."""

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
        self._said: dict[str, list[str]] = {}
        self._number = 0

    def add(self, cell: str, author: str, text: str) -> None:
        """Takes a comment that says something and is not this program's own."""
        text = text.strip()
        if not text or author == OUR_AUTHOR or text.startswith(OUR_HEADING):
            return
        self._number += 1
        if self._number > MOST_COMMENTS:
            raise TooManyCommentsError
        self._said.setdefault(cell if place_of(cell) else "", []).append(text)

    def but_of(self, cells: Iterable[str]) -> dict[str, CellComment]:
        """By cell, the comments on other cells than these; the answers of a thread below it."""
        known = set(cells)
        return {
            cell: CellComment(cell, "\n".join(said))
            for cell, said in self._said.items()
            if cell not in known
        }

    @property
    def all(self) -> tuple[CellComment, ...]:
        return tuple(self.but_of(()).values())


def comments_in(parts: Iterable[bytes]) -> tuple[CellComment, ...]:
    """The comments of a sheet, one for each cell: of several parts the first that has it.

    Raises `TooManyCommentsError`.
    """
    found: dict[str, CellComment] = {}
    for xml in parts:
        walk = _Walk()
        parse(xml, walk.start, walk.end, walk.text)
        found |= walk.found.but_of(found)
    return tuple(found.values())


class _Walk:
    """One pass over a part with comments."""

    def __init__(self) -> None:
        self.found = CommentsFound()
        self._authors: list[str] = []
        self._cell = self._author = ""
        self._said: list[str] = []
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
            self._said.append(text)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "author":
            self._authors.append(self._taken())
        elif name in ("comment", "threadedComment"):
            self.found.add(self._cell, self._author, self._taken())

    def _taken(self) -> str:
        text = "".join(self._said)
        self._said.clear()
        return text
