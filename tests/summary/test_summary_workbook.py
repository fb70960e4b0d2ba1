"""The summary workbook as the district opens it: its numbers, its words, nothing injected."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from district_files import (
    BANDS,
    CITY,
    EDITION,
    REGISTRY,
    SCHOOLS,
    STATION,
    VILLAGE,
    Invented,
    consolidate,
    error,
    sent,
    sha256_of,
)
from libreoffice import Job, recalculate
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.registry import read_registry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.errors import OutputError, RegistryError
from roadmap_xl.rules.findings import Excludes, Finding, Severity
from roadmap_xl.summary.numbers import passes
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import SHEETS, write_summary_workbook

BUILT = date(2020, 10, 12)
WRONG_ROW = {"ege.phys.total": 4}
NAMES = [one.name for one in SHEETS]


def summary_of(*files: Any) -> DistrictSummary:
    found = files or [
        sent(CITY, changes=WRONG_ROW),
        sent(VILLAGE, more=[error("ege.rus.below", Excludes.CELL)]),
        sent(STATION),
    ]
    return consolidate(found, EDITION, REGISTRY, district="Степной район")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("summary") / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(), created=BUILT)
    return path


def sheets(path: Path, *, values: bool = True) -> dict[str, Worksheet]:
    workbook = load_workbook(path, data_only=values)
    return {sheet.title: sheet for sheet in workbook.worksheets}


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def row_of(sheet: Worksheet, label: str) -> list[Any]:
    for row in sheet.iter_rows(values_only=True):
        if row[0] == label:
            return list(row)
    raise AssertionError(f"no row {label!r} on {sheet.title}")


def test_the_sheets_in_their_order(written: Path) -> None:
    workbook = load_workbook(written)
    visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert visible == [
        "Обзор",
        "Сдача",
        "Предметы",
        "По школам",
        "Средние баллы",
        "Баллы по школам",
        "Базовая математика",
        "Показатели",
        "План",
        "Просрочено",
        "Замечания",
        "Замены",
        "Риски",
        "Динамика",
        "Паспорт сводки",
    ]
    assert visible == NAMES


def test_every_sheet_says_year_day_and_coverage(written: Path) -> None:
    for name in NAMES:
        said = str(sheets(written)[name]["A2"].value)
        assert "Степной район" in said
        assert "2019/2020" in said
        assert "12.10.2020" in said
        assert "учтено 3 из 4 школ" in said


def test_subjects_with_their_sums_percents_and_coverage(written: Path) -> None:
    row = row_of(sheets(written)["Предметы"], "Физика")
    numbers = STATION.ege["phys"]
    whole = sum(numbers)
    assert row[1] == whole
    assert row[2:16:2] == list(numbers)
    assert row[3:17:2] == [round(n / whole, 2) for n in numbers]
    assert row[16:18] == [1, "2 из 4"]
    assert "EGE-002" in row[18]


def test_a_percent_is_a_live_formula_of_the_counts_beside_it(written: Path) -> None:
    row = row_of(sheets(written, values=False)["Предметы"], "Литература")
    number = next(
        cell.row for cell in sheets(written)["Предметы"]["A"] if cell.value == "Литература"
    )
    assert row[3] == f'=IF($B{number}=0,"",ROUND((C{number})/($B{number}),2))'


def test_a_percent_leaves_out_the_whole_of_a_school_whose_band_is_left_out(written: Path) -> None:
    """The village's one pupil is in «Всего», his band is not known: 1 of 8 + 5."""
    row = row_of(sheets(written)["Предметы"], "Русский язык")
    assert row[1:4] == [14, 1, 0.08]


def test_languages_together(written: Path) -> None:
    row = row_of(sheets(written)["Предметы"], "Итого по иностранным")
    rows = [row for school in SCHOOLS for key, row in school.ege.items() if key in ("eng", "deu")]
    assert row[1] == sum(map(sum, rows))
    assert row[2:16:2] == [sum(row[n] for row in rows) for n in range(len(BANDS))]
    assert row[16] == 2


def test_the_school_table_ends_with_the_district(written: Path) -> None:
    rows = list(sheets(written)["По школам"].iter_rows(min_row=6, values_only=True))
    labels = ["Участники", "Не сдали", "Сдали до 60 баллов", "Сдали 80 и более баллов"]
    assert [row[3] for row in rows[:20]] == labels * 5
    assert [row[1] for row in rows[:12:4]] == [school.name for school in SCHOOLS]
    assert rows[0][6] == "(4)"  # the city's physics is shown and not in the sum
    total, counted = rows[12:16], rows[16:20]
    assert total[0][1] == "ИТОГО по району"
    assert total[0][2] == CITY.persons + VILLAGE.persons + STATION.persons
    assert total[0][4:7] == (14, None, sum(STATION.ege["phys"]))
    assert counted[0][1] == "Учтено школ (из 4 школ)"
    assert [counted[0][4], counted[0][6], counted[3][6]] == [3, 2, 3]


