"""A list of results that a school has pasted: a row each, counted as the workbook's formulas do.

The workbook counts them live and Python counts them here; both say the same of the same cells, or
nothing where a single row is not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..expressions.cell_values import ErrorValue
from ..records import Record
from .edition import Edition
from .results import BASE_MATH, BASE_MATH_NAMES, PERSONS, Result, asks, count_results, is_possible
from .submission import Value

MOST_ROWS = 1500
"""As many rows a list has: four hundred graduates with their exams."""
WITHOUT_RESULT = ("не явился", "не завершил", "аннулирован", "удалён", "удален")
"""What stands beside an exam that has no result."""
BROKEN_CELL, NOT_A_SUBJECT, NOT_A_SCORE, NOT_A_STATUS, TOO_LONG = (
    "в ячейке ошибка вместо значения",
    "нет такого предмета",
    "балл — целое число от 0 до 100, отметка — от 2 до 5",
    "причину выберите из списка",
    f"строк больше {MOST_ROWS}",
)
_WILD = "*?~"
"""Signs that stand for others where a formula looks something up."""


class ScoreRow(NamedTuple):
    """One row as it was typed: raw values of cells, None for a blank."""

    participant: object = None
    subject: object = None
    score: object = None
    status: object = None


def names_of_subjects(edition: Edition) -> list[tuple[str, str]]:
    """Every name that a list may call a subject by, with the subject's key; the label first."""
    found: dict[str, tuple[str, str]] = {}
    named = [(one.key, (one.label, *one.aliases)) for one in edition.subjects]
    for key, names in [*named, (BASE_MATH, BASE_MATH_NAMES)]:
        for name in names:
            found.setdefault(name.casefold(), (name, key))
    return list(found.values())


class ScoreList(Record):
    """The rows of a list, those between them that are blank too; what follows the last is blank."""

    rows: tuple[ScoreRow, ...] = ()

    def fault_of(self, edition: Edition, row: ScoreRow) -> str:
        """Why a row is not understood; empty where it is, or is blank."""
        if any(isinstance(value, ErrorValue) for value in row):
            return BROKEN_CELL
        if _is_blank(row) or _text(row.status) in WITHOUT_RESULT:
            return ""
        if row.status is not None:
            return NOT_A_STATUS
        key = _names(edition).get(_text(row.subject))
        if key is None:
            return NOT_A_SUBJECT
        score = row.score
        if isinstance(score, bool) or not isinstance(score, int | float):
            return NOT_A_SCORE
        return "" if is_possible(key, score) else NOT_A_SCORE

    def faults(self, edition: Edition) -> Iterator[tuple[int, str]]:
        """By zero-based number the rows that are not understood, each with the reason."""
        for at, row in enumerate(self.rows):
            if fault := TOO_LONG if at >= MOST_ROWS else self.fault_of(edition, row):
                yield at, fault

    def row_now(self, edition: Edition, row: ScoreRow) -> tuple[str, float, object]:
        """A row's subject, empty for none; its score, -1 for none; what tells its participant."""
        score = row.score
        is_number = isinstance(score, int | float) and not isinstance(score, bool)
        key = _names(edition).get(_text(row.subject), "")
        return key, float(str(score)) if is_number else -1, _person(row.participant)

    def results(self, edition: Edition) -> list[Result]:
        """The results; none at all where a row is not understood."""
        if any(True for _ in self.faults(edition)):
            return []
        names = _names(edition)
        return [
            Result(names[_text(row.subject)], int(row.score), _person(row.participant))
            for row in self.rows
            if not _is_blank(row) and row.status is None and isinstance(row.score, int | float)
        ]

    def values(self, edition: Edition) -> Mapping[str, Value]:
        """By field id what the list fills in."""
        return count_results(edition, self.results(edition))


def differs_from_list(counted: Value, stated: Value) -> bool:
    """Whether something else stands in a cell than the list says; a blank is 0, as to a formula."""
    return counted is not None and (0 if stated is None else stated) != counted


def fields_of_scores(edition: Edition) -> tuple[str, ...]:
    """The ids of all fields that a list can fill, in the order of the form's tables."""
    every = [Result(one.key, one.threshold) for one in edition.subjects]
    persons = (field_id for field_id in PERSONS if asks(edition, field_id))
    return (*count_results(edition, [*every, Result(BASE_MATH, 5)]), *persons)


def _names(edition: Edition) -> Mapping[str, str]:
    return {name.casefold(): key for name, key in names_of_subjects(edition)}


def _is_blank(row: ScoreRow) -> bool:
    return all(value is None for value in row)


def _text(value: object) -> str:
    """As a formula looks a text up: without spaces around it, in small letters."""
    if not isinstance(value, str) or any(sign in value for sign in _WILD):
        return ""
    return " ".join(value.replace("\xa0", " ").split()).casefold()


def _person(mark: object) -> object:
    """What tells a participant from others: a number, or a text in any letters; None for none."""
    if not isinstance(mark, str):
        return (type(mark) is bool, mark) if mark is not None else None
    return None if any(sign in mark for sign in _WILD) else mark.casefold()
