"""Results of exams counted into the form: bands, marks, averages, numbers of persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from .edition import Edition
from .rows import Subject
from .submission import Value
from .tables import Average, BaseMath, SchoolMeasures, SubjectResults

BASE_MATH = "base_math"
"""The subject of a result that is a mark of base mathematics."""
BASE_MATH_NAMES: Final = (
    "Математика базовая",
    "Базовая математика",
    "Математика Б",
    "Математика (базовая)",
    "Математика базового уровня",
    "Математика базовый уровень",
    "Математика (базовый уровень)",
    "Математика (база)",
)
"""What the exam that has marks and no bands is called."""
HIGHEST_SCORE, HIGH = 100, 80
"""The best score there is, and where «80 и более баллов» begins."""
MARKS = {"g2": 2, "g3": 3, "g4": 4, "g5": 5}
"""The columns of base mathematics with the mark that each counts."""
PARTICIPANTS, HIGH_PERSONS, FAILED_PERSONS = PERSONS = (
    "org.participants_persons",
    "prob.n80_plus",
    "prob.n_not_passed_ege",
)
"""The fields that count persons and not results."""


class Result(NamedTuple):
    """What one participant got in one subject."""

    subject: str
    """The key of the edition's subject, or `BASE_MATH`."""
    score: int
    """0 to 100; in base mathematics the mark."""
    person: object = None
    """Equal for the results of one participant; None where that is not known."""


def is_possible(subject: str, score: float) -> bool:
    """Whether an exam of this subject can end with this score or mark."""
    if subject == BASE_MATH:
        return score in MARKS.values()
    return score == int(score) and 0 <= score <= HIGHEST_SCORE


def count_results(edition: Edition, results: Sequence[Result]) -> dict[str, Value]:
    """The values of one school by field id, in the form's words.

    What nobody sat has no value, nor has what the form does not ask for. Numbers of persons are
    there if each result says whose it is.
    """
    counted = _counted(edition, results)
    return {field_id: value for field_id, value in counted.items() if asks(edition, field_id)}


_TABLES = {
    f"{table.prefix}.": table for table in (Average, SubjectResults, BaseMath, SchoolMeasures)
}


def asks(edition: Edition, field_id: str) -> bool:
    """Whether the form has a field that results can fill."""
    for prefix, table in _TABLES.items():
        if field_id.startswith(prefix):
            return edition.has(table)
    return field_id.removeprefix("prob.") in {row.key for row in edition.problem_counts}


def _counted(edition: Edition, results: Sequence[Result]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for subject in edition.subjects:
        if scores := [one.score for one in results if one.subject == subject.key]:
            values |= _of_subject(edition, subject, scores)
    for column in edition.school_columns:
        subjects = {one.key for one in edition.subjects if one.school_column == column.key}
        if scores := [one.score for one in results if one.subject in subjects]:
            high = sum(score >= HIGH for score in scores)
            values[f"{SchoolMeasures.prefix}.{column.key}.n80_plus"] = high
    if marks := [one.score for one in results if one.subject == BASE_MATH]:
        values |= _of_base_math(edition, marks)
    if results and all(one.person is not None for one in results):
        values |= _persons(edition, results)
    return values


def bounds_of(edition: Edition, subject: Subject) -> dict[str, tuple[int, int]]:
    """By column of «ЕГЭ», the lowest and the highest score that it counts."""
    threshold = subject.threshold
    return {
        band.key: (
            threshold if band.lowest == "threshold" else band.lowest,
            threshold - 1 if band.highest == "threshold" else band.highest,
        )
        for band in edition.bands
    }


def base_math_row(edition: Edition) -> str:
    """The key of the row of base mathematics that a blank has for the exam year; empty if none."""
    rows = [row.key for row in edition.base_math if str(edition.exam_year) in row.prefilled]
    return rows[0] if rows else ""


def average_of(scores: Sequence[int]) -> float:
    """The average to a hundredth, half up."""
    exact = Decimal(sum(scores)) / len(scores)
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def has_failed(edition: Edition, result: Result) -> bool:
    """Below the threshold, or the mark 2."""
    if result.subject == BASE_MATH:
        return result.score == MARKS["g2"]
    subject = next(one for one in edition.subjects if one.key == result.subject)
    return result.score < subject.threshold


def _of_subject(
    edition: Edition, subject: Subject, scores: Sequence[int]
) -> Iterator[tuple[str, Value]]:
    prefix = f"{SubjectResults.prefix}.{subject.key}"
    yield f"{prefix}.total", len(scores)
    for band, (lowest, highest) in bounds_of(edition, subject).items():
        yield f"{prefix}.{band}", sum(lowest <= score <= highest for score in scores)
    yield f"{Average.prefix}.{subject.key}", average_of(scores)


def _of_base_math(edition: Edition, marks: Sequence[int]) -> Iterator[tuple[str, Value]]:
    if key := base_math_row(edition):
        prefix = f"{BaseMath.prefix}.{key}"
        yield f"{prefix}.total", len(marks)
        for column, mark in MARKS.items():
            yield f"{prefix}.{column}", marks.count(mark)


def _persons(edition: Edition, results: Sequence[Result]) -> Iterator[tuple[str, Value]]:
    yield PARTICIPANTS, _distinct(results)
    is_high = (r for r in results if r.subject != BASE_MATH and r.score >= HIGH)
    yield HIGH_PERSONS, _distinct(is_high)
    yield FAILED_PERSONS, _distinct(r for r in results if has_failed(edition, r))


def _distinct(results: Iterable[Result]) -> int:
    return len({one.person for one in results})
