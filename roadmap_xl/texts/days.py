"""A single day, as schools write it and as a message shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .school_calendar import month_of
from .squeezing import Pattern

_DAY = Pattern(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})")
_ISO_DAY = Pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_IN_WORDS = Pattern(r"(\d{1,2}) ([а-я]{3,}) (\d{4})")
_YEAR_MARK = Pattern(r" ?г(?:ода|од)?$")


def day_text(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04}"


def day_in(text: str) -> date | None:
    """«01.10.2020 г.», «1.10.20», «2020-10-01», «1 октября 2020»; None for any other text."""
    text = _YEAR_MARK.sub("", text)
    if found := _DAY.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _ISO_DAY.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif (found := _DAY_IN_WORDS.fullmatch(text)) and (named := month_of(found[2])):
        day, month, year = int(found[1]), named, int(found[3])
    else:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:  # 31 September
        return None


# --- Days as Excel counts them, from 1 January 1900 as 1. ---

_LEAP_SLIP = date(1900, 3, 1)
"""Excel's 1900 has a 29 February, so from here on its count is one ahead of the calendar's."""
FIRST_SERIAL, LAST_SERIAL = 32874, 73050
"""1 January 1990 and 31 December 2099; other numbers are no days of a roadmap."""


def serial_of(day: date) -> int:
    """Excel's number of a day."""
    return (day - date(1899, 12, 31 if day < _LEAP_SLIP else 30)).days


def day_of(number: object) -> date | None:
    """The day with this number, where it may be meant as one; None for any other value."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return date(1899, 12, 30) + timedelta(days=int(number))


# --- The days and years that stand somewhere in a longer text. ---

_DAY_IN_TEXT = Pattern(r"\b\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)(?!\d)")
_YEAR = Pattern(r"(?<![\d.])20\d\d(?!\d)")


def days_in(text: str) -> Iterator[date]:
    """Each day written as 01.10.2020, 01.10.2020г. or 1.10.20."""
    for found in _DAY_IN_TEXT.finditer(text):
        day = day_in(found[0])
        if day is not None:
            yield day


def years_in(text: str) -> Iterator[int]:
    """Each year of this century that is not a part of a day."""
    for found in _YEAR.finditer(text):
        yield int(found[0])
