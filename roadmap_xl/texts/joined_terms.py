"""Terms of several parts in one cell: «с 1 сентября по 25 мая», «до 15 декабря ежегодно»."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from .calendar_terms import range_term
from .squeezing import Pattern
from .term import Every, PlanPeriod, Term, TermKind

OneTerm = Callable[[str], Term | None]
"""What understands a part of the text as a term of its own."""
_YEARLY = Pattern(
    r",?\s*(?:и )?\b(?:ежегодно|каждый (?:учебный )?год|каждого (?:учебного )?года|кажд\. год[а]?)"
    r"(?: с 20\d\d)?,?\s*"
)
_TO = Pattern(r"\s+по\s+|\s+до\s+|\s*-\s*")
_AND = Pattern(r"\s*[,;]\s*|\s+и\s+")
_FROM = Pattern(r"^(?:со?|от|начиная с)\s+")
_A_MONTH_OR_SO = timedelta(days=62)
"""A part as short as this comes round once; a longer one is a stretch of time."""


def parse_joined(words: str, plan: PlanPeriod, source: str, one_term: OneTerm) -> Term | None:
    """The term that the parts make together; None where one of them is not understood."""
    return _parse_range(words, source, one_term) or _parse_list(words, plan, source, one_term)


def parse_yearly(words: str, plan: PlanPeriod, source: str, one_term: OneTerm) -> Term | None:
    """«ежегодно до 15 декабря», «май, ежегодно»: on that day of each year of the plan."""
    if not _YEARLY.search(words):
        return None
    part = one_term(_YEARLY.sub(" ", words).strip(" ,;"))
    if part is None or part.end is None or part.kind is TermKind.RECURRING:
        return None
    days = (_in_year(part.end, year) for year in range(plan.first_year, plan.last_year + 1))
    return _recurring(days, plan, source, Every.YEAR)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


def _parse_range(words: str, source: str, one_term: OneTerm) -> Term | None:
    """From the beginning of the first part to the end of the second, at whichever hyphen it is."""
    bare = _FROM.sub("", words)
    for sign in _TO.finditer(bare):
        sides = (bare[: sign.start()], bare[sign.end() :])
        first, last = (one_term(side) if any(map(str.isalnum, side)) else None for side in sides)
        if first and last and first.start and last.end and not (first.every or last.every):
            start, end = _order_days(first, last)
            is_guessed = bool(first.assumed and last.assumed)
            return range_term(start, end, source, f"годы — {start.year}, {end.year}" * is_guessed)
    return None


def _order_days(first: Term, last: Term) -> tuple[date, date]:
    """Both days, a year that is not written moved to the one beside it."""
    start, end = first.start or date.min, last.end or date.max
    if (last.assumed and end < start) or (last.assumed and not first.assumed):
        end = _in_year(end, start.year)
        end = end if end >= start else _in_year(end, start.year + 1)
    elif first.assumed and not last.assumed:
        start = _in_year(start, end.year)
        start = start if start <= end else _in_year(start, end.year - 1)
    return start, end


def _parse_list(words: str, plan: PlanPeriod, source: str, one_term: OneTerm) -> Term | None:
    """«август 2026, август 2027» comes round on both; «постоянно, в течение года» is a stretch."""
    texts = [text for text in _AND.split(words) if text]
    if len(texts) < 2:
        return None
    parts = [part for text in texts if (part := one_term(text))]
    if len(parts) < len(texts) or any(part.kind is TermKind.IMPOSSIBLE for part in parts):
        return None
    dated = [part for part in parts if part.kind is not TermKind.OPEN]
    if not dated:
        return Term(TermKind.OPEN, source)
    recurring = [part for part in dated if part.kind is TermKind.RECURRING]
    if recurring:
        return recurring[0]._replace(source=source)
    days = [part.end for part in dated if part.end and part.start and _is_short(part)]
    if len(days) > 1 and len(days) == len(dated):
        return _recurring(iter(days), plan, source, None)
    return min(dated, key=_length)._replace(source=source)


def _is_short(part: Term) -> bool:
    return _length(part) <= _A_MONTH_OR_SO


def _length(part: Term) -> timedelta:
    return part.end - part.start if part.start and part.end else timedelta.max


def _recurring(days: Iterator[date], plan: PlanPeriod, source: str, every: Every | None) -> Term:
    within = tuple(sorted({day for day in days if plan.start <= day <= plan.end}))
    return Term(TermKind.RECURRING, source, plan.start, plan.end, every, within)
