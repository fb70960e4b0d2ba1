"""A table longer than a sheet: what is behind its last row stands in a CSV file beside."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from district_files import CITY, EDITION, REGISTRY, SCHOOLS, Invented, consolidate, sent
from openpyxl import load_workbook
from xlsxwriter import Workbook

from roadmap_xl.errors import OutputError
from roadmap_xl.summary.sheets import page as summary_page
from roadmap_xl.summary.sheets import spill
from roadmap_xl.summary.sheets.streamed import KEPT_ROWS, StreamedSheet
from roadmap_xl.summary.sheets.workbook import write_summary_workbook
from roadmap_xl.summary.tidy import CsvValue, csv_text
from roadmap_xl.workbook.drawing import OPTIONS, PlainSheet

DAY = date(2020, 10, 12)
LAST = 20
"""Where the sheets of these tests end, zero-based."""


@pytest.fixture
def short_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_page, "LAST_ROW", LAST)


def rows_of(path: Path, sheet: str) -> list[tuple[object, ...]]:
    rows = load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [row[:7] for row in rows]


def written(folder: Path, *more: Invented) -> Path:
    path = folder / "Сводка.xlsx"
    summary = consolidate(map(sent, (*SCHOOLS, *more)), EDITION, REGISTRY)
    write_summary_workbook(path, summary, created=DAY)
    return path


def test_a_sheet_ends_with_room_to_spare() -> None:
    assert spill.LAST_ROW == 2**20 - 1


def test_no_row_is_lost_and_the_sheet_says_where_the_rest_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_of(written(tmp_path), "Замечания")
    monkeypatch.setattr(summary_page, "LAST_ROW", LAST)
    cut = rows_of(written(tmp_path), "Замечания")
    with (tmp_path / "Сводка — Замечания.csv").open(encoding="utf-8-sig", newline="") as file:
        titles, *rest = csv.reader(file, delimiter=";")
    assert titles == list(whole[4])
    assert cut[:LAST] == whole[:LAST]
    expected = [["" if cell is None else cell for cell in row] for row in whole[LAST:]]
    assert rest == expected
    assert cut[LAST][0] == (
        f"Ещё строк: {len(rest)}. Лист Excel больше не вмещает, они записаны в файл "
        "«Сводка — Замечания.csv» рядом с этой книгой."
    )


def test_a_shorter_summary_leaves_no_old_file_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_page, "LAST_ROW", LAST)
    written(tmp_path)
    assert list(tmp_path.glob("*.csv"))
    monkeypatch.undo()
    written(tmp_path)
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.usefixtures("short_sheets")
def test_a_summary_that_is_interrupted_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(before) > 1

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ZipFile, "writestr", interrupted)
    monkeypatch.setattr(ZipFile, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path, replace(CITY, name="МБОУ СОШ № 8"))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("short_sheets")
def test_text_of_a_school_is_no_formula_there(tmp_path: Path) -> None:
    evil = Invented("=HYPERLINK(1) СОШ № 7", 5, CITY.ege, CITY.n80)
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, consolidate([sent(evil)], EDITION), created=DAY)
    text = (tmp_path / "Сводка — Замечания.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text.replace("\n", ";")


@pytest.mark.usefixtures("short_sheets")
def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "Сводка — Замечания.csv").mkdir()
    with pytest.raises(OutputError, match=r"Сводка — Замечания\.csv"):
        written(tmp_path)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (3, "3"), (2.5, "2,5"), (DAY, "12.10.2020"), ("СОШ", "СОШ"), ("-1", "'-1")],
)
def test_values_as_a_russian_excel_reads_them(value: CsvValue, text: str) -> None:
    assert csv_text(value) == text


def test_a_long_sheet_keeps_the_heights_of_its_first_rows_alone(tmp_path: Path) -> None:
    """Memory does not grow with the rows; the file is the same as one that kept them."""
    files, kept = [], []
    for sheet_class in (StreamedSheet, PlainSheet):
        path = tmp_path / f"{sheet_class.__name__}.xlsx"
        workbook = Workbook(path, {**OPTIONS, "constant_memory": True})
        workbook.set_properties({"created": datetime(2020, 10, 12)})
        sheet = workbook.add_worksheet("Лист", sheet_class)
        for row in range(KEPT_ROWS + 500):
            sheet.set_row(row, 15 + row % 7)
            sheet.write_string(row, 0, f"строка {row}")
        kept.append(len(sheet.row_sizes))
        workbook.close()
        files.append(path.read_bytes())
    assert files[0] == files[1]
    assert kept[0] <= KEPT_ROWS + 1 < kept[1]
