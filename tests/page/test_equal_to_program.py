"""The page says and makes what the program does: the same words, the same bytes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import hurt as h
import page_browser
import pane_browser
import protocol_files as p
import pytest
import saved_otherwise as so
from demo_files import demo_files
from hostile_files import CHANGES, COMMENT_CHANGES, hostile, hurt_bytes, with_comments
from page_browser import OpenPage, program_answer
from seed_document import seed_document

pytestmark = pytest.mark.page
IS_WHOLE = os.environ.get("ROADMAP_XL_WHOLE_PAGE") == "1"
"""All files, by `make page-test`; otherwise a sample that costs some seconds."""
DAMAGED = 100 if IS_WHOLE else 12
Kept = list[tuple[str, bytes]]
One = TypeVar("One")


@pytest.fixture(scope="module")
def page() -> Iterator[OpenPage]:
    with (
        pane_browser.browser_of_the_system() as browser,
        page_browser.opened(browser, page_browser.SINGLE_FILE.as_uri()) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return h.clean(tmp_path_factory.mktemp("clean") / "целая.xlsx")


def sample(files: list[One], one_of: int) -> list[One]:
    return files if IS_WHOLE else files[::one_of]


def differing(page: OpenPage, files: Kept, *tasks: str) -> list[str]:
    """The files of which the page tells otherwise than the program."""
    return [
        f"{task} {name}"
        for name, data in files
        for task in tasks
        if page.answer(task, [(name, data)]) != program_answer(task, [(name, data)])
    ]


def test_of_the_demo(page: OpenPage, tmp_path: Path) -> None:
    made = demo_files(tmp_path)
    books = [(file.path.name, file.path.read_bytes()) for file in made]
    assert len(books) == 12
    assert differing(page, sample(books, 4), "check", "report", "repair", "carry") == []


def test_of_every_kind_of_file(page: OpenPage, clean: Path, tmp_path: Path) -> None:
    cells = so.cells_in(clean)
    so.write_ods(tmp_path / "a.ods", so.ods_content(cells))
    so.write_xls(tmp_path / "a.xls", cells)
    files = [(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    files += [("карта.docx", seed_document()), ("письмо.pdf", b"%PDF-1.7"), ("пусто.xlsx", b"")]
    assert differing(page, files, "check", "carry") == []


def test_of_files_made_to_hurt(page: OpenPage, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "commented").mkdir()
    commented = h.hurt(tmp_path / "commented", h.comment)
    sheets = {name: partial(hostile, clean, name, tmp_path) for name, *_ in CHANGES}
    notes = {
        name: partial(with_comments, commented, change, tmp_path)
        for name, change, _ in COMMENT_CHANGES
    }
    for name, make in sample([*sheets.items(), *notes.items()], 6):
        made = make()
        path = made if isinstance(made, Path) else made[0]
        assert differing(page, [(f"{name}.xlsx", path.read_bytes())], "check") == []


def test_of_damaged_files(page: OpenPage, clean: Path) -> None:
    data = clean.read_bytes()
    files = [(f"{n}.xlsx", hurt_bytes(data, random.Random(n))) for n in range(DAMAGED)]
    assert differing(page, files, "check") == []


def test_of_protocols(page: OpenPage, clean: Path, tmp_path: Path) -> None:
    scores = list(zip(p.pupils(4), (20, 55, 81, 100), strict=True))
    chemistry = p.xlsx(tmp_path / "Химия.xlsx", p.report(scores, "04 - Химия 2020.06.01"))
    files = [(path.name, path.read_bytes()) for path in (clean, chemistry)]
    for fields in ({}, {"school": "301"}, {"school": "301", "replace": "да"}, {"school": "7"}):
        assert page.answer("fill", files, fields) == program_answer("fill", files, fields)
    shown, _, _ = page.answer("fill", files, {"school": "301"})
    assert "  учтено: 4" in shown["lines"]


def test_nothing_was_asked_for_but_the_page(page: OpenPage) -> None:
    """After all that: files, pupils' names among them, went nowhere."""
    own = page_browser.SINGLE_FILE.as_uri()
    assert [one for one in page.requests if not one.startswith((own, "blob:", "data:"))] == []
    assert page.complaints == []
