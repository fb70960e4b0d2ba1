"""What a sheet of ours writes for any text and number, beside what XlsxWriter itself writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from roadmap_xl.summary.sheets.streamed import StreamedSheet
from roadmap_xl.workbook.drawing import OPTIONS, PlainSheet

MARKUP = "<r><t>12</t></r>"
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["", "_x000D_", " край ", "a\nb", "\x07", "\uffff", "A & <б>", "x" * 17_000]),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


def sheet_xml(path: Path, sheet_class: type[Worksheet], rows: list[list[object]]) -> str:
    """The rows of a sheet as they are in its file."""
    workbook = Workbook(path, {**OPTIONS, "constant_memory": True})
    sheet = workbook.add_worksheet("Лист", sheet_class)
    styles = [None, workbook.add_format({"bold": True}), workbook.add_format({"italic": True})]
    for style in styles[1:]:
        style._get_xf_index()  # the same numbers whoever writes first
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            style = styles[column % 3]
            if isinstance(sheet, StreamedSheet):
                write = sheet.text if isinstance(value, str) else sheet.number
            else:
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(row, column, value, style)
        if isinstance(sheet, StreamedSheet):
            sheet.blank(row, len(line), styles[1])
        else:
            sheet.write_blank(row, len(line), None, styles[1])
    sheet._write_single_row()
    sheet.row_data_fh.seek(0)
    written: str = sheet.row_data_fh.read()
    workbook.close()
    return written


@given(rows=st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=4))
def test_a_streamed_sheet_writes_what_xlsxwriter_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    path = tmp_path_factory.mktemp("sheets") / "a.xlsx"
    assert sheet_xml(path, StreamedSheet, rows) == sheet_xml(path, Worksheet, rows)


@pytest.mark.parametrize(
    ("sheet_class", "constant_memory"),
    [(PlainSheet, False), (PlainSheet, True), (StreamedSheet, True)],
)
@pytest.mark.parametrize("text", [MARKUP, "<r></r>", "<r> A & B </r>", "<r><t>\x07</r>"])
def test_a_text_that_looks_like_rich_text_stays_the_text_it_is(
    tmp_path: Path, sheet_class: type[PlainSheet], text: str, constant_memory: bool
) -> None:
    path = tmp_path / "a.xlsx"
    workbook = Workbook(path, {**OPTIONS, "constant_memory": constant_memory})
    sheet = workbook.add_worksheet("Лист", sheet_class)
    write = sheet.text if isinstance(sheet, StreamedSheet) else sheet.write_string
    write(0, 0, text, None)
    workbook.close()
    assert load_workbook(path)["Лист"]["A1"].value == text.replace("\x07", "_x0007_")


def test_a_row_that_is_in_the_file_takes_no_more_cells(tmp_path: Path) -> None:
    """XlsxWriter itself would leave the cell out and say nothing."""
    workbook = Workbook(tmp_path / "a.xlsx", {**OPTIONS, "constant_memory": True})
    sheet = workbook.add_worksheet("Лист", StreamedSheet)
    sheet.text(5, 0, "ниже", None)
    with pytest.raises(ValueError, match="row 4"):
        sheet.text(4, 0, "выше", None)
    with pytest.raises(ValueError, match="inf"):
        sheet.number(6, 0, float("inf"), None)
    workbook.close()
