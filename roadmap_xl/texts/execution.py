"""How an activity stands on the day of a report. Source: domain.md section 8."""

from __future__ import annotations

from datetime import date

from .mark import Mark, State
from .term import Term, TermKind

_NOTHING_LEFT = (State.DONE, State.NOT_APPLICABLE)


def is_overdue(term: Term, mark: Mark | None, report_day: date) -> bool:
    """The term is exact and over, and the activity is neither done nor not applicable.

    Where the mark puts it off, the new term counts.
    """
    if mark is not None and mark.state in _NOTHING_LEFT:
        return False
    due = mark.moved_to if mark and mark.moved_to else term
    if due.kind not in (TermKind.POINT, TermKind.RANGE) or due.start is None or due.end is None:
        return False
    return due.start <= due.end < report_day  # a term that ends before it starts is asked about


def missed(term: Term, mark: Mark | None, report_day: date) -> tuple[date, ...]:
    """The times a recurring activity came round before the day, if no mark says anything of it.

    To be looked at, never overdue.
    """
    if mark is not None and mark.state is not None:
        return ()
    return tuple(day for day in term.occurrences if day < report_day)


def is_done_early(term: Term, mark: Mark, report_day: date) -> bool:
    """It is said to be done, but the day of it, or the beginning of its term, is still to come.

    A day by which something is to be done may be kept early.
    """
    if mark.state is not State.DONE:
        return False
    if mark.day is not None:
        return mark.day > report_day
    return term.kind is TermKind.RANGE and term.start is not None and term.start > report_day
