"""«Проверить»: from an open workbook through xlwings to «Протокол», marks, a selected cell."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock, patch

import made_once
import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl_cells import OpenpyxlCells
from reading_workbooks import FORM_SHEETS
from remote_book import VBA_ACTIONS, Applied, _xlremote, cells_of, colour_of, opened

from roadmap_xl.addin.book_cells import ENGINE_FAULTS, BookCells, cell_value
from roadmap_xl.addin.check_book import check, check_book, check_on
from roadmap_xl.addin.protocol import (
    HEADER_ROW,
    HEADERS,
    MARKED_COLUMN,
    PROTOCOL,
    as_typed,
    marks_of,
    own_colour,
    write_protocol,
)
from roadmap_xl.campaign.demo.real_school import real_school
from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.reader.workbook import read_cells
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.school.check import FileReport, check_file, check_reading
from roadmap_xl.workbook.school_workbook import write_school_workbook

TODAY = date(2020, 9, 15)
PINK, AMBER, INPUT, COMPUTED = "#F9D5D0", "#FFE9B8", "#FFF9E3", "#F0F1F3"
LAYOUT = form_of("2020").layout
PACKAGE = Path(__file__).parents[2] / "roadmap_xl"

FILLED: dict[str, Value] = {
    "meta.school_name": "МБОУ «СОШ № 3»",
    "meta.stage": "На сдачу",
    "ege.rus.total": 20,
    "ege.rus.below": 1,
    "ege.rus.b_51_60": 2,
    "ege.phys.total": "5 чел.",
    "ege.chem.total": "нет данных",
    "prob.avg.rus": 512,
    "psp.developer": "=2+2",
    "sgn.date": date(2020, 9, 1),
}
"""A school in the middle of its work: errors, warnings, notes, a text that looks like a formula."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school's workbook with its values, as it was saved in Excel with an error in a cell."""
    form = form_of("2020")
    known = {form.fields[n].id: v for n, v in enumerate(prefilled(form).values) if v is not None}
    path = tmp_path_factory.mktemp("школа") / "школа.xlsx"
    write_school_workbook(path, blank(form, {**known, **FILLED}), created=TODAY)
    workbook = made_once.opened(path, values=True)
    put(workbook, "ege.bio.total", "#N/A")
    put(workbook, "org.rus.participants", 21)
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real school's workbook."""
    path = tmp_path_factory.mktemp("настоящая") / "школа.xlsx"
    write_school_workbook(path, real_school(form_of("2020")), created=TODAY)
    return path


