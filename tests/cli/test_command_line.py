"""What the command line answers: exit statuses, JSON, one Russian sentence for what is wrong."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.cli import commands
from roadmap_xl.form.fields import form_of
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2020")
SCHOOLS = {school.code: school for school in demo_schools(FORM)}
CLEAN, FAULTY, DAMAGED = "чистая.xlsx", "с ошибкой.xlsx", "битая.xlsx"
CLEAN_SCHOOL, FAULTY_SCHOOL = SCHOOLS["230503"], SCHOOLS["230508"]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean workbook, one with an error, and one that was cut off on its way."""
    folder = tmp_path_factory.mktemp("books")
    for name, school in ((CLEAN, CLEAN_SCHOOL), (FAULTY, FAULTY_SCHOOL)):
        write_school_workbook(folder / name, school.submission(FORM), created=date(2020, 10, 1))
    (folder / DAMAGED).write_bytes((folder / CLEAN).read_bytes()[:9000])
    return folder


@pytest.fixture(autouse=True)
def standing_beside_the_books(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(books)


def run(*arguments: str) -> Result:
    """The answer of a command; an exception that comes through fails the test."""
    return CliRunner().invoke(commands, arguments, catch_exceptions=False, prog_name="roadmap-xl")


def codes_of(*arguments: str) -> set[str]:
    """The codes of what `check` shows."""
    return set(re.findall(r"\((\w+-\d{3})\)$", run("check", *arguments).stdout, re.MULTILINE))


def asked_for_json(*files: str) -> list[dict[str, Any]]:
    answer: dict[str, list[dict[str, Any]]] = json.loads(
        run("check", *files, "--format", "json").stdout
    )
    assert list(answer) == ["files"]
    return answer["files"]


# --- check ---


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([CLEAN], 0),
        ([FAULTY], 1),
        ([DAMAGED], 2),
        (["нет такой.xlsx"], 2),
        (["."], 2),
        ([CLEAN, FAULTY], 1),
        ([DAMAGED, FAULTY, CLEAN], 2),
    ],
)
def test_exit_status_of_check(files: list[str], status: int) -> None:
    for form in ("text", "json"):
        assert run("check", *files, "--format", form).exit_code == status


def test_a_damaged_file_does_not_stop_the_others() -> None:
    said = run("check", DAMAGED, "нет такой.xlsx", FAULTY, CLEAN).stdout
    assert f"{DAMAGED}: файл не прочитан" in said
    assert "нет такой.xlsx: файл не прочитан" in said
    assert f"{FAULTY} — МБОУ СОШ № 5 ст. Раздольная: ошибок: 1" in said
    assert f"{CLEAN} — МБОУ СОШ с. Ивановка: замечаний нет" in said


def test_a_finding_says_where_it_is_and_how_to_mend_it() -> None:
    lines = run("check", FAULTY).stdout.splitlines()
    number = next(n for n, line in enumerate(lines) if "ошибка: ЕГЭ, D" in line)
    assert "Физика" in lines[number]
    assert lines[number + 1].lstrip().startswith("→")
    assert lines[number + 1].endswith("(EGE-002)")


def test_the_stage_is_told_on_the_command_line() -> None:
    draft = CliRunner().invoke(commands, ["check", FAULTY, "--stage", "черновик"])
    assert "EGE-002" in draft.stdout
    assert run("check", CLEAN, "--stage", "отчёт об исполнении").exit_code == 0


