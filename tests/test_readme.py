"""Every command of the README works as it stands there."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_xl.cli import commands
from roadmap_xl.demo.schools import DemoSchool, demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.report import check_file
from roadmap_xl.writers.school_workbook import write_school_workbook

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORM = form_of("2020")
SCHOOLS = {school.code: school for school in demo_schools(FORM)}
CLEAN, FAULTY = SCHOOLS["230503"], SCHOOLS["230508"]


def fenced(language: str) -> Iterator[list[str]]:
    """The commands in the blocks of a language, as words; a line may hold several, by `&&`."""
    for block in re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            for command in line.split("&&"):
                if words := shlex.split(command.replace("\\", "/"), comments=True):
                    yield words


SHELL, WINDOWS = list(fenced("sh")), list(fenced("bat"))
TYPED = [words[1:] for words in SHELL if words[0] == "roadmap-xl"]
MADE = [words[1:] for words in SHELL if words[0] == "make"]


def test_these_tests_know_every_block_and_every_line() -> None:
    assert set(re.findall(r"^```(\w+)", README, re.MULTILINE)) == {"sh", "bat"}
    assert {words[0] for words in SHELL} == {"make", "roadmap-xl"}
    assert {words[0] for words in WINDOWS} <= {
        "py",
        ".venv/Scripts/pip",
        ".venv/Scripts/python",
        ".venv/Scripts/roadmap-xl",
    }
    assert {words[0] for words in TYPED} == {
        "template",
        "check",
        "repair",
        "document",
        "import",
        "init",
        "consolidate",
        "explain",
        "rules",
        "layout",
    }
    assert ["demo"] in MADE


def write(path: Path, school: DemoSchool) -> None:
    write_school_workbook(path, school.submission(FORM), created=date(2020, 10, 1))


def typed(*words: str) -> tuple[int, str]:
    """Exit status and answer of a command."""
    answer = CliRunner().invoke(commands, words, catch_exceptions=False)
    return answer.exit_code, answer.stdout


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the README's commands are typed, with a folder of two schools' files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "папка").mkdir()
    write(tmp_path / "папка" / "чистая.xlsx", CLEAN)
    write(tmp_path / "папка" / "с ошибкой.xlsx", FAULTY)
    return tmp_path


def commands_named(name: str) -> list[list[str]]:
    return [words for words in TYPED if words[0] == name]


def of_campaign(words: list[str]) -> bool:
    """The lines on a district's whole job follow each other; they are tried together."""
    return "--all" in words or words[0] == "init" or words[1:] == ["Сбор 2026"]


ALONE = [words for words in TYPED if not of_campaign(words)]


def commands_alone(name: str) -> list[list[str]]:
    return [words for words in ALONE if words[0] == name]


def test_a_campaign_from_its_folder_to_the_summary(desk: Path) -> None:
    init, blanks, collect = [words for words in TYPED if of_campaign(words)]
    assert typed(*init)[0] == 0
    folder = desk / init[1]
    registry = load_workbook(folder / "Реестр школ.xlsx")
    for row, school in enumerate((CLEAN, FAULTY), start=2):
        registry["Реестр"].cell(row, 1, school.code)
        registry["Реестр"].cell(row, 2, school.raw["meta.school_name"])
    registry.save(folder / "Реестр школ.xlsx")
    status, said = typed(*blanks)
    assert status == 0
    assert len(list((folder / "Бланки").glob("*.xlsx"))) == 3  # two schools and the district
    for path in (desk / "папка").iterdir():
        path.rename(folder / "Книги школ" / path.name)
    status, said = typed(*collect, "--edition", "2020")
    assert status == 0
    assert "учтено 2 из 2 школ" in said
    assert [path.suffix for path in sorted((folder / "Сводки").iterdir())] == [".json", ".xlsx"]


@pytest.mark.parametrize("words", commands_named("document"), ids=" ".join)
@pytest.mark.parametrize("back", commands_named("import"), ids=" ".join)
def test_a_document_is_written_and_comes_back(
    words: list[str], back: list[str], desk: Path
) -> None:
    write(desk / words[1], CLEAN)
    assert typed(*words)[0] == 0
    assert (desk / back[1]).is_file()
    assert typed(*back)[0] == 0
    returned = check_file(desk / back[back.index("-o") + 1]).reading.submission
    assert returned is not None
    assert returned["ege.rus.total"] == CLEAN.raw["ege.rus.total"]


@pytest.mark.parametrize("words", commands_named("explain"), ids=" ".join)
def test_explain_names_the_cells_behind_a_number(words: list[str], desk: Path) -> None:
    (collect,) = commands_alone("consolidate")
    assert typed(*collect)[0] == 0
    status, said = typed(*words)
    assert status == 0
    assert "SHA-256" in said
    assert "чистая.xlsx" in said


