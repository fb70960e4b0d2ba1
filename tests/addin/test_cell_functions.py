"""Functions in cells: the library's answers, for single cells and ranges, never an exception."""

from __future__ import annotations

import itertools
import math
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
import xlwings as xw
from examples import examples
from excel_on_windows import MISSING, ComTime, ExcelOnWindows, excel_on_windows
from hypothesis import given
from hypothesis import strategies as st
from officejs import NOT_AVAILABLE, call, described, served
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl_cells import OpenpyxlCells
from remote_book import opened

import roadmap_xl
from roadmap_xl.addin.book_cells import BookCells
from roadmap_xl.addin.check_book import check_book
from roadmap_xl.addin.functions import district_totals
from roadmap_xl.addin.functions.catalogue import FUNCTIONS, LONGEST_HELP, At, CellFunction, Example
from roadmap_xl.addin.functions.district_totals import Folders
from roadmap_xl.addin.functions.exams import score_range, share
from roadmap_xl.addin.functions.findings import HEADERS, NOTHING_FOUND, findings
from roadmap_xl.addin.functions.page import page
from roadmap_xl.addin.functions.texts import canonical_name, mark_state, term_end, term_meaning
from roadmap_xl.campaign.demo.run import REGISTRY, SENT, DemoResult
from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.expressions.numbers import percent
from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.form.tables import BANDS, BaseMath, SubjectResults
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.rules.checklist import checklist_of
from roadmap_xl.school.check import check_cells
from roadmap_xl.summary.numbers.schools import MEASURES
from roadmap_xl.texts.days import serial_of

ROOT = Path(__file__).parents[2]
FORM, LAYOUT = form_of("2020"), form_of("2020").layout
REAL, CLEAN = "Дорожная карта СОШ.xlsx", "Гимназия 1 дорожная карта.xlsx"
DRAFT = "Кузьминка филиал.xlsx"
NA = ErrorValue("#N/A")

FUNCTIONS_MODULE = Path(roadmap_xl.__file__).parent / "addin/vba/addin/xlwings_udfs.bas"


@pytest.fixture(scope="module")
def demo(demo_district: DemoResult) -> Path:
    """The demo's district: twelve workbooks in a folder, the registry beside it."""
    return demo_district.registry.parent


@pytest.fixture(scope="module")
def windows() -> Iterator[ExcelOnWindows]:
    with excel_on_windows() as excel:
        yield excel


@lru_cache(maxsize=16)
def values_of(path: Path) -> Workbook:
    """A workbook's values; not to be changed."""
    return load_workbook(path, data_only=True)


def with_own_sheet(path: Path) -> Workbook:
    """The workbook with a sheet of the user's own, on which the formula stands."""
    workbook = load_workbook(path, data_only=True)
    workbook.create_sheet("Мои замечания")["A1"].value = "Важность"
    return workbook


def sent(demo: Path) -> list[Path]:
    return sorted((demo / SENT).iterdir())


# What the catalogue says


@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda entry: entry.name)
def test_each_function_is_described_as_excel_can_show_it(entry: CellFunction) -> None:
    assert entry.name.isascii()
    assert entry.name.isupper()
    for text in (entry.help, *(argument.help for argument in entry.arguments)):
        assert 10 < len(text) <= LONGEST_HELP
        assert any("а" <= letter <= "я" for letter in text)
    for argument in entry.arguments:
        assert argument.name.isascii()
        assert not entry.is_optional(argument) or not entry.is_repeated(argument)
    assert entry.examples


def catalogue_examples() -> list[Any]:
    return [
        pytest.param(entry, example, id=f"{entry.name}-{number}")
        for entry in FUNCTIONS
        for number, example in enumerate(entry.examples, start=1)
    ]


def given_to(example: Example, demo: Path) -> list[object]:
    """The arguments of an example, its sheets and its folder those of the demo."""
    clean = values_of(demo / SENT / CLEAN)

    def one(argument: object) -> object:
        if isinstance(argument, At) and argument.cells is None:
            sheet, _, area = argument.address.rpartition("!")
            return [[cell.value for cell in row] for row in clean[sheet.strip("'")][area]]
        if isinstance(argument, At):
            return [list(row) for row in argument.cells or ()]
        return str(demo / SENT) if argument == r"D:\Район\Книги школ" else argument

    return [one(argument) for argument in example.arguments]


@pytest.mark.parametrize(("entry", "example"), catalogue_examples())
def test_the_examples_of_the_page_are_so(entry: CellFunction, example: Example, demo: Path) -> None:
    assert entry.function(*given_to(example, demo)) == example.result


