"""Terms that name days and months: «до 01.10.2020», «сентябрь – май»."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from .days import EXCEL_DAY_ZERO, day_in, month_number
from .school_calendar import month_of
from .squeezing import Pattern
from .term import PlanPeriod, Term, TermKind

_DEADLINE = Pattern(r"до (\d\d\.\d\d\.20\d\d)", needs=("до ",))
_SERIAL = Pattern(r"[3-7]\d{4}")
_MONTH_NAME = r"([а-я]{3,8})\.?"
_YEAR = r"(?:\s*(20\d\d|\d\d)(?:\s*г(?:ода|од)?\b\.?)?)?"
_DAYS = Pattern(r"(\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d))", needs=(".",))
_MONTHLY = Pattern(rf"{_MONTH_NAME}-?{_YEAR}")
_NUMERIC_MONTH = Pattern(r"(\d{1,2}|[ivxх]{1,4})[./](20\d\d)", needs=(".", "/"))
_MONTHS_BETWEEN = Pattern(rf"{_MONTH_NAME}{_YEAR}\s*-\s*{_MONTH_NAME}{_YEAR}", needs=("-",))
_DAYS_OF_MONTH = Pattern(rf"(\d{{1,2}})\s*-\s*(\d{{1,2}})\s+{_MONTH_NAME}{_YEAR}", needs=("-",))
_DAY_OF_MONTH = Pattern(rf"(\d{{1,2}})\s+{_MONTH_NAME}{_YEAR}")
_PART_OF_MONTH = Pattern(
    r"(?:(до|к|не позднее) )?(?:в )?(?:(начал|середин|кон)[а-я]+"
    r"|([1-3]|последн[а-я]+)[ -](декад|половин)[а-я]+"
    rf"|([1-4]|последн[а-я]+)(?:-([1-4]))?[ -]недел[а-я]+) {_MONTH_NAME}{_YEAR}",
    needs=("начал", "середин", "кон", "декад", "половин", "недел"),
)
_THIRDS = {"начал": 1, "середин": 2, "кон": 3}
_BY = {"начал": 1, "середин": 15, "кон": 31}
"""The last day that «до начала», «до середины», «до конца» leave."""
_FROM = Pattern(
    r"(?:(?:начиная )?со?|после|не ранее(?: чем)?(?: с)?) (.+)",
    needs=("с ", "со ", "после ", "не ранее"),
)
_DAY_WITHOUT_YEAR = Pattern(r"(\d{1,2})\.(\d{1,2})", needs=(".",))


def point_term(when: date, source: str, assumed: str = "") -> Term:
    return Term(TermKind.POINT, source, when, when, assumed=assumed)


def range_term(start: date, end: date, source: str, assumed: str = "") -> Term:
    return Term(TermKind.RANGE, source, start, end, assumed=assumed)


def full_year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _year_for(month: int, plan: PlanPeriod) -> int:
    """The year of the first such month inside the plan."""
    return plan.first_year + (month < plan.start.month)


def _assumed_year(year: int, written: str | None) -> str:
    return "" if written else f"год — {year}"


def _last_day_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _without_prepositions(words: str) -> str:
    """«с 1 по 15 октября» as «1-15 октября»."""
    return words.removeprefix("с ").replace(" по ", "-")


def parse_day(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«01.10.2020», «1 октября 2020», «44105»."""
    if _SERIAL.fullmatch(words):
        return point_term(EXCEL_DAY_ZERO + timedelta(days=int(words)), source, "число Excel")
    if (found := day_in(words)) is not None:
        return point_term(found, source)
    if _DAYS.fullmatch(words):
        raise ValueError(words)  # looks like a day and is none
    return None


