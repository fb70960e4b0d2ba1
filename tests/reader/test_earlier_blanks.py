"""A blank that a school has of an earlier version is read as today's, its hidden sheets too."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.texts.typed import as_text

EARLIER = sorted((Path(__file__).parents[1] / "earlier_blanks").glob("*.xlsx"))
TODAY = Path(__file__).parents[2] / "workbook_templates"


def filled(blank: Path, path: Path, edition: str, also: dict[tuple[str, str], object]) -> Path:
    """The blank with a school of the demo typed into it, and some cells more."""
    form = form_of(edition)
    values = next(iter(demo_schools(form))).submission(form).values
    workbook = load_workbook(blank)
    for field in form.fields:
        value = values[field.slot]
        if field.is_input and value is not None:
            place = form.layout.place(field)
            is_day = isinstance(value, date)
            moment = datetime(value.year, value.month, value.day) if is_day else value
            workbook[place.sheet][place.cell] = moment
    for (sheet, cell), value in also.items():
        workbook[sheet][cell] = value
    workbook.save(path)
    return path


def findings(path: Path) -> list[tuple[str, str, str, str]]:
    found = check_file(path).findings
    return [(one.code, one.sheet, one.cell, one.message) for one in found]


@pytest.mark.parametrize("blank", EARLIER, ids=lambda path: path.stem)
def test_it_has_the_findings_of_todays(blank: Path, tmp_path: Path) -> None:
    edition = blank.stem.split("_")[1].split("-")[0]
    today = TODAY / f"roadmap_{edition}.xlsx"
    wrong: dict[tuple[str, str], object] = {("ЕГЭ", "D6"): "много", ("ЕГЭ", "X40"): "приписка"}
    sent, again = tmp_path / "школа.xlsx", tmp_path / "снова" / "школа.xlsx"
    again.parent.mkdir()
    filled(blank, sent, edition, wrong)
    filled(today, again, edition, wrong)
    assert findings(sent) == findings(again)
    assert {"FIL-016"} <= {code for code, *_ in findings(sent)}


@pytest.mark.parametrize("blank", EARLIER, ids=lambda path: path.stem)
def test_of_its_hidden_sheets_only_what_was_typed_is_told(blank: Path, tmp_path: Path) -> None:
    edition = blank.stem.split("_")[1].split("-")[0]
    typed: dict[tuple[str, str], object] = {("_checks", "Z5"): "звонить", ("_rows", "D5"): "ага"}
    left = read_workbook(filled(blank, tmp_path / "школа.xlsx", edition, typed)).left
    assert {(one.sheet, one.cell): as_text(one.value) for one in left} == typed


@pytest.mark.parametrize("blank", EARLIER, ids=lambda path: path.stem)
def test_a_whole_one_is_known_by_its_seals(blank: Path) -> None:
    assert list(read_workbook(blank).left) == []