@pytest.mark.parametrize(("entry", "example"), catalogue_examples())
def test_an_example_names_as_many_cells_as_it_fills(entry: CellFunction, example: Example) -> None:
    for at in example.arguments:
        if isinstance(at, At) and at.cells:
            left, top, right, bottom = range_boundaries(at.address)
            assert (bottom - top + 1, right - left + 1) == (len(at.cells), len(at.cells[0]))


def test_the_page_is_that_of_the_catalogue() -> None:
    written = (ROOT / "docs" / "functions.md").read_text("utf-8").splitlines()
    assert written == list(page()), "make functions"


def test_the_functions_stand_without_xlwings() -> None:
    code = "import sys, roadmap_xl.addin.functions.catalogue; print('xlwings' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# Each function against the library and the workbooks


def cells_at(workbook: Workbook, table: type, columns: Sequence[str]) -> list[list[object]]:
    """What stands in these columns of a table, a row for each of its rows."""
    rows = FORM.edition.rows_of(table.rows)
    fields = [[FORM.field(table, row.key, column) for column in columns] for row in rows]
    places = [[LAYOUT.place(field) for field in row] for row in fields]
    return [[workbook[place.sheet][place.cell].value for place in row] for row in places]


@pytest.mark.parametrize(
    ("table", "parts"), [(SubjectResults, BANDS), (BaseMath, ("g2", "g3", "g4", "g5"))]
)
def test_a_share_is_what_the_workbook_shows_beside_the_count(
    table: type, parts: tuple[str, ...], demo: Path
) -> None:
    compared = 0
    for path in sent(demo):
        workbook = values_of(path)
        counts, totals = cells_at(workbook, table, parts), cells_at(workbook, table, ["total"])
        beside = cells_at(workbook, table, [f"{part}_pct" for part in parts])
        found_in, shown_in = map(itertools.chain.from_iterable, (share(counts, totals), beside))
        for found, shown in zip(found_in, shown_in, strict=True):
            if not isinstance(found, str):  # «18 чел.» is cleaned, the live formula cannot
                assert (found in (None, "") and shown in (None, "")) or found == shown, path.name
                compared += isinstance(shown, int | float)
    assert compared > 20


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_is_rounded_as_the_districts_percent(part: int, whole: int) -> None:
    assert share(part, whole) == pytest.approx((percent(part, whole) or 0) / 100, abs=1e-12)


PRB_005 = [check for check in checklist_of(form_of("2020")).checks if check.rule.code == "PRB-005"]


@given(st.data())
def test_a_range_of_averages_is_the_rule_s(data: st.DataObject) -> None:
    check = data.draw(st.sampled_from(PRB_005))
    subject = check.field.row
    counts = data.draw(st.lists(st.integers(0, 30), min_size=7, max_size=7).filter(any))
    ((low, high),) = score_range([counts], subject.label, 2020)
    edge = data.draw(st.sampled_from([low - 0.5, high + 0.5]))
    average = round(edge + data.draw(st.sampled_from([-0.01, 0, 0.01, -5, 5])), 4)
    prefix = f"ege.{subject.key}"
    values = dict(zip((f"{prefix}.{band}" for band in BANDS), counts, strict=True))
    values |= {f"{prefix}.total": sum(counts), f"prob.avg.{subject.key}": average}
    verdict = check.verdict(blank(FORM, values).cell_values)
    assert verdict == ("✓" if low - 0.5 - 1e-6 < average < high + 0.5 + 1e-6 else "✗")


def test_a_range_of_averages_takes_the_rows_of_the_sheet_as_they_are(demo: Path) -> None:
    workbook = values_of(demo / SENT / CLEAN)
    labels = [[subject.label] for subject in FORM.edition.subjects]
    pairs = [name for band in BANDS for name in (band, f"{band}_pct")]
    whole_rows = cells_at(workbook, SubjectResults, ["total", *pairs])
    bands = cells_at(workbook, SubjectResults, BANDS)
    found = score_range(whole_rows, labels, 2020)
    assert found == score_range(bands, labels, 2020)
    averages = [
        workbook[place.sheet][place.cell].value
        for subject in FORM.edition.subjects
        for place in [LAYOUT.place(FORM.by_id[f"prob.avg.{subject.key}"])]
    ]
    for (low, high), average in zip(found, averages, strict=True):
        assert (low is None) == (average is None)
        assert average is None or low - 0.5 <= average <= high + 0.5


def column_sum(demo: Path, field_id: str, without: Sequence[str]) -> float:
    """The sum of a cell over the workbooks, by openpyxl."""
    place = LAYOUT.place(FORM.by_id[field_id])
    paths = [path for path in sent(demo) if path.name not in without]
    found = [values_of(path)[place.sheet][place.cell].value for path in paths]
    return sum(value for value in found if isinstance(value, int | float))


