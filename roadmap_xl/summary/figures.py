"""The district's numbers: what each school gives to one, and what they come to.

A recipe says how a number is made from one school's cells; a figure is what it came to over all
schools that count. The same recipe answers «откуда эта цифра». Percents and means are never summed:
only counts are, and the quotient is taken once, at the end (domain.md sections 4 and 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from ..district.counted import CountedSchool, LeftOut
from ..district.settings import UNDECIDED, Settings
from ..expressions.numbers import percent
from ..form.fields import Form
from ..form.tables import BaseMath

MOST_NAMED = 20
"""More places left out than these nobody reads in one cell; the rest are counted."""
Exact = int | Decimal


@dataclass(frozen=True, slots=True)
class Basis:
    """What recipes are made from: the form of the year, the district's settings, the day."""

    form: Form
    settings: Settings = UNDECIDED
    today: date | None = None


@dataclass(slots=True)
class Contribution:
    """What one school gives to a number: a count and, for a quotient, what it is of."""

    count: Exact
    whole: Exact = 0


class Recipe(Protocol):
    """How a number is made from the cells of one school."""

    @property
    def slots(self) -> tuple[int, ...]:
        """The cells it rests on."""

    def contribution(self, school: CountedSchool) -> Contribution | None:
        """What the school gives; None where it has no number here."""

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        """Why the school does not count here, wholly or in part; None where it does."""

    def value(self, count: Exact, whole: Exact) -> float | None:
        """What the sums come to."""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of cells; each counts alone, or all of them together where they print as one."""

    slots: tuple[int, ...]
    together: bool = False

    def contribution(self, school: CountedSchool) -> Contribution | None:
        if self.together and self.left_out(school):
            return None
        total: Exact | None = None
        for slot in self.slots:
            number = school.number(slot)
            if number is not None:
                total = as_exact(number) + (total or 0)
        return None if total is None else Contribution(total)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.left_out(self.slots)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return as_number(count)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of cells, a number and what it belongs to; a pair counts only whole."""

    pairs: tuple[tuple[int, int], ...]

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(slot for pair in self.pairs for slot in pair)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.left_out(self.slots)

    def _whole_pairs(
        self, school: CountedSchool
    ) -> Iterator[tuple[int | float | None, int | float]]:
        """The pairs with something to divide by; the first of a pair may be blank."""
        for first, second in self.pairs:
            number = school.number(second)
            if number and not school.is_out(first):
                yield school.number(first), number


@dataclass(frozen=True, slots=True)
class Ratio(Pairs):
    """A percent: Σ count ÷ Σ whole. A blank count beside a whole is 0."""

    def contribution(self, school: CountedSchool) -> Contribution | None:
        counts: Exact = 0
        wholes: Exact = 0
        for count, whole in self._whole_pairs(school):
            counts += as_exact(count or 0)
            wholes += as_exact(whole)
        return Contribution(counts, wholes) if wholes else None

    def value(self, count: Exact, whole: Exact) -> float | None:
        """A whole percent, half away from zero; None where there is nothing to divide by."""
        return percent(float(count), float(whole))


@dataclass(frozen=True, slots=True)
class WeightedMean(Pairs):
    """Σ average × number ÷ Σ number: an average weighs as much as the people behind it."""

    def contribution(self, school: CountedSchool) -> Contribution | None:
        weighted: Exact = 0
        people: Exact = 0
        for mean, number in self._whole_pairs(school):
            if mean is not None:
                weighted += as_exact(mean) * as_exact(number)
                people += as_exact(number)
        return Contribution(weighted, people) if people else None

    def value(self, count: Exact, whole: Exact) -> float | None:
        """The mean, unrounded; None where nobody stands behind it."""
        return float(count / whole) if whole else None


