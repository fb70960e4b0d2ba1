"""Repair: the values of a sent workbook in a fresh blank, nothing lost and nothing changed."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import hurt as h
import pytest
from click.testing import CliRunner
from demo_files import demo_files
from examples import examples
from hurt_cases import CASES
from hypothesis import given
from hypothesis import strategies as st
from made_once import copied
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import LAYOUT, SheetsInMemory
from typed_values import INPUTS, RAW

from roadmap_xl.cli import commands
from roadmap_xl.errors import OutputError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import Delivery, prefilled
from roadmap_xl.form.submission import Submission, blank
from roadmap_xl.reader.workbook import read_cells, read_workbook
from roadmap_xl.rules.checking import finding_of_remark
from roadmap_xl.rules.findings import Severity
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import NotRepairableError, repair_file, repair_reading
from roadmap_xl.workbook.repair_notes import LEFT_OVER_SHEET, NOTES_SHEET
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 24)


def repair(source: Path, name: str = "исправленная.xlsx") -> Path:
    target = source.parent / name
    repair_file(source, target, created=DAY)
    return target


def repaired_copy(change: h.Hurt, folder: Path) -> tuple[Path, Path]:
    """The workbook with this hurt and its copy, which several tests look at."""
    source, target = h.hurt(folder, change), folder / "исправленная.xlsx"
    name = f"repaired {change.__name__}.xlsx"
    copy = copied(name, lambda path: repair_file(source, path, created=DAY), target)
    return source, copy


def of(path: Path) -> Submission:
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("demo")
    return [f.path for f in demo_files(folder)]


def test_repairing_a_clean_file_changes_no_value(demo: list[Path]) -> None:
    for path in demo:
        before, after = of(path), of(repair(path))
        assert after.values == before.values
        assert after.rejected == before.rejected


@pytest.mark.parametrize("change", [case[0] for case in CASES], ids=lambda one: one.__name__)
def test_repairing_twice_gives_the_same_bytes(change: h.Hurt, tmp_path: Path) -> None:
    _, once = repaired_copy(change, tmp_path)
    assert repair(once, "дважды.xlsx").read_bytes() == once.read_bytes()


@pytest.mark.parametrize("change", [case[0] for case in CASES], ids=lambda one: one.__name__)
def test_the_repaired_copy_says_the_same_and_stands_as_the_blank(
    change: h.Hurt, tmp_path: Path
) -> None:
    source, copy = repaired_copy(change, tmp_path)
    before, after = of(source), of(copy)
    assert after.values == before.values
    assert errors_of_structure(after) == errors_of_structure(before)
    assert len(after.remarks) == len(errors_of_structure(after))


def errors_of_structure(submission: Submission) -> list[tuple[str, str]]:
    """What is lost stays an error; all else of the structure is in order again in a copy."""
    found = [finding_of_remark(submission, one) for one in submission.remarks]
    return sorted((f.code, f.message) for f in found if f.severity is Severity.ERROR)


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("нет.xlsx", "есть.xlsx", "такого файла нет"),
        ("есть.xlsx", "копия.xlsm", "окончанием .xlsx"),
    ],
)
def test_a_wrong_name_is_a_sentence(source: str, target: str, said: str, tmp_path: Path) -> None:
    h.clean(tmp_path / "есть.xlsx")
    words = ["repair", str(tmp_path / source), "-o", str(tmp_path / target), "--overwrite"]
    answer = CliRunner().invoke(commands, words)
    assert (answer.exit_code, type(answer.exception)) == (2, SystemExit)
    assert said in answer.output


def test_beside_an_older_years_copy_lies_the_newest_blank_with_what_is_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy would be refused again in a later year; of the newest year nothing is to be said."""
    older, last = editions()[-2:]
    known = {"meta.school_name": "МБОУ СОШ № 5", "ege.rus.total": 12}
    for year in (older, last):
        book = blank(form_of(year), known)
        write_school_workbook(tmp_path / f"книга {year}.xlsx", book, created=DAY)
    monkeypatch.chdir(tmp_path)

    def said(year: str) -> list[str]:
        words = ["repair", f"книга {year}.xlsx", "-o", f"копия {year}.xlsx"]
        return CliRunner().invoke(commands, words).output.splitlines()

    assert not [line for line in said(last) if "Если сдавать нужно" in line]
    beside = tmp_path / f"копия {older} - бланк {last} года.xlsx"
    assert [line for line in said(older) if beside.name in line]
    assert of(tmp_path / f"копия {older}.xlsx").form.edition.key == older
    carried = of(beside)
    assert carried.form.edition.key == last
    assert carried["meta.school_name"] == "МБОУ СОШ № 5"
    assert carried["ege.rus.total"] is None
    beside.write_bytes(b"somebody has begun to fill it")
    repair(tmp_path / f"книга {older}.xlsx", f"копия {older}.xlsx")
    assert beside.read_bytes() == b"somebody has begun to fill it"


