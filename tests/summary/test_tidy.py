"""Tidy data: a row for each filled cell, the same in CSV and Parquet, nothing lost or doubled."""

from __future__ import annotations

import csv
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from demo_files import demo_files
from district_files import CITY, EDITION, SCHOOLS, SentFiles, error, sent
from openpyxl import load_workbook
from pyarrow import parquet

from roadmap_xl.cli import commands
from roadmap_xl.errors import OutputError
from roadmap_xl.form.fields import form_of
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary import tidy
from roadmap_xl.summary.consolidation import consolidate
from roadmap_xl.summary.tidy import COLUMNS, TidyRow, tidy_rows, write_tidy

FORM = form_of("2020")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workbooks with both tables of them."""
    folder = tmp_path_factory.mktemp("tidy")
    demo_files(folder / "Книги")
    for name in ("Таблица.csv", "Таблица.parquet"):
        answer = run(folder, "--tidy", str(folder / name))
        assert answer.exit_code == 0, answer.output
        assert "Таблица значений записана (для работы внутри района, не для публ" in answer.stdout
    return folder


def run(folder: Path, *more: str) -> Result:
    arguments = ["consolidate", str(folder / "Книги"), "-o", str(folder / "Сводка.xlsx"), *more]
    return CliRunner().invoke(commands, arguments, catch_exceptions=False, prog_name="roadmap-xl")


def from_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_as_typed(row) for row in csv.DictReader(file, delimiter=";")]


def _as_typed(row: dict[str, str]) -> Row:
    """A row as a reader of the documentation would read it."""
    found: Row = {key: text.removeprefix("'") for key, text in row.items()}
    found["value"] = float(row["value"].replace(",", ".")) if row["value"] else None
    found["excluded"] = {"да": True, "нет": False}[row["excluded"]]
    return found


def test_both_files_hold_the_same_rows(folder: Path) -> None:
    table = parquet.read_table(folder / "Таблица.parquet")
    assert tuple(table.column_names) == COLUMNS
    assert table.to_pylist() == from_csv(folder / "Таблица.csv")
    assert table.num_rows > 3000
    assert "не для публикации" in table.schema.metadata[b"purpose"].decode()


def test_every_row_is_what_its_cell_holds(folder: Path) -> None:
    """openpyxl reads each named cell of each file again."""
    books = {
        path.name: load_workbook(path, data_only=True) for path in (folder / "Книги").iterdir()
    }
    for row in from_csv(folder / "Таблица.csv"):
        there = books[row["file"]][row["sheet"]][row["cell"]].value
        if row["value"] is not None and isinstance(there, int | float):
            assert there == row["value"], row
        elif row["kind"] in ("text", "choice") and row["value"] is None and not row["excluded"]:
            assert " ".join(str(there).split()) == " ".join(row["text"].split()), row
        elif isinstance(there, datetime):
            assert row["text"] == f"{there:%Y-%m-%d}"


def test_every_filled_input_has_its_row(folder: Path) -> None:
    """Of files that stand as the blank has them: the filled inputs and the rows are the same."""
    layout = form_of("2020").layout
    rows = from_csv(folder / "Таблица.csv")
    for name in ("Гимназия 1 дорожная карта.xlsx", "СОШ №2 ДК 2020.xlsx"):
        book = load_workbook(folder / "Книги" / name, data_only=False)
        filled = {
            (place.sheet, place.cell)
            for place, field in layout.at.items()
            if field.is_input and _typed(book[place.sheet][place.cell].value)
        }
        assert {(row["sheet"], row["cell"]) for row in rows if row["file"] == name} == filled


def _typed(value: object) -> bool:
    """Prefilled «всего» is a formula until somebody types over it."""
    return value not in (None, "") and not str(value).startswith("=")


def test_a_cell_appears_once(folder: Path) -> None:
    rows = from_csv(folder / "Таблица.csv")
    places = [(row["file"], row["sheet"], row["cell"]) for row in rows]
    assert len(set(places)) == len(places)


def test_the_sums_of_the_table_are_the_summary_s(folder: Path) -> None:
    sheet = load_workbook(folder / "Сводка.xlsx", data_only=True)["Предметы"]
    rows = [row for row in from_csv(folder / "Таблица.csv") if not row["excluded"]]
    for subject in EDITION.subjects:
        total = sum(
            row["value"]
            for row in rows
            if (row["table"], row["row"], row["column"]) == ("ege", subject.key, "total")
        )
        line = next(r for r in sheet.iter_rows(values_only=True) if r[0] == subject.label)
        assert (line[1] or 0) == total


# --- what stands in a row ---


def rows_of(*files: Any) -> list[TidyRow]:
    return list(tidy_rows(consolidate(SentFiles(files), FORM)))


def test_what_an_error_leaves_out_says_so() -> None:
    rows = rows_of(sent(CITY, more=[error("ege.phys.total", Excludes.ROW)]))
    out = {(row.row, row.column): row.code for row in rows if row.excluded}
    assert out["phys", "total"] == out["phys", "b_min_50"] == "TST-001"
    assert ("rus", "total") not in out


def test_a_blank_has_no_row_and_a_zero_has_one() -> None:
    rows = {(row.table, row.row, row.column): row for row in rows_of(sent(CITY))}
    assert rows["ege", "rus", "b_100"].value == 0
    assert ("ege", "lit", "total") not in rows
    assert not [key for key in rows if key[2].endswith("_pct")]


EVIL = ["=1+1", "+7 (999) 1", "-", "@SUM(A1)", "'quoted", "\tтаб", 'а;"б"\nв', "нет"]


@pytest.mark.parametrize("text", EVIL)
def test_a_text_is_no_formula_in_excel_and_is_not_lost(tmp_path: Path, text: str) -> None:
    row = next(row for row in rows_of(sent(CITY, changes={"meta.note": text})) if row.text == text)
    for name in ("т.csv", "т.parquet"):
        write_tidy(tmp_path / name, [row])
    with (tmp_path / "т.csv").open(encoding="utf-8-sig", newline="") as file:
        (shown,) = [one["text"] for one in csv.DictReader(file, delimiter=";")]
    assert not shown.startswith(("=", "+", "-", "@", "\t"))
    assert from_csv(tmp_path / "т.csv")[0]["text"] == text
    assert parquet.read_table(tmp_path / "т.parquet").to_pylist()[0]["text"] == text


def test_csv_opens_in_a_russian_excel(tmp_path: Path) -> None:
    rows = rows_of(sent(CITY, changes={"prob.avg.rus": 64.25}))
    write_tidy(tmp_path / "т.csv", rows)
    data = (tmp_path / "т.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfschool_code;school;")
    assert ";64,25;" in data.decode()


def test_parquet_comes_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidy, "ROWS_OF_GROUP", 100)
    rows = rows_of(*map(sent, SCHOOLS))
    write_tidy(tmp_path / "т.parquet", iter(rows))
    file = parquet.ParquetFile(tmp_path / "т.parquet")
    assert file.num_row_groups == -(-len(rows) // 100) > 1
    assert file.metadata.num_rows == len(rows)


@pytest.mark.parametrize("name", ["т.csv", "т.parquet"])
def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(tidy, "ROWS_OF_GROUP", 500)
    (row, *_) = rows_of(sent(CITY))
    peaks = []
    for number in (5_000, 40_000):
        tracemalloc.start()
        write_tidy(tmp_path / name, (replace(row, value=float(n)) for n in range(number)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 2_000_000


@pytest.mark.parametrize("name", ["т.csv", "т.parquet"])
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    written = []
    for files in (SCHOOLS, SCHOOLS[::-1]):
        write_tidy(tmp_path / name, rows_of(*map(sent, files)))
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


# --- what cannot be written ---


def test_a_run_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    def broken() -> Iterator[TidyRow]:
        yield from rows_of(sent(CITY))
        raise OutputError("прервано")

    for name in ("т.csv", "т.parquet"):
        (tmp_path / name).write_bytes(b"old")
        with pytest.raises(OutputError):
            write_tidy(tmp_path / name, broken())
        assert (tmp_path / name).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_without_a_known_ending_is_said_before_any_work(folder: Path) -> None:
    answer = run(folder, "--tidy", str(folder / "т.txt"))
    assert answer.exit_code == 2
    assert ".csv или .parquet" in answer.stderr


def test_parquet_without_its_library_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidy, "find_spec", lambda name: None)
    answer = run(folder, "--tidy", str(folder / "другая.parquet"))
    assert answer.exit_code == 2
    assert 'pip install "roadmap_xl[parquet]"' in answer.stderr
    assert not (folder / "другая.parquet").exists()


def test_pyarrow_is_imported_only_for_parquet(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from roadmap_xl.summary.tidy import write_tidy;"
        f"write_tidy(Path({str(tmp_path / 'т.csv')!r}), []); sys.exit('pyarrow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
