"""What a file lost stays an error in the repaired copy until somebody fills it again or answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

import hurt as h
import made_once
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.reader.structure.losses import LOSSES
from roadmap_xl.rules.catalogue import STRUCTURE_RULES
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.repair_notes import LOST_HEADER, LOST_KEY, MENDED_HEADER, NOTES_SHEET

DAY = date(2026, 11, 24)
BLUE = "FFDDEBF7"
PLACE, SAID, ANSWER, CODE, KEPT = 2, 3, 4, 5, 6
"""Columns of the list of losses, counted from the sheet's first."""


@dataclass(frozen=True)
class Case:
    """What is lost, the errors on it, and a cell that fills it again, with a value of its own."""

    change: h.Hurt
    codes: tuple[str, ...]
    sheet: str
    cell: str
    typed: object = 4

    def __str__(self) -> str:
        return self.change.__name__


CASES = [
    Case(h.subject_deleted, ("EGE-015",), h.EGE, "D9"),
    Case(h.subject_doubled, ("EGE-015",), h.EGE, "D8"),
    Case(h.activity_deleted, ("PLN-012",), h.PLAN, "D8", "до 01.10.2020"),
    Case(h.sheet_deleted, ("FIL-006",), h.INDICATORS, "E14", 0.5),
    Case(h.sheet_copied_and_renamed, ("FIL-015",), h.EGE, "D7"),
]
DOUBTFUL = Case(h.band_renamed, ("EGE-016",), h.EGE, "I7")
"""Read, but under a header that is no longer the blank's."""
ASKED_IN_ITS_CELL = "merged-number"
"""The one error of a file that the copy tells in the cell itself, so that no list has to."""
each = pytest.mark.parametrize("case", CASES, ids=str)
each_and_doubtful = pytest.mark.parametrize("case", [*CASES, DOUBTFUL], ids=str)


def errors(path: Path) -> list[tuple[str, str]]:
    found = check_file(path).findings
    return [(f.code, f.message) for f in found if f.severity is Severity.ERROR]


def findings(path: Path, code: str) -> list[Finding]:
    return [f for f in check_file(path).findings if f.code == code]


def copied(source: Path, name: str = "копия.xlsx") -> Path:
    repair_file(source, source.parent / name, created=DAY)
    return source.parent / name


def copy_of(change: h.Hurt, folder: Path) -> Path:
    """The repaired copy of the workbook with this hurt, which many tests begin with."""
    source = h.hurt(folder, change)
    return made_once.copied(
        f"repaired {change.__name__}.xlsx",
        lambda path: repair_file(source, path, created=DAY),
        folder / "копия.xlsx",
    )


