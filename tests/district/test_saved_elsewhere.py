"""The journal as other programs leave it: it is extended all the same, and loses nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from roadmap_xl.district.journal import Journal, JournalEntry, read_journal
from roadmap_xl.district.journal_workbook import extend_journal, write_journal
from roadmap_xl.district.registry import Registry, SchoolEntry, read_registry_and_settings
from roadmap_xl.district.registry_workbook import write_campaign_workbook
from roadmap_xl.district.settings import Settings
from roadmap_xl.errors import RegistryError

DAY = date(2026, 11, 25)
RED = PatternFill("solid", fgColor="FFFF0000")
_DRAWING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><xdr:wsDr xmlns:xdr='
    '"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a='
    '"http://schemas.openxmlformats.org/drawingml/2006/main">{}</xdr:wsDr>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
    'Target="../drawings/drawing1.xml"/></Relationships>'
)
Parts = dict[str, bytes]


def sha(file: str) -> str:
    return hashlib.sha256(file.encode()).hexdigest()


def entry(file: str, **words: object) -> JournalEntry:
    return JournalEntry.model_validate(
        {"file": file, "sha256": sha(file), "received": DAY, "run": 1, **words}
    )


def with_drawing(parts: Parts, drawn: str = "") -> Parts:
    """As LibreOffice does it: a drawing part in every workbook, also where nothing is drawn."""
    sheet, types = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    kind = b'<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxml'
    kind += b'formats-officedocument.drawing+xml"/></Types>'
    link = (
        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' r:id="rId1"/></worksheet>'
    )
    return parts | {
        "xl/drawings/drawing1.xml": _DRAWING.format(drawn).encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": _RELATIONS.encode(),
        types: parts[types].replace(b"</Types>", kind),
        sheet: parts[sheet].replace(b"</worksheet>", link),
    }


def backwards(parts: Parts) -> Parts:
    """The parts in another order, as some writers pack them."""
    return dict(reversed(parts.items()))


SAVED: tuple[Callable[[Parts], Parts], ...] = (dict, with_drawing, backwards)


def saved(path: Path, change: Callable[[Parts], Parts]) -> None:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_STORED) as archive:
        for name, part in change(parts).items():
            archive.writestr(name, part)
    path.write_bytes(data.getvalue())


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """With a person's colour, column and remark."""
    path = tmp_path / "Журнал.xlsx"
    write_journal(path, Journal([entry("а.xlsx", remark="звонили")]), created=DAY)
    workbook = load_workbook(path)
    sheet = workbook["Журнал"]
    sheet["A4"].fill = RED
    sheet["M3"].value, sheet["M4"].value = "Моя графа", "моё"
    workbook.save(path)
    return path


def extend(path: Path, file: str) -> None:
    header = read_journal(path).header
    extend_journal(path, [entry(file)], header.row, header.places)


@pytest.mark.parametrize("change", SAVED, ids=lambda change: change.__name__)
def test_it_is_extended_and_nothing_is_lost(
    journal: Path, change: Callable[[Parts], Parts]
) -> None:
    saved(journal, change)
    extend(journal, "б.xlsx")
    sheet = load_workbook(journal)["Журнал"]
    assert sheet["A4"].fill.fgColor.rgb == "FFFF0000"
    assert (sheet["M3"].value, sheet["M4"].value, sheet["J4"].value) == (
        "Моя графа", "моё", "звонили",
    )  # fmt: skip
    found = read_journal(journal).journal.entries
    assert [(one.file, one.received) for one in found] == [("а.xlsx", DAY), ("б.xlsx", DAY)]


def test_a_picture_stays(journal: Path) -> None:
    picture = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1"
        "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx='1' cy='1'/><xdr:clientData/>"
        "</xdr:oneCellAnchor>"
    )
    saved(journal, lambda parts: with_drawing(parts, picture))
    extend(journal, "б.xlsx")
    with ZipFile(journal) as archive:
        assert picture in archive.read("xl/drawings/drawing1.xml").decode()
    assert len(read_journal(journal).journal.entries) == 2


# --- doubled rows, as two runs at once once left them ---


def test_equal_rows_are_read_as_one() -> None:
    later = entry("а.xlsx", received=date(2026, 11, 27), run=2, remark="повтор")
    journal = Journal([entry("а.xlsx", school="101"), later, later])
    (one,) = journal.entries
    assert (one.school, one.received, one.run, one.remark) == ("101", DAY, 1, "повтор")
    assert journal.next_run == 2


def test_rows_of_two_schools_on_one_file_are_a_question() -> None:
    with pytest.raises(RegistryError, match="с кодами разных школ: 101 и 102"):
        Journal([entry("а.xlsx", school="101"), entry("а.xlsx", school="102")])


@pytest.mark.libreoffice
def test_libreoffice_saves_it(journal: Path, tmp_path: Path) -> None:
    written = converted(journal, "xlsx", tmp_path / "LibreOffice")
    extend(written, "б.xlsx")
    sheet = load_workbook(written)["Журнал"]
    assert sheet["A4"].fill.fgColor.rgb == "FFFF0000"
    assert (sheet["M4"].value, sheet["J4"].value) == ("моё", "звонили")
    assert [one.file for one in read_journal(written).journal.entries] == ["а.xlsx", "б.xlsx"]


@pytest.mark.libreoffice
def test_libreoffice_saves_the_registry_with_its_settings(tmp_path: Path) -> None:
    schools = [SchoolEntry(code="0101", name="СОШ № 1", settlement="г. Степной", grade11=False)]
    settings = Settings("Степной район", "2026", stage="На сдачу", deadline=DAY)
    path = tmp_path / "Реестр школ.xlsx"
    write_campaign_workbook(path, Registry(schools), settings, created=DAY)
    written = converted(path, "xlsx", tmp_path / "LibreOffice")
    registry, read = read_registry_and_settings(written)
    assert (registry.schools, read) == (tuple(schools), settings)
