"""XWB-003: a number that two sheets show is the same on both, or the summary says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from district_files import CITY, EDITION, REGISTRY, SCHOOLS, consolidate, sent

from roadmap_xl.rules.findings import Audience
from roadmap_xl.summary.consolidation import control_findings
from roadmap_xl.summary.numbers.summary import DistrictSummary


@pytest.fixture(scope="module")
def summary() -> DistrictSummary:
    return consolidate(map(sent, SCHOOLS), EDITION, REGISTRY)


def test_a_summary_agrees_with_itself(summary: DistrictSummary) -> None:
    assert not [finding for finding in summary.added if finding.code == "XWB-003"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ege.rus.total", "«Русский язык: Всего» — 15 на одном листе и 14 на другом"),
        ("org.participants.phys", "«Физика: Всего» — 6 на одном листе и 7 на другом"),
        ("org.not_passed.foreign", "«Итого по иностранным: не сдали» — 0 на одном"),
        ("dyn.lit.n", "«Литература: участники» — 1 на одном листе и 2 на другом"),
        ("plan.items.all", "«План: пунктов» — 162 на одном листе и 163 на другом"),
        ("plan.overdue.3", "«План: просрочено» — 1 на одном листе и 0 на другом"),
    ],
)
def test_a_number_that_went_wrong_on_one_sheet_is_told(
    summary: DistrictSummary, key: str, said: str
) -> None:
    figure = summary.figures[key]
    wrong = {**summary.figures, key: replace(figure, count=(figure.count or 0) + 1)}
    found = control_findings(EDITION, wrong)
    assert {finding.code for finding in found} == {"XWB-003"}
    assert {finding.audience for finding in found} == {Audience.DISTRICT}
    assert any(said in finding.message for finding in found)


def test_what_an_error_leaves_out_is_no_fault_of_the_program() -> None:
    """«Предметы» leaves out the whole row, «По школам» a language with all of «И/Я»."""
    files = [sent(CITY, changes={"ege.eng.total": 9}), *map(sent, SCHOOLS[1:])]
    found = consolidate(files, EDITION, REGISTRY)
    totals = (
        found.figures["ege.foreign.total"].value,
        found.figures["org.participants.foreign"].value,
    )
    assert totals[0] != totals[1]
    assert not [finding for finding in found.added if finding.code == "XWB-003"]