def changed(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = made_once.opened(path)
    book[sheet][cell] = value
    book.save(path.with_name("заполненная.xlsx"))
    return path.with_name("заполненная.xlsx")


def lines(sheet: Worksheet) -> Iterator[tuple[Cell, ...]]:
    """The rows of the list of losses."""
    rows = list(sheet.iter_rows())
    first = next(n for n, row in enumerate(rows) if row[1].value == LOST_HEADER)
    return (row for row in rows[first + 3 :] if row[KEPT].value and row[CODE].value)


@each_and_doubtful
def test_what_is_lost_stays_the_same_error_and_is_nowhere_called_mended(
    case: Case, tmp_path: Path
) -> None:
    source, copy = h.hurt(tmp_path, case.change), copy_of(case.change, tmp_path)
    told = errors(copy)
    assert tuple(code for code, _ in told) == case.codes
    assert told == errors(source)
    book = made_once.visible(copy)
    said = [[cell.value for cell in row] for row in book[NOTES_SHEET].iter_rows()]
    below = next((n for n, row in enumerate(said) if row[1] == MENDED_HEADER), len(said))
    assert not [row for row in said[below:] if str(row[4]).endswith(f"({case.codes[0]})")]
    blue = [c for row in book[case.sheet].iter_rows() for c in row if c.fill.fgColor.rgb == BLUE]
    assert blue == []
    assert [row[CODE].value for row in lines(book[NOTES_SHEET])] == list(case.codes)


@each
def test_what_is_filled_again_is_lost_no_longer(case: Case, tmp_path: Path) -> None:
    filled = changed(copy_of(case.change, tmp_path), case.sheet, case.cell, case.typed)
    assert not set(case.codes) & {code for code, _ in errors(filled)}
    copy = copied(filled, "копия заполненной.xlsx")
    assert not set(case.codes) & {code for code, _ in errors(copy)}
    book = made_once.visible(copy)
    if NOTES_SHEET in book.sheetnames:
        texts = [cell.value for row in book[NOTES_SHEET].iter_rows() for cell in row]
        assert LOST_HEADER not in texts


@each_and_doubtful
def test_what_is_answered_is_a_note_with_the_answer(case: Case, tmp_path: Path) -> None:
    copy = copy_of(case.change, tmp_path)
    row = next(lines(made_once.opened(copy)[NOTES_SHEET]))
    cell = row[ANSWER].coordinate
    answered = changed(copy, NOTES_SHEET, cell, "в этом году не было")
    assert not set(case.codes) & {code for code, _ in errors(answered)}
    notes = findings(answered, "FIL-026")
    assert [n.severity for n in notes] == [Severity.NOTE]
    assert "«в этом году не было»" in notes[0].message
    assert row[SAID].value in notes[0].message
    assert not [f for f in findings(answered, "FIL-016") if f.sheet == NOTES_SHEET]
    once = copied(answered, "копия отвеченной.xlsx")
    assert findings(once, "FIL-026") == notes
    assert copied(once, "ещё раз.xlsx").read_bytes() == once.read_bytes()


def test_a_lone_dash_is_no_answer(tmp_path: Path) -> None:
    copy = copy_of(h.subject_deleted, tmp_path)
    cell = next(lines(made_once.opened(copy)[NOTES_SHEET]))[ANSWER].coordinate
    assert errors(changed(copy, NOTES_SHEET, cell, " - ")) == errors(copy)


@pytest.mark.parametrize(
    "kept",
    [
        "привет",
        "{" * 5000,
        '{"kind":"subject-lost"}',
        '{"kind":"no-such","sheet":"","cell":"","field":"","words":{},"fields":[]}',
        '{"kind":"subject-lost","sheet":"","cell":"","field":"ege.x","words":{},"fields":["y"]}',
        '{"kind":"subject-lost","sheet":"ЕГЭ","cell":"","field":"","words":{},"fields":[]}',
    ],
)
def test_a_hidden_cell_that_somebody_changed_breaks_nothing(kept: str, tmp_path: Path) -> None:
    copy = copy_of(h.subject_deleted, tmp_path)
    cell = next(lines(made_once.opened(copy)[NOTES_SHEET]))[KEPT].coordinate
    hurt = changed(copy, NOTES_SHEET, cell, kept)
    assert check_file(hurt).was_read
    assert findings(hurt, "FIL-016")
    copied(hurt, "копия испорченной.xlsx")


def test_the_command_counts_what_is_lost(tmp_path: Path) -> None:
    source = h.hurt(tmp_path, h.subject_deleted)
    said = repair_file(source, tmp_path / "копия.xlsx", created=DAY).as_lines()
    assert said[:2] == [
        "Осталось замечаний — ошибок: 1.",
        "Потеряно, нужно заполнить заново или ответить: 1.",
    ]


META = "_meta"


def without(path: Path, *sheets: str) -> Path:
    """The workbook after somebody deleted these sheets."""
    book = made_once.opened(path)
    for sheet in sheets:
        del book[sheet]
    book.save(path.with_name("без листа.xlsx"))
    return path.with_name("без листа.xlsx")


@each_and_doubtful
@pytest.mark.parametrize("sheet", [NOTES_SHEET, META])
def test_what_is_lost_outlives_one_deleted_sheet(sheet: str, case: Case, tmp_path: Path) -> None:
    source, copy = h.hurt(tmp_path, case.change), copy_of(case.change, tmp_path)
    hurt = without(copy, sheet)
    assert errors(hurt) == errors(source)
    again = copied(hurt, "копия без листа.xlsx")
    if sheet == NOTES_SHEET:  # and so it is the same twice
        assert again.read_bytes() == copy.read_bytes()
        return
    assert errors(again) == errors(source)
    assert NOTES_SHEET in made_once.visible(again).sheetnames
    assert copied(again, "дважды.xlsx").read_bytes() == again.read_bytes()


def answered_copy(tmp_path: Path) -> Path:
    """A copy of a copy in which the school has answered."""
    copy = copy_of(h.subject_deleted, tmp_path)
    cell = next(lines(made_once.opened(copy)[NOTES_SHEET]))[ANSWER].coordinate
    answered = changed(copy, NOTES_SHEET, cell, "не сдавали")
    return made_once.copied(
        "repaired after an answer.xlsx",
        lambda path: repair_file(answered, path, created=DAY),
        tmp_path / "отвечено.xlsx",
    )


def test_an_answer_outlives_the_sheet_it_was_given_on(tmp_path: Path) -> None:
    copy = answered_copy(tmp_path)
    assert findings(without(copy, NOTES_SHEET), "FIL-026") == findings(copy, "FIL-026") != []


def test_an_answer_that_is_taken_back_is_none(tmp_path: Path) -> None:
    copy = answered_copy(tmp_path)
    cell = next(lines(made_once.opened(copy)[NOTES_SHEET]))[ANSWER].coordinate
    assert [code for code, _ in errors(changed(copy, NOTES_SHEET, cell, None))] == ["EGE-015"]


@pytest.mark.parametrize("kept", ["привет", "{}", 4, '{"kind":"no-such","sheet":"","cell":""}'])
def test_what_somebody_typed_over_a_hidden_loss_is_listed(kept: object, tmp_path: Path) -> None:
    copy = copy_of(h.subject_deleted, tmp_path)
    row = next(row for row in made_once.opened(copy)[META].iter_rows() if row[0].value == LOST_KEY)
    hurt = changed(copy, META, row[1].coordinate, kept)
    assert [f.sheet for f in findings(hurt, "FIL-016")] == [META]
    assert errors(hurt) == errors(copy)


def test_a_remark_is_a_loss_where_its_rule_is_an_error() -> None:
    rules = {rule.note: rule for rule in STRUCTURE_RULES if rule.severity is Severity.ERROR}
    assert rules.keys() - {ASKED_IN_ITS_CELL} == LOSSES.keys()
    for kind, words in LOSSES.items():
        named = {name for _, name, _, _ in Formatter().parse(rules[kind].message) if name}
        assert named <= words, kind


def number_merged(workbook: Workbook) -> None:
    """Somebody merged the counts of two subjects; the second's own count is gone."""
    workbook[h.EGE].merge_cells("D7:D8")


def test_a_number_under_a_merged_cell_is_asked_for_in_its_own_cell_of_the_copy(
    tmp_path: Path,
) -> None:
    """It is on no list of losses: the copy's cell says what is wanted, and stays an error."""
    copy = copied(h.hurt(tmp_path, number_merged))
    sheet = made_once.visible(copy)[h.EGE]
    assert "D7" in sheet["D8"].value
    assert not [area for area in sheet.merged_cells.ranges if "D8" in area]
    wrong = {f.cell for f in check_file(copy).findings if f.severity is Severity.ERROR}
    assert "D8" in wrong
    whole = made_once.opened(h.clean(tmp_path / "целая.xlsx"))
    filled = changed(copy, h.EGE, "D8", whole[h.EGE]["D8"].value)
    assert not [f for f in check_file(filled).findings if f.cell == "D8"]
