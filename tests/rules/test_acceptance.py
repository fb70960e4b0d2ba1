"""A school lets a warning stand and says why; the district reads the reason, not silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_xl.campaign.collect import collect
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Submission, blank
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.school.check import check_file
from roadmap_xl.summary.sheets.workbook import write_summary_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
COMPLETE = demo_schools(FORM)[0].raw
REASON = "сдавали и выпускники прошлых лет"
WARNED = {"prob.avg.deu": 60}
"""An average of a subject that nobody of this school sat: PRB-003 on «Паспорт»."""
WARNING = "PRB-003 Паспорт, C23"


def submitted(**values: object) -> Submission:
    return Submission(
        FORM,
        tuple(
            ({**COMPLETE, **WARNED} | {k.replace("__", "."): v for k, v in values.items()}).get(
                field.id
            )
            for field in FORM.fields
        ),
    )


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_without_a_reason_it_stands_as_a_warning() -> None:
    finding = only(check_submission(submitted()))
    assert (finding.key, finding.severity, finding.accepted) == (WARNING, Severity.WARNING, "")


def test_with_a_reason_it_is_accepted_and_still_listed() -> None:
    finding = only(check_submission(submitted(acc__3__what=WARNING, acc__3__comment=REASON)))
    assert (finding.severity, finding.accepted) == (Severity.WARNING, REASON)


@pytest.mark.parametrize(
    ("what", "comment"),
    [(WARNING, None), (None, REASON), ("PRB-003 Паспорт, C12", REASON), ("пусть так", REASON)],
)
def test_half_a_word_accepts_nothing(what: str | None, comment: str | None) -> None:
    finding = only(check_submission(submitted(acc__1__what=what, acc__1__comment=comment)))
    assert finding.accepted == ""


def test_an_error_cannot_be_accepted() -> None:
    wrong = submitted(
        ege__rus__total=61,
        prob__avg__deu=None,
        acc__1__what="EGE-002 ЕГЭ, D7",
        acc__1__comment=REASON,
    )
    errors = [f for f in check_submission(wrong) if f.code == "EGE-002"]
    assert only(errors).accepted == ""


def test_a_reason_for_the_first_of_a_group_is_one_for_all() -> None:
    values = {"meta.stage": "На сдачу", "acc.1.what": "PLN-003 План, F7", "acc.1.comment": REASON}
    results = [f for f in check_submission(blank(FORM, values)) if f.code == "PLN-003"]
    assert len(results) == 54
    assert {finding.accepted for finding in results} == {REASON}


def test_a_reason_for_one_in_the_middle_of_a_group_is_for_that_one() -> None:
    middle = "PLN-003 План, F12"
    values = {"meta.stage": "На сдачу", "acc.1.what": middle, "acc.1.comment": REASON}
    results = [f for f in check_submission(blank(FORM, values)) if f.code == "PLN-003"]
    assert [finding.key for finding in results if finding.accepted] == [middle]


def test_read_back_from_the_workbook_and_said(tmp_path: Path) -> None:
    path = tmp_path / "Школа.xlsx"
    accepted = submitted(acc__1__what=WARNING, acc__1__comment=REASON)
    write_school_workbook(path, accepted, created=date(2026, 11, 1))
    report = check_file(path)
    assert any(f"принято: {REASON}" in line for line in report.as_lines())
    assert [finding["accepted"] for finding in report.as_json()["findings"]] == [REASON]


def test_what_only_the_program_sees_is_accepted_by_its_code_and_cell() -> None:
    """It is not in the workbook's list; the school writes it there itself."""
    values = {"prob__avg__deu": None, "pln__1-01__term": "когда соберёмся"}
    finding = only(check_submission(submitted(**values)))
    assert finding.key == "PLN-005 План, D7"
    accepted = {"acc__2__what": finding.key, "acc__2__comment": REASON}
    assert only(check_submission(submitted(**values, **accepted))).accepted == REASON


def test_the_district_reads_the_reason_in_its_summary(tmp_path: Path) -> None:
    folder = tmp_path / "книги"
    folder.mkdir()
    accepted = submitted(acc__1__what=WARNING, acc__1__comment=REASON)
    write_school_workbook(folder / "Школа.xlsx", accepted, created=date(2026, 11, 1))
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, collect(folder), created=date(2026, 11, 1))
    said = load_workbook(path)["Замечания"].iter_rows(min_row=5, values_only=True)
    assert [row[5] for row in said if row[6] == "PRB-003"] == [f"принято: {REASON}"]
