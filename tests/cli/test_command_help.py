"""What each command says of itself: in Russian, with examples that work, in a narrow console."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.cli import commands
from roadmap_xl.cli.russian import STATUSES
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.vocabulary import STAGES
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2020")
SCHOOLS = {school.code: school for school in demo_schools(FORM)}
CLEAN, FAULTY = "чистая.xlsx", "с ошибкой.xlsx"


def every(group: click.Group = commands, *above: str) -> Iterator[tuple[str, ...]]:
    """The words of each command and group; the first are none."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every(command, *above, name)
        elif not command.hidden:
            yield (*above, name)


WORDS = list(every())
IDS = [" ".join(words) or "roadmap-xl" for words in WORDS]


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(
        commands, arguments, catch_exceptions=False, prog_name="roadmap-xl"
    )


def help_of(words: tuple[str, ...]) -> str:
    answer = run(*words, "--help", COLUMNS="80", TERMINAL_WIDTH="80")
    assert answer.exit_code == 0
    assert answer.stderr == ""
    return answer.stdout


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books") / "Книги школ"
    folder.mkdir()
    for name, code in ((CLEAN, "230503"), (FAULTY, "230508")):
        submission = SCHOOLS[code].submission(FORM)
        write_school_workbook(folder / name, submission, created=date(2020, 10, 1))
    return folder


