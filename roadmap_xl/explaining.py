"""From a cell of a summary workbook to the schools, files and cells behind its number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .campaign.snapshot import SUFFIX
from .campaign.snapshot_reading import read_snapshot
from .district.figures import Figure, Figures
from .district.in_words import Sort, number, sort_of
from .district.summary import DistrictSummary
from .district.tracing import Asked, Traced, traced
from .explanation import Explanation
from .expressions.numbers import round_half_up, shown
from .readers.summary_book import (
    BookCell,
    SummaryBook,
    SummaryBookError,
    address_of,
    read_summary_book,
)

COUNTED = "counted"
"""After «#» in a row's tag: not the figure but how many schools are wholly in it."""
_BRACKETED = ("(", ")")
"""A school's number that is in no total stands in brackets, as a text."""


class NotExplainedError(SummaryBookError):
    """A cell that holds no number of the schools', or a source that is not the summary's."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the tags of a cell come to."""

    asked: Asked
    of: str
    """Empty for the figure itself, else the part of it that the cell shows."""
    tag_row: int


def explain(path: Path, cells: Sequence[str], snapshot: Path | None = None) -> list[Explanation]:
    """Each cell explained from the summary's snapshot, by default the one beside it.

    Raises `SummaryBookError` where a cell holds no number that can be, or the snapshot is another
    summary's, `SnapshotError` where it cannot be read.
    """
    book = read_summary_book(path, [address_of(text) for text in cells])
    summary = _source(path, book, snapshot)
    resolved = [_resolved(cell, summary.figures) for cell in book.cells]
    for cell, found in zip(book.cells, resolved, strict=True):
        if found.asked.school and found.asked.school not in _keys(summary):
            raise NotExplainedError(
                f"{cell.address.words}: в источнике нет школы, чья это строка. Соберите сводку "
                "заново."
            )
    answers = traced(summary, [one.asked for one in resolved])
    return [
        _explanation(cell, one, answer, summary)
        for cell, one, answer in zip(book.cells, resolved, answers, strict=True)
    ]


def _source(path: Path, book: SummaryBook, named: Path | None) -> DistrictSummary:
    """The summary of the snapshot, whose files are those of the workbook's passport."""
    snapshot = named or path.with_suffix(SUFFIX)
    if named is None and not snapshot.is_file():
        raise NotExplainedError(
            f"Рядом со сводкой нет её снимка «{snapshot.name}». Положите его рядом или укажите: "
            "--snapshot ФАЙЛ."
        )
    summary = read_snapshot(snapshot)
    marks = {line.received.sha256 for line in summary.all_lines if line.received} - {""}
    if marks != book.files:
        raise NotExplainedError(
            f"Снимок «{snapshot.name}» не от сводки «{path.name}»: в её паспорте файлов — "
            f"{len(book.files)}, из них в снимке — {len(marks & book.files)}, других в снимке — "
            f"{len(marks - book.files)}. Укажите снимок этой сводки: --snapshot ФАЙЛ."
        )
    if book.snapshot and book.snapshot != _sha256(snapshot):
        raise NotExplainedError(
            f"Снимок «{snapshot.name}» изменён или записан в другой раз: его SHA-256 не тот, что в "
            "паспорте сводки. Соберите сводку заново."
        )
    return summary


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keys(summary: DistrictSummary) -> set[str]:
    return {school.key for school in summary.counted.schools}


def _resolved(cell: BookCell, figures: Figures) -> Resolved:
    found = _candidates(cell, figures)
    value, words = cell.value, cell.address.words
    has_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or value == "":
        raise NotExplainedError(f"Ячейка {words} пуста: объяснять нечего. Выберите число.")
    if not has_number and not _in_brackets(value):
        raise NotExplainedError(f"В ячейке {words} не число, а «{value}». Выберите число.")
    if not found:
        raise NotExplainedError(
            f"Число в ячейке {words} прямо из книг школ не берётся: это номер, счёт, место или "
            "разница других чисел. Спросите о них; если метки листа стёрты, соберите сводку заново."
        )
    if len(found) > 1:
        raise NotExplainedError(
            f"Метки ячейки {words} перемешаны: неясно, какое это число. Соберите сводку заново."
        )
    return found[0]


