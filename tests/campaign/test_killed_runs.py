"""Every command that writes, killed where it opens, moves or removes a file; the others write none.

What was there stays or is whole; the next run ends as if nothing had happened and cleans up. Some
twenty kills in the suite, `make kills` makes hundreds, of each command as many over its run.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook
from protocol_files import csv_bytes, pupils, report

from roadmap_xl.addin import serving
from roadmap_xl.addin.setup import wheels
from roadmap_xl.addin.setup.wheels import INSTALLER, PACKAGES
from roadmap_xl.campaign import collect, receiving, run
from roadmap_xl.campaign.opening import LOCK
from roadmap_xl.campaign.owned import LOG
from roadmap_xl.campaign.results import FILE_NAME
from roadmap_xl.campaign.store.database import FILE_NAME as STORE
from roadmap_xl.cli import commands
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.files import TEMPORARY_PREFIX
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.workbook.school_workbook import write_school_workbook

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
DAY, LATER = "2020-10-06", "2020-10-07"
ALL = "ROADMAP_XL_ALL_KILLS" in os.environ
MOST = 40 if ALL else 2
"""Kills of each command, spread over its run; of a short run each moment is one."""
LONG = {"demo": 10 if ALL else 1}
"""Of runs that take many seconds fewer."""
ADDIN_FILE = Path(__file__).parents[2] / "workbook_templates" / "roadmap_xl.xlam"
_MOMENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")
_NOT_COMPARED = (FILE_NAME, LOCK, f"{FILE_NAME}-journal", f"{STORE}-wal", f"{STORE}-shm")
_KEPT = (
    "SELECT sha256, file, recognised, received, run, state FROM attempts",
    "SELECT about, key, name, value FROM decisions",
    "SELECT key, replace(entry, '—', '-') FROM sheet_rows",  # a dash that was read is a hyphen
    "SELECT * FROM disagreements",
    "SELECT DISTINCT what, about, key, words FROM events",
)
"""What the campaign's database has to say alike after whatever kill; not when it was written."""


def calls(place: Path) -> dict[str, list[str]]:
    """The commands that write, on a prepared folder."""
    book, campaign = str(place / "Книги школ/1.xlsx"), str(place)
    return {
        "init": ["init", str(place / "Новый"), "--date", DAY, "--registry", str(place / "р.xlsx")],
        "template": ["template", "--edition", "2020", "-o", str(place / "Бланк.xlsx"),
                     "--date", DAY],
        "template --all": ["template", "--all", campaign, "--date", DAY],
        "repair": ["repair", book, "-o", str(place / "Копия.xlsx"), "--date", DAY],
        "document": ["document", book, "-o", str(place / "Документ.docx"), "--date", DAY],
        "consolidate": ["consolidate", campaign, "--date", LATER,
                        "--tidy", str(place / "Данные.csv"),
                        "--publish", str(place / "Публикация.xlsx"),
                        "--feedback", str(place / "Письма")],
        "import": ["import", str(place / "Карта.docx"), "-o", str(place / "Из Word.xlsx"),
                   "--date", DAY],
        "fill": ["fill", book, str(place / "Химия.csv"), "--school", "1",
                 "-o", str(place / "Заполненная.xlsx"), "--date", DAY],
        "edition export": ["edition", "export", "2020", "-o", str(place / "Издание.xlsx"),
                           "--date", DAY],
        "edition next": ["edition", "next", "2026", "-o", str(place / "Новый год.xlsx"),
                         "--date", DAY],
        "edition build": ["edition", "build", str(place / "Своё.xlsx"), "--campaign", campaign,
                          "--date", DAY],
        "demo": ["demo", "-o", str(place / "Показ"), "--date", DAY],
        "addin install": ["addin", "install", "--file", str(place / "надстройка.xlam"),
                          *addin_folders(place)],
        "addin remove": ["addin", "remove", *addin_folders(place)],
        "addin wheels": ["addin", "wheels", "-o", str(place / "Установка")],
        "addin serve": ["addin", "serve", "--port", "0", "--licence-key", "noncommercial",
                        "--key-file", str(place / "ключ/server.key")],
    }  # fmt: skip


