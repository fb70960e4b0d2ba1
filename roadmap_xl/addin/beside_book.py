"""What goes beside an open workbook: a copy to read from, and a name for what is made of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import xlwings as xw

from ..errors import OutputError


@contextmanager
def saved_copy(book: xw.Book) -> Iterator[Path]:
    """A copy of the workbook as it is now, under its own name, as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="roadmap_xl-") as folder:
        copy = Path(folder, Path(book.name).name)
        _save_copy(book, copy)
        yield copy


def _save_copy(book: xw.Book, copy: Path) -> None:
    """Through Excel on Windows; elsewhere xlwings cannot, so the file as it was last saved."""
    if hasattr(book.api, "SaveCopyAs"):
        book.api.SaveCopyAs(str(copy))
        return
    try:
        copy.write_bytes(Path(book.fullname).read_bytes())
    except OSError as fault:
        raise OutputError(
            "Файл книги не найден на этом компьютере. Сохраните её в папку на диске и повторите."
        ) from fault


def free_beside(book: xw.Book, what: str, suffix: str) -> Path:
    """A free name beside the workbook; among the documents where that is a web address."""
    folder = Path(book.fullname).parent
    if "://" in book.fullname or not folder.is_dir():
        folder = Path.home() / "Documents"
    stem = f"{Path(book.name).stem} — {what}"
    names = (f"{stem}{f' {number}' if number > 1 else ''}{suffix}" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())
