"""«Откуда эта цифра» for every number on every sheet: earlier years, the district's own book, days,
counts of findings and criteria, differences, numbers of lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_xl.campaign.collect import collect, write_summary
from roadmap_xl.campaign.demo.run import REGISTRY, SENT, run_demo
from roadmap_xl.cli import commands
from roadmap_xl.district.registry import read_registry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.summary.explain.answers import Answer, explain
from roadmap_xl.summary.explain.derived_explanation import DerivedExplanation
from roadmap_xl.summary.explain.explanation import Explanation
from roadmap_xl.summary.explain.tracing import Part, SourceCell
from roadmap_xl.summary.snapshot import read_previous
from roadmap_xl.workbook.school_workbook import write_school_workbook

SUMMARY, PREVIOUS, OWN = "Сводка.xlsx", "Прошлая.xlsx", "Район.xlsx"
BEFORE_FOLDER, MISSING = "Прошлые книги", "МБОУ СОШ с. Ивановка"
GYMNASIUM = "МБОУ гимназия № 1 г. Степной"
SENT_ON, BEFORE, TODAY = date(2020, 10, 1), date(2020, 10, 5), date(2020, 10, 12)
DEADLINE = date(2020, 9, 28)
OWN_BOOK = {
    "meta.school_name": "Управление образования",
    "meta.results_year": "2019/2020",
    "meta.stage": "Черновик",
    "ind.1.1-1.y1.num": 120,
    "ind.1.1-1.y1.den": 4000,
    "pln.1-03.term": "до 01.09.2020",
    "pln.3.1-01.term": "до 02.09.2020",
    "pln.3.1-01.mark": "выполнено",
}


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's schools twice: first without one, then without another; with the own book."""
    folder = tmp_path_factory.mktemp("district")
    run_demo(folder, created=SENT_ON)
    sent = folder / SENT
    registry, journal = read_registry(folder / REGISTRY)
    files = sorted(sent.iterdir())
    late = files[3].rename(folder / files[3].name)
    copytree(sent, folder / BEFORE_FOLDER)
    first = collect(sent, registry=registry, journal=journal, occasion=Occasion(today=BEFORE))
    write_summary(folder / PREVIOUS, first, created=BEFORE)
    late.rename(files[3])
    files[5].unlink()
    (sent / "мусор.xlsx").write_bytes(b"no workbook")
    write_school_workbook(sent / OWN, blank(form_of("2020-район"), OWN_BOOK), created=SENT_ON)
    second = collect(
        sent,
        registry=registry,
        journal=journal,
        occasion=Occasion(today=TODAY),
        settings=Settings(deadline=DEADLINE, report_day=TODAY),
        previous=read_previous([folder / "Прошлая.json"]),
    )
    write_summary(folder / SUMMARY, second, created=TODAY)
    return folder


def numbers(path: Path) -> Iterator[tuple[str, float]]:
    for sheet in load_workbook(path, data_only=True).worksheets:
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, int | float):
                        yield f"{sheet.title}!{cell.coordinate}", cell.value


@lru_cache
def source(path: Path) -> Any:
    return load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def answers(district: Path) -> list[Answer]:
    return explain(district / SUMMARY, [cell for cell, _ in numbers(district / SUMMARY)])


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False, prog_name="roadmap-xl")


def explained(district: Path, sheet: str, column: str, *row: str) -> Answer:
    """The cell of a sheet that a person finds by the words of its row and by its column."""
    (found,) = explain(district / SUMMARY, [f"{sheet}!{column}{row_of(district, sheet, *row)}"])
    return found


def row_of(district: Path, sheet: str, *texts: str) -> int:
    rows = source(district / SUMMARY)[sheet].iter_rows()
    return next(r[0].row for r in rows if set(texts) <= {str(cell.value) for cell in r})


def derived(district: Path, sheet: str, column: str, *row: str) -> DerivedExplanation:
    found = explained(district, sheet, column, *row)
    assert isinstance(found, DerivedExplanation)
    return found


def text(answer: Answer) -> str:
    return "\n".join(answer.as_lines(everything=True))


# --- all of them ---


