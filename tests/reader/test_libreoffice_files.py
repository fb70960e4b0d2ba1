"""Real files of LibreOffice: what .ods and .xls say beside values, and what damage does to them."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hurt as h
import olefile
import pytest
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from pyopenvba.cfb import CFB
from reading_workbooks import repacked

from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.findings import Finding
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.repair_notes import LEFT_OVER_SHEET
from roadmap_xl.workbook.seals import CHECKS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
DAY = date(2026, 11, 24)
LONG = "ю" * 9000
FORMATS = ("ods", "xls", "xlsx")
each_format = pytest.mark.parametrize("extension", FORMATS)


def with_comments(workbook: h.Workbook) -> None:
    sheet = workbook[h.EGE]
    sheet["D7"].comment = Comment("двое на больничном\nприказ № 5", "Завуч")
    sheet["D10"] = "=1/0"
    sheet["D10"].comment = Comment("ПОЯСНЕНИЕ К ОШИБКЕ", "Завуч")
    sheet["T40"].comment = Comment("plain letters", "Z")
    own = workbook.create_sheet("Черновик")
    own["B2"], own["B2"].comment = 5, Comment(LONG, "Завуч")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By format, the school's workbook with comments."""
    folder = tmp_path_factory.mktemp("saved")
    sent = h.hurt(folder, with_comments)
    return {one: converted(sent, one, folder / one) for one in FORMATS}


