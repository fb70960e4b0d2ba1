"""Numbers cut and pasted, dragged and sorted in LibreOffice: they count where they lie afterwards.

What the live formulas say is what they would say had the numbers been typed there; so does `check`.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import libreoffice
import pytest
from live_form import LiveForm
from openpyxl import load_workbook

from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
HEAD = {"meta.school_name": "СОШ № 5", "meta.stage": "На сдачу", "meta.grade11": "есть"}
PHYSICS = {"ege.phys.total": 9, "ege.phys.below": 5}
COMPUTER_SCIENCE = {"ege.inf.total": 9, "ege.inf.below": 5}
RUSSIAN = {"ege.rus.total": 7, "ege.rus.below": 1, "ege.rus.b_51_60": 6}
PASTED_OVER = {"ege.rus.total": 9, "ege.rus.below": 5, "ege.rus.b_51_60": 6}


class Move(NamedTuple):
    """Cells of «ЕГЭ» and where they go, or are sorted; what is typed, and what lies there then."""

    cells: str
    to: str
    before: dict[str, object]
    after: dict[str, object]
    more: frozenset[str]
    """Codes of what `check` says beside the same numbers typed there; FIL-013 always."""


STRAY_PERCENT = frozenset({"EGE-007"})
MOVES = {
    "a block to another subject": Move("D9:E9", "D11", PHYSICS, COMPUTER_SCIENCE, STRAY_PERCENT),
    "a block over filled cells": Move(
        "D9:E9", "D7", {**PHYSICS, **RUSSIAN}, PASTED_OVER, STRAY_PERCENT
    ),
    "one cell dragged": Move(
        "D9", "D11", PHYSICS, {"ege.inf.total": 9, "ege.phys.below": 5}, STRAY_PERCENT
    ),
    "a cell to the next column": Move(
        "E9", "G9", PHYSICS, {"ege.phys.total": 9, "ege.phys.b_min_50": 5}, STRAY_PERCENT
    ),
    "a block out of the table": Move("D9:E9", "X60", PHYSICS, {}, STRAY_PERCENT | {"FIL-016"}),
    "rows sorted whole": Move(
        "A7:AZ19", "", {**PHYSICS, **RUSSIAN}, {**PHYSICS, **RUSSIAN}, frozenset({"FIL-014"})
    ),
    "rows sorted without their hidden tags": Move(
        "B7:R19", "", {**PHYSICS, **RUSSIAN}, {**PHYSICS, **RUSSIAN}, frozenset({"FIL-014"})
    ),
}
WHERE_TAGS_STAYED = "rows sorted without their hidden tags"
"""There the live formulas believe the tags and `check` the names that people see."""

pytestmark = pytest.mark.libreoffice


@cache
def live_form() -> LiveForm:
    return LiveForm("2026")


def written(path: Path, values: dict[str, object]) -> Submission:
    """The blank with these values, for its submission."""
    submission = prefilled(live_form().form, school={**HEAD, **values})
    write_school_workbook(path, submission, created=DAY)
    return submission


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("перенесённое")


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, list[list[list[object]]]]:
    """What LibreOffice shows after each move; the workbooks lie in the folder."""
    moves = []
    for name, move in MOVES.items():
        book = folder / f"{name}.xlsx"
        written(book, move.before)
        ranges = live_form().ranges
        moves.append(
            libreoffice.Move(book, moved(folder, name), "ЕГЭ", move.cells, move.to, ranges)
        )
    return dict(zip(MOVES, libreoffice.move(moves), strict=True))


def moved(folder: Path, name: str) -> Path:
    return folder / f"{name} - после.xlsx"


@pytest.mark.parametrize("name", sorted(MOVES.keys() - {WHERE_TAGS_STAYED}))
def test_the_live_verdicts_are_those_of_what_lies_there(
    name: str, answers: dict[str, list[list[list[object]]]], tmp_path: Path
) -> None:
    live = live_form()
    submission = written(tmp_path / "typed.xlsx", MOVES[name].after)
    typed = zip(live.form.fields, submission.values, strict=True)
    fill = {field.id: value for field, value in typed if value is not None and field.is_input}
    found = live.differing(fill, answers[name])
    assert [one for one in found if one[0].isupper()] == []


@pytest.mark.parametrize("name", MOVES)
def test_check_says_the_same_and_what_has_gone_astray(
    name: str, answers: dict[str, list[list[list[object]]]], folder: Path, tmp_path: Path
) -> None:
    typed = tmp_path / "typed.xlsx"
    written(typed, MOVES[name].after)
    after, before = (
        {(one.code, one.message) for one in check_file(path).findings}
        for path in (moved(folder, name), typed)
    )
    assert before <= after
    assert {code for code, _ in after - before} == MOVES[name].more | {"FIL-013"}


def test_a_repaired_copy_has_its_percents_again(
    answers: dict[str, list[list[list[object]]]], folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "копия.xlsx"
    repair_file(moved(folder, "a block to another subject"), copy, created=DAY)
    reading = read_workbook(copy).submission
    assert reading is not None
    sheet = load_workbook(copy, data_only=True)["ЕГЭ"]
    assert [sheet[cell].value for cell in ("D9", "F9", "D11", "F11")] == [None, None, 9, 0.56]


def test_a_percent_that_excel_has_lost_is_told(tmp_path: Path) -> None:
    """Excel leaves #REF! in the formulas of cells that others were pasted over."""
    path = tmp_path / "книга.xlsx"
    written(path, PHYSICS)
    book = load_workbook(path)
    book["ЕГЭ"]["F9"] = '=IFERROR(IF(COUNT(E9,#REF!)<2,"",IF(#REF!=0,"",ROUND((E9/#REF!),2))),"")'
    book.save(path)
    said = [one.message for one in check_file(path).findings if one.code == "FIL-013"]
    assert any("пропали формулы — 1 ячейка" in one for one in said)
