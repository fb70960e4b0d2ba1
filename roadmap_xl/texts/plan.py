"""The plan as its rules in Python see it: each activity that is asked for, its term and mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..form.derived import derived
from ..form.fields import Form
from ..form.rows import PlanItemRow, is_asked_of_school, printed_number
from ..form.submission import Submission, Value
from ..form.vocabulary import WITHOUT_EXAMS
from .marks import Mark, State, parse_mark
from .term import PlanPeriod, Term
from .terms import parse_term


class PlannedActivity(NamedTuple):
    """An activity the school answers for; its term may be that of its section."""

    row: PlanItemRow
    term: Term | None
    term_field: str
    """The id of the field the term stands in."""
    mark: Mark | None
    applies: bool = True
    """False where it needs graduates and there are none, or the mark says «не применимо»."""

    @property
    def code(self) -> str:
        return printed_number(self.row)["code"]

    def field_id(self, column: str) -> str:
        return f"pln.{self.row.key}.{column}"


def period_of(submission: Submission) -> PlanPeriod:
    year = submission.form.edition.exam_year
    return PlanPeriod(year, year + 2)


def report_day_of(submission: Submission) -> date | None:
    found = submission["meta.report_date"]
    return found if isinstance(found, date) else None


@derived
def planned_activities(submission: Submission) -> tuple[PlannedActivity, ...]:
    """The activities that apply to the school, its own among them."""
    return tuple(item for item in activities_of_school(submission) if item.applies)


def activities_of_school(submission: Submission) -> Iterator[PlannedActivity]:
    """Every activity the school answers for, its own among them, in the form's order."""
    values, period = submission.values, period_of(submission)
    graduates = submission["meta.grade11"] not in WITHOUT_EXAMS
    for row, own_text, marked, terms in _activity_cells(submission.form):
        if own_text is None or text_in(values[own_text]):
            mark_text = text_in(values[marked])
            mark = parse_mark(mark_text, period) if mark_text else None
            filled = [(one, text) for one, slot in terms if (text := text_in(values[slot]))]
            field_id, text = filled[0] if filled else (terms[0][0], "")
            term = parse_term(text, period) if text else None
            is_off = mark is not None and mark.state is State.NOT_APPLICABLE
            applies = not is_off and (graduates or not row.needs_grade11)
            yield PlannedActivity(row, term, field_id, mark, applies)


class _ActivityCells(NamedTuple):
    """Where an activity that a school may answer for is written, by slot."""

    row: PlanItemRow
    own_text: int | None
    """Of a free row: the school's own activity, which is one only if it is filled."""
    mark: int
    terms: tuple[tuple[str, int], ...]
    """Its term, then those of the headings above it, the nearest first; each with its id."""


@derived
def _activity_cells(form: Form) -> tuple[_ActivityCells, ...]:
    found = []
    for row in form.edition.plan_items:
        if row.kind == "own" or is_asked_of_school(row):
            own_text = form.by_id[f"pln.{row.key}.text"].slot if row.kind == "own" else None
            mark = form.by_id[f"pln.{row.key}.mark"].slot
            found.append(
                _ActivityCells(row, own_text, mark, _fields_by_column(form)[row.key, "term"])
            )
    return tuple(found)


def effective_field(submission: Submission, row: PlanItemRow, column: str) -> str:
    """The id of the field that says it: the item's own, else the nearest heading's that is filled.

    Decision 7; the item's own where neither is filled.
    """
    values, places = submission.values, _fields_by_column(submission.form)[row.key, column]
    for one, slot in places:
        if text_in(values[slot]):
            return one
    return places[0][0]


@derived
def _fields_by_column(form: Form) -> Mapping[tuple[str, str], tuple[tuple[str, int], ...]]:
    """By item and column the ids and slots of its own field and its headings', the nearest first.

    Of the columns that are passed on.
    """
    found = {}
    for row in form.edition.plan_items:
        for column in ("term", "responsible"):
            ids = (f"pln.{key}.{column}" for key in (row.key, *reversed(row.headings)))
            found[row.key, column] = tuple((one, form.by_id[one].slot) for one in ids)
    return found


def text_of(submission: Submission, field_id: str) -> str:
    """What a text cell says; empty for a blank."""
    return text_in(submission[field_id])


def text_in(value: Value) -> str:
    """What stands in a text cell; empty for a blank."""
    return "" if value is None else str(value).strip()
