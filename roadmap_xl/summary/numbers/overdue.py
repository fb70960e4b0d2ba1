"""What three sheets ask of the schools' plans: what is overdue, and how each plan stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ...form.tables import PlanItem
from ...texts.plan import text_of
from .plan import Activity, SchoolPlan

_TABLE = """CREATE TABLE overdue(
    at INTEGER PRIMARY KEY, key TEXT, row TEXT, school TEXT, code TEXT, activity TEXT, term TEXT,
    last TEXT, day TEXT, days INTEGER, responsible TEXT, mark TEXT, of_school INTEGER,
    longest INTEGER, own INTEGER
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
    own: int
    """1 for an activity that the school has added."""


class OverdueList:
    """The overdue activities by days, then in the order of schools and plan.

    They are sorted in a temporary database on the disk: thousands of schools need no more memory
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
        self._db.executemany(
            f"INSERT INTO overdue VALUES(NULL{',?' * len(Overdue._fields)})", found
        )

    def __len__(self) -> int:
        return self._number("COUNT(*)")

    @property
    def schools(self) -> int:
        """The schools that have any."""
        return self._number("COUNT(DISTINCT key)")

    @property
    def own(self) -> int:
        """How many of them schools have added to the form's."""
        return self._number("COALESCE(SUM(own), 0)")

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
                own=int(activity.is_own),
            )


def _text(plan: SchoolPlan, activity: Activity) -> str:
    """The activity in the form's words; the school's own in its words."""
    row = activity.planned.row
    is_own, text = activity.is_own, f"pln.{row.key}.text"
    return text_of(plan.school.submission, text) if is_own else row.label


# --- How each school's plan stands ---

_PLAN_TABLE = (
    "CREATE TABLE counts(key TEXT PRIMARY KEY, longest INTEGER, counts TEXT) WITHOUT ROWID"
)


class PlanCounts(NamedTuple):
    """One school's counts."""

    longest: int
    """The days its longest overdue activity is late."""
    counts: Mapping[str, int]
    is_asked: bool = True
    """False for a school whose form has no plan."""

    def number(self, measure: str, section: str) -> int:
        return self.counts.get(f"{measure} {section}", 0)


class PlanBook:
    """Three sheets ask of each school's plan; its texts are read once for all of them.

    It is kept in a temporary database on the disk: thousands of schools need no more memory
    than one.
    """

    def __init__(self, schools: Iterable[SchoolPlan], own: SchoolPlan | None = None) -> None:
        """`own` is the district's plan: what is overdue in it is listed with the schools'."""
        self.overdue = OverdueList()
        self._db = sqlite3.connect("")
        self._db.execute(_PLAN_TABLE)
        for plan in schools:
            self.overdue.add(plan)
            counts = {f"{measure} {section}": n for (measure, section), n in plan.counts.items()}
            row = (plan.school.key, plan.longest, json.dumps(counts))
            if plan.school.asks(PlanItem):
                self._db.execute("INSERT INTO counts VALUES(?,?,?)", row)
        if own is not None:
            self.overdue.add(own)

    def of(self, school: str) -> PlanCounts:
        """The counts of a school by its key, which must be one of these."""
        found = self._db.execute("SELECT longest, counts FROM counts WHERE key=?", (school,))
        kept = found.fetchone()
        if kept is None:
            return PlanCounts(0, {}, is_asked=False)
        longest, counts = kept
        return PlanCounts(longest, json.loads(counts))
