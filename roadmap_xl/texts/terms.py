"""The column «Сроки»: from what schools write to a term.

Source: domain.md section 6, rows 54 to 65 and 69; section 8.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from .days import day_in
from .recurring import recurring
from .school_calendar import (
    HALVES,
    HOLIDAYS,
    LAST_LESSON,
    MONTHS,
    QUARTERS,
    TERMS,
    Part,
    dated,
)
from .squeezing import compared
from .term import PlanPeriod, Term, TermKind

LONGEST = 200
"""Characters of a term that are looked at; a longer text is no term."""
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NUMBERAL = r"(iv|i{1,3}|[1-4])(?:-?[а-я]{1,2})?"
_BEFORE = re.compile(r"^(?:до|к|не позднее|не позже|в срок до|срок до|по|в|на|с)\s+(?=\S)")
_YEAR_END = re.compile(r"\s*(?:г(?:ода|оду|од|г)?|гг|годы|годов)\.?$")
_SERIAL = re.compile(r"[3-7]\d{4}")
_FIRST_SERIAL = date(1899, 12, 30)
_MONTH_NAME = r"([а-я]{3,8})\.?"
_YEAR = r"(20\d\d|\d\d)"
_DAYS = re.compile(r"(\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d))")
_MONTHLY = re.compile(rf"{_MONTH_NAME}(?:\s*{_YEAR})?")
_NUMERIC_MONTH = re.compile(r"(\d{1,2})[./](20\d\d)")
_MONTHS_BETWEEN = re.compile(rf"{_MONTH_NAME}(?:\s*{_YEAR})?\s*-\s*{_MONTH_NAME}(?:\s*{_YEAR})?")
_DAYS_OF_MONTH = re.compile(rf"(\d{{1,2}})\s*-\s*(\d{{1,2}})\s+{_MONTH_NAME}(?:\s*{_YEAR})?")
_DAY_OF_MONTH = re.compile(rf"(\d{{1,2}})\s+{_MONTH_NAME}(?:\s*{_YEAR})?")
_DAY_WITHOUT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})")
_SCHOOL_YEAR = re.compile(
    r"(20\d\d|\d\d)\s*[-/]\s*(20\d\d|\d\d)(?:\s*\(?уч[а-я]*\.?(?:\s*г[а-я]*)?\)?)?"
)
_PART = re.compile(
    rf"{_NUMBERAL}\s*(квартал|четверт|полугоди)[а-я]*(?:\s*(20\d\d)(?:\s*[-/]\s*(20\d\d|\d\d))?"
    r"(?:\s*уч[а-я.]*(?:\s*г[а-я]*)?)?)?"
)
_HOLIDAYS = re.compile(r"([а-я]{3,7})[а-я]*\s+каникул[а-я]*")
_ALL_YEAR = re.compile(
    r"(?:в течени[еи]|на протяжении)\s+(?:всего\s+)?(?:(20\d\d)\s*[-/]\s*(20\d\d|\d\d)\s*)?"
    r"(?:уч[а-я.]*\s*)?(?:года|г|периода|срока|времени)"
)
_ALWAYS = frozenset(
    {"постоянно", "весь период", "весь год", "весь учебный год", "регулярно", "систематически",
     "в течение всего периода", "круглый год", "на постоянной основе"}
)  # fmt: skip
_OPEN = re.compile(
    r"(?:по|согласно|в соответствии с|согласно с)\s+(?:[а-я-]+\s+){0,3}"
    r"(?:план[а-я]*|график[а-я]*|мере|приказ[а-я]*|расписани[а-я]*|необходимости|запрос[а-я]*|"
    r"согласовани[а-я]*|договор[а-я]*|положени[а-я]*|итогам)(?:\s.*)?|при необходимости|"
    r"по мере .+|план(?:ово)?|срок не определен"
)

Recogniser = Callable[[str, PlanPeriod, str], Term | None]


@lru_cache(maxsize=4096)
def parse_term(text: str, plan: PlanPeriod) -> Term:
    """The term a text means inside a plan; never raises, whatever the text is."""
    said = compared(text)
    if not said or len(said) > LONGEST:
        return Term(TermKind.UNKNOWN, text)
    if found := _recognised(said, plan, text):
        return found
    return Term(TermKind.UNKNOWN, text)


def _recognised(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """By the recognisers in turn, on the text as it stands and without what stands around it."""
    plain = said.replace("і", "i").replace("х", "x")
    bare = _YEAR_END.sub("", re.sub(r"\s*\(.*\)$", "", plain)).strip(" .")
    without = _BEFORE.sub("", bare)
    for form in dict.fromkeys((plain, bare, without)):
        for recogniser in RECOGNISERS:
            try:
                found = recogniser(form, plan, source)
            except (ValueError, OverflowError):  # 31 September, a year nobody can reach
                return Term(TermKind.IMPOSSIBLE, source)
            if found is not None:
                return found
    return None


def _point(day: date, source: str, assumed: str = "") -> Term:
    return Term(TermKind.POINT, source, day, day, assumed=assumed)


def _range(start: date, end: date, source: str, assumed: str = "") -> Term:
    return Term(TermKind.RANGE, source, start, end, assumed=assumed)


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _month(name: str) -> int | None:
    """The number of the month the word names."""
    for number, begins in enumerate(MONTHS, start=1):
        if name.startswith(begins) and (begins != "ма" or name in ("май", "мая", "маю", "мае")):
            return number
    return None


def _year_for(month: int, plan: PlanPeriod) -> int:
    """The year of the first such month inside the plan."""
    return plan.first_year + (month < plan.start.month)


def _assumed(year: int, written: str | None) -> str:
    return "" if written else f"год — {year}"


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«01.10.2020», «1 октября 2020», «44105»."""
    if _SERIAL.fullmatch(said):
        return _point(_FIRST_SERIAL + timedelta(days=int(said)), source, "число Excel")
    if day := day_in(said):
        return _point(day, source)
    if _DAYS.fullmatch(said):
        raise ValueError(said)  # looks like a day and is none
    return None


