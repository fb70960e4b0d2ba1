"""The scripts of Windows, looked at without it: letters, labels, quotes, and what they call."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from roadmap_xl.addin.setup import wheels
from roadmap_xl.cli import commands

COLLECT = Path(__file__).parents[2] / "workbook_templates" / wheels.COLLECTOR
INSTALL = Path(wheels.__file__).with_name("install.cmd")
SCRIPTS = pytest.mark.parametrize("path", [COLLECT, INSTALL], ids=["collect", "install"])
PATHS = {"here", "folder", "program", "launcher", "venv", "on_path", "LOCALAPPDATA"}
"""Variables that hold a path, so that they stand in quotes wherever they are used."""
NAMED = re.compile(r"!(\w+)(?::[^!]*)?!")


def lines_of(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8").split("\r\n")


def after_switch(path: Path) -> list[str]:
    """The lines in which «!» means something to cmd."""
    lines = lines_of(path)
    return lines[lines.index("setlocal EnableDelayedExpansion") + 1 :]


@SCRIPTS
def test_letters_and_line_ends(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r") > 20
    assert raw.endswith(b"\r\n")
    lines = lines_of(path)
    switched = lines.index("chcp 65001 >nul")
    assert all(line.isascii() for line in lines[:switched]), "cmd reads these in its own letters"
    assert "chcp !before! >nul" in lines[switched:]


@SCRIPTS
def test_every_jump_has_its_label(path: Path) -> None:
    lines = lines_of(path)
    jumps = {name for line in lines for name in re.findall(r"goto (\w+)", line)}
    labels = [line[1:] for line in lines if line.startswith(":")]
    assert len(labels) == len(set(labels))
    assert jumps <= set(labels)
    ends = [line for line in lines if re.search(r"^(if defined dropped )?exit ", line)]
    assert lines[-2] == ends[-1] == "exit /b !code!"


@SCRIPTS
def test_a_path_is_never_parsed(path: Path) -> None:
    lines = after_switch(path)
    for line in lines:
        assert "!" not in NAMED.sub("", line), f"cmd drops a lone exclamation mark: {line}"
        assert set(re.findall(r"%[^%\s]*", line)) <= {'%~nx0=!"'}, line
        for found in NAMED.finditer(line):
            if found[1] in PATHS:
                assert line[: found.start()].count('"') % 2 == 1, f"not in quotes: {line}"


def test_a_path_is_taken_before_the_switch() -> None:
    before = lines_of(COLLECT)[: -len(after_switch(COLLECT))]
    assert before[0] == "@echo off"
    assert {'set "here=%~dp0"', 'set "folder=%~1"'} <= set(before)
    assert "setlocal DisableDelayedExpansion" in before


def calls_of(path: Path) -> list[list[str]]:
    """The words with which a script calls the command line."""
    starts = re.compile(
        r'^"!program!"|^"!launcher!" -3 -m roadmap_xl|^"!venv!\\Scripts\\roadmap-xl.exe"'
    )
    found = []
    for line in lines_of(path):
        if start := starts.match(line):
            found.append(shlex.split(line[start.end() :].split("||")[0], posix=True))
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (COLLECT, [["consolidate"], ["consolidate"]]),
        (INSTALL, [["addin", "install"], ["addin", "status"]]),
    ],
    ids=["collect", "install"],
)
def test_what_it_calls_is_there(path: Path, expected: list[list[str]]) -> None:
    calls = calls_of(path)
    assert [call[: len(names)] for call, names in zip(calls, expected, strict=True)] == expected
    for call, names in zip(calls, expected, strict=True):
        command: click.Command = commands
        for name in names:
            assert isinstance(command, click.Group)
            command = command.commands[name]
        options = {word for option in command.params for word in option.opts}
        assert {word for word in call if word.startswith("-")} <= options


def test_the_program_is_looked_for_from_near_to_far() -> None:
    text = COLLECT.read_bytes().decode()
    order = [
        'exist "!here!roadmap-xl.exe"',
        'exist "!here!roadmap-xl\\roadmap-xl.exe"',
        'exist "!here!.venv\\Scripts\\roadmap-xl.exe"',
        'exist "!LOCALAPPDATA!\\roadmap_xl\\Scripts\\roadmap-xl.exe"',
        "defined on_path",
        "defined launcher",
        "goto no_program",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert 'set "venv=%LOCALAPPDATA%\\roadmap_xl"' in INSTALL.read_bytes().decode()
