"""«Откуда эта цифра»: what each school gave to a number, and the cells it stands in.

The number is computed anew by its own recipe, school by school; nothing is read from the summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..submission import Value
from .counted import CountedSchool
from .figures import Figure, Given, Recipe, Summing
from .in_words import Sort, row_name, sort_of
from .plan_totals import PlanCount
from .summary import DistrictSummary


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that is asked for: a figure's key, and a school's where it is the school's own."""

    key: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A filled cell of a school's file that the number rests on."""

    sheet: str
    cell: str
    title: str
    """The row and the column, as the form calls them."""
    value: Value
    counts: bool
    """False where an error leaves it out, or a text stands in place of a number."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one school has to do with a number."""

    school: str
    file: str
    sha256: str
    given: Given | None
    """None where the school gives nothing to it."""
    left_out: str
    """What an error leaves out, with its code; empty where nothing."""
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A number with everything it was made from, the largest parts first."""

    asked: Asked
    figure: Figure
    """Computed now, over the parts."""
    parts: tuple[Part, ...]
    """The schools that gave to it, and those whose error leaves something out."""
    opened: int
    """The schools looked at."""


def traced(summary: DistrictSummary, asked: Sequence[Asked]) -> list[Traced]:
    """The numbers with their parts; each file is opened once.

    Raises `KeyError` for a key or a school that the summary does not have.
    """
    tracing = [_Tracing(one, summary.figures[one.key].recipe) for one in asked]
    own = {one.school for one in asked if one.school}
    missing = own - {school.key for school in summary.counted.schools}
    if missing:
        raise KeyError(*missing)
    for school in _opened(summary, None if any(not one.school for one in asked) else own):
        for one in tracing:
            one.add(school)
    return [one.done() for one in tracing]


def _opened(summary: DistrictSummary, keys: set[str] | None) -> Iterator[CountedSchool]:
    for line in summary.counted.lines:
        if keys is None or (line.school and line.school.key in keys):
            yield summary.counted.opened(line)


class _Tracing:
    """One number, being traced school by school."""

    def __init__(self, asked: Asked, recipe: Recipe) -> None:
        self._asked = asked
        self._summing = Summing(recipe)
        self._parts: list[Part] = []
        self._opened = 0

    def add(self, school: CountedSchool) -> None:
        if self._asked.school not in ("", school.key):
            return
        self._opened += 1
        self._summing.add(school)
        recipe = self._summing.recipe
        given, left_out = recipe.given(school), recipe.left_out(school)
        if given is not None or left_out is not None:
            words = f"{left_out.what} ({left_out.code})" if left_out else ""
            file = school.received
            cells = tuple(_cells_of(recipe, school))
            self._parts.append(Part(school.name, file.file, file.sha256, given, words, cells))

    def done(self) -> Traced:
        parts = sorted(self._parts, key=lambda part: (-self._weight(part), part.school, part.file))
        return Traced(self._asked, self._summing.figure(), tuple(parts), self._opened)

    def _weight(self, part: Part) -> float:
        """How much of the number is the school's; of a quotient, of what it is divided by."""
        if part.given is None:
            return -1
        is_sum = sort_of(self._summing.recipe) is Sort.SUM
        return abs(float(part.given.count if is_sum else part.given.whole))


def _cells_of(recipe: Recipe, school: CountedSchool) -> Iterator[SourceCell]:
    """The cells behind a school's part; of the plan those of the activities that are counted.

    An error in an activity's row leaves nothing of the plan out.
    """
    if isinstance(recipe, PlanCount):
        said = _cells(school, recipe.rests_on(school))
        yield from (replace(cell, counts=True) for cell in said if cell.value is not None)
    else:
        yield from _cells(school, recipe.slots)


def _cells(school: CountedSchool, slots: Sequence[int]) -> Iterator[SourceCell]:
    fields = school.submission.form.fields
    for slot in dict.fromkeys(slots):
        value = school.values[slot]
        code = school.code_out(slot)
        if value is None and not code:
            continue
        field = fields[slot]
        column = field.spec.full_label or field.label
        title = " — ".join(dict.fromkeys(part for part in (row_name(field), column) if part))
        place = school.submission.place(field)
        yield SourceCell(place.sheet, place.cell, title, value, not code)
