"""Terms that name parts of a school year: «I квартал 2021», «в течение года», «2020-2021 уч.г.»."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from .calendar_terms import full_year, point_term, range_term
from .school_calendar import (
    CALENDAR_HALVES,
    FIRST_MONTH,
    HALVES,
    HOLIDAYS,
    LAST_LESSON,
    QUARTERS,
    TERMS,
    Part,
    month_of,
    part_days,
)
from .squeezing import Pattern
from .term import Every, PlanPeriod, Term, TermKind

_NUMBERS = {
    "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    "l": 1, "ll": 2, "lll": 3, "lv": 4, "1v": 4, "п": 2, "ш": 3,
}  # fmt: skip
"""The numbers of parts, Roman ones also by the letters people type for them."""
_NUMERAL = r"([il1]v|i{1,3}|l{1,3}|[1-4]|[пш](?=\s))(?:-?[а-я]{1,2})?"
_KINDS_OF_PARTS = ("кв", "четверт", "полугоди")
_ENDS = ("кон", "окончани", "завершени")
_SCHOOL_YEAR = Pattern(
    r"(20\d\d|\d\d)\s*[-/]\s*(20\d\d|\d\d)(?:\s*\(?уч[а-я]*\.?(?:\s*г[а-я]*)?\)?)?",
    needs=("-", "/"),
)
_PART = Pattern(
    rf"{_NUMERAL}\s*(квартал|кв|четверт|полугоди)[а-я]*\.?(?:\s*(20\d\d)(?:\s*[-/]\s*(20\d\d|\d\d))?"
    r"(\s*уч[а-я.]*(?:\s*г[а-я]*)?)?)?",
    needs=_KINDS_OF_PARTS,
)
_END_OF_PART = Pattern(r"(?:(до|к)\s+|в\s+)?(?:кон|окончани|завершени)[а-я]+\s+(.+)", needs=_ENDS)
_HOLIDAYS = Pattern(
    r"([а-я]{3,7})[а-я]*\s+каникул[а-я]*(?:\s+(20\d\d)(?:[-/](20\d\d|\d\d))?)?", needs=("каникул",)
)
_ALL_YEAR = Pattern(
    r"(?:(?=уч)|в течение\s+(?:всего\s+)?|весь\s+|в период\s+|на\s+(?:весь\s+)?)"
    r"(?:(20\d\d)\s*[-/]\s*(20\d\d|\d\d)\s*)?"
    r"(?:уч[а-я.]*\s*)?(?:года|год|г|период[а-я]*|срок[а-я]*|времени|реализации|действия)"
    r"(?:\s+(?:реализации|действия))?(?:\s+(?:программы|плана|проекта|дорожной карты))?",
    needs=("г", "период", "срок", "времени", "реализации", "действия"),
)
_YEAR_ENDS = Pattern(
    r"(?:до\s+|к\s+|в\s+)?(?:кон(?:ца|цу|ец|це)|(?:окончани|завершени)[ияюе])\s+"
    r"(?:(20\d\d)\s*(?:[-/]\s*(20\d\d|\d\d)\s*)?)?(уч[а-я.]*\s*)?(?:года|г)?",
    needs=_ENDS,
)
_PLAN_ENDS = Pattern(
    r"(?:(?:до|к|в)\s+)?(?:кон|окончани|завершени)[а-я]+\s+(?:(?:срока|периода)\s+)?"
    r"(?:реализации|действия)(?:\s+(?:программы|плана|проекта|дорожной карты))?",
    needs=("реализации", "действия"),
)
_NEW_YEAR = Pattern(r"(?:до|к)\s+нов(?:ого|ому)\s+(?:(20\d\d)\s+)?год[ау]", needs=("нов",))
_SEASONS = {"осен": (9, 11), "зим": (12, 2), "весн": (3, 5), "весен": (3, 5), "лет": (6, 8)}
"""First and last month."""
_SEASON = Pattern(
    r"(осен|зим|весн|весен|лет)(?:ью|ой|ом|ь|а|о|ы|н?ий период|н?его периода)"
    r"(?:\s+(20\d\d)(?:\s*[-/]\s*(20\d\d|\d\d))?)?(?:\s*учебного года)?",
    needs=tuple(_SEASONS),
)
_PARTS = Pattern(
    rf"{_NUMERAL}\s*(?:-|и|,)\s*{_NUMERAL}\s*(квартал|кв|четверт|полугоди)[а-я]*\.?(?:\s*(20\d\d))?",
    needs=_KINDS_OF_PARTS,
)
_ALWAYS = frozenset(
    {"постоянно", "весь период", "весь год", "весь учебный год", "регулярно", "систематически",
     "круглый год", "круглогодично", "на постоянной основе", "непрерывно", "на регулярной основе",
     "бессрочно"}
)  # fmt: skip


def parse_school_year(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«2020-2021 уч.г.», «2020/21», «20-21 уч. год», «учебный год 2020/2021», «2021»."""
    if words.startswith("учебного года "):
        words = f"{words.removeprefix('учебного года ')} учебного года"
    found = _SCHOOL_YEAR.fullmatch(words)
    if found and (len(found[1]) == 4 or "уч" in words):
        first, last = full_year(found[1]), full_year(found[2])
        if first is not None and last is not None and first < last <= first + 5:
            return range_term(date(first, 9, 1), date(last, 8, 31), source)
    if re.fullmatch(r"20\d\d", words):
        return range_term(date(int(words), 1, 1), date(int(words), 12, 31), source)
    return None


