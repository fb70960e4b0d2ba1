"""«Откуда эта цифра»: what each school gave to a number, and the cells it stands in.

The number is computed anew by its own recipe, school by school; nothing is read from the summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...district.counted import CountedSchool
from ...district.school import DISTRICT
from ...form.fields import Form
from ...form.submission import Value
from ..figures import Basis, Contribution, Figure, FigureSum, Recipe
from ..numbers.from_files import open_own_book
from ..numbers.indicators import indicator_recipes
from ..numbers.plan import PlanCount, plan_recipes
from ..numbers.summary import DistrictSummary
from .in_words import Sort, row_name, sort_of


@dataclass(frozen=True, slots=True)
class Question:
    """A number that is asked for: a figure's key, and a school's where it is the school's own."""

    key: str
    school: str = ""
    """A school's key, or the district's own for a number of its own book."""
    only: frozenset[str] | None = None
    """Of the district's numbers: over these schools alone."""

    def is_about(self, school: str) -> bool:
        return self.school in ("", school) and (self.only is None or school in self.only)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a school's file that the number rests on."""

    sheet: str
    cell: str
    title: str
    """The row and the column, as the form calls them."""
    value: Value
    """An empty text where something is said of the cell, not what stands in it."""
    counts: bool
    """False where an error leaves it out, or a text stands in place of a number."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one school has to do with a number."""

    school: str
    file: str
    sha256: str
    contribution: Contribution | None
    """None where the school gives nothing to it."""
    left_out: str
    """What an error leaves out, with its code; empty where nothing."""
    cells: tuple[SourceCell, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A number with everything it was made from, the largest parts first."""

    asked: Question
    figure: Figure
    """Computed now, over the parts."""
    parts: tuple[Part, ...]
    """The schools that gave to it, and those whose error leaves something out."""
    opened: int
    """The schools looked at that the number concerns."""
    form: Form
    """Which the recipe's slots are of."""


def trace(summary: DistrictSummary, asked: Sequence[Question]) -> list[Trace]:
    """The numbers with their parts; each file is opened once.

    Raises `KeyError` for a key or a school that the summary does not have.
    """
    own_recipes = (
        recipes_of_own(summary) if any(one.school == DISTRICT.key for one in asked) else {}
    )
    form, own_form = summary.form, summary.form.of_district
    tracing = [
        _Tracing(one, own_recipes[one.key], own_form)
        if one.school == DISTRICT.key
        else _Tracing(one, summary.figures[one.key].recipe, form)
        for one in asked
    ]
    schools = {one.school for one in asked if one.school != DISTRICT.key}
    missing = schools - {"", *(school.key for school in summary.counted.schools)}
    if missing:
        raise KeyError(*missing)
    for school in _open_schools(summary, None if "" in schools else schools):
        for one in tracing:
            one.add(school)
    if own_recipes and (own := open_own_book(summary)):
        for one in tracing:
            one.add(own)
    return [one.done() for one in tracing]


def recipes_of_own(summary: DistrictSummary) -> dict[str, Recipe]:
    """What the sheets show of the district's own book; nothing where none counts."""
    if summary.own is None:
        return {}
    basis = Basis(summary.form.of_district, summary.settings, summary.today)
    return plan_recipes(basis) | indicator_recipes(basis)


def _open_schools(summary: DistrictSummary, keys: set[str] | None) -> Iterator[CountedSchool]:
    for line in summary.counted.lines:
        if keys is None or (line.school and line.school.key in keys):
            yield summary.counted.open(line)


class _Tracing:
    """One number, being traced school by school."""

    def __init__(self, asked: Question, recipe: Recipe, form: Form) -> None:
        self._asked, self._form = asked, form
        self._summing = FigureSum(recipe)
        self._parts: list[Part] = []
        self._opened = 0

    def add(self, school: CountedSchool) -> None:
        if school.key == DISTRICT.key != self._asked.school or not self._asked.is_about(school.key):
            return
        self._summing.add(school)
        recipe = self._summing.recipe
        contribution, left_out = recipe.contribution(school), recipe.left_out(school)
        self._opened += contribution is not None or self._summing.concerns(school)
        if contribution is not None or left_out is not None:
            words = f"{left_out.what} ({left_out.code})" if left_out else ""
            self._parts.append(part_of(school, contribution, cells_behind(recipe, school), words))

    def done(self) -> Trace:
        parts = sorted(self._parts, key=lambda part: (-self._weight(part), part.school, part.file))
        figure = self._summing.figure()
        return Trace(self._asked, figure, tuple(parts), self._opened, self._form)

    def _weight(self, part: Part) -> float:
        """How much of the number is the school's; of a quotient, of what it is divided by."""
        if part.contribution is None:
            return -1
        is_sum = sort_of(self._summing.recipe) is Sort.SUM
        return abs(float(part.contribution.count if is_sum else part.contribution.whole))


def part_of(
    school: CountedSchool,
    contribution: Contribution | None,
    cells: Iterable[SourceCell],
    left_out: str = "",
) -> Part:
    """A part with the school's file."""
    file = school.received
    return Part(school.name, file.file, file.sha256, contribution, left_out, tuple(cells))


def cells_behind(recipe: Recipe, school: CountedSchool) -> Iterator[SourceCell]:
    """The cells behind a school's part; of the plan those of the activities that are counted."""
    if isinstance(recipe, PlanCount):
        yield from cells_of_plan(school, recipe.rests_on(school))
    else:
        yield from _cells(school, recipe.slots)


def cells_of_plan(school: CountedSchool, slots: Sequence[int]) -> Iterator[SourceCell]:
    """The terms and marks, blank ones too: «без срока» is a number of blanks.

    An error in their row leaves nothing of the plan out.
    """
    yield from (replace(cell, counts=True) for cell in _cells(school, slots, with_blanks=True))


def _cells(
    school: CountedSchool, slots: Sequence[int], *, with_blanks: bool = False
) -> Iterator[SourceCell]:
    fields = school.submission.form.fields
    for slot in dict.fromkeys(slots):
        value = school.values[slot]
        code = school.code_out(slot)
        is_nowhere = slot in school.submission.unasked
        if is_nowhere or (value is None and not code and not with_blanks):
            continue
        field = fields[slot]
        column = field.spec.full_label or field.label
        title = " — ".join(dict.fromkeys(part for part in (row_name(field), column) if part))
        place = school.submission.place(field)
        yield SourceCell(place.sheet, place.cell, title, value, not code)
