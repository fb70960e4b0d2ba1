"""What other programs may rely on: the names of the package, their page, their types."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import roadmap_xl
from roadmap_xl.campaign.demo.run import DemoResult

PAGE = Path(__file__).parents[2] / "docs/api.md"
NAMES = [
    "Occasion", "RoadmapError", "check_file", "collect", "document_file", "explain", "import_file",
    "read_workbook", "repair_file", "write_summary",
]  # fmt: skip


def test_no_name_comes_or_goes_unnoticed() -> None:
    assert dir(roadmap_xl) == roadmap_xl.__all__ == NAMES
    with pytest.raises(AttributeError, match="helpers"):
        roadmap_xl.helpers  # noqa: B018


@pytest.mark.parametrize("name", NAMES)
def test_each_is_documented_where_it_stands_and_on_the_page(name: str) -> None:
    public = getattr(roadmap_xl, name)
    assert len(inspect.getdoc(public) or "") > 40
    assert re.search(rf"^\| `{name}[(`]", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_raised_error_is_documented_as_raised() -> None:
    """All but those that never raise say what they raise and when."""
    silent = {"Occasion", "RoadmapError", "check_file", "read_workbook"}
    for name in set(NAMES) - silent:
        assert "Raises `" in (inspect.getdoc(getattr(roadmap_xl, name)) or ""), name


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(roadmap_xl.__file__).parent / "py.typed").exists()


def test_asking_for_the_package_loads_nothing_of_it() -> None:
    said = "import sys, roadmap_xl; print([m for m in sys.modules if m.startswith('roadmap_xl.')])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class OfAnotherLibrary:
    """A path that is no `Path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return str(self._path)


@pytest.mark.parametrize("path_of", [str, OfAnotherLibrary])
def test_a_path_may_be_a_text_or_anything_with_a_path(
    path_of: Callable[[Path], str], demo_district: DemoResult, tmp_path: Path
) -> None:
    folder = tmp_path / "Книги"
    folder.mkdir()
    shutil.copy(demo_district.registry.parent / "Книги школ/полевская.xlsx", folder / "a.xlsx")
    book, day = path_of(folder / "a.xlsx"), date(2020, 10, 12)
    copy, document, again, out, snapshot = (
        path_of(tmp_path / name) for name in ("к.xlsx", "к.docx", "и.xlsx", "С.xlsx", "другое.json")
    )
    reading = roadmap_xl.read_workbook(book)
    assert reading.file == "a.xlsx"
    assert roadmap_xl.check_file(book).reading.sha256 == reading.sha256
    roadmap_xl.repair_file(book, copy, created=day)
    roadmap_xl.document_file(book, document, created=day)
    roadmap_xl.import_file(document, again, created=day)
    numbers = [
        read.submission["ege.rus.total"]
        for read in (reading, roadmap_xl.read_workbook(copy), roadmap_xl.read_workbook(again))
        if read.submission
    ]
    assert len(numbers) == 3
    assert len(set(numbers)) == 1
    summary = roadmap_xl.collect(path_of(folder), but_not=[path_of(tmp_path / "нет.xlsx")])
    roadmap_xl.write_summary(out, summary, created=day, snapshot=snapshot, books=path_of(folder))
    (answer,) = roadmap_xl.explain(out, ["Предметы!C6"], snapshot=snapshot)
    assert "a.xlsx" in "".join(answer.as_lines())


def test_the_example_on_the_page_runs(demo_district: DemoResult, tmp_path: Path) -> None:
    shutil.copytree(demo_district.registry.parent, tmp_path / "demo")
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "CellCounts(filled=" in done.stdout
    assert "Предметы" in done.stdout
