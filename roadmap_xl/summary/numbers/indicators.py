"""«Показатели»: the target indicators over the district, each year from its own numbers.

A share is Σ численность ÷ Σ всего, never a mean of percents and never of the two years; what a
school answers with «да» is a number of schools; its own indicators are listed, not summed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ...district.counted import CountedSchool, LeftOut
from ...expressions.numbers import percent, percent_to_tenths
from ...form.derived import derived
from ...form.fields import Form
from ...form.rows import IndicatorRow
from ...form.tables import Indicator
from ...form.vocabulary import NOT_APPLICABLE, YES_OR_NO
from ...rules.findings import Excludes
from ..figures import MOST_NAMED, Basis, Contribution, Exact, Recipe, as_exact, as_number
from .from_files import open_own_book
from .passes import InPasses
from .summary import DistrictSummary

YEARS = ("y1", "y2")
SHARE, FLAG, OWN = "share", "flag", "own"
YES, NO = YES_OR_NO
NO_WHOLE = "нет «Всего»"
NOT_YES_OR_NO = "не «да» и не «нет»"


class State(StrEnum):
    """What a school's answer is good for, in the words of the sheet."""

    COUNTED = "учтено"
    BLANK = "не заполнено"
    ONLY_PERCENT = "только процент"
    NOT_APPLICABLE = "не применимо"
    LEFT_OUT = "не учтено"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one school says to an indicator in one year."""

    state: State
    count: Exact | None = None
    whole: Exact = 0
    words: str = ""
    """A text where the indicator is answered in words."""
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class IndicatorCells:
    """The cells of one indicator in one year."""

    kind: str
    answer: int
    """What the school typed into the document's own column."""
    number: int = -1
    whole: int = -1
    headcount: int = -1
    """What stands in «Всего» while that is blank. -1 for a cell that is not there."""
    tenths: bool = False
    """Its percent is told to a tenth, as the school's workbook tells it."""

    def used(self, school: CountedSchool) -> tuple[int, int]:
        """The cells of «численность» and of the «всего» that the school's workbook shows."""
        is_prefilled = school.values[self.whole] is None and not school.is_out(self.whole)
        return self.number, self.headcount if is_prefilled and self.headcount >= 0 else self.whole


def answer_of(school: CountedSchool, cells: IndicatorCells) -> Answer:
    """The school's answer, by the indicator's kind."""
    return school.once(cells.answer, lambda: _answer(school, cells))


def _answer(school: CountedSchool, cells: IndicatorCells) -> Answer:
    if school.words(cells.answer) in NOT_APPLICABLE:
        return Answer(State.NOT_APPLICABLE)
    return {SHARE: _share, FLAG: _flag}.get(cells.kind, _value)(school, cells)


def _share(school: CountedSchool, cells: IndicatorCells) -> Answer:
    """Численность and всего. A blank численность is no answer, though «всего» is prefilled."""
    number, whole = cells.used(school)
    if school.values[number] is None and not school.is_out(number):
        is_typed = school.values[cells.answer] is not None
        return Answer(State.ONLY_PERCENT if is_typed else State.BLANK)
    if fault := school.left_out((number, whole)):
        return Answer(State.LEFT_OUT, left_out=fault)
    count, of = as_exact(school.number(number) or 0), as_exact(school.number(whole) or 0)
    if not of:
        return _not_used(school, cells.whole, NO_WHOLE)
    return Answer(State.COUNTED, count, of)


def _flag(school: CountedSchool, cells: IndicatorCells) -> Answer:
    """«Да» is one school of one, and no answer none. A number is neither: «1» is no percent."""
    if fault := school.left_out((cells.answer,), of_words=True):
        return Answer(State.LEFT_OUT, left_out=fault)
    if school.values[cells.answer] is None:
        return Answer(State.BLANK)
    words = school.words(cells.answer).casefold()
    if words not in YES_OR_NO:
        return _not_used(school, cells.answer, NOT_YES_OR_NO)
    return Answer(State.COUNTED, int(words == YES), 1, words)


def _value(school: CountedSchool, cells: IndicatorCells) -> Answer:
    """A number, or words."""
    if fault := school.left_out((cells.answer,), of_words=True):
        return Answer(State.LEFT_OUT, left_out=fault)
    number, words = school.number(cells.answer), school.words(cells.answer)
    if number is None:
        return Answer(State.COUNTED if words else State.BLANK, words=words)
    return Answer(State.COUNTED, as_exact(number), 1)


