"""calamine, a reader of workbooks in Rust: its values, and its faults as this package knows them.

What calamine makes of a damaged file, a fault or a panic, is a `DamagedPartError` here, and no word
of it reaches standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from threading import Lock
from types import TracebackType

from python_calamine import CalamineError, CalamineWorkbook

from .package_parts import DamagedPartError
from .values import plain

_PANIC = ("pyo3_runtime", "PanicException")
"""A panic reaches Python as this class, made anew in each extension: it cannot be imported and, on
purpose, is no `Exception` (PyO3, `pyo3::panic::PanicException`)."""
_STANDARD_ERROR = 2
_silencing = Lock()


class CalamineFaults(AbstractContextManager[None]):
    """Raises `DamagedPartError` for a fault or a panic of calamine; all else passes."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            return
        if issubclass(kind, CalamineError) or (kind.__module__, kind.__name__) == _PANIC:
            raise DamagedPartError(str(fault)) from fault


@contextmanager
def without_rust_messages() -> Iterator[None]:
    """Whatever is written to standard error inside is lost: Rust reports a panic there itself.

    What a library says of its own end is no sentence for a user. It holds for the whole process,
    for as long as one sheet is read.
    """
    with _silencing:
        with suppress(OSError, ValueError, AttributeError):  # a program without a console has none
            sys.stderr.flush()
        try:
            kept = os.dup(_STANDARD_ERROR)
        except OSError:
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STANDARD_ERROR)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)


def calamine(data: bytes) -> CalamineWorkbook:
    """The workbook, of whatever format; raises `DamagedPartError` where there is none."""
    with CalamineFaults(), without_rust_messages():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def values_of(workbook: CalamineWorkbook, sheet: str) -> list[list[object]]:
    """The values of a sheet from A1 on."""
    with CalamineFaults(), without_rust_messages():
        found = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[None if cell == "" else _plain(cell) for cell in row] for row in found]


def _plain(cell: object) -> object:
    """As `plain`, sooner: nearly all cells are numbers, or texts of printed letters."""
    if type(cell) is str:
        return cell if cell.isprintable() else plain(cell)
    return plain(cell) if type(cell) is datetime else cell
