"""A clean school's workbook as people hurt it: each a small change to a real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from made_once import copied, opened
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import repacked

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import EGE, INDICATORS, PASSPORT, PLAN, SCHOOL
from roadmap_xl.workbook.school_workbook import write_school_workbook

Hurt = Callable[[Workbook], None]
HANGS = 60
"""Seconds: far more than a hurt file costs on a slow machine; who takes longer has no end."""
CODE = "230501"
"""The grammar school of the demo: everything filled in, no fault."""
FIRST_SUBJECT, LAST_SUBJECT = 7, 19
"""The rows of «ЕГЭ» with subjects, counted from 1; the second is base, the third physics."""


def clean(path: Path) -> Path:
    """The clean school's workbook."""
    return copied("clean.xlsx", _write_clean, path)


def _write_clean(path: Path) -> None:
    form = form_of("2020")
    school = next(one for one in demo_schools(form) if one.code == CODE)
    write_school_workbook(path, school.submission(form), created=date(2020, 10, 1))


def hurt(folder: Path, change: Hurt) -> Path:
    """The clean workbook, opened and saved by another program after this change."""
    source, target = clean(folder / "целая.xlsx"), folder / "присланная.xlsx"

    def write(path: Path) -> None:
        workbook = opened(source)
        change(workbook)
        workbook.save(path)

    name = f"{change.__module__}.{getattr(change, '__qualname__', '<partial>')}"
    if "<" in name or "test_" in name:  # of one test alone
        write(target)
        return target
    return copied(f"{name}.xlsx", write, target)


