"""How a school's plan stands on the day of the report: each activity once, by section.

Terms and marks are understood where the rules understand them (`rules/planned.py`). An activity
whose term an error refuses (31.09, a year outside the plan) is one without a term: to leave it out
would make the percent of a careless school better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from ..findings import Excludes
from ..form.edition import Edition
from ..form.fields import Form
from ..form.rows import PlanItemRow
from ..rules.plan import asked_of_school
from ..rules.planned import Planned, answered_for, report_day_of, said_in, stands_in, text_of
from ..submission import Submission
from ..texts.execution import Standing, last_day, standing
from ..texts.term import TermKind
from .counted import CountedSchool
from .settings import Settings

ALL = "all"
"""Every section together."""
ITEMS, OFF, APPLIES = "items", "off", "applies"
DUE, IN_TIME = "due", "in_time"
CAME_ROUND, ROUNDS = "came_round", "rounds"
OTHERS = "others"
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


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity that is in the plan's counts."""

    planned: Planned
    standing: Standing | None
    """None where it does not apply."""
    last: date | None
    """Its last day, where an exact term names one."""
    day: date

    @property
    def section(self) -> str:
        return self.planned.row.headings[0]

    @property
    def days_late(self) -> int:
        """The days since its last one; 0 where it is not overdue."""
        if self.standing is not Standing.OVERDUE or self.last is None:
            return 0
        return (self.day - self.last).days

    def measures(self) -> Iterator[tuple[str, int]]:
        """What it adds to the counts of its section."""
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
            for measure, number in activity.measures():
                found[measure, activity.section] += number
                found[measure, ALL] += number
        for row in filled_for_others(self.school.submission):
            found[OTHERS, row.headings[0]] += 1
            found[OTHERS, ALL] += 1
        return found

    @property
    def longest(self) -> int:
        """The days its longest overdue activity is late."""
        return max((one.days_late for one in self.activities), default=0)

    @property
    def overdue(self) -> list[Activity]:
        return [one for one in self.activities if one.standing is Standing.OVERDUE]

    def responsible(self, activity: Activity) -> str:
        """Who answers for it, the section's where it names nobody."""
        submission = self.school.submission
        return text_of(submission, stands_in(submission, activity.planned.row, "responsible"))


def report_day(submission: Submission, settings: Settings, today: date | None) -> date:
    """The settings' day, else the file's own, else today; without any, a day before all terms."""
    return settings.report_day or report_day_of(submission) or today or date.min


def plan_of(school: CountedSchool, settings: Settings, today: date | None) -> SchoolPlan:
    """The school's plan on the day. Activities that have no place in its file are left out."""
    day = report_day(school.submission, settings, today)
    unusable, form = _unusable(school), school.submission.form
    found = []
    for item in answered_for(school.submission):
        if form.by_id[item.field_id("term")].slot not in school.submission.lost:
            term = None if form.by_id[item.term_field].slot in unusable else item.term
            stands = standing(term, item.mark, day) if item.applies else None
            found.append(Activity(item, stands, last_day(term, item.mark), day))
    return SchoolPlan(school, tuple(found), day)


def _unusable(school: CountedSchool) -> frozenset[int]:
    """The cells that an error speaks of and leaves out, by themselves or with their row."""
    wrong = (one.slot for one in school.contents.exclusions if one.excludes is not Excludes.NOTHING)
    return frozenset((*wrong, *school.submission.rejected))


def filled_for_others(submission: Submission) -> list[PlanItemRow]:
    """The activities of the district that a school has written into: one event, not its own."""
    values = submission.values
    return [
        row
        for row, slots in _cells_of_others(submission.form)
        if any(said_in(values[slot]) for slot in slots)
    ]


@lru_cache(maxsize=8)
def _cells_of_others(form: Form) -> tuple[tuple[PlanItemRow, tuple[int, ...]], ...]:
    """The district's activities with the cells that may be written into."""
    columns = ("term", "responsible", "result", "mark")
    return tuple(
        (row, tuple(form.by_id[f"pln.{row.key}.{column}"].slot for column in columns))
        for row in form.edition.plan_items
        if row.kind == "item" and not asked_of_school(row)
    )


def sections(edition: Edition) -> list[tuple[str, str]]:
    """Key and name of each section of the plan."""
    return [(row.key, row.label) for row in edition.plan_headings if row.level == 1]
