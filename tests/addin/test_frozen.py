"""The program for computers without Python, built and run as it stands on such a computer."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
import xlwings as xw
from click.testing import CliRunner
from openpyxl import load_workbook
from own_editions import OWN, own_edition
from PyInstaller.archive.readers import CArchiveReader
from remote_book import opened

from roadmap_xl.addin import pressing
from roadmap_xl.addin.freezing import LICENCES, PROGRAM, TEMPLATES, freeze
from roadmap_xl.addin.setup.wheels import LOCK
from roadmap_xl.campaign.demo.run import REGISTRY, SENT, DemoResult
from roadmap_xl.cli import commands
from roadmap_xl.form.fields import Form
from roadmap_xl.form.submission import blank
from roadmap_xl.workbook.school_workbook import write_school_workbook

CALLED = ["roadmap-xl", "button", "check", "--wb=школа.xlsx", "--from_xl=1", "--hwnd=7"]
DAY = ["--date", "2020-10-01"]
BUILDING = "setuptools"
"""Makes the package itself; the program does not."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program after it was moved away from where it was built."""
    folder = tmp_path_factory.mktemp("built")
    freeze(folder)
    moved = tmp_path_factory.mktemp("moved") / "Мои программы (1) & другие!"
    shutil.move(folder / PROGRAM, moved)
    return moved / PROGRAM


