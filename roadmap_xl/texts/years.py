"""The days and years that stand somewhere in a longer text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .days import day_in
from .pattern import Pattern

_DAY = Pattern(r"\b\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)(?!\d)")
_YEAR = Pattern(r"(?<![\d.])20\d\d(?!\d)")


def days_in(text: str) -> Iterator[date]:
    """Each day written as 01.10.2020, 01.10.2020г. or 1.10.20."""
    for found in _DAY.finditer(text):
        day = day_in(found[0])
        if day is not None:
            yield day


def years_in(text: str) -> Iterator[int]:
    """Each year of this century that is not a part of a day."""
    for found in _YEAR.finditer(text):
        yield int(found[0])
