"""What is yellow is asked for, and once; what a section says is seen beside its activities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import CHECK_COLUMN, INDICATORS, PLAN, column_name
from roadmap_xl.form.submission import blank
from roadmap_xl.workbook.looks import INPUT
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
CHANGED = {
    "pln.1.term": "октябрь 2026, ежеквартально, в последнюю неделю месяца",
    "pln.1-01.term": None,
    "ind.1.1-3.y1.num": 4,
    "ind.1.1-3.y1.den": 1000,
    "ind.1.1-3.y1": None,
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path: Path = tmp_path_factory.mktemp("книга") / "школа.xlsx"
    cells = {**demo_schools(FORM)[0].raw, **CHANGED}
    write_school_workbook(path, blank(FORM, cells), created=date(2026, 11, 1))
    return load_workbook(path, data_only=True)


def is_yellow(book: Workbook, field_id: str) -> bool:
    place = FORM.layout.place(FORM.by_id[field_id])
    colour: str = book[place.sheet][place.cell].fill.fgColor.rgb
    return colour.endswith(INPUT.removeprefix("#"))


@pytest.mark.parametrize(
    ("field_id", "asked"),
    [
        ("pln.1.term", True),  # the section has activities of the school
        ("pln.3.1.term", False),  # all of its activities are the district's
        ("pln.3.term", True),  # some of those further below are not
        ("ind.1.2-1.y1", False),  # the percent follows from the two beside it
        ("ind.1.2-1.y1.num", True),
        ("ind.1.4-1.y1", True),  # «да» or «нет»
    ],
)
def test_only_what_is_asked_for_is_yellow(book: Workbook, field_id: str, asked: bool) -> None:
    assert is_yellow(book, field_id) is asked


def test_a_small_share_of_money_has_one_decimal(book: Workbook) -> None:
    place = FORM.layout.place(FORM.by_id["ind.1.1-3.y1.pct"])
    cell = book[place.sheet][place.cell]
    assert (cell.value, cell.number_format) == (0.004, "0.0%")


def test_a_share_is_offered_no_unit_but_percents(book: Workbook) -> None:
    place = FORM.layout.place(FORM.by_id["ind.1.2-1.unit"])
    lists = [v for v in book[INDICATORS].data_validations.dataValidation if place.cell in v.sqref]
    assert [one.formula1 for one in lists] == ['"%"']


def test_the_term_of_a_section_is_seen_beside_its_activities_and_whole(book: Workbook) -> None:
    sheet, check = book[PLAN], column_name(CHECK_COLUMN[PLAN])

    def beside(key: str) -> str:
        place = FORM.layout.place(FORM.by_id[f"pln.{key}.term"])
        return str(sheet[f"{check}{place.row + 1}"].value or "")

    assert f"Срок раздела: {CHANGED['pln.1.term']}" in beside("1-01")
    assert "Срок раздела" not in beside("1-02") + beside("1-03")
    row = FORM.layout.place(FORM.by_id["pln.1.term"]).row + 1
    assert sheet.row_dimensions[row].height >= 3 * 13  # the column holds 20 letters a line
