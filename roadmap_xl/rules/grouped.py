"""Several findings of one rule in one line: «Не заполнены сроки: 54 пункта (1-01 … 13-07)»."""

from __future__ import annotations

from dataclasses import dataclass

from ..form.fields import Field
from ..form.tables import Indicator, PlanHeading, PlanItem
from ..texts.plurals import Nouns, counted

CELLS: Nouns = ("ячейка", "ячейки", "ячеек")
INDICATORS: Nouns = ("показатель", "показателя", "показателей")
ITEMS: Nouns = ("пункт", "пункта", "пунктов")
ROWS: Nouns = ("строка", "строки", "строк")
SUBJECTS: Nouns = ("предмет", "предмета", "предметов")


@dataclass(frozen=True, slots=True)
class Grouped:
    """How the findings of a rule are said together."""

    says: str
    nouns: Nouns
    ends: str = "."
    """What follows the number and the places."""

    def line(self, number: int, first: str, last: str) -> str:
        """The line for so many findings, from the first place to the last."""
        return f"{self.says}: {counted(number, self.nouns)} ({first} … {last}){self.ends}"


def place_name(field: Field, cell: str) -> str:
    """What a group's line calls one of its places: the number in the plan, or the cell."""
    return field.row.key if field.table in (Indicator, PlanHeading, PlanItem) else cell
