"""«Просрочено»: every overdue activity of every school, the longest overdue first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ..rules.planned import text_of
from .plan_execution import Activity, SchoolPlan

_TABLE = """CREATE TABLE overdue(
    at INTEGER PRIMARY KEY, key TEXT, row TEXT, school TEXT, code TEXT, activity TEXT, term TEXT,
    last TEXT, day TEXT, days INTEGER, responsible TEXT, mark TEXT, of_school INTEGER,
    longest INTEGER
)"""


class Overdue(NamedTuple):
    """One overdue activity."""

    key: str
    """The school's."""
    row: str
    """The key of the activity."""
    school: str
    code: str
    """The number in the plan."""
    activity: str
    term: str
    """As it was typed."""
    last: date
    day: date
    """Of the report."""
    days: int
    """Since the last day."""
    responsible: str
    mark: str
    """What the school says of it."""
    of_school: int
    """How many are overdue at the school, and for how many days the longest."""
    longest: int


class OverdueList:
    """The overdue activities by days, then in the order of schools and plan.

    They are sorted in a passing database on the disk: thousands of schools need no more memory
    than one. Iterable as often as wanted.
    """

    def __init__(self, plans: Iterable[SchoolPlan] = ()) -> None:
        self._db = sqlite3.connect("")
        self._db.execute(_TABLE)
        for plan in plans:
            self.add(plan)

    def add(self, plan: SchoolPlan) -> None:
        """What is overdue in one more plan."""
        found = map(_row, _of_school(plan))
        self._db.executemany(f"INSERT INTO overdue VALUES(NULL{',?' * 13})", found)

    def __len__(self) -> int:
        return self._number("COUNT(*)")

    @property
    def schools(self) -> int:
        """The schools that have any."""
        return self._number("COUNT(DISTINCT key)")

    def _number(self, what: str) -> int:
        (number,) = self._db.execute(f"SELECT {what} FROM overdue").fetchone()
        return int(number)

    def __iter__(self) -> Iterator[Overdue]:
        found = self._db.execute("SELECT * FROM overdue ORDER BY days DESC, at")
        for _, key, row, school, code, text, term, last, day, *rest in found:
            days = date.fromisoformat(last), date.fromisoformat(day)
            yield Overdue(key, row, school, code, text, term, *days, *rest)


def _row(one: Overdue) -> tuple[object, ...]:
    return tuple(v.isoformat() if isinstance(v, date) else v for v in one)


def _of_school(plan: SchoolPlan) -> Iterator[Overdue]:
    number = len(plan.overdue)
    for activity in plan.overdue:
        item, last = activity.planned, activity.last
        if last is not None:
            yield Overdue(
                key=plan.school.key,
                row=item.row.key,
                school=plan.school.name,
                code=item.code,
                activity=_text(plan, activity),
                term=item.term.source if item.term else "",
                last=last,
                day=plan.day,
                days=activity.days_late,
                responsible=plan.responsible(activity),
                mark=item.mark.source if item.mark else "",
                of_school=number,
                longest=plan.longest,
            )


def _text(plan: SchoolPlan, activity: Activity) -> str:
    """The activity in the form's words; the school's own in its words."""
    row = activity.planned.row
    return (
        text_of(plan.school.submission, f"pln.{row.key}.text") if row.kind == "own" else row.label
    )
