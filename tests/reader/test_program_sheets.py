"""Sheets that the program added: a school's answer on them is kept, and so is what they list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import hurt as h
import pytest
from openpyxl import load_workbook
from reading_workbooks import LAYOUT

from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.texts.typed import as_text
from roadmap_xl.workbook.repair_notes import LEFT_OVER_SHEET, NOTES_SHEET

DAY = date(2026, 11, 24)


def dirty(workbook: h.Workbook) -> None:
    """Something to say on both sheets."""
    workbook[h.EGE]["D7"], workbook[h.EGE]["G7"] = "12 чел.", "5+2"
    for row in range(1, 4):
        workbook[h.EGE][f"V{row}"] = 900_000 + row


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    repair_file(h.hurt(folder, dirty), folder / "копия.xlsx", created=DAY)
    return folder / "копия.xlsx"


def edited(copy: Path, folder: Path, change: Callable[[h.Workbook], None]) -> Path:
    workbook = load_workbook(copy)
    change(workbook)
    workbook.save(folder / "ответ.xlsx")
    return folder / "ответ.xlsx"


LISTED = {("ЕГЭ", f"V{row}", str(900_000 + row)) for row in range(1, 4)}


def listed(path: Path) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, as_text(one.value)) for one in read_workbook(path).left]


# the sheet of the copy, the cell with an answer, the answer
ANSWERS = [
    (NOTES_SHEET, "H7", "исправлено"),
    (NOTES_SHEET, "D6", "у нас 12 человек"),
    (NOTES_SHEET, "C40", 777123),
    (LEFT_OVER_SHEET, "F5", "это нужно"),
    (LEFT_OVER_SHEET, "B40", "ещё"),
    (LEFT_OVER_SHEET, "C1", "см. ниже"),
]


@pytest.mark.parametrize(("sheet", "cell", "answer"), ANSWERS)
def test_an_answer_on_a_sheet_of_the_program_is_listed(
    sheet: str, cell: str, answer: object, copy: Path, tmp_path: Path
) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[sheet][cell] = answer

    sent = edited(copy, tmp_path, change)
    assert set(listed(sent)) - LISTED == {(sheet, cell, str(answer))}
    assert set(listed(sent)) >= LISTED
    again = tmp_path / "копия копии.xlsx"
    repair_file(sent, again, created=DAY)
    assert (sheet, cell, str(answer)) in listed(again)


def test_nothing_of_an_untouched_copy_is_the_schools(copy: Path, tmp_path: Path) -> None:
    assert set(listed(copy)) == LISTED
    assert set(listed(edited(copy, tmp_path, lambda _: None))) == LISTED


def hint_deleted(workbook: h.Workbook) -> None:
    workbook[LEFT_OVER_SHEET].delete_rows(3)


def first_column_deleted(workbook: h.Workbook) -> None:
    workbook[LEFT_OVER_SHEET].delete_cols(1)


def rows_put_in(workbook: h.Workbook) -> None:
    for name in (NOTES_SHEET, LEFT_OVER_SHEET):
        workbook[name].insert_rows(2, 3)


@pytest.mark.parametrize("change", [hint_deleted, first_column_deleted, rows_put_in])
def test_what_is_listed_stays_listed(
    change: Callable[[h.Workbook], None], copy: Path, tmp_path: Path
) -> None:
    sent = edited(copy, tmp_path, change)
    assert set(listed(sent)) == LISTED
    assert read_workbook(sent).mended == read_workbook(copy).mended
    assert read_workbook(sent).mended


# name of the school's own sheet, what stands on it
OWN = [
    ("Замечания", {"A1": "Замечания", "A2": "ВАЖНОЕ", "B3": 777123}),
    ("Протокол", {"A1": "Протокол проверки от 5 мая", "B3": 777123}),
    ("Протокол", {"A1": "Протокол проверки от 05.05.2026", "B3": 777123}),
    ("Не перенесено", {"A1": "Не перенесено на другой срок", "B3": 777123, "C9": "да"}),
]


@pytest.mark.parametrize(("name", "cells"), OWN)
def test_a_sheet_of_the_school_may_have_such_a_name(
    name: str, cells: dict[str, object], tmp_path: Path
) -> None:
    def change(workbook: h.Workbook) -> None:
        sheet = workbook.create_sheet(name)
        for cell, value in cells.items():
            sheet[cell] = value

    sent = h.hurt(tmp_path, change)
    assert sorted(listed(sent)) == sorted((name, at, str(value)) for at, value in cells.items())
    assert [(f.code, f.sheet) for f in check_file(sent).findings] == [("FIL-024", name)]


def test_what_is_written_beside_the_protocol_is_listed(tmp_path: Path) -> None:
    sent = h.clean(tmp_path / "школа.xlsx")
    workbook = load_workbook(sent)
    sheet = workbook.create_sheet("Протокол")
    for row in protocol_of(sent):
        sheet.append(row)
    workbook.save(sent)
    assert listed(sent) == []
    sheet["I7"], sheet["C30"] = "исправили", "готово"
    workbook.save(sent)
    assert listed(sent) == [("Протокол", "I7", "исправили"), ("Протокол", "C30", "готово")]


def protocol_of(path: Path) -> list[list[str | None]]:
    """The rows as the button writes them, with a finding and a mark."""
    from roadmap_xl.addin.protocol import protocol_rows

    report = check_file(h.hurt(path.parent, dirty))
    marks = [LAYOUT.place(LAYOUT.form.by_id["ege.rus.total"])]
    rows = protocol_rows(report, report.findings, marks, DAY)
    linked = [[text.removeprefix("'") if text else None for text in row] for row in rows]
    return [[None if text and text[0] == "=" else text for text in row] for row in linked]
