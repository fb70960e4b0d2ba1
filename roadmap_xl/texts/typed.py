"""Any value of a cell as the text it would be, and as a message shows it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ..expressions.cell_values import ErrorValue
from .days import day_text
from .signs import visible_text
from .squeezing import squeeze

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
    "#SPILL!": "#ПЕРЕНОС!",
    "#CALC!": "#ВЫЧИСЛ!",
    "#FIELD!": "#ПОЛЕ!",
    "#GETTING_DATA": "#GETTING_DATA",
    "#CONNECT!": "#CONNECT!",
    "#BLOCKED!": "#BLOCKED!",
    "#UNKNOWN!": "#UNKNOWN!",
}
"""Excel's errors by their names in the file, with those a Russian Excel shows, where known."""
ERROR_TEXTS = frozenset(ERROR_NAMES) | frozenset(ERROR_NAMES.values())


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


def quote_value(value: object, longest: int = LONGEST_QUOTE) -> str:
    """The value as a message repeats it: on one line, at most so many characters."""
    text = visible_text(re.sub(r"\s+", " ", as_text(value)[: 20 * longest]))
    if not squeeze(text):
        return "пробел"
    return text if len(text) <= longest else text[: longest - 1] + "…"


MOST_LETTERS = 32_767
"""As many characters Excel keeps in a cell."""

_NOT_STORED: dict[int, str | None] = dict.fromkeys(
    (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
"""What no XML can hold (XML 1.0, section 2.2): control signs, halves of letters, no letters."""
_NOT_STORED |= {0x09: "\t", 0x0A: "\n", 0x0D: "\n"}
_MAY_NOT_STORE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """The text as every program keeps it in a cell: lines end alike, no letters that are none.

    Whatever a source of cells gives has passed through here, so that every writer may write it.
    """
    if text.isprintable():  # most texts; costs a tenth of the rest
        return text
    if not _MAY_NOT_STORE.search(text):  # of several lines
        return text
    return text.replace("\r\n", "\n").translate(_NOT_STORED)