@pytest.fixture(scope="module")
def demo(demo_district: DemoResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "Район"
    shutil.copytree(demo_district.registry.parent, folder)
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district's folder: its own edition, which no program carries, and a book of it."""
    folder = tmp_path_factory.mktemp("own") / "Степной район"
    form = Form(own_edition(folder / "Издания"))
    (folder / "Книги").mkdir()
    filled = blank(form, {"meta.school_name": "СОШ № 5", "prob.n_olymp": 3})
    write_school_workbook(folder / "Книги" / "5.xlsx", filled, created=date(2026, 11, 1))
    return folder


def start(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs the program where no other is to be found and Python's own settings mislead."""
    (cwd / "click.py").write_text("raise SystemExit('a foreign module was taken')")
    misleading = {"PATH": "", "PYTHONPATH": str(cwd), "PYTHONHOME": str(cwd), "LANG": "C.UTF-8"}
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=misleading, capture_output=True, encoding="utf-8"
    )


def books(demo: Path) -> list[str]:
    return [str(path) for path in sorted((demo / SENT).glob("*.xlsx"))]


def calls(demo: Path, own: Path) -> Iterator[list[str]]:
    yield ["check", *books(demo), *DAY]
    yield ["check", *books(demo), "--format", "json", *DAY]
    yield ["check", "нет такой.xlsx"]
    yield ["repair", books(demo)[0], "-o", "копия.xlsx", *DAY]
    yield ["document", books(demo)[0], "-o", "карта.docx", *DAY]
    registry = ["--registry", str(demo / REGISTRY)]
    yield ["consolidate", str(demo / SENT), "-o", "сводка.xlsx", *registry, "--workers", "2", *DAY]
    yield ["template", "-o", "бланк.xlsx", *DAY]
    edition = ["--edition", str(own / "Издания" / f"{OWN}.toml")]
    shutil.copy(own / "Книги" / "5.xlsx", demo / "чужая.xlsx")
    yield ["check", str(demo / "чужая.xlsx"), *edition, *DAY]
    yield ["consolidate", str(own / "Книги"), "-o", "своя.xlsx", *edition, *DAY]
    yield ["rules"]
    yield ["--version"]


def test_it_does_and_says_the_same_as_the_library(
    program: Path, demo: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = tmp_path / "программа", tmp_path / "библиотека"
    theirs.mkdir()
    ours.mkdir()
    monkeypatch.chdir(ours)
    for call in calls(demo, own):
        done = start(program, *call, cwd=theirs)
        same = CliRunner().invoke(commands, call, catch_exceptions=False)
        assert (done.returncode, done.stdout) == (same.exit_code, same.stdout), call
        assert done.stderr == "", call
    for file in ("копия.xlsx", "карта.docx", "сводка.xlsx", "бланк.xlsx", "своя.xlsx"):
        assert (theirs / file).read_bytes() == (ours / file).read_bytes(), file


def test_it_opens_the_page(program: Path, tmp_path: Path) -> None:
    """With a campaign, whose database is made by the steps that the program carries."""
    made = start(program, "init", "Сбор", "--edition", "2020", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    environment = {"PATH": "", "HOME": str(tmp_path), "USERPROFILE": str(tmp_path),
                   "LANG": "C.UTF-8"}  # fmt: skip
    running = subprocess.Popen([program, "serve", "Сбор", "--no-browser"], cwd=tmp_path,
                               env=environment, stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        assert running.stdout is not None
        (address,) = re.findall(r"http://\S+", running.stdout.readline())
        answer = urlopen(address, timeout=20)
        assert answer.status == 200
        assert "roadmap_xl_" in answer.headers["Set-Cookie"]
        assert (tmp_path / "Сбор" / "Сбор.sqlite3").is_file()
    finally:
        running.kill()
        running.wait()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "Эту команду вызывает кнопка в книге Excel"),
        (CALLED[2:], "а здесь его нет"),
        (["сжечь", *CALLED[3:]], "Нет кнопки «сжечь»"),
        ([], "Не указано обязательное"),
    ],
)
def test_a_button_without_excel(
    program: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = start(program, "button", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Не получилось: ")
    assert said in line


def test_what_lies_beside_it(program: Path) -> None:
    assert {path.name for path in program.parent.iterdir()} == {
        *(path.name for path in TEMPLATES.iterdir()),
        PROGRAM,
        LICENCES,
        "_internal",
    }


def test_the_licence_of_each_part_lies_beside_it(program: Path) -> None:
    said = (program.parent / LICENCES).read_text(encoding="utf-8")
    locked = (Path(__file__).parents[2] / LOCK).read_text()
    here = re.findall(r"^([\w.-]+)==(\S+) \\$", locked, re.MULTILINE)
    assert len(here) > 10
    for name, version in here:
        if name != BUILDING:
            assert re.search(rf"(?im)^{name.replace('-', '[-_]')} {version}: \S", said), name
    assert said.count("Permission is hereby granted") > 5


def test_the_noncommercial_part_of_xlwings_is_not_handed_on(program: Path) -> None:
    modules = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    assert {"xlwings.main", "roadmap_xl.addin.buttons", "roadmap_xl.cli"} <= set(modules)
    assert [name for name in modules if name.startswith("xlwings.pro")] == []
    assert [path for path in program.parent.rglob("*") if "xlwingslib" in path.name] == []


def test_what_only_developers_have_is_not_handed_on(program: Path) -> None:
    """Their environment has hundreds of packages, which others take along where they find them."""
    modules = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    beside = {path.name.partition(".")[0] for path in (program.parent / "_internal").iterdir()}
    carried = beside | {name.partition(".")[0] for name in modules}
    theirs = {"pytest", "hypothesis", "mypy", "playwright", "pygments", "rich", "xlwings_server",
              "redis", "numpy", "pyarrow", "scipy", "distributed", "psycopg"}  # fmt: skip
    assert carried & theirs == set()
    assert {"roadmap_xl", "xlwings", "sqlalchemy", "uvicorn", "pyopenvba"} <= carried


def test_the_same_bytes_every_time(program: Path, tmp_path: Path) -> None:
    again = freeze(tmp_path)
    files = [path for path in again.parent.rglob("*") if path.is_file()]
    differing = [
        path.name
        for path in files
        if path.read_bytes() != (program.parent / path.relative_to(again.parent)).read_bytes()
    ]
    assert len(files) > 50
    assert differing == []


# --- the button itself, with Excel's place taken ---


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing.xw, "engines", [SimpleNamespace(name="excel")])


@pytest.mark.usefixtures("excel")
def test_a_press_checks_the_workbook_that_called(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(load_workbook(books(demo)[0], data_only=True))
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    pressing.press("check", CALLED)
    alerts = [action for action in book.json()["actions"] if action["func"] == "alert"]
    assert len(alerts) == 1


@pytest.mark.usefixtures("excel")
@pytest.mark.parametrize("fault", [KeyError("a"), OSError(-2147467263, "E_NOTIMPL")])
def test_a_workbook_that_is_gone(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def caller() -> None:
        raise fault

    monkeypatch.setattr(xw.Book, "caller", caller)
    with pytest.raises(pressing.ButtonError, match="нажмите кнопку ещё раз"):
        pressing.press("check", CALLED)