def parse_deadline(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«до 01.10.2020»: the most usual term of all, which needs nothing else to be tried."""
    found = _DEADLINE.fullmatch(words)
    return parse_day(found[1], plan, source) if found else None


def parse_days(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«с 01.09.2020 по 31.05.2021», «01.09.2020-31.12.2020»."""
    written = _DAYS.findall(words)
    rest = _DAYS.sub("", words)
    if len(written) == 2 and not re.sub(r"\bс\b|\bпо\b|\bдо\b|\bот\b|г(?:ода)?|[-. ]", "", rest):
        start, end = map(day_in, written)
        if start is None or end is None:
            raise ValueError(words)
        return range_term(start, end, source)
    return None


def parse_day_of_month(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«15 мая», «10-15 сентября 2020», «с 1 по 15 октября», «01.10»."""
    if found := _DAYS_OF_MONTH.fullmatch(_without_prepositions(words)):
        month = month_of(found[3])
        if month is None:
            return None
        year = full_year(found[4]) or _year_for(month, plan)
        start, end = (date(year, month, int(found[n])) for n in (1, 2))
        return range_term(start, end, source, _assumed_year(year, found[4]))
    if found := _DAY_OF_MONTH.fullmatch(words):
        month = month_of(found[2])
        if month is None:
            return None
        year = full_year(found[3]) or _year_for(month, plan)
        return point_term(date(year, month, int(found[1])), source, _assumed_year(year, found[3]))
    if (found := _DAY_WITHOUT_YEAR.fullmatch(words)) and 1 <= int(found[2]) <= 12:
        year = _year_for(int(found[2]), plan)
        return point_term(
            date(year, int(found[2]), int(found[1])), source, _assumed_year(year, None)
        )
    return None


def parse_month(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь 2020», «сент. 2020», «09.2020», «IX.2020», «сентябрь»."""
    if (found := _NUMERIC_MONTH.fullmatch(words)) and 1 <= month_number(found[1]) <= 12:
        month, year = month_number(found[1]), int(found[2])
        return range_term(date(year, month, 1), _last_day_of_month(year, month), source)
    found = _MONTHLY.fullmatch(words)
    month_named = month_of(found[1]) if found else None
    if found is None or month_named is None:
        return None
    year = full_year(found[2]) or _year_for(month_named, plan)
    start, end = date(year, month_named, 1), _last_day_of_month(year, month_named)
    return range_term(start, end, source, _assumed_year(year, found[2]))


def parse_part_of_month(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«конец мая 2027», «1 декада октября», «последняя неделя сентября», «до конца мая»."""
    found = _PART_OF_MONTH.fullmatch(words)
    month = month_of(found[7]) if found else None
    if found is None or month is None:
        return None
    by, third, number, decade_or_half, week, last_week, _, written = found.groups()
    year = full_year(written) or _year_for(month, plan)
    last = _last_day_of_month(year, month)
    if third:
        first, end = _part(_THIRDS[third], 3, last.day)
    elif decade_or_half:
        parts = 3 if decade_or_half == "декад" else 2
        first, end = _part(int(number) if number.isdecimal() else parts, parts, last.day)
    elif week.isdecimal():
        first, end = 7 * int(week) - 6, 7 * int(last_week or week)
    else:
        first, end = last.day - 6, last.day
    start, assumed = date(year, month, first), _assumed_year(year, written)
    if by and third:
        return point_term(start.replace(day=min(_BY[third], last.day)), source, assumed)
    return range_term(start, start.replace(day=end), source, assumed)


def _part(number: int, of: int, last: int) -> tuple[int, int]:
    """The first and the last day of a third or a half of a month with so many days."""
    length = 30 // of
    if number > of:
        raise ValueError(number)  # a third half
    return length * (number - 1) + 1, last if number == of else length * number


def parse_months(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь-октябрь 2020», «сентябрь – май»: over New Year where the second is the earlier."""
    found = _MONTHS_BETWEEN.fullmatch(_without_prepositions(words))
    first, last = (month_of(found[1]), month_of(found[3])) if found else (None, None)
    if found is None or first is None or last is None:
        return None
    end_year, start_year = full_year(found[4]), full_year(found[2])
    if start_year is None:
        start_year = end_year - (last < first) if end_year else _year_for(first, plan)
    if end_year is None:
        end_year = start_year + (last < first)
    assumed = "" if found[2] or found[4] else f"годы — {start_year}, {end_year}"
    return range_term(
        date(start_year, first, 1), _last_day_of_month(end_year, last), source, assumed
    )


def parse_open_range(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«с сентября», «начиная с 01.10.2020», «с 2021 года»: to the end of the plan."""
    found = _FROM.fullmatch(words)
    if found and (year := re.fullmatch(r"(20\d\d)(?: г(?:ода|од)?)?", found[1])):
        return range_term(max(date(int(year[1]), 1, 1), plan.start), plan.end, source)
    for recogniser in (parse_day, parse_day_of_month, parse_month) if found else ():
        begin = recogniser(found[1], plan, source) if found else None
        if begin is not None and begin.start is not None:
            return range_term(begin.start, plan.end, source, begin.assumed)
    return None