FIFTH, LAKE = "ДК СОШ5 ИСПРАВЛЕННАЯ!!!.xlsx", "Приозёрная СОШ Дорожная карта.xlsx"


@pytest.mark.parametrize(
    ("field", "left_out", "as_text"),
    [
        ("org.participants_persons", [], 0),
        ("meta.grads11_total", [], 0),
        ("ege.chem.total", [], 0),
        ("ege.phys.total", [FIFTH], 0),  # EGE-002 leaves out its row «Физика»
        ("ege.phys.b_51_60", [FIFTH], 0),
        ("ege.rus.total", [LAKE], 0),  # EGE-010
        ("prob.n_olymp", [], 5),  # the fifth school typed «5 чел.»
    ],
)
def test_a_district_total_is_the_sum_of_the_cells(
    field: str, left_out: list[str], as_text: int, demo: Path
) -> None:
    """Without the school that is not recognised, the draft, and whose error leaves the row out."""
    total = column_sum(demo, field, [REAL, DRAFT, *left_out]) + as_text
    folders, folder = Folders(), str(demo / SENT)
    assert folders.total(folder, field) == total
    schools, which = (10, " с 11 классом") if field[:4] in ("org.", "ege.") else (11, "")
    counted = schools - 1 - len(left_out)
    covered = f"учтено {counted} из {schools} школ{which}; не опознано файлов: 1"
    assert folders.coverage(folder, field) == covered


def test_a_district_total_is_the_summary_s(demo: Path, demo_district: DemoResult) -> None:
    sent_to, registry = str(demo / SENT), str(demo / REGISTRY)
    summary = demo_district.after
    folders = Folders()
    for subject in summary.subjects[:-1]:
        field = f"ege.{subject.key}.total"
        figure = summary.figures[field]
        assert folders.total(sent_to, field, None, registry) == figure.value
        covered = f"учтено {figure.counted} из 11 школ с 11 классом"
        assert folders.coverage(sent_to, field, None, registry) == covered
    for measure, column in product(MEASURES, summary.edition.school_columns):
        figure = summary.figures[f"org.{measure}.{column.key}"]
        field = f"org.{column.key}.{measure}"
        assert folders.total(sent_to, field, 2020, registry) == figure.value


def test_a_total_of_a_whole_that_shows_the_headcount_is_the_headcount(demo: Path) -> None:
    """«Всего» of an indicator is prefilled by formula: its cell is blank and shows a number."""
    place = LAYOUT.place(FORM.by_id["ind.1.2-1.y1.den"])
    paths = [path for path in sent(demo) if path.name not in (REAL, DRAFT)]
    shown = [values_of(path)[place.sheet][place.cell].value for path in paths]
    total = Folders().total(str(demo / SENT), "ind.1.2-1.y1.den")
    assert total == sum(shown) > 0


def test_a_folder_is_read_again_only_when_a_file_changes(demo: Path, tmp_path: Path) -> None:
    first, second = (path for path in sent(demo) if path.name.startswith(("Гимн", "ДК Кл")))
    shutil.copy(first, tmp_path)
    folders, read = Folders(), []
    collect = district_totals.collect
    with patch.object(
        district_totals, "collect", lambda *a, **k: read.append(a) or collect(*a, **k)
    ):
        once = [folders.total(str(tmp_path), "prob.n_olymp") for _ in range(3)]
        assert (len(set(once)), len(read)) == (1, 1)
        shutil.copy(second, tmp_path)
        folders.total(str(tmp_path), "prob.n_olymp")
        folders.coverage(str(tmp_path), "prob.n_olymp")
        assert len(read) == 2
        os.utime(tmp_path / second.name, (1, 1))
        folders.total(str(tmp_path), "prob.n_olymp")
        assert len(read) == 3


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("..", "«..» — вне папки, открытой для функций"),
        (f"{SENT}/../..", f"«{SENT}/../..» — вне папки, открытой для функций"),
        ("/etc", "«/etc» — вне папки, открытой для функций"),
        ("нет", "Нет папки «нет». Укажите папку с книгами школ."),
        ("/", "«/» — вне папки, открытой для функций"),
        ("a\0b", "нет такой папки: «ab»"),
        ("x" * 5000, f"нет такой папки: «{'x' * 79}…»"),
        ("", "укажите папку с книгами школ"),
    ],
)
def test_under_a_root_nothing_else_is_read(folder: str, said: str, demo: Path) -> None:
    assert Folders(demo).total(folder, "ege.rus.total") == said


