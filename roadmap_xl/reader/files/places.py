"""Places of cells: «C7» and zero-based row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...form.layout import column_name

_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
"""No sheet goes beyond XFD1048576; a longer name would only cost time."""
At = tuple[int, int]
"""A cell by zero-based row and column."""


def column_of(letters: str) -> int:
    """The zero-based number of a column; -1 for no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def place_of(name: str) -> At | None:
    """«C7» as zero-based row and column; None for what names no cell."""
    named = _CELL_NAME.match(name)
    return (int(named[2]) - 1, column_of(named[1])) if named else None


def cell_name(at: At) -> str:
    """The name of a cell, as «C7»."""
    return f"{column_name(at[1])}{at[0] + 1}"


def places_of(names: Iterable[str]) -> frozenset[At]:
    """The places of these cells and areas; what is no name of one is passed over."""
    return frozenset(place for name in names for place in _places_in(name))


def _places_in(area: str) -> Iterator[At]:
    first, _, last = area.partition(":")
    begin, end = place_of(first), place_of(last or first)
    if begin and end:
        for row in range(begin[0], end[0] + 1):
            yield from ((row, column) for column in range(begin[1], end[1] + 1))