def test_receipt_lists_the_registry(written: Path) -> None:
    rows = list(sheets(written)["Сдача"].iter_rows(min_row=7, values_only=True))
    assert [(row[1], row[3]) for row in rows] == [
        ("101", "принято с замечаниями"),
        ("102", "принято с замечаниями"),
        ("103", "принято с замечаниями"),
        ("104", "не сдано"),
    ]
    assert rows[0][6] == f"{CITY.name}.xlsx"
    assert rows[3][8] is None


def test_receipt_says_why_a_file_does_not_count(tmp_path: Path) -> None:
    nameless = Invented("СОШ №", 5, STATION.ege)
    files = [sent(CITY, "а.xlsx"), sent(CITY, "б.xlsx", WRONG_ROW), sent(nameless, "в.xlsx")]
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(*files), created=BUILT)
    rows = list(sheets(path)["Сдача"].iter_rows(min_row=7, values_only=True))
    assert [row[0] for row in rows] == [1, None, 2, 3, 4, None]  # schools, not files
    assert "пришло файлов: 2" in rows[0][11]
    assert rows[5][3] == "не опознано"
    assert "Не указана школа" in rows[5][11]


def test_findings_name_school_place_and_fix(written: Path) -> None:
    rows = list(sheets(written)["Замечания"].iter_rows(min_row=6, values_only=True))
    (row,) = [row for row in rows if row[6] == "EGE-002"]
    assert row[:4] == (CITY.name, "ошибка", "ЕГЭ", "D9")
    assert "«Физика»" in row[4]
    plan = [row for row in rows if row[6] == "PLN-001" and row[0] == CITY.name]
    assert len(plan) == 1  # 54 findings said in one line


def test_notes_that_ask_for_nothing_are_one_line_with_their_rows_folded(tmp_path: Path) -> None:
    """They stay on the sheet for whoever unfolds them, below the filter of what asks for more."""
    notes = [
        Finding("TST-002", Severity.NOTE, f"Замечено {n}.", "Исправлять не нужно.", "ЕГЭ", f"C{n}")
        for n in range(7, 12)
    ]
    asking = Finding("TST-003", Severity.NOTE, "Замечено.", "Проверьте графу.", "ЕГЭ", "D7")
    path = tmp_path / "Сводка.xlsx"
    files = [sent(CITY, changes=WRONG_ROW, more=[*notes, asking]), sent(STATION, more=notes[:1])]
    write_summary_workbook(path, summary_of(*files), created=BUILT)
    found = sheets(path)["Замечания"]
    rows = {row[0].row: [cell.value for cell in row] for row in found.iter_rows(min_row=6)}
    folded = [at for at in rows if found.row_dimensions[at].hidden]
    assert [rows[at][6] for at in folded].count("TST-002") == len(notes) + 1
    seen = [rows[at] for at in rows if at not in folded]
    assert not [row for row in seen if row[6] == "TST-002"]
    assert [row[5] for row in seen if row[6] == "TST-003"] == ["Проверьте графу."]
    (line,) = [row[0] for row in seen if str(row[0]).startswith("К сведению")]
    assert f"делать ничего не нужно: {len(folded)}" in line
    assert int(found.auto_filter.ref.rpartition("H")[2]) < min(folded)


A4_LANDSCAPE = 297 - 2 * 0.4 * 25.4
"""Millimetres between the margins."""


@pytest.mark.parametrize("name", ["По школам", "Баллы по школам"])
def test_the_wide_tables_print_at_a_size_that_is_read(written: Path, name: str) -> None:
    """10 points of a cell stay 8 on paper, where the sheet is made to fit its width."""
    found = sheets(written)[name]
    last = found.print_area.partition(":")[2].replace("$", "").rstrip("0123456789")
    number = column_index_from_string(last)
    widths = [
        one.width
        for one in found.column_dimensions.values()
        for n in range(one.min, one.max + 1)
        if n <= number
    ]
    millimetres = sum(7 * width for width in widths) * 25.4 / 96  # with their padding, as kept
    assert 10 * min(1, A4_LANDSCAPE / millimetres) >= 8


def test_passport_records_files_and_unconfirmed_thresholds(written: Path) -> None:
    said = texts(sheets(written)["Паспорт сводки"])
    for school in SCHOOLS:
        assert sha256_of(f"{school.name}.xlsx") in said
    unconfirmed = sum(not subject.confirmed for subject in EDITION.subjects)
    assert said.count("не подтверждено") == unconfirmed
    assert "24 или 36" in said


