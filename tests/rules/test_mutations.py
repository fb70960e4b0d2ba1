"""Each control is told by a valid workbook with one fault, at its cell, and nothing else is."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

import made_once
import pytest
from mutations import MUTATIONS, SCHOOL, Cells, Mutation, mutated_codes
from reading_workbooks import retyped

from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.form.tables import BANDS
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.catalogue import FUNCTION_RULES, READING_RULES, RULES
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.findings import Audience, Finding
from roadmap_xl.workbook.school_workbook import write_school_workbook

DISTRICT = {rule.code for rule in RULES if rule.audience is Audience.DISTRICT}
OCCASION = Occasion(audience=None, today=date(2028, 1, 1))


def clean(edition: str) -> dict[str, object]:
    return dict(_clean_school(edition).raw)


@lru_cache
def _clean_school(edition: str) -> DemoSchool:
    return next(one for one in demo_schools(form_of(edition)) if one.code == SCHOOL)


def school(edition: str, *changes: Cells) -> dict[str, object]:
    """The clean school's cells with these changes; None clears a cell."""
    cells = clean(edition)
    for change in changes:
        cells |= change
    return {key: value for key, value in cells.items() if value is not None}


def findings(path: Path) -> list[Finding]:
    submission = read_workbook(path).submission
    assert submission is not None
    return check_submission(submission, OCCASION)


def written(path: Path, edition: str, cells: dict[str, object]) -> Path:
    form = form_of(edition)
    write_school_workbook(path, blank(form, cells), created=date(2020, 9, 1))  # type: ignore[arg-type]
    return path


def sent(mutation: Mutation, folder: Path) -> Path:
    """The workbook with the fault typed into it, over a computed cell too."""
    if mutation.written:
        cells = school(mutation.edition, mutation.before, mutation.changed)
        return written(folder / "школа.xlsx", mutation.edition, cells)
    before = workbook_before(mutation)
    layout = form_of(mutation.edition).layout
    places = {field_id: layout.place(layout.form.by_id[field_id]) for field_id in mutation.changed}
    typed = {(places[key].sheet, places[key].cell): mutation.changed[key] for key in places}
    return retyped(before, folder / "школа.xlsx", typed)


def told(mutation: Mutation, found: list[Finding]) -> Counter[tuple[str, str, str]]:
    """Code and cell of what is told to those whom the control is for."""
    of_district = mutation.code in DISTRICT
    return Counter(
        (finding.code, finding.sheet, finding.cell)
        for finding in found
        if of_district or finding.audience is Audience.SCHOOL
    )


def workbook_before(mutation: Mutation) -> Path:
    """The workbook without the fault, written once: many mutations begin with the same."""
    cells = school(mutation.edition, mutation.before)
    key = repr((mutation.edition, sorted(cells.items())))
    name = f"before {hashlib.sha256(key.encode()).hexdigest()}.xlsx"
    return made_once.made(name, lambda path: written(path, mutation.edition, cells))


@lru_cache(maxsize=64)
def findings_before(path: Path) -> list[Finding]:
    """What is said without the fault."""
    return findings(path)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_one_fault_is_one_finding(mutation: Mutation, tmp_path: Path) -> None:
    before = findings_before(workbook_before(mutation))
    assert [f for f in before if f.audience is Audience.SCHOOL] == []
    new = told(mutation, findings(sent(mutation, tmp_path))) - told(mutation, before)
    layout = form_of(mutation.edition).layout
    place = layout.place(layout.form.by_id[mutation.at])
    assert (mutation.code, place.sheet, place.cell) in new
    assert {code for code, *_ in new} <= {mutation.code, *mutation.also}
    assert sum(new.values()) == 1 + len(mutation.also)


ON_REAL_FILES = {"FIL-020", "EGE-022", "TXT-019"}
"""Merged cells and a shifted table are tried in test_structure.py, a text that no writer writes in
test_repair.py."""


def test_each_control_of_a_cell_is_tried() -> None:
    """Those of whole files and of their receipt are tried with files, in other tests."""
    rules = {rule.code for rule in (*RULES, *FUNCTION_RULES, *READING_RULES)}
    assert rules - ON_REAL_FILES == set(mutated_codes())


SAID_BY_DESIGN = {("PSP-003", "PSP-002"), ("EGE-006", "TXT-003")}
"""A lone mark in a field that has to be filled, and the text that hides a band from EGE-002."""


def test_what_stands_beside_is_said_by_design() -> None:
    assert {(m.code, code) for m in MUTATIONS for code in m.also} == SAID_BY_DESIGN


# --- a fault in one subject hides none in another ---

OF_A_SUBJECT: dict[str, Cells] = {
    "EGE-001": {"ege.{}.below": -1},
    "EGE-002": {"ege.{}.b_51_60": 30},
    "EGE-003": {"ege.{}.total": None},
    "EGE-004": dict.fromkeys((f"ege.{{}}.{band}" for band in BANDS), None),
    "PRB-001": {"prob.avg.{}": 130},
    "PRB-004": {"prob.avg.{}": None},
    "PRB-005": {"prob.avg.{}": 99},
}
"""By control, what is wrong with a subject, whichever it is."""


def in_subject(key: str, code: str) -> Cells:
    return {field_id.format(key): value for field_id, value in OF_A_SUBJECT[code].items()}


def told_of(edition: str, *changes: Cells) -> set[tuple[str, str]]:
    submission = blank(form_of(edition), school(edition, *changes))  # type: ignore[arg-type]
    return {(one.code, one.field) for one in check_submission(submission, OCCASION)}


@pytest.mark.parametrize("edition", ["2020", "2026"])
@pytest.mark.parametrize("first", OF_A_SUBJECT)
@pytest.mark.parametrize("second", OF_A_SUBJECT)
def test_a_fault_in_one_subject_hides_none_in_another(
    first: str, second: str, edition: str
) -> None:
    one, other = in_subject("rus", first), in_subject("phys", second)
    alone = told_of(edition, one) | told_of(edition, other)
    assert {first, second} <= {code for code, _ in alone}
    assert alone <= told_of(edition, one, other)
