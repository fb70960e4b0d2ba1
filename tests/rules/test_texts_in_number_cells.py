"""A text in a number cell is told on the live sheet, where `check` would refuse it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from libreoffice import Job, recalculate
from live_form import LiveForm

from roadmap_xl.form.layout import CHECK_COLUMN
from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2020, 9, 1)
TEXTS = (
    # what is pasted into a number cell, and what the sheet calls the cell, or says instead
    ("ege.rus.total", "семь", "«Русский язык», «Всего»"),
    ("ege.rus.total", "—", None),  # nothing else in the row: not sat
    ("ege.rus.below", "17 человек", "«Русский язык», «Не преодолели порог»"),
    ("prob.n_olymp", "—", "«{n_olymp}»"),
    ("ind.1.2-1.y1", "не применимо", "✓"),
    ("ind.1.2-1.y1", "по плану", "«{1.2-1}»"),
    ("ind.1.2-1.y2.den", "все", "«{1.2-1}»"),
    ("org.rus.n80_plus", "#", "«Русский язык», «Сдали 80 и более баллов»"),
)


@pytest.mark.libreoffice
def test_a_text_in_a_number_cell_is_told_beside_it(tmp_path: Path) -> None:
    """Whatever `check` refuses in a number cell, the live sheet tells, and shows no ✓ there."""
    live, path = LiveForm("2026"), tmp_path / "blank.xlsx"
    write_school_workbook(path, live.blank, created=CREATED)
    kept = {field.id: live.blank.values[field.slot] for field in live.form.fields}
    typed = [live.changes(kept | {field: text}) for field, text, _ in TEXTS]
    sheets = [(sheet, "A1:Z120") for sheet in live.layout.sheets]
    (answers,) = recalculate([Job(path, sheets, typed)])
    labels = {row.key: row.label for row in live.form.edition.rows_of("indicators")}
    labels |= {row.key: row.label for row in live.form.edition.rows_of("problem_counts")}
    for (field, text, name), answer in zip(TEXTS, answers, strict=True):
        place = live.layout.place(live.form.by_id[field])
        row = answer[live.layout.sheets.index(place.sheet)][place.row]
        expected = name
        if name and name != "✓":
            called = re.sub(r"{(.*)}", lambda key: labels[key[1]], name)
            expected = f"{called}: нужно число цифрами, а стоит «{text}»."
        said = row[CHECK_COLUMN[place.sheet]]
        assert (field, text, said and said.removesuffix(" (и ещё 1)")) == (field, text, expected)