def without_checks(workbook: h.Workbook) -> None:
    """Three quarters of the bytes are formulas that no reader reads."""
    with_comments(workbook)
    del workbook[CHECKS]


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same, and hardly a byte in it that is not read: to be hurt."""
    folder = tmp_path_factory.mktemp("dense")
    sent = h.hurt(folder, without_checks)
    return {one: converted(sent, one, folder / one) for one in ("ods", "xls")}


def findings(path: Path, code: str) -> list[Finding]:
    return [finding for finding in check_file(path).findings if finding.code == code]


@each_format
def test_comments_are_told_with_their_cells_and_stand_in_the_copy(
    extension: str, files: dict[str, Path], tmp_path: Path
) -> None:
    path = files[extension]
    said = {(f.sheet, f.cell, f.field) for f in findings(path, "FIL-017")}
    assert said == {
        ("ЕГЭ", "D7", "ege.rus.total"),
        ("ЕГЭ", "D10", "ege.chem.total"),
        ("ЕГЭ", "T40", ""),
        ("Черновик", "B2", ""),
    }
    repair_file(path, tmp_path / "копия.xlsx", created=DAY)
    rows = load_workbook(tmp_path / "копия.xlsx")[LEFT_OVER_SHEET].iter_rows(values_only=True)
    listed = {row[1:4] for row in rows}
    assert listed >= {
        ("ЕГЭ", "D7", "двое на больничном\nприказ № 5"),
        ("ЕГЭ", "D10", "ПОЯСНЕНИЕ К ОШИБКЕ"),
        ("ЕГЭ", "T40", "plain letters"),
        ("Черновик", "B2", LONG),
    }


@each_format
def test_a_comment_is_no_part_of_an_error(extension: str, files: dict[str, Path]) -> None:
    said = [f.message for f in findings(files[extension], "FIL-010")]
    assert said == ["В ячейке ошибка Excel #ДЕЛ/0!."]


def hurt_for_the_eye(workbook: h.Workbook) -> None:
    for change in (
        *(h.struck_text, h.hidden_row, h.hidden_column, h.years_merged),
        h.prompts_and_protection_gone,
        *(row_of_no_height, struck_by_condition, white_on_white, number_in_thousands),
        other_formats,
    ):
        change(workbook)


def row_of_no_height(workbook: h.Workbook) -> None:
    workbook[h.EGE].row_dimensions[11].height = 0.1
    workbook[h.PASSPORT].column_dimensions["C"].width = 0.1


def struck_by_condition(workbook: h.Workbook) -> None:
    sheet = workbook[h.SCHOOL]
    struck = FormulaRule(formula=["TRUE"], font=Font(strike=True))
    sheet.conditional_formatting.add("C7:M8", struck)


def white_on_white(workbook: h.Workbook) -> None:
    for cell in ("G12", "H12"):
        workbook[h.EGE][cell].font = Font(color="FFFFFFFF")


def number_in_thousands(workbook: h.Workbook) -> None:
    workbook[h.EGE]["D13"], workbook[h.EGE]["D13"].number_format = 12000, "0,"


IN_OTHER_FORMATS = {
    "D7": (7, "0%"), "D8": (5000, "0,"), "D9": (12345, "0E+00"), "D10": (5, '0"5"'),
    "D11": (5, '[<3]0;"7"'), "D14": (0, "#,###"), "D15": (0, "0;-0;;@"), "D16": (3, "[White]0"),
    "D17": ("семь", ";;;"), "D18": ("семь", '0;0;0;"8"'), "D19": (5, "dd.mm.yyyy"),
    "D12": (5, '0" тыс."'), "E7": (5, "#,##0"), "E8": (5, '0" чел."'), "E9": (5, "# ?/?"),
    "E10": (5, "0.00"), "E15": (0, "0%"),
    "E11": (0, '#,##0;-#,##0;"-"'), "E12": (5, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'),
    "E13": (1234567, "# ##0.0"), "E14": (5, "[Red][<3]0;[Blue]0"),
}  # fmt: skip
"""A number by its format, as one reads it: seen as another or as nothing in all of D but the last,
which is a day."""


def other_formats(workbook: h.Workbook) -> None:
    for cell, (value, code) in IN_OTHER_FORMATS.items():
        workbook[h.EGE][cell], workbook[h.EGE][cell].number_format = value, code
    for cell, code in {"C13": "0", "C14": "0.0", "C17": "# ?/?", "C16": "0%"}.items():
        workbook[h.PASSPORT][cell], workbook[h.PASSPORT][cell].number_format = 51.43, code
    workbook[h.PASSPORT]["C37"], workbook[h.PASSPORT]["C37"].number_format = "Иванова", ";;;"


def test_what_of_the_looks_another_format_does_not_tell_is_named(tmp_path: Path) -> None:
    """Struck, hidden and merged are told in each format alike; the blank's own state is not."""
    sent = h.hurt(tmp_path, hurt_for_the_eye)
    told = {one: check_file(converted(sent, one, tmp_path / one)).findings for one in FORMATS}
    seen = ("TXT-005", "TXT-017", "TXT-020", "FIL-012", "FIL-020")
    by_format = {
        one: [(f.code, f.place, _alike(f.message)) for f in found if f.code in seen]
        for one, found in told.items()
    }
    assert {code for code, _, _ in by_format["xlsx"]} == set(seen)
    in_cells = {f.cell for f in told["xlsx"] if f.code == "TXT-020"}
    assert in_cells >= {cell for cell in IN_OTHER_FORMATS if cell[0] == "D" and cell != "D19"}
    assert in_cells >= {"D13", "C13", "C16", "C37", "G12"}
    assert not in_cells & {"D19", "C14", "C17", *(f"E{row}" for row in range(7, 16))}
    assert by_format["ods"] == by_format["xls"] == by_format["xlsx"]
    damage = "защита", "подсказки"
    (of_xlsx,) = [f.message for f in told["xlsx"] if f.code == "FIL-013"]
    assert all(word in of_xlsx for word in damage)
    for one in ("ods", "xls"):
        assert "FIL-013" not in {f.code for f in told[one]}
        (said,) = [f.message for f in told[one] if f.code == "FIL-018"]
        is_read, is_not = said.split(";")
        assert all(word in is_read for word in ("зачёркнут", "объединён", "скрыт"))
        assert all(word in is_not for word in (*damage, "не проверены"))


def pieces_of_texts(workbook: h.Workbook) -> None:
    """LibreOffice writes the colour of a first piece into other cells: only these are asked."""
    white, black = (TextBlock(InlineFont(color=one), "1") for one in ("FFFFFFFF", "FF000000"))
    small, red = TextBlock(InlineFont(sz=1), "2"), TextBlock(InlineFont(color="FFFF0000"), "2")
    for row, pieces in enumerate(((white, black), ("3", small), (red, "3"), (white, white)), 7):
        workbook[h.EGE][f"G{row}"] = CellRichText(*pieces)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_piece_of_a_text_in_the_colour_of_its_cell(extension: str, tmp_path: Path) -> None:
    path = converted(h.hurt(tmp_path, pieces_of_texts), extension, tmp_path / extension)
    told = {one.cell: one.message for one in findings(path, "TXT-020")}
    hidden = "на листе не видно: цвет букв — как у ячейки. Прочитано"
    assert told["G7"] == f"В ячейке стоит «11», но «1» {hidden} «11»."
    assert told["G8"] == f"В ячейке стоит «32», но «2» {hidden} «32»."
    assert "G9" not in told
    assert told["G10"].startswith("В ячейке стоит «11», но на листе этого не видно")