def test_under_a_root_a_path_inside_it_is_read(demo: Path) -> None:
    total = Folders().total(str(demo / SENT), "ege.rus.total", None, str(demo / REGISTRY))
    for folder in (SENT, f"./{SENT}", f"{SENT}/../{SENT}", str(demo / SENT)):
        assert Folders(demo).total(folder, "ege.rus.total", None, REGISTRY) == total


def test_a_link_out_of_the_root_is_not_followed(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "открыто"
    (root / "школы").mkdir(parents=True)
    (root / "папка").symlink_to(demo / SENT)
    (root / "школы" / CLEAN).symlink_to(demo / SENT / CLEAN)
    for folder in ("папка", "школы"):
        said = Folders(root).total(folder, "ege.rus.total")
        assert isinstance(said, str)
        assert said.endswith("вне папки, открытой для функций")
    registry = Folders(demo / SENT).total(".", "ege.rus.total", None, str(demo / REGISTRY))
    assert registry == f"«{demo / REGISTRY}» — вне папки, открытой для функций"


# Findings


class Given(NamedTuple):
    """How a workbook's sheets come to a function: in what order, with dates how, and the hidden."""

    seed: int
    serials: bool
    with_meta: bool


def sheets_of(path: Path, how: Given) -> list[list[list[object]]]:
    def cell(value: object) -> object:
        day = value.date() if isinstance(value, datetime) else value
        return float(serial_of(day)) if how.serials and isinstance(day, date) else value

    found = [
        [[cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in values_of(path)
        if not sheet.title.startswith("_") or (how.with_meta and sheet.title == "_meta")
    ]
    random.Random(how.seed).shuffle(found)
    return found


@lru_cache(maxsize=16)
def lines_of(path: Path) -> list[list[object]]:
    """What `check` says of a workbook, as the cell function shows it; not to be changed."""
    report = check_cells(OpenpyxlCells(path), path.name)
    return [
        [f.severity.word, f.place, f.message, f.fix, f.code]
        for f in group_findings(report.findings)
    ]


@pytest.mark.parametrize(
    "how", [Given(1, False, True), Given(2, True, False)], ids=["excel", "office.js"]
)
def test_findings_of_ranges_are_those_of_the_workbook(how: Given, demo: Path) -> None:
    for path in sent(demo):
        lines = lines_of(path)
        expected = [list(HEADERS), *lines] if lines else [[NOTHING_FOUND]]
        assert findings(*sheets_of(path, how)) == expected, path.name


def test_findings_name_a_sheet_that_was_not_given(demo: Path) -> None:
    sheets = sheets_of(demo / SENT / CLEAN, Given(0, False, True))
    without_one = [s for s in sheets if "org.participants_persons" not in [row[0] for row in s]]
    assert len(without_one) == len(sheets) - 1
    said = [line[2] for line in findings(*without_one)[1:] if line[0] == "ошибка"]
    assert said == ["В книге нет листа «ЕГЭ по школе»."]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ([[["что угодно"]]], "FIL-003"),
        ([None], "FIL-003"),
        ([[["form", "roadmap_xl"], ["edition", "2031"]]], "FIL-003"),
        ([[["x"], *[[None]] * 260_000, ["x"]]], ""),
    ],
    ids=["another", "blank", "year", "outsized"],
)
def test_what_is_no_workbook_of_the_form_is_said(sheets: list[Any], code: str) -> None:
    header, line = findings(*sheets)
    assert header == list(HEADERS)
    assert (line[0], line[4]) == ("ошибка", code)
    assert line[2]


def test_the_sheet_of_the_formula_is_no_part_of_what_it_checks(demo: Path) -> None:
    book = opened(with_own_sheet(demo / SENT / REAL))
    without = check_cells(BookCells(book, without="Мои замечания"), REAL)
    assert without.findings == check_book(opened(values_of(demo / SENT / REAL))).findings
    assert without.findings != check_book(book).findings
    assert "План" in BookCells(book, without="План").sheet_names


# Arguments: shapes, and what cannot be used


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 8, 0.13),
        ([[1]], [[8]], [[0.13]]),
        ([[1], [2]], [[8], [4]], [[0.13], [0.5]]),
        ([[1, 2]], [[8, 4]], [[0.13, 0.5]]),
        ([[1, 2], [3, 4]], 8, [[0.13, 0.25], [0.38, 0.5]]),
        ([[1, 2], [3, 4]], [[8], [4]], [[0.13, 0.25], [0.75, 1.0]]),
        ([[1, 2], [3, 4]], [[8, 4]], [[0.13, 0.5], [0.38, 1.0]]),
        ([[1], [None]], [[None], [4]], [[None], [None]]),
        ([1, 2], 4, [[0.25, 0.5]]),
        ([[1], [2]], [[1], [2], [3]], "диапазоны разного размера: 2×1 и 3×1 (строк×столбцов)"),
        ([[1, 2]], [[1, 2, 3]], "диапазоны разного размера: 1×2 и 1×3 (строк×столбцов)"),
        ([[NA], [2]], 4, [["ошибка Excel: #Н/Д"], [0.5]]),
        ([], 4, [[None]]),
    ],
)
def test_the_same_shape_comes_out(part: object, whole: object, expected: object) -> None:
    assert share(part, whole) == expected


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("18 чел.", 0.9),
        ("12,0", 0.6),
        ("12.0", 0.6),
        ("-", 0),
        ("нет", 0),
        ("н/с", None),
        (2.5, 0.13),
        ("", None),
        ("нет данных", "нет данных: нет данных"),
        ("?", "нет данных: ?"),
        (True, "не число: ИСТИНА"),
        (date(2020, 5, 27), "дата вместо числа: 27.05.2020"),
        (datetime(2020, 5, 27), "дата вместо числа: 27.05.2020 00:00"),
        (43978.0, "дата вместо числа: 43978"),
        (NA, "ошибка Excel: #Н/Д"),
        ("#Н/Д", "ошибка Excel: #Н/Д"),
        ("3 или 4", "не одно число: 3 или 4"),
        (float("nan"), "не число: nan"),
    ],
)
def test_a_count_is_read_as_schools_type_it(part: object, shown: object) -> None:
    assert share(part, 20) == shown


