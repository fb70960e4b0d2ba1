"""Workbooks with macros: what is in the file, and what a press does in LibreOffice."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import olefile
import pytest
from click.testing import CliRunner
from libreoffice import Press, Pressed, press
from macro_stubs import LOG, python_behind, stubbed
from oletools.olevba import VBA_Parser
from openpyxl import load_workbook
from reading_workbooks import FORM_SHEETS

from roadmap_xl.addin.building.books import (
    ADDIN_NAME,
    DISTRICT_NAME,
    district_buttons,
    school_buttons,
    write_addin,
    write_district_macro_workbook,
    write_macro_workbooks,
    write_school_macro_workbook,
)
from roadmap_xl.addin.building.commands import (
    DISTRICT,
    NAMESPACE,
    PART,
    SCHOOL,
    XLWINGS,
    Command,
    ribbon_xml,
    school_texts,
)
from roadmap_xl.addin.building.package import VBA, sources, with_macros
from roadmap_xl.addin.protocol import PROTOCOL
from roadmap_xl.campaign.demo.real_school import real_school
from roadmap_xl.cli import commands
from roadmap_xl.district.workbook import write_district_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import REVIEW
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2026, 11, 1)
TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
KINDS: dict[str, tuple[Callable[[Path], None], tuple[Command, ...], bool]] = {
    "школа.xlsm": (
        lambda path: write_school_macro_workbook(
            path, real_school(form_of("2020")), created=CREATED
        ),
        SCHOOL,
        False,
    ),
    DISTRICT_NAME: (lambda p: write_district_macro_workbook(p, created=CREATED), DISTRICT, False),
    ADDIN_NAME: (lambda path: write_addin(path, created=CREATED), SCHOOL, True),
}
"""How each workbook with macros is written, its commands, whether it is the add-in."""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("Книги с макросами")
    for name, (write, _, _) in KINDS.items():
        write(folder / name)
    return {name: folder / name for name in KINDS}


def modules_in(path: Path) -> dict[str, str]:
    """By name, the source of every module that holds any, as olevba reads it."""
    parser = VBA_Parser(str(path))
    found = {name.rsplit(".", 1)[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return {name: code for name, code in found.items() if body_of(code)}


def body_of(source: str) -> list[str]:
    """The lines of a source without its header."""
    lines = [line.rstrip() for line in source.replace("\r", "").split("\n")]
    kept = [line for line in lines if not line.startswith("Attribute VB_")]
    text = "\n".join(kept)
    text = re.sub(r"\AVERSION 1.0 CLASS\nBEGIN\n.*?\nEND\n", "", text, flags=re.DOTALL)
    return text.strip("\n").split("\n") if text.strip() else []


@pytest.mark.parametrize("name", KINDS)
def test_the_sources_read_back_are_those_of_the_repository(
    name: str, books: dict[str, Path]
) -> None:
    for_addin = KINDS[name][2]
    found = modules_in(books[name])
    expected = sources(for_addin=for_addin)
    assert set(found) == set(expected)
    for module, source in expected.items():
        assert body_of(found[module]) == body_of(source), module
    assert ("ActiveWorkbook.Name" in found["xlwings"]) is for_addin


@pytest.mark.parametrize("name", KINDS)
def test_the_storage_of_the_project_is_a_red_black_tree(name: str, books: dict[str, Path]) -> None:
    """As MS-CFB 2.6.4 wants it: the smaller name to the left, no red entry below a red one."""
    with ZipFile(books[name]) as package:
        project = olefile.OleFileIO(package.read("xl/vbaProject.bin"))
    entries = {entry.sid: entry for entry in project.direntries if entry is not None}
    red, black = 0, 1
    assert entries[0].color == black

    def names(sid: int, above: int) -> list[tuple[int, str]]:
        """The names of a subtree from left to right, as they are compared: by length first."""
        if sid == olefile.NOSTREAM:
            return []
        entry = entries.pop(sid)
        assert not above == entry.color == red, f"{entry.name} is red below a red entry"
        left, right = (names(side, entry.color) for side in (entry.sid_left, entry.sid_right))
        below = names(entry.sid_child, black)
        assert below == sorted(below)
        return [*left, (len(entry.name), entry.name.upper()), *right]

    assert names(0, black) == [(10, "ROOT ENTRY")]
    assert entries == {}, "out of the tree"


def test_vba_is_ascii_and_says_nothing_itself() -> None:
    for path in VBA.glob("*.bas"):
        source = path.read_bytes()
        assert source.isascii(), path.name
        assert b"MsgBox" not in source or path.name == "RoadmapSystem.bas", path.name
    keys = set(re.findall(r'TextOf\("(\w+)"\)', (VBA / "Roadmap.bas").read_text("ascii")))
    keys |= set(
        re.findall(r'WhyNot(?:Python)? = "(\w+)"', (VBA / "Roadmap.bas").read_text("ascii"))
    )
    keys |= set(re.findall(r'WhyNoPython = "(\w+)"', (VBA / "Roadmap.bas").read_text("ascii")))
    assert keys >= {"failed", "no_python", "no_package", "not_saved", "no_workbook"}
    assert keys <= {*school_texts(), "choose_folder"}


@pytest.mark.parametrize("name", KINDS)
def test_the_ribbon_calls_macros_that_are_there(name: str, books: dict[str, Path]) -> None:
    with ZipFile(books[name]) as archive:
        ui = ElementTree.fromstring(archive.read(PART))
        relations = archive.read("_rels/.rels").decode()
    assert f'Target="{PART}"' in relations
    assert ui.tag == f"{{{NAMESPACE}}}customUI"
    (tab,) = ui.iter(f"{{{NAMESPACE}}}tab")
    assert tab.get("label") == "Дорожная карта"
    buttons = list(ui.iter(f"{{{NAMESPACE}}}button"))
    assert [button.get("label") for button in buttons] == [c.caption for c in KINDS[name][1]]
    code = modules_in(books[name])["RoadmapRibbon"]
    for button in buttons:
        assert f"Public Sub {button.get('onAction')}(control As IRibbonControl)" in code
    ids = [element.get("id") for element in ui.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", KINDS)
def test_the_same_workbook_has_the_same_bytes(
    name: str, books: dict[str, Path], tmp_path: Path
) -> None:
    KINDS[name][0](tmp_path / name)
    assert (tmp_path / name).read_bytes() == books[name].read_bytes()


def test_the_committed_workbooks_are_those_of_the_command(tmp_path: Path) -> None:
    for path in write_macro_workbooks(tmp_path):
        with ZipFile(path) as made, ZipFile(TEMPLATES / path.name) as committed:
            assert made.namelist() == committed.namelist()
            for part in made.namelist():
                assert made.read(part) == committed.read(part), f"{path.name}: {part}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("школа.xlsm", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        (ADDIN_NAME, b"application/vnd.ms-excel.addin.macroEnabled.main+xml"),
    ],
)
def test_the_file_says_what_it_is(name: str, kind: bytes, books: dict[str, Path]) -> None:
    with ZipFile(books[name]) as archive:
        assert archive.read("[Content_Types].xml").count(kind) == 1
        assert archive.testzip() is None


def test_the_form_with_macros_is_read_like_the_one_without(
    books: dict[str, Path], tmp_path: Path
) -> None:
    plain = tmp_path / "школа.xlsx"
    write_school_workbook(plain, real_school(form_of("2020")), created=CREATED)
    with_buttons, without = read_workbook(books["школа.xlsm"]), read_workbook(plain)
    assert with_buttons.submission is not None
    assert without.submission is not None
    assert with_buttons.submission.values == without.submission.values
    assert with_buttons.cells == without.cells
    assert check_file(books["школа.xlsm"]).findings == check_file(plain).findings


@dataclass(frozen=True)
class Case:
    """A press: the button, the stubs behind it, what they are called with, what is said."""

    button: str
    stubs: dict[str, str]
    calls: tuple[str, ...]
    says: str = ""
    """A key of the texts."""
    is_new: bool = False
    settings: tuple[tuple[str, str], ...] = tuple(XLWINGS.items())
    """What the workbook's own sheet says to xlwings."""


