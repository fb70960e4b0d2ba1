"""Without a mouse: the order of Tab, what can be selected, where a sheet opens, ways to and fro."""

from __future__ import annotations

import re

import pytest
from libreoffice import Change, Job, recalculate
from made_books import ALL_BOOKS, FAULTY, SCHOOL_BOOKS, MadeBooks, edition_of
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import FORM_SHEETS

from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import Field, Layout, form_of
from roadmap_xl.form.layout import REVIEW, TITLE
from roadmap_xl.form.tables import SchoolMeasures
from roadmap_xl.workbook.seals import CHECKS

FIRST = {
    "Титул": "C7",
    "Паспорт": "C6",
    "ЕГЭ": "D7",
    "ЕГЭ по школе": "D6",
    "Показатели": "D8",
    "План": "D6",
    "Проверка": "C6",
}
"""Where each sheet opens: its first input; on «Проверка» the first link of the list."""
OPEN_AT = {
    "Замечания": "C6", "Не перенесено": "B5", "Обзор": "A1", "Реестр": "A2", "Настройки": "C5",
}  # fmt: skip


def unlocked(sheet: Worksheet) -> list[Cell]:
    """What Tab goes through, in its order: row by row, a merged cell once."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return [c for c in cells if not c.protection.locked and not isinstance(c, MergedCell)]


def hidden_columns(sheet: Worksheet) -> set[int]:
    """Their numbers; one dimension of the file speaks of several columns."""
    hidden = [one for one in sheet.column_dimensions.values() if one.hidden]
    return {column for one in hidden for column in range(one.min, one.max + 1)}


def hidden_rows(sheet: Worksheet) -> set[int]:
    return {row for row, one in sheet.row_dimensions.items() if one.hidden}


def computed_on_purpose(field: Field) -> bool:
    """Percents and the school's measures: a row pasted from Word goes over them (decision 5)."""
    return field.kind is Kind.SHARE or field.table is SchoolMeasures


@pytest.mark.parametrize("book", SCHOOL_BOOKS)
class TestSchoolBook:
    def test_tab_goes_to_the_cells_of_the_form_and_to_no_other(
        self, book: str, books: MadeBooks
    ) -> None:
        layout = form_of(edition_of(book)).layout
        workbook = books.opened(book)
        for name in FORM_SHEETS:
            asked = {
                place.cell
                for place, field in layout.at.items()
                if place.sheet == name and (field.is_input or computed_on_purpose(field))
            }
            assert {cell.coordinate for cell in unlocked(workbook[name])} == asked

    def test_no_hidden_cell_is_a_stop_of_tab(self, book: str, books: MadeBooks) -> None:
        for sheet in books.opened(book).worksheets:
            if sheet.protection.sheet:
                columns, rows = hidden_columns(sheet), hidden_rows(sheet)
                assert columns
                assert not [c for c in unlocked(sheet) if c.column in columns or c.row in rows]

    def test_tab_goes_in_the_order_of_the_form(self, book: str, books: MadeBooks) -> None:
        """Block after block, line after line, column after column, as the form declares them."""
        layout, workbook = form_of(edition_of(book)).layout, books.opened(book)
        for name in FORM_SHEETS:
            ways = [stop(layout, name, cell) for cell in unlocked(workbook[name])]
            assert ways == sorted(ways), name

    def test_every_sheet_of_the_form_is_protected_and_its_labels_can_be_read(
        self, book: str, books: MadeBooks
    ) -> None:
        """A screen reader reads the cell that is selected: locked ones must be selectable."""
        workbook = books.opened(book)
        for name in FORM_SHEETS:
            protection = workbook[name].protection
            assert protection.sheet
            assert not protection.password
            assert not protection.selectLockedCells, "true would forbid it"
            assert not protection.selectUnlockedCells

    def test_every_sheet_opens_at_its_first_input(self, book: str, books: MadeBooks) -> None:
        workbook = books.opened(book)
        for sheet in books.visible(book):
            assert selected(sheet) == (FIRST | OPEN_AT)[sheet.title], sheet.title
        for name in FORM_SHEETS[:-1]:
            assert selected(workbook[name]) == unlocked(workbook[name])[0].coordinate


