"""Terms that come round again and again: «ежеквартально», «до 25 числа каждого месяца»."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from .pattern import Pattern
from .school_calendar import HALVES, QUARTERS, TERMS, dated, month_of
from .term import Every, PlanPeriod, Term, TermKind

_TIMES = r"(?:(?:(?:\d|один|два|три)\s+)?раза?\s+в\s+|кажд[а-я]+\s+)"
_WORDS: tuple[tuple[Pattern, Every], ...] = (
    (Pattern(rf"ежеднев[а-я]*|еженедел[а-я]*|{_TIMES}недел[а-я]+|{_TIMES}2 недели"), Every.WEEK),
    (Pattern(rf"ежемесяч[а-я]*|{_TIMES}месяц[а-я]*"), Every.MONTH),
    (Pattern(rf"ежекварталь[а-я]*|{_TIMES}(?:квартал|четверт)[а-я]*|по\s+(?:окончании\s+)?"
                r"четверт(?:ям|и)|в\s+конце\s+(?:каждой\s+)?четверти|по\s+кварталам"),
     Every.QUARTER),
    (Pattern(rf"{_TIMES}полугоди[а-я]*|по\s+полугодиям|2 раза в (?:учебный )?год|"
                r"два раза в (?:учебный )?год"), Every.HALF_YEAR),
    (Pattern(rf"ежегод[а-я]*|{_TIMES}(?:учебный\s+)?год[а-я]*|в?\s*каникул[а-я]*"
                r"|август\s*\(педсовет\)"), Every.YEAR),
)  # fmt: skip
_DAY_OF_EACH_MONTH = Pattern(r"(?:до\s+)?(\d{1,2})(?:-го)?\s+числа?\s+(?:каждого\s+)?месяца")
_TAIL = Pattern(r"\s*(?:,|;|в течение .*|по .*|до .*|на .*|\(.*\)).*$")
_LIST = Pattern(r"[а-я]{3,8}(?:(?:\s*[,;]\s*|\s+и\s+)[а-я]{3,8})+")


def recurring(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """The recurring term a text names; it recurs over the whole plan."""
    if found := _DAY_OF_EACH_MONTH.fullmatch(said):
        day = int(found[1])
        if not 1 <= day <= 31:
            raise ValueError(said)
        return _term(Every.MONTH, tuple(_months(plan, day)), plan, source)
    if _LIST.fullmatch(said):
        return _listed(said, plan, source)
    for words, every in _WORDS:
        if words.fullmatch(said) or words.fullmatch(_TAIL.sub("", said)):
            return _term(every, tuple(_occurrences(every, said, plan)), plan, source)
    return None


def _term(every: Every | None, days: tuple[date, ...], plan: PlanPeriod, source: str) -> Term:
    within = tuple(sorted(day for day in days if plan.start <= day <= plan.end))
    return Term(TermKind.RECURRING, source, plan.start, plan.end, every, within)


def _listed(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь, декабрь, май»: the first school year's."""
    numbers = []
    for name in re.findall(r"[а-я]{3,8}", said):
        number = month_of(name)
        if number is None:
            return None
        numbers.append(number)
    days = tuple(_last_day(plan.first_year + (number < 9), number) for number in numbers)
    return _term(None, days, plan, source)


def _occurrences(every: Every, said: str, plan: PlanPeriod) -> Iterator[date]:
    if every is Every.WEEK:
        day = plan.start + timedelta(days=6)
        while day <= plan.end:
            yield day
            day += timedelta(days=7)
    elif every is Every.MONTH:
        yield from _months(plan, 31)
    else:
        quarters = TERMS if "четверт" in said else QUARTERS
        parts = {Every.QUARTER: quarters, Every.HALF_YEAR: HALVES, Every.YEAR: HALVES[1:]}[every]
        for year in range(plan.first_year, plan.last_year):
            for part in parts:
                start, end = dated(part, year)
                if start >= plan.start:  # a quarter that began before the plan asks for nothing
                    yield end


def _months(plan: PlanPeriod, day: int) -> Iterator[date]:
    """The day of each month of the plan, its last where it is shorter."""
    for year in range(plan.first_year, plan.last_year + 1):
        for month in range(1, 13):
            yield min(date(year, month, 1) + timedelta(days=day - 1), _last_day(year, month))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
