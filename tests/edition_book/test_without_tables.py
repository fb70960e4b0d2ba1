"""A form without whole tables: everything works on what is left, and nothing is a zero."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from fills import fills
from libreoffice import Job, recalculate
from live_form import LiveForm
from openpyxl import load_workbook
from own_editions import OWN, own_edition, run

from roadmap_xl.campaign.collect import collect
from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.edition_book.building import BuiltEdition, build_edition
from roadmap_xl.edition_book.reading import edition_book_of, read_edition_book
from roadmap_xl.edition_book.stored import stored
from roadmap_xl.edition_book.writing import write_edition_book
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import Form, form_of, form_of_own
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.parts import PARTS
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.school.paper.whole import PaperState, document_bytes
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import SHEETS
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
SCHOOLS = demo_schools(form_of("2026"))[:3]
NO_EXAMS = ("averages", "problem_counts", "exams", "base_math", "school")
SETS = {
    "neither base maths nor indicators": ("base_math", "headcounts", "indicators"),
    "no table by schools": ("averages", "school"),
    "no plan": ("problem_counts", "passport", "plan"),
    "no exams": NO_EXAMS,
    "base maths alone": (
        "averages", "problem_counts", "exams", "school", "headcounts", "passport", "indicators",
        "plan",
    ),
}  # fmt: skip
"""Parts that the edition does without."""
PRINTED = {
    "base_math": "Математика базовая", "school": "разрезе общеобразовательных", "plan": "Сроки",
    "indicators": "Единица измерения", "passport": "Состав рабочей группы",
    "exams": "Не преодолели",
}  # fmt: skip
"""What stands in the document where it has the part."""


def edition_without(folder: Path, parts: tuple[str, ...]) -> Edition:
    begins = "exam_year = 2026"
    return own_edition(folder, [(begins, f"without = {json.dumps(parts)}\n{begins}")])


def filled_form(form: Form, number: int) -> dict[str, object]:
    raw = SCHOOLS[number].raw
    return {key: value for key, value in raw.items() if key in form.by_id}


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*cells, *(one.text for one in document.paragraphs)])


@pytest.mark.parametrize("parts", SETS.values(), ids=SETS)
def test_a_book_is_written_read_checked_and_printed(parts: tuple[str, ...], tmp_path: Path) -> None:
    edition = edition_without(tmp_path, parts)
    form = form_of_own(edition)
    path = tmp_path / "Книга.xlsx"
    write_school_workbook(path, blank(form, filled_form(form, 0)), created=DAY)
    reading = read_workbook(path, Forms([edition]))
    assert reading.submission is not None
    assert (reading.left, reading.submission.lost, reading.submission.remarks) == (
        (), frozenset(), ()
    )  # fmt: skip
    assert check_submission(reading.submission, Occasion("На сдачу", None, DAY)) == []
    data = document_bytes(reading.submission, PaperState(True), created=DAY)
    words = words_of(data)
    assert {part for part, text in PRINTED.items() if text in words} == {*PRINTED} - {*parts}
    assert "(наименование должности руководителя)" in words


@pytest.mark.libreoffice
def test_its_formulas_agree_with_python(tmp_path: Path) -> None:
    jobs, lives = [], []
    for name in [*SETS][:4]:
        live = LiveForm(form_of_own(edition_without(tmp_path / name, SETS[name])))
        path = tmp_path / f"{name}.xlsx"
        write_school_workbook(path, live.blank, created=DAY)
        tried = fills(live.form, 24)
        jobs.append(Job(path, live.ranges, [live.changes(fill) for fill in tried]))
        lives.append((live, tried))
    for (live, tried), answers in zip(lives, recalculate(jobs), strict=True):
        pairs = zip(tried, answers, strict=True)
        assert [found for fill, answer in pairs for found in live.differing(fill, answer)] == []


# --- The district ---


@pytest.fixture(params=[SETS["no plan"], SETS["no exams"]], ids=["no plan", "no exams"])
def campaign(request: pytest.FixtureRequest, tmp_path: Path) -> CampaignFolder:
    folder = CampaignFolder(tmp_path / "Сбор")
    form = Form(edition_without(folder.editions, request.param))
    listed = [SchoolEntry(code=s.code, name=str(s.raw["meta.school_name"])) for s in SCHOOLS]
    settings = Settings(edition=OWN, stage="На сдачу")
    create_campaign(folder.path, settings, registry=Registry(listed), created=DAY)
    for number, school in enumerate(SCHOOLS):
        path = folder.incoming / f"{school.code}.xlsx"
        write_school_workbook(path, blank(form, filled_form(form, number)), created=DAY)
    return folder


GONE = {
    "no plan": {"План", "Просрочено"},
    "no exams": {
        "Предметы", "По школам", "Средние баллы", "Баллы по школам", "Базовая математика",
        "Динамика",
    },
}  # fmt: skip


def test_the_summary_has_the_sheets_that_stand_on_something(
    campaign: CampaignFolder, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    gone = GONE["no exams" if "no exams" in request.node.name else "no plan"]
    summary = tmp_path / "Сводка.xlsx"
    said = run(
        "consolidate", campaign.path, "-o", summary, "--publish", tmp_path / "Книга.xlsx",
        "--tidy", tmp_path / "Данные.csv", "--feedback", tmp_path / "Письма", "--date", DAY,
    )  # fmt: skip
    assert "учтено 3 из 3 школ" in said
    book = load_workbook(summary)
    assert set(book.sheetnames) - {"_chart", "_overview"} == {one.name for one in SHEETS} - gone
    tiles = [cell.value for row in book["Обзор"].iter_rows(max_row=8) for cell in row]
    assert "Сдали" in tiles
    assert ("План исполнен" in tiles) == ("План" not in gone)
    assert ("Участников ЕГЭ, человек" in tiles) == ("По школам" not in gone)
    again = run(
        "consolidate", campaign.path, "-o", tmp_path / "Позже.xlsx", "--date", DAY,
        "--previous", tmp_path / "Сводка.json",
    )  # fmt: skip
    assert "учтено 3 из 3 школ" in again
    place = "Предметы!B6" if "План" in gone else "План!D6"
    assert "SHA-256" in run("explain", summary, place)


def test_schools_without_a_table_are_not_counted_there(tmp_path: Path) -> None:
    """Two schools of the package's form, one of a form without «План» and «Математика базовая»."""
    edition = edition_without(tmp_path / "Издания", ("base_math", "plan"))
    own, whole = form_of_own(edition), form_of("2026")
    for number, form in enumerate((whole, whole, own)):
        path = tmp_path / f"{number}.xlsx"
        write_school_workbook(path, blank(form, filled_form(form, number)), created=DAY)
    summary = collect(
        tmp_path, edition="2026", occasion=Occasion("На сдачу", None, DAY), forms=Forms([edition])
    )
    assert summary.coverage.short == "3 из 3"
    assert covered(summary, "ege.rus.total") == (3, 0)
    assert covered(summary, "plan.items.all") == (2, 1)
    assert covered(summary, "bm.2026.total") == (2, 1)
    alone = collect_two(tmp_path)
    for key in ("plan.items.all", "plan.undated.all", "bm.2026.total", "plan.share.all"):
        assert summary.figures[key].value == alone.figures[key].value, key
    names = [*summary.figures["plan.items.all"].left_out.named]
    assert [name.partition(" — ")[2] for name in names] == ["вся таблица (нет в бланке школы)"]


