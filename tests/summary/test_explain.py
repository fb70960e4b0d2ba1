"""«Откуда эта цифра»: every number of a summary leads to the cells it was made from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from district_files import CITY, FORM, SCHOOLS, STATION, VILLAGE, consolidate, sent, sha256_of
from libreoffice import converted
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.campaign.collect import write_summary
from roadmap_xl.campaign.demo.run import REGISTRY, SENT, DemoResult
from roadmap_xl.cli import commands
from roadmap_xl.files import pack_parts, read_parts
from roadmap_xl.summary.explain import book
from roadmap_xl.summary.explain.answers import explain
from roadmap_xl.summary.explain.book import SummaryBookError
from roadmap_xl.summary.explain.explanation import Explanation

SUMMARY = "Сводка.xlsx"
NOT_OF_SCHOOLS = {
    ("Обзор", "Школ с признаками риска"),
    ("Сдача", "Ошибок"),
    ("Сдача", "Предупреж-дений"),
    ("Средние баллы", "Район"),
    ("Средние баллы", "Откло-нение"),
    ("Риски", "Всего признаков"),
    ("Риски", "Школ с признаком (из 12 школ)"),
}
"""By sheet, the columns and lines that count lines or findings, or compare two other numbers: they
are no sums of parts (`test_explain_every_number.py`)."""


@pytest.fixture(scope="module")
def district(demo_district: DemoResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's files, their summary and its snapshot."""
    folder = tmp_path_factory.mktemp("district") / "Район"
    shutil.copytree(demo_district.registry.parent, folder)
    answer = run(
        "consolidate", str(folder / SENT), "-o", str(folder / SUMMARY),
        "--registry", str(folder / REGISTRY), "--date", "2020-10-12",
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    return folder


@pytest.fixture
def summary(district: Path, tmp_path: Path) -> Path:
    """A copy of the summary that may be changed, with its snapshot."""
    for name in (SUMMARY, "Сводка.json"):
        (tmp_path / name).write_bytes((district / name).read_bytes())
    return tmp_path / SUMMARY


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False, prog_name="roadmap-xl")


def one(path: Path, cell: str) -> Explanation:
    (found,) = explain(path, [cell])
    return found


def numbers_of_schools(path: Path) -> dict[str, float]:
    """By cell, the numbers of all visible sheets but those that number lines."""
    book = load_workbook(path, data_only=True)
    found: dict[str, float] = {}
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            found |= dict(_numbers_on(sheet))
    return found


def _numbers_on(sheet: Worksheet) -> Iterator[tuple[str, float]]:
    above: dict[int, set[str]] = {}
    for row in sheet.iter_rows(min_row=5):
        texts = {cell.value for cell in row if isinstance(cell.value, str)}
        for cell in row:
            if isinstance(cell.value, str):
                above.setdefault(cell.column, set()).add(cell.value)
            elif isinstance(cell.value, int | float) and cell.column > 1:
                said = texts | above.get(cell.column, set())
                if not any((sheet.title, text) in NOT_OF_SCHOOLS for text in said):
                    yield f"{sheet.title}!{cell.coordinate}", cell.value


@lru_cache
def source(path: Path) -> Any:
    return load_workbook(path, data_only=True)


def _is_sum(key: str) -> bool:
    """Sums of persons that are counted only with what they belong to."""
    names = (".n", ".total", ".g2", ".g3", ".g4", ".g5", ".num", ".den")
    return key.endswith(names)


def test_every_number_of_every_sheet_is_the_sum_of_its_parts(district: Path) -> None:
    numbers = numbers_of_schools(district / SUMMARY)
    assert len(numbers) > 2000
    answers = explain(district / SUMMARY, list(numbers))
    for answer, (address, value) in zip(answers, numbers.items(), strict=True):
        assert answer.address == address
        assert answer.warnings == ()
        given = [part.contribution for part in answer.traced.parts if part.contribution is not None]
        count = sum(Fraction(str(part.count)) for part in given)
        whole = sum(Fraction(str(part.whole)) for part in given)
        if answer.of_counted:
            left_out = sum(bool(part.left_out) for part in answer.traced.parts)
            assert value == answer.traced.opened - left_out
        elif whole and not _is_sum(answer.traced.asked.key):
            # A percent is kept as a fraction and rounded to a whole one, a mean to a digit.
            assert abs(value - float(count / whole)) <= (0.5 if value > 1 else 0.005) + 1e-9
        else:
            assert value == pytest.approx(float(count)), address


