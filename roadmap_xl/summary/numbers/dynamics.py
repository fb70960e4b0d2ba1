"""«Динамика»: a subject's numbers year by year, of the district, of the schools that are in both
years («сопоставимый круг»), and of each school.

Last year is a snapshot's summary; both are read by the same recipes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ...district.counted import CountedSchool, LeftOut
from ...expressions.numbers import percent
from ...form.fields import Form
from ...form.tables import Average, SchoolMeasures, SubjectResults
from ...texts.days import day_text
from ..figures import (
    Basis,
    Contribution,
    Exact,
    Figures,
    FigureSum,
    Ratio,
    Recipe,
    Total,
    WeightedMean,
)
from .averages import MeanMark
from .comparable import breaks
from .subjects import FOREIGN, TOTAL, groups
from .summary import DistrictSummary

N, MEAN, FAIL, HIGH = "n", "mean", "fail", "high"
_BELOW, _ABOVE_70 = "below", ("b_71_90", "b_91_99", "b_100")


@dataclass(frozen=True, slots=True)
class HighShare:
    """The percent with 80 marks and more of those who sat it.

    A blank count is 0 only where nobody has more than 70; else it is not known.
    """

    high: int
    wholes: tuple[int, ...]
    above_70: tuple[int, ...]

    @property
    def slots(self) -> tuple[int, ...]:
        return (self.high, *self.wholes)

    def contribution(self, school: CountedSchool) -> Contribution | None:
        if self.left_out(school):
            return None
        whole = sum(int(school.number(slot) or 0) for slot in self.wholes)
        high = school.number(self.high)
        is_unknown = high is None and any(school.number(slot) for slot in self.above_70)
        return None if is_unknown or not whole else Contribution(int(high or 0), whole)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.left_out(self.slots)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return percent(int(count), int(whole))


def dynamic_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «dyn.rus.n», «dyn.rus.mean», «dyn.rus.fail», «dyn.rus.high».

    The languages together have no mean: it would mix subjects. A single language has no 80+, which
    the form asks for all of them at once.
    """
    found: dict[str, Recipe] = {}
    form = basis.form
    for key, _, subjects in groups(form.edition):
        keys = [subject.key for subject in subjects]
        wholes = _slots(form, keys, TOTAL)
        found[f"dyn.{key}.{N}"] = Total(wholes)
        pairs = zip(_slots(form, keys, _BELOW), wholes, strict=True)
        found[f"dyn.{key}.{FAIL}"] = Ratio(tuple(pairs))
        if key != FOREIGN and form.has_table(Average):
            means = tuple(form.by_id[f"{Average.prefix}.{one}"].slot for one in keys)
            found[f"dyn.{key}.{MEAN}"] = MeanMark(tuple(zip(means, wholes, strict=True)))
    for column in form.edition.school_columns if form.has_table(SchoolMeasures) else ():
        keys = [one.key for one in form.edition.subjects if one.school_column == column.key]
        high = form.by_id[f"{SchoolMeasures.prefix}.{column.key}.n80_plus"].slot
        above = tuple(slot for band in _ABOVE_70 for slot in _slots(form, keys, band))
        key = keys[0] if column.single else FOREIGN
        found[f"dyn.{key}.{HIGH}"] = HighShare(high, _slots(form, keys, TOTAL), above)
    return found


def _slots(form: Form, keys: list[str], column: str) -> tuple[int, ...]:
    return tuple(form.by_id[f"{SubjectResults.prefix}.{key}.{column}"].slot for key in keys)


class Measures(NamedTuple):
    """The four numbers of one subject in one year; percents are whole."""

    n: float | None = None
    mean: float | None = None
    fail: float | None = None
    high: float | None = None

    @property
    def was_sat(self) -> bool:
        return bool(self.n)


NAMES = Measures._fields


def of_figures(figures: Figures, key: str) -> Measures:
    """The district's."""
    found = (figures.get(f"dyn.{key}.{name}") for name in NAMES)
    return Measures(*(figure.value if figure else None for figure in found))


def of_school(school: CountedSchool | None, figures: Figures, key: str) -> Measures:
    """A school's own, by the recipes of its year."""
    if school is None:
        return Measures()
    return Measures(*(_own(school, figures, f"dyn.{key}.{name}") for name in NAMES))


def _own(school: CountedSchool, figures: Figures, key: str) -> float | None:
    if key not in figures:
        return None
    recipe = figures[key].recipe
    contribution = recipe.contribution(school)
    return None if contribution is None else recipe.value(contribution.count, contribution.whole)