def covered(summary: DistrictSummary, key: str) -> tuple[int, int]:
    figure = summary.figures[key]
    return figure.counted, figure.left_out.number


def collect_two(folder: Path) -> DistrictSummary:
    """The summary of the two schools of the package's form alone."""
    (folder / "2.xlsx").unlink()
    return collect(folder, edition="2026", occasion=Occasion("На сдачу", None, DAY))


# --- The edition's workbook ---

Lines = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    path = tmp_path_factory.mktemp("издание") / "Издание.xlsx"
    write_edition_book(path, stored("2026").raw, "", created=DAY)
    return read_edition_book(path).sheets


def built(exported: Lines, off: tuple[str, ...]) -> BuiltEdition:
    """The edition of the exported workbook with «нет» beside these tables."""
    sheets = {name: [list(row) for row in rows] for name, rows in exported.items()}
    for row in sheets["Общее"]:
        if row[1] == "Код издания":
            row[2] = OWN
        if str(row[1]).removeprefix("Действует: ") in off:
            row[2] = "нет"
    return build_edition(edition_book_of(sheets, "Издание.xlsx"))


def test_a_table_is_switched_off_on_the_sheet_for_all(exported: Lines) -> None:
    done = built(exported, ("План", "Математика базовая"))
    assert done.findings == ()
    assert done.edition is not None
    assert done.changes is not None
    assert done.raw["without"] == ["base_math", "plan"]
    assert (done.edition.plan_items, done.edition.base_math) == ((), ())
    assert len(done.raw["plan_items"]) == len(stored("2026").raw["plan_items"])
    said = "\n".join(done.changes.as_lines())
    assert "Выключено: 2.\n  таблица «Математика базовая». Не будет листа сводки" in said
    assert "таблица «План»: есть только в одном из изданий" in said


@pytest.mark.parametrize(
    ("off", "message"),
    [
        (("Итоги ЕГЭ",), "«ЕГЭ по школе» считается по «Итогам ЕГЭ»"),
        (("Численность",), "От «Численности» считают доли «Показатели»"),
        (tuple(part.title for part in PARTS), "Выключены все таблицы"),
    ],
)
def test_tables_that_need_one_another(exported: Lines, off: tuple[str, ...], message: str) -> None:
    done = built(exported, off)
    (fault,) = done.findings
    assert done.edition is None
    assert message in fault.message
    row = exported["Общее"][int(fault.cell[1:]) - 1]
    assert (fault.sheet, fault.cell[0], str(row[1])[:10]) == ("Общее", "C", "Действует:")
