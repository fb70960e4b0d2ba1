"""«Средние баллы»: a subject's mean over the district, weighed by those who sat it.

Averages of different subjects are never put together, nor is anything read from an average but the
average: the highest of them is «лучшая школа», not «лучший балл» (domain.md section 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

from ...district.counted import CountedSchool, LeftOut
from ...expressions.numbers import percent, round_half_up
from ...form.derived import derived
from ...form.edition import Edition
from ...form.fields import Form
from ...form.rows import Subject
from ...form.tables import BANDS, Average, SubjectResults
from ...rules.findings import Excludes
from ..figures import (
    Basis,
    Contribution,
    Exact,
    Figure,
    Figures,
    Recipe,
    WeightedMean,
    as_exact,
    as_number,
)
from .passes import InPasses
from .summary import DistrictSummary

NO_AVERAGE = "нет среднего балла"
NO_NUMBER = "нет числа участников"


@dataclass(frozen=True, slots=True)
class MeanMark(WeightedMean):
    """The mean of a subject. An average without a number is left out and listed, and so the other
    way round."""

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        for mean, number in self.pairs:
            fault = school.left_out((mean, number)) or _find_unpaired(school, mean, number)
            if fault is not None:
                return fault
        return None


def _find_unpaired(school: CountedSchool, mean: int, number: int) -> LeftOut | None:
    """People without an average, or an average that nobody stands behind; 0 of nobody is blank."""
    mark, people = school.number(mean), school.number(number)
    fields = school.submission.form.fields
    if people and mark is None:
        return LeftOut(school.name, fields[mean], Excludes.CELL, NO_AVERAGE)
    if mark and not people:
        return LeftOut(school.name, fields[number], Excludes.CELL, NO_NUMBER)
    return None


@dataclass(frozen=True, slots=True)
class OfMean:
    """Something about the schools that are in a mean, and about no others."""

    mean: MeanMark

    @property
    def slots(self) -> tuple[int, ...]:
        return self.mean.slots

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.once(("mean", self.mean.pairs), lambda: self.mean.left_out(school))


@dataclass(frozen=True, slots=True)
class PeopleBehind(OfMean):
    """ΣN: the people behind a mean."""

    def contribution(self, school: CountedSchool) -> Contribution | None:
        contribution = self.mean.contribution(school)
        return None if contribution is None else Contribution(contribution.whole)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return as_number(count)


@dataclass(frozen=True, slots=True)
class WithDecimals(OfMean):
    """The percent of the people behind a mean whose average came with decimals."""

    def contribution(self, school: CountedSchool) -> Contribution | None:
        contribution = self.mean.contribution(school)
        if contribution is None:
            return None
        marks = [as_exact(school.number(mean) or 0) for mean, _ in self.mean.pairs]
        return Contribution(
            contribution.whole if any(mark % 1 for mark in marks) else 0, contribution.whole
        )

    def value(self, count: Exact, whole: Exact) -> float | None:
        return percent(float(count), float(whole))


@dataclass(frozen=True, slots=True)
class BandBound(OfMean):
    """The lowest or the highest mean that the bands of the same schools allow."""

    bands: tuple[int, ...]
    marks: tuple[int, ...]
    """The lowest or the highest mark of each band."""

    @property
    def slots(self) -> tuple[int, ...]:
        return (*self.mean.slots, *self.bands)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return OfMean.left_out(self, school) or school.once(
            ("bands", self.bands), lambda: school.left_out(self.bands)
        )

    def contribution(self, school: CountedSchool) -> Contribution | None:
        if self.mean.contribution(school) is None or self.left_out(school):
            return None
        numbers = [as_exact(school.number(slot) or 0) for slot in self.bands]
        weighted = sum(n * mark for n, mark in zip(numbers, self.marks, strict=True))
        return Contribution(weighted, sum(numbers)) if any(numbers) else None

    def value(self, count: Exact, whole: Exact) -> float | None:
        """Unrounded; None where nobody stands behind it."""
        return float(count / whole) if whole else None


@dataclass(frozen=True)
class SubjectAverage:
    """One subject's line over the district."""

    subject: Subject
    figures: Figures

    def figure(self, name: str) -> Figure:
        """«mean», «n», «decimals», «low» or «high»."""
        return self.figures[f"avg.{self.subject.key}.{name}"]

    @property
    def digits(self) -> int:
        """One decimal where at least half of ΣN came with decimals: a mean is no more exact."""
        with_decimals = self.figure("decimals")
        return 1 if 2 * (with_decimals.count or 0) >= with_decimals.whole else 0

    @property
    def mean(self) -> float | None:
        """As it is shown, rounded half away from zero."""
        value = self.figure("mean").value
        return None if value is None else self.round(value)

    def round(self, value: float) -> float:
        """As exact as the subject's mean is."""
        return round_half_up(value, self.digits)

    @property
    def interval(self) -> tuple[float, float] | None:
        """What the bands allow; None where the bands of not all of these people are known."""
        low, high = self.figure("low"), self.figure("high")
        if low.value is None or high.value is None or low.whole != self.figure("mean").whole:
            return None
        return low.value, high.value

    @property
    def is_possible(self) -> bool:
        """The mean is one that the bands allow; averages may have been rounded to whole marks."""
        mean, bounds = self.figure("mean").value, self.interval
        return mean is None or bounds is None or bounds[0] - 0.5 <= mean <= bounds[1] + 0.5


