"""The exam tables of a school from its graduates' marks, so that they agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..expressions.numbers import round_half_up
from ..form.edition import Edition
from ..form.rows import Subject
from ..submission import Value
from .invented import Graduate

HIGH = 80
"""«80 и более баллов»."""


def exam_values(edition: Edition, graduates: Sequence[Graduate]) -> dict[str, Value]:
    """Bands, averages and numbers of persons by field id; nothing where nobody sat an exam."""
    if not graduates:
        return {}
    values: dict[str, Value] = {"org.participants_persons": len(graduates)}
    for subject in edition.subjects:
        if marks := [marks[subject.key] for marks in graduates if subject.key in marks]:
            values |= _subject(edition, subject, marks)
    for column in edition.school_columns:
        subjects = [s.key for s in edition.subjects if s.school_column == column.key]
        if marks := [marks[key] for marks in graduates for key in subjects if key in marks]:
            values[f"org.{column.key}.n80_plus"] = sum(mark >= HIGH for mark in marks)
    thresholds = {subject.key: threshold(subject) for subject in edition.subjects}
    values["prob.n80_plus"] = sum(max(marks.values()) >= HIGH for marks in graduates)
    values["prob.n_not_passed_ege"] = sum(
        any(mark < thresholds[key] for key, mark in marks.items()) for marks in graduates
    )
    return values


def threshold(subject: Subject) -> int:
    """The mark that passes: of two official ones the higher, for university entry.

    In 2020 exams were sat for entry only (domain.md 3.2).
    """
    return subject.thresholds[-1]


def _subject(
    edition: Edition, subject: Subject, marks: Sequence[int]
) -> Iterator[tuple[str, Value]]:
    yield f"prob.avg.{subject.key}", round_half_up(sum(marks) / len(marks), 1)
    yield f"ege.{subject.key}.total", len(marks)
    bands = [_band(edition, subject, mark) for mark in marks]
    for band in edition.bands:
        yield f"ege.{subject.key}.{band.key}", bands.count(band.key)


def _band(edition: Edition, subject: Subject, mark: int) -> str:
    """The last band that begins at or below the mark."""
    reached = [
        band.key
        for band in edition.bands
        if mark >= (threshold(subject) if band.lowest == "threshold" else band.lowest)
    ]
    return reached[-1]
