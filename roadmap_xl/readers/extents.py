"""What calamine does not tell of a sheet's XML: how far its cells reach, and where errors stand.

`<dimension>` may lie, so the cells themselves are asked. Bytes are searched first, which is cheap;
only XML that is written in an unusual way, or that has errors in it, is parsed.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from .package_parts import DamagedPartError

_POSITIONED = re.compile(rb'<(?:\w+:)?(?:c|row)(?:\s+r="([A-Z]*)([0-9]+)")?(?=[\s/>])')
"""A row or a cell with its position, empty where that is not its first attribute."""
_ERROR_CELL = re.compile(rb"""\st\s*=\s*["']e["']""")
_CELL_NAME = re.compile(r"([A-Z]+)([0-9]+)\Z")
_UNICODE_16 = (b"\xff\xfe", b"\xfe\xff", b"\x00")


def extent_of(xml: bytes) -> tuple[int, int]:
    """The number of rows and columns from A1 to the last cell."""
    if xml.startswith(_UNICODE_16):
        raise DamagedPartError("a sheet that is not UTF-8")
    found = _POSITIONED.findall(xml)
    if any(not row for _, row in found):
        walk = _walked(xml)
        return walk.last_row + 1, walk.last_column + 1
    rows = {row for _, row in found}
    columns = {letters for letters, _ in found}
    return (
        max((int(row) for row in rows), default=0),
        max((_column(letters.decode()) + 1 for letters in columns), default=0),
    )


def errors_in(xml: bytes) -> dict[tuple[int, int], str]:
    """Excel's errors, such as #DIV/0!, by zero-based row and column."""
    return _walked(xml).errors if _ERROR_CELL.search(xml) else {}


def _column(letters: str) -> int:
    """The zero-based number of a column; -1 for no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def place_of(name: str) -> tuple[int, int] | None:
    """«C7» as zero-based row and column; None for what names no cell."""
    named = _CELL_NAME.match(name)
    return (int(named[2]) - 1, _column(named[1])) if named else None


class _Walk:
    """One pass over a sheet's XML with a real parser, exact for any way of writing it."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = -1
        self.errors: dict[tuple[int, int], str] = {}
        self._in_error = self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            place = attributes.get("r", "")
            self.row = int(place) - 1 if place.isdecimal() else self.row + 1
            self.column = -1
            self.last_row = max(self.last_row, self.row)
        elif name == "c":
            self._move(attributes.get("r", ""))
            self._in_error = attributes.get("t") == "e"
        self._in_value = name == "v" and self._in_error

    def _move(self, place: str) -> None:
        if named := place_of(place):
            self.row, self.column = named
        else:
            self.column += 1
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)

    def text(self, text: str) -> None:
        if self._in_value:
            place = (self.row, self.column)
            self.errors[place] = self.errors.get(place, "") + text

    def end(self, _: str) -> None:
        self._in_value = False


def _walked(xml: bytes) -> _Walk:
    walk = _Walk()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault
    return walk
