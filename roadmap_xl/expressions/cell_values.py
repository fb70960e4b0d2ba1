"""The values of one workbook as the compiled rules want them: plain lists by slot."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Record

LONE_MARKS = " .,…/-–—_\n\r\t"
"""A text of nothing but these says nothing: schools put them where they have nothing to say."""

ERROR_SHOWN = "ошибка Excel"
"""What a message shows of a cell that holds an error value."""


class ErrorValue(Record):
    """An Excel error in a cell, such as #Н/Д."""

    text: str = "#Н/Д"

    def __str__(self) -> str:
        return self.text


def trim(text: str) -> str:
    """The text as TRIM leaves it: no-break spaces as spaces, none at the ends, single between."""
    if "  " not in text and "\xa0" not in text:  # most texts; four times as quick
        return text.strip(" ")
    return " ".join(part for part in text.replace("\xa0", " ").split(" ") if part)


def says_something(text: str) -> bool:
    return bool(text.replace("\xa0", " ").strip(LONE_MARKS))


class CellValues:
    """Values by slot, read once: numbers with blank as 0, what is filled, what is no number."""

    __slots__ = ("bad", "errors", "numbers", "texts")

    def __init__(self, values: Sequence[object]) -> None:
        self.numbers: list[float] = [0.0] * len(values)
        self.texts: list[str | None] = [None] * len(values)
        """What each cell holds as text; None where the cell is blank."""
        self.bad: set[int] = set()
        """Slots that hold something that is not a number."""
        self.errors: set[int] = set()
        for slot, value in enumerate(values):
            if value is None:
                continue
            if type(value) is float or (  # nearly all numbers are, and no bool
                isinstance(value, int | float) and not isinstance(value, bool)
            ):
                self.numbers[slot] = value
                self.texts[slot] = "0"
            elif isinstance(value, ErrorValue):
                self.texts[slot] = str(value)
                self.bad.add(slot)
                self.errors.add(slot)
            else:
                self.texts[slot] = str(value)
                self.bad.add(slot)
