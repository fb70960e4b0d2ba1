"""How a school's plan stands on the day of the report: each activity once, by section.

Terms and marks are understood where the rules understand them (`texts/plan.py`). An activity
whose term an error refuses (31.09, a year outside the plan) is one without a term: to leave it out
would make the percent of a careless school better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ...district.counted import LOST, NOT_IN_FORM, CountedSchool, LeftOut
from ...district.settings import Settings
from ...expressions.numbers import percent
from ...form.derived import derived
from ...form.edition import Edition
from ...form.fields import Form
from ...form.rows import PlanItemRow, is_asked_of_school
from ...form.submission import Submission
from ...form.tables import PlanItem
from ...rules.findings import Excludes
from ...texts.execution import Standing, last_day, standing_on
from ...texts.plan import (
    PlannedActivity,
    activities_of_school,
    effective_field,
    report_day_of,
    text_in,
    text_of,
)
from ...texts.term import TermKind
from ..figures import Basis, Contribution, Exact, Recipe, as_number

ALL = "all"
"""Every section together."""
OWN = "own"
"""The kind of a row for an activity that the school adds."""
ITEMS, OFF, APPLIES = "items", "off", "applies"
DUE, IN_TIME = "due", "in_time"
CAME_ROUND, ROUNDS = "came_round", "rounds"
OTHERS = "others"
LATE = "late"
"""Overdue, the school's own activities too: what «Просрочено» lists."""
OF_OWN = "own_"
"""Before a measure: of the activities that schools have added, which no other count holds."""
STANDINGS = {
    Standing.DONE: "done",
    Standing.GOING: "going",
    Standing.OVERDUE: "overdue",
    Standing.AHEAD: "ahead",
    Standing.UNMARKED: "unmarked",
    Standing.UNDATED: "undated",
}
"""What a standing is called in the key of a figure."""
Counts = Counter[tuple[str, str]]
"""By measure and section."""


class Activity(NamedTuple):
    """An activity that is in the plan's counts."""

    planned: PlannedActivity
    standing: Standing | None
    """None where it does not apply."""
    last: date | None
    """Its last day, where an exact term names one."""
    day: date

    @property
    def section(self) -> str:
        return self.planned.row.headings[0]

    @property
    def is_own(self) -> bool:
        """The school has added it to the form's."""
        return self.planned.row.kind == OWN

    @property
    def days_late(self) -> int:
        """The days since its last one; 0 where it is not overdue."""
        if self.standing is not Standing.OVERDUE or self.last is None:
            return 0
        return (self.day - self.last).days

    def measures(self) -> Iterator[tuple[str, int]]:
        """What it adds to the counts of its section."""
        if self.is_own:
            yield from ((f"{OF_OWN}{measure}", number) for measure, number in self._measures())
        else:
            yield from self._measures()
        if self.standing is Standing.OVERDUE:
            yield LATE, 1

    def _measures(self) -> Iterator[tuple[str, int]]:
        yield ITEMS, 1
        if self.standing is None:
            yield OFF, 1
            return
        yield APPLIES, 1
        yield STANDINGS[self.standing], 1
        term, mark = self.planned.term, self.planned.mark
        if self.last and self.last < self.day:
            yield DUE, 1
            done = self.standing is Standing.DONE and mark and mark.day
            yield IN_TIME, int(bool(done and mark and mark.day and mark.day <= self.last))
        if term and term.kind is TermKind.RECURRING:
            yield ROUNDS, len(term.occurrences)
            yield CAME_ROUND, sum(day < self.day for day in term.occurrences)


@dataclass(frozen=True)
class SchoolPlan:
    """A school's activities in the form's order."""

    school: CountedSchool
    activities: tuple[Activity, ...]
    day: date

    @cached_property
    def counts(self) -> Counts:
        found: Counts = Counter()
        for activity in self.activities:
            section = activity.section
            for measure, number in activity.measures():
                found[measure, section] += number
        for row in activities_filled_for_others(self.school.submission):
            found[OTHERS, row.headings[0]] += 1
        for (measure, _), number in tuple(found.items()):
            found[measure, ALL] += number
        return found

    @cached_property
    def longest(self) -> int:
        """The days its longest overdue activity is late."""
        return max((one.days_late for one in self.activities), default=0)

    @cached_property
    def overdue(self) -> list[Activity]:
        return [one for one in self.activities if one.standing is Standing.OVERDUE]

    def responsible(self, activity: Activity) -> str:
        """Who answers for it, the section's where it names nobody."""
        submission = self.school.submission
        return text_of(submission, effective_field(submission, activity.planned.row, "responsible"))


def report_day(submission: Submission, settings: Settings, today: date | None) -> date:
    """The settings' day, else the file's own, else today; without any, a day before all terms."""
    return settings.report_day or report_day_of(submission) or today or date.min


