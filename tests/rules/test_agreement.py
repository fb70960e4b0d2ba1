"""The live workbook and Python say the same of the same raw cells; LibreOffice recalculates."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fills import SORTS, Fill, fills, raw_cells
from libreoffice import Job, recalculate
from live_form import LiveForm

from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2020, 9, 1)
EDITIONS, COUNT = ("2020", "2026"), 504
PARTS = [
    (edition, range(first, first + 3)) for edition in EDITIONS for first in range(0, len(SORTS), 3)
]
"""Which sorts of fills one LibreOffice recalculates: those alike differ by few cells, and several
processors share them.
"""


@cache
def live_of(edition: str) -> LiveForm:
    return LiveForm(edition)


@cache
def fills_of(edition: str) -> list[Fill]:
    return fills(live_of(edition).form, COUNT)


@pytest.mark.libreoffice
@pytest.mark.parametrize(("edition", "sorts"), PARTS)
def test_formulas_agree_with_python(edition: str, sorts: range, tmp_path: Path) -> None:
    live, path = live_of(edition), tmp_path / "blank.xlsx"
    mine = [number for sort in sorts for number in range(sort, COUNT, len(SORTS))]
    tried = [fills_of(edition)[number] for number in mine]
    write_school_workbook(path, live.blank, created=CREATED)
    (answers,) = recalculate([Job(path, live.ranges, [live.changes(fill) for fill in tried])])
    differing = [
        (number, *found)
        for number, fill, answer in zip(mine, tried, answers, strict=True)
        for found in live.differing(fill, answer)
    ]
    assert differing == []


def test_every_fill_is_recalculated_once() -> None:
    for edition in EDITIONS:
        sorts = [sort for key, part in PARTS for sort in part if key == edition]
        numbers = [number for sort in sorts for number in range(sort, COUNT, len(SORTS))]
        assert sorted(numbers) == list(range(len(fills_of(edition))))
        assert len(numbers) >= 500


def test_the_fills_try_every_rule() -> None:
    """In some edition each rule holds for one of the fills and is broken by another."""
    seen: dict[str, set[str]] = {}
    for edition in EDITIONS:
        live = live_of(edition)
        for fill in fills_of(edition):
            cell_values = live.checklist.raw_cell_values(raw_cells(live.form, fill))
            for check in live.checklist.live:
                seen.setdefault(check.rule.code, set()).add(check.verdict(cell_values))
    assert {code: found for code, found in seen.items() if not {"✓", "✗"} <= found} == {}