def _alike(message: str) -> str:
    """Not each format says how another number is shown, nor whether a condition holds."""
    how = r"\((«[^()]*»|видно «[^»]*»|не видно ничего)\)"
    return re.sub(how, "()", message.replace("может зачёркивать", "зачёркивает"))


@each_format
def test_our_own_notes_are_not_taken_for_the_schools(extension: str, tmp_path: Path) -> None:
    """LibreOffice keeps no author, so they are known by how they begin."""

    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE]["D7"], workbook[h.EGE]["G7"] = "12 чел.", "5+2"

    copy = tmp_path / "копия.xlsx"
    repair_file(h.hurt(tmp_path, change), copy, created=DAY)
    assert load_workbook(copy)[h.EGE]["D7"].comment is not None
    assert findings(converted(copy, extension, tmp_path / extension), "FIL-017") == []


@each_format
def test_without_the_service_sheets_the_cause_is_told_and_not_its_errors(
    extension: str, tmp_path: Path
) -> None:
    path = converted(h.hurt(tmp_path, h.service_sheets_deleted), extension, tmp_path / extension)
    said = {finding.code for finding in check_file(path).findings}
    assert said == {"FIL-021"} | ({"FIL-018"} if extension != "xlsx" else set())


@pytest.mark.parametrize(
    ("part", "is_read"),
    [("META-INF/manifest.xml", True), ("mimetype", True), ("content.xml", False)],
)
def test_an_ods_lacks_a_part_that_it_can_do_without(
    part: str, is_read: bool, files: dict[str, Path], tmp_path: Path
) -> None:
    def renamed(name: str, data: bytes) -> bytes | None:
        return None if name == part else data

    path = repacked(files["ods"], tmp_path / "без части.ods", renamed)
    report = check_file(path)
    assert report.was_read is is_read
    assert is_read or [finding.code for finding in report.findings] == ["FIL-002"]


