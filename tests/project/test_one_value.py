"""docs/one_value.md: the functions it names are there, and its value arrives where it says."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest
from documentation import PROJECT, text_of
from openpyxl import load_workbook

from roadmap_xl import Occasion, check_file, collect, explain, read_workbook, write_summary
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.workbook.school_workbook import write_school_workbook

PAGE = text_of(PROJECT / "docs" / "one_value.md")
FIELD = "prob.n_not_passed_ege"
NAMED = re.findall(r"^\| `([\w/]+)\.py` \| `([\w.]+)` \|", PAGE, re.MULTILINE)
DAY = date(2020, 10, 12)


def test_the_page_names_enough_of_the_way() -> None:
    rooms = {module.split("/")[0] for module, _ in NAMED}
    assert rooms >= {"form", "workbook", "reader", "texts", "rules", "school", "district"}
    assert rooms >= {"campaign", "summary"}


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_a_function_that_is_named_is_defined_there(module: str, name: str) -> None:
    place = f"roadmap_xl.{module.replace('/', '.')}"
    function = reduce(getattr, name.split("."), import_module(place))
    assert callable(function)
    assert function.__module__ == place


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean school's workbook in which one number was typed with a word."""
    form = form_of("2020")
    school = next(one for one in demo_schools(form) if one.code == "230501")
    submission = school.submission(form)
    assert submission[FIELD] == 5
    path = tmp_path_factory.mktemp("sent") / "школа.xlsx"
    write_school_workbook(path, submission, created=DAY)
    workbook = load_workbook(path)
    place = form.layout.place(form.by_id[FIELD])
    workbook[place.sheet][place.cell].value = "5 чел."
    workbook.save(path)
    return path


def test_the_value_arrives(sent: Path, tmp_path: Path) -> None:
    reading = read_workbook(sent)
    assert reading.submission is not None
    assert reading.submission[FIELD] == 5
    assert FIELD in {one.field for one in check_file(sent, Occasion(today=DAY)).findings}
    summary = tmp_path / "Сводка.xlsx"
    write_summary(summary, collect(sent.parent), created=DAY)
    (address,) = [
        f"Обзор!{number.coordinate}"
        for row in load_workbook(summary)["Обзор"].iter_rows()
        for caption in row
        if caption.value == "Не прошли ЕГЭ, человек"
        for number in [caption.parent.cell(caption.row + 1, caption.column)]
    ]
    (answer,) = explain(summary, [address])
    told = answer.as_json()
    place = form_of("2020").layout.place(form_of("2020").by_id[FIELD])
    assert told["value"] == 5
    assert [(one["sheet"], one["cell"]) for one in told["parts"][0]["cells"]] == [
        (place.sheet, place.cell)
    ]
