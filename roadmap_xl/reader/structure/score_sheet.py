"""The list of results on «Баллы», in a workbook that has it: what the school pasted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...expressions.numbers import show_value
from ...form.edition import Edition
from ...form.layout import SCORES
from ...form.score_list import MOST_ROWS, ScoreList, ScoreRow, differs_from_list, fields_of_scores
from ...form.submission import Remark, Submission, Value
from ...texts.squeezing import normalize
from ...texts.typed import as_text
from ...workbook.score_formulas import COUNTED, FIRST_FIELD, FIRST_ROW, HEADERS, VALUE
from ..files.cells import Cells
from ..files.values import plain
from .leftovers import LeftCell, left_cell
from .own_formulas import ShownCell

_FIRST_COLUMN = 1
OUTSIDE_LIST = "вне списка результатов"


def has_score_list(cells: Cells) -> bool:
    """Whether the workbook has the blank's own list; a school's sheet may bear the same name."""
    if SCORES not in cells.sheet_names or COUNTED not in cells.sheet_names:
        return False
    rows = cells.rows(SCORES)
    header = rows[FIRST_ROW - 2] if len(rows) >= FIRST_ROW - 1 else []
    titles = header[_FIRST_COLUMN : _FIRST_COLUMN + len(HEADERS)]
    return [normalize(as_text(title or "")) for title in titles] == [*map(normalize, HEADERS)]


def score_list_of(cells: Cells) -> ScoreList:
    """The rows of the list; those below the last that holds something are not there."""
    rows = [_row(line) for line in cells.rows(SCORES)[FIRST_ROW - 1 :]]
    while rows and rows[-1] == ScoreRow():
        rows.pop()
    return ScoreList(tuple(rows))


def left_on_scores(cells: Cells, scores: ScoreList, edition: Edition) -> Iterator[LeftCell]:
    """The cells of rows that are not understood, and those beside the list."""
    faults = dict(scores.faults(edition))
    for row, line in enumerate(cells.rows(SCORES)):
        at = row - (FIRST_ROW - 1)
        for column, value in enumerate(line):
            is_listed = _FIRST_COLUMN <= column < _FIRST_COLUMN + len(HEADERS)
            if value is None or value == "" or (is_listed and (at < 0 or at not in faults)):
                continue
            why = faults[at] if is_listed else OUTSIDE_LIST
            yield left_cell(SCORES, (row, column), value, why)


def cells_counted(scores: ScoreList, edition: Edition) -> int:
    """How many cells of the list are understood."""
    faults = dict(scores.faults(edition))
    rows = (row for at, row in enumerate(scores.rows[:MOST_ROWS]) if at not in faults)
    return sum(value is not None for row in rows for value in row)


def compared_with_list(submission: Submission, scores: ScoreList | None) -> Submission:
    """The submission with a remark on each field in which something else stands than listed."""
    if scores is None:
        return submission
    remarks = _remarks_on_differences(submission, scores)
    return replace(submission, remarks=(*submission.remarks, *remarks))


def _remarks_on_differences(submission: Submission, scores: ScoreList) -> Iterator[Remark]:
    """What was not understood, or has no place in the file, has a finding of its own."""
    form = submission.form
    unread = submission.rejected | submission.lost
    for field_id, counted in scores.values(form.edition).items():
        field = form.by_id.get(field_id)
        if field is None or field.slot in unread:
            continue
        stated = submission.values[field.slot]
        if differs_from_list(counted, stated):
            place = submission.place(field)
            names = dict.fromkeys((field.title, field.spec.full_label or field.label))
            words = {"value": _shown(stated), "counted": _shown(counted), "what": ", ".join(names)}
            yield Remark("list-differs", place.sheet, place.cell, field_id, words)


def _shown(value: Value) -> str:
    """With all its decimals: two numbers that differ do not look alike."""
    return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else show_value(value)


def shown_scores(scores: ScoreList, edition: Edition) -> dict[str, tuple[ShownCell, Value]]:
    """By field id the cell of `_scores` that its own cell shows, and what the list says there."""
    values = scores.values(edition)
    cells = enumerate(fields_of_scores(edition), start=FIRST_FIELD)
    return {one: (ShownCell(COUNTED, f"{VALUE}{row}"), values.get(one)) for row, one in cells}


def _row(line: list[object]) -> ScoreRow:
    typed = [plain(value) if value is not None else None for value in line]
    typed += [None] * (_FIRST_COLUMN + len(HEADERS) - len(typed))
    return ScoreRow(*typed[_FIRST_COLUMN : _FIRST_COLUMN + len(HEADERS)])