@pytest.fixture(params=["school", "real"])
def either(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def put(workbook: Workbook, field: str, value: object) -> tuple[str, str]:
    """Types a value into a field's cell; its sheet and cell."""
    place = LAYOUT.place(LAYOUT.form.by_id[field])
    workbook[place.sheet][place.cell].value = value
    return place.sheet, place.cell


def pressed(workbook: Workbook) -> Applied:
    """«Проверить» pressed in this workbook, which is changed as Excel would change it."""
    book = opened(workbook)
    check_on(book, TODAY)
    return Applied(workbook, book.json()["actions"])


def listed(workbook: Workbook) -> list[tuple[object, ...]]:
    """The lines of «Протокол»: severity, link, message, fix, code."""
    sheet = workbook[PROTOCOL]
    rows = sheet.iter_rows(min_row=HEADER_ROW + 2, max_col=len(HEADERS), values_only=True)
    return [row for row in rows if any(row)]


def marked(workbook: Workbook) -> dict[tuple[str, str], str]:
    """The cells of the form that are pink or amber."""
    found = {
        (place.sheet, place.cell): colour_of(workbook[place.sheet], place.cell)
        for place in LAYOUT.at
    }
    return {cell: colour for cell, colour in found.items() if colour in (PINK, AMBER)}


def by_values(path: Path) -> FileReport:
    """The report on the values alone; an open workbook sends no markup."""
    return check_reading(read_cells(OpenpyxlCells(path), path.name, sha256=""))


def to_mark(report: FileReport) -> dict[tuple[str, str], str]:
    cells = {}
    for severity, colour in ((Severity.WARNING, AMBER), (Severity.ERROR, PINK)):
        found = [finding for finding in report.findings if finding.severity is severity]
        cells |= {(finding.sheet, finding.cell): colour for finding in found}
    return cells


def changed(before: Mapping[tuple[str, str], object], workbook: Workbook) -> set[tuple[str, str]]:
    """The cells of all sheets but «Протокол» whose value or colour is another now."""
    after = cells_of(workbook)
    here = {cell for cell in {*before, *after} if cell[0] != PROTOCOL}
    empty = (None, "")
    return {cell for cell in here if before.get(cell, empty) != after.get(cell, empty)}


def test_the_open_workbook_has_the_findings_of_the_file(either: Path) -> None:
    report = check_book(opened(made_once.opened(either, values=True)))
    in_file = by_values(either)
    assert report.findings == in_file.findings
    assert report.reading.cells == in_file.reading.cells
    assert report.reading.template_version == in_file.reading.template_version


def test_the_school_of_these_tests_has_findings_of_all_severities(school: Path) -> None:
    assert {finding.severity for finding in check_file(school).findings} == set(Severity)


def test_reading_asks_nothing_of_excel(school: Path) -> None:
    book = opened(made_once.opened(school, values=True))
    check_book(book)
    assert book.json()["actions"] == []


def test_each_sheet_is_read_once(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    asked = []
    as_it_is = _xlremote.Range.raw_value

    def counted(area: _xlremote.Range) -> object:
        asked.append(area.sheet.name)
        return as_it_is.fget(area)

    with patch.object(_xlremote.Range, "raw_value", as_it_is.getter(counted)):
        check_on(opened(workbook), TODAY)
    assert sorted(asked) == sorted([*FORM_SHEETS, "_meta", "_lists", PROTOCOL])


def test_protocol_lists_the_grouped_findings(either: Path) -> None:
    workbook = made_once.opened(either, values=True)
    pressed(workbook)
    found = group_findings(by_values(either).findings)
    assert listed(workbook) == [
        (
            f.severity.word,
            f"""=HYPERLINK("#'{f.sheet}'!{f.cell}","{f.sheet}, {f.cell}")""",
            f.message,
            f.fix,
            f.code,
        )
        for f in found
    ]
    assert tuple(cell.value for cell in workbook[PROTOCOL][HEADER_ROW + 1])[:5] == HEADERS


def test_protocol_says_the_day_and_how_many(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    report = by_values(school)
    errors, warnings, notes = (
        sum(finding.severity is severity for finding in report.findings) for severity in Severity
    )
    sheet = workbook[PROTOCOL]
    assert sheet["A1"].value == "Протокол проверки от 15.09.2020"
    assert (
        sheet["A2"].value == f"Ошибок: {errors}, предупреждений: {warnings}, к сведению: {notes}."
    )


def test_a_sheets_name_is_only_text_in_a_link(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    extra = workbook.create_sheet("""a'!A1","x")&cmd("b""")
    extra["A1"].value = "заметка"
    pressed(workbook)
    links = [row[1].value for row in workbook[PROTOCOL].iter_rows(min_row=6) if row[1].value]
    named = [link for link in links if "cmd" in link]
    assert named == ["""=HYPERLINK("#'a''!A1"",""x"")&cmd(""b'!A1","a'!A1"",""x"")&cmd(""b")"""]


def test_severities_have_their_colours(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    colours = {"ошибка": PINK, "предупреждение": AMBER, "к сведению": ""}
    for row, line in enumerate(listed(workbook), start=HEADER_ROW + 2):
        assert colour_of(workbook[PROTOCOL], f"A{row}") == colours[str(line[0])], line


def test_protocol_stands_after_the_last_sheet_that_is_seen(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    seen = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert seen == [*FORM_SHEETS, PROTOCOL]


@pytest.mark.parametrize("active", [0, 3, 6, -1])
def test_protocol_finds_its_place_from_any_sheet(school: Path, active: int) -> None:
    workbook = made_once.opened(school, values=True)
    workbook.create_sheet("Черновик учителя")
    workbook.active = workbook.worksheets[active]
    pressed(workbook)
    assert workbook.sheetnames[7] == PROTOCOL
    assert workbook[PROTOCOL]["A1"].value


def test_protocol_is_written_at_once(school: Path) -> None:
    applied = pressed(made_once.opened(school, values=True))
    assert applied.functions.count("setValues") == 1


def test_cells_of_one_colour_below_each_other_are_painted_at_once(school: Path) -> None:
    applied = pressed(made_once.opened(school, values=True))
    cells = len(to_mark(by_values(school)))
    assert applied.functions.count("setRangeColor") < cells / 2


def test_exactly_the_wrong_cells_are_marked_and_nothing_else_changes(either: Path) -> None:
    workbook = made_once.opened(either, values=True)
    before = cells_of(workbook)
    pressed(workbook)
    expected = to_mark(by_values(either))
    assert marked(workbook) == expected
    assert changed(before, workbook) == set(expected)
    values = {cell: value for cell, (value, _) in cells_of(workbook).items()}
    assert {cell: values[cell] for cell in before} == {cell: v for cell, (v, _) in before.items()}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_cell_is_marked_for_its_gravest_finding(order: tuple[int, ...]) -> None:
    field = LAYOUT.form.by_id["ege.rus.total"]
    severities = [list(Severity)[n] for n in order]
    findings = [Finding("EGE-002", severity, "", "", field=field.id) for severity in severities]
    assert marks_of(findings, LAYOUT) == {LAYOUT.place(field): Severity.ERROR}


def test_the_first_error_is_selected_and_the_rest_counted(either: Path) -> None:
    applied = pressed(made_once.opened(either, values=True))
    first = next(f for f in check_file(either).findings if f.severity is Severity.ERROR)
    assert (applied.active, *applied.selected) == (first.sheet, first.sheet, first.cell)
    (said,) = applied.alerts
    errors = sum(f.severity is Severity.ERROR for f in check_file(either).findings)
    assert f"Осталось ошибок: {errors}.\nВыделена первая: {first.sheet}, {first.cell}." in said
    assert applied.functions[-1] == "alert", "the window waits for a click: all is done before"


def test_pressed_twice_gives_the_same(either: Path) -> None:
    workbook = made_once.opened(either, values=True)
    first = pressed(workbook)
    once, sheets = cells_of(workbook), workbook.sheetnames
    second = pressed(workbook)
    assert cells_of(workbook) == once
    assert workbook.sheetnames == sheets
    assert (second.alerts, second.selected) == (first.alerts, first.selected)


@pytest.mark.parametrize(
    ("field", "mended", "colour"),
    [
        ("ege.rus.total", 3, INPUT),
        ("ege.chem.total", None, INPUT),
        ("prob.avg.rus", 51.2, INPUT),
        ("org.rus.participants", 20, COMPUTED),
    ],
)
def test_a_mended_cell_loses_its_mark(
    school: Path, field: str, mended: object, colour: str
) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    cell = put(workbook, field, mended)
    pressed(workbook)
    assert colour_of(workbook[cell[0]], cell[1]) == colour
    assert cell not in marked(workbook)


def test_without_errors_protocol_is_shown(tmp_path: Path) -> None:
    workbook = load_workbook(finished(tmp_path), data_only=True)
    applied = pressed(workbook)
    assert applied.active == PROTOCOL
    assert applied.selected == ("", "")
    assert applied.alerts[0].startswith("Ошибок нет.")
    assert marked(workbook) == {}


def finished(folder: Path) -> Path:
    """A draft in which nothing is wrong so far."""
    form = form_of("2020")
    known = {form.fields[n].id: v for n, v in enumerate(prefilled(form).values) if v is not None}
    path = folder / "черновик.xlsx"
    values = {**known, "meta.school_name": "МБОУ «СОШ № 3»", "psp.developer": "Иванова А. А."}
    values |= {"sgn.position": "Директор", "sgn.fio": "Петров П. П."}
    write_school_workbook(path, blank(form, values), created=TODAY)
    assert not any(f.severity is Severity.ERROR for f in check_file(path).findings)
    return path


def test_a_mark_of_no_cell_of_the_form_paints_nothing(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    pressed(workbook)
    before = cells_of(workbook)
    record = workbook[PROTOCOL].cell(HEADER_ROW + 2, MARKED_COLUMN + 1)
    for row, said in enumerate(("Титул!A1", "Нет листа!C7", "ЕГЭ!C", 12, "_meta!A1"), record.row):
        workbook[PROTOCOL].cell(row, record.column).value = said
    pressed(workbook)
    assert changed(before, workbook) == set()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Сумма не сходится.", "Сумма не сходится."),
        ("«=2+2» — не число.", "«=2+2» — не число."),
        ("=2+2", "'=2+2"),
        ("+7 (831) 123", "'+7 (831) 123"),
        ("-5", "'-5"),
        ("@сумма", "'@сумма"),
        ("'текст", "''текст"),
        ("2020-10-01", "'2020-10-01"),
        (" =2+2", "' =2+2"),
        ("", None),
    ],
)
def test_text_is_typed_so_that_it_stays_text(text: str, typed: str | None) -> None:
    assert as_typed(text) == typed


def test_a_finding_that_begins_like_a_formula_stays_text(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    report = check_file(school)
    first = replace(report.findings[0], message="=HYPERLINK(0)", fix="=1+1", code="=2")
    book = opened(workbook)
    write_protocol(book, FileReport(report.reading, (first,)), [], today=TODAY)
    Applied(workbook, book.json()["actions"])
    cells = workbook[PROTOCOL][HEADER_ROW + 2][2:5]
    shown = [(cell.value, cell.data_type) for cell in cells]
    assert shown == [("=HYPERLINK(0)", "s"), ("=1+1", "s"), ("=2", "s")]


def test_every_cell_of_the_form_has_the_colour_it_is_given_back(school: Path) -> None:
    workbook = load_workbook(school)
    for place, field in LAYOUT.at.items():
        assert colour_of(workbook[place.sheet], place.cell) == own_colour(place, LAYOUT), field.id


def other_form(workbook: Workbook) -> None:
    for sheet in ("_meta", *FORM_SHEETS[2:]):
        del workbook[sheet]


def other_edition(workbook: Workbook) -> None:
    workbook["_meta"]["B2"].value = "2031"


def other_program(workbook: Workbook) -> None:
    workbook["_meta"]["B1"].value = "отчёт"


def sheet_lost(workbook: Workbook) -> None:
    del workbook["ЕГЭ"]


def sheet_renamed(workbook: Workbook) -> None:
    workbook["План"].title = "План 2020"


def own_protocol(workbook: Workbook) -> None:
    workbook.create_sheet(PROTOCOL)["A1"].value = "Протокол педсовета № 4"


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (other_form, "не бланк дорожной карты"),
        (other_program, "не бланк дорожной карты"),
        (other_edition, "«2031»"),
        (sheet_lost, "нет листов бланка: «ЕГЭ»"),
        (sheet_renamed, "нет листов бланка: «План»"),
        (own_protocol, "уже есть лист «Протокол»"),
    ],
)
def test_what_cannot_be_checked_is_said_and_left_alone(
    school: Path, spoiled: Callable[[Workbook], None], said: str
) -> None:
    workbook = made_once.opened(school, values=True)
    spoiled(workbook)
    applied = pressed(workbook)
    assert applied.functions == ["alert"]
    assert said in applied.alerts[0]


def test_a_sheet_that_reaches_too_far_is_not_read(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roadmap_xl.addin.book_cells.MOST_CELLS_OF_SHEET", 5000)
    applied = pressed(made_once.opened(school, values=True))
    assert applied.functions == ["alert"]
    assert "на листе «План» занято строк" in applied.alerts[0]


def test_any_other_workbook_is_said_to_be_no_form() -> None:
    workbook = Workbook()
    assert pressed(workbook).functions == ["alert"]
    report = check_book(opened(workbook))
    assert [finding.code for finding in report.findings] == ["FIL-003"]


def test_a_blank_sheet_called_protocol_is_used(school: Path) -> None:
    workbook = made_once.opened(school, values=True)
    workbook.create_sheet(PROTOCOL)
    pressed(workbook)
    assert workbook[PROTOCOL]["A1"].value.startswith("Протокол проверки")


def test_what_excel_refuses_is_said_in_words(school: Path) -> None:
    book = opened(made_once.opened(school, values=True))
    refused = property(None, Mock(side_effect=ENGINE_FAULTS[0]("0x800A03EC")))
    with patch.object(_xlremote.Range, "color", refused):
        check_on(book, TODAY)
    (said,) = [a["args"][0] for a in book.json()["actions"] if a["func"] == "alert"]
    assert said.startswith("Excel не дал")
    assert "0x" not in said


def test_the_button_s_script_writes_the_day(school: Path) -> None:
    book = opened(made_once.opened(school, values=True))
    check(book)
    (written,) = [a["values"] for a in book.json()["actions"] if a["func"] == "setValues"]
    assert re.fullmatch(r"Протокол проверки от \d\d\.\d\d\.20\d\d", written[0][0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("#N/A", ErrorValue("#N/A")),
        ("#DIV/0!", ErrorValue("#DIV/0!")),
        (-2146826246, ErrorValue("#N/A")),
        (-2146826281, ErrorValue("#DIV/0!")),
        (-2146826243, ErrorValue("#SPILL!")),
        (-2146826246.0, -2146826246.0),
        (Decimal("12.5"), 12.5),
        ("# 3", "# 3"),
        (True, True),
        (None, None),
        (datetime(2020, 9, 1), datetime(2020, 9, 1)),
    ],
)
def test_values_of_all_engines(given: object, expected: object) -> None:
    found = cell_value(given)
    assert (found, type(found)) == (expected, type(expected))


def test_cells_come_as_they_stand() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet["B2"].value, sheet["C2"].value, sheet["D2"].value = 3, date(2020, 9, 1), "#N/A"
    workbook.create_sheet("Пустой")
    cells = BookCells(opened(workbook))
    row = [None, 3, datetime(2020, 9, 1), ErrorValue("#N/A")]
    assert cells.rows(sheet.title) == [[None] * 4, row]
    assert cells.rows("Пустой") == [[None]]
    assert cells.rows(sheet.title) is cells.rows(sheet.title), "Excel is asked once"
    assert cells.sheet_names == [sheet.title, "Пустой"]


def test_the_table_of_actions_is_that_of_the_installed_client() -> None:
    source = Path(xw.__file__).parent / "addin" / "Remote.bas"
    handlers = re.findall(r"^Sub (\w+)\(wb As Workbook", source.read_text("utf-8"), re.MULTILINE)
    assert set(handlers) == VBA_ACTIONS


def test_the_add_in_imports_without_the_paid_part() -> None:
    modules = "roadmap_xl.addin.check_book, roadmap_xl.addin.excel_functions"
    code = f"import {modules}, xlwings; print(xlwings.__pro__)"
    unlicensed = {k: v for k, v in os.environ.items() if k != "XLWINGS_LICENSE_KEY"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=unlicensed, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_only_what_the_server_needs_stands_on_the_paid_part() -> None:
    paid = ("xlwings.pro", "xlwings.server", "xlwings.reports")
    imported = {
        module.relative_to(PACKAGE).as_posix(): set(imports_in(module))
        for module in PACKAGE.rglob("*.py")
    }
    users = {m for m, names in imported.items() if any(n.startswith(paid) for n in names)}
    assert users == {
        "addin/officejs_functions.py",
        "addin/server/custom_scripts/__init__.py",
        "addin/serving.py",
    }
    named = {m for m, names in imported.items() if any("officejs" in n for n in names)}
    assert named == {"addin/server/custom_functions/__init__.py"}


def imports_in(module: Path) -> Iterator[str]:
    """Every module and every name of one that is imported anywhere in a file."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
