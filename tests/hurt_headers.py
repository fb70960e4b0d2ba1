"""A clean school's workbook hurt in what its columns and sheets are known by."""

from __future__ import annotations

from hurt import EGE, INDICATORS, PASSPORT, PLAN, SCHOOL, Workbook
from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import LAYOUT

TAG_ROWS = {sheet: [block.tag_row + 1 for block in LAYOUT.on(sheet)] for sheet in LAYOUT.sheets}
"""Counted from 1."""


def tags_cleared(workbook: Workbook) -> None:
    """Nothing in the hidden rows and columns any more; all stands where it stood."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                hidden = cell.column == 1 or cell.row in TAG_ROWS.get(sheet.title, ())
                if hidden and not isinstance(cell, MergedCell) and sheet.title in TAG_ROWS:
                    cell.value = None


def _without_tag_row(sheet: Worksheet, row: int) -> Worksheet:
    sheet.delete_rows(row)
    return sheet


def band_put_in(workbook: Workbook) -> None:
    _without_tag_row(workbook[EGE], 4).insert_cols(7)


def subject_put_in(workbook: Workbook) -> None:
    _without_tag_row(workbook[SCHOOL], 8).insert_cols(5)


def subject_taken_out(workbook: Workbook) -> None:
    _without_tag_row(workbook[SCHOOL], 8).delete_cols(7)


def year_put_in(workbook: Workbook) -> None:
    _without_tag_row(workbook[INDICATORS], 4).insert_cols(7)


def year_put_in_tags_cleared(workbook: Workbook) -> None:
    sheet = workbook[INDICATORS]
    for column in range(1, 17):
        sheet.cell(4, column).value = None
    sheet.insert_cols(7)


def years_swapped(workbook: Workbook) -> None:
    sheet = workbook[INDICATORS]
    for row, (one, other) in [
        (5, ("G", "J")),
        *((r, p) for r in range(7, 27) for p in ("GJ", "HK")),
    ]:
        here, there = sheet[f"{one}{row}"], sheet[f"{other}{row}"]
        if not isinstance(here, MergedCell) and not isinstance(there, MergedCell):
            here.value, there.value = there.value, here.value


def headers_deleted(workbook: Workbook) -> None:
    workbook[EGE].delete_rows(5)


def headers_and_tags_deleted(workbook: Workbook) -> None:
    workbook[EGE].delete_rows(4, 2)


def column_copied(workbook: Workbook) -> None:
    sheet = workbook[EGE]
    sheet.insert_cols(5)
    for row in range(1, 30):
        sheet.cell(row, 5).value = sheet.cell(row, 4).value
    sheet["E8"] = 555


def latin_header(workbook: Workbook) -> None:
    workbook[EGE]["D5"] = "Bсего"


def latin_label(workbook: Workbook) -> None:
    workbook[EGE]["B7"] = "Pyccкий язык"


def sheets_named_crosswise(workbook: Workbook) -> None:
    workbook[PASSPORT].title = "х"
    workbook[INDICATORS].title = PASSPORT
    workbook["х"].title = INDICATORS


def own_sheet_with_the_name(workbook: Workbook) -> None:
    workbook[EGE].title = "ЕГЭ 2020"
    sheet = workbook.create_sheet(EGE)
    sheet["A1"], sheet["B3"] = "наш черновик", 777123


def copy_filled_original_blank(workbook: Workbook) -> None:
    copy = workbook.copy_worksheet(workbook[PLAN])
    copy.title = "План (2)"
    for place, field in LAYOUT.at.items():
        if place.sheet == PLAN and field.is_input:
            workbook[PLAN].cell(place.row + 1, place.column + 1).value = None


def blank_copy(workbook: Workbook) -> None:
    copy_filled_original_blank(workbook)
    filled, blank = workbook["План (2)"], workbook[PLAN]
    blank.title, filled.title = "План чистый", PLAN
