"""What nobody sees on a sheet is told: struck out by a condition, of no size, in its own colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import hurt as h
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import repacked

from roadmap_xl.rules.findings import Finding
from roadmap_xl.school.check import check_file

Change = Callable[[Worksheet], object]
STRUCK, WHITE = Font(strike=True), Font(color="FFFFFFFF")


def told(path: Path, *codes: str) -> list[Finding]:
    return [one for one in check_file(path).findings if one.code in codes]


def of_cell(tmp_path: Path, change: Change) -> dict[str, str]:
    """By code, what is said of «ЕГЭ», D7, after a change to the sheet."""

    def changed(workbook: Workbook) -> None:
        change(workbook[h.EGE])

    found = told(h.hurt(tmp_path, changed), "TXT-017", "TXT-020")
    return {one.code: one.message for one in found if one.cell == "D7"}


def rule(kind: object, area: str = "D7:D9") -> Change:
    return lambda sheet: sheet.conditional_formatting.add(area, kind)


GREATER = CellIsRule(operator="greaterThan", formula=["3"], font=STRUCK)
BEYOND = CellIsRule(operator="notBetween", formula=["100", "200"], font=STRUCK)
ON_BLUE = FormulaRule(formula=["D7>0"], font=WHITE, fill=PatternFill(bgColor="FF1F3864"))
AS_PERCENTS = Rule(
    type="expression",
    formula=["D7>0"],
    dxf=DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode="0%")),
)
ON_WHITE = FormulaRule(formula=["D7>0"], font=WHITE, fill=PatternFill(bgColor="FFFFFFFF"))
BY_CONDITION = {
    "always": (FormulaRule(formula=["TRUE"], font=STRUCK), "зачёркивает"),
    "never": (FormulaRule(formula=["1=2"], font=STRUCK), "может зачёркивать"),
    "never, plainly": (FormulaRule(formula=["FALSE"], font=STRUCK), ""),
    "its own value": (
        CellIsRule(operator="greaterThan", formula=["3"], font=STRUCK),
        "зачёркивает",
    ),
    "another value": (CellIsRule(operator="lessThan", formula=["3"], font=STRUCK), ""),
    "between": (
        CellIsRule(operator="notBetween", formula=["100", "200"], font=STRUCK),
        "зачёркивает",
    ),
    "a neighbour": (FormulaRule(formula=['$B7="Русский язык"'], font=STRUCK), "зачёркивает"),
    "no neighbour": (FormulaRule(formula=['$B7="Физика"'], font=STRUCK), ""),
    "of another sheet": (FormulaRule(formula=["Паспорт!$A$1>0"], font=STRUCK), "может зачёркивать"),
}


@pytest.mark.parametrize("case", BY_CONDITION)
def test_struck_out_by_a_condition(case: str, tmp_path: Path) -> None:
    kind, word = BY_CONDITION[case]
    said = of_cell(tmp_path, rule(kind)).get("TXT-017", "")
    assert said.startswith(f"Ячейку {word} условное форматирование") if word else not said


def coloured(**font: object) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["D7"].font = Font(**font)

    return change


def painted(font: Color | str, fill: Color | str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["D7"].font = Font(color=font)
        sheet["D7"].fill = PatternFill("solid", fgColor=fill)

    return change


def no_fill(sheet: Worksheet) -> None:
    sheet["D7"].font, sheet["D7"].fill = WHITE, PatternFill()


def form(code: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["D7"].number_format = code

    return change


def zero_as_nothing(sheet: Worksheet) -> None:
    sheet["D7"], sheet["D7"].number_format = 0, "0;-0;;@"


UNSEEN = {
    "white on the blank's yellow": (coloured(color="FFFFFFFF"), True),
    "white without a fill": (no_fill, True),
    "white by its number": (coloured(color=Color(indexed=9)), True),
    "white of the theme": (coloured(color=Color(theme=0)), True),
    "black of the theme, tinted white": (coloured(color=Color(theme=1, tint=1.0)), True),
    "the theme's blue on itself": (painted(Color(theme=4), Color(theme=4)), True),
    "red on red": (painted("FFFF0000", "FFFF0000"), True),
    "letters of one point": (coloured(sz=1), True),
    "white by the number format": (form("[White]0"), True),
    "nothing by the number format": (form(";;;"), True),
    "a count in percents": (form("0%"), True),
    "percents by a word of the format": (form('0"%"'), True),
    "percents by a condition": (rule(AS_PERCENTS), True),
    "a zero that is shown as nothing": (zero_as_nothing, True),
    "white on blue": (painted("FFFFFFFF", "FF1F3864"), False),
    "grey": (coloured(color="FFA6A6A6"), False),
    "yellow": (coloured(color="FFFFC000"), False),
    "red": (coloured(color="FFFF0000"), False),
    "by a condition": (rule(FormulaRule(formula=["D7>0"], font=Font(color="FFFFF9E3"))), True),
    "by a condition and its fill": (rule(ON_WHITE), True),
    "by a condition that does not hold": (rule(FormulaRule(formula=["D7<0"], font=WHITE)), False),
    "white on blue by a condition": (rule(ON_BLUE), False),
    "a bar instead of it": (rule(DataBarRule("min", None, "max", None, "FF0000", False)), True),
    "a bar beside it": (rule(DataBarRule("min", None, "max", None, "FF0000", True)), False),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSEEN)
def test_a_value_that_is_not_seen(case: str, tmp_path: Path) -> None:
    change, is_told = UNSEEN[case]
    assert ("TXT-020" in of_cell(tmp_path, change)) == is_told


def test_the_old_list_of_colours_is_the_standards_own() -> None:
    from roadmap_xl.reader.files.colours import indexed_rgb, rgb_of

    assert [indexed_rgb(n) for n in range(64)] == [rgb_of(one) for one in COLOR_INDEX[:64]]


def pieces(*parts: str | TextBlock, **font: object) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["D7"] = CellRichText(*parts)
        if font:
            sheet["D7"].font = Font(**font)

    return change


def piece(text: str, **font: object) -> TextBlock:
    return TextBlock(InlineFont(**font), text)


WHITE_PIECE, BLACK_PIECE = piece("1", color="FFFFFFFF"), piece("3", color="FF000000")
PIECES = {
    "white before black": (pieces(WHITE_PIECE, BLACK_PIECE), "но «1» на листе не видно"),
    "black, then white": (pieces("3", WHITE_PIECE), "но «1» на листе не видно"),
    "as small as a line": (pieces("3", piece("1", sz=1)), "но «1» на листе не видно"),
    "all of it white": (pieces(WHITE_PIECE, WHITE_PIECE), "но на листе этого не видно"),
    "black on a white font": (pieces(BLACK_PIECE, color="FFFFFFFF"), ""),
    "a white blank": (pieces(piece(" ", color="FFFFFFFF"), "3"), ""),
    "red": (pieces(piece("1", color="FFFF0000"), "3"), ""),
}


@pytest.mark.parametrize("case", PIECES)
def test_a_piece_that_is_not_seen(case: str, tmp_path: Path) -> None:
    """In the cell itself, as openpyxl writes it; test_libreoffice_files has shared ones."""
    change, words = PIECES[case]
    path = h.hurt(tmp_path, lambda workbook: change(workbook[h.EGE]))
    said = [one.message for one in told(path, "TXT-020") if one.cell == "D7"]
    assert [words in one for one in said] == ([True] if words else [])


def row_of_no_height(sheet: Worksheet) -> None:
    sheet.row_dimensions[7].height = 0.1


def column_of_no_width(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"] = ColumnDimension(sheet, index="D", width=0.1)


def zeros_off(sheet: Worksheet) -> None:
    sheet["E7"] = 0
    sheet.sheet_view.showZeros = False


@pytest.mark.parametrize(
    ("change", "word"),
    [(row_of_no_height, "(7)"), (column_of_no_width, "(D)"), (zeros_off, "не показаны нули")],
)
def test_what_has_no_size_is_hidden(change: Change, word: str, tmp_path: Path) -> None:
    found = told(h.hurt(tmp_path, lambda workbook: change(workbook[h.EGE])), "FIL-012")
    assert [word in one.message for one in found] == [True]


def test_a_row_of_height_zero_is_hidden(tmp_path: Path) -> None:
    """As a mouse makes it; openpyxl writes none."""

    def changed(name: str, xml: bytes) -> bytes:
        if not name.endswith("sheet3.xml"):
            return xml
        return re.sub(rb'(<row r="7" [^<>]*?ht=")[0-9.]+', rb"\g<1>0", xml)

    path = repacked(h.clean(tmp_path / "целая.xlsx"), tmp_path / "б.xlsx", changed)
    assert ["(7)" in one.message for one in told(path, "FIL-012")] == [True]


def test_a_newer_conditional_format_has_its_look_in_the_sheet(tmp_path: Path) -> None:
    """As Excel writes one that looks at another sheet."""
    newer = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="9"><xm:f>Паспорт!$C$7&gt;0</xm:f><x14:dxf><font>'
        "<strike/></font></x14:dxf></x14:cfRule><xm:sqref>D7</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )

    def changed(name: str, xml: bytes) -> bytes:
        end = b"</worksheet>"
        return xml.replace(end, newer.encode() + end) if name.endswith("sheet3.xml") else xml

    path = repacked(h.clean(tmp_path / "целая.xlsx"), tmp_path / "б.xlsx", changed)
    assert [one.cell for one in told(path, "TXT-017")] == ["D7"]