def mean_digits(figures: Figures, key: str) -> int:
    """How exact the district's mean of a subject is printed: as its averages were given."""
    decimals = figures.get(f"avg.{key}.decimals")
    return 0 if decimals is not None and 2 * (decimals.count or 0) < decimals.whole else 1


def years(summary: DistrictSummary) -> list[DistrictSummary]:
    """The summary with those before it, the earliest first."""
    found = [summary]
    while found[0].previous is not None:
        found.insert(0, found[0].previous)
    return found


def year_labels(found: list[DistrictSummary]) -> list[str]:
    """«2019/2020», with the day of the summary where a year occurs twice."""
    labels = [one.edition.results_year for one in found]
    return [
        f"{label}, на {day_text(one.today)}" if labels.count(label) > 1 and one.today else label
        for label, one in zip(labels, found, strict=True)
    ]


@dataclass(frozen=True)
class Circle:
    """The schools whose files count in both years, each number over those that have it in both."""

    was: DistrictSummary
    now: DistrictSummary

    @cached_property
    def _figures(self) -> tuple[Figures, Figures, int]:
        keys = [k for k in self.now.figures if k.startswith("dyn.") and k in self.was.figures]
        sums = [
            {key: FigureSum(one.figures[key].recipe) for key in keys}
            for one in (self.was, self.now)
        ]
        number = 0
        for school in self.now.counted:
            before = self.was.counted.of(school.key)
            if before is not None:
                number += 1
                for key in keys:
                    pair = [(sums[0][key], before), (sums[1][key], school)]
                    if all(_is_known(summing.recipe, one) for summing, one in pair):
                        for summing, one in pair:
                            summing.add(one)
        old, new = ({key: one.figure() for key, one in side.items()} for side in sums)
        return old, new, number

    @property
    def schools(self) -> int:
        return self._figures[2]

    def within(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """By a number's key, the schools that it is over; both years' files are opened once."""
        found: dict[str, set[str]] = {key: set() for key in keys}
        for school in self.now.counted:
            before = self.was.counted.of(school.key)
            pairs = ((self.was, before), (self.now, school))
            for key, schools in found.items():
                if all(one and _is_known(s.figures[key].recipe, one) for s, one in pairs):
                    schools.add(school.key)
        return {key: frozenset(schools) for key, schools in found.items()}

    def measures(self, key: str) -> tuple[Measures, Measures]:
        """Of the year before and of this one."""
        old, new, _ = self._figures
        return of_figures(old, key), of_figures(new, key)


def _is_known(recipe: Recipe, school: CountedSchool) -> bool:
    """The school has the number, or nobody there sat the subject."""
    if recipe.left_out(school) is not None:
        return False
    return recipe.contribution(school) is not None or not any(map(school.number, _people(recipe)))


def _people(recipe: Recipe) -> tuple[int, ...]:
    """The cells that say how many sat it."""
    if isinstance(recipe, Ratio | WeightedMean):
        return tuple(whole for _, whole in recipe.pairs)
    return recipe.wholes if isinstance(recipe, HighShare) else ()


def all_keys(found: list[DistrictSummary]) -> Iterator[tuple[str, str]]:
    """Key and name of each school of any of the years: this year's in order, then the others."""
    seen: dict[str, str] = {}
    for summary in reversed(found):
        for line in summary.counted.lines:
            if line.school is not None:
                seen.setdefault(line.school.key, line.school.name)
    yield from seen.items()


def reasons(found: list[DistrictSummary], at: int, key: str) -> tuple[str, ...]:
    """Why the year at this place breaks with the one before."""
    return breaks(found[at - 1].edition, found[at].edition, key) if at else ()


# --- Averages of last year ---


class LastYear:
    """The averages of the campaign before, where they mean the same as this year's."""

    def __init__(self, was: DistrictSummary, now: DistrictSummary) -> None:
        self._was, self._now = was, now

    @property
    def results_year(self) -> str:
        return self._was.edition.results_year

    def average(self, subject: str, school: str = "") -> float | None:
        """By the keys of subject and school; without a school the district's mean."""
        if breaks(self._was.edition, self._now.edition, subject):
            return None
        if not school:
            return of_figures(self._was.figures, subject).mean
        return self._of_schools.get((subject, school))

    @cached_property
    def _of_schools(self) -> dict[tuple[str, str], float | None]:
        return {
            (subject.key, school.key): of_school(school, self._was.figures, subject.key).mean
            for school in self._was.counted
            for subject in self._was.edition.subjects
        }


def last_year(summary: DistrictSummary) -> LastYear | None:
    """None where no campaign before this one is given."""
    return None if summary.previous is None else LastYear(summary.previous, summary)
