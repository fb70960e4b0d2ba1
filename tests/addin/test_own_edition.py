"""Buttons, the pane's server and functions in cells on a book of a district's own edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from excel_on_windows import excel_on_windows
from office_workbook import office_workbook
from officejs import call, served
from openpyxl import load_workbook
from own_editions import OWN, own_edition
from pane_browser import Pane, browser_of_the_system
from pane_browser import served as served_pane
from remote_book import OpenBook

from roadmap_xl.addin.check_book import CannotCheck, outcome_on
from roadmap_xl.addin.officejs_functions import FOLDER_VARIABLE
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import FOLDER, Forms
from roadmap_xl.form.kept import CACHE
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.school.check import FileReport, check_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
SCHOOLS = demo_schools(form_of("2026"))[:2]
Lines = list[tuple[str, str, str]]


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign's folder with an edition of its own, on a computer that knows none yet."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    form = Form(own_edition(tmp_path / "Район" / FOLDER))
    (tmp_path / "Район" / "Книги").mkdir()
    for number, school in enumerate(SCHOOLS, start=3):
        path = tmp_path / "Район" / "Книги" / f"{number}.xlsx"
        filled = {**school.raw, "psp.goal": None, "prob.n_olymp": number}
        write_school_workbook(path, blank(form, filled), created=DAY)
    return tmp_path / "Район"


def lines_of_the_program(district: Path, book: Path) -> Lines:
    edition = own_edition(district / FOLDER)
    found = group_findings(check_file(book, forms=Forms([edition])).findings)
    assert found
    return [(one.place, one.message, one.code) for one in found]


def book_in(district: Path) -> Path:
    return district / "Книги" / "3.xlsx"


def open_in_excel(book: Path) -> OpenBook:
    return OpenBook(load_workbook(book, data_only=True), book)


def test_the_buttons_know_the_edition_beside_the_book(district: Path) -> None:
    """«Проверить»; «Исправить копию» and «Документ Word» ask for the forms in the same place."""
    book = open_in_excel(book_in(district))
    report = outcome_on(book, DAY)
    assert isinstance(report, FileReport)
    found = group_findings(report.findings)
    expected = lines_of_the_program(district, book_in(district))
    assert [(one.place, one.message, one.code) for one in found] == expected


def test_a_broken_edition_beside_the_book_is_a_sentence(district: Path) -> None:
    (district / FOLDER / f"{OWN}.toml").write_text("key = 1", encoding="utf-8")
    outcome = outcome_on(open_in_excel(book_in(district)), DAY)
    assert isinstance(outcome, CannotCheck)
    assert f"{OWN}.toml" in outcome.message


def test_a_function_in_excel_checks_the_book_by_the_edition_beside_it(district: Path) -> None:
    """A new edition is known at once, in an Excel that has been open all the while."""
    caller = SimpleNamespace(sheet=SimpleNamespace(book=open_in_excel(book_in(district)), name="x"))
    with excel_on_windows() as excel:
        _, *lines = excel.call("ROADMAP_FINDINGS", None, caller=caller)
        expected = lines_of_the_program(district, book_in(district))
        assert [(line[1], line[2], line[4]) for line in lines] == expected
        books = str(district / "Книги")
        asked = (books, "prob.n_olymp", OWN, None)
        assert excel.call("ROADMAP_DISTRICT_TOTAL", *asked) == [[3 + 4]]
        (district / FOLDER / f"{OWN}.toml").write_text("key = 1", encoding="utf-8")
        assert f"{OWN}.toml" in excel.call("ROADMAP_FINDINGS", None, caller=caller)[0][0]


def test_a_function_on_a_server_knows_the_editions_of_its_folder(district: Path) -> None:
    expected = lines_of_the_program(district, book_in(district))
    sheets = [
        [[cell if cell is not None else "" for cell in row] for row in sheet.values]
        for sheet in load_workbook(book_in(district), data_only=True)
        if sheet.title == "_meta" or not sheet.title.startswith("_")
    ]
    with served(None) as module:
        lacking = call(module, "findings", sheets)
        assert lacking[1][4] == "FIL-003"
    with served(district) as module:
        _, *lines = call(module, "findings", sheets)
        assert [(line[1], line[2], line[4]) for line in lines] == expected
        total = call(module, "district_total", [["Книги"]], [["prob.n_olymp"]], [[OWN]], None)
        assert total == [[3 + 4]]


@pytest.mark.server
def test_the_pane_lists_what_the_command_line_finds(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(district))
    workbook = office_workbook(book_in(district))
    with served_pane() as address, browser_of_the_system() as browser:
        pane = Pane(browser.new_page(), address, workbook)
        pane.check()
        assert pane.failure == ""
        found = [(place, message, code) for _, place, code, message, _ in pane.lines()]
    assert found == lines_of_the_program(district, book_in(district))
