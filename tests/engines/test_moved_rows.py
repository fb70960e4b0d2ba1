"""A subject whose row has moved is still checked by its own numbers, in an engine that moves rows.

IronCalc puts in and deletes rows as a person does: what refers to cells goes along, also the names
that the formulas of the hidden sheets use.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BLANK = Path(__file__).parents[2] / "workbook_templates" / "roadmap_2026.xlsx"
PHYSICS = 9
"""The row of «Физика» on «ЕГЭ»."""
CODE, MESSAGE, CELL = 1, 5, 12
"""Columns of `_checks`."""

pytestmark = pytest.mark.engines


@pytest.fixture
def book() -> Any:
    """The blank with more of a band than there are participants in physics."""
    import ironcalc

    model = ironcalc.load_from_xlsx(str(BLANK), "en", "UTC")
    for column, value in ((4, 5.0), (5, 9.0)):
        model.update_cell_with_number(sheet_of(model, "ЕГЭ"), PHYSICS, column, value)
    return model


def sheet_of(model: Any, name: str) -> int:
    names = [sheet["name"] for sheet in model.get_worksheets_properties()]
    return names.index(name)


def told(model: Any) -> tuple[str, str]:
    """The cell and the message of the rule that bands add up, where it is broken."""
    model.evaluate()
    checks = sheet_of(model, "_checks")
    rows = [[model.get_cell_value(checks, row, at) for at in range(1, 13)] for row in range(2, 873)]
    ((cell, message),) = [
        (row[CELL - 1], row[MESSAGE - 1])
        for row in rows
        if row[CODE - 1] == "EGE-002" and row[MESSAGE - 1]
    ]
    return cell, message


SAID = "«Физика»: «Всего» 5, а по диапазонам в сумме 9. Разница -4."
MOVES: tuple[tuple[str, Callable[[Any, int], None], str], ...] = (
    ("nothing", lambda model, sheet: None, "D9"),
    ("a row put in above", lambda model, sheet: model.insert_rows(sheet, PHYSICS - 1, 1), "D10"),
    ("three rows at the top", lambda model, sheet: model.insert_rows(sheet, 2, 3), "D12"),
    ("a row put in below", lambda model, sheet: model.insert_rows(sheet, PHYSICS + 1, 1), "D9"),
    ("a subject above deleted", lambda model, sheet: model.delete_rows(sheet, 8, 1), "D8"),
)


@pytest.mark.parametrize(("name", "move", "cell"), MOVES, ids=[name for name, *_ in MOVES])
def test_a_verdict_follows_its_row(
    name: str, move: Callable[[Any, int], None], cell: str, book: Any
) -> None:
    move(book, sheet_of(book, "ЕГЭ"))
    assert told(book) == (cell, SAID)
