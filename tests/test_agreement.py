"""The live workbook and Python say the same of the same raw cells; LibreOffice recalculates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fills import FORM, INPUTS, Fill, fills
from libreoffice import Change, Job, Rows, recalculate

from roadmap_xl.checking import checklist_of
from roadmap_xl.expressions.python import BROKEN
from roadmap_xl.layout import column_name, layout_of
from roadmap_xl.submission import Submission, with_defaults
from roadmap_xl.writers.school_workbook import prefilled, write_school_workbook

pytestmark = pytest.mark.libreoffice

FILLS = fills(252)
PARTS = 4
"""The fills are recalculated in parts, so that several processors can share them."""
CHECKLIST = checklist_of("2020")
LAYOUT = layout_of("2020")
BLANK = prefilled(FORM)
CREATED = date(2020, 9, 1)
COMPUTED_SHEETS = sorted({LAYOUT.place(FORM.fields[slot]).sheet for slot in FORM.computed})
RANGES = [
    ("_checks", f"A2:E{1 + len(CHECKLIST.live)}"),
    *((sheet, f"A1:{column_name(30)}200") for sheet in COMPUTED_SHEETS),
]


def test_the_fills_are_many_and_try_every_rule() -> None:
    assert len(FILLS) >= 200
    seen: dict[str, set[str]] = {check.rule.code: set() for check in CHECKLIST.live}
    for fill in FILLS:
        verdicts = CHECKLIST.verdicts(CHECKLIST.raw_snapshot(raw_cells(fill)))
        for check in CHECKLIST.live:
            seen[check.rule.code].add(verdicts[check.number])
    assert {code: found for code, found in seen.items() if not {"✓", "✗"} <= found} == {}


def raw_cells(fill: Fill) -> list[object]:
    values: list[object] = [None] * len(FORM.fields)
    for field_id, value in fill.items():
        values[FORM.by_id[field_id].slot] = value
    return values


def changes(fill: Fill) -> list[Change]:
    """What is typed into a blank workbook to get the fill."""
    return [
        Change(place.sheet, place.cell, fill.get(field.id))
        for field in INPUTS
        if fill.get(field.id) != BLANK.values[field.slot]
        for place in (LAYOUT.place(field),)
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_formulas_agree_with_python(part: int, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_school_workbook(path, BLANK, created=CREATED)
    mine = FILLS[part::PARTS]
    (answers,) = recalculate([Job(path, RANGES, [changes(fill) for fill in mine])])
    differing = [
        (part + PARTS * n, *found)
        for n, (fill, (checks, *sheets)) in enumerate(zip(mine, answers, strict=True))
        for found in (*differing_checks(fill, checks), *differing_values(fill, sheets))
    ]
    assert differing == []


def differing_checks(fill: Fill, rows: Rows) -> list[tuple[Any, ...]]:
    """Checks whose row on `_checks` is not as Python has it: (code, field, live, Python)."""
    values = raw_cells(fill)
    snapshot = CHECKLIST.raw_snapshot(values)
    verdicts = CHECKLIST.verdicts(snapshot)
    said = {check.number for check in CHECKLIST.broken(verdicts)}
    shown = with_defaults(FORM, values)
    differing = []
    for check, row in zip(CHECKLIST.live, rows, strict=True):
        expected: list[Any] = [verdicts[check.number], 0, None]
        if check.number in said:
            assert verdicts[check.number] == BROKEN
            stage = shown[CHECKLIST.stage_slot]
            expected[1:] = [check.severity(snapshot, stage).weight, check.message(snapshot, shown)]
        if row != [check.rule.code, check.field.id, *expected]:
            differing.append((check.rule.code, check.field.id, row[2:], expected))
    return differing


def differing_values(fill: Fill, sheets: list[Rows]) -> list[tuple[Any, ...]]:
    """Computed cells that are not as Python has them: (field, live, Python)."""
    computed = Submission(FORM, tuple(raw_cells(fill))).computed  # type: ignore[arg-type]
    rows_of = dict(zip(COMPUTED_SHEETS, sheets, strict=True))
    differing = []
    for slot, value in computed.items():
        place = LAYOUT.place(FORM.fields[slot])
        live = rows_of[place.sheet][place.row][place.column]
        if live != value and live != pytest.approx(value, rel=1e-12, abs=1e-9):
            differing.append((FORM.fields[slot].id, live, value))
    return differing
