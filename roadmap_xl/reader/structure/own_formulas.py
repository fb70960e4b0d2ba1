"""The blank's own formulas in cells that a school may type over: «Баллы» and «Предложения»."""

from __future__ import annotations

import re
from typing import NamedTuple

_OTHER_CELL = re.compile(r"[$']*([^!$']+)'?[!.]\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class ShownCell(NamedTuple):
    """A cell of another sheet that a field's cell shows."""

    sheet: str
    cell: str
    """With or without signs that fix it: «$J$12»."""

    def is_shown_by(self, formula: str) -> bool:
        """Whether a formula shows just this cell, however a program writes it."""
        found = _OTHER_CELL.fullmatch(formula.lstrip("=+"))
        return found is not None and (found[1], f"{found[2]}{found[3]}") == (
            self.sheet,
            self.cell.replace("$", ""),
        )
