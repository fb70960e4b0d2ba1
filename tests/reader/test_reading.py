"""Whole files: what can be read, where values are found, what is said of a file that is hurt."""

from __future__ import annotations

import hashlib
import io
import random
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hurt import HANGS
from openpyxl_cells import OpenpyxlCells
from reading_workbooks import FORM_SHEETS, LAYOUT, SheetsInMemory, read, repacked, written
from xlsxwriter import Workbook

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Value
from roadmap_xl.reader.files import opening
from roadmap_xl.reader.files.archive import MOST_BYTES_OF_PART
from roadmap_xl.reader.files.sheet_xml import SheetXml
from roadmap_xl.reader.workbook import CellCounts, Reading, read_cells, read_workbook
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.workbook.school_workbook import write_school_workbook

CLEAN: dict[str, Value] = {
    "meta.school_name": "МБОУ СОШ № 5 ст. Степной",
    "meta.stage": "На сдачу",
    "meta.report_date": date(2020, 10, 1),
    "meta.teachers_total.y1": 21,
    "ege.rus.total": 7,
    "ege.rus.b_51_60": 5,
    "ege.rus.b_71_90": 2,
    "org.rus.n80_plus": 1,
    "prob.avg.rus": 56.5,
    "bm.2.year": "2019 год",
    "ind.1.2-1.y1": 0.86,
    "ind.1.2-1.y1.num": 18,
    "psp.goal": "Повысить качество.\nСнизить долю «двоек».",
    "pln.1-01.term": "до 01.10.2020",
    "sgn.fio": "Иванова И. И.",
}
DIRTY: dict[str, Value] = {
    "ege.rus.total": "7 чел.",
    "ege.rus.below": "-",
    "ege.rus.b_51_60": "5+2",
    "ege.math_prof.total": date(2020, 4, 3),
    "prob.avg.rus": "51,3",
    "ind.1.2-1.unit": " 18",
    "ind.1.2-1.y1": "86 %",
    "ind.1.3-1.y1": 4,
    "meta.stage": "на сдачу ",
    "psp.directions": " .",
    "pln.1-01.term": date(2020, 10, 1),
    "meta.school_id": 18,
    "sgn.date": "31.09.2020",
    "psp.goal": " ",
}


def test_a_filled_workbook_reads_back_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "Копия дорожная карта (2) последняя.xlsx", CLEAN)
    reading = read_workbook(path)
    assert reading.submission is not None
    form = reading.submission.form
    values = {f.id: v for f, v in zip(form.fields, reading.submission.values, strict=True)}
    assert {field: v for field, v in values.items() if v is not None} == CLEAN
    assert reading.submission.notes == ()
    assert reading.cells == CellCounts(len(CLEAN), len(CLEAN), 0, 0)
    assert (reading.file, reading.edition) == (path.name, "2020")
    assert reading.template_version == LAYOUT.edition.template_version
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_blank_workbook_has_only_what_was_prefilled(tmp_path: Path) -> None:
    path = tmp_path / "бланк.xlsx"
    blank = prefilled(form_of("2020"))
    write_school_workbook(path, blank, created=date(2020, 9, 1))
    reading = read_workbook(path)
    assert reading.submission is not None
    assert reading.submission.values == blank.values
    filled = sum(value is not None for value in blank.values)
    assert reading.cells == CellCounts(filled, filled, 0, 0)


def test_the_dirty_workbook_is_counted_cell_by_cell(tmp_path: Path) -> None:
    reading = read_workbook(written(tmp_path / "черновик.xlsm", DIRTY))
    assert reading.submission is not None
    kinds = {
        reading.submission.form.fields[note.slot].id: note.kind for note in reading.submission.notes
    }
    assert kinds == {
        "ege.rus.total": "number-as-text",
        "ege.rus.below": "word-for-nothing",
        "ege.rus.b_51_60": "calculation",
        "ege.math_prof.total": "date-for-number",
        "prob.avg.rus": "number-as-text",
        "ind.1.2-1.y1": "number-as-text",
        "meta.stage": "choice-variant",
        "pln.1-01.term": "date-read",
        "psp.directions": "lone-mark-passport",
        "sgn.date": "not-a-date",
    }
    assert reading.cells == CellCounts(filled=13, used=3, noted=7, rejected=3)


