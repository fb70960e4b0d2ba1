"""The sheets «Средние баллы», «Баллы по школам», «Базовая математика», «Показатели»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from demo_files import demo_files
from district_files import EDITION, Invented, Sent, consolidate, sent
from graduates import bands, rounded, typed
from libreoffice import Change, Job, recalculate
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.expressions.numbers import round_half_up
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.summary.figures import Recipe
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets import averages as summary_averages
from roadmap_xl.summary.sheets.workbook import write_summary_workbook

AVERAGES, MARKS, BASE_MATH, INDICATORS = (
    "Средние баллы", "Баллы по школам", "Базовая математика", "Показатели",
)  # fmt: skip
SHEETS = (AVERAGES, MARKS, BASE_MATH, INDICATORS)
BUILT = date(2020, 10, 12)
RUSSIAN = {
    "МБОУ СОШ № 1 г. Степной": [60, 61, 64, 70, 44, 91],
    "СОШ с. Ивановка": [90, 93],
    "СОШ № 5 ст. Раздольная": [50, 51, 52, 55, 58],
    "ООШ х. Дальний": [70, 70, 70, 70, 71],
}
CITY, VILLAGE, STATION, FARM = RUSSIAN
BASE = {CITY: (1, 4, 5, 2), VILLAGE: (0, 0, 1, 1), STATION: (0, 3, 0, 0)}
TRAINED = {CITY: (18, 21), VILLAGE: (1, 1), STATION: (7, 12)}


def file(name: str, **changes: Any) -> Sent:
    marks = RUSSIAN[name]
    values: dict[str, Any] = {"prob.avg.rus": typed(marks), "bm.2.year": "2019 год"}
    if name in BASE:
        values |= dict(zip(("bm.2.g2", "bm.2.g3", "bm.2.g4", "bm.2.g5"), BASE[name], strict=True))
        values["bm.2.total"] = sum(BASE[name])
    if name in TRAINED:
        for year in ("y1", "y2"):
            values[f"ind.1.2-1.{year}.num"], values[f"ind.1.2-1.{year}.den"] = TRAINED[name]
    values |= {"ind.1.4-1.y1": "да" if name == CITY else "нет"}
    invented = Invented(name, len(marks), {"rus": bands("rus", marks)})
    return sent(invented, changes=values | changes)


def summary_of(*more: Sent) -> DistrictSummary:
    """Four schools; the farm's average is missing, the village has an own indicator."""
    own = {"ind.1.5-1.name": "=1+1", "ind.1.5-1.unit": "ед.", "ind.1.5-1.y1": 3}
    files = [file(CITY), file(VILLAGE, **own), file(STATION), *more]
    return consolidate([*files, file(FARM, **{"prob.avg.rus": None})], EDITION)


@pytest.fixture(scope="module")
def summary() -> DistrictSummary:
    return summary_of()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, summary: DistrictSummary) -> Path:
    path = tmp_path_factory.mktemp("averages") / "Сводка.xlsx"
    write_summary_workbook(path, summary, created=BUILT)
    return path


def sheet(path: Path, name: str, *, values: bool = True) -> Worksheet:
    return load_workbook(path, data_only=values)[name]


def rows(path: Path, name: str, first: str, second: str = "") -> list[tuple[Any, ...]]:
    """The rows that begin with a text, and whose school's cell begins with another."""
    found = sheet(path, name).iter_rows(values_only=True)
    return [
        row
        for row in found
        if row[0] == first and (not second or any(str(c or "").startswith(second) for c in row))
    ]


# --- what a reader sees ---


def test_the_district_stands_above_its_schools_with_how_many_they_are(written: Path) -> None:
    district, *schools = rows(written, AVERAGES, "Русский язык")
    people = {name: len(RUSSIAN[name]) for name in (CITY, VILLAGE, STATION)}
    weighed = sum(Fraction(str(typed(RUSSIAN[name]))) * n for name, n in people.items())
    mean = rounded(weighed / sum(people.values()), 1)
    assert district[1:4] == ("РАЙОН — по 3 школам", sum(people.values()), mean)
    assert district[7] == "3 из 4"
    assert f"Лучшая школа: {CITY} (65)" in district[8]
    assert f"{FARM} — «Средний балл», Русский язык (PRB-004)" in district[8]
    assert [row[1] for row in schools] == [CITY, STATION, VILLAGE, FARM]


