"""What the cells given to a function stand for: read as the reader of workbooks reads them.

Each function here raises `ArgumentError` with the text that the calling cell shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache, wraps

from ...errors import RoadmapError
from ...expressions.cell_values import ErrorValue
from ...form.columns import Kind
from ...form.fields import Field, Form
from ...form.forms import Forms
from ...form.kept import kept, kept_until
from ...form.loading import newest
from ...form.tables import PlanItem
from ...reader.files.values import plain
from ...texts.cells import clean
from ...texts.cleaned import Open
from ...texts.days import day_of
from ...texts.numbers import clean_number
from ...texts.term import PlanPeriod
from ...texts.typed import as_text, quote_value

Grid = list[list[object]]


class ArgumentError(RoadmapError):
    """An argument that a function cannot use; the text is what the cell shows instead."""


def grid_of(argument: object) -> Grid:
    """Rows of equal length, whatever came: a cell, a row of cells, a range."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    rows = [list(row) if isinstance(row, list | tuple) else None for row in argument]
    found = [row for row in rows if row is not None] if all(rows) else [list(argument)]
    width = max((len(row) for row in found), default=0) or 1
    return [[*row, *[None] * (width - len(row))] for row in found] or [[None]]


def on_each(one: Callable[..., object]) -> Callable[..., object]:
    """The function of single cells, for ranges too: one cell, row or column goes with all.

    What a cell's own argument is wrong with stands in that cell, and the others are worked out.
    """

    @wraps(one)
    def on_ranges(*arguments: object) -> object:
        grids = [grid_of(argument) for argument in arguments]
        try:
            shape = _common_shape(grids)
        except ArgumentError as fault:
            return str(fault)
        rows = [
            [
                _answer_or_reason(one, [_at(grid, row, column) for grid in grids])
                for column in range(shape[1])
            ]
            for row in range(shape[0])
        ]
        is_range = any(isinstance(argument, list | tuple) for argument in arguments)
        return rows if is_range else rows[0][0]

    return on_ranges


def _answer_or_reason(one: Callable[..., object], cells: Sequence[object]) -> object:
    try:
        return one(*cells)
    except RoadmapError as fault:
        return str(fault)


def _common_shape(grids: Sequence[Grid]) -> tuple[int, int]:
    shapes = [(len(grid), len(grid[0])) for grid in grids]
    height, width = max(h for h, _ in shapes), max(w for _, w in shapes)
    if any(h not in (1, height) or w not in (1, width) for h, w in shapes):
        sizes = " и ".join(dict.fromkeys(f"{h}×{w}" for h, w in shapes))
        raise ArgumentError(f"диапазоны разного размера: {sizes} (строк×столбцов)")
    return height, width


def _at(grid: Grid, row: int, column: int) -> object:
    """The cell that goes with this one; a single row or column goes with all."""
    line = grid[row if len(grid) > 1 else 0]
    return line[column if len(line) > 1 else 0]


# One cell's value.

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
        raise ArgumentError(f"{_WHY_NOT[cleaned.note]}: {quote_value(raw)}")
    if cleaned.open is Open.DASH:
        return 0
    return cleaned.value if isinstance(cleaned.value, int | float) else None


def text(raw: object) -> str:
    """What a cell says, without spaces around it; empty for a blank."""
    if isinstance(raw, ErrorValue):
        raise ArgumentError(f"{_WHY_NOT['error-value']}: {quote_value(raw)}")
    return "" if raw is None else as_text(raw).strip()


def texts(argument: object) -> Iterator[str]:
    """What each cell of a range says, blanks and errors left out."""
    for row in grid_of(argument):
        yield from filter(None, (text(cell) for cell in row if not isinstance(cell, ErrorValue)))


def plan_text(raw: object, column: str) -> str:
    """What a cell of the plan's column says; `DITTO` for «то же», empty for a blank or a dash.

    Excel on the web and on a Mac gives a function a date as its number.
    """
    value = day_of(raw) or plain(raw)
    if value is None:
        return ""
    cleaned = clean(value, _plan_field(column), newest_form().edition)
    if cleaned.rejected:
        raise ArgumentError(f"{_WHY_NOT[cleaned.note]}: {quote_value(raw)}")
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
    year = newest_form().edition.exam_year
    return PlanPeriod(year, year + 2)


def known_forms() -> Forms:
    """The forms that a function in a cell may be about: also those this computer has met."""
    return _known_forms(kept_until())


@lru_cache(maxsize=1)
def _known_forms(_until: int) -> Forms:
    return Forms(kept())


def newest_form() -> Form:
    return known_forms().of(newest())


def form_of_year(raw: object) -> Form:
    """The form of this year; the newest for a blank. Raises `EditionError` if there is none."""
    return known_forms().of(quote_value(raw).strip()) if text(raw) else newest_form()


def _year(raw: object) -> int | None:
    found = raw.year if isinstance(raw, date) else number(raw)
    whole = found is not None and found == int(found) and _FIRST_YEAR <= found <= _LAST_YEAR
    return int(found) if found is not None and whole else None


def _plan_field(column: str) -> Field:
    """Any activity's field of this column: all are read alike."""
    fields = newest_form().fields
    return next(f for f in fields if f.table is PlanItem and f.column == column)