def with_errors(name: str, part: bytes) -> bytes:
    """The part with an Excel error in a count, if it is the sheet «ЕГЭ»."""
    if not name.endswith(f"sheet{FORM_SHEETS.index('ЕГЭ') + 1}.xml"):
        return part
    cell = re.compile(rb'<c r="(D8)"( s="\d+")[^>]*?(?:/>|>.*?</c>)')
    changed, number = cell.subn(rb'<c r="\1"\2 t="e"><v>#DIV/0!</v></c>', part)
    assert number == 1
    return changed


@pytest.mark.parametrize("values", [CLEAN, DIRTY, {}], ids=["clean", "dirty", "empty"])
def test_calamine_and_openpyxl_read_the_same(values: dict[str, Value], tmp_path: Path) -> None:
    path = repacked(written(tmp_path / "a.xlsx", values), tmp_path / "b.xlsx", with_errors)
    fast = read_workbook(path)
    slow = read_cells(OpenpyxlCells(path), path.name, fast.sha256)
    assert fast == slow
    assert fast.submission is not None
    assert "error-value" in {note.kind for note in fast.submission.notes}


def test_reading_imports_neither_openpyxl_nor_xlwings_nor_xlsxwriter(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", CLEAN)
    program = (
        "import sys; from pathlib import Path; "
        "from roadmap_xl.reader.workbook import read_workbook; "
        "assert read_workbook(Path(sys.argv[1])).submission; "
        "print({'openpyxl', 'xlwings', 'xlsxwriter'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"


# --- files that cannot be read ---


def another_workbook(path: Path, *, form: str = "", edition: str = "2020") -> None:
    with Workbook(path) as workbook:
        workbook.add_worksheet("ЕГЭ").write_number(3, 3, 5)
        if form:
            meta = workbook.add_worksheet("_meta")
            for row, pair in enumerate([("form", form), ("edition", edition)]):
                meta.write_row(row, 0, pair)


def zipped(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


OLE = opening.OLE_SIGNATURE + b"\0" * 600
UNREADABLE = [
    ("пустой файл.xlsx", b"", "FIL-002", "пуст"),
    ("случайный.xlsx", random.Random(1).randbytes(5000), "FIL-002", "повреждён"),
    ("текст.xlsx", "просто текст".encode(), "FIL-002", "повреждён"),
    ("архив.xlsx", zipped(readme="текст"), "FIL-002", "повреждён"),
    ("пустой архив.xlsx", zipped(), "FIL-002", "повреждён"),
    ("под паролем.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "FIL-002", "паролем"),
    ("переименованный.xlsx", OLE, "FIL-002", "повреждён"),
    ("старый.xls", OLE, "FIL-002", "повреждён"),
    ("таблица.ods", b"PK", "FIL-002", "повреждён"),
    ("книги.zip", b"PK", "FIL-001", "архив"),
    ("двоичная.xlsb", b"PK", "FIL-001", ".xlsb"),
    ("Дорожная карта.docx", b"PK", "FIL-001", ".docx"),
    ("скан.PDF", b"%PDF", "FIL-001", ".pdf"),
    ("без расширения", b"PK", "FIL-001", "без расширения"),
]


@pytest.mark.parametrize(("name", "data", "code", "word"), UNREADABLE)
def test_a_file_that_is_no_workbook_is_one_clear_fault(
    name: str, data: bytes, code: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    fault = fault_of(read_workbook(path))
    assert fault[0] == code
    assert word in fault[1]
    assert f"«{name}»" in fault[1]


def fault_of(reading: Reading) -> tuple[str, str]:
    assert reading.submission is None
    assert reading.fault is not None
    assert reading.fault.fix
    assert reading.cells == CellCounts()
    return reading.fault.code, reading.fault.message


@pytest.mark.parametrize(
    ("form", "edition", "code", "word"),
    [
        ("", "", "FIL-003", "не бланк дорожной карты"),
        ("other_form", "2020", "FIL-003", "не бланк дорожной карты"),
        ("roadmap_xl", "1999", "FIL-003", "«1999», а программа знает: 2020"),
        ("roadmap_xl", "../2020", "FIL-003", "«../2020»"),
    ],
)
def test_another_form_is_named(
    form: str, edition: str, code: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "чужая книга.xlsx"
    another_workbook(path, form=form, edition=edition)
    fault = fault_of(read_workbook(path))
    assert fault[0] == code
    assert word in fault[1]


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    (tmp_path / "папка.xlsx").mkdir()
    assert "такого файла нет" in fault_of(read_workbook(tmp_path / "нет.xlsx"))[1]
    assert "— папка" in fault_of(read_workbook(tmp_path / "папка.xlsx"))[1]


def test_a_file_without_access_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "занят.xlsx", CLEAN)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    code, message = fault_of(read_workbook(path))
    assert (code, "нет доступа" in message) == ("FIL-002", True)


@pytest.mark.parametrize(
    "lost",
    ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet3.xml"],
)
def test_a_workbook_without_one_of_its_parts_is_damaged(lost: str, tmp_path: Path) -> None:
    whole = written(tmp_path / "a.xlsx", CLEAN)
    path = repacked(whole, tmp_path / "b.xlsx", lambda name, part: None if name == lost else part)
    assert fault_of(read_workbook(path)) == (
        "FIL-002",
        "Файл «b.xlsx» не открывается: он повреждён.",
    )


def test_the_main_part_may_have_another_name(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.xlsx", CLEAN)
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "_rels/.rels":
                part = part.replace(b"xl/workbook.xml", b"xl/workbook2.xml")
            new.writestr(name.replace("workbook.xml", "workbook2.xml"), part)
    assert read_workbook(path).submission == read_workbook(whole).submission


def test_a_document_type_in_a_part_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    def changed(name: str, part: bytes) -> bytes:
        return part.replace(b"?>", b"?>" + bomb, 1) if name == "xl/workbook.xml" else part

    path = repacked(written(tmp_path / "a.xlsx", {}), tmp_path / "b.xlsx", changed)
    assert fault_of(read_workbook(path))[0] == "FIL-002"


def test_a_file_that_is_only_in_the_cloud_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "облако.xlsx", CLEAN)
    state = SimpleNamespace(st_size=5000, st_mode=0o100644, st_file_attributes=0x00400020)
    monkeypatch.setattr(Path, "stat", lambda self, **_: state)
    code, message = fault_of(read_workbook(path))
    assert (code, "ещё не скачан" in message) == ("FIL-002", True)


def test_macros_of_a_file_are_neither_read_nor_run(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.xlsx", CLEAN)
    path = tmp_path / "копия.xlsm"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", random.Random(4).randbytes(4000))
    read, without = read_workbook(path).submission, read_workbook(whole).submission
    assert read is not None
    assert without is not None
    assert read.values == without.values
    assert [remark.kind for remark in read.remarks] == ["macros"]


def test_a_path_longer_than_windows_likes_is_read(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["Дорожные карты школ района за год"] * 4)
    folder.mkdir(parents=True)
    path = written(folder / "МБОУ СОШ № 5 — исправленная (2).xlsx", CLEAN)
    assert len(str(path)) > 180
    assert read_workbook(path).submission is not None


# --- outsized sheets ---


def far_cell(place: bytes) -> bytes:
    return b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (
        place.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        place,
    )


@pytest.mark.timeout(HANGS)  # nor minutes
@pytest.mark.parametrize("place", [b"A1048576", b"XFD9999", b"XFD1048576"])
def test_a_cell_far_away_is_a_fault_and_not_gigabytes(place: bytes, tmp_path: Path) -> None:
    def changed(name: str, part: bytes) -> bytes:
        return part.replace(b"</sheetData>", far_cell(place)) if "sheet3.xml" in name else part

    path = repacked(written(tmp_path / "a.xlsx", CLEAN), tmp_path / "b.xlsx", changed)
    code, message = fault_of(read_workbook(path))
    assert code == "FIL-002"
    assert "на листе «ЕГЭ» занято строк" in message


def test_a_part_that_inflates_without_end_is_not_inflated(tmp_path: Path) -> None:
    def changed(name: str, part: bytes) -> bytes:
        return part + b" " * MOST_BYTES_OF_PART if "sheet3.xml" in name else part

    path = repacked(written(tmp_path / "a.xlsx", CLEAN), tmp_path / "b.xlsx", changed)
    code, message = fault_of(read_workbook(path))
    assert (code, "больше 20 МБ" in message) == ("FIL-002", True)


SHEET = '<worksheet><dimension ref="A1"/><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("rows", "extent"),
    [
        ("", (0, 0)),
        ('<row r="7"/>', (7, 0)),
        ('<row r="2"><c r="B2"/><c r="AA2"/></row>', (2, 27)),
        ("<row><c><v/></c><c><v/></c></row><row><c><v/></c></row>", (2, 2)),
        ('<row r="5"><c/><c r="D5"/><c><v/></c></row>', (5, 5)),
        ("<row r='9'><c s='1'\n r='C9'><v/></c></row>", (9, 3)),
        ('<row r="1"><c s=">" r="XFD1"><v/></c></row>', (1, 16384)),
        ('<x:row xmlns:x="y" r="3"><x:c r="B3"><x:v/></x:c></x:row>', (3, 2)),
        ('<row r="3"><c r="c4"><v/></c></row>', (4, 3)),
        ('<row r="3"><c x:r="A1" xmlns:x="y" r="XFD3"><v/></c></row>', (3, 16384)),
    ],
)
def test_the_extent_is_that_of_the_cells_however_they_are_written(
    rows: str, extent: tuple[int, int]
) -> None:
    assert SheetXml(SHEET.format(rows).encode()).extent == extent


def test_errors_are_found_in_the_xml() -> None:
    xml = SHEET.format(
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><v>5</v></c></row>'
        "<row r='4'><c t='e' r='A4'><v>#N/A</v></c></row>"
    )
    assert SheetXml(xml.encode()).errors == {(1, 1): "#DIV/0!", (3, 0): "#N/A"}


# --- rows and columns that were moved or lost ---


def moved(raw: dict[str, object]) -> SheetsInMemory:
    return SheetsInMemory({"ege.rus.total": 7, "ege.chem.total": 3, "bm.2.total": 5} | raw)


def read_moved(cells: SheetsInMemory) -> dict[str, Value]:
    reading = read_cells(cells, "школа.xlsx", "")
    assert reading.submission is not None
    values = zip(reading.submission.form.fields, reading.submission.values, strict=True)
    return {field.id: value for field, value in values if value is not None}


BEFORE = {"ege.rus.total": 7, "ege.chem.total": 3, "bm.2.total": 5}
EGE = LAYOUT.block("ege")
RUS = next(line.row for line in EGE.lines if line.tag == "ege.rus")


def test_an_inserted_row_and_column_move_no_number() -> None:
    cells = moved({})
    rows = cells.sheets["ЕГЭ"]
    rows.insert(RUS + 1, [None] * 20)
    for row in rows:
        row.insert(2, None)
    assert read_moved(cells) == BEFORE


def test_rows_sorted_with_their_tags_keep_their_numbers() -> None:
    cells = moved({})
    first, last = EGE.lines[0].row, EGE.last_row
    cells.sheets["ЕГЭ"][first : last + 1] = reversed(cells.sheets["ЕГЭ"][first : last + 1])
    assert read_moved(cells) == BEFORE


def test_a_lost_row_leaves_its_fields_blank_and_no_others() -> None:
    cells = moved({})
    del cells.sheets["ЕГЭ"][RUS]
    assert read_moved(cells) == {"ege.chem.total": 3, "bm.2.total": 5}


def test_of_a_doubled_row_with_other_numbers_none_counts() -> None:
    cells = moved({})
    copy = list(cells.sheets["ЕГЭ"][RUS])
    copy[dict(EGE.columns)["total"]] = 99
    cells.sheets["ЕГЭ"].insert(RUS + 1, copy)
    assert read_moved(cells) == {"ege.chem.total": 3, "bm.2.total": 5}


def test_of_two_equal_rows_one_counts() -> None:
    cells = moved({})
    rows = cells.sheets["ЕГЭ"]
    rows.insert(RUS, [None] * 20)
    rows.insert(RUS + 2, list(rows[RUS + 1]))
    assert read_moved(cells)["ege.rus.total"] == 7


@pytest.mark.parametrize("lost", ["#ege", "column"])
def test_a_lost_tag_is_made_good_by_what_is_printed(lost: str) -> None:
    cells = moved({})
    tags = cells.sheets["ЕГЭ"][EGE.tag_row]
    tags[0 if lost == "#ege" else dict(EGE.columns)["total"]] = None
    assert read_moved(cells)["ege.rus.total"] == 7


@pytest.mark.parametrize("lost", ["sheet", "cut"])
def test_what_is_lost_is_blank_and_the_rest_is_read(lost: str) -> None:
    cells = moved({"prob.n_olymp": 12})
    rows = cells.sheets["ЕГЭ"]
    if lost == "sheet":
        del cells.sheets["ЕГЭ"]
    else:
        cells.sheets["ЕГЭ"] = [row[:2] for row in rows[: RUS + 1]]
    found = read_moved(cells)
    assert found["prob.n_olymp"] == 12
    assert not {"ege.rus.total", "ege.chem.total"} & set(found)


# --- computed cells and defaults ---

ROW: dict[str, object] = {"ege.rus.total": 7, "ege.rus.below": 1}
"""1 of 7 is 14.29 %."""
OVER = [
    # what stands in the computed cell, the code of the finding («» for none), cells counted
    (ROW, "ege.rus.below_pct", 0.14, "", 2),
    (ROW, "ege.rus.below_pct", 1 / 7, "", 2),
    (ROW, "ege.rus.below_pct", 14, "", 2),
    (ROW, "ege.rus.below_pct", "14%", "", 2),
    (ROW, "ege.rus.below_pct", "14,3 %", "", 2),
    (ROW, "ege.rus.below_pct", "0,14", "", 2),
    (ROW, "ege.rus.below_pct", "", "", 2),
    (ROW, "ege.rus.below_pct", 0.15, "EGE-007", 3),
    (ROW, "ege.rus.below_pct", "-", "EGE-007", 3),
    (ROW, "ege.rus.below_pct", 0, "EGE-007", 3),
    (ROW, "ege.rus.below_pct", 1e300, "EGE-007", 3),
    ({}, "ege.rus.below_pct", 0, "", 0),
    ({}, "ege.rus.below_pct", "", "", 0),
    ({}, "ege.rus.below_pct", "-", "", 1),
    ({}, "ege.rus.below_pct", 0.5, "EGE-007", 1),
    ({"ege.rus.total": 1, "ege.rus.below": 1}, "ege.rus.below_pct", 1, "", 2),
    ({"bm.2.total": 5, "bm.2.g4": 2}, "bm.2.g4_pct", 0.4, "", 2),
    ({"bm.2.total": 5, "bm.2.g4": 2}, "bm.2.g4_pct", 0.5, "BM-003", 3),
    ({"ege.rus.total": 7}, "org.rus.participants", 7, "", 1),
    ({"ege.rus.total": 7}, "org.rus.participants", 8, "ORG-001", 2),
    ({"ind.1.1-3.y1.num": 1, "ind.1.1-3.y1.den": 8}, "ind.1.1-3.y1.pct", 0.13, "", 2),
    ({"ind.1.1-3.y1.num": 1, "ind.1.1-3.y1.den": 8}, "ind.1.1-3.y1.pct", 0.12, "IND-013", 3),
]


@pytest.mark.parametrize(("row", "field", "typed", "code", "filled"), OVER)
def test_a_computed_cell_is_never_taken_and_only_what_differs_is_named(
    row: dict[str, object], field: str, typed: object, code: str, filled: int
) -> None:
    reading = read(row | {field: typed})
    assert reading.submission is not None
    assert reading.submission[field] is None
    found = {f.code for f in check_submission(reading.submission) if f.field == field}
    assert found & {"EGE-007", "BM-003", "ORG-001", "IND-013"} == ({code} if code else set())
    assert reading.cells.filled == filled


def test_both_percents_are_named() -> None:
    reading = read(ROW | {"ege.rus.below_pct": 0.5})
    assert reading.submission is not None
    (message,) = [f.message for f in check_submission(reading.submission) if f.code == "EGE-007"]
    assert message == "Указано 50%, по расчёту 14%. Проценты считает программа."


@pytest.mark.parametrize(
    ("below", "cached"),
    # What the workbook's own formula shows beside a count that is not read as it stands.
    [(3.5, 0.5), ("1 чел.", ""), (date(1900, 1, 7), 1)],
)
def test_the_formulas_value_on_the_raw_cells_is_no_overtyping(
    below: object, cached: object
) -> None:
    reading = read({"ege.rus.total": 7, "ege.rus.below": below, "ege.rus.below_pct": cached})
    assert reading.submission is not None
    assert "percent-differs" not in {note.kind for note in reading.submission.notes}


@pytest.mark.parametrize(
    ("headcount", "typed", "value", "filled"),
    [
        (21, 21, None, 1),
        (21, 0, None, 1),
        (21, 20, 20, 2),
        (None, 0, None, 0),
        (None, 20, 20, 1),
        ("21 чел.", "21 чел.", None, 1),
        (21, "20 чел.", 20, 2),
    ],
)
def test_a_default_counts_only_when_it_was_typed_over(
    headcount: object, typed: object, value: object, filled: int
) -> None:
    reading = read({"meta.teachers_total.y1": headcount, "ind.1.2-1.y1.den": typed})
    assert reading.submission is not None
    assert reading.submission["ind.1.2-1.y1.den"] == value
    assert reading.cells.filled == filled
