"""What a sheet of ours writes for any text and number, beside what XlsxWriter itself writes."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

import roadmap_xl
from roadmap_xl.summary.sheets.streamed import StreamedSheet
from roadmap_xl.workbook.drawing import OPTIONS, PlainSheet

PACKAGE = Path(roadmap_xl.__file__).parent
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


# What of XlsxWriter we use though it is not public, with its parameters, and what for.
PRIVATE = (
    (Worksheet, "_prepare_formula", ("formula", "expand_future_functions"), "formulas as they are"),
    (Worksheet, "_xml_formula_element", ("formula", "result", "attributes"), "an empty text"),
    (Worksheet, "_write_formula", ("row", "col", "formula", "cell_format", "value"), "one shared"),
    (Worksheet, "_escape_data", ("data",), "a formula that cells share, and its result"),
    (Worksheet, "_escape_control_characters", ("data",), "the result of a formula"),
    (Worksheet, "_write_string", ("row", "col", "string", "cell_format"), "text like markup"),
    (Worksheet, "_write_cell", ("row", "col", "cell"), "a cell beside those that are XML already"),
    (Worksheet, "_write_row", ("row", "spans", "row_info"), "the height of a streamed row"),
    (Worksheet, "_write_single_row", ("current_row_num",), "a row forgotten when written"),
    (Worksheet, "_check_dimensions", ("row", "col"), "the extent of a streamed sheet"),
    (Worksheet, "_opt_close", (), "no passing file left after a failure"),
    (Workbook, "_write_workbook_pr", (), "where the lock of the sheets stands in the workbook"),
    (Workbook, "_xml_empty_tag", ("tag", "attributes"), "the lock of the sheets"),
    (Format, "_get_xf_index", (), "the style of a streamed cell"),
)
ATTRIBUTES = ("fh", "table", "previous_row", "row_info", "row_sizes", "row_data_fh")


@pytest.mark.parametrize(("owner", "name", "parameters", "purpose"), PRIVATE)
def test_what_is_used_of_xlsxwriters_own_is_still_there(
    owner: type, name: str, parameters: tuple[str, ...], purpose: str
) -> None:
    """An upgrade that fails here needs `workbook/drawing.py` and `summary/sheets/streamed.py`."""
    taken = [one for one in signature(getattr(owner, name)).parameters if one != "self"]
    assert tuple(taken[: len(parameters)]) == parameters, purpose


def test_nothing_else_of_xlsxwriters_own_is_used(tmp_path: Path) -> None:
    workbook = Workbook(tmp_path / "a.xlsx", {"constant_memory": True})
    sheet = workbook.add_worksheet()
    objects = (workbook, sheet, workbook.add_format(), workbook.add_chart({"type": "bar"}))
    private = {name for one in objects for name in dir(one) if re.fullmatch("_[a-z]\\w+", name)}
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    ours = [text for text in sources if "xlsxwriter" in text or "PlainSheet" in text]
    used = {name for text in ours for name in re.findall(r"\.(_[a-z]\w+)\(", text)}
    assert used & private <= {name for _, name, *_ in PRIVATE}
    assert [name for name in ATTRIBUTES if not hasattr(sheet, name)] == []
    workbook.close()


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
