"""Places of cells: «C7» and zero-based row and column."""

from __future__ import annotations

import re

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
