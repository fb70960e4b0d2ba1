"""The demo from its command's end: the files it makes, what it says, and its sums counted anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.real_school import real_school
from roadmap_xl.campaign.demo.run import REGISTRY, SENT, SUMMARY, DemoResult, run_demo
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.district.lines import Status
from roadmap_xl.district.registry import read_registry
from roadmap_xl.form.fields import form_of
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.summary.numbers.summary import DistrictSummary

FORM = form_of("2020")
SCHOOLS = {school.code: school for school in demo_schools(FORM)}
DAY = date(2020, 10, 1)
REAL_CODE, REAL_FILE = "230507", "Дорожная карта СОШ.xlsx"
CLEAN = ("230501", "230502", "230503", "230504", "230505", "230506")
# Whose row is left out of a subject's sums, by the faults that the schools are made with.
LEFT_OUT = {"rus": "230510", "phys": "230508"}
BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "новая папка"


@pytest.fixture(scope="module")
def demo(folder: Path) -> DemoResult:
    return run_demo(folder, created=DAY)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_twelve_workbooks_a_registry_and_a_summary(demo: DemoResult, folder: Path) -> None:
    names = {school.file_name for school in SCHOOLS.values()} | {REAL_FILE}
    assert len(names) == 12
    beside = {REGISTRY, SUMMARY, "Сводка района.json"}
    assert set(files_in(folder)) == beside | {f"{SENT}/{name}" for name in names}
    assert {report.reading.file for report in demo.reports} == names
    assert all(report.was_read for report in demo.reports)


def test_the_same_bytes_every_time(demo: DemoResult, folder: Path, tmp_path: Path) -> None:
    run_demo(tmp_path, created=DAY)
    first, second = files_in(folder), files_in(tmp_path)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def status_of(summary: DistrictSummary, file: str) -> Status:
    (line,) = [line for line in summary.lines if line.received and line.received.file == file]
    return line.status


def test_the_real_school_counts_after_the_journal_says_whose_it_is(demo: DemoResult) -> None:
    assert status_of(demo.before, REAL_FILE) is Status.UNKNOWN
    assert status_of(demo.before, "Кузьминка филиал.xlsx") is Status.DRAFT
    assert demo.before.coverage.words == "учтено 10 из 12 школ"
    missing = [line for line in demo.before.lines if line.status is Status.MISSING]
    assert [line.school and line.school.code for line in missing] == [REAL_CODE]
    assert status_of(demo.after, REAL_FILE) is Status.WITH_REMARKS
    assert demo.after.coverage.words == "учтено 12 из 12 школ"
    assert demo.after.number_of(Status.UNKNOWN, Status.MISSING, Status.REFUSED) == 0


def test_the_registry_holds_the_twelve_schools_and_the_journals_entry(demo: DemoResult) -> None:
    registry, journal = read_registry(demo.registry)
    assert set(registry.by_code) == {*SCHOOLS, REAL_CODE}
    entry, draft = journal.entries
    assert (draft.counts, draft.school, entry.counts) == (True, "", False)
    real = read_workbook(demo.real_school)
    assert (entry.sha256, entry.file, entry.school) == (real.sha256, REAL_FILE, REAL_CODE)


def test_the_lines_say_what_was_found_and_name_the_files_to_open(demo: DemoResult) -> None:
    lines = demo.as_lines()
    said = "\n".join(lines)
    assert len(lines) < 30
    for school in SCHOOLS.values():
        assert school.file_name in said
    assert f"Не опознана: {REAL_FILE}" in said
    assert said.index("учтено 10 из 12 школ") < said.index("учтено 12 из 12 школ")
    assert said.count("замечаний нет") == len(CLEAN)
    named = [Path(line.strip()) for line in lines[lines.index("Откройте:") + 1 :]]
    assert named == [demo.real_school, demo.summary, demo.registry]
    assert all(path.is_file() for path in named)


@pytest.mark.parametrize("code", CLEAN)
def test_a_workbook_reads_back_as_it_was_filled(demo: DemoResult, code: str, folder: Path) -> None:
    school = SCHOOLS[code]
    reading = read_workbook(folder / SENT / school.file_name)
    assert reading.submission == school.submission(form_of("2020"))
    assert reading.cells.filled == reading.cells.used == len(school.raw)


def test_every_value_of_a_faulty_workbook_comes_back_or_is_noted(
    demo: DemoResult, folder: Path
) -> None:
    """What was typed wrongly is read as something else, and never silently."""
    filled = {school.file_name: school.submission(FORM) for school in SCHOOLS.values()}
    filled[REAL_FILE] = real_school(FORM)
    for name, before in filled.items():
        after = read_workbook(folder / SENT / name).submission
        assert after is not None
        changed = {
            slot
            for slot, (old, new) in enumerate(zip(before.values, after.values, strict=True))
            if old != new and str(old).strip()
        }
        assert changed <= {note.slot for note in after.notes}, name


# --- the summary's numbers, counted here from what the schools typed ---


def typed(field_id: str, leave_out: str = "") -> list[int]:
    """The numbers that the twelve schools typed into a cell; blanks are not among them."""
    cells = {code: school.raw.get(field_id) for code, school in SCHOOLS.items()}
    cells[REAL_CODE] = real_school(FORM)[field_id]
    return [int(str(cells[code])) for code in cells if code != leave_out and cells[code]]


def whole_percent(count: int, whole: int) -> float:
    share = Decimal(count * 100) / Decimal(whole)
    return float(share.quantize(Decimal(1), ROUND_HALF_UP)) / 100


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))


def row_of(rows: Iterable[tuple[Any, ...]], column: int, label: str) -> tuple[Any, ...]:
    (row,) = [row for row in rows if row[column] == label]
    return row


@pytest.mark.parametrize(
    ("subject", "label"),
    [("rus", "Русский язык"), ("math_prof", "Математика П"), ("phys", "Физика")],
)
def test_a_subjects_totals_are_the_schools_numbers_added(
    demo: DemoResult, subject: str, label: str
) -> None:
    row = row_of(rows_of(demo.summary, "Предметы"), 0, label)
    left_out = LEFT_OUT.get(subject, "")
    totals = typed(f"ege.{subject}.total", left_out)
    bands = [sum(typed(f"ege.{subject}.{band}", left_out)) for band in BANDS]
    assert sum(totals) == sum(bands) > 0
    assert row[1] == sum(totals)
    assert list(row[2:16:2]) == bands
    assert list(row[3:17:2]) == [whole_percent(count, sum(totals)) for count in bands]
    assert row[16] == len(totals)
    assert row[17] == ("10 из 11" if left_out else "11 из 11")  # one has no grade 11


def test_the_district_s_persons_and_best_results_are_the_schools_numbers_added(
    demo: DemoResult,
) -> None:
    rows = rows_of(demo.summary, "По школам")
    first = next(n for n, row in enumerate(rows) if row[1] == "ИТОГО по району")
    assert rows[first][2] == sum(typed("org.participants_persons"))
    best = rows[first + 3]
    assert best[3] == "Сдали 80 и более баллов"
    assert best[5] == sum(typed("org.math_prof.n80_plus"))
    assert best[12] == sum(typed("org.foreign.n80_plus"))
