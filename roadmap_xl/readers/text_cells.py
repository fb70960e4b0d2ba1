"""Texts, choices and dates as schools type them.

Source: domain.md section 6, rows 30, 54, 63, 64, 67, 71. A text is kept as it was typed; only what
says nothing is taken for a blank.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from ..expressions.snapshot import ErrorValue, says_something
from ..form.fields import Field
from ..form.tables import Passport, PlanHeading, PlanItem
from .cleaned import BLANK, Cleaned, Open, nothing, rejected
from .excel_days import day_of
from .typed_text import ERROR_TEXTS, as_text, compared, day_text, squeezed

_DITTO_WORDS = frozenset({"то же", "тоже", "тот же", "та же", "те же", "там же"})
_DITTO_MARKS = re.compile(r"""(?=.*["«»“”„']|.*/.*/)[-_/ "«»“”„']+""")
"""«"», «-"-», «—//—»: quotation marks or two slashes, and nothing but marks."""
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_IN_WORDS = re.compile(r"(\d{1,2}) ([а-я]{3})[а-я]* (\d{4})")
_YEAR_MARK = re.compile(r" ?г(?:ода|од)?$")


def clean_text(raw: object, field: Field) -> Cleaned:
    """The text in a cell; a number or a date in a text cell is taken as the text it shows."""
    if isinstance(raw, ErrorValue):
        return rejected("error-value")
    if not isinstance(raw, str):
        return _not_text(raw, field)
    text = squeezed(raw)
    if not text:
        return BLANK
    if text.upper() in ERROR_TEXTS:
        return rejected("error-value")
    if field.table is PlanItem and field.column in ("term", "responsible") and _is_ditto(text):
        return Cleaned(note="ditto", open=Open.DITTO)
    if not says_something(text):
        return nothing(lone_mark(field))
    return Cleaned(raw)


def _is_ditto(text: str) -> bool:
    return compared(text) in _DITTO_WORDS or bool(_DITTO_MARKS.fullmatch(text))


def lone_mark(field: Field) -> str:
    """The kind of note on a lone punctuation mark in this field."""
    if field.table is Passport:
        return "lone-mark-passport"
    return "lone-mark" if field.table in (PlanItem, PlanHeading) else "lone-mark-text"


def _not_text(raw: object, field: Field) -> Cleaned:
    if field.column == "term" and (day := day_of(raw)) is not None:
        return Cleaned(day_text(day), "date-read", day_text(day))
    return Cleaned(as_text(raw))


def clean_choice(raw: object, field: Field, options: tuple[str, ...]) -> Cleaned:
    """The option of the list a cell names; any other text stays, the rules speak about it."""
    cleaned = clean_text(raw, field)
    if not isinstance(cleaned.value, str) or cleaned.value in options:
        return cleaned
    meant = compared(cleaned.value)
    for option in options:
        if compared(option) == meant:
            return Cleaned(option, "choice-variant", option)
    return cleaned


def clean_date(raw: object, field: Field) -> Cleaned:
    """The date in a cell, also where it is a text or Excel's number of a day."""
    if isinstance(raw, datetime):
        return Cleaned(raw.date())
    if isinstance(raw, date):
        return Cleaned(raw)
    if not isinstance(raw, str):
        day = day_of(raw)
        wrong = "error-value" if isinstance(raw, ErrorValue) else "not-a-date"
        return rejected(wrong) if day is None else _read(day)
    cleaned = clean_text(raw, field)
    if cleaned.value is None:
        return cleaned
    day = day_in(compared(raw))
    return rejected("not-a-date") if day is None else _read(day)


def _read(day: date) -> Cleaned:
    return Cleaned(day, "date-read", day_text(day))


def day_in(text: str) -> date | None:
    """«01.10.2020 г.», «1.10.20», «2020-10-01», «1 октября 2020»; None for any other text."""
    text = _YEAR_MARK.sub("", text)
    if found := _DAY.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _ISO_DAY.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif (found := _DAY_IN_WORDS.fullmatch(text)) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
    else:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:  # 31 September
        return None