PREFLIGHT = ('run: "python" --version', 'run: "python" -P -c "import roadmap_xl.addin.buttons"')
CASES = {
    "проверить": Case(
        "Проверить",
        stubbed(),
        (*PREFLIGHT, "from roadmap_xl.addin.buttons import press; press('check')"),
    ),
    "исправить": Case(
        "Исправить копию",
        stubbed(),
        (*PREFLIGHT, "from roadmap_xl.addin.buttons import press; press('repair')"),
    ),
    "документ": Case(
        "Документ Word",
        stubbed(),
        (*PREFLIGHT, "from roadmap_xl.addin.buttons import press; press('document')"),
    ),
    "сбой": Case(
        "Проверить",
        stubbed(behind="Err.Raise 1004"),
        (*PREFLIGHT, "from roadmap_xl.addin.buttons import press; press('check')"),
        says="failed",
    ),
    "Windows не пускает": Case("Проверить", stubbed(settings="Err.Raise 429"), (), says="failed"),
    "нет Python": Case("Проверить", stubbed(fails="--version"), PREFLIGHT[:1], says="no_python"),
    "нет пакета": Case(
        "Проверить", stubbed(fails="import roadmap_xl"), PREFLIGHT, says="no_package"
    ),
    "без Python": Case(
        "Исправить копию",
        stubbed(frozen=True, fails="python"),
        (r"…\roadmap-xl\roadmap-xl.exe button repair",),
    ),
    "настройки рядом": Case("Проверить", stubbed(beside=True), (), says="brings_settings"),
    "настройки в книге": Case(
        "Проверить",
        stubbed(),
        (),
        says="brings_settings",
        settings=(("INTERPRETER_WIN", "calc.exe"),),
    ),
    "не сохранена": Case("Проверить", stubbed(), (), says="not_saved", is_new=True),
}