def test_every_number_is_explained_and_agrees(district: Path, answers: list[Answer]) -> None:
    there = dict(numbers(district / SUMMARY))
    assert len(there) > 3000
    sheets = {cell.partition("!")[0] for cell in there}
    assert sheets == {
        "Обзор", "Сдача", "Предметы", "По школам", "Средние баллы", "Баллы по школам",
        "Базовая математика", "Показатели", "План", "Просрочено", "Риски", "Динамика",
    }  # fmt: skip
    for answer, (cell, value) in zip(answers, there.items(), strict=True):
        assert (answer.address, answer.shown) == (cell, value)
        assert answer.warnings == (), cell
        if isinstance(answer, DerivedExplanation) and answer.expected is not None:
            assert answer.expected == pytest.approx(value), cell


def of(answer: Answer) -> Iterator[tuple[Answer, Sequence[Part]]]:
    """The answer with its schools, or each of the numbers that it is made of."""
    if isinstance(answer, Explanation):
        yield answer, answer.traced.parts
    elif answer.terms:
        yield from ((term.explained, term.explained.traced.parts) for term in answer.terms)
    else:
        yield answer, answer.derived.parts


def test_every_number_names_the_files_of_its_schools(district: Path, answers: list[Answer]) -> None:
    """By the hash of what lies there; only what a missing file is the reason of has none."""
    now, before = hashes(district / SENT), hashes(district / BEFORE_FOLDER)
    for answer in answers:
        for one, parts in of(answer):
            assert parts or not answer.shown or one.column == "№", answer.address
            there = before if isinstance(one, Explanation) and one.source else now
            for part in parts:
                if part.file:
                    assert part.sha256 == there[part.file], answer.address
                else:
                    assert part.school == MISSING
                    assert "файла" in text(one), answer.address


def test_every_number_that_is_not_0_names_cells(answers: list[Answer]) -> None:
    """But those that number lines, or come from a date of receipt or from a missing file."""
    without = {
        f"{answer.address.partition('!')[0]}: {one.column}"
        for answer in answers
        for one, parts in of(answer)
        if answer.shown and not any(part.cells for part in parts)
    }
    assert without == {
        "Сдача: №", "По школам: №", "Баллы по школам: №", "План: №", "Просрочено: №", "Риски: №",
        "Сдача: Дней опоздания", "Риски: Данные школы",
    }  # fmt: skip


def test_what_is_said_of_a_cell_stands_there(district: Path, answers: list[Answer]) -> None:
    """As openpyxl reads it; a number may have been typed as a text."""
    seen: set[tuple[Path, SourceCell]] = set()
    for answer in answers:
        for one, parts in of(answer):
            is_before = isinstance(one, Explanation) and bool(one.source)
            folder = district / (BEFORE_FOLDER if is_before else SENT)
            seen |= {(folder / part.file, cell) for part in parts for cell in part.cells}
    assert len(seen) > 2000
    for path, cell in seen:
        if cell.value in (None, ""):
            continue
        there = source(path)[cell.sheet][cell.cell].value
        is_same = there == cell.value or str(cell.value) in str(there).replace(",", ".")
        assert is_same, (path.name, cell)


# --- each kind ---


def test_a_deviation_is_the_school_s_mean_less_the_district_s(district: Path) -> None:
    found = derived(district, "Средние баллы", "F", "Русский язык", GYMNASIUM)
    means = {}
    for path in (district / SENT).glob("*.xlsx"):
        if path.name not in (OWN, "мусор.xlsx"):
            book = source(path)
            means[path.name] = book["Паспорт"]["C13"].value, book["ЕГЭ"]["D7"].value
    school, of_all = (term.explained for term in found.terms)
    counted = [means[part.file] for part in of_all.traced.parts if part.contribution]
    whole = sum(n for _, n in counted)
    mean = sum(Fraction(str(mark)) * n for mark, n in counted) / whole
    (own,) = school.traced.parts
    expected = Fraction(str(means[own.file][0])) - round(mean, 1)
    assert found.shown == pytest.approx(float(expected))
    assert f"72,5 − {str(float(round(mean, 1))).replace('.', ',')}" in text(found)


