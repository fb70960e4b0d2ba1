"""The marks on «Предложения», in a workbook that has the sheet: what a school has accepted."""

from __future__ import annotations

from collections.abc import Iterator

from ...form.edition import Edition
from ...form.layout import PROPOSALS, TAG_COLUMN
from ...form.proposals import AcceptedProposals
from ...form.submission import Value
from ...texts.squeezing import normalize
from ...texts.typed import as_text
from ...workbook.proposal_cells import (
    CHECK,
    HEADER_ROW,
    HEADERS,
    MARK,
    NUMBER,
    lines_of_proposals,
    own_texts,
    shown_cells,
)
from ..files.cells import Cells
from ..files.sheet_xml import At
from ..files.values import plain
from .leftovers import LeftCell, left_cell
from .own_formulas import ShownCell

NOT_A_MARK = "отметку выбирают из списка: да, только результат, нет"
_REWRITTEN = "на листе «Предложения» пишут только отметки; свой текст — на листе «План»"
_STATUS_ROW = HEADER_ROW - 3
"""The line that says how many are accepted, from 0."""


def has_proposals(cells: Cells) -> bool:
    """Whether the workbook has the blank's own sheet; a school's may bear the same name."""
    if PROPOSALS not in cells.sheet_names:
        return False
    rows = cells.rows(PROPOSALS)
    header = rows[HEADER_ROW - 1] if len(rows) >= HEADER_ROW else []
    titles = header[NUMBER : NUMBER + len(HEADERS)]
    return [normalize(as_text(title or "")) for title in titles] == [*map(normalize, HEADERS)]


def proposals_in(cells: Cells, edition: Edition) -> AcceptedProposals:
    """The marks as they were typed."""
    return AcceptedProposals({key: value for key, value, _ in _marks(cells, edition)})


def left_on_proposals(
    cells: Cells, accepted: AcceptedProposals, edition: Edition
) -> Iterator[LeftCell]:
    """The cells that are neither the sheet's own nor marks that are understood."""
    unclear = set(accepted.unclear())
    marks = {at: key for key, _, at in _marks(cells, edition)}
    own = {normalize(text) for text in own_texts(edition)}
    for row, line in enumerate(cells.rows(PROPOSALS)):
        for column, value in enumerate(line):
            at = (row, column)
            if value is None or value == "" or (at in marks and marks[at] not in unclear):
                continue
            is_formula = column >= CHECK or row == _STATUS_ROW
            if at in marks:
                yield left_cell(PROPOSALS, at, value, NOT_A_MARK)
            elif not is_formula and normalize(as_text(value)) not in own:
                yield left_cell(PROPOSALS, at, value, _REWRITTEN)


def marks_understood(accepted: AcceptedProposals) -> int:
    return len(accepted.marks) - sum(1 for _ in accepted.unclear())


def _marks(cells: Cells, edition: Edition) -> Iterator[tuple[str, object, At]]:
    """By key of an activity or section what is typed beside it; of two lines alike the first."""
    keys = {line.tag: line.key for line in lines_of_proposals(edition)}
    for row, line in enumerate(cells.rows(PROPOSALS)):
        tag = line[TAG_COLUMN] if len(line) > TAG_COLUMN else None
        value = plain(line[MARK]) if len(line) > MARK and line[MARK] is not None else None
        if isinstance(tag, str) and tag in keys and value is not None:
            yield keys.pop(tag), value, (row, MARK)


def shown_proposals(
    accepted: AcceptedProposals, edition: Edition
) -> dict[str, tuple[ShownCell, Value]]:
    """By field id the cell of the sheet that its own cell shows, and what that is."""
    values = accepted.values(edition)
    cells = shown_cells(edition).items()
    return {one: (ShownCell(PROPOSALS, cell), values.get(one)) for one, cell in cells}
