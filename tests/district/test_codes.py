"""Codes of schools that Excel made numbers of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_xl.district.codes import SchoolCodes
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook

CODES = SchoolCodes((code, code) for code in ("012345", "0500", "500", "А-7"))

# the code as it is written, the school's whose it is
WRITTEN = [
    ("012345", "012345"),
    ("12345", "012345"),
    ("0012345", "012345"),
    ("012 345", "012345"),
    ("\u200b012345", "012345"),
    ("A-7", "А-7"),  # Latin
    ("0500", "0500"),  # two schools differ in zeros alone
    ("500", "500"),
    ("00500", None),
    ("", None),
    ("0", None),
    ("1234", None),
]


@pytest.mark.parametrize(("written", "school"), WRITTEN)
def test_a_code_without_its_zeros_is_its_schools(written: str, school: str | None) -> None:
    assert CODES.get(written) == school
    assert (written in CODES) == (school is not None)


def test_the_journal_is_read_with_the_registrys_codes() -> None:
    registry = Registry([SchoolEntry(code="012345", name="СОШ № 1")])
    journal = Journal([JournalEntry(school="12345", no_data=True)])
    assert list(journal.with_codes(registry.full_code).without_data) == ["012345"]


def test_columns_of_codes_are_text(tmp_path: Path) -> None:
    path = tmp_path / "Реестр.xlsx"
    registry = Registry([SchoolEntry(code="012345", name="СОШ № 1")])
    write_registry_workbook(path, registry, created=date(2026, 9, 1))
    book = load_workbook(path)
    assert book["Реестр"]["A2"].number_format == "@"
    assert book["Реестр"].column_dimensions["A"].number_format == "@"
    headers = {cell.value: cell.column_letter for cell in book["Журнал"][1]}
    assert book["Журнал"].column_dimensions[headers["Код школы"]].number_format == "@"
