"""What must always be true, a test for each sentence; the other tests go deeper where these look.

Real files, made by the writers and read back by what the project did not write: openpyxl, exact
fractions, LibreOffice.
"""

from __future__ import annotations

import csv
import hashlib
import io
import random
import shutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from fills import fills
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import Job, recalculate
from live_form import LiveForm
from openpyxl import load_workbook
from reading_workbooks import FORM_SHEETS, repacked
from remote_book import Applied, opened

from roadmap_xl import Occasion, check_file, collect, explain, read_workbook, write_summary
from roadmap_xl.addin.check_book import check_on
from roadmap_xl.addin.protocol import PROTOCOL
from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.feedback import write_feedback
from roadmap_xl.expressions.numbers import percent
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import EGE
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import blank
from roadmap_xl.form.vocabulary import SUBMITTING
from roadmap_xl.school.document import document_file
from roadmap_xl.school.repair import repair_file
from roadmap_xl.summary.tidy import tidy_rows, write_tidy
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2020, 10, 12)
OCCASION = Occasion(today=DAY, audience=None)
FORM, LAYOUT = form_of("2020"), form_of("2020").layout
HURT = {"ege.rus.total": "12 чел.", "ege.rus.below": "-", "ege.phys.total": "много",
        "prob.avg.rus": "27,5", "psp.developer": "—", "pln.1-01.term": "31.02.2021"}  # fmt: skip
"""What people type: taken after cleaning, taken for nothing, not to be taken."""
STRAY = ("AB3", "заметка сбоку")
Cells = dict[tuple[str, str], object]


@pytest.fixture(scope="module")
def books(demo_district: DemoResult) -> Path:
    """The demo's twelve workbooks, as twelve schools would send them."""
    return demo_district.real_school.parent