PLAN = (2020, 2022)
WRONG_YEARS = "годы плана — два года по порядку, например 2020 и 2022"


@pytest.mark.parametrize(
    ("term", "end", "meaning"),
    [
        ("сентябрь – май", date(2021, 5, 31), "с 01.09.2020 по 31.05.2021 (годы — 2020, 2021)"),
        ("I квартал 2021", date(2021, 3, 31), "с 01.01.2021 по 31.03.2021"),
        ("до 15.12.2020", date(2020, 12, 15), "15.12.2020"),
        ("ежемесячно", date(2022, 8, 31), "каждый месяц, с 01.09.2020 по 31.08.2022"),
        (date(2020, 10, 1), date(2020, 10, 1), "01.10.2020"),
        (datetime(2020, 10, 1), date(2020, 10, 1), "01.10.2020"),
        (44105.0, date(2020, 10, 1), "01.10.2020"),
        ("по плану", None, "срок без даты"),
        ("31.09.2020", None, "такой даты нет в календаре"),
        ("абв", None, "срок не понят"),
        ("то же", None, "как в строке выше"),
        ("01.01.0150", "01.01.0150", "01.01.0150"),
        ("-", None, None),
        ("", None, None),
        (None, None, None),
        (NA, "ошибка Excel: #Н/Д", "ошибка Excel: #Н/Д"),
    ],
)
def test_terms_are_understood(term: object, end: object, meaning: object) -> None:
    assert (term_end(term, *PLAN), term_meaning(term, *PLAN)) == (end, meaning)


@pytest.mark.parametrize(
    "years", [(2022, 2020), (2020, 2020), ("x", 2022), (None, 2022), (0, 9999), (2020.5, 2022)]
)
def test_a_plan_has_two_years(years: tuple[object, object]) -> None:
    said = term_end("май", *years)
    assert said == WRONG_YEARS or (years[0] == "x" and said == "не число: x")


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("проведён, протокол № 3", "выполнено"),
        ("не выполнено (карантин)", "не выполнено"),
        ("50 %", "частично"),
        ("в работе", "выполняется"),
        ("перенесено на октябрь", "выполняется"),
        ("не применимо", "не применимо"),
        (date(2020, 10, 1), "выполнено"),
        (44105.0, "выполнено"),
        ("абв", "отметка не понята"),
        ("-", None),
        (None, None),
        (NA, "ошибка Excel: #Н/Д"),
        ([["да"], [None]], [["выполнено"], [None]]),
    ],
)
def test_marks_are_in_the_form_s_words(mark: object, state: object) -> None:
    assert mark_state(mark) == state
    assert mark_state(mark, *PLAN) == state


KNOWN = [["МБОУ СОШ № 5 ст. Раздольная"], ["СОШ с. Ивановка"], [None], [NA], ["СОШ № 5 п. Луч"]]