def _days(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«с 01.09.2020 по 31.05.2021», «01.09.2020-31.12.2020»."""
    days = _DAYS.findall(said)
    rest = _DAYS.sub("", said)
    if len(days) == 2 and not re.sub(r"\bс\b|\bпо\b|\bдо\b|\bот\b|г(?:ода)?|[-. ]", "", rest):
        start, end = (day_in(day) for day in days)
        if start is None or end is None:
            raise ValueError(said)
        return _range(start, end, source)
    return None


def _day_of_month(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«15 мая», «10-15 сентября 2020», «01.10»."""
    if found := _DAYS_OF_MONTH.fullmatch(said):
        month = _month(found[3])
        if month is None:
            return None
        year = _full_year(found[4]) or _year_for(month, plan)
        start, end = (date(year, month, int(found[n])) for n in (1, 2))
        return _range(start, end, source, _assumed(year, found[4]))
    if found := _DAY_OF_MONTH.fullmatch(said):
        month = _month(found[2])
        if month is None:
            return None
        year = _full_year(found[3]) or _year_for(month, plan)
        return _point(date(year, month, int(found[1])), source, _assumed(year, found[3]))
    if (found := _DAY_WITHOUT_YEAR.fullmatch(said)) and 1 <= int(found[2]) <= 12:
        year = _year_for(int(found[2]), plan)
        return _point(date(year, int(found[2]), int(found[1])), source, _assumed(year, None))
    return None


def _one_month(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь 2020», «сент. 2020», «09.2020», «сентябрь»."""
    if (found := _NUMERIC_MONTH.fullmatch(said)) and 1 <= int(found[1]) <= 12:
        month, year = int(found[1]), int(found[2])
        return _range(date(year, month, 1), _last_of(year, month), source)
    found = _MONTHLY.fullmatch(said)
    month_named = _month(found[1]) if found else None
    if found is None or month_named is None:
        return None
    year = _full_year(found[2]) or _year_for(month_named, plan)
    start, end = date(year, month_named, 1), _last_of(year, month_named)
    return _range(start, end, source, _assumed(year, found[2]))


def _months(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь-октябрь 2020», «сентябрь – май»: over New Year where the second is the earlier."""
    found = _MONTHS_BETWEEN.fullmatch(said.removeprefix("с ").replace(" по ", "-"))
    first, last = (_month(found[1]), _month(found[3])) if found else (None, None)
    if found is None or first is None or last is None:
        return None
    end_year, start_year = _full_year(found[4]), _full_year(found[2])
    if start_year is None:
        start_year = end_year - (last < first) if end_year else _year_for(first, plan)
    if end_year is None:
        end_year = start_year + (last < first)
    assumed = "" if found[2] or found[4] else f"годы — {start_year}, {end_year}"
    return _range(date(start_year, first, 1), _last_of(end_year, last), source, assumed)


def _school_year(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«2020-2021 уч.г.», «2020/21», «20-21 уч. год», «2021»."""
    found = _SCHOOL_YEAR.fullmatch(said)
    if found and (len(found[1]) == 4 or "уч" in said):
        first, last = _full_year(found[1]), _full_year(found[2])
        if first is not None and last is not None and first < last <= first + 5:
            return _range(date(first, 9, 1), date(last, 8, 31), source)
    if re.fullmatch(r"20\d\d", said):
        return _range(date(int(said), 1, 1), date(int(said), 12, 31), source)
    return None


def _part_of_year(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«I квартал 2021», «1 полугодие», «III четверть»."""
    found = _PART.fullmatch(said)
    if not found:
        return None
    kinds = {"квартал": QUARTERS, "четверт": TERMS, "полугоди": HALVES}
    parts = kinds[found[2]]
    number = _ROMAN[found[1]]
    if number > len(parts):
        return None
    year = _full_year(found[3])
    if year is None:
        return _dated(
            parts[number - 1], plan.first_year, source, f"{plan.first_year}/{plan.first_year + 1}"
        )
    # A single year is the calendar's, two are a school year's
    before_new_year = parts[number - 1][0][0] >= 9
    return _dated(parts[number - 1], year if found[4] or before_new_year else year - 1, source)


def _dated(part: Part, school_year: int, source: str, assumed: str = "") -> Term:
    start, end = dated(part, school_year)
    return _range(start, end, source, f"учебный год — {assumed}" if assumed else "")


def _holidays(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«осенние каникулы»."""
    found = _HOLIDAYS.fullmatch(said)
    for begins, part in HOLIDAYS.items():
        if found and found[1].startswith(begins):
            return _dated(part, plan.first_year, source, f"{plan.first_year}/{plan.first_year + 1}")
    return None


def _all_year(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«в течение года», «весь период», «до конца учебного года»."""
    if said in _ALWAYS:
        return _range(plan.start, plan.end, source)
    if re.fullmatch(r"(?:до\s+|к\s+)?кон(?:ца|цу|ец)\s+(?:уч[а-я.]*\s*)?года", said):
        last = date(plan.first_year + 1, *LAST_LESSON)
        return _point(last, source, f"учебный год — {plan.first_year}/{plan.first_year + 1}")
    found = _ALL_YEAR.fullmatch(said)
    if not found:
        return None
    if "период" in said or "срок" in said:
        return _range(plan.start, plan.end, source)
    first = _full_year(found[1]) or plan.first_year
    last_year = _full_year(found[2]) or first + 1
    assumed = "" if found[1] else f"учебный год — {first}/{last_year}"
    return _range(date(first, 9, 1), date(last_year, 8, 31), source, assumed)


def _in_words_only(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«по плану», «по мере необходимости»."""
    return Term(TermKind.OPEN, source) if _OPEN.fullmatch(said) else None


RECOGNISERS: tuple[Recogniser, ...] = (
    _day,
    _days,
    _day_of_month,
    _one_month,
    _months,
    _part_of_year,
    _holidays,
    _all_year,
    recurring,
    _school_year,
    _in_words_only,
)
"""From the most exact to the least."""