def rewritten(folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The clean workbook with one part of its package changed as bytes."""
    return repacked(
        clean(folder / "целая.xlsx"),
        folder / "присланная.xlsx",
        lambda name, data: change(data) if name == part else data,
    )


def _sort(sheet: Worksheet, first_column: int) -> None:
    """The subjects by name, the columns from this one on; the hidden tags go along or stay."""
    columns = range(first_column, 19)
    rows = [
        [sheet.cell(r, c).value for c in columns] for r in range(FIRST_SUBJECT, LAST_SUBJECT + 1)
    ]
    rows.sort(key=lambda row: row[2 - first_column])
    for number, row in enumerate(rows, start=FIRST_SUBJECT):
        for column, value in zip(columns, row, strict=True):
            sheet.cell(number, column).value = value


def sorted_with_tags(workbook: Workbook) -> None:
    _sort(workbook[EGE], 1)


def sorted_without_tags(workbook: Workbook) -> None:
    _sort(workbook[EGE], 2)


def row_put_in(workbook: Workbook) -> None:
    workbook[EGE].insert_rows(9)


def column_put_in(workbook: Workbook) -> None:
    workbook[EGE].insert_cols(4)


def tags_deleted(workbook: Workbook) -> None:
    workbook[PASSPORT].delete_cols(1)


def unknown_subject(workbook: Workbook) -> None:
    sheet = workbook[EGE]
    sheet.insert_rows(9)
    sheet["B9"], sheet["D9"], sheet["G9"] = "Испанский язык", 3, 3


def subject_by_another_name(workbook: Workbook) -> None:
    workbook[EGE]["B8"] = "Математика (профильная)"


def subject_deleted(workbook: Workbook) -> None:
    workbook[EGE].delete_rows(9)


def subject_doubled(workbook: Workbook) -> None:
    sheet = workbook[EGE]
    sheet.insert_rows(9)
    for column in range(1, 19):
        sheet.cell(9, column).value = sheet.cell(8, column).value
    sheet["D9"] = 99


def subject_overwritten(workbook: Workbook) -> None:
    workbook[EGE]["B9"] = "Химия"


def band_renamed(workbook: Workbook) -> None:
    workbook[EGE]["I5"] = "51-65"


def band_became_a_date(workbook: Workbook) -> None:
    workbook[EGE]["I5"] = date(1951, 1, 1)


def year_renamed(workbook: Workbook) -> None:
    workbook[INDICATORS]["E5"] = "2022/2023"


def activity_put_in(workbook: Workbook) -> None:
    sheet = workbook[PLAN]
    sheet.insert_rows(9)
    sheet["C9"], sheet["D9"], sheet["E9"] = "Экскурсия в вуз", "май 2021", "Иванова И. И."


def activity_deleted(workbook: Workbook) -> None:
    workbook[PLAN].delete_rows(8)


def district_activity_deleted(workbook: Workbook) -> None:
    workbook[PLAN].delete_rows(9)


def activity_reworded(workbook: Workbook) -> None:
    cell = workbook[PLAN]["C8"]
    cell.value = f"{cell.value} школы"


def activity_from_word(workbook: Workbook) -> None:
    cell = workbook[PLAN]["C8"]
    cell.value = str(cell.value).replace(" ", "\u00a0", 1).replace("з", "з\u00ad", 1) + "\n"


def activity_replaced(workbook: Workbook) -> None:
    workbook[PLAN]["C8"] = "Лыжный поход"


def heading_merged(workbook: Workbook) -> None:
    workbook[PLAN].merge_cells("B8:B9")


def sheet_renamed(workbook: Workbook) -> None:
    workbook[EGE].title = "Лист1"


def sheets_moved(workbook: Workbook) -> None:
    workbook.move_sheet(EGE, offset=4)


def sheet_deleted(workbook: Workbook) -> None:
    del workbook[INDICATORS]


def sheet_copied(workbook: Workbook) -> None:
    copy = workbook.copy_worksheet(workbook[EGE])
    copy.title, copy["D7"] = "ЕГЭ (2)", 77


def sheet_copied_and_renamed(workbook: Workbook) -> None:
    sheet_copied(workbook)
    workbook[EGE].title = "Лист1"


def extra_sheet(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("Черновик")
    sheet["A1"], sheet["C4"] = "позвонить в РОНО", 5


def cell_beside(workbook: Workbook) -> None:
    workbook[PASSPORT]["H30"] = "уточнить у завуча"


def meta_deleted(workbook: Workbook) -> None:
    del workbook["_meta"]


def comment(workbook: Workbook) -> None:
    workbook[EGE]["D7"].comment = Comment("двое на больничном", "Завуч")


def hidden_row(workbook: Workbook) -> None:
    workbook[EGE].row_dimensions[8].hidden = True


def hidden_column(workbook: Workbook) -> None:
    workbook[EGE].column_dimensions["C"].hidden = True


def struck_text(workbook: Workbook) -> None:
    workbook[PLAN]["E8"].font = Font(strike=True)


def years_merged(workbook: Workbook) -> None:
    sheet = workbook[INDICATORS]
    sheet["F14"] = None
    sheet.merge_cells("E14:F14")


def many_years_merged(workbook: Workbook) -> None:
    sheet = workbook[INDICATORS]
    for row in (14, 15, 16, 17):
        sheet.cell(row, 5).value = "не применимо"
        sheet.cell(row, 6).value = None
        sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)


def formulas_replaced(workbook: Workbook) -> None:
    for row in range(10, 13):
        for column in range(5, 8):
            workbook[SCHOOL].cell(row, column).value = 0


def prompts_and_protection_gone(workbook: Workbook) -> None:
    workbook[EGE].protection.sheet = False
    workbook[EGE].data_validations.dataValidation = []


def service_sheets_deleted(workbook: Workbook) -> None:
    for name in ("_checks", "_rows", "_lists"):
        del workbook[name]


def colours_gone(workbook: Workbook) -> None:
    workbook[EGE].conditional_formatting = ConditionalFormattingList()


def print_areas_gone(workbook: Workbook) -> None:
    for sheet in workbook:
        sheet.print_area = None


def formula_in_an_input(workbook: Workbook) -> None:
    workbook[EGE]["D7"] = "=5+2"


def error_in_an_input(workbook: Workbook) -> None:
    workbook[EGE]["D7"] = "#DIV/0!"


def shifted_down(workbook: Workbook) -> None:
    sheet = workbook[EGE]
    inputs = [2 + n for n in (2, 3, 5, 7, 9, 11, 13, 15)]
    for row in range(LAST_SUBJECT, FIRST_SUBJECT - 1, -1):
        for column in inputs:
            above = sheet.cell(row - 1, column).value if row > FIRST_SUBJECT else None
            sheet.cell(row, column).value = above
