"""What somebody typed into the blank's hidden sheets is told, and a whole one costs no reading."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import hurt as h
import pytest
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.comments import Comment
from reading_workbooks import repacked

from roadmap_xl.addin.building.books import write_school_macro_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.reader.files.xlsx import XlsxCells
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.texts.typed import as_text
from roadmap_xl.workbook.seals import SEALED

DAY = date(2026, 11, 24)
CHECKS, ROWS, TEXTS, SETTINGS = SEALED
PART = "xl/worksheets/sheet8.xml"
"""Of `_checks` in a school's workbook as the blank's own writer saves it."""
libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
Listed = list[tuple[str, str, str]]


def listed(path: Path) -> Listed:
    reading = read_workbook(path)
    assert reading.fault is None
    assert reading.cells.filled == reading.cells.used + reading.cells.noted + reading.cells.rejected
    return [(one.sheet, one.cell, as_text(one.value)) for one in reading.left]


@dataclass(frozen=True)
class Case:
    """A cell of a hidden sheet, what is typed there, and how it is told."""

    sheet: str
    cell: str
    typed: object
    told: str
    without_formulas: bool = True
    """Also where the format does not tell what is a formula."""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}={self.typed}"


CASES = [
    Case(CHECKS, "Z5", "позвонить", "позвонить"),
    Case(CHECKS, "B7", 12, "12"),
    Case(CHECKS, "A2000", "внизу", "внизу"),
    Case(CHECKS, "M7", "не то", "не то"),
    Case(CHECKS, "A9", "ЕГЭ", "ЕГЭ"),
    Case(CHECKS, "C9", 44, "44", without_formulas=False),
    Case(CHECKS, "I3", 5, "5", without_formulas=False),
    Case(CHECKS, "N400", "=2+2", "=2+2"),
    Case(CHECKS, "C900", "=3+3", "=3+3"),
    Case(ROWS, "D5", "ага", "ага"),
    Case(ROWS, "A3", 7, "7"),
]


def typed(folder: Path, *cases: Case) -> Path:
    def change(workbook: h.Workbook) -> None:
        for case in cases:
            workbook[case.sheet][case.cell] = case.typed

    return h.hurt(folder, change)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_cell_of_a_hidden_sheet_is_told(case: Case, tmp_path: Path) -> None:
    sent = typed(tmp_path, case)
    assert listed(sent) == [(case.sheet, case.cell, case.told)]
    found = [f for f in check_file(sent).findings if f.code == "FIL-016"]
    assert [(f.sheet, f.cell) for f in found] == [(case.sheet, case.cell)]
    assert f"{case.cell} «{case.told}»" in found[0].message


def test_it_goes_with_the_repaired_copy(tmp_path: Path) -> None:
    sent = typed(tmp_path, CASES[0], CASES[9])
    once, twice = tmp_path / "копия.xlsx", tmp_path / "дважды.xlsx"
    repair_file(sent, once, created=DAY)
    repair_file(once, twice, created=DAY)
    assert listed(once) == listed(sent) != []
    assert twice.read_bytes() == once.read_bytes()


@libreoffice
@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_it_is_told_of_what_libreoffice_saves(extension: str, tmp_path: Path) -> None:
    sent = converted(typed(tmp_path, *CASES), extension, tmp_path / "lo")
    values = {"=2+2": "4", "=3+3": "6"}  # LibreOffice has calculated them
    expected = [
        (case.sheet, case.cell, values.get(case.told, case.told))
        for case in CASES
        if case.without_formulas or extension == "xlsx"
    ]
    assert sorted(listed(sent)) == sorted(expected)


@libreoffice
@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_nothing_of_a_blank_is_a_schools_whoever_saves_it(extension: str, tmp_path: Path) -> None:
    assert listed(converted(h.clean(tmp_path / "школа.xlsx"), extension, tmp_path / "lo")) == []


def refuse_to_read(self: XlsxCells, sheet: str) -> list[list[object]]:
    raise AssertionError(f"{sheet} is read")


def by_openpyxl(folder: Path) -> Path:
    return h.hurt(folder, lambda _: None)


def by_the_writer(folder: Path) -> Path:
    return h.clean(folder / "школа.xlsx")


def by_libreoffice(folder: Path) -> Path:
    return converted(by_the_writer(folder), "xlsx", folder / "lo")


@pytest.mark.parametrize(
    "saved", [by_the_writer, by_openpyxl, pytest.param(by_libreoffice, marks=libreoffice)]
)
def test_a_whole_sheet_is_not_read(
    saved: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its seal is enough, whatever words this version of the program would put there."""
    monkeypatch.setattr(XlsxCells, "_deferred_rows", refuse_to_read)
    assert listed(saved(tmp_path)) == []