def test_the_parts_are_what_stands_in_the_cells_of_the_files(district: Path) -> None:
    """Sums of participants: what openpyxl reads in the named cells comes to the number."""
    numbers = {
        cell: value
        for cell, value in numbers_of_schools(district / SUMMARY).items()
        if cell.startswith(("Предметы!", "По школам!"))
    }
    checked = 0
    for answer in explain(district / SUMMARY, list(numbers)):
        cells = [(part, cell) for part in answer.traced.parts for cell in part.cells if cell.counts]
        for part, cell in cells:
            there = source(district / SENT / part.file)[cell.sheet][cell.cell].value
            assert float(there) == cell.value
        key = answer.traced.asked.key
        if not answer.of_counted and not key.endswith((".share", ".sat")):
            gave = [cell for part, cell in cells if part.contribution is not None]
            assert numbers[answer.address] == sum(float(cell.value) for cell in gave)  # type: ignore[arg-type]
            checked += 1
    assert checked > 300


def test_a_number_with_its_schools_files_and_cells_in_words(district: Path) -> None:
    answer = run("explain", str(district / SUMMARY), "Предметы!B6")
    assert answer.exit_code == 0
    assert "строка «Русский язык»; графа «Всего»" in answer.stdout
    assert "сумма численностей по 9 школам" in answer.stdout
    assert "МБОУ Приозёрная СОШ — строка «Русский язык» (EGE-010)" in answer.stdout
    assert "60 — МБОУ гимназия № 1 г. Степной" in answer.stdout
    assert "лист «ЕГЭ», D7: Русский язык — Всего = 60" in answer.stdout
    shares = run("explain", str(district / SUMMARY), "Предметы!H6").stdout
    assert "доля: 30 из 137 (по 9 школам)" in shares


def test_several_cells_as_json(district: Path) -> None:
    cells = ["Предметы!B6", "'По школам'!$E$6"]
    answer = run("explain", str(district / SUMMARY), *cells, "--format", "json")
    first, second = json.loads(answer.stdout)["cells"]
    assert (first["value"], first["key"], first["agrees"]) == (137, "ege.rus.total", True)
    assert sum(part["count"] or 0 for part in first["parts"]) == 137
    assert {len(part["sha256"]) for part in first["parts"]} == {64}
    assert second["school"] == "230501"


def test_a_number_in_brackets_says_why_it_is_in_no_total(district: Path) -> None:
    sheet = load_workbook(district / SUMMARY)["По школам"]
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value) == "(5)")
    said = "\n".join(one(district / SUMMARY, f"По школам!{cell.coordinate}").as_lines())
    assert "строка «Физика» (EGE-002)" in said
    assert "не вошло — МБОУ СОШ № 5 ст. Раздольная" in said
    assert "(не учтено)" in said


# --- wherever the number stands now ---


def place_of(path: Path, sheet: str, row: str, column: str) -> tuple[str, Any]:
    """The cell where this row and this header meet, found as a person would."""
    found = load_workbook(path, data_only=True)[sheet]
    at_row = next(r for r in found.iter_rows() if any(c.value == row for c in r))
    at_column = next(c for r in found.iter_rows() for c in r if c.value == column)
    cell = found.cell(at_row[0].row, at_column.column)
    return f"{sheet}!{cell.coordinate}", cell.value


def rewritten(path: Path, sheet: str, change: Any) -> None:
    """The sheet's cells as `change` arranges them; the others as they are."""
    book = load_workbook(path, data_only=True)
    found = book[sheet]
    for merged in list(found.merged_cells.ranges):
        found.unmerge_cells(str(merged))
    rows = change([[cell.value for cell in row] for row in found.iter_rows()])
    found.delete_rows(1, found.max_row)
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            found.cell(number, column, value)
    book.save(path)


def sorted_by_number(rows: list[list[Any]]) -> list[list[Any]]:
    """The subjects by «Всего», the tags sorted with them."""
    return [*rows[:5], *sorted(rows[5:19], key=lambda row: -(row[1] or 0)), *rows[19:]]


def backwards(rows: list[list[Any]]) -> list[list[Any]]:
    return [row[::-1] for row in rows]


def with_rows_above(rows: list[list[Any]]) -> list[list[Any]]:
    return [["Для совещания"], [], *rows[:9], ["строка района"], *rows[9:]]