def test_an_earlier_year_names_its_snapshot_and_what_it_held(district: Path) -> None:
    year = f"2019/2020, на {BEFORE:%d.%m.%Y}"
    found = explained(district, "Динамика", "D", "Все школы района", "Русский язык", year)
    assert isinstance(found, Explanation)
    cells = {
        part.file: source(district / BEFORE_FOLDER / part.file)["ЕГЭ"]["D7"].value
        for part in found.traced.parts
        if part.contribution
    }
    assert found.shown == sum(map(int, cells.values()))
    mark = hashlib.sha256((district / "Прошлая.json").read_bytes()).hexdigest()
    assert f"Из прошлой сводки: снимок «Прошлая.json», SHA-256 {mark}" in text(found)


def test_the_same_schools_of_both_years_are_named(district: Path) -> None:
    first, second = (
        explained(
            district, "Динамика", "D", "Сопоставимый круг", "Русский язык", f"2019/2020, на {d}"
        )
        for d in ("05.10.2020", "12.10.2020")
    )
    assert isinstance(first, Explanation)
    assert isinstance(second, Explanation)
    schools = [{part.school for part in one.traced.parts} for one in (first, second)]
    assert schools[0] == schools[1]
    assert schools[0].isdisjoint({MISSING, "Ключевская ООШ"})


def test_a_change_names_both_years(district: Path) -> None:
    found = derived(
        district, "Динамика", "F", "Все школы района", "Русский язык", "2019/2020, на 12.10.2020"
    )
    now, before = found.terms
    assert (now.name, before.name) == (
        "средний балл района, 2019/2020, на 12.10.2020",
        "средний балл района, 2019/2020, на 05.10.2020",
    )
    assert before.explained.source.startswith("снимок «Прошлая.json»")
    assert now.value is not None
    assert before.value is not None
    assert found.shown == pytest.approx(now.value - before.value)


def test_the_districts_own_book_is_named(district: Path) -> None:
    indicator = explained(district, "Показатели", "E", "1.1-1", "РАЙОН")
    assert indicator.shown == 120
    assert isinstance(indicator, Explanation)
    (part,) = indicator.traced.parts
    (cell,) = part.cells
    assert part.file == OWN
    assert source(district / SENT / OWN)[cell.sheet][cell.cell].value == 120
    plan = source(district / SUMMARY)["План"]
    row = next(r[0].row for r in plan.iter_rows() if "по книге района" in str(r[0].value)) + 2
    (done,) = explain(district / SUMMARY, [f"План!E{row}"])
    assert done.shown == 1
    assert "пункт 3.1.2 — Отметка об исполнении = выполнено" in text(done)


def test_days_late_are_two_dates(district: Path) -> None:
    found = derived(district, "Сдача", "F", "МБОУ СОШ с. Ивановка")
    assert found.shown == (TODAY - DEADLINE).days
    assert "12.10.2020 (день сводки, файла ещё нет) − 28.09.2020 (срок)" in found.derived.how
    real = derived(district, "Сдача", "F", *real_school(district))
    assert real.shown == (SENT_ON - DEADLINE).days
    assert "01.10.2020 (дата получения по журналу)" in real.derived.how


def real_school(district: Path) -> tuple[str]:
    """The file that the journal has given to a school."""
    entries = read_registry(district / REGISTRY)[1].entries
    (file,) = (entry.file for entry in entries if entry.school)
    return (file,)


@pytest.mark.parametrize(("column", "severity"), [("I", "error"), ("J", "warning")])
def test_findings_are_counted_and_placed(district: Path, column: str, severity: str) -> None:
    """What the command check says of the file; whose it is, the journal knows."""
    file = "Дорожная карта СОШ.xlsx"
    found = derived(district, "Сдача", column, file)
    said = json.loads(run("check", str(district / SENT / file), "--format", "json").stdout)
    found_here = said["files"][0]["findings"]
    expected = [
        one for one in found_here if one["severity"] == severity and one["code"] != "SCH-001"
    ]
    assert found.shown == len(expected) > 0
    (part,) = found.derived.parts
    assert {(cell.sheet, cell.cell) for cell in part.cells} <= {
        (one["sheet"], one["cell"]) for one in expected
    }
    assert part.cells


