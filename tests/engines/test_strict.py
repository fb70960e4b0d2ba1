"""The check of our own sees what it is for: a good workbook, hurt in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from engines import strict
from xlsxwriter import Workbook

from roadmap_xl.files import pack_parts, read_parts

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
Parts = dict[str, bytes]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xlsx"
    workbook = Workbook(path)
    sheet = workbook.add_worksheet("Лист")
    workbook.add_worksheet("Другой")
    sheet.write_row(0, 0, [1, 2, 3])
    sheet.write_formula("A2", "=SUM(A1:C1)", None, 6)
    sheet.merge_range("A4:B4", "вместе")
    sheet.data_validation("A6", {"validate": "list", "source": ["да", "нет"]})
    sheet.autofilter("A1:C1")
    sheet.write_url("A8", "internal:'Другой'!A1")
    sheet.insert_button("D1", {"macro": "Press", "caption": "Нажать"})
    workbook.close()
    return path


def replaced(part: str, before: str, after: str) -> Callable[[Parts], None]:
    def hurt(parts: Parts) -> None:
        text = parts[part].decode()
        found, times = re.subn(before, after, text, count=1)
        assert times == 1, text
        parts[part] = found.encode()

    return hurt


def formula(text: str) -> Callable[[Parts], None]:
    return replaced(SHEET, r"<f>.*?</f>", f"<f>{text}</f>")


def doubled(parts: Parts) -> None:
    parts["xl/Workbook.xml"] = parts[BOOK]


FAULTS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "no argument": (formula("SUM()"), "SUM with 0 arguments"),
    "too many": (formula("ABS(1,2)"), "ABS with 2 arguments"),
    "a newer function": (formula("XLOOKUP(1,A1:A2,A1:A2)"), "XLOOKUP is no function"),
    "a bracket": (formula("SUM(A1"), "a bracket is not closed"),
    "a one-cell range": (formula("SUM($A$1:$A$1)"), "a range of one cell"),
    "too deep": (formula("ABS(" * 65 + "1" + ")" * 65), "65 functions in one another"),
    "a long text": (formula(f'LEN("{"я" * 256}")'), "a text of 256 characters"),
    "no sheet": (formula("Нет!A1"), "no sheet Нет"),
    "no name": (formula("доля*2"), "no name доля"),
    "a circle": (formula("SUM(A1:A3)"), "reads itself through a range"),
    "no result": (replaced(SHEET, "<v>6</v>", "<v></v>"), "a formula without its result"),
    "another sheet": (
        replaced(SHEET, "<f>", '<f t="shared" ref="A2:A3" si="0">Другой!A1+'),
        "a shared formula that looks at another sheet",
    ),
    "no group": (
        replaced(SHEET, "<f>.*?</f>", '<f t="shared" si="4"/>'), "a shared formula of no group"
    ),
    "merges": (
        replaced(SHEET, "</mergeCells>", '<mergeCell ref="B4:C4"/></mergeCells>'),
        "a merge over another",
    ),
    "a validation": (
        replaced(SHEET, "<dataValidation ", f'<dataValidation prompt="{"я" * 256}" '),
        "prompt longer than 255",
    ),
    "a filter": (
        replaced(SHEET, '<autoFilter ref="A1:C1"', '<autoFilter ref="A1:B1"'),
        "a filter without its hidden name",
    ),
    "a link": (replaced(SHEET, 'location="\'?Другой', 'location="\'?Иной'), "a link to no sheet"),
    "a style": (replaced(SHEET, '<c r="A1"', '<c r="A1" s="99"'), "a style that is not there"),
    "a font": (replaced(STYLES, r'<xf numFmtId="0" fontId="0"', '<xf numFmtId="0" fontId="77"'),
               "fontId of nothing"),
    "a relation": (
        replaced("xl/worksheets/_rels/sheet1.xml.rels", "vmlDrawing1", "vmlDrawing7"),
        "which is not there",
    ),
    "a macro": (
        replaced("xl/drawings/vmlDrawing1.vml", r"\[0\]!Press", "Press it"), "no macro's name",
    ),
    "two parts": (doubled, "two parts of one name"),
}  # fmt: skip


def test_a_good_workbook_has_no_fault(good: Path) -> None:
    assert [str(message) for message in strict.validated([good])] == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(name: str, good: Path) -> None:
    hurt, said = FAULTS[name]
    parts = read_parts(good.read_bytes())
    hurt(parts)
    good.write_bytes(pack_parts(parts))
    assert said in " | ".join(message.text for message in strict.validated([good]))
