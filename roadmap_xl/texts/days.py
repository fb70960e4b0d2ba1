"""A single day, as schools write it and as a message shows it."""

from __future__ import annotations

from datetime import date

from .pattern import Pattern
from .school_calendar import month_of

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
