"""«Математика базовая» by the year of the exam: numbers of marks are summed, the rest is computed.

A row of the form is for the year that stands in it, not for its place. It counts only whole, so
that the mean mark and the percents are about the same people as the sums.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...district.counted import CountedSchool, LeftOut
from ...expressions.numbers import percent
from ...form.derived import derived
from ...form.edition import Edition
from ...form.fields import Field, Form
from ...form.tables import BaseMath
from ...rules.findings import Excludes
from ..figures import Basis, Contribution, Exact, Recipe, as_exact, as_number

MARKS = ("g2", "g3", "g4", "g5")
COLUMNS = ("total", *MARKS)
TWICE = "две строки за {year} год"
NO_ROW = "нет строки за {year} год"
NOT_ADDING_UP = "отметки не складываются во «Всего»"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class MarkRow(NamedTuple):
    """A row of the form: the field of its year, the slots of «Всего» and of the four marks."""

    year: Field
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class YearMarks:
    """A sum of weighed numbers of one year's row; a percent of, or a mean over, its «Всего»."""

    year: int
    rows: tuple[MarkRow, ...]
    weights: tuple[int, ...]
    """Of «Всего», «2», «3», «4», «5» in the sum."""
    per: str = ""
    """«percent» or «mean»; empty for the sum itself."""

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(slot for row in self.rows for slot in row.numbers)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.once(("base maths", self.year), lambda: self._left_out(school))

    def _left_out(self, school: CountedSchool) -> LeftOut | None:
        """No row says the year, two do, an error is in the one, or its marks do not add up."""
        if not school.asks(BaseMath):
            return school.left_out(self.slots)
        found = rows_of_year(school, self.rows, self.year)
        if not found and not school.has_grade11:
            return None
        if len(found) != 1:
            what = (TWICE if found else NO_ROW).format(year=self.year)
            return LeftOut(school.name, self.rows[0].year, Excludes.TABLE, what)
        whole, *marks = _numbers(school, found[0])
        if (fault := school.left_out(found[0].numbers)) or sum(marks) == whole:
            return fault
        return LeftOut(school.name, found[0].year, Excludes.ROW, NOT_ADDING_UP)

    def contribution(self, school: CountedSchool) -> Contribution | None:
        found = rows_of_year(school, self.rows, self.year)
        if len(found) != 1 or self.left_out(school) is not None:
            return None
        (row,) = found
        numbers = _numbers(school, row)
        weighed = sum(n * weight for n, weight in zip(numbers, self.weights, strict=True))
        return Contribution(weighed, numbers[0] if self.per else 0) if numbers[0] else None

    def value(self, count: Exact, whole: Exact) -> float | None:
        """A whole percent, the unrounded mean mark, or the sum."""
        if self.per == "percent":
            return percent(float(count), float(whole))
        if self.per == "mean":
            return float(count) / float(whole) if whole else None
        return as_number(count)


@dataclass(frozen=True, slots=True)
class ConcernedSchools:
    """The schools that a year's exam concerns: those with grade 11, and those that have numbers."""

    year: int
    rows: tuple[MarkRow, ...]

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(slot for row in self.rows for slot in row.numbers)

    def contribution(self, school: CountedSchool) -> Contribution | None:
        found = rows_of_year(school, self.rows, self.year)
        has_numbers = any(school.number(slot) for row in found for slot in row.numbers)
        return Contribution(1) if school.has_grade11 or has_numbers else None

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return None

    def value(self, count: Exact, whole: Exact) -> float | None:
        return as_number(count)


_WEIGHTS = {
    "total": (1, 0, 0, 0, 0),
    "g2": (0, 1, 0, 0, 0),
    "g3": (0, 0, 1, 0, 0),
    "g4": (0, 0, 0, 1, 0),
    "g5": (0, 0, 0, 0, 1),
    "passed": (0, 0, 1, 1, 1),
    "quality": (0, 0, 0, 1, 1),
    "mean": (0, 2, 3, 4, 5),
}


def base_math_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «bm.2019.total», «bm.2019.g2», «bm.2019.g2.share», «.mean», «.passed», «.quality»."""
    found: dict[str, Recipe] = {}
    rows = mark_rows(basis.form)
    for year in held_years(basis.form.edition):
        for name in COLUMNS:
            found[f"bm.{year}.{name}"] = YearMarks(year, rows, _WEIGHTS[name])
        for name in MARKS:
            found[f"bm.{year}.{name}.share"] = YearMarks(year, rows, _WEIGHTS[name], "percent")
        for name in ("passed", "quality"):
            found[f"bm.{year}.{name}"] = YearMarks(year, rows, _WEIGHTS[name], "percent")
        found[f"bm.{year}.concerned"] = ConcernedSchools(year, rows)
        found[f"bm.{year}.mean"] = YearMarks(year, rows, _WEIGHTS["mean"], "mean")
    return found


def held_years(edition: Edition) -> tuple[int, ...]:
    """The years that the form shows and in which there was the exam, the newest first."""
    if not edition.has(BaseMath):
        return ()
    return tuple(sorted(edition.base_math_held, reverse=True))


@derived
def mark_rows(form: Form) -> tuple[MarkRow, ...]:
    """The rows of the form's table."""
    return tuple(
        MarkRow(
            form.by_id[f"{BaseMath.prefix}.{row.key}.year"],
            tuple(form.by_id[f"{BaseMath.prefix}.{row.key}.{name}"].slot for name in COLUMNS),
        )
        for row in form.edition.base_math
    )


def rows_of_year(school: CountedSchool, rows: Sequence[MarkRow], year: int) -> list[MarkRow]:
    """The rows that say this year; of several, those that are filled."""
    rows_of_this_year = [row for row in rows if year_of(school, row) == year]
    filled = [
        row
        for row in rows_of_this_year
        if any(school.values[slot] is not None for slot in row.numbers)
    ]
    return filled or rows_of_this_year[:1]


def year_of(school: CountedSchool, row: MarkRow) -> int | None:
    """The year that a row is for, whether it counts or not: of «2019 год» 2019; None for none."""
    return _year_in(str(school.values[row.year.slot] or ""))


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found.group()) if found else None


@dataclass(frozen=True, slots=True)
class SchoolMarks:
    """One school's numbers for one year."""

    year: int
    numbers: tuple[float | None, ...]
    """«Всего» and the four marks as they stand, also where they do not count."""
    left_out: LeftOut | None
    others: tuple[str, ...] = ()
    """What the rows are for, where none is for this year."""

    @property
    def counts(self) -> bool:
        """The school sat it and nothing is left out."""
        return self.left_out is None and bool(self.numbers[0])


def school_marks(school: CountedSchool, year: int) -> SchoolMarks:
    """What the school has for the year; nothing where its rows are for other years."""
    rows = mark_rows(school.submission.form)
    left_out = YearMarks(year, rows, _WEIGHTS["total"]).left_out(school)
    found = rows_of_year(school, rows, year)
    if len(found) != 1:
        years = (school.values[row.year.slot] for row in rows)
        others = () if found else tuple(str(one) for one in years if one is not None)
        return SchoolMarks(year, (None,) * len(COLUMNS), left_out, others)
    return SchoolMarks(year, tuple(school.total((slot,)) for slot in found[0].numbers), left_out)


def _numbers(school: CountedSchool, row: MarkRow) -> list[Exact]:
    """«Всего» and the four marks, a blank one as 0."""
    return [as_exact(school.number(slot) or 0) for slot in row.numbers]
