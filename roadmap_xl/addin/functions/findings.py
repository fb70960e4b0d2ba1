"""A function on a whole workbook: its findings as a table for the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ...form.columns import Kind
from ...form.fields import Field, Form
from ...form.forms import Forms
from ...form.layout import FORM_SHEETS
from ...form.tables import PlanHeading, PlanItem
from ...reader.files.cells import Beside, Cells, Markup
from ...reader.files.faults import Refused
from ...reader.files.opening import MOST_CELLS_OF_SHEET
from ...reader.files.values import plain
from ...reader.remarks import LOOKED_UP
from ...reader.structure.imprint import imprints_of
from ...reader.structure.sheet_index import SheetIndex
from ...reader.structure.sheets import RECOGNISED, form_by_sheets, likest
from ...reader.workbook import FORM_NAME
from ...rules.checking import group_findings
from ...rules.findings import Finding
from ...school.check import check_cells
from ...texts.days import day_of
from ...texts.typed import as_text
from ...workbook.seals import META
from .arguments import Grid, grid_of, known_forms

HEADERS = ("Важность", "Место", "Что не так", "Как исправить", "Код")
NOTHING_FOUND = "Замечаний нет"
_NO_SHEETS = (
    "укажите листы книги, каждый от ячейки A1, например Титул!A1:H40; порядок листов не важен"
)
_BOOK = "Книга"


class RangeCells:
    """Ranges as the reader wants a workbook: each from A1 on, in any order.

    A range does not say which sheet it is of, so that a renamed sheet is not noticed, nor a lost
    hidden one. Raises `Refused` where a range is unbearably large.
    """

    saved_as = ""
    beside = Beside()

    def __init__(self, ranges: Sequence[object]) -> None:
        grids = [_crop(grid_of(one), number) for number, one in enumerate(ranges, start=1)]
        self._sheets = {f"Диапазон {number}": grid for number, grid in enumerate(grids, start=1)}
        for name, grid in list(self._sheets.items()):
            if [as_text(cell) for cell in grid[0][:2]] == ["form", FORM_NAME]:
                self._sheets = {META if n == name else n: g for n, g in self._sheets.items()}
        form = self._form()
        if form is not None:
            self._sheets.setdefault(META, [["form", FORM_NAME], ["edition", form.edition.key]])
            self._name_sheets(form)

    @property
    def sheet_names(self) -> list[str]:
        """The hidden sheets of the blank among them: nobody passes those to a function."""
        return [*self._sheets, *(name for name in LOOKED_UP if name not in self._sheets)]

    def rows(self, sheet: str) -> list[list[object]]:
        return self._sheets.get(sheet, [])

    def markup(self, sheet: str) -> Markup | None:
        """Not told: a function is given values alone."""
        return None

    def _form(self) -> Form | None:
        for row in self._sheets.get(META, []):
            if as_text(row[0]) == "edition":
                return known_forms().find(as_text(row[1]).strip())
        return form_by_sheets(self, known_forms())

    def _name_sheets(self, form: Form) -> None:
        """The blank's names for what looks like its sheets; a second one keeps its number."""
        imprints = imprints_of(form)
        named: dict[str, Grid] = {}
        for range_name, grid in self._sheets.items():
            sheet, likeness = likest(SheetIndex(partial(list, grid)), imprints)
            known = range_name != META and likeness >= RECOGNISED and sheet not in named
            name = sheet if known else range_name
            named[name] = _with_days(grid, form, name) if known else grid
        self._sheets = {n: named[n] for n in sorted(named, key=_order)}


def _order(name: str) -> int:
    return FORM_SHEETS.index(name) if name in FORM_SHEETS else len(FORM_SHEETS)


def _crop(grid: Grid, number: int) -> Grid:
    """The range up to its last filled cell, as a sheet is read."""
    grid = [[plain(cell) for cell in row] for row in grid]
    filled = [(r, c) for r, row in enumerate(grid) for c, v in enumerate(row) if v is not None]
    height = 1 + max((row for row, _ in filled), default=0)
    width = 2 + max((column for _, column in filled), default=0)
    if height * width > MOST_CELLS_OF_SHEET:
        reason = f"в диапазоне {number} занято строк — {height}, столбцов — {width}"
        raise Refused("outsized", file="Книга", reason=reason)
    return [[*row[:width], *[None] * (width - len(row))] for row in grid[:height]]


def _with_days(grid: Grid, form: Form, sheet: str) -> Grid:
    """The sheet with dates where Excel on the web and on a Mac gives a function their numbers."""
    layout = form.layout
    for slot, (row, column) in layout.usual_places[sheet].items():
        inside = row < len(grid) and column < len(grid[row])
        if inside and _holds_days(layout.form.fields[slot]):
            grid[row][column] = day_of(grid[row][column]) or grid[row][column]
    return grid


def _holds_days(field: Field) -> bool:
    of_plan = field.table in (PlanItem, PlanHeading) and field.column in ("term", "mark")
    return of_plan or field.kind is Kind.DATE


def findings(*sheets: object) -> Grid:
    """The findings on the workbook that these ranges are the sheets of, under a header."""
    return findings_of(lambda: RangeCells(sheets)) if sheets else [[_NO_SHEETS]]


def findings_of(opened: Callable[[], Cells], name: str = _BOOK, forms: Forms | None = None) -> Grid:
    """The findings on these cells, equal ones in one line; one cell where there are none."""
    try:
        report = check_cells(opened(), name, forms or known_forms())
    except Refused as refused:
        return [list(HEADERS), ["ошибка", "", refused.fault.message, refused.fault.fix, ""]]
    lines = [_line(finding) for finding in group_findings(report.findings)]
    return [list(HEADERS), *lines] if lines else [[NOTHING_FOUND]]


def _line(finding: Finding) -> list[object]:
    texts = (finding.message, finding.fix, finding.code)
    return [finding.severity.word, finding.place, *texts]
