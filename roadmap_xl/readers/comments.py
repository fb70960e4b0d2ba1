"""What people wrote beside the cells: Excel's notes and threaded comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..repair_notes import OUR_AUTHOR
from .package_parts import parse


@dataclass(frozen=True, slots=True)
class CellComment:
    """A comment with the name of its cell, as «C7»."""

    cell: str
    text: str


def comments_in(parts: Iterable[bytes]) -> tuple[CellComment, ...]:
    """The comments of a sheet, one for each cell: of several parts the first that has it."""
    found: dict[str, CellComment] = {}
    for xml in parts:
        walk = _Walk()
        parse(xml, walk.start, walk.end, walk.text)
        found |= {one.cell: one for one in walk.found if one.cell not in found}
    return tuple(found.values())


class _Walk:
    """One pass over a part with comments."""

    def __init__(self) -> None:
        self.found: list[CellComment] = []
        self._authors: list[str] = []
        self._cell = self._author = ""
        self._said: list[str] = []
        self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            number = attributes.get("authorId", "")
            known = number.isdecimal() and int(number) < len(self._authors)
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
            text = self._taken().strip()
            if text and self._author != OUR_AUTHOR:
                self.found.append(CellComment(self._cell, text))

    def _taken(self) -> str:
        text = "".join(self._said)
        self._said.clear()
        return text