def test_a_summary_without_a_name_lies_beside_its_folder_and_opens(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    folder = tmp_path / "Книги школ"
    shutil.copytree(books, folder)
    monkeypatch.chdir(folder)
    summary = tmp_path / "Сводка 01.10.2020.xlsx"
    for opens, expected in (([], []), (["--open"], [str(summary)])):
        assert run("consolidate", ".", "--date", "2020-10-01", *opens).exit_code == 0
        assert summary.is_file()
        assert opened == expected
    assert {path.name for path in folder.iterdir()} == {path.name for path in books.iterdir()}


# The shape that programs rely on: these keys, in this order.
FILE_KEYS = [
    "file",
    "sha256",
    "read",
    "edition",
    "template_version",
    "school",
    "control_code",
    "to_sign",
    "cells",
    "counts",
    "findings",
]
FINDING_KEYS = ["code", "severity", "sheet", "cell", "field", "message", "fix"]


REPORT = ("--stage", "отчёт об исполнении")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (REPORT, set()),
        ((*REPORT, "--report-date", "2021-01-15"), {"PLN-004", "PLN-023"}),
        (("--stage", "на сдачу", "--report-date", "2021-01-15"), set()),
        (("--date", "2020-09-01"), {"SGN-002"}),
        (("--audience", "все", "--date", "2020-09-01"), {"EGE-020", "IND-008", "SGN-002"}),
        (("--audience", "район", "--date", "2020-09-01"), {"EGE-020", "IND-008"}),
    ],
)
def test_the_day_and_the_reader_are_told_on_the_command_line(
    options: tuple[str, ...], codes: set[str]
) -> None:
    assert codes_of(CLEAN, *options) == codes


def test_json_has_exactly_its_shape() -> None:
    for entry in asked_for_json(CLEAN, FAULTY, DAMAGED):
        assert list(entry) == FILE_KEYS
        assert list(entry["school"]) == ["id", "name"]
        assert list(entry["cells"]) == ["filled", "used", "noted", "rejected"]
        assert list(entry["counts"]) == ["error", "warning", "note"]
        for finding in entry["findings"]:
            assert list(finding) == FINDING_KEYS
            assert all(isinstance(value, str) for value in finding.values())


def test_json_tells_what_was_read(books: Path) -> None:
    clean, faulty = asked_for_json(CLEAN, FAULTY)
    assert (clean["file"], clean["read"], clean["edition"]) == (CLEAN, True, "2020")
    assert clean["sha256"] == hashlib.sha256((books / CLEAN).read_bytes()).hexdigest()
    assert clean["school"] == {"id": "230503", "name": "МБОУ СОШ с. Ивановка"}
    filled = len(CLEAN_SCHOOL.raw)
    assert clean["cells"] == {"filled": filled, "used": filled, "noted": 0, "rejected": 0}
    assert clean["counts"] == {"error": 0, "warning": 0, "note": 0}
    assert clean["findings"] == []
    (error,) = [found for found in faulty["findings"] if found["severity"] == "error"]
    assert (error["code"], error["sheet"], error["field"]) == ("EGE-002", "ЕГЭ", "ege.phys.total")


def test_json_has_an_entry_for_each_finding_before_grouping(tmp_path: Path) -> None:
    """Half of the terms are missing: one line for a teacher, 27 entries for a program."""
    path = tmp_path / "план.xlsx"
    write_school_workbook(path, SCHOOLS["230511"].submission(FORM), created=date(2020, 10, 1))
    (entry,) = asked_for_json(str(path))
    codes = Counter(finding["code"] for finding in entry["findings"])
    assert codes["PLN-001"] == 27
    assert entry["counts"]["error"] == sum(codes.values()) == 28
    assert len(re.findall("PLN-001", run("check", str(path)).stdout)) == 1


def test_json_of_a_file_that_was_not_read() -> None:
    damaged, missing = asked_for_json(DAMAGED, "нет такой.xlsx")
    for entry in (damaged, missing):
        assert entry["read"] is False
        assert entry["school"] == {"id": None, "name": None}
        assert entry["counts"]["error"] == len(entry["findings"]) == 1
        assert entry["findings"][0]["code"].startswith("FIL-")
    assert len(damaged["sha256"]) == 64
    assert missing["sha256"] == ""


# --- what cannot be done is one sentence ---

CANNOT = [
    (["template", "--edition", "2031", "-o", "x.xlsx"], "Нет бланка за «2031» год"),
    (["layout", "--edition", "2031"], "Нет бланка за «2031» год"),
    (["template", "-o", "нет/x.xlsx"], "Не удалось записать «x.xlsx»"),
    (["template", "-o", "."], "Не удалось записать"),
    (["template", "-o", "x.xlsx", "--school", "1"], "нужны и код школы, и файл реестра"),
    (["template", "-o", "x.xlsx", "--from", DAMAGED], "Прошлогодняя книга не прочитана"),
    (["consolidate", "нет", "-o", "x.xlsx"], "Нет папки «нет»"),
    (["consolidate", CLEAN, "-o", "x.xlsx"], f"«{CLEAN}» — файл, а нужна папка"),
    (["consolidate", "{empty}", "-o", "x.xlsx"], "нет ни одной книги"),
    (["consolidate", ".", "-o", "нет/x.xlsx"], "Не удалось записать «x.xlsx»"),
    (["consolidate", ".", "-o", "x.xlsx", "--registry", "нет.xlsx"], "нет.xlsx"),
    (["demo", "-o", CLEAN], f"«{CLEAN}» — файл, а нужна папка"),
]


