"""The plan as its rules in Python see it: each activity that is asked for, its term and mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..form.rows import PlanItemRow
from ..form.vocabulary import NO_GRADE11, NO_GRADUATES
from ..submission import Submission
from ..texts.mark import Mark, State
from ..texts.marks import parse_mark
from ..texts.term import PlanPeriod, Term
from ..texts.terms import parse_term
from .plan import asked_of_school, printed_number


class Planned(NamedTuple):
    """An activity that applies to the school; its term may be that of its section."""

    row: PlanItemRow
    term: Term | None
    term_field: str
    """The id of the field the term stands in."""
    mark: Mark | None

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


@lru_cache(maxsize=1)
def planned(submission: Submission) -> tuple[Planned, ...]:
    """The activities the school answers for, its own among them, «не применимо» left out.

    Kept for the rules that follow, which all begin with it.
    """
    return tuple(_planned(submission))


def _planned(submission: Submission) -> Iterator[Planned]:
    graduates = submission["meta.grade11"] not in (NO_GRADUATES, NO_GRADE11)
    period = period_of(submission)
    for row in submission.form.edition.plan_items:
        if not _is_asked(submission, row) or (row.needs_grade11 and not graduates):
            continue
        said = text_of(submission, f"pln.{row.key}.mark")
        mark = parse_mark(said, period) if said else None
        if mark is None or mark.state is not State.NOT_APPLICABLE:
            field_id = stands_in(submission, row, "term")
            text = text_of(submission, field_id)
            yield Planned(row, parse_term(text, period) if text else None, field_id, mark)


def _is_asked(submission: Submission, row: PlanItemRow) -> bool:
    own = row.kind == "own" and bool(text_of(submission, f"pln.{row.key}.text"))
    return own or asked_of_school(row)


def stands_in(submission: Submission, row: PlanItemRow, column: str) -> str:
    """The id of the field that says it: the item's own, else the nearest heading's that is filled.

    Decision 7; the item's own where neither is filled.
    """
    filled = (f"pln.{key}.{column}" for key in (row.key, *reversed(row.headings)))
    return next((one for one in filled if text_of(submission, one)), f"pln.{row.key}.{column}")


def text_of(submission: Submission, field_id: str) -> str:
    """What a text cell says; empty for a blank."""
    value = submission[field_id]
    return "" if value is None else str(value).strip()