def _not_used(school: CountedSchool, slot: int, why: str) -> Answer:
    field = school.submission.form.fields[slot]
    return Answer(State.LEFT_OUT, left_out=LeftOut(school.name, field, Excludes.CELL, why))


def percent_of(tenths: bool, count: Exact, whole: Exact) -> float | None:
    """A whole percent, or one with a decimal where shares are small; None of no whole."""
    rounded = percent_to_tenths if tenths else percent
    return rounded(float(count), float(whole))


@dataclass(frozen=True, slots=True)
class Answers:
    """One number of an indicator in one year: «num», «den» or their percent «pct»."""

    cells: IndicatorCells
    part: str

    @property
    def slots(self) -> tuple[int, ...]:
        """Of «всего» both cells: the headcount is what stands there while it is blank."""
        number = (self.cells.number,) if self.part != "den" else ()
        whole = (self.cells.whole, self.cells.headcount) if self.part != "num" else ()
        return tuple(slot for slot in (*number, *whole) if slot >= 0) or (self.cells.answer,)

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return answer_of(school, self.cells).left_out

    def contribution(self, school: CountedSchool) -> Contribution | None:
        answer = answer_of(school, self.cells)
        if self.part == "pct":
            return Contribution(answer.count or 0, answer.whole) if answer.whole else None
        if self.part == "den":
            return Contribution(answer.whole) if answer.whole else None
        if answer.count is None:
            return None
        return Contribution(answer.count, 1 if self.cells.kind == OWN else 0)

    def value(self, count: Exact, whole: Exact) -> float | None:
        """The percent, or the sum; none where `whole` schools gave own indicators."""
        if self.part == "pct":
            return percent_of(self.cells.tenths, count, whole)
        return None if self.cells.kind == OWN and whole > 1 else as_number(count)


def indicator_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «ind.1.2-1.y1.num», «.den», «.pct»; of what is no share only «.num»."""
    found: dict[str, Recipe] = {}
    for row, years in indicator_cells(basis.form):
        parts = ("num", "den", "pct") if row.kind in (SHARE, FLAG) else ("num",)
        for year, cells in zip(YEARS, years, strict=True):
            for part in parts:
                found[f"ind.{row.key}.{year}.{part}"] = Answers(cells, part)
    return found


@derived
def indicator_cells(form: Form) -> tuple[tuple[IndicatorRow, tuple[IndicatorCells, ...]], ...]:
    """The indicators that a school answers for, with their cells of both years."""
    asked = [row for row in form.edition.indicators if row.owner != "D"]
    return tuple((row, tuple(_cells(form, row, year) for year in YEARS)) for row in asked)


def _cells(form: Form, row: IndicatorRow, year: str) -> IndicatorCells:
    prefix = f"{Indicator.prefix}.{row.key}.{year}"
    answer = form.by_id[prefix].slot
    if row.kind != SHARE:
        return IndicatorCells(row.kind, answer)
    whole = form.by_id[f"{prefix}.den"].slot
    headcount = form.defaults.get(whole)
    return IndicatorCells(
        row.kind,
        answer,
        form.by_id[f"{prefix}.num"].slot,
        whole,
        -1 if headcount is None else headcount.slot,
        row.tenths,
    )


# --- The schools of «Показатели» ---


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
    label = _own_text(school, row, "name") if row.kind == OWN else row.label
    years = tuple(_year(school, one) for one in cells)
    return SchoolAnswers(school.key, school.name, label, _own_text(school, row, "unit"), years)


def _year(school: CountedSchool, cells: IndicatorCells) -> YearAnswer:
    number, whole = cells.used(school) if cells.number >= 0 else (cells.answer, -1)
    return YearAnswer(
        answer_of(school, cells),
        school.total((number,)),
        school.total((whole,)) if whole >= 0 else None,
        school.total((cells.answer,)),
    )


def _own_text(school: CountedSchool, row: IndicatorRow, column: str) -> str:
    value = school.submission[f"{Indicator.prefix}.{row.key}.{column}"]
    return "" if value is None else str(value).strip()


def _is_used(answers: SchoolAnswers) -> bool:
    """An own row with a name or a value; a unit alone may be the blank's."""
    return bool(answers.label) or any(
        year.answer.state is not State.BLANK for year in answers.years
    )


def own_answers(summary: DistrictSummary) -> dict[str, SchoolAnswers]:
    """By key, what the district says in its own book to the indicators that are its own."""
    own = open_own_book(summary)
    if own is None:
        return {}
    return {
        row.key: _answers(own, row, cells)
        for row, cells in indicator_cells(own.submission.form)
        if row.kind != OWN
    }
