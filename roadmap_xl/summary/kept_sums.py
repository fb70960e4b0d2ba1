"""The district's figures from those of small groups of schools, which a next run finds again.

A school that sends a new file changes the figures of its group alone; the other groups need not be
opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Protocol

from ..district.lines import SubmissionLine
from ..district.school import School
from .figures import Figures, Recipe, add_up, sum_schools
from .numbers.summary import CountedSchools

SCHOOLS_OF_A_GROUP = 32
"""About the root of a thousand: one group is summed as fast as the groups are put together."""


class Group:
    """Neighbours in the list of schools, as far as their files are in the totals."""

    def __init__(self, number: int, lines: Sequence[SubmissionLine], basis: str) -> None:
        """`number` is its place in the list, `basis` what its figures rest on beside the files."""
        self.number, self.lines = number, lines
        self.basis = f"{basis} {[line.school for line in lines]}"


class KeptSums(Protocol):
    """What groups of schools came to in an earlier run."""

    def figures_of(self, group: Group, recipes: Mapping[str, Recipe]) -> Figures | None:
        """The figures of the group; None where one of its files or its basis is another now."""

    def keep(self, group: Group, figures: Figures) -> None:
        """Remembers the figures of the group in place of its earlier ones."""


class NothingKept:
    """For a run that keeps nothing."""

    def figures_of(self, group: Group, recipes: Mapping[str, Recipe]) -> Figures | None:
        return None

    def keep(self, group: Group, figures: Figures) -> None:
        pass


NOTHING_KEPT = NothingKept()


def sum_by_groups(
    recipes: Mapping[str, Recipe],
    schools: Sequence[School],
    counted: CountedSchools,
    basis: str,
    kept: KeptSums,
) -> Figures:
    """Each recipe over the schools that count. `schools` are all of the district, in order."""

    def figures_of(group: Group) -> Figures:
        found = kept.figures_of(group, recipes)
        if found is None:
            found = sum_schools(recipes, map(counted.open, group.lines))
            kept.keep(group, found)
        return found

    return add_up(recipes, map(figures_of, _groups(schools, counted, basis)))


def _groups(schools: Sequence[School], counted: CountedSchools, basis: str) -> Iterator[Group]:
    group_of = {school: at // SCHOOLS_OF_A_GROUP for at, school in enumerate(schools)}
    by_group = groupby(counted.lines, lambda line: group_of[line.school] if line.school else 0)
    for number, lines in by_group:
        yield Group(number, tuple(lines), basis)