@dataclass(frozen=True)
class Figure:
    """What a recipe came to over the schools that count."""

    recipe: Recipe
    count: Exact | None
    """None where no school has a number here: that is not the same as 0."""
    whole: Exact
    counted: int
    """The schools that no error leaves out, those without a number included; of a number of exams
    only the schools that have grade 11."""
    gave: int
    """The schools that have a number here."""
    left_out: Names

    @property
    def value(self) -> float | None:
        return None if self.count is None else self.recipe.value(self.count, self.whole)


@dataclass(slots=True)
class Names:
    """What was left out, each thing once; beyond `MOST_NAMED` only how many more."""

    number: int = 0
    named: dict[str, None] = field(default_factory=dict)

    def add(self, words: str) -> None:
        if words not in self.named:
            self.number += 1
            if self.number <= MOST_NAMED:
                self.named[words] = None

    def include(self, others: Names) -> None:
        """Adds what was left out of other schools."""
        for words in others.named:
            self.add(words)
        self.number += others.number - len(others.named)

    @property
    def words(self) -> str:
        """As one cell shows it."""
        more = self.number - len(self.named)
        return "; ".join(self.named) + (f"; и ещё {more}" if more else "")


Figures = Mapping[str, Figure]
"""The figures of a summary by key: «ege.rus.total»."""


def is_of_exams(recipe: Recipe, form: Form) -> bool:
    """Whether a number rests on results of ЕГЭ, of this year or an earlier one."""
    fields = (form.fields[slot] for slot in recipe.slots)
    return any(field.is_of_exams or field.table is BaseMath for field in fields)


def as_exact(number: int | float) -> Exact:
    """The number as it was typed, so that no order of schools changes a sum."""
    return number if isinstance(number, int) else Decimal(repr(number))


def as_number(number: Exact) -> int | float:
    return number if isinstance(number, int) else float(number)


# --- Sums over schools ---


class FigureSum:
    """A figure in the making, school by school."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._count: Exact | None = None
        self._whole: Exact = 0
        self._counted = self._gave = 0
        self._left_out = Names()
        self._is_of_exams: bool | None = None

    def add(self, school: CountedSchool) -> None:
        left_out, contribution = self.recipe.left_out(school), self.recipe.contribution(school)
        if left_out is not None:
            self._left_out.add(left_out.words)
        elif contribution is not None or self.concerns(school):
            self._counted += 1
        if contribution is not None:
            self._count = (self._count or 0) + contribution.count
            self._whole += contribution.whole
            self._gave += 1

    def concerns(self, school: CountedSchool) -> bool:
        """Whether the school may have this number: without grade 11 there is none of exams."""
        if school.has_grade11:
            return True
        if self._is_of_exams is None:  # asked once: all schools are on one form
            self._is_of_exams = is_of_exams(self.recipe, school.submission.form)
        return not self._is_of_exams

    def include(self, figure: Figure) -> None:
        """Adds what the recipe came to over other schools."""
        self._counted += figure.counted
        self._gave += figure.gave
        self._left_out.include(figure.left_out)
        if figure.count is not None:
            self._count = (self._count or 0) + figure.count
            self._whole += figure.whole

    def figure(self) -> Figure:
        return Figure(
            self.recipe, self._count, self._whole, self._counted, self._gave, self._left_out
        )


def sum_schools(recipes: Mapping[str, Recipe], schools: Iterable[CountedSchool]) -> Figures:
    """Each recipe over these schools, opened one after the other, once."""
    summing = {key: FigureSum(recipe) for key, recipe in recipes.items()}
    columns: Sequence[FigureSum] = list(summing.values())
    for school in schools:
        for one in columns:
            one.add(school)
    return {key: one.figure() for key, one in summing.items()}


def add_up(recipes: Mapping[str, Recipe], parts: Iterable[Figures]) -> Figures:
    """Each recipe over all schools, from what it came to over parts of them."""
    summing = {key: FigureSum(recipe) for key, recipe in recipes.items()}
    for part in parts:
        for key, one in summing.items():
            one.include(part[key])
    return {key: one.figure() for key, one in summing.items()}
