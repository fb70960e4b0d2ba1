"""Roadmaps of other places by export, edit and build alone: filled, live, printed, merged."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docx import Document
from engines.formulas import area_of, formulas_of
from fills import Fill, School, fills, raw_cells
from libreoffice import Job, recalculate
from live_form import LiveForm
from real_roadmaps import DAY, ROADMAPS, Roadmap, built, edition_in

from roadmap_xl.campaign.collect import collect
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import Form, form_of, form_of_own
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.layout import REVIEW_LINES
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.rules.checklist import checklist_of
from roadmap_xl.school.paper.whole import PaperState, document_bytes
from roadmap_xl.workbook.school_workbook import write_school_workbook

FILLS = 200 if os.environ.get("ROADMAP_XL_ALL_FILLS") == "1" else 60
"""Of twelve sorts each; all by `make engines`. The formulas come from the same rules, tried by 504
fills of each edition of the package in tests/rules/test_agreement.py; here new is the form."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edition]:
    """Each built by the workbook of the edition and by nothing else."""
    found = {}
    for roadmap in ROADMAPS:
        folder = tmp_path_factory.mktemp("издание")
        done = built(roadmap, folder)
        assert done.edition is not None, done.findings
        found[roadmap.key] = edition_in(folder, done)
    return found


def submitted(form: Form, fill: Fill) -> Submission:
    """The fill as a submission that the writer can write; not cleaned."""
    values: Any = raw_cells(form, fill)
    return Submission(form, tuple(values))


def test_the_list_of_a_short_book_asks_for_no_check_that_is_not_there(
    editions: dict[str, Edition], tmp_path: Path
) -> None:
    """LARGE of more cells than there are is #NUM!; a district's own book has fewer than lines."""
    form = form_of_own(editions["2026-кубань"]).of_district
    path = tmp_path / "Район.xlsx"
    write_school_workbook(path, prefilled(form), created=DAY)
    asked = [one.formula for one in formulas_of(path) if one.formula.startswith("LARGE(")]
    places = [area_of(re.findall(r"A\d+", formula)[-1], "") for formula in asked]
    checks = len(checklist_of(form).live)
    assert max(place.top - 1 for place in places if place) == checks < REVIEW_LINES


@pytest.mark.parametrize("roadmap", ROADMAPS, ids=lambda one: one.key)
def test_it_is_filled_read_and_printed(
    roadmap: Roadmap, editions: dict[str, Edition], tmp_path: Path
) -> None:
    form = form_of_own(editions[roadmap.key])
    texts = [text for _, text, _ in roadmap.plan if text != "своя строка"]
    rows = (*form.edition.plan_headings, *form.edition.plan_items)
    assert {row.label for row in rows} >= set(texts)
    filled = submitted(form, School(form, Random(1)).consistent())
    path = tmp_path / "Книга.xlsx"
    write_school_workbook(path, filled, created=DAY)
    reading = read_workbook(path, Forms([form.edition]))
    assert reading.submission is not None
    assert (reading.edition, reading.left) == (roadmap.key, ())
    data = document_bytes(reading.submission, PaperState(False, 0, {}), created=DAY)
    document = Document(io.BytesIO(data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    words = "\n".join([*cells, *(one.text for one in document.paragraphs)])
    missing = [text for text in (*texts, *roadmap.indicators) if text not in words]
    assert missing == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("roadmap", ROADMAPS, ids=lambda one: one.key)
def test_its_formulas_agree_with_python(
    roadmap: Roadmap, editions: dict[str, Edition], tmp_path: Path
) -> None:
    live = LiveForm(Form(editions[roadmap.key]))
    assert "OWN-001" in {check.rule.code for check in live.checklist.live}
    path = tmp_path / "бланк.xlsx"
    write_school_workbook(path, live.blank, created=DAY)
    tried = fills(live.form, FILLS)
    tried = [fill for sort in range(12) for fill in tried[sort::12]]  # those alike in turn
    assert len(tried) == FILLS
    (answers,) = recalculate([Job(path, live.ranges, [live.changes(fill) for fill in tried])])
    differing = [
        (number, *found)
        for number, (fill, answer) in enumerate(zip(tried, answers, strict=True))
        for found in live.differing(fill, answer)
    ]
    assert differing == []


def test_they_are_merged_with_one_another_and_with_the_package_s(
    editions: dict[str, Edition], tmp_path: Path
) -> None:
    forms = [form_of("2026"), *map(form_of_own, editions.values())]
    expected = 0
    for number, form in enumerate(forms, start=1):
        fill = School(form, Random(number)).consistent()
        fill |= {"meta.school_name": f"СОШ № {number}", "meta.stage": "На сдачу"}
        fill = {key: value for key, value in fill.items() if not key.startswith("ege.")}
        fill["prob.n_olymp"] = number
        expected += number
        path = tmp_path / f"{number}.xlsx"
        write_school_workbook(path, submitted(form, fill), created=DAY)
    summary = collect(
        tmp_path,
        edition="2026",
        occasion=Occasion("На сдачу", None, DAY),
        forms=Forms(editions.values()),
    )
    assert summary.coverage.short == "4 из 4"
    assert summary.figures["prob.n_olymp"].count == expected
    said = [one.message for one in summary.added if one.code == "XWB-011"]
    assert len(said) == len(ROADMAPS)