def plan_of(school: CountedSchool, settings: Settings, today: date | None) -> SchoolPlan:
    """The school's plan on the day. Activities that have no place in its file are left out."""
    day = report_day(school.submission, settings, today)
    missing = school.submission.lost | school.submission.unasked
    unusable, form = _unusable(school), school.submission.form
    found = []
    for item in activities_of_school(school.submission):
        if form.by_id[item.field_id("term")].slot not in missing:
            term = None if form.by_id[item.term_field].slot in unusable else item.term
            stands = standing_on(term, item.mark, day) if item.applies else None
            found.append(Activity(item, stands, last_day(term, item.mark), day))
    return SchoolPlan(school, tuple(found), day)


def _unusable(school: CountedSchool) -> frozenset[int]:
    """The cells that an error speaks of and leaves out, by themselves or with their row."""
    wrong = (one.slot for one in school.contents.exclusions if one.excludes is not Excludes.NOTHING)
    return frozenset((*wrong, *school.submission.rejected))


def activities_filled_for_others(submission: Submission) -> list[PlanItemRow]:
    """The activities of the district that a school has written into: one event, not its own."""
    values = submission.values
    return [
        row
        for row, slots in _cells_of_others(submission.form)
        if any(text_in(values[slot]) for slot in slots)
    ]


@derived
def _cells_of_others(form: Form) -> tuple[tuple[PlanItemRow, tuple[int, ...]], ...]:
    """The district's activities with the cells that may be written into."""
    columns = ("term", "responsible", "result", "mark")
    return tuple(
        (row, tuple(form.by_id[f"pln.{row.key}.{column}"].slot for column in columns))
        for row in form.edition.plan_items
        if row.kind == "item" and not is_asked_of_school(row)
    )


def sections(edition: Edition) -> list[tuple[str, str]]:
    """Key and name of each section of the plan."""
    return [(row.key, row.label) for row in edition.plan_headings if row.level == 1]


# --- The recipes of «План» ---

COUNTS = (ITEMS, OFF, APPLIES, *STANDINGS.values(), DUE, IN_TIME, OTHERS, LATE)
COUNTS_OF_OWN = tuple(f"{OF_OWN}{one}" for one in (ITEMS, APPLIES, "done", "overdue"))
DONE_SHARE, IN_TIME_SHARE, LATE_SHARE, REPEATS = "share", "in_time_share", "late_share", "repeats"
OWN_SHARE = f"{OF_OWN}{DONE_SHARE}"
QUOTIENTS = {
    DONE_SHARE: ("done", APPLIES),
    IN_TIME_SHARE: (IN_TIME, DUE),
    LATE_SHARE: ("overdue", DUE),
    REPEATS: (CAME_ROUND, ROUNDS),
    OWN_SHARE: (f"{OF_OWN}done", f"{OF_OWN}{APPLIES}"),
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

    def contribution(self, school: CountedSchool) -> Contribution | None:
        if not school.asks(PlanItem):
            return None
        counts, section = self.plans.of(school).counts, self.section
        whole = counts.get((self.whole, section), 0) if self.whole else 0
        return Contribution(counts.get((self.measure, section), 0), whole)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        submission = school.submission
        if not (submission.lost or submission.unasked):
            return None  # as a rule
        missing = submission.lost | submission.unasked
        found = next((slot for slot in self.slots if slot in missing), None)
        if found is None:
            return None
        what = Excludes.ROW if school.asks(PlanItem) else Excludes.TABLE
        code = LOST if found in submission.lost else NOT_IN_FORM
        return LeftOut(school.name, submission.form.fields[found], what, code)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return percent(int(count), int(whole)) if self.whole else as_number(count)

    def rests_on(self, school: CountedSchool) -> tuple[int, ...]:
        """The cells of one school behind its number: the terms, maybe the section's, and marks."""
        by_id = school.submission.form.by_id
        if self.measure == OTHERS:
            rows = activities_filled_for_others(school.submission)
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
    if not form.has_table(PlanItem):
        return found
    for section in (*(key for key, _ in sections(form.edition)), ALL):
        standard = _slots(form, section, own=False)
        own = _slots(form, section, own=True)
        for measure in (*COUNTS, *COUNTS_OF_OWN):
            slots = own if measure.startswith(OF_OWN) else standard
            found[f"plan.{measure}.{section}"] = PlanCount(plans, slots, section, measure)
        for name, (measure, whole) in QUOTIENTS.items():
            slots = own if name.startswith(OF_OWN) else standard
            found[f"plan.{name}.{section}"] = PlanCount(plans, slots, section, measure, whole)
    return found


def _slots(form: Form, section: str, *, own: bool) -> tuple[int, ...]:
    rows = [
        row
        for row in form.edition.plan_items
        if section in (ALL, row.headings[0])
        and (row.kind == OWN if own else row.kind != OWN and is_asked_of_school(row))
    ]
    ids = (f"pln.{row.key}.{column}" for row in rows for column in ("term", "mark"))
    return tuple(form.by_id[one].slot for one in ids)
