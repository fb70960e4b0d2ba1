"""«Обзор»: the numbers a head of department sees first, against the raw numbers; its charts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from district_files import (
    CITY,
    EDITION,
    REGISTRY,
    SCHOOLS,
    STATION,
    VILLAGE,
    Invented,
    Sent,
    consolidate,
    sent,
)
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.registry import Registry
from roadmap_xl.form.vocabulary import NO_GRADE11
from roadmap_xl.summary.sheets.overview import CHART_SHEET
from roadmap_xl.summary.sheets.workbook import write_summary_workbook

DAY = date(2020, 10, 12)
AVERAGES = {"МБОУ СОШ № 1 г. Степной": 61.5, "СОШ с. Ивановка": 30, "СОШ № 5 ст. Раздольная": 64}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def filled(school: Invented) -> Sent:
    more = {"prob.avg.rus": AVERAGES[school.name], "prob.n_not_passed_ege": school.ege["rus"][0]}
    return sent(school, changes=more)


def written(folder: Path, *files: Sent) -> Path:
    path = folder / "Сводка.xlsx"
    write_summary_workbook(path, consolidate(files, EDITION, REGISTRY), created=DAY)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("overview"), *map(filled, SCHOOLS))


@pytest.fixture(scope="module")
def sheet(path: Path) -> Worksheet:
    return load_workbook(path, data_only=True)["Обзор"]


def tile(sheet: Worksheet, caption: str) -> tuple[object, object]:
    """The number and the note under a caption."""
    (at,) = [cell.column for cell in sheet[5] if cell.value == caption]
    return sheet.cell(6, at).value, sheet.cell(7, at).value


def sentences(sheet: Worksheet) -> list[str]:
    return [str(row[0]) for row in sheet.iter_rows(min_row=9, values_only=True) if row[0]]


def test_it_is_the_first_sheet(path: Path) -> None:
    assert load_workbook(path).sheetnames[0] == "Обзор"


def test_the_tiles_are_the_schools_numbers(sheet: Worksheet) -> None:
    persons = sum(school.persons or 0 for school in SCHOOLS)
    not_passed = sum(school.ege["rus"][0] for school in SCHOOLS)
    weighted = sum(AVERAGES[one.name] * sum(one.ege["rus"]) for one in SCHOOLS)
    people = sum(sum(one.ege["rus"]) for one in SCHOOLS)
    assert tile(sheet, "Сдали") == ("3 из 4", "не сдано: 1, не принято: 0")
    assert tile(sheet, "Участников ЕГЭ, человек") == (persons, "учтено 3 из 4")
    assert tile(sheet, "Не прошли ЕГЭ, человек") == (not_passed, "учтено 3 из 4")
    mean, note = tile(sheet, "Русский язык, средний балл")
    assert mean == pytest.approx(weighted / people, abs=0.05)
    assert note == f"порог 36, не преодолели: {not_passed}"


def test_it_says_who_is_missing_and_what_stands_out(sheet: Worksheet) -> None:
    said = sentences(sheet)
    assert "Не сдали: ООШ х. Дальний." in said
    share = max((sum(one.ege[key][0] for one in SCHOOLS if key in one.ege), key) for key in ["rus"])
    assert any("«Русский язык»" in one and f"({share[0]} из 14)" in one for one in said)


def test_a_district_without_files_has_no_charts_of_nothing(tmp_path: Path) -> None:
    empty = load_workbook(written(tmp_path))["Обзор"]
    assert tile(empty, "Сдали")[0] == "0 из 4"
    assert tile(empty, "Участников ЕГЭ, человек")[0] is None
    with ZipFile(tmp_path / "Сводка.xlsx") as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 1  # who is missing; of risks nothing is known


def numbers_in(text: object) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", str(text))]


def test_each_school_is_counted_once_by_its_best_file(tmp_path: Path) -> None:
    """The city sent a good file and two of another year, the village two of another year."""
    of_another_year = {"meta.results_year": "2015/2016"}
    files = [
        filled(CITY),
        *(sent(CITY, f"город {n}.xlsx", of_another_year | {"meta.note": n}) for n in (1, 2)),
        *(sent(VILLAGE, f"село {n}.xlsx", of_another_year | {"meta.note": n}) for n in (1, 2)),
    ]
    journal = Journal(
        JournalEntry(sha256=one.sha256, file=one.file, received=date(2020, 10, day))
        for day, one in enumerate(files, start=1)
    )
    summary = consolidate(files, EDITION, REGISTRY, journal)
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary, created=DAY)
    book = load_workbook(path, data_only=True)
    covered, note = tile(book["Обзор"], "Сдали")
    counted, of = numbers_in(covered)
    assert of == len(REGISTRY.schools)
    assert counted + sum(numbers_in(note)) == of
    for said in sentences(book["Обзор"]):
        assert all(said.count(one.name) <= 1 for one in REGISTRY.schools), said
    chart = dict(row[:2] for row in book[CHART_SHEET].iter_rows(max_row=5, values_only=True))
    assert sum(number for number in chart.values() if isinstance(number, int)) == of
    assert [row[1] for row in book["Риски"].iter_rows(min_row=6, max_row=9, values_only=True)] == [
        one.name for one in REGISTRY.schools
    ]


def test_of_exams_only_schools_with_grade_11_are_counted(tmp_path: Path) -> None:
    """One says itself that it has none, of the other the registry does and it sent nothing."""
    no_exams = Invented(VILLAGE.name, None, {})
    of_village = {"meta.grade11": NO_GRADE11, "pln.1-03.term": "до 01.10.2020"}
    schools = [*REGISTRY.schools[:3], REGISTRY.schools[3].model_copy(update={"grade11": False})]
    files = [filled(CITY), filled(STATION), sent(no_exams, changes=of_village)]
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate(files, EDITION, Registry(schools)), created=DAY)
    book = load_workbook(path, data_only=True)
    assert tile(book["Обзор"], "Сдали")[0] == "3 из 4"
    assert tile(book["Обзор"], "Участников ЕГЭ, человек")[1] == "учтено 2 из 2"
    for name in ("Предметы", "Средние баллы", "Базовая математика"):
        rows = list(book[name].iter_rows(min_row=5, values_only=True))
        at = next(n for n, title in enumerate(rows[0]) if str(title).startswith("Учтено"))
        said = {row[at] for row in rows[1:] if re.fullmatch(r"\d+ из \d+", str(row[at]))}
        assert "2 из 2" in said or name == "Базовая математика"
        assert {one.split()[-1] for one in said} == {"2"}, name
    counted = [
        row[4:]
        for row in book["По школам"].iter_rows(values_only=True)
        if str(row[1]) == "Учтено школ (из 2 школ с 11 классом)"
    ]
    assert len(counted) == 4
    assert {cell for row in counted for cell in row if isinstance(cell, int)} == {2}


def test_a_plan_without_any_mark_or_term_that_has_passed_is_not_0_percent(
    path: Path, tmp_path: Path
) -> None:
    assert tile(load_workbook(path, data_only=True)["Обзор"], "План исполнен")[0] == "—"
    done = sent(CITY, changes={"pln.10-01.mark": "выполнено"})
    begun = load_workbook(written(tmp_path, done), data_only=True)["Обзор"]
    assert tile(begun, "План исполнен")[0] == pytest.approx(0.02)  # 1 of 54


def test_every_chart_is_described_and_has_its_numbers(path: Path) -> None:
    hidden = load_workbook(path)[CHART_SHEET]
    assert hidden.sheet_state == "hidden"
    with ZipFile(path) as archive:
        drawing = ElementTree.fromstring(archive.read("xl/drawings/drawing1.xml"))
        told = [one.get("descr") for one in drawing.iter(f"{DRAWING}cNvPr")]
        charts = [
            ElementTree.fromstring(archive.read(f"xl/charts/chart{n + 1}.xml"))
            for n in range(len(told))
        ]
    assert 4 <= len(told) <= 6
    assert all(told)
    for chart in charts:
        assert "".join(chart.find(f"{CHART}chart/{CHART}title").itertext()).strip()
        for series in chart.iter(f"{CHART}ser"):
            assert series.find(f"{CHART}dLbls/{CHART}showVal").get("val") == "1"
            name, values = (series.find(f"{CHART}{part}//{CHART}f").text for part in ("tx", "val"))
            assert hidden[name.split("!")[1].replace("$", "")].value
            cells = hidden[values.split("!")[1].replace("$", "")]
            assert cells


def test_the_chart_of_bands_shows_the_raw_numbers(path: Path) -> None:
    rows = list(load_workbook(path)[CHART_SHEET].iter_rows(values_only=True))
    (row,) = [row for row in rows if str(row[0]).startswith("Физика")]
    expected = [sum(one.ege["phys"][n] for one in SCHOOLS if "phys" in one.ege) for n in range(7)]
    assert row[0] == f"Физика: {sum(expected)}"
    assert list(row[1:8]) == expected


def test_it_is_one_page(sheet: Worksheet) -> None:
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 1), (None, None))
    assert sheet.page_setup.orientation == "portrait"
