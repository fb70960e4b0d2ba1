"""The schools of «Показатели»: indicator by indicator, what each one answered for both years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..form.rows import IndicatorRow
from ..form.tables import Indicator
from .counted import CountedSchool
from .indicator_totals import OWN, Answer, IndicatorCells, State, answer_of, indicator_cells
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

    def states(self, year: int) -> Counter[State]:
        """How many schools answered how in the first (0) or second year."""
        return Counter(school.years[year].answer.state for school in self.schools)


def indicator_schools(summary: DistrictSummary) -> list[IndicatorSchools]:
    """The indicators in the form's order, from one pass over the schools."""
    found: dict[str, list[SchoolAnswers]] = {}
    rows: dict[str, IndicatorRow] = {row.key: row for row in summary.edition.indicators}
    for school in summary.counted:
        for row, cells in indicator_cells(school.submission.form):
            answers = _answers(school, row, cells)
            if row.kind != OWN or _is_used(answers):
                found.setdefault(row.key, []).append(answers)
    return [
        IndicatorSchools(row, tuple(found.get(key, ())))
        for key, row in rows.items()
        if row.owner != "D"
    ]


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