def without_seals(workbook: h.Workbook) -> None:
    for row in range(6, 4, -1):
        workbook["_meta"].delete_rows(row)


@pytest.mark.parametrize("change", [without_seals, h.meta_deleted])
def test_without_a_seal_the_sheet_is_compared_with_the_blanks(
    change: h.Hurt, tmp_path: Path
) -> None:
    def also_typed(workbook: h.Workbook) -> None:
        change(workbook)
        workbook[CHECKS]["Z5"] = "позвонить"

    assert listed(h.hurt(tmp_path, change)) == []
    assert listed(h.hurt(tmp_path, also_typed)) == [(CHECKS, "Z5", "позвонить")]


def row_put_in(workbook: h.Workbook) -> None:
    workbook[CHECKS].insert_rows(5)
    workbook[CHECKS]["D5"] = 777123


def test_a_moved_row_hides_nothing(tmp_path: Path) -> None:
    assert listed(h.hurt(tmp_path, row_put_in)) == [(CHECKS, "D5", "777123")]


@pytest.mark.parametrize("sheet", [TEXTS, SETTINGS])
def test_the_words_of_the_macros_are_no_place_for_others(sheet: str, tmp_path: Path) -> None:
    blank = tmp_path / "бланк.xlsm"
    write_school_macro_workbook(blank, prefilled(form_of("2020")), created=DAY)
    assert listed(blank) == []
    workbook = load_workbook(blank, keep_vba=True)
    workbook[sheet]["B1"], workbook[sheet]["D9"] = "другое", 5
    workbook.save(tmp_path / "присланный.xlsm")
    told = [(sheet, "B1", "другое"), (sheet, "D9", "5")]
    assert listed(tmp_path / "присланный.xlsm") == told


def hurt_part(folder: Path, change: Callable[[bytes], bytes]) -> Path:
    return repacked(
        h.clean(folder / "целая.xlsx"),
        folder / "присланная.xlsx",
        lambda name, data: change(data) if name == PART else data,
    )


def cell_behind_row_40(xml: bytes) -> bytes:
    return xml.replace(b'</row><row r="41"', b'<c r="Z40"><v>5</v></c></row><row r="41"')


def cell_before_a_text(xml: bytes) -> bytes:
    return xml.replace(b'<c r="V40"', b'<c r="Z40"><v>5</v></c><c r="V40"')


def number_behind_all(xml: bytes) -> bytes:
    return xml.replace(b"</row></sheetData>", b'<c r="Z40"><v>5</v></c></row></sheetData>')


@pytest.mark.parametrize("change", [cell_behind_row_40, cell_before_a_text, number_behind_all])
def test_what_stood_in_the_file_before_hides_nothing(
    change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """The sheets of a whole file are what is expected in the next one."""
    whole = h.clean(tmp_path / "до неё.xlsx")
    sent = hurt_part(tmp_path, change)
    for _ in range(2):
        assert listed(whole) == []
        assert listed(sent) == [(CHECKS, "Z40", "5")]


def far_cell(xml: bytes) -> bytes:
    row = b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'
    return xml.replace(b"</sheetData>", row + b"</sheetData>")


@pytest.mark.timeout(h.HANGS)  # what is far away or large is not walked through
@pytest.mark.parametrize(
    "change", [far_cell, lambda xml: b"\xff\xfe" + xml, lambda xml: b" " * 25_000_000]
)
def test_a_sheet_that_cannot_be_read_is_told_and_refuses_no_file(
    change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    sent = hurt_part(tmp_path, change)
    report = check_file(sent)
    assert [(f.code, f.sheet) for f in report.findings] == [("FIL-024", CHECKS)]
    assert "не сосчитаны" in report.findings[0].message


def test_a_comment_on_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[CHECKS]["C5"].comment = Comment("спросить", "Завуч")
        workbook["_meta"]["A1"].comment = Comment("не трогать", "Завуч")

    found = [f for f in check_file(h.hurt(tmp_path, change)).findings if f.code == "FIL-017"]
    assert sorted(f.sheet for f in found) == [CHECKS, "_meta"]


def renamed(workbook: h.Workbook) -> None:
    workbook[CHECKS].title = "Лист9"
    workbook["Лист9"]["Z5"] = "позвонить"


def copied(workbook: h.Workbook) -> None:
    workbook.copy_worksheet(workbook[CHECKS]).title = "Лист9"
    workbook["Лист9"]["Z5"] = "позвонить"


@pytest.mark.parametrize("change", [renamed, copied])
def test_of_a_hidden_sheet_under_another_name_only_the_schools_cells_are_told(
    change: h.Hurt, tmp_path: Path
) -> None:
    assert listed(h.hurt(tmp_path, change)) == [("Лист9", "Z5", "позвонить")]
