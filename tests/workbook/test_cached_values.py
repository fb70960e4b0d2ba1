"""Every value the writer stores beside a formula is the one a recalculation gives.

Previews, and programs that do not recalculate on opening, show the stored values.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from fills import Fill, fills
from libreoffice import Job, Rows, recalculate
from python_calamine import CalamineWorkbook

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission, blank
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.rules.findings import Severity
from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2020, 9, 1)
FIRST_DAY = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet."""


def submission_of(form: Form, fill: Fill) -> Submission:
    """The fill as a submission: no errors, nothing typed over; its first warning is accepted."""
    kept = {
        key: value
        for key, value in fill.items()
        if form.by_id[key].is_input
        if not isinstance(value, ErrorValue) and not key.startswith("acc.")
    }
    findings = check_submission(blank(form, kept))  # type: ignore[arg-type]
    for finding in findings:
        if finding.severity is Severity.WARNING:
            kept["acc.1.what"] = f"{finding.code} {finding.place}"
            kept["acc.1.comment"] = "проверено, так и есть"
            break
    return blank(form, kept)  # type: ignore[arg-type]


def stored(path: Path, sheet: str) -> Rows:
    rows = (
        CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    return [[as_live(value) for value in row] for row in rows]


def as_live(value: object) -> object:
    """The value as LibreOffice gives it: a day as its number, a blank as None."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return (moment - FIRST_DAY) / timedelta(days=1)
    return None if value == "" else value


def differing(path: Path, sheet: str, live: Rows) -> list[tuple[object, ...]]:
    """Cells whose stored value is not the recalculated one: (sheet, row, column, live, stored)."""
    return [
        (sheet, row, column, now, before)
        for row, (cells, kept) in enumerate(zip_longest(live, stored(path, sheet), fillvalue=[]), 1)
        for column, (now, before) in enumerate(zip_longest(cells, kept), 1)
        if not same(now, before)
    ]


def same(now: object, before: object) -> bool:
    if isinstance(now, float) and isinstance(before, float):
        return now == pytest.approx(before, rel=1e-9, abs=1e-9)
    return now == before


@pytest.mark.libreoffice
@pytest.mark.parametrize("edition", editions())
def test_stored_values_are_the_recalculated_ones(edition: str, tmp_path: Path) -> None:
    form = form_of(edition)
    submissions = [prefilled(form)]
    submissions += [submission_of(form, fill) for fill in fills(form, 9, seed=1)]
    paths = [tmp_path / f"school-{n}.xlsx" for n in range(len(submissions))]
    for path, submission in zip(paths, submissions, strict=True):
        write_school_workbook(path, submission, created=CREATED)
    sheets = CalamineWorkbook.from_path(paths[0]).sheet_names
    answers = recalculate([Job(path, [(sheet, "") for sheet in sheets]) for path in paths])
    found = [
        (path.name, *cell)
        for path, (recalculated,) in zip(paths, answers, strict=True)
        for sheet, live in zip(sheets, recalculated, strict=True)
        for cell in differing(path, sheet, live)
    ]
    assert found == []
