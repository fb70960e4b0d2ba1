"""Several findings of one rule in one line: «Не заполнены сроки: 54 пункта (1-01 … 13-07)»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..form.fields import Field
from ..form.tables import Indicator, PlanHeading, PlanItem
from ..texts.plurals import Nouns, counted

CELLS: Nouns = ("ячейка", "ячейки", "ячеек")
INDICATORS: Nouns = ("показатель", "показателя", "показателей")
ITEMS: Nouns = ("пункт", "пункта", "пунктов")
ROWS: Nouns = ("строка", "строки", "строк")
SUBJECTS: Nouns = ("предмет", "предмета", "предметов")


MOST_NAMED = 12
"""As many places a line names one by one."""


class Grouped(NamedTuple):
    """How the findings of a rule are said together."""

    says: str
    nouns: Nouns
    ends: str = "."
    """What follows the number and the places."""
    apart: int = 1
    """Up to so many are said each in its own words."""

    def line(self, number: int, first: str, last: str) -> str:
        """The line for so many findings, from the first place to the last."""
        return f"{self.says}: {counted(number, self.nouns)} ({first} … {last}){self.ends}"

    def line_of(self, places: Sequence[str]) -> str:
        """The line with each place named, where they are few enough to read."""
        if len(places) > MOST_NAMED:
            return self.line(len(places), places[0], places[-1])
        return f"{self.says}: {counted(len(places), self.nouns)} ({', '.join(places)}){self.ends}"


def place_name(field: Field, cell: str) -> str:
    """What a group's line calls one of its places: the number in the plan, or the cell."""
    return field.row.key if field.table in (Indicator, PlanHeading, PlanItem) else cell
