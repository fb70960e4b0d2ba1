"""Section 6 of the form's description: what schools really send, on real files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from reading_workbooks import LAYOUT, written
from section_six import (
    ELSEWHERE,
    MARK,
    MARKS,
    NO_VALUE,
    NUMBERS,
    PERCENTS,
    PLAN,
    TERM,
    WAITING,
    Typed,
)

from roadmap_xl.campaign.collect import workbooks_in
from roadmap_xl.form.vocabulary import REPORTING
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.school.check import FileReport, check_file

OUTCOMES = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.NOTE: "N"}
MISSING = ("PLN-001", "PLN-002", "PLN-003", "PLN-008", "PSP-002")
"""«Не заполнено»: what a blank cell says anyway."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The blank in another program, in which one after the other types.

    Without its sheets of formulas, which no cell of a school is read by.
    """
    book = load_workbook(written(tmp_path_factory.mktemp("blank") / "бланк.xlsx", {}))
    for name in ("_checks", "_rows"):
        del book[name]
    return book


def sent(book: Workbook, path: Path, one: Typed, **more: object) -> FileReport:
    """The report on a real file in which these cells were typed."""
    typed = {**more, **one.around, one.at: one.raw}
    places = [LAYOUT.place(LAYOUT.form.by_id[field_id]) for field_id in typed]
    cells = [book[place.sheet][place.cell] for place in places]
    before = [(cell.value, cell.data_type, cell.number_format) for cell in cells]
    for cell, (field_id, raw) in zip(cells, typed.items(), strict=True):
        cell.value = raw
        if isinstance(raw, str):
            cell.data_type = "s"
        if field_id == one.at and not isinstance(raw, date):
            cell.number_format = one.number_format
    book.save(path)
    for cell, (value, kind, number_format) in zip(cells, before, strict=True):
        cell.value, cell.data_type, cell.number_format = value, kind, number_format
    return check_file(path)


def said_of(report: FileReport, field_id: str) -> list[Finding]:
    return [f for f in report.findings if f.field == field_id and f.code not in MISSING]


def check(one: Typed, report: FileReport) -> None:
    submission = report.reading.submission
    assert submission is not None
    cells = report.reading.cells
    assert cells.filled == cells.used + cells.noted + cells.rejected
    if one.taken is not ...:
        taken = submission[one.at]
        assert taken == (None if one.taken is NO_VALUE else one.taken)
    found = said_of(report, one.at)
    if one.outcome == "✓ or N":
        assert all(f.severity is Severity.NOTE for f in found)
        return
    assert sorted(f.code for f in found) == sorted(one.said)
    worst = max((f.severity for f in found), key=lambda s: s.weight, default=None)
    assert one.outcome == ("✓" if worst is None else OUTCOMES[worst])


@pytest.mark.parametrize("one", [*NUMBERS, *PERCENTS, *PLAN], ids=str)
def test_a_typed_cell_has_the_outcome_of_the_table(
    one: Typed, opened: Workbook, tmp_path: Path
) -> None:
    check(one, sent(opened, tmp_path / "школа.xlsx", one))


@pytest.mark.parametrize("one", MARKS, ids=str)
def test_a_mark_at_the_report_has_the_outcome_of_the_table(
    one: Typed, opened: Workbook, tmp_path: Path
) -> None:
    around = {"meta.stage": REPORTING, "meta.report_date": date(2021, 6, 1), TERM: "01.10.2020"}
    assert one.at == MARK
    check(one, sent(opened, tmp_path / "школа.xlsx", one, **around))


def test_a_folder_is_searched_through_and_locks_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "из письма" / "ещё").mkdir(parents=True)
    path = written(tmp_path / "из письма" / "ещё" / "дорожная карта.xlsx", {})
    for name in ("~$дорожная карта.xlsx", "Thumbs.db", "desktop.ini"):
        path.with_name(name).write_bytes(b"lock")
    archive = tmp_path / "книги.zip"
    archive.write_bytes(b"PK")
    assert workbooks_in(tmp_path) == sorted([path, archive])
    finding = check_file(archive).findings[0]
    assert (finding.code, "Распакуйте" in finding.fix) == ("FIL-001", True)


def test_all_eighty_rows_are_tried() -> None:
    rows = {one.row for one in (*NUMBERS, *PERCENTS, *PLAN, *MARKS)}
    assert rows | set(ELSEWHERE) | set(WAITING) == set(range(1, 81))
    for test in set(ELSEWHERE.values()):
        module, name = test.split(".")
        (path,) = Path(__file__).parents[1].glob(f"*/{module}.py")
        assert f"\ndef {name}(" in path.read_text(encoding="utf-8"), test