@pytest.fixture(autouse=True)
def standing_beside_the_books(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(books)


# --- the help ---


@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_a_help_is_russian_and_fits_the_window(words: tuple[str, ...]) -> None:
    said = help_of(words)
    assert said.startswith(f"Как писать: {' '.join(('roadmap-xl', *words))} [ПАРАМЕТРЫ]")
    clicks = "Usage|Options|Commands|Show|OPTIONS|ARGS|TEXT|PATH|FILE|INTEGER|default|required"
    assert not re.search(rf"\b({clicks})\b", said)
    assert max(map(len, said.splitlines())) <= 80
    assert "Показать эту справку." in said


@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_a_help_lists_the_exit_statuses(words: tuple[str, ...]) -> None:
    listed = help_of(words).partition("Код завершения:\n")[2]
    assert set(STATUSES) <= {int(status) for status in re.findall(r"^ +(\d+) ", listed, re.M)}


def examples() -> Iterator[list[str]]:
    for words in WORDS:
        shown = help_of(words).partition("Примеры:\n")[2].partition("\n\n")[0]
        lines = [line.strip() for line in shown.splitlines()]
        assert lines, words
        for line in lines:
            if line.startswith("roadmap-xl"):
                yield shlex.split(re.split("[>|]", line)[0])[1:]


@pytest.mark.parametrize("typed", list(examples()), ids=" ".join)
def test_an_example_is_understood(typed: list[str]) -> None:
    """Parsed as it stands, without being done."""
    command: click.Command = commands
    while isinstance(command, click.Group):
        command = command.commands[typed.pop(0)]
    command.make_context("", typed)


@pytest.mark.parametrize("words", [words for words in WORDS if words], ids=" ".join)
def test_there_are_two_examples_or_more_where_there_is_something_to_choose(
    words: tuple[str, ...],
) -> None:
    shown = help_of(words).partition("Примеры:\n")[2].partition("\n\n")[0]
    assert len(shown.splitlines()) >= (1 if words[0] == "addin" else 2)


def test_a_call_without_anything_says_what_to_do_first() -> None:
    answer = run()
    assert answer.exit_code == 2
    first = re.findall(r"roadmap-xl (\w+)", answer.stderr)
    assert first[:5] == ["demo", "template", "check", "serve", "init"]
    assert set(first) <= set(commands.commands)
    assert "roadmap-xl --help" in answer.stderr


# --- saying nothing ---

SILENT = [
    (["check", CLEAN], 0),
    (["check", FAULTY], 1),
    (["repair", FAULTY, "-o", "{new}/копия.xlsx"], 0),
    (["document", CLEAN, "-o", "{new}/карта.docx"], 0),
    (["template", "-o", "{new}/бланк.xlsx"], 0),
    (["init", "{new}/Сбор"], 0),
    (["consolidate", ".", "-o", "{new}/сводка.xlsx"], 0),
]


@pytest.mark.parametrize(("arguments", "status"), SILENT, ids=lambda found: str(found)[:14])
@pytest.mark.parametrize("flag", ["-q", "--quiet"])
def test_quiet_says_nothing_and_does_the_same(
    arguments: list[str], status: int, flag: str, tmp_path: Path
) -> None:
    typed = [argument.format(new=tmp_path) for argument in arguments]
    answer = run(*typed, flag)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (status, "", "")
    written = [typed[typed.index("-o") + 1]] if "-o" in typed else []
    assert all(Path(path).is_file() for path in written)


@pytest.mark.parametrize(
    "arguments",
    [["check", "нет.xlsx"], ["repair", "нет.xlsx", "-o", "x.xlsx"], ["template", "-o", "н/x.xlsx"]],
)
def test_quiet_is_not_silent_about_what_was_not_done(arguments: list[str]) -> None:
    answer = run(*arguments, "--quiet")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "нет" in answer.stderr


# --- what was meant ---

MEANT = [
    (["check", "чиста.xlsx"], f"может быть, это «{CLEAN}»"),
    (["check", "ЧИСТАЯ.XLS"], f"может быть, это «{CLEAN}»"),
    (["repair", "с ошбкой", "-o", "x.xlsx"], f"может быть, это «{FAULTY}»"),
    (["explain", "чистая", "Предметы!B6"], f"может быть, это «{CLEAN}»"),
    (["consolidate", "{books}/../Книги"], "может быть, это «Книги школ»"),
    (["template", "--all", "{books}/../Книги"], "может быть, это «Книги школ»"),
    (["check", CLEAN, "—stage", "Черновик"], "с двух дефисов"),
    (["template", "-o", "Бланк.docx"], "окончанием .xlsx или .xlsm"),
    (["consolidate", ".", "-o", "Сводка"], "окончанием .xlsx"),
    (["consolidate", ".", "--workers", "0"], "целое число от 1"),
    (["addin", "serve", "--port", "порт"], "Нужно целое число"),
    (["addin", "--", ""], "Нет команды"),
    (["--"], "Не указана команда"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MEANT, ids=lambda found: " ".join(found[:3]))
def test_what_was_meant_is_guessed(arguments: list[str], sentence: str, books: Path) -> None:
    answer = run(*(argument.format(books=books) for argument in arguments))
    assert answer.exit_code == 2
    assert sentence in answer.output


def test_a_name_like_no_other_is_not_guessed() -> None:
    assert "может быть" not in run("check", "отчёт за март.xlsx").output


# --- consoles, pipes, disks ---


def process(
    *arguments: str, after: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program as a shell starts it, its output going where `after` says."""
    line = " ".join(map(shlex.quote, (sys.executable, "-m", "roadmap_xl", *arguments)))
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line} {after}"],
        capture_output=True, encoding="utf-8", env={**os.environ, **environment},
    )  # fmt: skip


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    done = process("rules", after="| head -1")
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_is_called_full() -> None:
    done = process("layout", after="> /dev/full")
    assert done.returncode == 2
    assert done.stderr == "Не получилось: на диске нет места. Освободите место и повторите.\n"


def test_a_name_cannot_move_or_colour_the_console(tmp_path: Path) -> None:
    name = "при\x1b[2Jвет\n\u202eslx.xlsx"
    said = run("check", str(tmp_path / name)).stdout
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert said.splitlines()[0].endswith("при?[2Jвет??slx.xlsx: файл не прочитан")


@pytest.mark.parametrize("words", [["check", CLEAN], ["consolidate", ".", "-o", "{new}/с.xlsx"]])
def test_nothing_is_coloured_or_drawn_where_nobody_looks(words: list[str], tmp_path: Path) -> None:
    done = process(*(word.format(new=tmp_path) for word in words), FORCE_COLOR="1")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


# --- completion by Tab ---


def completed(shell: str, *words: str) -> list[str]:
    """The program's answer to a shell about the last word, in the lines of that shell."""
    asked = {
        "_ROADMAP_XL_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "\n".join(("roadmap-xl", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return process(**asked).stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["te"], ["plain,template"]),
        (["check", "--stage", "на"], ["plain,на\\\\ сдачу"]),
        (["template", "--edition", ""], [f"plain,{year}" for year in editions()]),
        (["rules", "EG"], ["plain,EGE"]),
        (["rules", "ege-00"], [f"plain,EGE-00{number}" for number in range(1, 10)]),
        (["check", "чи"], ["file,чи"]),
        (["consolidate", "кн"], ["dir,кн"]),
        (["check", "--qu"], ["plain,--quiet"]),
    ],
    ids=lambda found: " ".join(found) if isinstance(found, list) else "",
)
def test_what_tab_offers(words: list[str], offered: list[str]) -> None:
    assert completed("bash", *words) == offered


def test_a_stage_is_quoted_as_each_shell_wants_it() -> None:
    words = ("check", "--stage", "")
    assert {line.partition(",")[2].replace("\\\\", "") for line in completed("bash", *words)} == {
        stage.lower() for stage in STAGES
    }
    assert "'на сдачу'" in completed("powershell", *words)
    assert "на сдачу" in completed("zsh", *words)


def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script is loaded by a real bash, whose function then fills in what Tab would."""
    program = tmp_path / "roadmap-xl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m roadmap_xl "$@"\n')
    program.chmod(0o755)
    script = """
        eval "$(roadmap-xl completion bash)"
        COMP_WORDS=(roadmap-xl check --stage отч) COMP_CWORD=3
        _roadmap_xl_completion roadmap-xl
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, encoding="utf-8",
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == "отчёт\\ об\\ исполнении\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_is_taught(shell: str) -> None:
    said = run("completion", shell)
    assert said.exit_code == 0
    assert f"_ROADMAP_XL_COMPLETE={shell}_complete" in said.stdout.replace(" = '", "=")
    assert f"completion {shell}" in run("completion", "--help").stdout
