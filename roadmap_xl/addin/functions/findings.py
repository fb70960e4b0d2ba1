"""A function on a whole workbook: its findings as a table for the cells."""

from __future__ import annotations

from collections.abc import Callable

from ...findings import Finding
from ...grouping import grouped
from ...readers.cells import Cells
from ...readers.faults import Refused
from ...report import report_of_cells
from .range_cells import RangeCells
from .ranges import Grid

HEADERS = ("Важность", "Место", "Что не так", "Как исправить", "Код")
NOTHING_FOUND = "Замечаний нет"
_NO_SHEETS = (
    "укажите листы книги, каждый от ячейки A1, например Титул!A1:H40; порядок листов не важен"
)
_BOOK = "Книга"


def findings(*sheets: object) -> Grid:
    """The findings on the workbook that these ranges are the sheets of, under a header."""
    return findings_of(lambda: RangeCells(sheets)) if sheets else [[_NO_SHEETS]]


def findings_of(opened: Callable[[], Cells], name: str = _BOOK) -> Grid:
    """The findings on these cells, equal ones in one line; one cell where there are none."""
    try:
        report = report_of_cells(opened(), name)
    except Refused as refused:
        return [list(HEADERS), ["ошибка", "", refused.fault.message, refused.fault.fix, ""]]
    lines = [_line(finding) for finding in grouped(report.findings)]
    return [list(HEADERS), *lines] if lines else [[NOTHING_FOUND]]


def _line(finding: Finding) -> list[object]:
    said = (finding.message, finding.fix, finding.code)
    return [finding.severity.word, finding.place, *said]
