"""The workbooks that people keep, after other programs have saved them: data, colours, own columns.

Each is written by the program, filled and coloured by a person, saved by another program, and read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from engines.saving import save_with_onlyoffice, save_with_openpyxl
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color

from roadmap_xl.district.journal import Journal, JournalEntry, read_journal
from roadmap_xl.district.journal_workbook import extend_journal, write_journal
from roadmap_xl.district.official import read_official
from roadmap_xl.district.registry import Registry, SchoolEntry, read_registry_and_settings
from roadmap_xl.district.registry_workbook import write_campaign_workbook, write_official
from roadmap_xl.district.settings import Settings

DAY = date(2026, 11, 25)
RED = PatternFill("solid", fgColor="FFFF0000")
SCHOOLS = [
    SchoolEntry(code="0101", name="СОШ № 1", settlement="г. Степной", grade11=False),
    SchoolEntry(code="0102", name="СОШ № 2", other_names=("Школа № 2",), contact="2-22-22"),
]
SETTINGS = Settings("Степной район", "2026", stage="На сдачу", deadline=DAY, min_group=7)
ENTRY = JournalEntry(
    file="а.xlsx", sha256=hashlib.sha256(b"1").hexdigest(), school="0101", received=DAY,
    counts=True, returned="базовая математика", remark="звонили", run=1,
)  # fmt: skip
OF_SCHOOL = JournalEntry(school="0102", deadline=date(2026, 12, 9))
OWN = {"Реестр": ("H2", "H3"), "Журнал": ("N3", "N4"), "Данные РЦОИ": ("Q1", "Q2")}
"""By sheet, the header of a person's own column and a cell below it, which is red."""
Saving = Callable[[Mapping[Path, Path]], None]


def save_with_libreoffice(targets: Mapping[Path, Path]) -> None:
    for source, target in targets.items():
        assert converted(source, "xlsx", target.parent) == target


def written(folder: Path) -> list[Path]:
    """The registry with its settings, the journal, the table of РЦОИ, as a person has left them."""
    registry, journal, official = (
        folder / name for name in ("Реестр школ.xlsx", "Журнал.xlsx", "Данные РЦОИ.xlsx")
    )
    write_campaign_workbook(registry, Registry(SCHOOLS), SETTINGS, created=DAY)
    write_journal(journal, Journal([ENTRY, OF_SCHOOL]), created=DAY)
    write_official(official, created=DAY)
    for path in (registry, journal, official):
        workbook = load_workbook(path)
        sheet = workbook.worksheets[0]
        header, own = OWN[sheet.title]
        sheet[header].value, sheet[own].value, sheet[own].fill = "Моя графа", "моё", RED
        if path == official:
            for column, value in enumerate(("0101", "СОШ № 1", "Физика", 12, 3), start=1):
                sheet.cell(2, column).value = value
            sheet["A2"].number_format = "@"
        workbook.save(path)
    return [registry, journal, official]


@pytest.mark.filterwarnings("ignore:Data Validation extension", "ignore:DrawingML support")
@pytest.mark.parametrize(
    "save",
    [
        save_with_openpyxl,
        pytest.param(save_with_libreoffice, marks=pytest.mark.libreoffice),
        pytest.param(save_with_onlyoffice, marks=pytest.mark.engines),
    ],
    ids=["openpyxl", "LibreOffice", "ONLYOFFICE"],
)
def test_what_people_keep_survives_another_program(save: Saving, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    targets = {path: tmp_path / "saved" / path.name for path in written(tmp_path)}
    save(targets)
    registry, journal, official = targets.values()
    found, settings = read_registry_and_settings(registry)
    assert (found.schools, settings) == (tuple(SCHOOLS), SETTINGS)
    assert read_journal(journal).journal.entries == (ENTRY, OF_SCHOOL)
    (row,) = read_official(official).rows
    assert (row.code, row.subject, dict(row.numbers)) == (
        "0101",
        "Физика",
        {"total": 12, "below": 3},
    )
    extend(journal)
    assert read_journal(journal).journal.entries[0] == ENTRY
    assert len(read_journal(journal).journal.entries) == 3
    for path in targets.values():
        sheet = load_workbook(path).worksheets[0]
        header, own = OWN[sheet.title]
        assert (sheet[header].value, sheet[own].value) == ("Моя графа", "моё")
        assert colour_of(sheet[own].fill.fgColor).endswith("FF0000")


def colour_of(colour: Color) -> str:
    """ONLYOFFICE names a colour of the old palette by its number."""
    return str(COLOR_INDEX[colour.indexed] if colour.type == "indexed" else colour.rgb)


def extend(journal: Path) -> None:
    """A run of the program after that."""
    header = read_journal(journal).header
    another = ENTRY.model_copy(
        update={"file": "б.xlsx", "sha256": hashlib.sha256(b"2").hexdigest(), "run": 2}
    )
    extend_journal(journal, [another], header.row, header.places)
