"""Formulas of a column that are the same but for their row, stored once as Excel stores them.

The first cell keeps the text and the area, the others a number. Excel takes names and cells of its
own sheet in such a formula and no cell of another sheet ([MS-XLSB], 2.5.98.98).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_PIECES = re.compile(r'"[^"]*"|(?<![\w$])(\$?[A-Z]{1,3})([1-9][0-9]*)\b')
"""Texts, which are left as they are, and cells whose row is counted from the formula's own."""
_OTHER_SHEET = "!"


class SharedFormula(str):
    """The text of a cell's formula, which the cell shares with others of its column."""

    __slots__ = ("area", "group")

    area: str
    """The cells between the first that shares it and the last; empty for all but the first."""
    group: int

    def __new__(cls, text: str, group: int, area: str = "") -> SharedFormula:
        formula = super().__new__(cls, text)
        formula.group, formula.area = group, area
        return formula


def shared(column: str, formulas: Mapping[int, str], first_group: int) -> dict[int, str]:
    """The formulas of a column by row, from 1, those that are alike as `SharedFormula`."""
    alike: dict[str, list[int]] = {}
    for row, formula in formulas.items():
        alike.setdefault(seen_from(row, formula), []).append(row)
    found = dict(formulas)
    group = first_group
    for shape, rows in alike.items():
        if len(rows) > 1 and _OTHER_SHEET not in shape:
            area = f"{column}{rows[0]}:{column}{rows[-1]}"
            for row in rows:
                found[row] = SharedFormula(formulas[row], group, area if row == rows[0] else "")
            group += 1
    return found


@lru_cache(maxsize=16_384)  # the next workbook of the form has the same formulas, some six thousand
def seen_from(row: int, formula: str) -> str:
    """The formula with its cells' rows counted from a row: the same for all that are alike."""

    def counted(piece: re.Match[str]) -> str:
        column, number = piece.groups()
        return f"{column}[{int(number) - row}]" if column else piece[0]

    return _PIECES.sub(counted, formula)
