"""EGE-022: a table pasted one row too high or too low, which only another table can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import mul
from typing import NamedTuple

from ...form.derived import derived
from ...form.fields import Form
from ...form.submission import Submission
from ...form.tables import BANDS, Average, SubjectResults
from ..findings import Severity
from ..rule import Fault, FunctionRule

_FEWEST = 2
"""One subject that does not agree is a slip in it; two may be a shift."""
_ROUNDED = 0.5
"""Averages are often given as whole numbers."""
_WORDS = {1: "ниже", -1: "выше"}


class _Subject(NamedTuple):
    """Where the numbers of one subject stand, by slot, and the marks that its bands hold."""

    key: str
    average: int
    counts: tuple[int, ...]
    lowest: tuple[int, ...]
    highest: tuple[int, ...]


@derived
def _subjects(form: Form) -> tuple[_Subject, ...]:
    edition = form.edition
    return tuple(
        _Subject(
            one.key,
            form.by_id[f"prob.avg.{one.key}"].slot,
            tuple(form.by_id[f"ege.{one.key}.{band}"].slot for band in BANDS),
            tuple(edition.parameter(one, f"lowest.{band}") for band in BANDS),
            tuple(edition.parameter(one, f"highest.{band}") for band in BANDS),
        )
        for one in edition.subjects
    )


class _Row(NamedTuple):
    """The numbers of one subject: its average, and the row of the table that stands beside it."""

    subject: _Subject
    average: float | None
    counts: tuple[float, ...]

    def agrees_with(self, counts: tuple[float, ...]) -> bool:
        """The average may come from these counts; no average, no participants."""
        total = sum(counts)
        if self.average is None or not total:
            return self.average is None and not total
        low, high = (
            sum(map(mul, counts, marks)) / total
            for marks in (self.subject.lowest, self.subject.highest)
        )
        return bool(low - _ROUNDED <= self.average <= high + _ROUNDED)


def _find_shifted(submission: Submission, _: date | None) -> Iterator[Fault]:
    has_table = submission.form.has_table
    if not (has_table(SubjectResults) and has_table(Average)):
        return
    rows = [_row(submission, subject) for subject in _subjects(submission.form)]
    wrong = _list_disagreeing(rows, 0)
    if len(wrong) < _FEWEST or sum(row.average is not None for row in rows) < _FEWEST:
        return
    for shift, where in _WORDS.items():
        if not _list_disagreeing(rows, shift):
            yield Fault(f"ege.{wrong[0].subject.key}.total", {"where": where})


def _list_disagreeing(rows: Sequence[_Row], shift: int) -> list[_Row]:
    """The subjects whose average does not come from the row so many below.

    What a shift has pushed out of the table cannot be asked for.
    """
    return [
        row
        for place, row in enumerate(rows)
        if 0 <= place + shift < len(rows) and not row.agrees_with(rows[place + shift].counts)
    ]


def _row(submission: Submission, subject: _Subject) -> _Row:
    values = submission.values
    average = values[subject.average]
    counts = [values[slot] for slot in subject.counts]
    return _Row(
        subject,
        float(average) if isinstance(average, int | float) else None,
        tuple([float(n) if isinstance(n, int | float) else 0.0 for n in counts]),
    )


_GOOD = {
    "prob.avg.rus": 55,
    "prob.avg.math_prof": 65,
    "ege.rus.b_51_60": 4,
    "ege.math_prof.b_61_70": 3,
}
_LOWER = {
    "prob.avg.rus": 55,
    "prob.avg.math_prof": 65,
    "ege.math_prof.b_51_60": 4,
    "ege.phys.b_61_70": 3,
}

RULES = (
    FunctionRule(
        code="EGE-022",
        name="table-shifted-by-a-row",
        severity=Severity.WARNING,
        finds=_find_shifted,
        title="числа стоят у своих предметов",
        message="Похоже на сдвиг: средние баллы сходятся, если взять числа предметов строкой "
        "{where}.",
        fix="Проверьте, не вставлена ли таблица со сдвигом на строку.",
        why="Вставка на строку выше или ниже отдаёт числа чужому предмету, а одна таблица этого не "
        "покажет.",
        source="domain.md 6, row 78; decision 17",
        not_live="Сравнивает всю таблицу со сдвинутой; формула стала бы длиннее, чем читает Excel.",
        holds=(_GOOD,),
        fails=(_LOWER,),
    ),
)
