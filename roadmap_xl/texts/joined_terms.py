"""Terms of several parts in one cell: «с 1 сентября по 25 мая», «до 15 декабря ежегодно»."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from .calendar_terms import range_term
from .squeezing import Pattern
from .term import Every, PlanPeriod, Term, TermKind

OneTerm = Callable[[str], Term | None]
"""What understands a part of the text as a term of its own."""
_YEARLY = Pattern(
    r",?\s*(?:и |далее )?\b(?:ежегодно|каждый (?:учебный )?год|каждого (?:учебного )?года|"
    r"кажд\. год[а]?)(?: с 20\d\d)?,?\s*|^\d раза? в (?:учебного )?год[а-я]*\s*[:(,-]\s*",
    needs=("год",),
)
_TO = Pattern(r"\s+по\s+|\s+до\s+|\s*-\s*")
_AND = Pattern(r"\s*[,;]\s*|\s+и\s+")
_OR = Pattern(r"\s*/\s*|\s+или\s+|,?\s+либо\s+")
_FROM = Pattern(r"^(?:со?|от|начиная с)\s+")
_A_MONTH_OR_SO = timedelta(days=62)
"""A part as short as this comes round once; a longer one is a stretch of time."""


def parse_joined(words: str, plan: PlanPeriod, source: str, one_term: OneTerm) -> Term | None:
    """The term that the parts make together; None where one of them is not understood."""
    return (
        _parse_range(words, source, one_term)
        or _parse_either(words, source, one_term)
        or _parse_list(words, plan, source, one_term)
    )


def parse_yearly(words: str, plan: PlanPeriod, source: str, one_term: OneTerm) -> Term | None:
    """«ежегодно до 15 декабря», «2 раза в год (май, сентябрь)»: on these days of each year."""
    if not _YEARLY.search(words):
        return None
    rest = _YEARLY.sub(" ", words).strip(" ,;)")
    part = one_term(rest) or _parse_list(rest, plan, source, one_term)
    if part is None or part.end is None or part.every:
        return None
    ends = part.occurrences or (part.end,)
    years = range(plan.first_year, plan.last_year + 1)
    days = (_in_year(end, year) for end in ends for year in years)
    return _recurring(days, plan, source, None if part.occurrences else Every.YEAR)


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
        if first and last and first.start and last.end and not _comes_round(first, last):
            start, end = _order_days(first, last)
            is_guessed = bool(first.assumed and last.assumed)
            return range_term(start, end, source, f"годы — {start.year}, {end.year}" * is_guessed)
    return None


def _comes_round(*parts: Term) -> bool:
    return any(part.kind is TermKind.RECURRING for part in parts)


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


def _parse_either(words: str, source: str, one_term: OneTerm) -> Term | None:
    """«сентябрь/октябрь», «май или июнь»: from the first to the last, whichever it will be."""
    sides = _OR.split(words)
    if len(sides) != 2 or not all(any(map(str.isalpha, side)) for side in sides):
        return None
    return _parse_range(" - ".join(sides), source, one_term)


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
    days = [part.end for part in dated if part.end]
    if len(days) > 1 and (all(map(_is_short, dated)) or _are_apart(dated)):
        return _recurring(iter(days), plan, source, None)
    return min(dated, key=_length)._replace(source=source)


def _is_short(part: Term) -> bool:
    return _length(part) <= _A_MONTH_OR_SO


def _are_apart(parts: Sequence[Term]) -> bool:
    """No part lies within another: «2026, 2027 годы», and not «постоянно, в течение года»."""
    days = sorted((part.start, part.end) for part in parts if part.start and part.end)
    return all(end < start for (_, end), (start, _) in pairwise(days))


def _length(part: Term) -> timedelta:
    return part.end - part.start if part.start and part.end else timedelta.max


def _recurring(days: Iterator[date], plan: PlanPeriod, source: str, every: Every | None) -> Term:
    within = tuple(sorted({day for day in days if plan.start <= day <= plan.end}))
    return Term(TermKind.RECURRING, source, plan.start, plan.end, every, within)