def test_the_file_that_was_sent_is_not_written_to(tmp_path: Path) -> None:
    source = h.hurt(tmp_path, h.subject_doubled)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    repair(source)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    with pytest.raises(OutputError, match="не изменяется"):
        repair_file(source, source, created=DAY)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


def dirty(folder: Path) -> Path:
    """Cleaned, refused, unplaced and commented cells in one workbook."""

    def change(workbook: h.Workbook) -> None:
        sheet = workbook[h.EGE]
        sheet["D7"], sheet["E7"], sheet["G7"] = "12 чел.", "-", "5+2"
        sheet["D8"] = "=cmd|' /C calc'!A0"
        sheet["D8"].data_type = "s"
        workbook[h.PASSPORT]["H50"] = "=HYPERLINK(1)"
        workbook[h.PASSPORT]["H50"].data_type = "s"
        h.comment(workbook)
        workbook.create_sheet("'=1+1")["A1"] = "https://example.org"

    return h.hurt(folder, change)


def table(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row[1:6]) for row in sheet.iter_rows(values_only=True) if any(row)]


def test_what_was_cleaned_is_marked_and_said(tmp_path: Path) -> None:
    book = load_workbook(repair(dirty(tmp_path)))
    cleaned, refused = book[h.EGE]["D7"], book[h.EGE]["G7"]
    assert cleaned.value == 12
    assert cleaned.fill.start_color.rgb == "FFDDEBF7"
    assert "«12 чел.» — текст; прочитано как 12" in cleaned.comment.text
    assert refused.value == "5+2"
    assert "нужно одно число" in refused.comment.text
    rows = table(book[NOTES_SHEET])
    assert ("исправлено", "ЕГЭ, D7", "12 чел.") in {row[:3] for row in rows}
    assert any(row[0] == "ошибка" and row[1] == "ЕГЭ, G7" for row in rows)
    assert book[NOTES_SHEET]["C6"].hyperlink is not None


def test_what_had_no_place_is_listed_with_its_place(tmp_path: Path) -> None:
    rows = table(load_workbook(repair(dirty(tmp_path)))[LEFT_OVER_SHEET])
    assert {row[:3] for row in rows} >= {
        ("Паспорт", "H50", "=HYPERLINK(1)"),
        ("'=1+1", "A1", "https://example.org"),
        ("ЕГЭ", "D7", "двое на больничном"),
    }


