"""The live sheet after each input in ONLYOFFICE, which Р7-Офис is built on.

It counts with COUNTIF and SUMIF what the formulas of a range gave before the input, so the blank
counts otherwise: an error was not in the count, and one that had been silenced stayed so.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from engines.typing_in import seen_after_each
from libreoffice import Change
from xlsxwriter import Workbook

BLANK = Path(__file__).parents[2] / "workbook_templates" / "roadmap_2026.xlsx"
EGE = "ЕГЭ"
SEEN = ((EGE, "S1"), (EGE, "S27"), ("Титул", "D23"), ("Проверка", "B2"))
"""Errors of the sheet, what the row says, errors of the book on two sheets."""
BASE_MATHS = "Математика базовая, 2025 год"
STEPS: tuple[tuple[str, object, str, int], ...] = (
    ("D27", 14, f"{BASE_MATHS}: «Всего» 14, а отметок в сумме 0. Разница 14.", 0),
    ("E27", 3, f"{BASE_MATHS}: «Всего» 14, а отметок в сумме 3. Разница 11.", 1),
    ("K27", -5, f"{BASE_MATHS}, «отметка «5»»: нужно целое число, а стоит -5.", 1),
    ("K27", 4, f"{BASE_MATHS}: «Всего» 14, а отметок в сумме 7. Разница 7.", 1),
    ("D27", 7, "✓", 0),
)
"""What is typed, what the row says then, how many errors there are: what is begun is none yet."""

pytestmark = pytest.mark.engines


def test_every_count_is_of_what_is_typed_now() -> None:
    typed = [Change(EGE, cell, value) for cell, value, *_ in STEPS]
    shown = [
        [said, f"Ошибок на листе: {errors} → Проверка", f"ошибок: {errors}", f"Ошибок: {errors} "]
        for *_, said, errors in STEPS
    ]
    found = [
        [row, sheet, book, str(listed)[: len("Ошибок: 0 ")]]
        for sheet, row, book, listed in seen_after_each(BLANK, typed, SEEN)
    ]
    assert found == shown


def test_what_onlyoffice_counts_late_is_its_own(tmp_path: Path) -> None:
    """Three cells: a value, a formula that reads it, and above both a count of that formula."""
    path = tmp_path / "cells.xlsx"
    workbook = Workbook(path)
    sheet = workbook.add_worksheet("Лист")
    counts = ('COUNTIF(A8:A9,"x")', 'SUMIF(A8:A9,"x",B8:B9)', 'SUMPRODUCT(--(A8:A9="x"))')
    for row, count in enumerate(counts):
        sheet.write_formula(row, 0, f"={count}", None, 0)
    for row in (7, 8):
        sheet.write_formula(row, 0, f'=IF(B{row + 1}<0,"x","v")', None, "v")
        sheet.write_number(row, 1, 1)
    workbook.close()
    seen = [("Лист", f"A{row}") for row in (1, 2, 3)]
    typed = [Change("Лист", "B9", -5), Change("Лист", "B9", 4)]
    assert seen_after_each(path, typed, seen) == [[0, 0, 1], [1, 4, 0]]