@pytest.fixture(scope="module")
def presses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pressed]:
    """Every press, one after the other in one LibreOffice."""
    folder = tmp_path_factory.mktemp("Нажатия")
    submission, plain = prefilled(form_of("2026")), {}
    for settings in {case.settings for case in CASES.values()}:
        plain[settings] = folder / f"{len(plain)}.xlsx"
        buttons = replace(school_buttons(), xlwings=dict(settings))
        write_school_workbook(plain[settings], submission, created=CREATED, buttons=buttons)
    jobs = []
    for name, case in CASES.items():
        path = folder / f"{name}.xlsm"
        ribbon = ribbon_xml(SCHOOL, "school")
        path.write_bytes(with_macros(plain[case.settings], case.stubs, ribbon))
        jobs.append(Press(path, case.button, is_new=case.is_new))
    return dict(zip(CASES, press(jobs, LOG), strict=True))


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", CASES)
def test_a_pressed_button_calls_python_or_says_why_not(
    name: str, presses: dict[str, Pressed]
) -> None:
    case, seen = CASES[name], presses[name]
    said = [f"say: {school_texts()[case.says]}"] if case.says else []
    beside = rf"{seen.folder}\roadmap-xl"
    calls = [call.replace(beside, r"…\roadmap-xl") for call, _ in seen.log]
    assert calls == [*case.calls, *said]
    assert seen.buttons == ["Проверить", "Исправить копию", "Документ Word"]
    assert seen.active == (REVIEW if case.says else FORM_SHEETS[0])


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", CASES)
def test_sheets_are_open_only_while_python_runs(name: str, presses: dict[str, Pressed]) -> None:
    seen = presses[name]
    assert seen.protected == list(FORM_SHEETS)
    for call, protected in seen.log:
        assert protected == (
            [] if re.search(r"press\(|[.]exe button", call) else list(FORM_SHEETS)
        ), call


@pytest.mark.libreoffice
def test_a_press_fills_the_protocol(tmp_path: Path) -> None:
    """The whole way: button, macro, Python's script on the file, its answer in the cells."""
    plain, book, answer = (tmp_path / name for name in ("p.xlsx", "school.xlsm", "answer.txt"))
    submission = real_school(form_of("2020"))
    write_school_workbook(plain, submission, created=CREATED, buttons=school_buttons())
    script = Path(__file__).parents[1].joinpath("checked_by_python.py")
    stubs = stubbed(behind=python_behind(sys.executable, script, book, answer))
    book.write_bytes(with_macros(plain, stubs, ribbon_xml(SCHOOL, "school")))
    (seen,) = press([Press(book, "Проверить", [(PROTOCOL, "A1:E400")])], LOG)
    (rows,) = seen.read
    assert rows[0][0] == "Протокол проверки от 24.11.2026"
    findings = check_file(book).findings
    shown = {row[4] for row in rows[5:] if row[4]}
    assert shown == {finding.code for finding in findings}
    assert seen.protected == list(FORM_SHEETS)


@pytest.mark.libreoffice
@pytest.mark.parametrize(("folder", "calls_python"), [("/books of schools", True), ("", False)])
def test_collect_asks_for_the_folder_and_remembers_it(
    folder: str, calls_python: bool, tmp_path: Path
) -> None:
    plain, book = tmp_path / "plain.xlsx", tmp_path / DISTRICT_NAME
    write_district_workbook(plain, None, created=CREATED, buttons=district_buttons())
    book.write_bytes(with_macros(plain, stubbed(folder=folder), ribbon_xml(DISTRICT, "district")))
    (seen,) = press([Press(book, "Собрать свод", [("Настройки", "C7")])], LOG)
    calls = [call for call, _ in seen.log]
    assert calls[0] == "choose: Папка с книгами школ"
    assert (calls[-1] == "from roadmap_xl.addin.buttons import press; press('collect')") is (
        calls_python
    )
    assert seen.read == [[[folder or None]]]


def test_the_district_workbook_opens_on_its_settings(books: dict[str, Path]) -> None:
    workbook = load_workbook(books[DISTRICT_NAME])
    assert workbook.sheetnames == ["Настройки", "Реестр", "Журнал", "_texts", "xlwings.conf"]
    assert workbook.active.title == "Настройки"
    assert workbook.defined_names["roadmap_folder"].attr_text == "'Настройки'!$C$7"


def test_the_command_makes_a_blank_with_buttons_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "Бланк.xlsm"
    done = CliRunner().invoke(
        commands, ["template", "--edition", "2026", "-o", str(path), "--date", "2026-11-01"]
    )
    assert (done.exit_code, done.output) == (0, f"Бланк записан: {path}\n")
    assert path.read_bytes() == (TEMPLATES / "roadmap_2026.xlsm").read_bytes()
