"""The school's sheets at 100 % on a screen of 1366 × 768, the smallest that schools have.

Excel shows about 1290 px of cells there: 1366 less the headings of rows and the scroll bar. A
column of so many characters is 7 px for each and 5 px more (Arial 10, at 96 dpi); files keep those
pixels divided by 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_books import BLANK, BLANK_2020, REPAIRED, MadeBooks, edition_of
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import CHECK_COLUMN

SCREEN = 1290
HEIGHT = 480
"""Pixels of rows that are left of 768 below ribbon and formula bar, above tabs and task bar."""
CHARACTER, USUAL = 7, 64 / 7
MOST_FROZEN = 0.5
"""Of the screen: the rest has to be left for what moves."""
FITS = ("Титул", "Паспорт", "Проверка", "Замечания", "Не перенесено")
LABELS_STAY = ("ЕГЭ", "ЕГЭ по школе", "Показатели", "План")
"""The document's wide tables: labels and headings stay in sight while the rest moves."""


def widths(sheet: Worksheet) -> Iterator[tuple[int, int]]:
    """The columns that are shown, up to the last one with its own width, and their pixels."""
    own = {
        column: dimension
        for dimension in sheet.column_dimensions.values()
        for column in range(dimension.min, dimension.max + 1)
    }
    last = max(column for column, one in own.items() if not one.hidden and column < 40)
    for column in range(1, last + 1):
        if column not in own or not own[column].hidden:
            width = own[column].width if column in own else USUAL
            yield column, round(width * CHARACTER)


@pytest.mark.parametrize("book", [BLANK, BLANK_2020, REPAIRED])
def test_every_sheet_fits_or_keeps_its_labels_in_sight(book: str, books: MadeBooks) -> None:
    for sheet in books.visible(book):
        whole = sum(pixels for _, pixels in widths(sheet))
        if sheet.title in FITS:
            assert whole <= SCREEN, f"{sheet.title}: {whole} px"
        else:
            assert sheet.title in LABELS_STAY
            row, column = coordinate_to_tuple(str(sheet.freeze_panes))
            frozen = sum(pixels for at, pixels in widths(sheet) if at < column)
            assert frozen <= MOST_FROZEN * SCREEN, f"{sheet.title}: {frozen} px stand still"
            assert row > 1


@pytest.mark.parametrize("book", [BLANK, BLANK_2020])
def test_what_is_frozen_are_the_labels_and_the_headings(book: str, books: MadeBooks) -> None:
    """The first input that moves is right of every label, below the heading of its column."""
    for block in form_of(edition_of(book)).layout.blocks:
        sheet = books.opened(book)[block.sheet]
        if block.name not in ("ege", "org", "ind", "pln"):
            continue
        row, column = coordinate_to_tuple(str(sheet.freeze_panes))
        assert row == block.header_row + 2
        assert column <= CHECK_COLUMN[block.sheet], get_column_letter(column)
        texts = [sheet.cell(line.row + 1, column - 1).value for line in block.lines]
        assert sum(bool(text) for text in texts) > len(texts) / 2


@pytest.mark.parametrize("book", [BLANK, BLANK_2020])
def test_the_frozen_rows_leave_most_of_the_screen(book: str, books: MadeBooks) -> None:
    for sheet in books.visible(book):
        if sheet.freeze_panes:
            row, _ = coordinate_to_tuple(str(sheet.freeze_panes))
            shown = [sheet.row_dimensions[r] for r in range(1, row)]
            points = sum(one.height or 12.75 for one in shown if not one.hidden)
            assert points * 96 / 72 <= HEIGHT / 2, sheet.title


@pytest.mark.parametrize("book", [BLANK, BLANK_2020])
def test_a_column_of_the_check_is_wide_enough_for_a_sentence(book: str, books: MadeBooks) -> None:
    opened = books.opened(book)
    assert CHECK_COLUMN.keys() - opened.sheetnames == {"Подпись"}  # of a form without a plan
    for name, column in CHECK_COLUMN.items():
        if name not in opened.sheetnames:
            continue
        found = dict(widths(opened[name]))
        if name != "Проверка":
            assert found[column + 1] >= 50 * CHARACTER
