"""The parts of a school year that terms name, as days of September to August.

Data of a usual Russian school year; a district that differs changes it here.
Source: domain.md section 6, rows 57 to 60.
"""

from __future__ import annotations

from datetime import date

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
"""How the names of the months begin, in every case: «май», «мая», «сент.»."""
_MAY = ("май", "мая", "маю", "мае")


def month_of(word: str) -> int | None:
    """The number of the month that the word names, in any case or cut short."""
    for number, begins in enumerate(_MONTHS, start=1):
        if word.startswith(begins):
            is_no_month = word.startswith("декад") or (begins == "ма" and word not in _MAY)
            return None if is_no_month else number
    return None


Part = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last day of a part, each as month and day."""

TERMS: tuple[Part, ...] = (
    ((9, 1), (10, 31)),
    ((11, 1), (12, 31)),
    ((1, 1), (3, 31)),
    ((4, 1), (5, 31)),
)
"""The four quarters of a school year, «четверти»."""
QUARTERS: tuple[Part, ...] = (
    ((1, 1), (3, 31)),
    ((4, 1), (6, 30)),
    ((7, 1), (9, 30)),
    ((10, 1), (12, 31)),
)
"""The quarters of the calendar, «кварталы»."""
HALVES: tuple[Part, ...] = (((9, 1), (12, 31)), ((1, 1), (5, 31)))
"""The half-years of a school year."""
CALENDAR_HALVES: tuple[Part, ...] = (((1, 1), (6, 30)), ((7, 1), (12, 31)))
"""The half-years of a calendar year."""
HOLIDAYS: dict[str, Part] = {
    "осен": ((10, 25), (11, 10)),
    "зим": ((12, 25), (1, 12)),
    "весен": ((3, 20), (4, 5)),
    "лет": ((6, 1), (8, 31)),
}
"""When the holidays may lie, by how their names begin."""
FIRST_MONTH = 9
"""Of a school year."""
LAST_LESSON = (5, 31)


def part_days(part: Part, school_year: int) -> tuple[date, date]:
    """The part that begins in the school year that begins in this year."""
    start, end = (_day(month, day, school_year) for month, day in part)
    return start, end if start <= end else end.replace(year=end.year + 1)


def _day(month: int, day: int, school_year: int) -> date:
    return date(school_year + (month < FIRST_MONTH), month, day)
