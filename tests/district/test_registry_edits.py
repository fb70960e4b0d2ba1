"""Settings and schools typed on the page stand in the registry's workbook; all else stays in it."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from roadmap_xl.district.registry import Registry, SchoolEntry, read_registry_and_settings
from roadmap_xl.district.registry_edits import edit_school, edit_settings, replace_registry
from roadmap_xl.district.registry_workbook import (
    write_campaign_workbook,
    write_registry_workbook,
)
from roadmap_xl.district.settings import Settings
from roadmap_xl.errors import RoadmapError

DAY = date(2026, 11, 1)
SCHOOLS = [SchoolEntry(code="0101", name="СОШ № 1"), SchoolEntry(code="0102", name="СОШ № 2")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A registry that somebody has coloured and given a column of their own."""
    path = tmp_path / "Реестр школ.xlsx"
    write_campaign_workbook(path, Registry(SCHOOLS), Settings(), created=DAY)
    book = load_workbook(path)
    sheet = book["Реестр"]
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["J2"] = "Моя графа"
    book.save(path)
    return path


def test_what_was_typed_is_read_and_what_people_made_of_the_book_stays(path: Path) -> None:
    edit_settings(path, {"deadline": "15 декабря 2026", "district": "Степной", "min_group": "7"})
    edit_school(path, "0102", {"contact": "Петрова, x@y.example"})
    edit_school(path, "", {"code": "0103", "name": "СОШ № 3", "grade11": "нет"})
    registry, settings = read_registry_and_settings(path)
    assert (settings.deadline, settings.district, settings.min_group) == (
        date(2026, 12, 15), "Степной", 7)  # fmt: skip
    assert [(one.code, one.contact, one.grade11) for one in registry.schools] == [
        ("0101", "", None),
        ("0102", "Петрова, x@y.example", None),
        ("0103", "", False),
    ]
    sheet = load_workbook(path)["Реестр"]
    assert sheet["B3"].fill.fgColor.rgb == "FFFF0000"
    assert sheet["J2"].value == "Моя графа"


def test_a_blank_takes_a_setting_back(path: Path) -> None:
    edit_settings(path, {"ring": "Петрова", "min_group": "7"})
    edit_settings(path, {"ring": "", "min_group": ""})
    assert read_registry_and_settings(path)[1] == Settings()


WRONG = {
    "no day": (lambda path: edit_settings(path, {"deadline": "когда-нибудь"}), "Срок сдачи"),
    "no such year": (lambda path: edit_settings(path, {"edition": "1999"}), "Год бланка"),
    "no number": (lambda path: edit_settings(path, {"min_group": "много"}), "Наименьшая группа"),
    "a code twice": (lambda path: edit_school(path, "", {"code": "0101", "name": "x"}), "0101"),
    "no name": (lambda path: edit_school(path, "0101", {"name": " "}), "Наименование"),
    "no such school": (lambda path: edit_school(path, "77", {"name": "x"}), "77"),
    "no workbook": (lambda path: replace_registry(path, b"PK", created=DAY), "Реестр"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_could_not_be_read_again_is_refused_and_nothing_is_written(
    path: Path, case: str
) -> None:
    change, named = WRONG[case]
    before = path.read_bytes()
    with pytest.raises(RoadmapError, match=named):
        change(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_registry_open_in_excel_is_not_written(path: Path) -> None:
    (path.parent / f"~${path.name}").write_bytes(b"")
    with pytest.raises(RoadmapError, match="открыт"):
        edit_settings(path, {"ring": "Петрова"})


def test_a_dropped_registry_takes_the_place_of_those_before_which_stay(
    path: Path, tmp_path: Path
) -> None:
    other, before = tmp_path / "other.xlsx", [path.read_bytes()]
    write_campaign_workbook(other, Registry(SCHOOLS[:1]), Settings(), created=DAY)
    replace_registry(path, other.read_bytes(), created=DAY)
    assert len(read_registry_and_settings(path)[0].schools) == 1
    edit_settings(path, {"ring": "Петрова"})
    before.append(path.read_bytes())
    replace_registry(path, other.read_bytes(), created=DAY)
    kept = ("Реестр школ - прежний.xlsx", "Реестр школ - прежний (2).xlsx")
    assert [path.with_name(name).read_bytes() for name in kept] == before


def test_a_list_of_schools_alone_keeps_the_settings(path: Path, tmp_path: Path) -> None:
    """It was refused for want of a sheet that nobody who keeps a list of schools has."""
    alone = tmp_path / "Школы района.xlsx"
    write_registry_workbook(alone, Registry(SCHOOLS[:1]), created=DAY)
    edit_settings(path, {"ring": "Петрова"})
    replace_registry(path, alone.read_bytes(), created=DAY)
    registry, settings = read_registry_and_settings(path)
    assert ([one.name for one in registry.schools], settings.ring) == (
        [SCHOOLS[0].name], "Петрова")  # fmt: skip
