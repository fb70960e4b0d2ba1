"""The schools' plans on the day of the report, gone through once: counts and what is overdue."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .overdue import OverdueList
from .plan_execution import SchoolPlan

_TABLE = "CREATE TABLE counts(key TEXT PRIMARY KEY, longest INTEGER, counts TEXT) WITHOUT ROWID"


class PlanCounts(NamedTuple):
    """One school's counts."""

    longest: int
    """The days its longest overdue activity is late."""
    counts: Mapping[str, int]

    def number(self, measure: str, section: str) -> int:
        return self.counts.get(f"{measure} {section}", 0)


class PlanBook:
    """Three sheets ask of each school's plan; its texts are read once for all of them.

    It is kept in a passing database on the disk: thousands of schools need no more memory than one.
    """

    def __init__(self, schools: Iterable[SchoolPlan], own: SchoolPlan | None = None) -> None:
        """`own` is the district's plan: what is overdue in it is listed with the schools'."""
        self.overdue = OverdueList()
        self._db = sqlite3.connect("")
        self._db.execute(_TABLE)
        for plan in schools:
            self.overdue.add(plan)
            counts = {f"{measure} {section}": n for (measure, section), n in plan.counts.items()}
            row = (plan.school.key, plan.longest, json.dumps(counts))
            self._db.execute("INSERT INTO counts VALUES(?,?,?)", row)
        if own is not None:
            self.overdue.add(own)

    def of(self, school: str) -> PlanCounts:
        """The counts of a school by its key, which must be one of these."""
        found = self._db.execute("SELECT longest, counts FROM counts WHERE key=?", (school,))
        longest, counts = found.fetchone()
        return PlanCounts(longest, json.loads(counts))
