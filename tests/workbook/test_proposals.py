"""«Предложения»: blank until it is accepted, then a text like any other, live and in Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from libreoffice import Change, Job, converted, recalculate
from live_form import LiveForm
from made_once import opened
from openpyxl import load_workbook

from roadmap_xl.errors import EditionError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import PLAN, PROPOSALS
from roadmap_xl.form.prefilled import is_filled_by_school
from roadmap_xl.form.proposals import AcceptedProposals, nothing_accepted, proposals_of
from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
LIVE = LiveForm("2026")
EDITION = LIVE.form.edition
PROPOSED = proposals_of(EDITION)
ROWS = {"": 6, "1": 7, "1-01": 8, "1-02": 9}
"""Where the marks of these stand, by key; that above all first."""
YEAR, DEPUTY, GROUP = (
    "в течение 2026/2027 учебного года",
    "заместитель директора",
    "Рабочая группа создана",
)

Marks = dict[str, object]
CASES: tuple[tuple[Marks, dict[str, object], int, tuple[object, ...]], ...] = (
    ({}, {}, 0, (None, None, None)),
    ({"": "да"}, {}, 54, (YEAR, DEPUTY, GROUP)),
    ({"1": "да"}, {}, 6, (YEAR, DEPUTY, GROUP)),
    ({"1-01": "да"}, {}, 1, (YEAR, DEPUTY, GROUP)),
    ({"1-02": "да"}, {}, 1, (None, None, None)),
    ({"": "да", "1-01": "нет"}, {}, 53, (None, None, None)),
    ({"": "нет", "1": "Да\xa0"}, {}, 6, (YEAR, DEPUTY, GROUP)),
    ({"": "только результат"}, {}, 54, (None, None, GROUP)),
    ({"": "да", "1": "ТОЛЬКО  результат"}, {}, 54, (None, None, GROUP)),
    ({"": "да", "1-01": "+"}, {}, 53, (None, None, None)),
    ({"1": 1, "": "да"}, {}, 48, (None, None, None)),
    ({"": "да"}, {"pln.1-01.term": "май"}, 54, ("май", DEPUTY, GROUP)),
    ({"1": "да"}, {"pln.1-01.result": None}, 6, (YEAR, DEPUTY, None)),
    ({}, {"pln.1.term": "май"}, 0, (None, None, None)),
)
"""Marks; what is typed on «План»; for how many activities it is accepted; what 1-01 has then."""


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proposals") / "blank.xlsx"
    write_school_workbook(path, LIVE.blank, created=DAY, proposals=nothing_accepted(EDITION))
    return path


def changes_of(marks: Marks, typed: dict[str, object]) -> list[Change]:
    found = [Change(PROPOSALS, f"G{ROWS[key]}", mark) for key, mark in marks.items()]
    for field_id, value in typed.items():
        place = LIVE.layout.place(LIVE.form.by_id[field_id])
        found.append(Change(place.sheet, place.cell, value))
    return found


def filled_in(blank: Path, path: Path, marks: Marks, typed: dict[str, object]) -> Path:
    """By a program that calculates nothing."""
    book = opened(blank)
    for change in changes_of(marks, typed):
        book[change.sheet][change.cell] = change.value
    book.save(path)
    return path


def first_item(reading: Reading) -> tuple[object, ...]:
    assert reading.submission is not None
    names = ("term", "responsible", "result")
    return tuple(reading.submission[f"pln.1-01.{name}"] for name in names)


@pytest.mark.libreoffice
def test_the_workbook_accepts_as_python_does(blank: Path) -> None:
    """Every cell of the plan, every verdict and message, and the number that is said."""
    ranges = [*LIVE.ranges, (PLAN, "A1:Z140"), (PROPOSALS, "B3:B3")]
    fills = [changes_of(marks, typed) for marks, typed, *_ in CASES]
    (answers,) = recalculate([Job(blank, ranges, fills)])
    given = {f.id: v for f, v in zip(LIVE.form.fields, LIVE.blank.values, strict=True)}
    differing = []
    for (marks, typed, number, _), answer in zip(CASES, answers, strict=True):
        *checked, plan, said = answer
        accepted = AcceptedProposals(marks).values(EDITION)
        cells = {**given, **accepted, **typed}
        assert said == [[f"Принято для мероприятий: {number} из 54"]], marks
        for key in PROPOSED:
            for column in ("term", "responsible", "result"):
                field = LIVE.form.by_id[f"pln.{key}.{column}"]
                place = LIVE.layout.place(field)
                live = plan[place.row][place.column]
                if (None if live == "" else live) != cells[field.id]:
                    differing.append((marks, field.id, live, cells[field.id]))
        differing += [(marks, *one) for one in LIVE.differing(cells, checked)]
    assert differing == []


@pytest.mark.parametrize(("marks", "typed", "number", "first"), CASES)
def test_python_accepts(
    marks: Marks, typed: dict[str, object], number: int, first: tuple[object, ...],
    blank: Path, tmp_path: Path,
) -> None:  # fmt: skip
    path = filled_in(blank, tmp_path / "book.xlsx", marks, typed)
    reading, copy = read_workbook(path), tmp_path / "copy.xlsx"
    assert first_item(reading) == first
    assert reading.submission is not None
    assert is_filled_by_school(reading.submission) == bool(number or typed)
    unclear = [one.cell for one in reading.left if one.sheet == PROPOSALS]
    wrong = [f"G{ROWS[key]}" for key, mark in marks.items() if mark in ("+", 1)]
    assert unclear == wrong
    repair_file(path, copy, created=DAY)
    again = read_workbook(copy)
    assert again.submission is not None
    assert (again.submission.values, again.proposals) == (
        reading.submission.values,
        reading.proposals,
    )
    assert load_workbook(copy, data_only=True)[PLAN]["D7"].value in (None, "", first[0])


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_what_libreoffice_has_saved_says_the_same(ending: str, blank: Path, tmp_path: Path) -> None:
    path = filled_in(blank, tmp_path / "book.xlsx", {"1": "да"}, {})
    saved = converted(path, ending, tmp_path / "saved")
    assert first_item(read_workbook(saved)) == (YEAR, DEPUTY, GROUP)
    assert read_workbook(saved).left == ()


def test_what_is_not_accepted_is_asked_for(blank: Path, tmp_path: Path) -> None:
    for marks, codes in (({}, {"PLN-001", "PLN-002", "PLN-003"}), ({"": "да"}, set())):
        path = filled_in(blank, tmp_path / "book.xlsx", marks, {})
        found = {one.code for one in check_file(path).findings if one.code.startswith("PLN-")}
        assert found - {"PLN-019"} == codes  # that one says that all have the same term


def test_a_formula_of_another_cell_is_typed(blank: Path, tmp_path: Path) -> None:
    """Filled down by hand, it shows the other activity's proposal: that, and nothing of its own."""
    path = tmp_path / "book.xlsx"
    book = opened(blank)
    first, second = (
        LIVE.layout.place(LIVE.form.by_id[f"pln.{key}.result"]).cell for key in ("1-01", "1-02")
    )
    book[PLAN][second] = book[PLAN][first].value
    book[PROPOSALS]["G6"] = "да"
    book.save(path)
    reading = read_workbook(path)
    assert reading.submission is not None
    assert reading.submission["pln.1-02.result"] is None  # its value was never calculated
    assert "FIL-019" in {one.code for one in check_file(path).findings}


def test_texts_on_the_sheet_are_told(blank: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = opened(blank)
    book[PROPOSALS]["D8"] = "до мая"
    book[PROPOSALS]["C90"] = "своё"
    book.save(path)
    assert [one.cell for one in read_workbook(path).left] == ["D8", "C90"]


def test_the_district_is_proposed_no_deputy_head() -> None:
    texts = proposals_of(form_of("2026").of_district.edition)
    assert texts["3.1-01"]["result"].startswith("Итоговый аналитический отчет")
    assert not any("responsible" in one for one in texts.values())


def test_an_edition_without_proposals_says_so() -> None:
    bare = replace(
        EDITION,
        plan_headings=tuple(
            replace(row, proposed_term="", proposed_responsible="") for row in EDITION.plan_headings
        ),
        plan_items=tuple(
            replace(row, proposed_term="", proposed_responsible="", proposed_result="")
            for row in EDITION.plan_items
        ),
    )
    with pytest.raises(EditionError, match="нет предложений"):
        nothing_accepted(bare)


def test_the_sheet_costs_little(blank: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    write_school_workbook(plain, LIVE.blank, created=DAY)
    assert blank.stat().st_size - plain.stat().st_size <= 25_000
