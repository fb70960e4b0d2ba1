"""What the tags of a summary's cell come to: the key of a figure, or the name of another number.

A row's tag is «stem@school#marks», a column's the rest of a key, «=» and a whole key, or «~»
and the name of a number that is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .book import BookCell

COUNTED, CIRCLE, BACK = "counted", "circle", "back"
"""A row's marks: how many schools are wholly in the figure; over the schools of both years; of the
summary so many before this one («back1»)."""


_LINE = re.compile(r"line\.\d+")
"""Of a line of «Сдача»; a file may be named «line.xlsx»."""


class RowTag(NamedTuple):
    """A row's tag in its parts."""

    stem: str
    school: str = ""
    back: int = 0
    in_circle: bool = False
    is_counted: bool = False


NO_TAG = RowTag("")


class Number(NamedTuple):
    """A figure of a summary, or a school's part of it."""

    key: str
    school: str = ""
    back: int = 0
    """How many summaries before this one."""
    in_circle: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the tags of a cell come to: one figure, the difference of two, or a name."""

    numbers: tuple[Number, ...] = ()
    name: str = ""
    row: RowTag = NO_TAG
    of_counted: bool = False
    tag_row: int = field(default=0, compare=False)
    """Where the column's tag stands; the header is below it."""


def resolve_tags(cell: BookCell, is_key: Callable[[Number], bool]) -> list[Resolved]:
    """What the pairs of a row's and a column's tag come to, of those that mean something.

    A header may look like the column's tag («1» of the plan); then the upper one is the tag.
    """
    rows = [_row_tag(text) for text in cell.row_tags]
    found: dict[Resolved, None] = {}
    for tag_row, column_tag in cell.column_tags:
        for one in _of_column(rows, column_tag, tag_row):
            if all(map(is_key, one.numbers)):
                found.setdefault(one)
    return list(found)


def _of_column(rows: list[RowTag], column_tag: str, tag_row: int) -> Iterator[Resolved]:
    if not column_tag.startswith("~"):
        whole = column_tag.removeprefix("=")
        is_whole = whole != column_tag  # then any text like a tag would do, as «2.1» of the plan
        for row in [one for one in rows if one.school or not is_whole] or rows:
            key = whole if is_whole else f"{row.stem}.{column_tag}"
            number = Number(key, row.school, row.back, row.in_circle)
            yield Resolved((number,), of_counted=row.is_counted, tag_row=tag_row)
        return
    name = column_tag.removeprefix("~")
    if name in _NUMBERS:
        for row in rows:
            if row.stem.startswith(("avg.", "dyn.")):
                yield Resolved(_NUMBERS[name](row), name, row, tag_row=tag_row)
    else:
        row = next((row for row in rows if _LINE.fullmatch(row.stem) or row.school), NO_TAG)
        yield Resolved((), name, row, tag_row=tag_row)


def _row_tag(text: str) -> RowTag:
    whole, _, mark_text = text.partition("#")
    stem, _, school = whole.partition("@")
    marks = mark_text.split(".")
    back = next((found for mark in marks if (found := mark.removeprefix(BACK)).isdecimal()), "0")
    return RowTag(stem, school, int(back), CIRCLE in marks, COUNTED in marks)


def _mean(row: RowTag) -> Number:
    return Number(f"{row.stem}.mean", row.school, row.back, row.in_circle)


def _of_district(row: RowTag) -> tuple[Number, ...]:
    return (Number(f"{row.stem}.mean"),)


def _before(row: RowTag) -> tuple[Number, ...]:
    subject = row.stem.partition(".")[2]
    return (Number(f"dyn.{subject}.mean", row.school, row.back + 1, row.in_circle),)


_NUMBERS: dict[str, Callable[[RowTag], tuple[Number, ...]]] = {
    "district": _of_district,
    "before": _before,
    "deviation": lambda row: (_mean(row), *_of_district(row)),
    "change": lambda row: (_mean(row), *_before(row)),
}
"""By name, the figures that a number is, or is the difference of."""
