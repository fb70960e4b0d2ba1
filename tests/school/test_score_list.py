"""A school pastes its results on «Баллы»: what is read, what is typed over it, what stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from libreoffice import converted
from made_once import made, opened
from openpyxl import load_workbook

from roadmap_xl.cli import commands
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import EGE, PASSPORT, PROPOSALS, SCORES
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.score_list import ScoreList, ScoreRow
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.rules.findings import Severity
from roadmap_xl.school.check import check_file
from roadmap_xl.school.document import document_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook
from roadmap_xl.workbook.score_formulas import FIRST_ROW

FORM = form_of("2026")
DAY = date(2026, 11, 24)
ROWS = (
    ScoreRow(1, "Русский язык", 55), ScoreRow(2, "р/я", 100), ScoreRow(3, "Русский", 20),
    ScoreRow(1, "Математика П", 27), ScoreRow(2, "Математика Б", 5), ScoreRow(3, "Математика Б", 2),
    ScoreRow(2, "Химия", None, "не явился"),
)  # fmt: skip
EXPECTED = {
    "ege.rus.total": 3, "ege.rus.below": 1, "ege.rus.b_51_60": 1, "ege.rus.b_100": 1,
    "prob.avg.rus": 58.33, "ege.math_prof.total": 1, "ege.chem.total": None, "bm.1.g2": 1,
    "bm.1.total": 2, "org.rus.n80_plus": 1, "org.participants_persons": 3, "prob.n80_plus": 1,
    "prob.n_not_passed_ege": 1,
}  # fmt: skip
"""Worked out by hand."""


def pasted(path: Path, rows: tuple[ScoreRow, ...] = ROWS, typed: Mapping[str, object] | None = None,
           ) -> Path:  # fmt: skip
    """The blank with a list, filled by a program that does not recalculate: its values are old."""
    book = opened(made("blank with scores.xlsx", _write_blank))
    for at, row in enumerate(rows, start=FIRST_ROW):
        for column, value in enumerate(row, start=2):
            book[SCORES].cell(at, column, value)
    for field_id, value in (typed or {}).items():
        place = FORM.layout.place(FORM.by_id[field_id])
        book[place.sheet][place.cell] = value
    book.save(path)
    return path


def _write_blank(path: Path) -> None:
    write_school_workbook(path, prefilled(FORM), created=DAY, scores=ScoreList())


def of(reading: Reading) -> Submission:
    assert reading.submission is not None
    return reading.submission


def found_in(path: Path) -> dict[str, object]:
    submission = of(read_workbook(path))
    return {key: submission[key] for key in EXPECTED}


def test_the_list_is_the_schools_own_word(tmp_path: Path) -> None:
    path = pasted(tmp_path / "школа.xlsx")
    assert found_in(path) == EXPECTED
    reading = read_workbook(path)
    assert reading.left == ()
    assert reading.cells.filled == reading.cells.used + reading.cells.noted + reading.cells.rejected
    assert reading.cells.used >= sum(value is not None for row in ROWS for value in row)
    assert {one.code for one in check_file(path).findings} & {"FIL-013", "FIL-016"} == set()


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_what_libreoffice_has_saved_says_the_same(ending: str, tmp_path: Path) -> None:
    path = converted(pasted(tmp_path / "школа.xlsx"), ending, tmp_path / "сохранено")
    assert found_in(path) == EXPECTED


def test_an_empty_list_says_nothing(tmp_path: Path) -> None:
    """A blank with the sheet reads as the blank without it: nothing became a number."""
    plain, listed = tmp_path / "без.xlsx", tmp_path / "с.xlsx"
    write_school_workbook(plain, prefilled(FORM), created=DAY)
    write_school_workbook(listed, prefilled(FORM), created=DAY, scores=ScoreList())
    assert of(read_workbook(listed)).values == of(read_workbook(plain)).values
    assert read_workbook(listed).cells == read_workbook(plain).cells
    assert check_file(listed).findings == check_file(plain).findings


def test_what_is_typed_wins(tmp_path: Path) -> None:
    path = pasted(tmp_path / "школа.xlsx", typed={"ege.rus.total": 4, "prob.avg.rus": None})
    submission = of(read_workbook(path))
    assert submission["ege.rus.total"] == 4
    assert submission["prob.avg.rus"] is None
    assert submission["ege.rus.below"] == 1


def told_in(path: Path) -> dict[str, str]:
    """By field, what `check` says of what differs from the list, each at its own cell."""
    found = [one for one in check_file(path).findings if one.code == "FIL-028"]
    assert len({one.place for one in found}) == len(found)
    for one in found:
        place = FORM.layout.place(FORM.by_id[one.field])
        assert (one.sheet, one.cell) == (place.sheet, place.cell)
        assert one.severity is Severity.WARNING
    return {one.field: one.message for one in found}


@pytest.mark.parametrize(
    ("field_id", "typed", "says"),
    [
        ("ege.rus.total", 4, "Русский язык, Всего: стоит 4, по списку на листе «Баллы» — 3."),
        ("ege.rus.total", "4 человека", "стоит 4, по списку на листе «Баллы» — 3."),
        ("ege.rus.b_51_60", 0, "стоит 0, по списку на листе «Баллы» — 1."),
        ("ege.rus.b_51_60", None, "стоит пусто, по списку на листе «Баллы» — 1."),
        ("prob.avg.rus", 58.334, "стоит 58,334, по списку на листе «Баллы» — 58,33."),
        ("bm.1.g2", 2, "стоит 2, по списку на листе «Баллы» — 1."),
        ("org.rus.n80_plus", 3, "стоит 3, по списку на листе «Баллы» — 1."),
        ("org.participants_persons", 2, "Численность участников: стоит 2, по списку на листе"),
        ("ege.rus.total", 3, ""),
        ("ege.rus.total", "3", ""),
        ("ege.rus.b_61_70", None, ""),
        ("ege.chem.total", 5, ""),
    ],
)
def test_what_is_typed_over_is_told_with_both_numbers(
    field_id: str, typed: object, says: str, tmp_path: Path
) -> None:
    """A blank is 0 to the live sheet, and of what the list has nothing it says nothing."""
    told = told_in(pasted(tmp_path / "школа.xlsx", typed={field_id: typed}))
    assert told.keys() == ({field_id} if says else set())
    assert says in told.get(field_id, "")
    assert told.get(field_id, "").count("Численность участников") <= 1


def test_nothing_is_told_where_the_list_counts_nothing(tmp_path: Path) -> None:
    typed = {"ege.rus.total": 4}
    wrong = pasted(tmp_path / "1.xlsx", (*ROWS, ScoreRow(7, "Химия", 500)), typed)
    assert told_in(wrong) == told_in(pasted(tmp_path / "2.xlsx", (), typed)) == {}
    text = pasted(tmp_path / "3.xlsx", typed={"ege.rus.total": "пять"})
    assert told_in(text) == {}  # that it is no number is told already


def test_many_that_differ_are_one_line_a_sheet(tmp_path: Path) -> None:
    columns = ("total", *(band.key for band in FORM.edition.bands))
    typed = {f"ege.{key}.{one}": 9 for key in ("rus", "math_prof") for one in columns}
    found = check_file(pasted(tmp_path / "школа.xlsx", typed=typed)).findings
    (line,) = [one for one in group_findings(found) if one.code == "FIL-028"]
    assert line.message.startswith("Стоит не то, что даёт список на листе «Баллы»: 16 ячеек (D7 … ")


def test_a_copy_tells_what_differs_and_calls_it_not_mended(tmp_path: Path) -> None:
    path = pasted(tmp_path / "школа.xlsx", typed={"ege.rus.total": 4, "bm.1.g2": None})
    done = repair_file(path, tmp_path / "копия.xlsx", created=DAY)
    told = told_in(path)
    assert told.keys() == {"ege.rus.total", "bm.1.g2"}
    assert told_in(tmp_path / "копия.xlsx") == told
    assert not [one for one in done.notes.mended if "FIL-028" in one.done]
    in_copy = [one for one in done.notes.findings if one.code == "FIL-028"]
    assert {one.field: one.message for one in in_copy} == told


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ScoreRow(1, "Хмия", 50), "нет такого предмета"),
        (ScoreRow(1, "Химия", "50"), "балл — целое число"),
        (ScoreRow(1, "Химия", 50, "болел"), "причину выберите"),
    ],
)
def test_a_row_that_is_not_understood_is_named_and_counts_nothing(
    row: ScoreRow, why: str, tmp_path: Path
) -> None:
    path = pasted(tmp_path / "школа.xlsx", (*ROWS, row))
    assert set(found_in(path).values()) == {None}
    left = read_workbook(path).left
    assert {(one.sheet, one.cell) for one in left} == {
        (SCORES, f"{letter}{FIRST_ROW + len(ROWS)}")
        for letter, value in zip("BCDE", row, strict=True)
        if value is not None
    }
    assert all(one.why.startswith(why) for one in left)
    assert any(SCORES in one.message + one.sheet for one in check_file(path).findings)


def test_a_copy_keeps_the_list_and_what_was_typed(tmp_path: Path) -> None:
    wrong = ScoreRow(7, "Химия", 500)
    for number, rows in enumerate((ROWS, (*ROWS, wrong))):
        path = pasted(tmp_path / f"{number}.xlsx", rows, {"ege.rus.total": 4})
        copy, again = tmp_path / f"копия {number}.xlsx", tmp_path / f"ещё {number}.xlsx"
        repair_file(path, copy, created=DAY)
        repair_file(copy, again, created=DAY)
        assert copy.read_bytes() == again.read_bytes()
        assert read_workbook(copy).scores == ScoreList(rows)
        assert of(read_workbook(copy)).values == of(read_workbook(path)).values
        sheet = load_workbook(copy)[EGE]
        assert (sheet["D7"].value, sheet["E7"].value) == (4, "=_scores!$J$3")
        average = FORM.layout.place(FORM.by_id["prob.avg.rus"]).cell
        value = load_workbook(copy, data_only=True)[PASSPORT][average].value
        assert value == (58.33 if rows is ROWS else None)


def test_the_paper_says_what_the_list_says(tmp_path: Path) -> None:
    from docx import Document

    document_file(pasted(tmp_path / "школа.xlsx"), tmp_path / "карта.docx", created=DAY)
    rows = [
        [cell.text for cell in row.cells]
        for table in Document(str(tmp_path / "карта.docx")).tables
        for row in table.rows
    ]
    (russian,) = [row for row in rows if row[0] == "Русский язык" and len(row) > 10]
    assert russian[1:4] == ["3", "1", "33%"]


def test_commands_that_make_the_sheet(tmp_path: Path) -> None:
    for name in ("Бланк.xlsx", "Бланк.xlsm"):
        path = tmp_path / name
        typed = ["template", "--scores", "--proposals", "-o", str(path)]
        run = CliRunner().invoke(commands, typed)
        assert run.exit_code == 0, run.output
        assert {SCORES, PROPOSALS} <= set(load_workbook(path).sheetnames)
        assert not read_workbook(path).left
    CliRunner().invoke(commands, [*typed, "--district"])
    assert SCORES not in load_workbook(path).sheetnames
    assert PROPOSALS in load_workbook(path).sheetnames


def test_a_formula_of_another_subject_is_no_count_of_this_one(tmp_path: Path) -> None:
    """Filled down by hand: the cell shows what the list says of the subject above."""
    path = pasted(tmp_path / "book.xlsx")
    book = load_workbook(path)
    places = [FORM.layout.place(FORM.by_id[f"ege.{key}.total"]) for key in ("rus", "math_prof")]
    book[EGE][places[1].cell] = book[EGE][places[0].cell].value
    book.save(path)
    found = [one for one in check_file(path).findings if one.code == "FIL-019"]
    assert [one.cell for one in found] == [places[1].cell]