@pytest.mark.parametrize(
    ("school", "registry", "name"),
    [
        ("СОШ №5 ст.Раздольная", KNOWN, "МБОУ СОШ № 5 ст. Раздольная"),
        ("Ивановская школа", KNOWN, "СОШ с. Ивановка"),
        ("СОШ № 5", KNOWN, "Название «СОШ № 5» подходит к нескольким школам: «МБОУ СОШ № 5 ст. "
                           "Раздольная», «СОШ № 5 п. Луч»."),
        ("лицей № 1", KNOWN, "Школы «лицей № 1» нет в реестре района."),
        ("СОШ №", KNOWN, "в названии нет ни номера, ни имени школы"),
        (None, KNOWN, None),
        ([["Ивановская СОШ", None]], KNOWN, [["СОШ с. Ивановка", None]]),
        ("СОШ №", None, "в названии нет ни номера, ни имени школы"),
        (NA, None, "ошибка Excel: #Н/Д"),
        (None, None, None),
    ],
)  # fmt: skip
def test_a_school_is_known_by_any_spelling(school: object, registry: object, name: object) -> None:
    assert canonical_name(school, registry) == name


@pytest.mark.parametrize(
    "spelled", ["МБОУ «СОШ N5» им. А. П. Иванова", "СОШ №5", "Средняя школа № 5", "COШ № 5"]
)
def test_without_a_list_all_spellings_have_one_key(spelled: str) -> None:
    assert canonical_name(spelled) == canonical_name("СОШ № 5")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([[1, 2, 3]], "Физика"), "нужна строка листа «ЕГЭ» от «Всего» до последнего % (15 ячеек) "
                                  "или только диапазоны баллов (7), а ячеек 3"),
        (([[1] * 7], "Труд", 2020), "нет предмета «Труд» в бланке 2020 года"),
        (([[1] * 7], None, 2020), "укажите предмет, как в бланке"),
        (([[1] * 7], "Физика", 2031), "Нет бланка за «2031» год. Есть: 2020, 2026."),
        (([[1] * 7] * 2, [["Физика"]] * 3), "строк с числами 2, а предметов 3"),
        (([[1] * 6 + ["много"]], "Физика"), "не число: много"),
        (([[-1] + [1] * 6], "Физика", 2020), "«Физика», графа «Не преодолели порог»: нужно целое "
                                             "число человек, а стоит -1."),
        (([[9, 1] + [0] * 13], "Физика", 2020), "«Физика»: «Всего» 9, а по диапазонам в сумме 1. "
                                                "Разница 8."),
        (([[1] * 7], NA, 2020), "ошибка Excel: #Н/Д"),
    ],
)  # fmt: skip
def test_bands_that_cannot_be_used_say_why(arguments: tuple[Any, ...], said: str) -> None:
    assert score_range(*arguments)[0] == [said, None]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("ege.rus.below_pct", "проценты не складываются: сложите числа, а долю посчитайте от сумм"),
        ("ind.1.2-1.y1", "проценты не складываются: сложите числа, а долю посчитайте от сумм"),
        ("prob.avg.rus", "средние баллы не складываются"),
        ("meta.contact", "в этом поле слова, а не числа"),
        ("ege.xxx.total", "нет поля «ege.xxx.total» в бланке 2020 года"),
        (None, "укажите поле, например ege.rus.total"),
        ("Наименование целевого показателя", "нет поля «Наименование целевого показателя» в бланке "
                                             "2020 года"),
        (NA, "ошибка Excel: #Н/Д"),
    ],
)  # fmt: skip
def test_what_is_not_summed_says_why(field: object, said: str, demo: Path) -> None:
    folders = Folders()
    assert folders.total(str(demo / SENT), field) == said
    assert folders.coverage(str(demo / SENT), field) == said


@pytest.mark.parametrize("field", [f for f in FORM.fields if f.kind is Kind.COUNT][::25])
def test_a_field_is_named_as_on_the_sheet(field: Any, demo: Path) -> None:
    label = f"{field.row.label}: {field.label}" if field.row.label else field.label
    said = Folders().total(str(demo / SENT), label.upper())
    known = Folders().total(str(demo / SENT), field.id)
    assert said == known or str(said).startswith("так называются несколько полей: ")


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["18 чел.", "-", "сентябрь – май", "ege.rus.total", "form", "roadmap_xl", "№"]),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=3000)),
    st.builds(ErrorValue),
)
ARGUMENTS = CELLS | st.lists(st.lists(CELLS, max_size=8), max_size=4)
CELL_TYPES = (type(None), bool, int, float, str, date)


