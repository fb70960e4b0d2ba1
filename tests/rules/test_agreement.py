"""The live workbook and Python say the same of the same raw cells; LibreOffice recalculates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fills import fills, raw_cells
from libreoffice import Job, recalculate
from live_form import LiveForm

from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2020, 9, 1)
LIVE = {"2020": LiveForm("2020"), "2026": LiveForm("2026")}
FILLS = {edition: fills(live.form, 504) for edition, live in LIVE.items()}
PARTS = [(edition, part, 6) for edition in LIVE for part in range(6)]
"""The fills are recalculated in parts, so that several processors can share them."""


@pytest.mark.libreoffice
@pytest.mark.parametrize(("edition", "part", "parts"), PARTS)
def test_formulas_agree_with_python(edition: str, part: int, parts: int, tmp_path: Path) -> None:
    live, mine = LIVE[edition], FILLS[edition][part::parts]
    path = tmp_path / "blank.xlsx"
    write_school_workbook(path, live.blank, created=CREATED)
    (answers,) = recalculate([Job(path, live.ranges, [live.changes(fill) for fill in mine])])
    differing = [
        (part + parts * n, *found)
        for n, (fill, answer) in enumerate(zip(mine, answers, strict=True))
        for found in live.differing(fill, answer)
    ]
    assert differing == []


def test_the_fills_try_every_rule() -> None:
    """In some edition each rule holds for one of the fills and is broken by another."""
    seen: dict[str, set[str]] = {}
    for edition, live in LIVE.items():
        for fill in FILLS[edition]:
            snapshot = live.checklist.raw_snapshot(raw_cells(live.form, fill))
            for check in live.checklist.live:
                seen.setdefault(check.rule.code, set()).add(check.verdict(snapshot))
    assert {code: found for code, found in seen.items() if not {"✓", "✗"} <= found} == {}


def test_the_fills_are_many() -> None:
    assert all(len(of_edition) >= 500 for of_edition in FILLS.values())