@pytest.mark.parametrize("change", [sorted_by_number, backwards, with_rows_above])
def test_a_rearranged_sheet_is_explained_like_the_first(summary: Path, change: Any) -> None:
    rewritten(summary, "Предметы", change)
    cell, value = place_of(summary, "Предметы", "Физика", "Всего")
    answer = one(summary, cell)
    assert answer.traced.asked.key == "ege.phys.total"
    assert answer.expected == value
    assert answer.warnings == ()


@pytest.mark.libreoffice
def test_a_summary_saved_by_libreoffice_is_explained(summary: Path, tmp_path: Path) -> None:
    again = converted(summary, "xlsx", tmp_path / "saved")
    assert one_with(again, summary, "Предметы!B6").expected == 137
    assert one_with(again, summary, "По школам!E6").traced.asked.school == "230501"


def one_with(path: Path, of: Path, cell: str) -> Explanation:
    (found,) = explain(path, [cell], of.with_suffix(".json"))
    return found


def test_a_number_typed_over_is_told(summary: Path) -> None:
    book = load_workbook(summary)
    book["Предметы"]["B6"] = 150
    book.save(summary)
    (warning,) = one(summary, "Предметы!B6").warnings
    assert "стоит 150, а по книгам школ выходит 137" in warning


def test_a_sort_of_the_visible_columns_alone_is_told(summary: Path) -> None:
    """The labels and numbers move, the tags stay: the number is another row's."""

    def visible_alone(rows: list[list[Any]]) -> list[list[Any]]:
        moved = sorted_by_number([row[:-1] for row in rows])
        return [[*values, row[-1]] for values, row in zip(moved, rows, strict=True)]

    rewritten(summary, "Предметы", visible_alone)
    cell, _ = place_of(summary, "Предметы", "Обществознание", "Всего")
    warnings = " ".join(one(summary, cell).warnings)
    assert "подписано «Обществознание»" in warnings
    assert "по книгам школ выходит" in warnings


def test_a_row_of_another_school_is_told(summary: Path) -> None:
    book = load_workbook(summary)
    sheet = book["По школам"]
    sheet["B6"], sheet["B10"] = sheet["B10"].value, sheet["B6"].value
    book.save(summary)
    warnings = " ".join(one(summary, "По школам!E6").warnings)
    assert "по метке это школа «МБОУ гимназия № 1 г. Степной»" in warnings
    assert "в строке — «МБОУ СОШ № 2 г. Степной»" in warnings


# --- what cannot be explained ---


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Предметы!A6", "не число, а «Русский язык»"),
        ("Предметы!B5", "не число, а «Всего»"),
        ("Предметы!R6", "его объяснение назовёт школы, которые не вошли"),
        ("Предметы!XFD1048576", "пуста"),
        ("По школам!C7", "пуста"),
        ("Нет такого!B6", "нет листа «Нет такого». Есть листы: «Обзор», «Сдача»"),
        ("B6", "не адрес одной ячейки"),
        ("Предметы!B6:C7", "не адрес одной ячейки"),
        ("Паспорт сводки!A1", "не число, а «Паспорт сводки»"),
    ],
)
def test_a_cell_without_a_number_is_one_sentence(district: Path, cell: str, said: str) -> None:
    answer = run("explain", str(district / SUMMARY), cell)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


def test_one_bad_address_loses_no_other_answer(district: Path) -> None:
    """The good ones on the standard output, a sentence for each bad one, and the code 2."""
    asked = ("Нет такого!B6", "Предметы!B6", "B6", "Предметы!A6", "По школам!E6")
    answer = run("explain", str(district / SUMMARY), *asked)
    assert answer.exit_code == 2
    assert [line for line in answer.stdout.splitlines() if line.startswith("П")] == [
        "Предметы!B6 = 137   (строка «Русский язык»; графа «Всего»)",
        *[line for line in answer.stdout.splitlines() if line.startswith("По школам!E6 = ")],
    ]
    assert "По школам!E6 = " in answer.stdout
    for said in ("нет листа «Нет такого»", "не адрес одной ячейки", "не число, а «Русский язык»"):
        assert said in answer.stderr
    found = json.loads(run("explain", str(district / SUMMARY), *asked, "--format", "json").stdout)
    assert [("error" in cell, cell.get("value")) for cell in found["cells"][:3]] == [
        (True, None),
        (False, 137),
        (True, None),
    ]


@pytest.mark.parametrize("typed", ["предметы!b6", "'ПРЕДМЕТЫ'!$B$6", " Предметы !в6"])
def test_a_sheets_name_is_typed_in_any_letters(district: Path, typed: str) -> None:
    assert one(district / SUMMARY, typed).expected == 137