@pytest.mark.parametrize("seed", range(5))
def test_sheets_with_anything_in_their_cells_give_a_table(seed: int, demo: Path) -> None:
    chance = random.Random(seed)
    odd = [None, True, 1e300, -5, math.nan, math.inf, "x", "=1+1", NA, date(2020, 1, 1), 40000.5]
    odd += [datetime(2020, 1, 1, 3), time(3), timedelta(1), "ege.rus", "pln.1-01", "18 чел."]
    for _ in range(10):
        sheets = sheets_of(demo / SENT / CLEAN, Given(seed, False, chance.random() < 0.5))
        for sheet in sheets:
            for _ in range(chance.randrange(60)):
                row = chance.choice(sheet)
                row[chance.randrange(len(row))] = chance.choice(odd)
            if chance.random() < 0.3:
                del sheet[chance.randrange(len(sheet))]
        found = findings(*sheets[: chance.randrange(1, len(sheets) + 1)])
        assert all(isinstance(cell, str) for row in found for cell in row)


@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda entry: entry.name)
@examples(60)
@given(st.data())
def test_no_argument_raises(entry: CellFunction, data: st.DataObject) -> None:
    given_arguments = [data.draw(ARGUMENTS) for _ in entry.arguments]
    found = entry.function(*given_arguments)
    cells = [cell for row in found for cell in row] if isinstance(found, list) else [found]
    assert all(isinstance(cell, CELL_TYPES) for cell in cells)
    assert not any(isinstance(cell, datetime | time) for cell in cells)


# Excel for Windows: xlwings' own code, with stand-ins for pywin32 and Excel


def test_on_windows_every_function_is_in_the_vba_module(windows: ExcelOnWindows) -> None:
    vba = windows.import_functions().vba.decode("ascii")
    for entry in FUNCTIONS:
        parameters = [
            f"ParamArray {argument.name}()"
            if entry.is_repeated(argument)
            else f"{'Optional ' if entry.is_optional(argument) else ''}{argument.name}"
            for argument in entry.arguments
        ]
        assert f"Function ROADMAP_{entry.name}({', '.join(parameters)})\n" in vba.replace("\r", "")
    assert vba.count("\nEnd Function") == len(FUNCTIONS)


def test_the_add_in_carries_the_module_that_xlwings_writes(windows: ExcelOnWindows) -> None:
    made = windows.import_functions().vba.replace(b"\r\n", b"\n")
    assert FUNCTIONS_MODULE.read_bytes().replace(b"\r\n", b"\n") == made


def test_on_windows_the_words_reach_excel_in_russian(windows: ExcelOnWindows) -> None:
    described_as = windows.import_functions().descriptions
    assert set(described_as) == {f"ROADMAP_{entry.name}" for entry in FUNCTIONS}
    for entry in FUNCTIONS:
        said = described_as[f"ROADMAP_{entry.name}"]
        assert said["Description"] == entry.help
        assert said["ArgumentDescriptions"] == [a.help for a in entry.arguments]
        assert said["Category"] == "Дорожная карта"


@pytest.mark.parametrize(
    ("name", "arguments", "cells"),
    [
        ("SHARE", (57.0, 200.0), [[0.29]]),
        ("SHARE", (((1.0,), (2.0,)), ((8.0,), (-2146826246,))), [[0.13], ["ошибка Excel: #Н/Д"]]),
        ("SHARE", (((1.0, 2.0), (None, "")), 8.0), [[0.13, 0.25], ["", ""]]),
        ("SHARE", (True, 8.0), [["не число: ИСТИНА"]]),
        ("SHARE", (ComTime(2020, 5, 27), 8.0), [["дата вместо числа: 27.05.2020 00:00"]]),
        ("TERM_MEANING", (ComTime(2020, 10, 1), 2020.0, 2022.0), [["01.10.2020"]]),
        ("MARK_STATE", ("да", MISSING, MISSING), [["выполнено"]]),
        ("MARK_STATE", (ComTime(2020, 10, 1), MISSING, MISSING), [["выполнено"]]),
        ("MARK_STATE", (None, MISSING, MISSING), [[""]]),
        ("SCHOOL_NAME", ("СОШ № 5", MISSING), [["сош|5||"]]),
        ("SCORE_RANGE", (((0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),), "Физика", 2020.0), [[36, 50]]),
        ("FINDINGS", (None, (("что угодно",), (None,))), None),
    ],
)
def test_on_windows_a_call_gives_the_same(
    windows: ExcelOnWindows, name: str, arguments: tuple[Any, ...], cells: Any
) -> None:
    found = windows.call(f"ROADMAP_{name}", *arguments)
    assert found == (findings([["что угодно"], [None]]) if cells is None else cells)