def test_overdue_days_are_two_dates_of_one_activity(district: Path) -> None:
    found = derived(district, "Просрочено", "H", "Район", "1.3")
    assert found.shown == (TODAY - date(2020, 9, 1)).days
    assert "лист «План», D9: пункт 1.3 — Сроки = до 01.09.2020" in text(found)
    longest = derived(district, "Просрочено", "L", "Район", "1.3")
    assert (longest.shown, longest.derived.how) == (41, "наибольшее из: 1.3 — 41 день")


def test_a_criterion_names_the_schools_that_meet_it(district: Path) -> None:
    """As the sheet itself says «да», or «нет данных» behind the criteria, school by school."""
    sheet = source(district / SUMMARY)["Риски"]
    totals = row_of(district, "Риски", "Школ с признаком (из 12 школ)")
    for column in "DEFGHI":
        (found,) = explain(district / SUMMARY, [f"Риски!{column}{totals}"])
        assert isinstance(found, DerivedExplanation)
        word = "нет данных" if column == "I" else "да"
        rows = range(6, totals)
        met = [row for row in rows if str(sheet[f"{column}{row}"].value).startswith(word)]
        names = {sheet[f"B{row}"].value for row in met}
        assert {part.school.split(",")[0] for part in found.derived.parts} == names
        assert found.shown == len(names)
    (tile,) = explain(district / SUMMARY, ["Обзор!M6"])
    assert isinstance(tile, DerivedExplanation)
    assert (
        tile.shown
        == len(tile.derived.parts)
        == sum(bool(sheet[f"J{row}"].value) for row in range(6, totals))
    )


def test_a_line_number_says_what_it_is(district: Path) -> None:
    found = derived(district, "По школам", "A", GYMNASIUM)
    assert (found.shown, found.derived.what) == (1, "порядковый номер строки")
    assert [part.school for part in found.derived.parts] == [GYMNASIUM]


# --- what is not as it was written ---


@pytest.fixture
def copied(district: Path, tmp_path: Path) -> Path:
    """The summary and its snapshot without that of the year before."""
    for name in (SUMMARY, "Сводка.json"):
        (tmp_path / name).write_bytes((district / name).read_bytes())
    return tmp_path / SUMMARY


def test_a_difference_that_was_typed_over_is_told(district: Path, copied: Path) -> None:
    row = row_of(district, "Средние баллы", "Русский язык", GYMNASIUM)
    book = load_workbook(copied)
    book["Средние баллы"][f"F{row}"] = 5
    book.save(copied)
    (found,) = explain(copied, [f"Средние баллы!F{row}"])
    (warning,) = found.warnings
    assert "стоит 5, а выходит 3,4" in warning


def test_an_earlier_snapshot_that_is_not_there_is_one_sentence(
    district: Path, copied: Path
) -> None:
    cell = "Динамика!D6"
    answer = run("explain", str(copied), cell)
    assert answer.exit_code == 2
    mark = hashlib.sha256((district / "Прошлая.json").read_bytes()).hexdigest()
    assert f"снимка «Прошлая.json» (SHA-256 {mark}) рядом со сводкой нет" in answer.stderr
    assert "--previous" in answer.stderr
    assert run("explain", str(copied), "Предметы!B6").exit_code == 0
    named = run("explain", str(copied), cell, "--previous", str(district / "Прошлая.json"))
    assert (named.exit_code, "137" in named.stdout) == (0, True)
    wrong = run("explain", str(copied), cell, "--previous", str(copied.with_suffix(".json")))
    assert wrong.exit_code == 2


def test_a_sorted_sheet_is_explained_like_the_first(copied: Path) -> None:
    """«Сдача» turned upside down with its tags: each line is still its own file's."""
    book = load_workbook(copied)
    sheet = book["Сдача"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    for number, values in enumerate(reversed(rows), 7):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    book.save(copied)
    last = 6 + len(rows)
    (found,) = explain(copied, [f"Сдача!A{last}"])
    assert isinstance(found, DerivedExplanation)
    assert (found.shown, [part.school for part in found.derived.parts]) == (1, [GYMNASIUM])