def test_64_hex_digits_in_a_name_or_a_text_are_no_mark(tmp_path: Path) -> None:
    """The files' marks stand in their column of the passport, and nowhere else."""
    digits = sha256_of("что угодно")
    files = [
        sent(CITY, f"{digits}.xlsx"),
        sent(VILLAGE, f"Снимок, SHA-256 {digits}"),
        sent(STATION, "line.xlsx", {"meta.contact": digits}),
    ]
    summary = consolidate(files, FORM.edition, district=f"Прошлая сводка, SHA-256 {digits}")
    path = tmp_path / SUMMARY
    write_summary(path, summary, created=date(2020, 10, 12))
    (found,) = explain(path, ["Предметы!B6"])
    assert isinstance(found, Explanation)
    assert found.expected == sum(sum(school.ege["rus"]) for school in SCHOOLS)
    cell = next(
        f"Сдача!A{row[0].row}"
        for row in load_workbook(path)["Сдача"].iter_rows(min_row=7)
        if row[6].value == "line.xlsx"
    )
    assert one(path, cell).derived.parts[0].school == STATION.name


def test_a_number_that_somebody_typed_beside_the_tables_has_no_tags(summary: Path) -> None:
    book = load_workbook(summary)
    book["Паспорт сводки"]["B60"] = 5
    book.save(summary)
    answer = run("explain", str(summary), "Паспорт сводки!B60")
    assert (answer.exit_code, "нет меток" in answer.stderr) == (2, True)


def test_a_cyrillic_letter_of_the_same_shape_is_the_column(district: Path) -> None:
    assert one(district / SUMMARY, "Предметы!В6").expected == 137


def test_files_that_are_no_summary(district: Path, tmp_path: Path) -> None:
    (tmp_path / "битая.xlsx").write_bytes((district / SUMMARY).read_bytes()[:5000])
    for path, said in (
        (district / REGISTRY, "не сводка района"),
        (tmp_path / "нет.xlsx", "Нет файла"),
        (tmp_path / "битая.xlsx", "не открывается"),
        (tmp_path, "Нет файла"),
    ):
        answer = run("explain", str(path), "Предметы!B6")
        assert (answer.exit_code, said in answer.stderr) == (2, True), answer.stderr


def test_a_summary_that_lies_costs_no_more_than_a_summary(
    summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that calls itself a far one, a part that inflates without end, a pipe."""
    parts = read_parts(summary.read_bytes())
    far = b'<row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData>'
    sheets = [name for name in parts if name.startswith("xl/worksheets/")]
    lies = {name: parts[name].replace(b"</sheetData>", far) for name in sheets}
    summary.write_bytes(pack_parts(parts | lies))
    assert isinstance(explain(summary, ["Предметы!B6"])[0], Explanation)
    monkeypatch.setattr(book, "MOST_BYTES", 100_000)
    with pytest.raises(SummaryBookError, match="в распакованном виде больше"):
        explain(summary, ["Предметы!B6"])
    summary.unlink()
    os.mkfifo(summary)
    with pytest.raises(SummaryBookError, match="Нет файла"):
        explain(summary, ["Предметы!B6"])


def test_a_snapshot_that_is_missing_or_another_summary_s(summary: Path) -> None:
    snapshot = summary.with_suffix(".json")
    text = snapshot.read_text(encoding="utf-8")
    mark = next(iter(one(summary, "Предметы!B6").traced.parts)).sha256
    for changed, said in (
        (text.replace(mark, "0" * 64), "не от сводки «Сводка.xlsx»"),
        (text.replace('"ege.rus.total":60', '"ege.rus.total":61'), "его SHA-256 не тот"),
        ("{}", "не снимок сводки"),
        (None, "нет её снимка «Сводка.json»"),
    ):
        snapshot.unlink()
        if changed is not None:
            snapshot.write_text(changed, encoding="utf-8")
        answer = run("explain", str(summary), "Предметы!B6")
        assert (answer.exit_code, said in answer.stderr) == (2, True), answer.stderr
        assert answer.stdout == ""


@pytest.mark.parametrize(("encoding", "quoted"), [("cp866", '"%"'), ("cp1251", "«%»")])
def test_an_old_console_gets_an_answer(district: Path, encoding: str, quoted: str) -> None:
    command = [
        sys.executable,
        "-m",
        "roadmap_xl",
        "explain",
        str(district / SUMMARY),
        "Предметы!H6",
    ]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 0
    said = done.stdout.decode(encoding)
    assert "30 из 137" in said
    assert f"графа {quoted}" in said
    assert "?" not in said