def test_macros_of_an_ods_are_told_and_not_run(files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "с макросом.ods"
    shutil.copy(files["ods"], path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Basic/Standard/Module1.xml", "<module/>")
    assert [f.severity.word for f in findings(path, "FIL-025")] == ["к сведению"]
    assert findings(files["ods"], "FIL-025") == []


def bits_flipped(data: bytes, chance: random.Random) -> bytes:
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        hurt[chance.randrange(len(hurt))] ^= 1 << chance.randrange(8)
    return bytes(hurt[: chance.randrange(len(hurt))]) if chance.random() < 0.1 else bytes(hurt)


def in_the_stream(data: bytes, chance: random.Random) -> bytes:
    """Flipped where an .xls has its records, not in the container around them."""
    with olefile.OleFileIO(data) as container:
        stream = container.openstream("Workbook").read(2000)
    at = data.index(stream[:512])
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        hurt[chance.randrange(at, len(hurt))] = chance.randrange(256)
    return bytes(hurt)


def in_a_value(data: bytes, chance: random.Random) -> bytes:
    """Behind right checksums and in sound XML: some numbers are strange ones."""
    values = list(re.finditer(rb'office:value="([^"]*)"', data))
    hurt = data
    for value in sorted(chance.sample(values, 5), key=lambda one: -one.start()):
        wrong = chance.choice((b"9" * 30, b"NaN", b"1e999", b"-1e-999", b"inf", b"-0"))
        hurt = hurt[: value.start(1)] + wrong + hurt[value.end(1) :]
    return hurt


def in_the_content(data: bytes, chance: random.Random) -> bytes:
    """Behind right checksums: a few bytes of the content are others."""
    start = data.index(b"<office:spreadsheet")
    hurt = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(start, len(hurt))
        hurt[at : at + chance.choice((1, 1, 9))] = chance.choice(
            (b"", b"9" * 30, b"NaN", b"1e999", b"<", b">", b'"', b"-", b"\xff", b" ", b"&#0;")
        )
    return bytes(hurt)


def tried(hurt: Callable[[], bytes], path: Path, times: int) -> int:
    """How many of the hurt files were read; each ends, as a submission or as one fault."""
    read = 0
    for _ in range(times):
        path.write_bytes(hurt())
        reading = read_workbook(path)
        assert (reading.submission is None) == (reading.fault is not None)
        cells = reading.cells
        assert cells.filled == cells.used + cells.noted + cells.rejected
        read += reading.submission is not None
    return read


@pytest.mark.timeout(10 * h.HANGS)
@pytest.mark.parametrize("flip", [bits_flipped, in_the_stream])
def test_no_flipped_bit_of_an_xls_is_an_exception_or_a_message_of_rust(
    flip: Callable[[bytes, random.Random], bytes],
    dense: dict[str, Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Some of these make calamine panic, which is no `Exception` and writes to standard error."""
    data, chance = dense["xls"].read_bytes(), random.Random(1)
    read = tried(lambda: flip(data, chance), tmp_path / "b.xls", 200)
    assert 0 < read < 200
    assert capfd.readouterr().err == ""


@pytest.mark.timeout(10 * h.HANGS)
def test_no_flipped_bit_of_an_ods_is_an_exception(dense: dict[str, Path], tmp_path: Path) -> None:
    data, chance = dense["ods"].read_bytes(), random.Random(1)
    assert tried(lambda: bits_flipped(data, chance), tmp_path / "b.ods", 300) < 300


@pytest.mark.timeout(10 * h.HANGS)
@pytest.mark.parametrize(("change", "at_least"), [(in_the_content, 0), (in_a_value, 60)])
def test_no_changed_byte_of_an_ods_content_is_an_exception(
    change: Callable[[bytes, random.Random], bytes],
    at_least: int,
    dense: dict[str, Path],
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(dense["ods"]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance, content = random.Random(1), parts["content.xml"]

    def hurt() -> bytes:
        parts["content.xml"] = change(content, chance)
        path = tmp_path / "packed.ods"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path.read_bytes()

    assert tried(hurt, tmp_path / "b.ods", 60) >= at_least


# name, what is put before the end of the content, the code of the one finding
OUTSIZED = [
    ("a million elements", b"<a/>" * 1_100_000),
    ("cells without end", b'<table:table-row table:number-rows-repeated="999999"><table:table-cell'
     b' table:number-columns-repeated="9999" office:value-type="float" office:value="1"/>'
     b"</table:table-row>"),
    ("many comments", b"<table:table-row>" + b"<table:table-cell><office:annotation><text:p>"
     b"x</text:p></office:annotation></table:table-cell>" * 6000 + b"</table:table-row>"),
]  # fmt: skip


@pytest.mark.timeout(h.HANGS)
@pytest.mark.parametrize(("_", "added"), OUTSIZED, ids=[one[0] for one in OUTSIZED])
def test_an_ods_without_end_is_refused(
    _: str, added: bytes, files: dict[str, Path], tmp_path: Path
) -> None:
    def change(name: str, data: bytes) -> bytes:
        return (
            data.replace(b"</table:table>", added + b"</table:table>", 1)
            if name == "content.xml"
            else data
        )

    path = repacked(files["ods"], tmp_path / "b.ods", change)
    assert [finding.code for finding in check_file(path).findings] == ["FIL-002"]


# name, the records before the last of the stream
OUTSIZED_RECORDS = [
    ("a million records", b"\x99\0\0\0" * 1_100_000),
    ("a hundred thousand sheets", b"\x85\0\4\0\1\2\3\4" * 100_000),
]


@pytest.mark.timeout(h.HANGS)
@pytest.mark.parametrize(("_", "added"), OUTSIZED_RECORDS, ids=[one[0] for one in OUTSIZED_RECORDS])
def test_an_xls_without_end_is_refused(
    _: str, added: bytes, files: dict[str, Path], tmp_path: Path
) -> None:
    container = CFB.from_bytes(files["xls"].read_bytes())
    stream = container.get_stream("Workbook")
    container.write_stream("Workbook", stream[:-4] + added + stream[-4:])
    path = tmp_path / "b.xls"
    path.write_bytes(container.to_bytes())
    assert [finding.code for finding in check_file(path).findings] == ["FIL-002"]
    assert "больше" in check_file(path).findings[0].message
