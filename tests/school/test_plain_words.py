"""What `check` says of one file: one fault, one line; words that a school can act on."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import EGE, INDICATORS, PLAN, REVIEW
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.rules.findings import Severity
from roadmap_xl.school.check import FileReport, check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
DAY = date(2026, 11, 1)


def written(path: Path, changes: dict[str, Value] | None = None) -> Path:
    """A school without faults, and what it changed."""
    cells = {**demo_schools(FORM)[0].raw, **(changes or {})}
    write_school_workbook(path, blank(FORM, cells), created=DAY)
    return path


def edited(path: Path, edit: Callable[[Workbook], object]) -> FileReport:
    book = load_workbook(written(path))
    edit(book)
    book.save(path)
    return check_file(path)


def errors(report: FileReport) -> list[str]:
    return [one.code for one in report.findings if one.severity is Severity.ERROR]


def lines(report: FileReport, code: str) -> list[str]:
    return [one.message for one in group_findings(report.findings) if one.code == code]


def test_old_values_of_the_blanks_formulas_are_no_typing(tmp_path: Path) -> None:
    """«ЕГЭ» holds other numbers than those «ЕГЭ по школе» was last calculated from."""
    before = written(tmp_path / "до.xlsx")
    moved = {"ege.phys.below": 0, "ege.phys.b_51_60": 9, "ege.phys.b_61_70": 0}
    after, part = written(tmp_path / "после.xlsx", moved), "xl/worksheets/sheet3.xml"
    path = tmp_path / "книга.xlsx"
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        with zipfile.ZipFile(path, "w") as mixed:
            for name in new.namelist():
                source = old if name == "xl/worksheets/sheet4.xml" else new
                mixed.writestr(name, source.read(name))
        assert old.read(part) != new.read(part)
    assert {"ORG-001", "ORG-002", "ORG-003", "ORG-007"}.isdisjoint(errors(check_file(path)))


@pytest.mark.parametrize(("sheet", "label"), [(PLAN, "3.1-01"), (INDICATORS, "1.1-1")])
def test_a_deleted_row_of_the_district_is_no_error(sheet: str, label: str, tmp_path: Path) -> None:
    table = {PLAN: "pln", INDICATORS: "ind"}[sheet]
    line = next(one for one in FORM.layout.block(table).lines if one.spec.key == label)
    report = edited(tmp_path / "к.xlsx", lambda book: book[sheet].delete_rows(line.row + 1))
    assert errors(report) == []
    assert lines(report, "FIL-008") == lines(report, "PLN-012") == []


def test_subjects_are_called_by_their_names(tmp_path: Path) -> None:
    rows = [one.row for one in FORM.layout.block("ege").lines if one.spec.key in ("deu", "fra")]
    report = edited(tmp_path / "к.xlsx", lambda book: book[EGE].delete_rows(rows[0] + 1, len(rows)))
    said = "Нет строк предметов: 2 предмета (Немецкий язык, Французский язык)."
    assert lines(report, "EGE-015") == [said]


def test_without_the_sheet_of_findings_nothing_has_to_be_filled_again(tmp_path: Path) -> None:
    path, copy = tmp_path / "к.xlsx", tmp_path / "копия.xlsx"
    assert errors(edited(path, lambda book: book.remove(book[REVIEW]))) == []
    assert repair_file(path, copy, created=DAY).notes.unanswered == ()
    assert errors(check_file(copy)) == []


def test_merged_cells_are_one_line(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        for row in range(30, 34):
            book[PLAN].merge_cells(f"E{row}:F{row}")

    assert len(lines(edited(tmp_path / "к.xlsx", merge), "FIL-020")) <= 1


def test_a_draft_is_told_to_be_one(tmp_path: Path) -> None:
    """What is merely not filled yet is no error in it, and one number stands above its lines."""
    draft = {"meta.stage": "Черновик", "org.participants_persons": None, "org.rus.n80_plus": None}
    missing: dict[str, Value] = {"prob.avg.rus": None, "ege.phys.total": None, "bm.1.total": None}
    report = check_file(written(tmp_path / "к.xlsx", {**draft, **missing}))
    assert errors(report) == []
    said = report.as_lines()
    assert "Это черновик" in said[-1]
    notes = sum(line.startswith("  к сведению:") for line in said)
    assert said[0].endswith(f": к сведению: {notes}")


def test_a_broken_sum_is_quoted_by_nothing_else(tmp_path: Path) -> None:
    report = check_file(written(tmp_path / "к.xlsx", {"ege.rus.below": 40}))
    assert {one.code for one in report.findings if one.severity is not Severity.NOTE} == {"EGE-002"}
