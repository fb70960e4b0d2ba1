"""Every command of the documentation is typed, in the order of its page, or said not to be."""

from __future__ import annotations

import shlex
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from documentation import PAGES, PROGRAM, PROJECT, blocks_of, commands_of, name_of, program_of
from documented_desks import BEFORE, CAMPAIGN, DAY, DESKS

from roadmap_xl.cli import commands

LANGUAGES = ("sh", "bat")
NOT_TYPED = {
    "make": "installs with pip, which needs an index; test_documentation looks the targets up",
    "py": "makes an environment on Windows",
    "pip": "needs an index",
    "python": "runs these tests, or builds with what an environment has",
    "cp": "of the developer's own shell; the files are looked up",
    "git": "of the developer's own shell",
    "roadmap-xl demo": "tests/campaign/test_demo.py does it",
    "roadmap-xl --version": "tests/cli/test_command_line.py and tests/addin/test_frozen.py do it",
    "roadmap-xl addin install": "there is no Excel here; tests/addin/test_addin_setup.py does it",
    "roadmap-xl addin status": "there is no Excel here; tests/addin/test_addin_setup.py does it",
    "roadmap-xl addin wheels": "needs an index; tests/addin/test_wheels.py has one of its own",
    "roadmap-xl addin serve": "runs until it is stopped; tests/addin/test_server.py does it",
    "roadmap-xl serve": "runs until it is closed; tests/intake/test_serving.py does it",
}
"""By how a command begins, why it is not typed here. What it names is looked up all the same."""
SAYS = {
    "template": "Бланк",
    "check": "замечаний нет",
    "repair": "Копия записана",
    "fill": "Заполнено ячеек",
    "document": "Контрольный код",
    "import": "Из документа.xlsx",
    "init": "Что делать дальше",
    "consolidate": "Сводка записана",
    "explain": "SHA-256",
    "rules": "EGE-002",
    "layout": '"ege.rus.total"',
    "completion": "complete",
    "edition": "здани",
}
"""What the answer has to say."""
WRITES = ("-o", "--tidy", "--publish", "--feedback")
"""Options that name a file or a folder which is there afterwards."""


def beginning_of(words: list[str]) -> str:
    """The entry of `NOT_TYPED` for a command; empty where it is typed."""
    said = [program_of(words), *words[1:]]
    starts = (" ".join(said[:length]) for length in (1, 2, 3))
    return next((start for start in starts if start in NOT_TYPED), "")


EVERY = [(page, words) for page in PAGES for words in commands_of(page, *LANGUAGES)]
TYPED = {page: [w for p, w in EVERY if p == page and not beginning_of(w)] for page in PAGES}
OURS = [(page, words) for page, words in EVERY if program_of(words) == PROGRAM]


def typed(words: list[str]) -> tuple[int, str]:
    """Exit status and answer of a command, on the day on which the pages are read."""
    takes_a_day = any("--date" in option.opts for option in commands.commands[words[0]].params)
    day = ["--date", DAY.isoformat()] if takes_a_day and "--date" not in words else []
    answer = CliRunner().invoke(commands, [*words, *day], catch_exceptions=False)
    return answer.exit_code, answer.output


@pytest.mark.parametrize("page", [page for page in PAGES if TYPED[page]], ids=name_of)
def test_the_commands_of_a_page_work_in_its_order(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    DESKS.get(name_of(page), lambda _: None)(tmp_path)
    before = {tuple(shlex.split(line)): hands for line, hands in BEFORE.items()}
    for words in TYPED[page]:
        before.get(tuple(words), lambda _: None)(tmp_path)
        status, said = typed(words[1:])
        assert status == 0, f"{words}\n{said}"
        assert SAYS[words[1]] in said, f"{words}\n{said}"
        written = [after for option, after in pairwise(words) if option in WRITES]
        assert [name for name in written if not (tmp_path / name).exists()] == []
    for language, block in blocks_of(page):
        if language == "text":
            letters = tmp_path.glob("Письма школам/*.txt")
            assert any(block in letter.read_text(encoding="utf-8-sig") for letter in letters), block


@pytest.mark.parametrize(("page", "words"), OURS, ids=lambda value: str(value)[-60:])
def test_a_command_that_is_not_typed_is_one_too(page: Path, words: list[str]) -> None:
    """Its options are the command's own, with values it takes."""
    command: click.Command = commands
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command, rest = command.commands[rest[0]], rest[1:]
    if rest != ["--version"]:
        command.make_context(words[1], list(rest))


def test_what_is_not_typed_is_still_in_some_page() -> None:
    assert {beginning_of(words) for _, words in EVERY} - {""} == set(NOT_TYPED)


def test_what_is_done_between_commands_belongs_to_some() -> None:
    lines = {tuple(words) for _, words in EVERY}
    assert {tuple(shlex.split(line)) for line in BEFORE} <= lines
    assert any(CAMPAIGN in words for words in lines)
    assert set(DESKS) <= {name_of(page) for page in PAGES}


def test_each_command_is_typed_somewhere() -> None:
    names = {words[1] for page in PAGES for words in TYPED[page]}
    assert names == set(SAYS) == set(commands.commands) - {"addin", "button", "demo", "serve"}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_of_the_project_that_are_typed_exist(page: Path) -> None:
    for words in commands_of(page, *LANGUAGES):
        if program_of(words) in ("python", "pip", "cp"):
            known = words[1:-1] if program_of(words) == "cp" else words[1:]
            named = [word.partition("::")[0] for word in known if "/" in word]
            assert [name for name in named if not (PROJECT / name).exists()] == [], words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_block_has_a_language_that_is_known(page: Path) -> None:
    assert {language for language, _ in blocks_of(page)} <= {
        *LANGUAGES,
        "text",
        "python",
        "toml",
        "mermaid",
    }
