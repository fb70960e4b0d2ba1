"""A single day: as offices write it, as a message shows it, as Excel counts it.

docs/form.md lists the writings; ГОСТ Р 7.0.97-2016, 5.10, has the two official ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .school_calendar import month_of
from .squeezing import Pattern, normalize

_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_BETWEEN = r"(?:\s?[./,-]\s?|\s)"
_YEAR_LAST = Pattern(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}|[ivxх]{{1,4}}){_BETWEEN}(\d{{4}}|\d\d)")
_YEAR_FIRST = Pattern(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", needs=(".", "/", "-"))
_MONTH_IN_WORDS = Pattern(
    r"(\d{1,2})(?:-?(?:го|ое|е))?[\s.-]?\s?([а-я]{3,8})\.?[\s,-]{0,2}(\d{4}|\d\d)"
)
_QUOTED_NUMBER = Pattern(r"[\"«»“”„'`]+\s*(\d{1,2})\s*[\"«»“”„'`]+\s*(?=(\d)?)")
_YEAR_MARK = Pattern(r" ?г(?:ода|оду|од)?\.?,?$")
_CLOCK = Pattern(
    r"(?<=[\d г.,])(?:[tт]|,? ?в |,? )\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?"
    r"(?: ?(?:z|ч|час\w*|мск)\.?| ?[+-]\d\d:?(?:\d\d)?)?$"
)
_DAYS_OF_WEEK = (
    r"понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|пн|вт|ср|чт|пт|сб|вс"
)
_DAY_OF_WEEK = Pattern(
    rf"^(?:{_DAYS_OF_WEEK})\b\.?,? (?=\d)|,? ?\(?\b(?:{_DAYS_OF_WEEK})\.?\)?$|^от (?=\d)"
)


def day_text(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04}"


def day_in(text: str) -> date | None:
    """«01.10.2020 г.», «2020-10-01T14:30», ««01» окт. 2020 г.»; None for any other text."""
    text = without_quotes(normalize(text))
    for around in (_DAY_OF_WEEK, _CLOCK, _YEAR_MARK):
        text = around.sub("", text).strip()
    if found := _YEAR_LAST.fullmatch(text):
        day, month, year = int(found[1]), month_number(found[2]), int(found[3])
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _MONTH_IN_WORDS.fullmatch(text):
        day, month, year = int(found[1]), month_of(found[2]) or 0, int(found[3])
    else:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:  # 31 September
        return None


def without_quotes(text: str) -> str:
    """««01» декабря» as «01 декабря»: the marks around the number of a day are the form's."""
    return _QUOTED_NUMBER.sub(r"\1 ", text).strip() if '"' in text or "«" in text else text


def month_number(text: str) -> int:
    """The month that digits or a Roman number stand for; 0 for none."""
    if text.isdecimal():
        return int(text)
    text = text.replace("х", "x")  # the letter alone looks Cyrillic
    return _ROMAN_MONTHS.index(text) + 1 if text in _ROMAN_MONTHS else 0


EXCEL_DAY_ZERO = date(1899, 12, 30)
"""The day before Excel's first, as far as its count is right."""
_LEAP_SLIP = date(1900, 3, 1)
"""Excel's 1900 has a 29 February, so from here on its count is one ahead of the calendar's."""
_HALF_A_MINUTE = 30 / 86_400
"""Of a day: so near to midnight a program only rounded it otherwise."""
FIRST_SERIAL, LAST_SERIAL = 32874, 73050
"""1 January 1990 and 31 December 2099; other numbers are no days of a roadmap."""


def serial_of(day: date) -> int:
    """Excel's number of a day, which counts from 1 January 1900 as 1."""
    return (day - EXCEL_DAY_ZERO).days - (day < _LEAP_SLIP)


def day_of(number: object) -> date | None:
    """The day with this number, where it may be meant as one; None for any other value."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return EXCEL_DAY_ZERO + timedelta(days=int(number + _HALF_A_MINUTE))


_DAY_IN_TEXT = Pattern(
    r"(?<![\d.])(?:\d{1,2}\.\s?\d{1,2}\.\s?(?:20\d\d|\d\d)|\d{1,2}/\d{1,2}/20\d\d"
    r"|20\d\d[.-]\d{1,2}[.-]\d{1,2}|\d{1,2} [а-я]{3,8}\.? 20\d\d)(?!\d)"
)
_YEAR = Pattern(r"(?<![\d.])20\d\d(?!\d)")


def days_in(text: str) -> Iterator[date]:
    """Each day that stands in a longer text: 01.10.2020г., 1.10.20, «1» октября 2020."""
    for found in _DAY_IN_TEXT.finditer(without_quotes(text)):
        day = day_in(found[0])
        if day is not None:
            yield day


def years_in(text: str) -> Iterator[int]:
    """Each year of this century that is not a part of a day."""
    for found in _YEAR.finditer(text):
        yield int(found[0])