class PreviousAverages(Protocol):
    """Last year's averages, as far as they may be compared with this year's."""

    @property
    def results_year(self) -> str:
        """«2018/2019»."""

    def average(self, subject: str, school: str = "") -> float | None:
        """By the keys of subject and school; without a school the district's mean."""


def subject_averages(edition: Edition, figures: Figures) -> tuple[SubjectAverage, ...]:
    """The subjects in the form's order. There is no line for all of them, nor for the languages.

    A mean needs the averages and the people behind them: without either there is none.
    """
    if not has_averages(edition):
        return ()
    return tuple(SubjectAverage(subject, figures) for subject in edition.subjects)


def has_averages(edition: Edition) -> bool:
    """Whether means can be made at all."""
    return edition.has(Average) and edition.has(SubjectResults)


def average_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «avg.rus.mean», «avg.rus.n», «avg.rus.decimals», «avg.rus.low», «avg.rus.high»."""
    found: dict[str, Recipe] = {}
    for subject, cells in average_cells(basis.form):
        key, mean = f"avg.{subject.key}", MeanMark(((cells.mean, cells.number),))
        found |= {f"{key}.mean": mean, f"{key}.n": PeopleBehind(mean)}
        found[f"{key}.decimals"] = WithDecimals(mean)
        for end, bound in (("low", "lowest"), ("high", "highest")):
            marks = tuple(
                basis.form.edition.parameter(subject, f"{bound}.{band}") for band in BANDS
            )
            found[f"{key}.{end}"] = BandBound(mean, cells.bands, marks)
    return found


class AverageCells(NamedTuple):
    """The cells of one subject: its average, its «Всего», its bands."""

    mean: int
    number: int
    bands: tuple[int, ...]


@derived
def average_cells(form: Form) -> tuple[tuple[Subject, AverageCells], ...]:
    """The subjects in the form's order with their cells."""
    if not has_averages(form.edition):
        return ()

    def slot(table: str, subject: Subject, column: str = "") -> int:
        return form.by_id[".".join(filter(None, (table, subject.key, column)))].slot

    ege, avg = SubjectResults.prefix, Average.prefix
    return tuple(
        (
            subject,
            AverageCells(
                slot(avg, subject),
                slot(ege, subject, "total"),
                tuple(slot(ege, subject, band) for band in BANDS),
            ),
        )
        for subject in form.edition.subjects
    )


# --- A subject's schools, the best average first ---


@dataclass(frozen=True, slots=True)
class SchoolAverage:
    """One school in one subject."""

    school: str
    """Its key."""
    name: str
    number: float | None
    mean: float | None
    """As they stand in the file, also where they do not count."""
    left_out: LeftOut | None
    place: int = 0
    """0 where the school has none."""

    @property
    def counts(self) -> bool:
        """It is in the district's mean."""
        return self.left_out is None


@dataclass(frozen=True)
class SubjectSchools:
    """The schools that have anything to say of a subject, the best average first."""

    average: SubjectAverage
    schools: tuple[SchoolAverage, ...]
    min_group: int

    @cached_property
    def placed(self) -> int:
        """The number of schools that have a place."""
        return sum(school.place > 0 for school in self.schools)

    @cached_property
    def best(self) -> tuple[SchoolAverage, ...]:
        """«Лучшая школа», several where equal, none where there is nothing to compare.

        It is not the best mark: nobody knows that.
        """
        first = tuple(school for school in self.schools if school.place == 1)
        return first if self.placed > len(first) else ()

    def place_words(self, school: SchoolAverage) -> str:
        """«3 из 9», «меньше 5 чел.»; empty where it does not count."""
        if school.place:
            return f"{school.place} из {self.placed}"
        return f"меньше {self.min_group} чел." if school.counts else ""


def subject_schools(
    summary: DistrictSummary, averages: Sequence[SubjectAverage]
) -> InPasses[SchoolAverage, SubjectSchools]:
    """Subject by subject, in the order of the averages."""
    by_key = {one.subject.key: one for one in averages}
    min_group = summary.settings.min_group

    def made(key: str, schools: Sequence[SchoolAverage]) -> SubjectSchools:
        return SubjectSchools(by_key[key], tuple(in_order_of_places(schools, min_group)), min_group)

    counted = summary.counted
    return InPasses(tuple(by_key), counted, len(counted), school_averages, made)


def school_averages(school: CountedSchool) -> dict[str, SchoolAverage]:
    """By subject, what the school has; nothing for what it did not sit."""
    found: dict[str, SchoolAverage] = {}
    for subject, cells in average_cells(school.submission.form):
        number, mean = school.total((cells.number,)), school.total((cells.mean,))
        left_out = MeanMark(((cells.mean, cells.number),)).left_out(school)
        if number or mean or left_out:
            found[subject.key] = SchoolAverage(school.key, school.name, number, mean, left_out)
    return found


def in_order_of_places(schools: Sequence[SchoolAverage], min_group: int) -> list[SchoolAverage]:
    """The schools in the order of their places, then those without one."""

    def marks(school: SchoolAverage) -> tuple[float, str, str]:
        return -(school.mean or 0), school.name.casefold(), school.school

    large = sorted((s for s in schools if s.counts and (s.number or 0) >= min_group), key=marks)
    small = sorted((s for s in schools if s.counts and (s.number or 0) < min_group), key=marks)
    out = [school for school in schools if not school.counts]
    first: dict[float | None, int] = {}
    for place, school in enumerate(large, start=1):
        first.setdefault(school.mean, place)
    return [*(replace(s, place=first[s.mean]) for s in large), *small, *out]
