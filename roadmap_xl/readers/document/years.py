"""The year of a document: its exam year, by what its titles and headers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...form.loading import editions, load_edition
from ...texts.pattern import Pattern
from ...texts.squeezing import squeezed
from .content import Content

_PAIR = r"(20\d\d) ?[/\\-] ?(20\d\d)"
_RESULTS = Pattern(rf"(?i)итоги\D{{0,60}}{_PAIR}")
_PERIOD = Pattern(rf"(?i)\bна {_PAIR} ?год")
_PLAN_YEARS = Pattern(rf"(?i)\bна {_PAIR} ?\(")
_COLUMN = Pattern(_PAIR)
_HEADERS_LOOKED_AT = 3
"""Rows at the top of each table."""


def results_year(text: str) -> int | None:
    """The exam year of a title: 2020 for «Итоги ЕГЭ 2019/2020 учебного года»."""
    found = _RESULTS.search(squeezed(text))
    return int(found[2]) if found and int(found[2]) == int(found[1]) + 1 else None


def exam_year(content: Content) -> int | None:
    """The year that most of the document speaks of; None where it names none."""
    votes = Counter(_years(content))
    return max(votes, key=lambda year: (votes[year], year), default=None)


def _years(content: Content) -> Iterator[int]:
    for paragraph in content.paragraphs:
        text = squeezed(paragraph.text)
        if (year := results_year(text)) is not None:
            yield from (year, year)
        if (found := _PERIOD.search(text)) or (found := _PLAN_YEARS.search(text)):
            yield int(found[1])
    for table in content.tables:
        for row in table.rows[:_HEADERS_LOOKED_AT]:
            pairs = [found for cell in row if (found := _COLUMN.fullmatch(squeezed(cell.text)))]
            if len(pairs) > 1:
                yield min(int(found[1]) for found in pairs)


def edition_of(year: int | None) -> str:
    """The key of the edition of an exam year; empty where there is none."""
    return next((key for key in editions() if load_edition(key).exam_year == year), "")
