"""The list of results on «Баллы», in a workbook that has it: what the school pasted."""

from __future__ import annotations

from collections.abc import Iterator

from ...form.edition import Edition
from ...form.layout import SCORES
from ...form.score_list import MOST_ROWS, ScoreList, ScoreRow
from ...texts.squeezing import normalize
from ...texts.typed import as_text
from ...workbook.score_formulas import COUNTED, FIRST_ROW, HEADERS
from ..files.cells import Cells
from ..files.values import plain
from .leftovers import LeftCell, left_cell

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


def shows_list(formula: str) -> bool:
    """Whether this formula of a field's cell is the blank's own, which shows what the list says."""
    return formula.lstrip("$'=").startswith(COUNTED)


def _row(line: list[object]) -> ScoreRow:
    typed = [plain(value) if value is not None else None for value in line]
    typed += [None] * (_FIRST_COLUMN + len(HEADERS) - len(typed))
    return ScoreRow(*typed[_FIRST_COLUMN : _FIRST_COLUMN + len(HEADERS)])