def parse_part_of_year(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«I квартал 2021», «1 полугодие», «III четверть»."""
    found = _PART.fullmatch(words)
    if not found:
        return None
    kinds = {"квартал": QUARTERS, "кв": QUARTERS, "четверт": TERMS, "полугоди": HALVES}
    parts = kinds[found[2]]
    number = _NUMBERS[found[1]]
    if number > len(parts):
        return None
    year = full_year(found[3])
    if year is None:
        return _part_term(
            parts[number - 1], plan.first_year, source, f"{plan.first_year}/{plan.first_year + 1}"
        )
    # A single year is the calendar's, two are a school year's
    before_new_year = parts[number - 1][0][0] >= 9
    meant = _part_term(parts[number - 1], year if found[4] or before_new_year else year - 1, source)
    if parts is not HALVES or found[4] or found[5]:
        return meant
    return _the_one_inside(plan, meant, _part_term(CALENDAR_HALVES[number - 1], year - 1, source))


def _the_one_inside(plan: PlanPeriod, *readings: Term) -> Term | None:
    """«1 полугодие 2027» is the school's or the calendar's: that which the plan has, or none."""
    inside = [
        one
        for one in readings
        if one.start and one.end and one.end > plan.start and one.start < plan.end
    ]
    return inside[0] if len(inside) == 1 else None


def parse_end_of_part(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«до конца II полугодия», «конец 3 четверти 2027»: the last day of it."""
    found = _END_OF_PART.fullmatch(words)
    part = parse_part_of_year(found[2], plan, source) if found else None
    return point_term(part.end, source, part.assumed) if part and part.end else None


def parse_parts_of_year(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«I-II квартал 2027», «1 и 2 четверть»: from the beginning of one to the end of the other."""
    found = _PARTS.fullmatch(words)
    if not found or _NUMBERS[found[1]] >= _NUMBERS[found[2]]:
        return None
    year = f" {found[4]}" if found[4] else ""
    first, last = (parse_part_of_year(f"{found[n]} {found[3]}{year}", plan, source) for n in (1, 2))
    if not first or not last or not first.start or not last.end:
        return None
    is_before = last.end < first.start  # of the plan's first school year: IV before I
    end = last.end.replace(year=last.end.year + is_before)
    return range_term(first.start, end, source, first.assumed)


def parse_season(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«осень 2026», «летом», «зима 2026/2027»; of «зима 2026» two winters may be meant."""
    found = _SEASON.fullmatch(words)
    if not found or (found[1] == "зим" and found[2] and not found[3]):
        return None
    first, last = _SEASONS[found[1]]
    year = full_year(found[2]) or plan.first_year
    if first < FIRST_MONTH and (found[3] or not found[2]):
        year += 1
    last_year = year + (last < first)
    end = date(last_year, last, calendar.monthrange(last_year, last)[1])
    years = f"год — {year}" if year == last_year else f"годы — {year}, {last_year}"
    return range_term(date(year, first, 1), end, source, "" if found[2] else years)


def _part_term(part: Part, school_year: int, source: str, assumed: str = "") -> Term:
    start, end = part_days(part, school_year)
    return range_term(start, end, source, f"учебный год — {assumed}" if assumed else "")


def parse_holidays(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«осенние каникулы»; of «зимние каникулы 2027» two may be meant."""
    found = _HOLIDAYS.fullmatch(words)
    for begins, part in HOLIDAYS.items():
        if found and found[1].startswith(begins):
            if found[3] and (year := full_year(found[2])):
                return _part_term(part, year, source)
            if year := full_year(found[2]):
                is_over_new_year = part[0] > part[1]
                earlier = year - (part[0][0] < FIRST_MONTH)
                return None if is_over_new_year else _part_term(part, earlier, source)
            years = f"{plan.first_year}/{plan.first_year + 1}"
            return _part_term(part, plan.first_year, source, years)
    return None


def parse_all_year(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«в течение года», «весь период», «до конца учебного года»."""
    if words in _ALWAYS:
        return range_term(plan.start, plan.end, source)
    if _PLAN_ENDS.fullmatch(words):
        return point_term(plan.end, source)
    if new := _NEW_YEAR.fullmatch(words):
        year = int(new[1]) - 1 if new[1] else plan.first_year
        return point_term(date(year, 12, 31), source, "" if new[1] else f"год — {year}")
    if ended := _YEAR_ENDS.fullmatch(words):
        return _end_of_year(ended, plan, source)
    found = _ALL_YEAR.fullmatch(words)
    if not found:
        return None
    if any(word in words for word in ("период", "срок", "времени", "реализации", "действия")):
        return range_term(plan.start, plan.end, source)
    first = full_year(found[1]) or plan.first_year
    last_year = full_year(found[2]) or first + 1
    assumed = "" if found[1] else f"учебный год — {first}/{last_year}"
    return range_term(date(first, 9, 1), date(last_year, 8, 31), source, assumed)


def _end_of_year(found: re.Match[str], plan: PlanPeriod, source: str) -> Term:
    """The last lesson of a school year, or New Year's Eve where one calendar year is named."""
    first, second, is_school_year = full_year(found[1]), full_year(found[2]), bool(found[3])
    if first is None:
        last = date(plan.first_year + 1, *LAST_LESSON)
        return point_term(last, source, f"учебный год — {plan.first_year}/{plan.first_year + 1}")
    if second is None and not is_school_year:
        return point_term(date(first, 12, 31), source)
    return point_term(date(second or first, *LAST_LESSON), source)


_TIMES = r"(?:(?:\d\s+)?раза?\s+в\s+|кажд[а-я]+\s+)"
_EACH_FEW = Pattern(
    r"(?:(?:1\s+)?раз\s+в|кажд[а-я]+)\s+(\d{1,2})\s+(дн|недел|месяц)[а-я]*", needs=("раз", "кажд")
)
_WEEK_DAYS = "понедельник|вторник|сред|четверг|пятниц|суббот"
_WORDS: tuple[tuple[Pattern, Every], ...] = (
    (Pattern(rf"ежеднев[а-я]*|еженедел[а-я]*|{_TIMES}недел[а-я]+|"
             rf"(?:кажд[а-я]+ |по )(?:{_WEEK_DAYS})[а-я]*",
             needs=("ежеднев", "недел", "кажд", "по ")),
     Every.WEEK),
    (Pattern(rf"ежемесяч[а-я]*|{_TIMES}месяц[а-я]*|помесячно|(?:в )?(?:кон[а-я]+|начал[а-я]+|"
             r"последн[а-я]+ [а-я ]+?)(?: каждого)? месяца", needs=("месяч", "месяц")),
     Every.MONTH),
    (Pattern(rf"ежекварталь[а-я]*|поквартально|{_TIMES}(?:квартал|четверт)[а-я]*|по\s+(?:(?:окончании|"
             r"итогам|завершении)\s+(?:кажд[а-я]+\s+)?)?(?:четверт(?:ям|ей|и)|квартал(?:ам|ов|а))|"
             r"(?:в\s+)?кон(?:це|ец)\s+(?:кажд[а-я]+\s+)?(?:четверти|квартала)",
             needs=("квартал", "четверт")),
     Every.QUARTER),
    (Pattern(rf"{_TIMES}(?:полугоди|полгода)[а-я]*|по\s+(?:(?:окончании|итогам|завершении)\s+"
             r"(?:кажд[а-я]+\s+)?)?полугоди(?:ям|й|я)|(?:в\s+)?кон(?:це|ец)\s+(?:кажд[а-я]+\s+)?"
             r"полугодия|2 раза? в (?:учебного )?год[а-я]*",
             needs=("полугоди", "полгода", "год")), Every.HALF_YEAR),
    (Pattern(rf"ежегод[а-я]*|{_TIMES}(?:учебн[а-я]+\s+)?год[а-я]*|(?:в\s+)?(?:дни\s+|период\s+)?"
             r"(?:школьных\s+)?каникул[а-я]*|(?:в\s+)?каникулярное время|"
             r"по итогам (?:учебного )?года|(?:в\s+)?конце кажд[а-я]+ (?:учебного )?года|"
             r"август,?\s*\(?педсовет\)?", needs=("год", "каникул", "август")), Every.YEAR),
)  # fmt: skip
_DAY_OF_EACH_MONTH = Pattern(
    r"(?:ежемесячно,?\s+)?(?:до\s+|не позднее\s+)?(\d{1,2})(?:-?го)?"
    r"(?:(?:,| и)\s+(\d{1,2})(?:-?го)?)?\s+числа?"
    r"(?:\s+(?:каждого\s+)?месяца(?:,? следующего за отчетным)?|,?\s+ежемесячно)?",
    needs=("числ",),
)
_TAIL = Pattern(r"\s*(?:,|;|в течение .*|по .*|до .*|на .*|\(.*\)).*$")
_LIST = Pattern(r"[а-я]{3,8}(?:(?:\s*[,;]\s*|\s+и\s+)[а-я]{3,8})+")


def parse_recurring(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """The recurring term a text names; it recurs over the whole plan."""
    if found := _DAY_OF_EACH_MONTH.fullmatch(words):
        days = [int(day) for day in found.groups() if day]
        if not all(1 <= day <= 31 for day in days):
            raise ValueError(words)
        found_days = tuple(one for day in days for one in _months(plan, day))
        return _term(Every.MONTH, found_days, plan, source)
    if found := _EACH_FEW.fullmatch(words):
        return _term(None, tuple(_each_few(int(found[1]), found[2], plan)), plan, source)
    if _LIST.fullmatch(words) and (listed := _parse_listed_months(words, plan, source)):
        return listed
    for pattern, every in _WORDS:
        if pattern.fullmatch(words) or pattern.fullmatch(_TAIL.sub("", words)):
            return _term(every, tuple(_occurrences(every, words, plan)), plan, source)
    return None


def _term(every: Every | None, days: tuple[date, ...], plan: PlanPeriod, source: str) -> Term:
    within = tuple(sorted(day for day in days if plan.start <= day <= plan.end))
    return Term(TermKind.RECURRING, source, plan.start, plan.end, every, within)


def _parse_listed_months(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«сентябрь, декабрь, май»: the first school year's."""
    numbers = []
    for name in re.findall(r"[а-я]{3,8}", words):
        number = month_of(name)
        if number is None:
            return None
        numbers.append(number)
    days = tuple(_last_day(plan.first_year + (number < 9), number) for number in numbers)
    return _term(None, days, plan, source)


def _occurrences(every: Every, words: str, plan: PlanPeriod) -> Iterator[date]:
    if every is Every.WEEK:
        day = plan.start + timedelta(days=6)
        while day <= plan.end:
            yield day
            day += timedelta(days=7)
    elif every is Every.MONTH:
        yield from _months(plan, 31)
    else:
        quarters = TERMS if "четверт" in words else QUARTERS
        parts = {Every.QUARTER: quarters, Every.HALF_YEAR: HALVES, Every.YEAR: HALVES[1:]}[every]
        for year in range(plan.first_year, plan.last_year):
            for part in parts:
                start, end = part_days(part, year)
                if start >= plan.start:  # a quarter that began before the plan asks for nothing
                    yield end


def _each_few(number: int, of: str, plan: PlanPeriod) -> Iterator[date]:
    """«1 раз в 2 месяца»: the last day of each such stretch, counted from the plan's beginning."""
    if not number:
        raise ValueError(number)
    if of == "месяц":
        months = [day for day in _months(plan, 31) if plan.start <= day <= plan.end]
        yield from months[number - 1 :: number]
        return
    length = timedelta(days=number * (7 if of == "недел" else 1))
    day = plan.start + length - timedelta(days=1)
    while day <= plan.end:
        yield day
        day += length


def _months(plan: PlanPeriod, day: int) -> Iterator[date]:
    """The day of each month of the plan, its last where it is shorter."""
    for year in range(plan.first_year, plan.last_year + 1):
        for month in range(1, 13):
            yield min(date(year, month, 1) + timedelta(days=day - 1), _last_day(year, month))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
