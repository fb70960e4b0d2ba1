"""«Баллы» and «Предложения», filled in, recalculated by other engines: as they are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from engines.comparing import differing_from_stored
from engines.recalculated import recalculated

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.proposals import AcceptedProposals
from roadmap_xl.form.score_list import ScoreList, ScoreRow
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
SCORES = ScoreList(
    tuple(
        ScoreRow(f"Участник {person}", subject, score, reason)
        for person in range(12)
        for subject, score, reason in (
            ("р/я", 20 + 7 * person, None),
            ("Математика Б", 2 + person % 4, None),
            ("Химия", 100 - person, None) if person % 3 else ("Химия", None, "не явился"),
        )
    )
)
MARKS = AcceptedProposals({"": "да", "1": "нет", "1-01": "Да", "2": "только результат", "4": "+"})

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("engine", ["IronCalc", "Gnumeric"])
def test_filled_in_they_are_calculated_as_stored(engine: str, tmp_path: Path) -> None:
    path, given = tmp_path / "book.xlsx", prefilled(FORM)
    found = {**SCORES.values(FORM.edition), **MARKS.values(FORM.edition)}
    values = tuple(found.get(one.id, given.values[one.slot]) for one in FORM.fields)
    write_school_workbook(
        path,
        replace(given, values=values),
        created=date(2026, 11, 1),
        scores=SCORES,
        proposals=MARKS,
    )
    (calculated,) = recalculated(engine, [path])
    assert [*differing_from_stored(engine, path, calculated)] == []
