"""No sheet of the form goes away by accident, and none goes away without being told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from libreoffice import Job, recalculate
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import PLAN, REVIEW, SCHOOL, TITLE
from roadmap_xl.workbook.school_workbook import write_school_workbook

STATUS = "B3:B3"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's workbook without an error, at the stage «На сдачу»."""
    form = form_of("2026")
    path = tmp_path_factory.mktemp("книга") / "школа.xlsx"
    write_school_workbook(path, demo_schools(form)[0].submission(form), created=date(2026, 11, 1))
    return path


def test_sheets_are_locked_without_a_password(finished: Path) -> None:
    security = load_workbook(finished).security
    assert (security.lockStructure, security.workbookPassword) == (True, None)


@pytest.mark.libreoffice
def test_without_a_sheet_the_title_does_not_say_that_all_is_well(
    finished: Path, tmp_path: Path
) -> None:
    jobs = [Job(finished, [(TITLE, STATUS)])]
    for sheet in (SCHOOL, PLAN, REVIEW):
        book = load_workbook(finished)
        del book[sheet]
        book.save(tmp_path / f"{sheet}.xlsx")
        jobs.append(Job(tmp_path / f"{sheet}.xlsx", [(TITLE, STATUS)]))
    (whole,), *lost = [[rows[0][0][0] for rows in answers] for answers in recalculate(jobs)]
    assert whole == "Ошибок нет — книгу можно сдавать"
    for sheet, (said,) in zip((SCHOOL, PLAN, REVIEW), lost, strict=True):
        assert said.startswith(f"В книге нет листа «{sheet}»: сдать её нельзя.")
