"""What the cells given to a function stand for: read as the reader of workbooks reads them.

Each raises `ArgumentError` with the text that the calling cell shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ...expressions.snapshot import ErrorValue
from ...form.columns import Kind
from ...form.edition import Edition
from ...form.fields import Field, form_of
from ...form.loading import editions, load_edition
from ...form.tables import PlanItem
from ...readers.cells import plain
from ...readers.cleaned import Open
from ...readers.cleaning import clean
from ...readers.excel_days import day_of
from ...readers.number_cells import clean_number
from ...readers.typed_text import as_text, quoted
from ...texts.term import PlanPeriod
from .ranges import ArgumentError, grid_of

_FIRST_YEAR, _LAST_YEAR = 1990, 2098
"""Of a plan; the reader takes no earlier or later day for one of a roadmap."""
_WHY_NOT = {
    "not-a-number": "не число",
    "date-for-number": "дата вместо числа",
    "error-value": "ошибка Excel",
    "no-data": "нет данных",
    "calculation": "не одно число",
}
DITTO = "то же"


def number(raw: object) -> float | None:
    """A number of people or posts, «18 чел.» and «12,0» too; None for a blank, 0 for a dash."""
    if raw is None:
        return None
    cleaned = clean_number(raw, Kind.COUNT)
    if cleaned.note == "fraction":  # half a post
        cleaned = clean_number(raw, Kind.AMOUNT)
    if cleaned.rejected:
        raise ArgumentError(f"{_WHY_NOT[cleaned.note]}: {quoted(raw)}")
    if cleaned.open is Open.DASH:
        return 0
    return cleaned.value if isinstance(cleaned.value, int | float) else None


def text(raw: object) -> str:
    """What a cell says, without spaces around it; empty for a blank."""
    if isinstance(raw, ErrorValue):
        raise ArgumentError(f"{_WHY_NOT['error-value']}: {quoted(raw)}")
    return "" if raw is None else as_text(raw).strip()


def texts(argument: object) -> Iterator[str]:
    """What each cell of a range says, blanks and errors left out."""
    for row in grid_of(argument):
        yield from filter(None, (text(cell) for cell in row if not isinstance(cell, ErrorValue)))


def plan_text(raw: object, column: str) -> str:
    """What a cell of the plan's column says; `DITTO` for «то же», empty for a blank or a dash.

    Excel on the web and on a Mac gives a function a date as its number.
    """
    given = day_of(raw) or plain(raw)
    if given is None:
        return ""
    cleaned = clean(given, _plan_field(column), newest_edition())
    if cleaned.rejected:
        raise ArgumentError(f"{_WHY_NOT[cleaned.note]}: {quoted(raw)}")
    if cleaned.open is Open.DITTO:
        return DITTO
    return text(cleaned.value)


def plan(first_year: object, last_year: object) -> PlanPeriod:
    """The school years from 1 September of one year to 31 August of the other."""
    first, last = _year(first_year), _year(last_year)
    if first is None or last is None or first >= last:
        raise ArgumentError("годы плана — два года по порядку, например 2020 и 2022")
    return PlanPeriod(first, last)


def newest_plan() -> PlanPeriod:
    year = newest_edition().exam_year
    return PlanPeriod(year, year + 2)


def newest_edition() -> Edition:
    return load_edition(editions()[-1])


def edition(raw: object) -> Edition:
    """The edition of this year; the newest for a blank. Raises `EditionError` if there is none."""
    return load_edition(quoted(raw).strip()) if text(raw) else newest_edition()


def _year(raw: object) -> int | None:
    found = raw.year if isinstance(raw, date) else number(raw)
    whole = found is not None and found == int(found) and _FIRST_YEAR <= found <= _LAST_YEAR
    return int(found) if found is not None and whole else None


@lru_cache(maxsize=4)
def _plan_field(column: str) -> Field:
    """Any activity's field of this column: all are read alike."""
    fields = form_of(newest_edition().key).fields
    return next(f for f in fields if f.table is PlanItem and f.column == column)
