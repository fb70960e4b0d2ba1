"""Days as Excel counts them, from 1 January 1900 as 1."""

from __future__ import annotations

from datetime import date, timedelta

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
