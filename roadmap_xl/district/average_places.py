"""The schools of «Средние баллы»: each one's average of a subject, and its place among the others.

A place is for groups of at least `Settings.min_group`; equal averages share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .averages import MeanMark, SubjectAverage, average_cells
from .counted import CountedSchool, LeftOut
from .passes import InPasses
from .summary import DistrictSummary


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
        return SubjectSchools(by_key[key], tuple(placed(schools, min_group)), min_group)

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


def placed(schools: Sequence[SchoolAverage], min_group: int) -> list[SchoolAverage]:
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
