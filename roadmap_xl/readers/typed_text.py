"""Text as schools type it: squeezed for comparing, and any value as a message shows it.

Source of the characters: domain.md section 8, «Number text cleaning».
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ..expressions.snapshot import ErrorValue

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_CLEANED = _INVISIBLE | _DASHES
LONGEST_QUOTE = 80
"""Characters of a cell's text that a message repeats."""
MOST_NUMBER = 1e15
"""Excel keeps 15 digits; a larger number in a school's workbook is a slip of the keyboard."""

ERROR_NAMES = {
    "#DIV/0!": "#ДЕЛ/0!",
    "#N/A": "#Н/Д",
    "#NAME?": "#ИМЯ?",
    "#NULL!": "#ПУСТО!",
    "#NUM!": "#ЧИСЛО!",
    "#REF!": "#ССЫЛКА!",
    "#VALUE!": "#ЗНАЧ!",
}
"""Excel's errors by their names in the file, with those a Russian Excel shows."""
ERROR_TEXTS = frozenset(ERROR_NAMES) | frozenset(ERROR_NAMES.values())


def squeezed(text: str) -> str:
    """Without invisible characters, every space a single one, every dash a hyphen."""
    return " ".join(text.translate(_CLEANED).split())


def compared(text: str) -> str:
    """Squeezed, in small letters, «е» for «ё», without a full stop at the end."""
    return squeezed(text).casefold().replace("ё", "е").rstrip(" .")


def day_text(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04}"


def number_text(number: float) -> str:
    """The number as Excel shows it: at most 15 digits, a decimal comma."""
    if abs(number) < MOST_NUMBER and number == int(number):
        return str(int(number))
    return f"{number:.15g}".replace(".", ",")


def as_text(value: object) -> str:
    """Any value of a cell as the text it would be in a text cell."""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        return f"{day_text(value)} {value:%H:%M}"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, ErrorValue):
        return ERROR_NAMES.get(value.text, value.text)
    return str(value)


def quoted(value: object) -> str:
    """The value as a message repeats it: on one line, at most `LONGEST_QUOTE` characters."""
    text = re.sub(r"\s+", " ", as_text(value))
    if not squeezed(text):
        return "пробел"
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
