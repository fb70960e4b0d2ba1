"""The cells of an .xlsx or .xlsm through calamine, the fast source that `read_workbook` uses.

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

from ...expressions.cell_values import ErrorValue
from .archive import packed
from .canonical import package_around
from .cells import Beside, Markup, plain
from .faults import Refused
from .opening import Package, refuse_outsized_sheet
from .package_parts import DamagedPartError
from .sheet_xml import At

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


class CalamineCells:
    """The sheets of an opened package."""

    saved_as = ""

    def __init__(self, package: Package) -> None:
        self._package = package
        cells = [(sheet, xml.for_calamine) for sheet, xml in package.sheets.items()]
        self._workbook = self._opened(cells)

    def _opened(self, cells: list[tuple[str, bytes]]) -> CalamineWorkbook:
        """A workbook of these sheets alone: calamine never sees what was not checked."""
        package = self._package
        return calamine(
            packed(package_around(cells, package.texts, package.styled, is_1904=package.is_1904))
        )

    @property
    def beside(self) -> Beside:
        return self._package.beside

    @property
    def sheet_names(self) -> list[str]:
        return list(self._package.sheet_names)

    def rows(self, sheet: str) -> list[list[object]]:
        """The sheet from A1 on; an error is an `ErrorValue`, which calamine shows as a blank.

        Nothing for a sheet that was too large; `Refused` for a deferred one that turns out so.
        """
        if sheet in self._package.deferred:
            return self._deferred_rows(sheet)
        if sheet not in self._package.sheets:
            return []
        xml = self._package.sheets[sheet]
        rows = with_errors(values_of(self._workbook, sheet), xml.errors)
        return with_errors(rows, dict.fromkeys(xml.pictures, "#VALUE!"))

    def _deferred_rows(self, sheet: str) -> list[list[object]]:
        xml = self._package.deferred[sheet]
        if xml is None:
            raise Refused("damaged", file=self._package.file)
        try:
            refuse_outsized_sheet(sheet, xml, self._package.file)
            rows = values_of(self._opened([(sheet, xml.for_calamine)]), sheet)
            return with_errors(rows, xml.errors)
        except DamagedPartError as fault:
            raise Refused("damaged", file=self._package.file) from fault

    def markup(self, sheet: str) -> Markup | None:
        package = self._package
        xml = package.sheets.get(sheet) or package.deferred.get(sheet)
        if xml is None:
            return None
        return Markup(xml, package.styles, sheet in package.with_print_area, package.strings)


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


def with_errors(rows: list[list[object]], errors: dict[At, str]) -> list[list[object]]:
    """The rows with each error in its place; calamine cuts trailing blanks, and errors are such."""
    for (row, column), text in errors.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = ErrorValue(text)
    return rows
