"""Численность of last year: asked about, live and by `check`, until it changes or is accepted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from libreoffice import Change, Job, recalculate
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import CHECK_COLUMN, PASSPORT, REVIEW, column_name
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
FORM = form_of("2026")
LAST = demo_schools(form_of("2020"))[0].submission(form_of("2020"))
TEACHERS = FORM.layout.place(FORM.by_id["meta.teachers_total.y1"])
KEY = f"FIL-029 {PASSPORT}, {TEACHERS.cell}"
BESIDE = f"{column_name(CHECK_COLUMN[PASSPORT])}{TEACHERS.row + 1}"
WHAT, WHY = (FORM.layout.place(FORM.by_id[f"acc.1.{one}"]) for one in ("what", "comment"))
ASKED = f"{LAST['meta.teachers_total.y2']} взято из прошлогодней книги"


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "blank.xlsx"
    write_school_workbook(path, prefilled(FORM, last=LAST), created=DAY)
    return path


def typed(path: Path, cells: dict[tuple[str, str], object]) -> Path:
    book = load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


ACCEPTED: dict[tuple[str, str], object] = {
    (REVIEW, WHAT.cell): KEY,
    (REVIEW, WHY.cell): "никто не пришёл",
}
CASES: tuple[tuple[dict[tuple[str, str], object], bool], ...] = (
    ({}, True),
    ({(PASSPORT, TEACHERS.cell): 99}, False),
    ({(PASSPORT, TEACHERS.cell): None}, False),
    (ACCEPTED, False),
    ({(REVIEW, WHAT.cell): KEY}, True),
    ({(REVIEW, WHAT.cell): "FIL-029 Паспорт, Z9", (REVIEW, WHY.cell): "да"}, True),
)
"""What is typed, and whether the number is still asked about."""


@pytest.mark.parametrize(("cells", "asked"), CASES)
def test_check_asks(
    cells: dict[tuple[str, str], object], asked: bool, blank: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.xlsx"
    repair_file(typed(blank, cells), copy, created=DAY)
    for path in (blank, copy):  # and so does a repaired copy
        found = [one for one in check_file(path).findings if one.code == "FIL-029"]
        here = [one for one in found if one.cell == TEACHERS.cell and not one.accepted]
        assert len(here) == asked
        assert not asked or ASKED in here[0].message
        assert not [one for one in check_file(path).findings if one.code == "FIL-023"]


@pytest.mark.libreoffice
def test_the_workbook_asks(blank: Path) -> None:
    last = column_name(CHECK_COLUMN[REVIEW])
    ranges = [(PASSPORT, f"{BESIDE}:{BESIDE}"), (REVIEW, f"{last}40:{last}50")]
    fills = [
        [Change(sheet, cell, value) for (sheet, cell), value in cells.items()] for cells, _ in CASES
    ]
    (answers,) = recalculate([Job(blank, ranges, fills)])
    for (cells, asked), (beside, keys) in zip(CASES, answers, strict=True):
        assert (ASKED in str(beside[0][0])) == asked, (cells, beside)
        may_choose = (PASSPORT, TEACHERS.cell) not in cells
        assert ([KEY] in keys) == may_choose, (cells, keys)


def test_it_is_written_as_it_is_calculated(blank: Path) -> None:
    assert ASKED in load_workbook(blank, data_only=True)[PASSPORT][BESIDE].value


def test_what_the_registry_says_is_not_asked(tmp_path: Path) -> None:
    known = prefilled(FORM, last=LAST, school={"meta.teachers_total.y1": 21})
    assert set(known.carried) == {"meta.pupils_total.y1", "meta.heads_total.y1"}
