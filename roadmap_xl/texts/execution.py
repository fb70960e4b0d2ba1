"""How an activity stands on the day of a report. Source: domain.md section 8."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from .marks import Mark, State
from .term import Term, TermKind

_NOTHING_LEFT = (State.DONE, State.NOT_APPLICABLE)


class Standing(StrEnum):
    """Where an activity that applies stands on the day; each stands in one place."""

    DONE = "выполнено"
    OVERDUE = "просрочено"
    GOING = "выполняется"
    """In progress or done in part, and not overdue."""
    AHEAD = "срок не наступил"
    UNMARKED = "повторяется, отметки нет"
    """A recurring one that came round and no mark says it was done: to be looked at."""
    UNDATED = "без срока"
    """No term, or one that names no day that can be understood."""


def standing_on(term: Term | None, mark: Mark | None, report_day: date) -> Standing:
    """Where an activity stands. An unknown mark says nothing; the term decides then."""
    state = mark.state if mark else None
    if state is State.DONE:
        return Standing.DONE
    if term and is_overdue(term, mark, report_day):
        return Standing.OVERDUE
    if state in (State.IN_PROGRESS, State.PARTLY):
        return Standing.GOING
    if term is None:
        return Standing.UNDATED
    if term.kind is TermKind.RECURRING:
        came_round = any(day < report_day for day in term.occurrences)
        return Standing.UNMARKED if came_round else Standing.AHEAD
    return Standing.AHEAD if last_day(term, mark) else Standing.UNDATED


def last_day(term: Term | None, mark: Mark | None) -> date | None:
    """The day after which it is late: of the term, or of the new one where the mark puts it off.

    None where no exact term says so; a term that ends before it starts says nothing.
    """
    due = mark.moved_to if mark and mark.moved_to else term
    if due is None or due.kind not in (TermKind.POINT, TermKind.RANGE):
        return None
    if due.start is None or due.end is None or due.start > due.end:
        return None
    return due.end


def is_overdue(term: Term, mark: Mark | None, report_day: date) -> bool:
    """The term is exact and over, and the activity is neither done nor not applicable.

    Where the mark puts it off, the new term counts.
    """
    if mark is not None and mark.state in _NOTHING_LEFT:
        return False
    last = last_day(term, mark)
    return last is not None and last < report_day


def missed_days(term: Term, mark: Mark | None, report_day: date) -> tuple[date, ...]:
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