@pytest.fixture(scope="module")
def hurt(books: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of them, opened in another program, typed into as people do, and saved."""
    path = tmp_path_factory.mktemp("hurt") / "школа.xlsx"
    workbook = load_workbook(sorted(books.iterdir())[0])
    for field, value in HURT.items():
        place = LAYOUT.place(FORM.by_id[field])
        workbook[place.sheet][place.cell].value = value
    workbook[EGE][STRAY[0]].value = STRAY[1]
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def few(books: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of them."""
    folder = tmp_path_factory.mktemp("few")
    for path in sorted(books.iterdir())[:3]:
        shutil.copy(path, folder)
    return folder


def cells(path: Path) -> Cells:
    """Every cell of the form's sheets that holds something, as openpyxl has it."""
    workbook = load_workbook(path)
    return {
        (name, cell.coordinate): cell.value
        for name in FORM_SHEETS
        for row in workbook[name].iter_rows()
        for cell in row
        if cell.value is not None
    }


def schools_own(path: Path, folder: Path) -> Cells:
    """The cells that a blank does not have, or has otherwise."""
    write_school_workbook(folder / "бланк.xlsx", blank(FORM), created=DAY)
    printed = cells(folder / "бланк.xlsx")
    return {at: value for at, value in cells(path).items() if printed.get(at) != value}


def hashes(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


# --- 1. Every non-empty cell ---


def test_every_cell_ends_in_exactly_one_class(hurt: Path, tmp_path: Path) -> None:
    """«Taken as it stands, taken after cleaning (a note), or not taken (a finding).»"""
    submission, left = read_workbook(hurt).submission, read_workbook(hurt).left
    assert submission is not None
    noted = {note.slot for note in submission.notes} - submission.rejected
    classes: dict[str, set[tuple[str, str]]] = {
        "used": set(), "noted": set(), "not taken": {(one.sheet, one.cell) for one in left},
    }  # fmt: skip
    for field in FORM.fields:
        place = submission.place(field)
        name = "not taken" if field.slot in submission.rejected else "used"
        name = "noted" if field.slot in noted else name
        if name != "used" or submission.values[field.slot] is not None:
            classes[name].add((place.sheet, place.cell))
    for at, value in schools_own(hurt, tmp_path).items():
        assert sum(at in there for there in classes.values()) == 1, (at, value)
    findings = {(one.sheet, one.cell) for one in check_file(hurt, OCCASION).findings}
    assert {(EGE, STRAY[0]), _place("ege.phys.total")} <= classes["not taken"] & findings
    assert {_place("ege.rus.total"), _place("prob.avg.rus")} <= classes["noted"]


def _place(field: str) -> tuple[str, str]:
    place = LAYOUT.place(FORM.by_id[field])
    return place.sheet, place.cell


def test_filled_is_used_and_noted_and_rejected(books: Path, hurt: Path, tmp_path: Path) -> None:
    """«Count them: filled = used + noted + rejected.»"""
    for path in (*books.iterdir(), hurt):
        counts = read_workbook(path).cells
        assert counts.filled == counts.used + counts.noted + counts.rejected, path.name
    assert read_workbook(hurt).cells.filled == len(schools_own(hurt, tmp_path))


# --- 2. One verdict ---


@pytest.mark.libreoffice
def test_the_live_workbook_and_python_give_the_same_verdicts(tmp_path: Path) -> None:
    """«The same verdict for every live rule on the same raw cells.»"""
    live, path = LiveForm("2026"), tmp_path / "бланк.xlsx"
    tried = fills(live.form, 6, seed=17)
    write_school_workbook(path, live.blank, created=DAY)
    (answers,) = recalculate([Job(path, live.ranges, [live.changes(fill) for fill in tried])])
    for fill, answer in zip(tried, answers, strict=True):
        assert live.differing(fill, answer) == []


# --- 3. Percents ---


@given(count=st.integers(0, 10**6), whole=st.integers(1, 10**6))
def test_percents_are_computed_from_counts_half_away_from_zero(count: int, whole: int) -> None:
    """«Percents are computed from counts, half away from zero.»"""
    exact = Fraction(100 * count, whole)
    assert percent(count, whole) == int(exact + Fraction(1, 2))


def test_a_zero_denominator_gives_a_blank(tmp_path: Path) -> None:
    """«A zero denominator gives a blank.»"""
    assert percent(0, 0) is None
    path = tmp_path / "школа.xlsx"
    write_school_workbook(path, blank(FORM, {"ege.rus.total": 0, "ege.rus.below": 0}), created=DAY)
    at = LAYOUT.place(FORM.by_id["ege.rus.below_pct"])
    assert load_workbook(path, data_only=True)[at.sheet][at.cell].value in (None, "")


def test_percents_are_never_averaged(tmp_path: Path) -> None:
    """«Percents are never averaged.» 1 of 2 and 1 of 10 are 17 %, not 30 %."""
    for number, whole in ((1, 2), (2, 10)):
        values = {"meta.school_name": f"СОШ № {number}", "meta.school_id": str(number),
                  "meta.stage": SUBMITTING, "ege.rus.total": whole, "ege.rus.below": 1,
                  "ege.rus.b_51_60": whole - 1}  # fmt: skip
        path = tmp_path / f"{number}.xlsx"
        write_school_workbook(path, blank(FORM, {**_known(), **values}), created=DAY)
    assert collect(tmp_path).figures["ege.rus.below.share"].value == percent(2, 12) == 17


def _known() -> dict[str, Any]:
    pairs = zip(FORM.fields, prefilled(FORM).values, strict=True)
    return {field.id: value for field, value in pairs if value is not None}


def test_percents_are_never_read_from_a_cell(tmp_path: Path, books: Path) -> None:
    """«Never read from a cell's cached value»: another value of the formula changes nothing."""
    before, (lied, sent) = collect(books), (tmp_path / "lied", tmp_path / "sent")
    lied.mkdir()
    sent.mkdir()
    for path in books.iterdir():
        repacked(path, lied / path.name, _with_other_percents)
        assert read_workbook(lied / path.name).sha256 != read_workbook(path).sha256
    after = collect(lied)
    shares = [key for key in before.figures if key.endswith(".share")]
    assert len(shares) > 50
    assert [after.figures[k].value for k in shares] == [before.figures[k].value for k in shares]


def _with_other_percents(name: str, data: bytes) -> bytes:
    """Each guarded quotient of a form's sheet shows 0.77, as if no program had recalculated it."""
    if not name.startswith("xl/worksheets/sheet"):
        return data
    head, *cells = data.split(b"<f>IFERROR(IF(OR(COUNT(")
    return head + b"".join(
        b"<f>IFERROR(IF(OR(COUNT(" + formula + b"</f><v>0.77</v>" + rest.partition(b"</v>")[2]
        for formula, _, rest in (cell.partition(b"</f>") for cell in cells)
    )


# --- 4. Traced ---


def test_every_number_is_traced_to_school_file_sheet_and_cell(
    books: Path, summary: Path, tmp_path: Path
) -> None:
    """«To school, file (SHA-256), sheet and cell»: the cells named hold what was summed."""
    sheet = load_workbook(summary, data_only=True)["Предметы"]
    sent = {p.name: (p.read_bytes(), load_workbook(p, data_only=True)) for p in books.iterdir()}
    at = [cell for row in sheet.iter_rows(min_row=6, max_col=2) for cell in row if _is_count(cell)]
    for cell in at[:4]:
        (answer,) = explain(summary, [f"Предметы!{cell.coordinate}"])
        found = 0
        for part in answer.as_json()["parts"]:
            data, workbook = sent[part["file"]]
            assert hashlib.sha256(data).hexdigest() == part["sha256"]
            counting = [one for one in part["cells"] if one["counts"]]
            found += sum(workbook[one["sheet"]][one["cell"]].value for one in counting)
        assert found == cell.value, cell.coordinate
    assert len(at) > 4


def _is_count(cell: Any) -> bool:
    return isinstance(cell.value, int) and cell.column == 2


@pytest.fixture(scope="module")
def summary(books: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("summary") / "Сводка.xlsx"
    write_summary(path, collect(books), created=DAY)
    return path


def test_the_summary_says_over_how_many_schools(summary: Path, books: Path) -> None:
    """«And the summary says over how many schools it was computed», on each of its sheets."""
    coverage = collect(books).coverage.words
    assert coverage == "учтено 10 из 11 школ"  # one is a draft; the twelfth file names no school
    for sheet in load_workbook(summary).worksheets:
        if sheet.sheet_state == "visible":
            assert coverage in str(sheet["A2"].value), sheet.title


# --- 5. Never written to ---


def test_a_received_file_is_never_written_to(few: Path, tmp_path: Path) -> None:
    """«A file received from a school is never written to»: not by any command on the way."""
    books = few
    before, times = hashes(books), {p.name: p.stat().st_mtime_ns for p in books.iterdir()}
    found = collect(books)
    write_summary(tmp_path / "Сводка.xlsx", found, created=DAY)
    write_feedback(tmp_path / "Письма", books, found, written=DAY, occasion=OCCASION)
    for number, path in enumerate(books.iterdir()):
        check_file(path, OCCASION)
        repair_file(path, tmp_path / f"{number}.xlsx", created=DAY)
        document_file(path, tmp_path / f"{number}.docx", created=DAY)
    assert hashes(books) == before
    assert {p.name: p.stat().st_mtime_ns for p in books.iterdir()} == times


def test_pressing_the_button_changes_nothing_that_was_typed(hurt: Path) -> None:
    """«“Проверить” adds the sheet “Протокол” and marks, and changes nothing typed.»"""
    workbook = load_workbook(hurt, data_only=True)
    names, before = workbook.sheetnames, _typed(workbook)
    book = opened(workbook)
    check_on(book, DAY)
    Applied(workbook, book.json()["actions"])
    assert set(workbook.sheetnames) - set(names) == {PROTOCOL}
    assert _typed(workbook) == before


def _typed(workbook: Any) -> Cells:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook.worksheets
        if sheet.title != PROTOCOL
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


# --- 6. The same again ---


def test_the_same_input_gives_the_same_bytes(few: Path, hurt: Path, tmp_path: Path) -> None:
    """«The same input gives the same bytes out.»"""
    made = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write_summary(folder / "Сводка.xlsx", collect(few), created=DAY)
        repair_file(hurt, folder / "копия.xlsx", created=DAY)
        document_file(hurt, folder / "карта.docx", created=DAY)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) == 5
    assert made[0] == made[1]


def test_checking_twice_in_any_order_gives_the_same_findings(books: Path, hurt: Path) -> None:
    """«Checking twice, in any order, gives the same findings»: nothing is kept between files."""
    paths = [*sorted(books.iterdir()), hurt]
    first = {path: check_file(path, OCCASION).findings for path in paths}
    for seed in range(3):
        for path in random.Random(seed).sample(paths, len(paths)):
            assert check_file(path, OCCASION).findings == first[path], path.name


# --- 7. Only text ---

EVIL = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "<r><t>нет</t></r>", "<b>&amp;</b>", "\t=1")


def test_text_of_a_school_is_only_ever_text(tmp_path: Path) -> None:
    """«Text from a submission is only ever text in an output»: no formula, link or markup."""
    cells = [f"pln.1-{n:02}.{column}" for n in (1, 2, 3, 4) for column in ("responsible", "mark")]
    typed = dict(zip([*cells, "psp.developer"], EVIL * 2, strict=False))
    values = {"meta.school_name": EVIL[0], "meta.school_id": "1", "meta.contact": EVIL[4],
              "meta.stage": SUBMITTING}  # fmt: skip
    (tmp_path / "sent").mkdir()
    path, copy, paper = (tmp_path / name for name in ("sent/1.xlsx", "копия.xlsx", "карта.docx"))
    write_school_workbook(path, blank(FORM, {**_known(), **values, **typed}), created=DAY)
    repair_file(path, copy, created=DAY)
    document_file(path, paper, created=DAY)
    found = collect(tmp_path / "sent")
    write_summary(tmp_path / "Сводка.xlsx", found, created=DAY)
    write_tidy(tmp_path / "данные.csv", tidy_rows(found))
    for book, number in ((copy, len(EVIL)), (tmp_path / "Сводка.xlsx", 2)):
        shown = [(kind, value) for kind, value in _cells_with_types(book) if value in EVIL]
        assert len({value for _, value in shown}) >= number
        assert {kind for kind, _ in shown} == {"s"}, book.name
    assert set(EVIL) - {"\t=1"} <= set(_words(paper))
    rows = csv.reader(io.StringIO((tmp_path / "данные.csv").read_text("utf-8-sig")), delimiter=";")
    said = [one for row in rows for one in row]
    assert not [one for one in said if one.startswith(("=", "+1", "-2+", "@", "\t="))]
    assert {f"'{EVIL[0]}", EVIL[4]} <= set(said)


def _words(path: Path) -> Iterator[str]:
    document = Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (c.text for table in document.tables for row in table.rows for c in row.cells)


def _cells_with_types(path: Path) -> Iterator[tuple[str, object]]:
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((cell.data_type, cell.value) for cell in row if cell.value is not None)


def test_macros_of_a_submission_are_never_run(tmp_path: Path) -> None:
    """«Macros in a submission are never run»: they are neither needed, kept, nor looked into."""
    blanks = Path(__file__).parents[2] / "workbook_templates"
    path = repacked(
        blanks / "roadmap_2020.xlsm",
        tmp_path / "школа.xlsm",
        lambda name, data: b"no program" if name.endswith("vbaProject.bin") else data,
    )
    whole = check_file(blanks / "roadmap_2020.xlsm", OCCASION)
    assert check_file(path, OCCASION).findings == whole.findings
    repair_file(path, tmp_path / "копия.xlsx", created=DAY)
    with ZipFile(tmp_path / "копия.xlsx") as copy:
        assert not [name for name in copy.namelist() if "vba" in name.lower()]