def test_the_chart_shows_the_subjects_that_were_sat(written: Path) -> None:
    with ZipFile(written) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "charts/chart" in name]
    (found,) = [part for part in parts if b"_chart!" in part]  # the others are of «Обзор»
    chart = ElementTree.fromstring(found)
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    assert chart.find(f".//{space}grouping").get("val") == "percentStacked"
    series = chart.findall(f".//{space}ser")
    assert len(series) == len(BANDS)
    data = list(sheets(written)["_chart"].iter_rows(values_only=True))
    assert [str(row[0]).split(":")[0] for row in data] == [
        "Русский язык", "Физика", "Английский язык", "Немецкий язык", "Литература",
    ]  # fmt: skip
    assert f"$A${len(data)}" in series[0].find(f".//{space}cat//{space}f").text


def test_every_page_says_that_it_is_not_for_publication(written: Path) -> None:
    for name in NAMES:
        assert "не для публикации" in str(sheets(written)[name].oddFooter.left.text), name
    assert any("Не для публ" in text or "не для публ" in text for text in passport_of(written))


def passport_of(path: Path) -> list[str]:
    return texts(sheets(path)["Паспорт сводки"])


def test_every_sheet_prints_landscape_with_its_header(written: Path) -> None:
    for sheet in [sheets(written)[name] for name in NAMES]:
        turned = "portrait" if sheet.title == "Обзор" else "landscape"
        assert sheet.page_setup.orientation == turned
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert "Стр." in str(sheet.oddFooter.right.text)
        assert sheet.freeze_panes


def test_text_from_schools_is_only_ever_text(tmp_path: Path) -> None:
    evil = Invented('=HYPERLINK("http://evil.example") СОШ № 5', 5, STATION.ege)
    file = sent(evil, "=cmd.xlsx", {"meta.contact": "http://evil.example", "meta.note": "+1+1"})
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate([file], EDITION), created=BUILT)
    for sheet in sheets(path, values=False).values():
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.hyperlink is None
            if cell.data_type == "f":
                assert "evil" not in str(cell.value)
                assert "cmd" not in str(cell.value)
    receipt = sheets(path, values=False)["Сдача"]
    assert receipt["C7"].data_type in ("s", "inlineStr")
    assert str(receipt["C7"].value).startswith("=HYPERLINK")
    assert receipt["G7"].value == "=cmd.xlsx"


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    files = [sent(school) for school in SCHOOLS]
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_summary_workbook(first, summary_of(*files), created=BUILT)
    write_summary_workbook(second, summary_of(*reversed(files)), created=BUILT)
    assert first.read_bytes() == second.read_bytes()


def test_many_schools_take_more_passes_and_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Path
) -> None:
    """Thousands of schools: a pass over them for each subject and indicator."""
    monkeypatch.setattr(passes, "MOST_LINES", 1)
    path = tmp_path / written.name
    write_summary_workbook(path, summary_of(), created=BUILT)
    assert path.read_bytes() == written.read_bytes()


def test_no_files_and_no_findings_are_shown_as_such(tmp_path: Path) -> None:
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate([], EDITION), created=BUILT)
    assert "Замечаний нет." in texts(sheets(path)["Замечания"])
    assert "учтено 0 из 0 школ" in str(sheets(path)["Сдача"]["A2"].value)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Не удалось записать"):
        write_summary_workbook(tmp_path / "нет" / "Сводка.xlsx", summary_of(), created=BUILT)


@pytest.mark.libreoffice
def test_libreoffice_recalculates_the_same_numbers(written: Path) -> None:
    found = sheets(written)
    ranges = [(name, found[name].dimensions) for name in NAMES]
    ((recalculated,),) = [recalculate([Job(written, ranges)])[0]]
    formulas = sheets(written, values=False)
    live = 0
    for name, rows in zip(NAMES, recalculated, strict=True):
        for cell, value in _pairs(found[name], rows):
            live += str(formulas[name][cell.coordinate].value).startswith("=")
            assert value == pytest.approx(_plain(cell.value)), f"{name}!{cell.coordinate}"
    assert live > 100


def _pairs(sheet: Worksheet, rows: list[list[Any]]) -> Iterator[tuple[Any, Any]]:
    for cells, values in zip(sheet[sheet.dimensions], rows, strict=True):
        for cell, value in zip(cells, values, strict=True):
            yield cell, "" if value is None else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).days
    return "" if value is None else value


# --- the registry workbook ---