def stop(layout: Layout, sheet: str, cell: Cell) -> tuple[int, int, int]:
    """The number of the block, of the line and of the column, each in the form's order."""
    for number, block in enumerate(layout.blocks):
        for at, line in enumerate(block.lines):
            if block.sheet == sheet and line.row == cell.row - 1:
                columns = [column for _, column in block.columns]
                return number, at, columns.index(cell.column - 1)
    raise AssertionError(f"{sheet}!{cell.coordinate} is in no block")


def selected(sheet: Worksheet) -> str:
    """The active cell of the pane that is active."""
    view = sheet.sheet_view
    pane = view.pane.activePane if view.pane else None
    (found,) = [one for one in view.selection if one.pane == pane or pane is None]
    assert found.sqref.split(":")[0] == found.activeCell
    return str(found.activeCell)


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_a_workbook_opens_on_its_first_sheet(book: str, books: MadeBooks) -> None:
    workbook = books.opened(book)
    assert workbook.active == books.visible(book)[0]
    assert [sheet.title for sheet in workbook.worksheets if sheet.sheet_view.tabSelected] == [
        workbook.worksheets[0].title
    ]


def test_the_place_of_every_finding_on_the_review_is_a_link_to_its_cell(books: MadeBooks) -> None:
    """The text of a link is the place it leads to, for those who go there by Ctrl+G."""
    formulas, values = books.opened(FAULTY), books.opened(FAULTY, values=True)
    checks, places, sheet = values[CHECKS], set(), ""
    begins = {row[12].value: row[0].value for row in checks.iter_rows(2, 7, 11, 23)}
    for number, row in enumerate(checks.iter_rows(2, min_col=12, max_col=12), start=1):
        sheet = begins.get(number, sheet)  # named once, at the first of its checks
        places.add(f"{sheet}, {row[0].value}")
    links = [
        (row[2].value, values[REVIEW].cell(row[2].row, 3).value)
        for row in formulas[REVIEW].iter_rows(min_row=6, max_row=45)
    ]
    shown = [place for _, place in links if place]
    assert len(shown) > 10
    assert set(shown) <= places
    for formula, _ in links:
        assert re.match(r'=IFERROR\(HYPERLINK\("#\'"&', str(formula))


@pytest.mark.libreoffice
def test_libreoffice_leads_to_the_cell_that_the_link_names(books: MadeBooks) -> None:
    """The target of the formula, taken out of it and worked out apart."""
    formulas, values = books.opened(FAULTY), books.opened(FAULTY, values=True)
    fills = []
    shown = []
    for row in range(6, 20):
        formula = str(formulas[REVIEW].cell(row, 3).value)
        target = formula.removeprefix("=IFERROR(HYPERLINK(").rsplit(f",INDEX({CHECKS}!$K", 1)[0]
        target = target.replace(f"{CHECKS}!", f"${CHECKS}.").replace(",", ";")  # as its API has it
        fills.append([Change("Титул", "AA60", {"formula": f"={target}"})])
        shown.append(str(values[REVIEW].cell(row, 3).value))
    (found,) = recalculate([Job(books[FAULTY], [("Титул", "AA60")], fills)])
    for answer, place in zip(found, shown, strict=True):
        sheet, cell = place.split(", ")
        assert answer[0][0][0] == f"#'{sheet}'!{cell}"


def column(sheet: Worksheet, number: int) -> list[object]:
    return [row[0] for row in sheet.iter_rows(2, None, number, number, values_only=True)]


@pytest.mark.parametrize("book", SCHOOL_BOOKS)
def test_from_every_sheet_a_way_to_the_review_and_to_the_title(book: str, books: MadeBooks) -> None:
    """Links of cells, which the menu key opens, in sight above the table."""
    workbook = books.opened(book)
    for sheet in map(workbook.__getitem__, FORM_SHEETS):
        targets = {
            str(cell.hyperlink.location).partition("!")[0].strip("'")
            for row in sheet.iter_rows(max_row=40)
            for cell in row
            if cell.hyperlink
        }
        assert {TITLE, REVIEW} - {sheet.title} <= targets, sheet.title