def test_a_school_beside_the_district_with_its_place(written: Path) -> None:
    district = rows(written, AVERAGES, "Русский язык")[0][3]
    (city,) = rows(written, AVERAGES, "Русский язык", CITY)
    assert city[2:5] == (6, 65, district)
    assert city[5] == round_half_up(65 - district, 1)
    assert city[6:][:3] == ("1 из 2", "да", "лучшая школа по предмету")
    (village,) = rows(written, AVERAGES, "Русский язык", VILLAGE)
    assert village[6] == "меньше 5 чел."
    farm = rows(written, AVERAGES, "Русский язык", FARM)[-1]
    assert farm[2:8] == ("(5)", "(—)", None, None, None, "нет: PRB-004")


def test_the_matrix_marks_small_groups_and_the_far_below(written: Path) -> None:
    found = {row[1].value: row[2] for row in sheet(written, MARKS).iter_rows(min_row=6) if row[1]}
    assert found["РАЙОН: средний балл"].value == rows(written, AVERAGES, "Русский язык")[0][3]
    assert (found[CITY].value, found[CITY].number_format) == (65, "General")
    assert (found[VILLAGE].value, found[VILLAGE].number_format) == (91.5, 'General"*"')
    assert found[STATION].number_format.startswith('"▼ "')  # 53,2, more than 5 below
    assert found[FARM].value == "(—)"


def test_base_maths_by_schools(written: Path) -> None:
    district, *schools = [
        row for row in sheet(written, BASE_MATH).iter_rows(values_only=True) if row[1] == "2019 год"
    ]
    sums = [sum(column) for column in zip(*BASE.values(), strict=True)]
    whole = sum(sums)
    assert district[0] == "РАЙОН — по 3 школам"
    assert [district[2], *district[3:11:2]] == [whole, *sums]
    mean = Fraction(sum(k * n for k, n in zip((2, 3, 4, 5), sums, strict=True)), whole)
    assert district[11] == rounded(mean, 2)
    passed, quality = (Fraction(sum(sums[n:]), whole) for n in (1, 2))
    assert district[12:15] == (rounded(passed, 2), rounded(quality, 2), "4 из 4")
    assert {row[0]: row[14] for row in schools} == {
        CITY: "да", VILLAGE: "да", STATION: "да", FARM: "не сдавали",
    }  # fmt: skip


def test_indicators_by_schools(written: Path) -> None:
    district, *schools = rows(written, INDICATORS, "1.2-1")
    num, den = (sum(column) for column in zip(*TRAINED.values(), strict=True))
    assert district[4:8] == (num, den, rounded(Fraction(num, den), 2), "3 из 4")
    assert "не заполнено: 1" in district[12]
    assert {row[2]: row[4:6] for row in schools} == {**TRAINED, FARM: (None, None)}


def test_the_share_of_schools_over_accepted_and_over_all(written: Path) -> None:
    district, *schools = rows(written, INDICATORS, "1.4-1")
    assert district[4:7] == (1, 4, 0.25)
    assert "от всех 4 школ района — 25%" in district[12]
    assert [row[4] for row in schools] == ["да" if row[2] == CITY else "нет" for row in schools]


def own_book() -> Sent:
    """The district's own: 120 of 4000 thousand for its weak schools."""
    numbers = {
        "ind.1.1-1.y1.num": 120,
        "ind.1.1-1.y1.den": 4000,
        "ind.1.1-2.y1": "не применимо",
    }
    return Sent("Район.xlsx", "f" * 64, "2020.1", blank(form_of("2020-район"), numbers))


def test_the_districts_own_indicators_come_from_its_own_book(tmp_path: Path, written: Path) -> None:
    (without,) = rows(written, INDICATORS, "1.1-1")
    assert without[4:8] == (None,) * 4
    assert "её здесь нет" in without[12]
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(own_book()), created=BUILT)
    (first,), (second,) = (rows(path, INDICATORS, key) for key in ("1.1-1", "1.1-2"))
    assert first[4:12] == (120, 4000, 0.03, "да", None, None, None, "не заполнено")
    assert second[4:8] == (None, None, None, "не применимо")


def test_own_indicators_are_listed_below_as_texts(written: Path) -> None:
    (own,) = rows(written, INDICATORS, "1.5-1")
    assert (own[1], own[2], own[4]) == ("=1+1", VILLAGE, 3)
    cells = [cell for row in sheet(written, INDICATORS, values=False) for cell in row]
    (name,) = [cell for cell in cells if cell.value == "=1+1"]
    assert name.data_type != "f"
    assert "не складываются" in rows(written, INDICATORS, "1.5")[0][12]