def _in_brackets(value: Any) -> bool:
    return isinstance(value, str) and (value[:1], value[-1:]) == _BRACKETED


def _candidates(cell: BookCell, figures: Figures) -> list[Resolved]:
    """What the pairs of a row's and a column's tag come to, of those that are figures.

    A header may look like the column's tag («1» of the plan); then the upper one is the tag.
    """
    found: dict[tuple[Asked, str], Resolved] = {}
    for row_tag in cell.row_tags:
        whole, _, of = row_tag.partition("#")
        stem, _, school = whole.partition("@")
        for tag_row, column_tag in cell.column_tags:
            is_whole_key = column_tag.startswith("=")
            key = column_tag[1:] if is_whole_key else f"{stem}.{column_tag}"
            if key in figures:
                asked = Asked(key, school)
                found.setdefault((asked, of), Resolved(asked, of, tag_row))
    return list(found.values())


def _explanation(
    cell: BookCell, resolved: Resolved, answer: Traced, summary: DistrictSummary
) -> Explanation:
    figure = answer.figure
    expected = figure.counted if resolved.of == COUNTED else figure.value
    _, header = cell.header(resolved.tag_row)
    warnings = [*_typed_over(cell, answer, expected), *_misplaced(cell, resolved, answer, summary)]
    return Explanation(
        address=cell.address.words,
        shown=cell.value,
        expected=expected,
        row=" · ".join(dict.fromkeys(cell.labels)),
        column=header,
        of_counted=resolved.of == COUNTED,
        traced=answer,
        warnings=tuple(warnings),
        summary=summary,
    )


def _typed_over(cell: BookCell, answer: Traced, expected: float | None) -> list[str]:
    if _in_brackets(cell.value) or _agrees(cell.value, expected, answer.figure):
        return []
    return [
        f"в ячейке стоит {shown(cell.value)}, а по книгам школ выходит {number(expected)}. Число "
        "вписано поверх сводки или метки строки стоят не в своей строке (отсортирована не вся "
        "таблица)."
    ]


def _agrees(value: Any, expected: float | None, figure: Figure) -> bool:
    """The number as it is, a percent as Excel keeps it, a mean as it may be rounded."""
    if expected is None:
        return not value
    ways = [expected]
    sort = sort_of(figure.recipe)
    if sort is Sort.MEAN:
        ways += [round_half_up(expected, digits) for digits in (0, 1, 2)]
    elif sort is Sort.SHARE:
        ways.append(expected / 100)
    return any(abs(value - one) < 1e-9 for one in ways)


def _misplaced(
    cell: BookCell, resolved: Resolved, answer: Traced, summary: DistrictSummary
) -> list[str]:
    """The row or the header names another school, or another line of the same table."""
    said: list[str] = []
    names = {line.school.key: line.school.name for line in summary.lines if line.school}
    own = names.get(resolved.asked.school)
    if own:
        others = set(names.values()) - {own}
        texts = [text.split(" — ")[0] for text in cell.row_texts]
        said += [f"по метке это школа «{own}», а в строке — «{t}»" for t in texts if t in others]
    labels, mine = _labels(answer, summary)
    for text in (*cell.row_texts, cell.header(resolved.tag_row)[1]):
        if text in labels and text not in mine:
            said.append(f"по метке это «{'», «'.join(mine)}», а подписано «{text}»")
    return [f"{one}. Похоже, переставлены не все графы таблицы." for one in dict.fromkeys(said)]


def _labels(answer: Traced, summary: DistrictSummary) -> tuple[Mapping[str, None], list[str]]:
    """The labels of all rows of the tables a number rests on, and those of its own rows."""
    form = next(iter(summary.counted)).submission.form
    fields = [form.fields[slot] for slot in answer.figure.recipe.slots]
    tables = {field.table for field in fields}
    there = dict.fromkeys(f.row.label for f in form.fields if f.table in tables and f.row.label)
    return there, list(dict.fromkeys(field.row.label for field in fields if field.row.label))
