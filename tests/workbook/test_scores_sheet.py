"""«Баллы»: a pasted list counted live by LibreOffice and by Python alike, or by neither."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from libreoffice import Change, Job, recalculate
from live_form import LiveForm

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.form.layout import PASSPORT, SCHOOL, SCORES
from roadmap_xl.form.score_list import MOST_ROWS, ScoreList, ScoreRow, fields_of_scores
from roadmap_xl.workbook.school_workbook import write_school_workbook
from roadmap_xl.workbook.score_formulas import FIRST_ROW

CREATED = date(2026, 11, 1)
LIVE = LiveForm("2026")
EDITION = LIVE.form.edition
WRITINGS = {
    "rus": ("Русский язык", "русский", "р/я", " РУССКИЙ  ЯЗЫК ", "рус.\xa0яз."),
    "math_prof": ("Математика П", "математика (профильная)", "м (п)"),
    "base_math": ("Математика базовая", "математика Б", "МАТЕМАТИКА (БАЗА)"),
    "chem": ("Химия", "хим."),
    "eng": ("Английский язык", "англ."),
    "deu": ("Немецкий язык", "нем. яз."),
}
BROKEN = (
    ScoreRow(1, "Хмия", 50), ScoreRow(1, "Химия", "50"), ScoreRow(1, "Химия", 50.5),
    ScoreRow(1, "Химия", 101), ScoreRow(1, "Химия", -1), ScoreRow(1, "Математика Б", 6),
    ScoreRow(1, "Химия", None), ScoreRow(1), ScoreRow(None, None, 50), ScoreRow(1, "хим*", 50),
    ScoreRow(1, "Химия", 50, "болел"), ScoreRow(1, "?имия", 50), ScoreRow(1, 4, 50),
    ScoreRow(1, ErrorValue("#N/A"), 50), ScoreRow(ErrorValue("#DIV/0!"), "Химия", 50),
)  # fmt: skip
"""Each alone keeps the list from being counted."""
WITHOUT_PERSONS = (ScoreRow(None, "Химия", 50), ScoreRow("А*", "Химия", 50))


def some_list(dice: Random) -> list[ScoreRow]:
    """Graduates with their exams, in any order, with gaps; marks are numbers or initials."""
    rows: list[ScoreRow] = []
    for number in range(dice.randint(1, 9)):
        mark: object = number + 1 if dice.random() < 0.5 else f"Участник {number}"
        for key in dice.sample(sorted(WRITINGS), dice.randint(1, 4)):
            low, high = (2, 5) if key == "base_math" else (0, 100)
            score = dice.choice([low, high, *(dice.randint(low, high) for _ in range(4))])
            written = mark.upper() if isinstance(mark, str) and dice.random() < 0.3 else mark
            without = dice.random() < 0.1
            reason = dice.choice(("не явился", "Аннулирован", "не  завершил")) if without else None
            rows.append(ScoreRow(written, dice.choice(WRITINGS[key]), score, reason))
    dice.shuffle(rows)
    for _ in range(dice.randint(0, 3)):
        rows.insert(dice.randint(0, len(rows)), ScoreRow())
    return rows


@cache
def lists() -> list[tuple[ScoreList, dict[str, object]]]:
    """Lists, each with what is typed over what they give."""
    dice, found = Random(24), [(ScoreList(), dict[str, object]())]
    for number in range(24):
        rows = some_list(dice)
        if number % 3 == 1:
            rows.insert(dice.randint(0, len(rows)), BROKEN[number % len(BROKEN)])
        if number % 6 == 2:
            rows.append(WITHOUT_PERSONS[number % 2])
        typed: dict[str, object] = {}
        if number % 2:
            every = fields_of_scores(EDITION)
            typed = {dice.choice(every): dice.choice([0, 1, 3, 50, "пять"]) for _ in range(4)}
        found.append((ScoreList(tuple(rows)), typed))
    found += [(ScoreList((*some_list(Random(7)), row)), {}) for row in BROKEN]
    return found


def changes_of(scores: ScoreList, typed: dict[str, object]) -> list[Change]:
    found = [
        Change(SCORES, f"{letter}{at}", value)
        for at, row in enumerate(scores.rows, start=FIRST_ROW)
        for letter, value in zip("BCDE", row, strict=True)
        if value is not None
    ]
    for field_id, value in typed.items():
        place = LIVE.layout.place(LIVE.form.by_id[field_id])
        found.append(Change(place.sheet, place.cell, value))
    return found


def cells_of(scores: ScoreList, typed: dict[str, object]) -> dict[str, object]:
    """What stands in the form's cells: the blank's own, the list's, and over it what was typed."""
    blank = {f.id: v for f, v in zip(LIVE.form.fields, LIVE.blank.values, strict=True)}
    return {**blank, **scores.values(EDITION), **typed}


@pytest.mark.libreoffice
def test_the_workbook_counts_a_list_as_python_does(tmp_path: Path) -> None:
    """Every field, every verdict, every message, and the sums that rest on the fields."""
    path = tmp_path / "blank.xlsx"
    write_school_workbook(path, LIVE.blank, created=CREATED, scores=ScoreList())
    sheets = (PASSPORT, SCHOOL, "ЕГЭ")
    ranges = [*LIVE.ranges, *((sheet, "A1:Z80") for sheet in sheets), (SCORES, "B4:B4")]
    fills = [changes_of(*one) for one in lists()]
    (answers,) = recalculate([Job(path, ranges, fills)])
    differing = []
    for number, ((scores, typed), answer) in enumerate(zip(lists(), answers, strict=True)):
        *checked, passport, school, ege, said = answer
        cells = cells_of(scores, typed)
        seen = dict(zip(sheets, (passport, school, ege), strict=True))
        for field_id in fields_of_scores(EDITION):
            place = LIVE.layout.place(LIVE.form.by_id[field_id])
            live = seen[place.sheet][place.row][place.column]
            if (None if live == "" else live) != cells.get(field_id):
                differing.append((number, field_id, live, cells.get(field_id)))
        differing += [(number, *one) for one in LIVE.differing(cells, checked)]
        faults = list(scores.faults(EDITION))
        if faults and f"Не разобрана строка {faults[0][0] + FIRST_ROW}:" not in said[0][0]:
            differing.append((number, "said", said[0][0], faults[0]))
    assert differing == []


def test_every_broken_row_is_broken() -> None:
    for row in BROKEN:
        assert list(ScoreList((row,)).faults(EDITION)) != [], row
        assert ScoreList((*some_list(Random(1)), row)).values(EDITION) == {}, row
    too_many = ScoreList((ScoreRow(1, "Химия", 50),) * (MOST_ROWS + 1))
    assert too_many.values(EDITION) == {}


def test_without_marks_there_are_no_persons() -> None:
    for row in WITHOUT_PERSONS:
        values = ScoreList((row,)).values(EDITION)
        assert values["ege.chem.total"] == 1
        assert "org.participants_persons" not in values


def test_the_sheet_costs_little(tmp_path: Path) -> None:
    """At most 60 KB more than the blank without it."""
    plain, listed = tmp_path / "plain.xlsx", tmp_path / "listed.xlsx"
    write_school_workbook(plain, LIVE.blank, created=CREATED)
    write_school_workbook(listed, LIVE.blank, created=CREATED, scores=ScoreList())
    assert listed.stat().st_size - plain.stat().st_size <= 60_000
