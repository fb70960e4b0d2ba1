"""What a term of the plan says: a day, a stretch of time, a repetition, or nothing exact."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class TermKind(StrEnum):
    """How exact a term is."""

    POINT = "point"
    """A day by which it is done."""
    RANGE = "range"
    """From a day to a day."""
    RECURRING = "recurring"
    """Again and again: every month, every quarter."""
    OPEN = "open"
    """In words that name no time: «по плану»."""
    IMPOSSIBLE = "impossible"
    """A date that no calendar has: 31.09.2020."""
    UNKNOWN = "unknown"


class Every(StrEnum):
    """How often a recurring term comes round."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    """A quarter of the school year, as «четверть», or of the calendar, as «квартал»."""
    HALF_YEAR = "half-year"
    YEAR = "year"


class PlanPeriod(NamedTuple):
    """The school years a roadmap is for: from 1 September to 31 August."""

    first_year: int
    last_year: int

    @property
    def start(self) -> date:
        return date(self.first_year, 9, 1)

    @property
    def end(self) -> date:
        return date(self.last_year, 8, 31)


class Term(NamedTuple):
    """A term as it was understood; `source` is the text as it was typed.

    `start` and `end` are both there for a point (the same day), a range and a recurring term (the
    stretch it recurs in), else None. They may lie the wrong way round: that is for a rule to say.
    """

    kind: TermKind
    source: str
    start: date | None = None
    end: date | None = None
    every: Every | None = None
    occurrences: tuple[date, ...] = ()
    """The last days of each time round of a recurring term, earliest first."""
    assumed: str = ""
    """What was not written and had to be assumed, in Russian words: «год — 2020»."""