def reading_calls(place: Path) -> dict[str, list[str]]:
    """The commands that write nothing."""
    summary = str(place / "Сводки/Сводка 06.10.2020.xlsx")
    return {
        "check": ["check", str(place / "Книги школ/1.xlsx"), "--date", DAY],
        "explain": ["explain", summary, "Обзор!B5"],
        "rules": ["rules", "--edition", "2020"],
        "layout": ["layout", "--edition", "2020"],
        "edition diff": ["edition", "diff", "2020", "2026"],
        "edition list": ["edition", "list", "--campaign", str(place)],
        "addin status": ["addin", "status", *addin_folders(place)],
        "completion": ["completion", "bash"],
    }


KILLED_ELSEWHERE = {
    "serve": "tests/intake/test_killed_server.py",
    "button": "writes by collecting, repairing and documenting, as the commands do",
}


def addin_folders(place: Path) -> list[str]:
    return ["--config-dir", str(place / "xlwings"), "--startup-dir", str(place / "XLSTART")]


NAMES, READING = tuple(calls(Path())), tuple(reading_calls(Path()))


def named(command: click.Command, *above: str) -> Iterator[str]:
    """Every command of the command line, those of groups too."""
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from named(one, *above, name)
    else:
        yield " ".join(above)


def test_no_command_is_forgotten() -> None:
    """A new one is killed, or shown to write nothing."""
    known = {*NAMES, *READING, *KILLED_ELSEWHERE} - {"template --all"}
    assert set(named(commands)) == known


@contextmanager
def _here() -> Iterator[None]:
    yield None


def done(call: list[str], passing: Path, kill_at: int = 0) -> tuple[bool, int]:
    """The command in a process of its own: whether it was killed, and how many moments it had.

    With `kill_at` it is killed before the moment of this number.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(call, passing, kill_at, writer)
    os.close(writer)
    with os.fdopen(reader) as told:
        moments = told.read()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.waitstatus_to_exitcode(status) == 0, call
    return killed, int(moments or 0)


def _child(call: list[str], passing: Path, kill_at: int, writer: int) -> None:
    seen, code = 0, 1

    def at(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in _MOMENTS or (event == "open" and not _writes(arguments)):
            return
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.dont_write_bytecode = True  # or the first run would have more moments
        tempfile.tempdir = str(passing)
        for module in (receiving, collect, run):  # no worker but this process itself
            vars(module)["read_alone"] = lambda read, path, **how: read(path, **how)
            vars(module)["executor"] = lambda *_: _here()
        vars(wheels)["_pip"] = built_wheels
        vars(serving)["_run"] = lambda *_: None
        secrets.token_urlsafe = lambda *_: "s" * 32  # the same key from each run
        os.chdir(Path(__file__).parents[2])
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        sys.addaudithook(at)
        commands.main(call, standalone_mode=False)
        os.write(writer, str(seen).encode())
        code = 0
    finally:
        os._exit(code)


def built_wheels(*arguments: str) -> None:
    """What pip leaves in the folder it was told."""
    is_own = arguments[0] == "wheel"
    folder = Path(arguments[arguments.index("--wheel-dir" if is_own else "--dest") + 1])
    for name in ("roadmap_xl-9.0",) if is_own else ("engine-2.0", "fast-1.0"):
        (folder / f"{name}-py3-none-any.whl").write_bytes(f"новый {name}".encode())


def can_be_installed(folder: Path) -> bool:
    """Each package that the installer would take is there, and is the one it means."""
    lines = (folder / PACKAGES).read_text().splitlines()
    wanted = dict(line.split(" --hash=sha256:") for line in lines)
    found = {
        "==".join(path.name.split("-")[:2]): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*.whl")
    }
    return wanted == found


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that was collected once, with a book that came since."""
    root = tmp_path_factory.mktemp("killed")
    place, passing = root / "Сбор", root / "временные"
    passing.mkdir()
    schools = [SchoolEntry(code=f"{n}", name=f"СОШ № {n}") for n in (1, 2)]
    registry = root / "р.xlsx"
    write_registry_workbook(registry, Registry(schools), created=date(2020, 9, 1))
    done(["init", str(place), "--edition", "2020", "--date", "2020-09-01", "--registry",
          str(registry)], passing)  # fmt: skip
    shutil.copy(registry, place)
    book(place, "1")
    done(["consolidate", str(place), "--date", DAY, "--feedback", str(place / "Письма")], passing)
    book(place, "2")
    done(["document", str(place / "Книги школ/1.xlsx"), "-o", str(place / "Карта.docx"),
          "--date", DAY], passing)  # fmt: skip
    shutil.copy(ADDIN_FILE, place / "надстройка.xlam")
    scores = [(pupil, "77") for pupil in pupils(6, "1")]
    protocol = report(scores, "04 - Химия 2020.07.01")
    (place / "Химия.csv").write_bytes(csv_bytes(protocol))
    own_edition(place / "Своё.xlsx", passing)
    older_wheels(place / "Установка")
    return place