@pytest.mark.parametrize(
    ("unit", "typed", "shown"),
    [("%", 0.48, "0%"), ("%", 1, "0%"), ("%", 48, "#,##0"), ("ед.", 1, "#,##0")],
)
def test_an_own_share_is_shown_as_the_percent_it_was_typed_as(
    tmp_path: Path, unit: str, typed: float, shown: str
) -> None:
    own = {"ind.1.5-1.name": "Охрана", "ind.1.5-1.unit": unit, "ind.1.5-1.y1": typed}
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate([file(CITY, **own)], EDITION), created=BUILT)
    (row,) = [row for row in sheet(path, INDICATORS) if row[0].value == "1.5-1"]
    assert (row[4].value, row[4].number_format) == (typed, shown)


def test_a_filter_stands_over_the_schools(written: Path) -> None:
    for name in (AVERAGES, BASE_MATH, INDICATORS):
        found = sheet(written, name)
        first = int(str(found.auto_filter.ref).split(":")[0].strip("A"))
        assert found.cell(first - 1, 1).value == "По школам"
        assert found.cell(first, 1).value == found.cell(5, 1).value  # the columns once more


@dataclass(frozen=True)
class LastYear:
    """Russian was 60 in the district, 70 in the city."""

    results_year: str = "2018/2019"

    def average(self, subject: str, school: str = "") -> float | None:
        city = next(line.school.key for line in summary_of().lines if line.school.name == CITY)
        return {("rus", ""): 60, ("rus", city): 70}.get((subject, school))


def test_last_year_is_a_column_only_where_it_is_given(
    tmp_path: Path, summary: DistrictSummary, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Сводка.xlsx"
    monkeypatch.setattr(summary_averages, "last_year", lambda _: LastYear())
    write_summary_workbook(path, summary, created=BUILT)
    titles = [cell.value for cell in sheet(path, AVERAGES)[5]]
    assert titles[7:9] == ["2018/2019: средний балл", "Изме-нение"]
    district, city = rows(path, AVERAGES, "Русский язык")[:2]
    assert district[7:9] == (60, round_half_up(district[3] - 60, 1))
    assert city[7:9] == (70, -5)
    assert rows(path, AVERAGES, "Русский язык", STATION)[0][7:9] == (None, None)
    assert "2018/2019" not in str([cell.value for cell in sheet(written, AVERAGES)[5]])


def test_nothing_received_is_drawn_as_such(tmp_path: Path) -> None:
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate([], EDITION), created=BUILT)
    assert rows(path, AVERAGES, "Физика")[0][1] == "РАЙОН — не сдавали"
    assert rows(path, INDICATORS, "1.2-1")[0][7] == "0 из 0"


# --- every number says what it is ---

DERIVED = {AVERAGES: ("Район", "Откло-нение"), MARKS: (), BASE_MATH: (), INDICATORS: ()}
"""Columns made of two figures that stand in the same row."""


def tagged(path: Path, name: str) -> Iterator[tuple[str, str, str, float]]:
    """Title of the column, tag of the row, tag of the column and value of each number."""
    found = list(sheet(path, name).iter_rows())
    columns, titles = found[3], found[4]
    for row in found[5:]:
        for cell, tag, title in zip(row[:-1], columns, titles, strict=False):
            is_number = isinstance(cell.value, int | float)
            if is_number and title.value != "№":
                yield str(title.value), str(row[-1].value), str(tag.value or ""), cell.value


@pytest.mark.parametrize("name", SHEETS)
def test_every_number_leads_to_its_recipe(
    written: Path, summary: DistrictSummary, name: str
) -> None:
    schools = {school.key: school for school in summary.counted}
    found = list(tagged(written, name))
    assert len(found) > 3
    for title, row, column, value in found:
        if title in DERIVED[name]:
            continue
        key, _, school = row.partition("@")
        figure = summary.figures[f"{key}.{column}"]
        number = figure.value if not school else _own(figure.recipe, schools[school])
        assert number is not None, (title, row, column)
        assert value in {
            number, round_half_up(number, 1), round_half_up(number, 2), number / 100
        }, (title, row, column)  # fmt: skip


def _own(recipe: Recipe, school: Any) -> float | None:
    given = recipe.contribution(school)
    return None if given is None else recipe.value(given.count, given.whole)


# --- the live totals ---


def test_no_product_takes_a_number_in_brackets_for_one(written: Path) -> None:
    """In a SUMPRODUCT the core of ONLYOFFICE reads the text «(5)» as −5: each range is masked."""
    products = [
        str(cell.value).removeprefix("=")
        for name in SHEETS
        for row in sheet(written, name, values=False).iter_rows()
        for cell in row
        if "SUMPRODUCT" in str(cell.value)
    ]
    masked = 0
    for product in products:
        for area in re.findall(r"(?<=,)\$[A-Z]+\$\d+:\$[A-Z]+\$\d+(?=[,)])", product):
            masked += 1
            assert f"--ISNUMBER({area})" in product
    assert masked > 10


