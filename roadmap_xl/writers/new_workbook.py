"""A workbook begun and put into its place, the same way by every writer."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from .files import save

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10, "font_scheme": "none"},
}
"""Text from a school is only ever text. With a font scheme Excel would show the theme's font."""


@contextmanager
def new_workbook(path: Path, *, title: str, created: date, subject: str = "") -> Iterator[Workbook]:
    """An empty workbook that is saved into `path` when the block ends well, at once or not at all.

    The same cells and day give the same bytes. Raises `OutputError` if it cannot be written.
    """
    workbook = Workbook(path, OPTIONS)
    yield from _drawn(workbook, path, title, subject, created)


@contextmanager
def streamed_workbook(
    path: Path, *, title: str, created: date, subject: str = ""
) -> Iterator[Workbook]:
    """As `new_workbook`, its rows in passing files; none is left, whatever stops the writing."""
    with TemporaryDirectory() as folder:
        workbook = Workbook(path, {**OPTIONS, "constant_memory": True, "tmpdir": folder})
        try:
            yield from _drawn(workbook, path, title, subject, created)
        finally:
            for sheet in workbook.worksheets():
                sheet._opt_close()


def _drawn(
    workbook: Workbook, path: Path, title: str, subject: str, created: date
) -> Iterator[Workbook]:
    moment = datetime.combine(created, time())
    said = {"title": title, "subject": subject} if subject else {"title": title}
    workbook.set_properties({**said, "created": moment})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        yield workbook
    save(workbook, path)
