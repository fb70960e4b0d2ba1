"""The user's cache of editions of one's own: a file that is not as it was written is none."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from own_editions import OWN, own_edition, own_toml

from roadmap_xl.form import fields
from roadmap_xl.form.fields import form_of_own
from roadmap_xl.form.forms import FOLDER, Forms, forms_beside
from roadmap_xl.form.kept import CACHE, kept
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school.check import check_reading
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def book(tmp_path: Path, cache: Path) -> Path:
    """A book of an edition that lies beside it, and a cache that knows both."""
    form = form_of_own(own_edition(tmp_path / FOLDER))
    path = tmp_path / "5.xlsx"
    filled = blank(form, {"meta.school_name": "СОШ № 5", "prob.n_olymp": 3})
    write_school_workbook(path, filled, created=DAY)
    return path


def told_anew(book: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """What a new process reads and says, which has nothing but the cache."""
    monkeypatch.setattr(fields, "_OWN", {})
    reading = read_workbook(book, forms_beside([book]))
    assert reading.submission is not None
    return reading.submission.values, check_reading(reading, Occasion(today=DAY)).as_json()


def forged(path: Path) -> None:
    """Well written, by somebody else: a blank without sheets."""
    path.write_bytes(hashlib.sha256(b'{"a": 1}').digest() + b'{"a": 1}')
    path.chmod(0o666)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(path.read_bytes().replace(b"A", b"B", 1)),
    "deep": lambda path: path.write_bytes(b"[" * 100_000),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "by another": forged,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_changes_nothing(
    damage: str, book: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if damage == "by another" and sys.platform == "win32":
        pytest.skip("Windows keeps others out by itself")
    right = told_anew(book, monkeypatch)
    files = sorted((cache / "editions").iterdir())
    assert len(files) == 2  # the edition, and what its blank has printed
    for file in files:
        DAMAGES[damage](file)
    assert told_anew(book, monkeypatch) == right
    assert kept() in ((), forms_beside([book]).own)


def test_an_edition_under_the_mark_of_another_is_not_taken(book: Path, cache: Path) -> None:
    (edition,) = forms_beside([book]).own
    assert kept() == (edition,)
    (file,) = (cache / "editions").iterdir()
    text = own_toml([("thresholds = [", "thresholds = [1, ")], OWN)
    file.write_text(text, encoding="utf-8")
    assert kept() == ()
    assert forms_beside([book]).own == Forms(kept()).own == (edition,)  # and is written anew