def test_a_registry_reads_back_as_it_was_written(tmp_path: Path) -> None:
    schools = [
        entry.model_copy(update={"grade11": n > 0}) for n, entry in enumerate(REGISTRY.schools)
    ]
    schools[0] = schools[0].model_copy(update={"other_names": ("Школа № 1", "=1+1")})
    entries = [
        JournalEntry(
            sha256=sha256_of("a"), file="=a.xlsx", school="101", received=BUILT, remark="письмо"
        ),
        JournalEntry(sha256=sha256_of("b"), file="b.xlsx", withdrawn=True),
    ]
    path = tmp_path / "Реестр.xlsx"
    registry = type(REGISTRY)(schools)
    write_registry_workbook(path, registry, Journal(entries), created=BUILT)
    read, journal = read_registry(path)
    assert read.schools == registry.schools
    assert journal.entries == tuple(entries)


def filled(path: Path, registry: list[list[Any]], journal: list[list[Any]] | None = None) -> Path:
    """A registry workbook as a person may type it."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Реестр"
    for row in registry:
        sheet.append(row)
    if journal is not None:
        sheet = workbook.create_sheet("Журнал")
        for row in journal:
            sheet.append(row)
    workbook.save(path)
    return path


def test_headers_in_any_order_and_spelling_and_codes_as_numbers(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "r.xlsx",
        [
            ["Реестр школ района"],
            [],
            [" НАИМЕНОВАНИЕ ", "Населенный  пункт", "код", "Лишняя графа"],
            [" СОШ  № 1 ", "г. Степной", 101, "что угодно"],
            [None, " ", None],
            ["СОШ № 2", None, 102.0],
        ],
        [
            ["sha-256", "код школы", "дата получения", "отозван"],
            [sha256_of("a").upper(), 101, "05.10.2020", "Да"],
            [sha256_of("b"), None, datetime(2020, 10, 6), None],
        ],
    )
    registry, journal = read_registry(path)
    assert [(one.code, one.name, one.settlement) for one in registry.schools] == [
        ("101", "СОШ № 1", "г. Степной"),
        ("102", "СОШ № 2", ""),
    ]
    first, second = journal.entries
    assert (first.school, first.received, first.withdrawn) == ("101", date(2020, 10, 5), True)
    assert (second.school, second.received, second.withdrawn) == ("", date(2020, 10, 6), False)


HEADER = ["Код", "Наименование"]
JOURNAL_HEADER = ["SHA-256", "Код школы", "Дата получения", "Отозван"]


@pytest.mark.parametrize(
    ("registry", "journal", "said"),
    [
        ([["Школа", "Адрес"]], None, "не найдена строка заголовков"),
        ([HEADER], None, "нет ни одной школы"),
        ([HEADER, ["101", None]], None, "строка 2: не заполнена графа «Наименование»"),
        ([HEADER, [None, "СОШ № 1"]], None, "строка 2: не заполнена графа «Код»"),
        ([HEADER, ["1", "А"], ["1", "Б"]], None, "повторяется код школы: 1"),
        ([HEADER, ["1", "А"]], [JOURNAL_HEADER, ["abc", "1"]], "«SHA-256» должны стоять 64"),
        ([HEADER, ["1", "А"]], [JOURNAL_HEADER, [sha256_of("a"), "1", "вчера"]], "не дата"),
        (
            [HEADER, ["1", "А"]],
            [JOURNAL_HEADER, [sha256_of("a"), "1", None, "возможно"]],
            "впишите «да» или «нет»",
        ),
    ],
)
def test_a_registry_with_a_fault_is_one_clear_sentence(
    tmp_path: Path, registry: list[list[Any]], journal: list[list[Any]] | None, said: str
) -> None:
    with pytest.raises(RegistryError, match=said):
        read_registry(filled(tmp_path / "r.xlsx", registry, journal))


def test_a_file_that_is_no_registry_is_said(tmp_path: Path, written: Path) -> None:
    with pytest.raises(RegistryError, match="нет листа «Реестр»"):
        read_registry(written)
    with pytest.raises(RegistryError, match="такого файла нет"):
        read_registry(tmp_path / "нет.xlsx")
    damaged = tmp_path / "d.xlsx"
    damaged.write_bytes(b"not a zip")
    with pytest.raises(RegistryError, match="повреждён"):
        read_registry(damaged)


def test_a_superseded_file_says_nothing_on_the_findings_sheet(tmp_path: Path) -> None:
    old, new = sent(CITY, "старый.xlsx", WRONG_ROW), sent(CITY, "новый.xlsx")
    journal = Journal(
        [
            JournalEntry(sha256=old.sha256, received=date(2020, 10, 1)),
            JournalEntry(sha256=new.sha256, received=date(2020, 10, 2)),
        ]
    )
    path = tmp_path / "Сводка.xlsx"
    summary = consolidate([replace(new, findings=()), old], EDITION, REGISTRY, journal)
    write_summary_workbook(path, summary, created=BUILT)
    assert "EGE-002" not in texts(sheets(path)["Замечания"])
