"""A finding: one fault in a school's data, where it is, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from ..records import Record

NO_NEED = "не нужно"
"""In the words of a note that asks for nothing: «Исправлять не нужно», «Делать ничего не нужно»."""


class Severity(StrEnum):
    """How much a finding weighs: обязательный, предупредительный, справочный."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        return {"error": 3, "warning": 2, "note": 1}[self.value]

    @property
    def word(self) -> str:
        return {"error": "ошибка", "warning": "предупреждение", "note": "к сведению"}[self.value]

    @property
    def counted(self) -> str:
        """What stands before a number of them: «ошибок: 3»."""
        return {"error": "ошибок", "warning": "предупреждений", "note": "к сведению"}[self.value]


class Audience(StrEnum):
    """Who can act on a finding."""

    SCHOOL = "school"
    DISTRICT = "district"


class Excludes(StrEnum):
    """What an error leaves out of the district's totals: the smallest unit that is wrong."""

    NOTHING = "nothing"
    CELL = "cell"
    ROW = "row"
    TABLE = "table"
    EXAMS = "exams"
    FILE = "file"


class Finding(Record):
    """`sheet`, `cell` and `field` are empty where the finding is about the whole file."""

    code: str
    severity: Severity
    message: str
    fix: str
    sheet: str = ""
    cell: str = ""
    field: str = ""
    audience: Audience = Audience.SCHOOL
    excludes: Excludes = Excludes.NOTHING
    short_place: str = ""
    """What the line of a group calls its place: the number in the plan, or the cell."""
    accepted: str = ""
    """Why the school lets a warning stand, in its own words."""

    @property
    def key(self) -> str:
        """What names the finding in the list of accepted warnings: «PRB-003 Паспорт, C14»."""
        return f"{self.code} {self.place}"

    @property
    def remedy(self) -> str:
        """What to do about it, or why the school lets it stand."""
        return f"принято: {self.accepted}" if self.accepted else self.fix

    @property
    def asks_nothing(self) -> bool:
        """A note that nobody has to do anything about, as its own words say."""
        return self.severity is Severity.NOTE and NO_NEED in self.fix

    @property
    def place(self) -> str:
        """«ЕГЭ, C7», as a message names it; empty for the whole file."""
        first, _, last = self.cell.partition(":")
        cell = self.cell
        if first and first == last:
            cell = f"строка {first}" if first.isdecimal() else f"столбец {first}"
        return ", ".join(part for part in (self.sheet, cell) if part)

    def as_json(self) -> dict[str, Any]:
        """The finding for `--format json`."""
        shown = ("code", "severity", "sheet", "cell", "field", "message", "fix")
        values = asdict(self)
        accepted = {"accepted": self.accepted} if self.accepted else {}
        return {name: values[name] for name in shown} | accepted


def numbers_of(findings: Iterable[Finding]) -> str:
    """«ошибок: 3, к сведению: 1»; empty where there are none."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{one.counted}: {counts[one]}" for one in Severity if counts[one])
