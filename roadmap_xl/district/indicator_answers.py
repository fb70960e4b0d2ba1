"""The schools of «Показатели»: indicator by indicator, what each one answered for both years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..form.rows import IndicatorRow
from ..form.tables import Indicator
from .counted import CountedSchool
from .figures import MOST_NAMED
from .indicator_totals import OWN, Answer, IndicatorCells, State, answer_of, indicator_cells
from .passes import InPasses
from .summary import DistrictSummary


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """One school's answer for one year, with its numbers as they stand."""

    answer: Answer
    number: float | None
    whole: float | None
    typed: float | None
    """The percent that the school typed; no sum uses it."""


@dataclass(frozen=True, slots=True)
class SchoolAnswers:
    """One school and one indicator."""

    school: str
    """Its key."""
    name: str
    label: str
    """The indicator's, or the school's own words."""
    unit: str
    years: tuple[YearAnswer, ...]


@dataclass(frozen=True, slots=True)
class IndicatorSchools:
    """One indicator and the schools that were asked for it; of own ones those that have any."""

    row: IndicatorRow
    schools: tuple[SchoolAnswers, ...]

    def tally(self, year: int) -> YearTally:
        """What they come to in the first (0) or second year."""
        answers = [(school, school.years[year].answer) for school in self.schools]
        out = [(school.name, one.left_out.code) for school, one in answers if one.left_out]
        return YearTally(Counter(one.state for _, one in answers), tuple(out[:MOST_NAMED]))


class YearTally(NamedTuple):
    """How schools answered an indicator in one year."""

    states: Counter[State]
    left_out: tuple[tuple[str, str], ...]
    """Names and codes of the first that do not count; `states` knows how many there are."""


def indicator_schools(
    summary: DistrictSummary,
) -> InPasses[SchoolAnswers, IndicatorSchools]:
    """The indicators in the form's order."""
    rows = {row.key: row for row in summary.edition.indicators if row.owner != "D"}

    def made(key: str, schools: Sequence[SchoolAnswers]) -> IndicatorSchools:
        return IndicatorSchools(rows[key], tuple(schools))

    counted = summary.counted
    return InPasses(tuple(rows), counted, len(counted), _answers_by_key, made)


def _answers_by_key(school: CountedSchool) -> dict[str, SchoolAnswers]:
    """What the school was asked; of its own indicators those that it has."""
    found = {
        row.key: (row, _answers(school, row, cells))
        for row, cells in indicator_cells(school.submission.form)
    }
    return {
        key: answers
        for key, (row, answers) in found.items()
        if row.kind != OWN or _is_used(answers)
    }


def _answers(
    school: CountedSchool, row: IndicatorRow, cells: Sequence[IndicatorCells]
) -> SchoolAnswers:
    label = _said(school, row, "name") if row.kind == OWN else row.label
    years = tuple(_year(school, one) for one in cells)
    return SchoolAnswers(school.key, school.name, label, _said(school, row, "unit"), years)


def _year(school: CountedSchool, cells: IndicatorCells) -> YearAnswer:
    number, whole = cells.used(school) if cells.number >= 0 else (cells.said, -1)
    return YearAnswer(
        answer_of(school, cells),
        school.total((number,)),
        school.total((whole,)) if whole >= 0 else None,
        school.total((cells.said,)),
    )


def _said(school: CountedSchool, row: IndicatorRow, column: str) -> str:
    value = school.submission[f"{Indicator.prefix}.{row.key}.{column}"]
    return "" if value is None else str(value).strip()


def _is_used(answers: SchoolAnswers) -> bool:
    """An own row with a name or a value; a unit alone may be the blank's."""
    return bool(answers.label) or any(
        year.answer.state is not State.BLANK for year in answers.years
    )


def own_answers(summary: DistrictSummary) -> dict[str, SchoolAnswers]:
    """By key, what the district says in its own book to the indicators that are its own."""
    own = summary.opened_own()
    if own is None:
        return {}
    return {
        row.key: _answers(own, row, cells)
        for row, cells in indicator_cells(own.submission.form)
        if row.kind != OWN
    }