def test_text_of_a_school_stays_text(tmp_path: Path) -> None:
    """No formula and no link of the school's comes to life in the copy."""
    path = repair(dirty(tmp_path))
    book = load_workbook(path)
    formulas = [
        cell.value
        for sheet in (book[NOTES_SHEET], book[LEFT_OVER_SHEET])
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []
    assert book[h.EGE]["D8"].data_type == "s"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert links
    assert all(link.target is None and link.location for link in links)


def test_the_delivery_of_the_campaign_stays(tmp_path: Path) -> None:
    path = tmp_path / "бланк.xlsx"
    delivery = Delivery("rono@example.org", "1 декабря", "Петрова")
    write_school_workbook(path, prefilled(form_of("2026")), created=DAY, delivery=delivery)
    assert read_workbook(repair(path)).delivery == delivery.words


def test_a_clean_workbook_gets_no_further_sheet(tmp_path: Path) -> None:
    path = repair(h.clean(tmp_path / "целая.xlsx"))
    names = load_workbook(path).sheetnames
    assert NOTES_SHEET not in names
    assert LEFT_OVER_SHEET not in names


def test_the_copy_is_checked_like_any_workbook(tmp_path: Path) -> None:
    source = dirty(tmp_path)
    before = {(f.code, f.field) for f in check_file(source).findings if f.field}
    after = {(f.code, f.field) for f in check_file(repair(source)).findings if f.field}
    assert after <= before


def test_a_file_that_is_not_read_is_not_repaired(tmp_path: Path) -> None:
    path = tmp_path / "пустой.xlsx"
    path.write_bytes(b"")
    with pytest.raises(NotRepairableError, match="0 байт"):
        repair(path)


def test_a_file_that_is_not_there_is_not_repaired(tmp_path: Path) -> None:
    other = h.clean(tmp_path / "другая школа.xlsx")
    with pytest.raises(NotRepairableError, match="такого файла нет"):
        repair_file(tmp_path / "нет.xlsx", other, created=DAY)


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    """Neither another school's workbook nor a copy into which somebody has typed since."""
    source, other = dirty(tmp_path), h.clean(tmp_path / "другая школа.xlsx")
    before = other.read_bytes()
    with pytest.raises(OutputError, match=r"уже есть, и в нём другое.*--overwrite"):
        repair_file(source, other, created=DAY, may_replace=False)
    assert other.read_bytes() == before
    copy = repair(source)
    repair_file(source, copy, created=DAY, may_replace=False)
    book = load_workbook(copy)
    book[h.EGE]["D7"] = 13
    book.save(copy)
    command = ["repair", str(source), "-o", str(copy), "--date", "2026-11-24"]
    refused = CliRunner().invoke(commands, command)
    assert (refused.exit_code, "уже есть" in refused.output) == (2, True)
    assert load_workbook(copy)[h.EGE]["D7"].value == 13
    assert CliRunner().invoke(commands, [*command, "--overwrite"]).exit_code == 0
    assert load_workbook(copy)[h.EGE]["D7"].value == 12


LONG = "Ю" * 40_000


@pytest.mark.parametrize(
    ("part", "sheet", "cell", "code", "stays"),
    [
        ("sheet6", h.PLAN, "F8", "TXT-019", True),
        ("sheet3", h.EGE, "D8", "TXT-003", True),
        ("sheet6", h.PLAN, "ZZ8", "FIL-016", False),
    ],
)
def test_a_text_longer_than_a_cell_goes_on_among_what_had_no_place(
    part: str, sheet: str, cell: str, code: str, stays: bool, tmp_path: Path
) -> None:
    """In a text field, in a numeric one, beside the fields: no letter is lost, however often."""
    name = cell.encode()
    typed = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (name, LONG.encode())

    def change(xml: bytes) -> bytes:
        there = re.sub(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % name, b"", xml)
        row = re.compile(rb'(<row r="8" .*?)((?:<c r="(?:[E-Z]|A[A-Z])8"|</row>).*)', re.S)
        if cell == "ZZ8":
            row = re.compile(rb'(<row r="8" .*?)(</row>.*)', re.S)
        return row.sub(lambda found: found[1] + typed + found[2], there, count=1)

    source = h.rewritten(tmp_path, f"xl/worksheets/{part}.xml", change)
    assert [f.code for f in check_file(source).findings if f.cell == cell] == [code]
    once = repair(source)
    assert repair(once, "дважды.xlsx").read_bytes() == once.read_bytes()
    book = load_workbook(once)
    pieces = [str(row[2]) for row in table(book[LEFT_OVER_SHEET]) if row[:2] == (sheet, cell)]
    assert (str(book[sheet][cell].value) if stays else "") + "".join(pieces) == LONG


LETTERS = ("\ufffe", "\uffff", "_x000D_", "_x0001_", "\t", "&#13;")


def test_letters_that_are_none_do_not_grow_from_copy_to_copy(tmp_path: Path) -> None:
    """One in a cell of each row, in texts of the plan."""

    def change(xml: bytes) -> bytes:
        for row, letter in enumerate(LETTERS, start=8):
            typed = f'<c r="F{row}" t="inlineStr"><is><t>5{letter}!</t></is></c>'.encode()
            xml, found = re.subn(rb'<c r="F%d"[^>]*?(?:/>|>.*?</c>)' % row, typed, xml)
            assert found == 1
        return xml

    source = h.rewritten(tmp_path, "xl/worksheets/sheet6.xml", change)
    once = repair(source)
    assert repair(once, "дважды.xlsx").read_bytes() == once.read_bytes()
    assert of(once).values == of(source).values


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    source, target = dirty(tmp_path), tmp_path / "копия.xlsx"
    done = CliRunner().invoke(commands, ["repair", str(source), "-o", str(target)])
    assert done.exit_code == 0
    assert "Прочитано иначе, чем записано: 2." in done.output
    assert "Не нашлось места в бланке: 3." in done.output
    assert f"Копия записана: {target}" in done.output
    same = CliRunner().invoke(commands, ["repair", str(source), "-o", str(source)])
    assert same.exit_code == 2
    assert "не изменяется" in same.output


# --- whatever stands in the cells ---


@given(st.dictionaries(st.sampled_from(INPUTS), RAW, max_size=30))
@examples(250)
def test_a_repaired_submission_reads_back_the_same(raw: dict[str, object]) -> None:
    """Read, repaired, read again: the same values, the same refusals, nothing more to mend."""
    first = read_cells(SheetsInMemory(raw), "школа.xlsx", "0" * 64)
    assert first.submission is not None
    written_values = repair_reading(first).submission.values
    again = {
        field.id: value
        for field, value in zip(LAYOUT.form.fields, written_values, strict=True)
        if value is not None
    }
    second = read_cells(SheetsInMemory(again), "школа.xlsx", "0" * 64)
    assert second.submission is not None
    assert second.submission.values == first.submission.values
    assert second.submission.rejected == first.submission.rejected
    assert {n.slot for n in second.submission.notes} == set(second.submission.rejected)
