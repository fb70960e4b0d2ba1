"""Values as the paper prints them, and text that can stand in XML at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...form.columns import Kind
from ...form.fields import Field
from ...form.submission import Submission, Value
from ...form.tables import Table
from ...form.vocabulary import WITHOUT_EXAMS
from ...texts.days import day_text

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NO_LETTERS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids or advises against; a program shows none of it."""


def printable(text: str) -> str:
    """The text without what no document can hold; every end of a line is one."""
    return _NO_LETTERS.sub("", _LINE_ENDS.sub("\n", text))


class Printed:
    """What the paper prints for each field of a submission."""

    def __init__(self, submission: Submission, typed: Mapping[int, str] | None = None) -> None:
        self.submission = submission
        self.form = submission.form
        self._typed = typed or {}
        """By slot, the text that could not be understood, as the school typed it."""

    def __getitem__(self, field_id: str) -> str:
        field = self.form.by_id.get(field_id)
        return self.of(field) if field else ""

    def of(self, field: Field, kind: Kind | None = None) -> str:
        """The field's text; empty for a blank. `kind` is what its value means here."""
        if field.slot in self._typed:
            return self._typed[field.slot]
        return value_text(self.value(field), kind or field.kind)

    @property
    def no_exams(self) -> str:
        """Why there are none, in a sentence; empty where the school has graduates."""
        state = self.submission["meta.grade11"]
        if state not in WITHOUT_EXAMS:
            return ""
        return f"{self.form.edition.titles.without_exams}: {state}."

    def has_numbers(self, *tables: type[Table]) -> bool:
        """Whether a number was typed into these tables, or what should be one."""
        fields = (field for field in self.form.fields if field.table in tables)
        return any(self.of(field) for field in fields if field.is_input and field.kind.is_number)

    def value(self, field: Field) -> Value:
        """What was typed, or what is computed where the form computes it."""
        if not field.is_input:
            return self.submission.computed[field.slot]
        return self.submission.values[field.slot]


def value_text(value: Value, kind: Kind) -> str:
    """A value in Russian: a decimal comma, a percent sign for a share, «01.10.2026».

    What stands in a share's place and is none (the 4 of «4 наставника») stays the number it is.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return value
    is_percent = kind is Kind.SHARE and 0 <= value <= 1
    return f"{_number(value, 100)}%" if is_percent else _number(value)


def _number(value: float, times: int = 1) -> str:
    """All its digits, as far as a spreadsheet keeps them."""
    exact = Decimal(f"{value:.15g}") * times
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