@pytest.mark.libreoffice
def test_libreoffice_recalculates_the_same_numbers(written: Path) -> None:
    found = {name: sheet(written, name) for name in SHEETS}
    ranges = [(name, one.dimensions) for name, one in found.items()]
    live = 0
    for (name, one), again in zip(
        found.items(), recalculate([Job(written, ranges)])[0][0], strict=True
    ):
        formulas = sheet(written, name, values=False)
        for cells, values in zip(one[one.dimensions], again, strict=True):
            for cell, value in zip(cells, values, strict=True):
                live += str(formulas[cell.coordinate].value).startswith("=")
                expected = "" if cell.value is None else cell.value
                shown = "" if value is None else value
                assert shown == pytest.approx(expected), f"{name}!{cell.coordinate}"
    assert live > 60


@pytest.mark.libreoffice
def test_a_sorted_table_gives_the_same_district(written: Path) -> None:
    """Two schools change places: the totals do not; one school's number changes, and they do."""
    found = sheet(written, AVERAGES)
    first, second = [
        row[0].row for row in found.iter_rows(min_row=20) if row[1].value in (CITY, STATION)
    ]
    letters = "ABCD"
    swapped = [
        Change(AVERAGES, f"{letter}{at}", found[f"{letter}{other}"].value)
        for at, other in ((first, second), (second, first))
        for letter in letters
    ]
    more = [Change(AVERAGES, f"C{first}", 60)]
    district = [(AVERAGES, "A6:D6"), (AVERAGES, f"E{first}:F{first}")]
    before, sorted_, changed = recalculate([Job(written, district, ((), swapped, more))])[0]
    assert sorted_[0] == before[0]
    mean = sorted_[0][0][3]
    assert sorted_[1][0] == pytest.approx([mean, found[f"D{second}"].value - mean])
    assert changed[0][0][2] == before[0][0][2] + 54
    weighed = {CITY: 60, VILLAGE: 2, STATION: 5}
    total = sum(Fraction(str(typed(RUSSIAN[name]))) * n for name, n in weighed.items())
    assert changed[0][0][3] == rounded(total / sum(weighed.values()), 1)


# --- the demo's schools, read with openpyxl ---


def cells_of(path: Path) -> dict[str, list[Any]]:
    """By the hidden id of each row, the cells behind it, from the sheets of numbers."""
    found: dict[str, list[Any]] = {}
    workbook = load_workbook(path, data_only=True)
    for name in ("Паспорт", "ЕГЭ", "Показатели"):
        for row in workbook[name].iter_rows(values_only=True):
            if isinstance(row[0], str) and row[0].count("."):
                found[row[0]] = list(row)
    return found


def test_the_demo_adds_up_as_openpyxl_reads_it(tmp_path: Path) -> None:
    """The clean schools only: what an error leaves out is for the tests above."""
    clean = ("230501", "230502", "230503", "230504", "230505", "230506")
    paths = [one.path for one in demo_files(tmp_path)
             if one.code in clean]  # fmt: skip
    files = [
        Sent(path.name, f"{n:064}", "2020.1", read_workbook(path).submission)
        for n, path in enumerate(paths)
    ]
    figures = consolidate(files, EDITION).figures
    read = [cells_of(path) for path in paths]
    for subject in EDITION.subjects:
        pairs = [
            (Fraction(str(one[f"prob.avg.{subject.key}"][2])), one[f"ege.{subject.key}"][3])
            for one in read
            if one[f"ege.{subject.key}"][3]
        ]
        expected = float(sum(m * n for m, n in pairs) / sum(n for _, n in pairs)) if pairs else None
        mean = figures[f"avg.{subject.key}.mean"]
        assert mean.value == (None if expected is None else pytest.approx(expected))
        assert mean.gave == len(pairs)
    sums = [sum(one["bm.2"][at] or 0 for one in read) for at in (3, 4, 6, 8, 10)]
    names = ("total", "g2", "g3", "g4", "g5")
    assert [figures[f"bm.2019.{name}"].value for name in names] == sums
    for key, base in (("1.2-2", "heads"), ("1.3-3", "pupils"), ("1.1-4", "")):
        count = sum(one[f"ind.{key}"][6] for one in read)
        whole = sum(one[f"meta.{base}_total"][2] if base else one[f"ind.{key}"][7] for one in read)
        found = [figures[f"ind.{key}.y1.{part}"].value for part in ("num", "den")]
        assert found == [count, whole]