@pytest.mark.parametrize("words", commands_alone("template"), ids=" ".join)
def test_template_writes_a_blank_that_opens(words: list[str], desk: Path) -> None:
    assert typed(*words)[0] == 0
    blank = desk / words[words.index("-o") + 1]
    assert {"Титул", "Паспорт", "ЕГЭ", "План"} <= set(load_workbook(blank).sheetnames)
    assert typed("check", str(blank))[0] in (0, 1)


@pytest.mark.parametrize("words", commands_named("check"), ids=" ".join)
@pytest.mark.parametrize(("school", "status"), [(CLEAN, 0), (FAULTY, 1)], ids=["clean", "faulty"])
def test_check_says_what_to_mend(
    words: list[str], school: DemoSchool, status: int, desk: Path
) -> None:
    name = next(word for word in words if word.endswith(".xlsx"))
    write(desk / name, school)
    found, said = typed(*words)
    assert found == status
    assert name in said
    assert ("замечаний нет" in said) == (status == 0)
    assert ("EGE-002" in said) == (status == 1)


@pytest.mark.parametrize("words", commands_named("repair"), ids=" ".join)
def test_repair_writes_a_copy_with_what_is_left_to_mend(words: list[str], desk: Path) -> None:
    write(desk / words[1], FAULTY)
    status, said = typed(*words)
    assert status == 0
    assert "Осталось замечаний" in said
    copy = desk / words[words.index("-o") + 1]
    assert "Замечания" in load_workbook(copy).sheetnames


@pytest.mark.parametrize("words", commands_alone("consolidate"), ids=" ".join)
def test_consolidate_writes_the_summary(words: list[str], desk: Path) -> None:
    status, said = typed(*words)
    assert status == 0
    assert "учтено 2 из 2 школ" in said
    summary = desk / words[words.index("-o") + 1]
    assert "Предметы" in load_workbook(summary).sheetnames


@pytest.mark.parametrize("words", commands_named("layout"), ids=" ".join)
def test_layout_lists_the_fields(words: list[str]) -> None:
    status, said = typed(*words)
    assert status == 0
    assert '"ege.rus.total"' in said


@pytest.mark.parametrize("words", commands_named("rules"), ids=" ".join)
def test_rules_lists_the_controls_asked_for(words: list[str]) -> None:
    status, said = typed(*words)
    assert status == 0
    shown = set(re.findall(r"^[A-Z]+-\d{3}", said, re.MULTILINE))
    assert all(any(code.startswith(asked) for code in shown) for asked in words[1:])
    assert all(any(code.startswith(asked) for asked in words[1:]) for code in shown)


def test_the_editions_of_the_commands_are_there() -> None:
    named = {words[words.index("--edition") + 1] for words in TYPED if "--edition" in words}
    assert named
    assert named <= set(editions())


def options_of(name: str) -> set[str]:
    parameters = commands.commands[name].params
    return {"--help", *(option for parameter in parameters for option in parameter.opts)}


def test_every_option_that_is_told_of_exists() -> None:
    """In the table of commands, each row's options are its command's."""
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", README, re.MULTILINE)
    assert {name for name, _ in rows} == {words[0] for words in TYPED} | {"addin"}
    for name, row in rows:
        assert set(re.findall(r"--[a-z][a-z-]+", row)) <= options_of(name), name
    every = set().union(*map(options_of, commands.commands))
    assert set(re.findall(r"--[a-z][a-z-]+", README)) <= every


def test_what_make_is_asked_for_exists() -> None:
    """`make demo` runs the same line as the one beside it for Windows."""
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert {target for words in MADE for target in words} <= targets
    demo = next(words for words in WINDOWS if words[0].endswith("roadmap-xl"))
    assert f"$(BIN)/roadmap-xl {' '.join(demo[1:])}\n" in MAKEFILE


@pytest.mark.parametrize("words", WINDOWS, ids=" ".join)
def test_the_lines_for_windows_name_what_exists(words: list[str]) -> None:
    program = words[0].rpartition("/")[2]
    if program == "pip":
        assert words[1:4] == ["install", "-c", "constraints.txt"]
        assert (PROJECT / "constraints.txt").is_file()
        known = [f".[{extra}]" for extra in PYPROJECT["optional-dependencies"]]
        assert words[4:] in ([part] for part in [".", *known])
    elif program == "roadmap-xl":
        assert PYPROJECT["scripts"][program] == "roadmap_xl.cli:main"
        commands.commands[words[1]].make_context(words[1], words[2:])
    elif program == "python":
        assert words[1:] == ["-m", "pytest"]
        installed = PYPROJECT["optional-dependencies"]["test"]
        assert any(requirement.startswith("pytest>") for requirement in installed)
    else:
        assert words == ["py", "-3", "-m", "venv", ".venv"]


def test_every_picture_and_page_it_leads_to_is_there() -> None:
    linked = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert any(link.endswith(".png") for link in linked)
    assert [link for link in linked if not (PROJECT / link.partition("#")[0]).exists()] == []