def test_on_windows_a_date_is_given_as_one(windows: ExcelOnWindows) -> None:
    ((day,),) = windows.call("ROADMAP_TERM_END", "сентябрь – май", 2020.0, 2022.0)
    assert (day.year, day.month, day.day) == (2021, 5, 31)


def test_on_windows_findings_are_those_of_the_calling_workbook(
    windows: ExcelOnWindows, demo: Path
) -> None:
    book = opened(with_own_sheet(demo / SENT / REAL))
    caller = SimpleNamespace(sheet=SimpleNamespace(book=book, name="Мои замечания"))
    found = windows.call("ROADMAP_FINDINGS", None, caller=caller)
    assert [row[4] for row in found[1:]] == [line[4] for line in lines_of(demo / SENT / REAL)]
    assert book.json()["actions"] == []


def test_on_windows_a_busy_excel_is_said_in_words(windows: ExcelOnWindows) -> None:
    class Busy:
        @property
        def sheet(self) -> object:
            raise xw.XlwingsError("0x800AC472")

    ((said,),) = windows.call("ROADMAP_FINDINGS", None, caller=Busy())
    assert said.startswith("Excel не дал прочитать книгу")


# Office.js: xlwings' own description and dispatcher


@pytest.fixture(scope="module")
def on_server(demo: Path) -> Iterator[ModuleType]:
    with served(demo) as module:
        yield module


def test_on_the_server_every_function_is_described_in_russian(on_server: ModuleType) -> None:
    found = described(on_server)
    assert set(found) == {entry.name for entry in FUNCTIONS}
    assert set(on_server.__all__) == {entry.name.lower() for entry in FUNCTIONS}
    for entry in FUNCTIONS:
        said = found[entry.name]
        assert (said["name"], said["description"]) == (entry.name, entry.help)
        assert [
            (p["name"], p["description"], p.get("optional", False), p.get("repeating", False))
            for p in said["parameters"]
        ] == [(a.name, a.help, entry.is_optional(a), entry.is_repeated(a)) for a in entry.arguments]


def as_sent(argument: object) -> object:
    """An argument as Office.js sends it: a range, blanks as empty texts, dates as numbers."""
    grid = argument if isinstance(argument, list) else [[argument]]
    return [["" if cell is None else cell for cell in row] for row in grid]


def as_got(result: object) -> object:
    """What the cells get: a blank as an empty text, a date as a number with a format."""

    def cell(value: object) -> object:
        if isinstance(value, date):
            number = float(serial_of(value))
            return {
                "type": "FormattedNumber", "basicValue": number, "numberFormat": "dd.mm.yyyy"
            }  # fmt: skip
        return "" if value is None else value

    grid = result if isinstance(result, list) else [[result]]
    return [[cell(value) for value in row] for row in grid]


@pytest.mark.parametrize(("entry", "example"), catalogue_examples())
def test_on_the_server_a_call_gives_the_same(
    entry: CellFunction, example: Example, demo: Path, on_server: ModuleType
) -> None:
    arguments = [as_sent(argument) for argument in given_to(example, demo)]
    if any(map(entry.is_repeated, entry.arguments)):
        arguments = [arguments]
    assert call(on_server, entry.name.lower(), *arguments) == as_got(example.result)


def test_on_the_server_errors_and_blanks_are_what_they_are_in_excel(on_server: ModuleType) -> None:
    found = call(on_server, "share", [[1], [NOT_AVAILABLE], [""]], [[8], [8], [""]])
    assert found == [[0.13], ["ошибка Excel: #Н/Д"], [""]]
    assert call(on_server, "share", [[1, 2]], [[8]]) == [[0.13, 0.25]]
    assert call(on_server, "mark_state", [["да"]], None, None) == [["выполнено"]]
    assert call(on_server, "findings", []) == findings()


def test_on_the_server_folders_are_those_that_were_opened(
    demo: Path, on_server: ModuleType
) -> None:
    inside = call(on_server, "district_total", [[SENT]], [["prob.n_olymp"]], None, None)
    assert inside == [[Folders().total(str(demo / SENT), "prob.n_olymp")]]
    outside = call(on_server, "district_total", [["/etc"]], [["prob.n_olymp"]], None, None)
    assert outside == [["«/etc» — вне папки, открытой для функций"]]


def test_on_the_server_no_folder_is_open_by_itself(demo: Path) -> None:
    with served(None) as module:
        arguments = ([[str(demo / SENT)]], [["prob.n_olymp"]], None, None)
        for name in ("district_total", "district_coverage"):
            ((said,),) = call(module, name, *arguments)
            assert said.startswith("на сервере не указана папка")
