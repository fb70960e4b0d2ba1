"""What a cell says when it is selected, and when something else is typed into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_books import (
    CAMPAIGN,
    DISTRICT,
    JOURNAL,
    REGISTRY_BOOK,
    REPAIRED,
    SCHOOL_BOOKS,
    MadeBooks,
    edition_of,
)
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import form_of
from roadmap_xl.workbook.looks import INPUT

MOST_OF_TITLE, MOST_OF_PROMPT, MOST_OF_ERROR = 32, 255, 224
"""Letters that Excel takes (reported); XlsxWriter leaves out a validation with more."""
TYPED_BY_THE_DISTRICT = {
    (REGISTRY_BOOK, "Реестр"): "ABCDEF",
    (REGISTRY_BOOK, "Журнал"): "CDEFG",
    (JOURNAL, "Журнал"): "CDEFG",
    (CAMPAIGN, "Реестр"): "ABCDEF",
    (DISTRICT, "Реестр"): "ABCDEF",
    (DISTRICT, "Журнал"): "CDEFG",
}
"""By workbook and sheet, the columns of a table that people fill, also below its last row."""
DOES = ("Введите", "Впишите", "Выберите", "выбрать", "оставьте", "очистите")
"""An alert says what to do."""


def validations(sheet: Worksheet) -> Iterator[tuple[str, DataValidation]]:
    for one in sheet.data_validations.dataValidation:
        for area in one.sqref.ranges:
            yield area.coord, one


def validation_at(sheet: Worksheet) -> dict[str, DataValidation]:
    """By cell, of validations of single cells."""
    found: dict[str, DataValidation] = {}
    for area, one in validations(sheet):
        assert area not in found, f"two validations of {sheet.title}!{area}"
        found[area] = one
    return found


@pytest.mark.parametrize("book", SCHOOL_BOOKS)
def test_every_field_says_what_goes_in(book: str, books: MadeBooks) -> None:
    """By the form's own label; a computed one says that nothing does."""
    workbook = books.opened(book)
    by_sheet = {sheet.title: validation_at(sheet) for sheet in books.visible(book)}
    for place, field in form_of(edition_of(book)).layout.at.items():
        cell = f"{place.sheet}!{place.cell}"
        assert place.cell in by_sheet[place.sheet], f"{cell} has no prompt"
        said = by_sheet[place.sheet][place.cell]
        assert said.showInputMessage, cell
        assert said.prompt, cell
        begins = str(said.promptTitle).removesuffix(" …")
        label = "Считается само" if not field.is_input else field.label.strip("()¹²³")
        assert label.startswith(begins), cell
    assert workbook


@pytest.mark.parametrize("book", SCHOOL_BOOKS)
def test_a_choice_is_a_list_in_the_cell(book: str, books: MadeBooks) -> None:
    workbook = books.opened(book)
    by_sheet = {sheet.title: validation_at(sheet) for sheet in books.visible(book)}
    for place, field in form_of(edition_of(book)).layout.at.items():
        if field.kind is Kind.CHOICE:
            said = by_sheet[place.sheet][place.cell]
            assert said.type == "list", place
            assert not said.hide_drop_down, place  # Excel's attribute means the opposite
            listed = said.formula1.partition("!")[0].strip("'")
            assert listed in (*workbook.sheetnames, '"%"')  # the one unit of a share


@pytest.mark.parametrize("book", [*SCHOOL_BOOKS, CAMPAIGN, DISTRICT, REGISTRY_BOOK, JOURNAL])
def test_texts_are_as_long_as_excel_takes_and_an_alert_says_what_to_do(
    book: str, books: MadeBooks
) -> None:
    for sheet in books.visible(book):
        for area, one in validations(sheet):
            where = f"{sheet.title}!{area}"
            assert len(one.promptTitle or "") <= MOST_OF_TITLE, where
            assert len(one.prompt or "") <= MOST_OF_PROMPT, where
            assert len(one.errorTitle or "") <= MOST_OF_TITLE, where
            assert len(one.error or "") <= MOST_OF_ERROR, where
            if one.type:  # of «any» nothing is refused
                assert one.errorTitle, where
                assert any(word in one.error for word in DOES), f"{where}: {one.error}"


@pytest.mark.parametrize(("book", "sheet"), TYPED_BY_THE_DISTRICT)
def test_every_column_that_the_district_fills_says_what_goes_in(
    book: str, sheet: str, books: MadeBooks
) -> None:
    there = books.opened(book)[sheet]
    header = 3 if book == JOURNAL else 1
    asked = dict(validations(there))
    for letter in TYPED_BY_THE_DISTRICT[book, sheet]:
        (area,) = [area for area in asked if area.startswith(f"{letter}{header + 1}:")]
        assert asked[area].promptTitle == there[f"{letter}{header}"].value
        assert asked[area].prompt
        assert int(area.rsplit(letter, 1)[1]) > 1000


@pytest.mark.parametrize(
    ("book", "sheet"), [(CAMPAIGN, "Настройки"), (DISTRICT, "Настройки"), (REPAIRED, "Замечания")]
)
def test_every_other_yellow_cell_says_what_goes_in(book: str, sheet: str, books: MadeBooks) -> None:
    there = books.opened(book)[sheet]
    asked = validation_at(there)
    yellow = [
        cell.coordinate
        for row in there.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == f"FF{INPUT[1:]}"
    ]
    assert yellow
    for cell in yellow:
        assert asked[cell].prompt
        assert asked[cell].promptTitle