@pytest.mark.parametrize(("arguments", "sentence"), CANNOT, ids=lambda found: " ".join(found[:3]))
def test_what_cannot_be_done_is_said(
    arguments: list[str], sentence: str, tmp_path: Path, books: Path
) -> None:
    before = sorted(books.iterdir())
    answer = run(*(argument.format(empty=tmp_path) for argument in arguments))
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Не получилось: ")
    assert sentence in answer.stderr
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert sorted(books.iterdir()) == before


def test_a_folder_with_nothing_but_other_files_is_said(tmp_path: Path) -> None:
    (tmp_path / "письмо.txt").write_text("Здравствуйте!", encoding="utf-8")
    answer = run("consolidate", str(tmp_path), "-o", "x.xlsx")
    assert answer.exit_code == 2
    assert "Ни одна книга в папке не прочитана" in answer.stderr


WRONG_CALLS = [
    (["check"], "Не указано обязательное: КНИГИ", "check"),
    (["template"], "-o / --output", "template"),
    (["template", "-o"], "Параметр -o", ""),
    (["template", "-o", "x.xlsx", "--district=да"], "Параметр --district", ""),
    (["template", "-o", "x.xlsx", "--date", "вчера"], "Дату пишут так: 2026-11-01", "template"),
    (["check", CLEAN, "--format", "xml"], "Можно: «text», «json»", "check"),
    (["check", CLEAN, "--stage", "готово"], "«Черновик», «На сдачу»", "check"),
    (["check", CLEAN, "--fromat", "json"], "Нет параметра --fromat. Может быть, --format?", ""),
    (["consolidate", "моя", "папка", "-o", "x.xlsx"], "возьмите в кавычки", "consolidate"),
    (["chek", CLEAN], "Нет команды «chek». Может быть, check?", ""),
    (["--folder"], "Нет параметра --folder", ""),
]


@pytest.mark.parametrize(
    ("arguments", "sentence", "command"), WRONG_CALLS, ids=lambda found: " ".join(found[:4])
)
def test_a_wrong_call_is_said_in_russian(arguments: list[str], sentence: str, command: str) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Не получилось: ")
    assert sentence in answer.stderr
    assert not command or f"Как писать: roadmap-xl {command} --help" in answer.stderr
    assert not re.search("usage|error|missing|invalid|such|got ", answer.stderr, re.IGNORECASE)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_names_every_command(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 0
    for name in ("check", "consolidate", "demo", "layout", "template"):
        assert name in answer.output


# --- other consoles ---

ENCODINGS = ("cp866", "cp1251")
"""Windows' console, and what Windows redirects into a file."""


def in_console(encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "roadmap_xl", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", FAULTY, DAMAGED], 2),
        (["check", FAULTY], 1),
        (["check", "нет ☃.xlsx"], 2),
        (["template", "--edition", "2031", "-o", "x.xlsx"], 2),
        (["chek"], 2),
        (["--help"], 0),
    ],
    ids=lambda found: " ".join(found[:2]) if isinstance(found, Sequence) else "",
)
def test_no_console_lacks_a_letter(encoding: str, arguments: list[str], status: int) -> None:
    done = in_console(encoding, *arguments)
    assert done.returncode == status
    said = (done.stdout + done.stderr).decode(encoding)
    assert said.strip()
    assert "Traceback" not in said
    assert re.search("[а-я]{4}", said)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-8"])
def test_json_loses_no_letter_in_any_console(encoding: str) -> None:
    done = in_console(encoding, "check", FAULTY, "--format", "json")
    assert json.loads(done.stdout.decode(encoding))["files"] == asked_for_json(FAULTY)
