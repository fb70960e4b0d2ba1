"""What stands beside the cells is told, text boxes, pictures, headers, names; but the blank's."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import hurt as h
import pytest
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from reading_workbooks import repacked
from xlsxwriter import Workbook

from roadmap_xl.addin.building.books import write_school_macro_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.reader.files.beside import MOST_DRAWN
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.repair_notes import LEFT_OVER_SHEET

DAY = date(2026, 11, 24)
CODE = "FIL-027"
DRAWING = "xl/drawings/drawing1.xml"
"""Of «ЕГЭ»; the blank has its chart there."""
ANCHOR = re.compile(rb"<xdr:twoCellAnchor.*</xdr:twoCellAnchor>", re.S)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")


def drawn_by_xlsxwriter(number: int = 1) -> bytes:
    """Text boxes and a picture as XlsxWriter writes them, after Excel."""
    file = io.BytesIO()
    with Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(number):
            sheet.insert_textbox(row + 3, 2, f"Двое болели & пересдают\nв <сентябре> {row}")
        sheet.insert_image(
            8, 1, "скан.png", {"image_data": io.BytesIO(PIXEL), "description": "Скан"}
        )
    with zipfile.ZipFile(file) as archive:
        found = ANCHOR.search(archive.read(DRAWING))
    assert found
    return found[0]


def drawn(folder: Path, anchors: bytes) -> Path:
    return repacked(
        h.clean(folder / "целая.xlsx"),
        folder / "присланная.xlsx",
        lambda name, data: (
            data.replace(b"</xdr:wsDr>", anchors + b"</xdr:wsDr>") if name == DRAWING else data
        ),
    )


def told(path: Path) -> list[tuple[str, str, str]]:
    found = check_file(path).findings
    return [(one.sheet, one.cell, one.message) for one in found if one.code == CODE]


def test_a_text_box_and_a_picture_are_told_and_listed(tmp_path: Path) -> None:
    sent = drawn(tmp_path, drawn_by_xlsxwriter())
    text = "Двое болели & пересдают\nв <сентябре> 0"
    assert sorted(told(sent), reverse=True) == [
        ("ЕГЭ", "C4", f"Не в ячейке стоит надпись поверх ячеек: «{' '.join(text.split())}». "
         "Программа этого не читает."),
        ("ЕГЭ", "B9", "Не в ячейке стоит рисунок: «Скан». Программа этого не читает."),
    ]  # fmt: skip
    repair_file(sent, tmp_path / "копия.xlsx", created=DAY)
    rows = load_workbook(tmp_path / "копия.xlsx")[LEFT_OVER_SHEET].iter_rows(values_only=True)
    listed = sorted(row[1:4] for row in rows if row[1] == "ЕГЭ")
    assert listed == [("ЕГЭ", "B9", "Скан"), ("ЕГЭ", "C4", text)]
    repair_file(tmp_path / "копия.xlsx", tmp_path / "дважды.xlsx", created=DAY)
    assert (tmp_path / "дважды.xlsx").read_bytes() == (tmp_path / "копия.xlsx").read_bytes()


@libreoffice
@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("extension", "cells"), [("xlsx", {"C5"}), ("ods", {"B9", "C5"}), ("xls", {""})]
)
def test_what_is_drawn_over_a_cell_is_told_and_changes_no_value(
    extension: str, cells: set[str], tmp_path: Path
) -> None:
    """LibreOffice drops so small a picture but in its own format; the text box stays."""
    sent = converted(drawn(tmp_path, drawn_by_xlsxwriter()), extension, tmp_path / "lo")
    found = told(sent)
    assert {cell for _, cell, _ in found} == cells
    assert [said for *_, said in found if "Двое болели & пересдают в <сентябре> 0" in said]
    before, after = (read_workbook(path).submission for path in (tmp_path / "целая.xlsx", sent))
    assert before is not None
    assert after is not None
    assert after.values == before.values


def test_a_flood_of_drawings_is_refused(tmp_path: Path) -> None:
    report = check_file(drawn(tmp_path, drawn_by_xlsxwriter() * MOST_DRAWN))
    assert not report.was_read
    assert "слишком много рисунков и надписей" in report.findings[0].message


def footer_typed(workbook: h.Workbook) -> None:
    workbook[h.PLAN].oddHeader.left.text = "Исп. Иванова, тел. 2-15-40"
    workbook[h.EGE].oddFooter.center.text = "ЕГЭ (черновик)"


def test_what_is_typed_into_headers_and_footers_is_told(tmp_path: Path) -> None:
    found = told(h.hurt(tmp_path, footer_typed))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("ЕГЭ", ""), ("План", "")]
    assert "«Дорожная карта, бланк 2020.1 ЕГЭ (черновик) Стр. из»" in found[0][2]
    assert "текст на полях печати: «Исп. Иванова, тел. 2-15-40»" in found[1][2]


def test_a_name_that_holds_a_value_is_told(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook.defined_names["Учеников"] = DefinedName("Учеников", attr_text="25")
        workbook.defined_names["Место"] = DefinedName("Место", attr_text="'ЕГЭ'!$D$7")

    found = told(h.hurt(tmp_path, change))
    assert [message for *_, message in found] == [
        "Не в ячейке стоит имя со значением: «Учеников = 25». Программа этого не читает."
    ]


def object_put_in(xml: bytes) -> bytes:
    one = b'<oleObjects><oleObject progId="Word.Document.12" shapeId="1" r:id="rId9"/></oleObjects>'
    return xml.replace(b"</worksheet>", one + b"</worksheet>")


def test_an_embedded_document_is_told(tmp_path: Path) -> None:
    sent = h.rewritten(tmp_path, "xl/worksheets/sheet6.xml", object_put_in)
    assert [(sheet, "«Word.Document.12»" in said) for sheet, _, said in told(sent)] == [
        ("План", True)
    ]


@libreoffice
@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xlsm", "xlsx", "ods", "xls"])
def test_the_blanks_own_buttons_footers_and_chart_are_not(extension: str, tmp_path: Path) -> None:
    blank = tmp_path / "бланк.xlsm"
    write_school_macro_workbook(blank, prefilled(form_of("2020")), created=DAY)
    assert told(blank) == []
    assert told(converted(blank, extension, tmp_path / "lo")) == []


def test_nothing_stands_beside_the_cells_of_a_repaired_copy(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE]["D7"] = "12 чел."
        workbook[h.EGE]["V7"] = "мимо"

    repair_file(h.hurt(tmp_path, change), tmp_path / "копия.xlsx", created=DAY)
    assert told(tmp_path / "копия.xlsx") == []