def older_wheels(folder: Path) -> None:
    """What an earlier run has collected; a package of the same name has other bytes now."""
    folder.mkdir()
    for name in ("engine-1.0", "fast-1.0", "roadmap_xl-9.0"):
        (folder / f"{name}-py3-none-any.whl").write_bytes(f"прежний {name}".encode())
    wheels._add_scripts(folder, wheels.Target(), Path(__file__).parents[2])


def own_edition(path: Path, passing: Path) -> None:
    """The edition of 2026 with a district of its own."""
    done(["edition", "export", "2026", "-o", str(path), "--date", DAY], passing)
    workbook = load_workbook(path)
    sheet = workbook["Общее"]
    for row in sheet.iter_rows():
        if row[0].value == "key":
            row[2].value = "2026-степной"
    workbook.save(path)


def book(place: Path, number: str) -> None:
    values: dict[str, Value] = {
        "meta.school_name": f"СОШ № {number}",
        "meta.school_id": number,
        "meta.stage": "На сдачу",
        "meta.results_year": "2019/2020",
        "ege.rus.total": 9,
    }
    path = place / "Книги школ" / f"{number}.xlsx"
    write_school_workbook(path, blank(form_of("2020"), values), created=date(2020, 10, 1))


def files(place: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(place)): kept_in(path) if path.name == STORE else path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name not in _NOT_COMPARED
    }


def kept_in(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as opened:
        tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
        asked = [query for query in _KEPT if query.split(" FROM ")[1] in tables]
        return repr([sorted(opened.execute(query), key=repr) for query in asked]).encode()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_killed_run_leaves_nothing_half_done(name: str, prepared: Path, tmp_path: Path) -> None:
    place, passing = tmp_path / "Сбор", tmp_path / "временные"

    def fresh() -> list[str]:
        for folder in (place, passing):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared, place)
        passing.mkdir()
        if name == "addin remove":
            done(calls(place)["addin install"], passing)
        return calls(place)[name]

    call = fresh()
    before = files(place)
    _, moments = done(call, passing)
    after = files(place)
    assert before != after
    spread = _spread(moments, LONG.get(name, MOST))
    print(f"{name}: {len(spread)} kills at {moments} moments")
    for kill_at in spread:
        call = fresh()
        was_killed, _ = done(call, passing, kill_at)
        assert was_killed
        for file, data in files(place).items():
            if TEMPORARY_PREFIX not in file and LOG not in file and file != STORE:
                assert data in (before.get(file), after.get(file)), (kill_at, file)
        if name == "addin wheels" and (place / "Установка" / INSTALLER).exists():
            assert can_be_installed(place / "Установка"), kill_at
        done(call, passing)
        assert files(place) == after, kill_at
        assert list(passing.iterdir()) == [], kill_at


@pytest.mark.slow
@pytest.mark.parametrize("name", READING)
def test_a_command_that_shows_writes_nothing(name: str, prepared: Path, tmp_path: Path) -> None:
    before = files(prepared)
    assert done(reading_calls(prepared)[name], tmp_path) == (False, 0)
    assert files(prepared) == before
    assert list(tmp_path.iterdir()) == []


def _spread(moments: int, most: int) -> list[int]:
    """As many of the moments, the first and the last among them."""
    if moments <= most or most == 1:
        return list(range(1, moments + 1))[-most:]
    return sorted({1 + (moments - 1) * n // (most - 1) for n in range(most)})
