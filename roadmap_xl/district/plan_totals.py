"""«План»: how far the plans are, by section, over all schools. Counts are summed, percents are not.

An activity of the district is one event, however many schools report it: it is in no school's
counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..expressions.numbers import percent
from ..findings import Excludes
from ..form.fields import Form
from ..rules.plan import asked_of_school
from .counted import LOST, CountedSchool, LeftOut
from .figures import Basis, Exact, Given, Recipe, plain
from .plan_execution import (
    ALL,
    APPLIES,
    CAME_ROUND,
    DUE,
    IN_TIME,
    ITEMS,
    OFF,
    OTHERS,
    ROUNDS,
    STANDINGS,
    SchoolPlan,
    filled_for_others,
    plan_of,
    sections,
)
from .settings import Settings

COUNTS = (ITEMS, OFF, APPLIES, *STANDINGS.values(), DUE, IN_TIME, OTHERS)
DONE_SHARE, IN_TIME_SHARE, LATE_SHARE, REPEATS = "share", "in_time_share", "late_share", "repeats"
QUOTIENTS = {
    DONE_SHARE: ("done", APPLIES),
    IN_TIME_SHARE: (IN_TIME, DUE),
    LATE_SHARE: ("overdue", DUE),
    REPEATS: (CAME_ROUND, ROUNDS),
}
"""A percent by what is counted and of what: исполнение (P-28), в срок (P-29), просрочено."""


@dataclass(slots=True)
class Plans:
    """The plan of the school that was asked for last, so that its texts are read once."""

    settings: Settings
    today: date | None
    _last: SchoolPlan | None = field(default=None, init=False)

    def of(self, school: CountedSchool) -> SchoolPlan:
        if self._last is None or self._last.school is not school:
            self._last = plan_of(school, self.settings, self.today)
        return self._last


@dataclass(frozen=True, slots=True)
class PlanCount:
    """How many activities of a section stand in one way; of a quotient, also of how many."""

    plans: Plans
    slots: tuple[int, ...]
    """The terms and marks of the section's activities."""
    section: str
    measure: str
    whole: str = ""

    def given(self, school: CountedSchool) -> Given | None:
        counts = self.plans.of(school).counts
        whole = counts[self.whole, self.section] if self.whole else 0
        return Given(counts[self.measure, self.section], whole)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        lost = school.submission.lost
        found = next((slot for slot in self.slots if slot in lost), None) if lost else None
        if found is None:
            return None
        return LeftOut(school.name, school.submission.form.fields[found], Excludes.ROW, LOST)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return percent(int(count), int(whole)) if self.whole else plain(count)

    def rests_on(self, school: CountedSchool) -> tuple[int, ...]:
        """The cells of one school behind its number: the terms, maybe the section's, and marks."""
        by_id = school.submission.form.by_id
        if self.measure == OTHERS:
            rows = filled_for_others(school.submission)
            ids = [f"pln.{r.key}.mark" for r in rows if self.section in (ALL, r.headings[0])]
        else:
            ids = [
                field_id
                for one in self.plans.of(school).activities
                if self.section in (ALL, one.section) and dict(one.measures()).get(self.measure)
                for field_id in (one.planned.term_field, one.planned.field_id("mark"))
            ]
        return tuple(dict.fromkeys(by_id[field_id].slot for field_id in ids))


def plan_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «plan.done.3», «plan.share.3», «plan.share.all»."""
    plans, form = Plans(basis.settings, basis.today), basis.form
    found: dict[str, Recipe] = {}
    for section in (*(key for key, _ in sections(form.edition)), ALL):
        slots = _slots(form, section)
        for measure in COUNTS:
            found[f"plan.{measure}.{section}"] = PlanCount(plans, slots, section, measure)
        for name, (measure, whole) in QUOTIENTS.items():
            found[f"plan.{name}.{section}"] = PlanCount(plans, slots, section, measure, whole)
    return found


def _slots(form: Form, section: str) -> tuple[int, ...]:
    rows = [
        row
        for row in form.edition.plan_items
        if section in (ALL, row.headings[0]) and (row.kind == "own" or asked_of_school(row))
    ]
    ids = (f"pln.{row.key}.{column}" for row in rows for column in ("term", "mark"))
    return tuple(form.by_id[one].slot for one in ids)
