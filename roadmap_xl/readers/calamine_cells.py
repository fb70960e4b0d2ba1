"""The cells of an .xlsx or .xlsm through calamine, the fast source that `read_workbook` uses."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook

from ..expressions.snapshot import ErrorValue
from .cells import Markup
from .opening import Package
from .package_parts import DamagedPartError
from .sheet_xml import At


class CalamineCells:
    """The sheets of an opened package."""

    saved_as = ""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._workbook = calamine(package.slim)

    @property
    def sheet_names(self) -> list[str]:
        return list(self._package.sheet_names)

    def rows(self, sheet: str) -> list[list[object]]:
        """The sheet from A1 on; an error is an `ErrorValue`, which calamine shows as a blank.

        Nothing for a sheet that was not bearable.
        """
        if sheet not in self._package.sheets:
            return []
        return with_errors(values_of(self._workbook, sheet), self._package.sheets[sheet].errors)

    def markup(self, sheet: str) -> Markup | None:
        if sheet not in self._package.sheets:
            return None
        package = self._package
        return Markup(package.sheets[sheet], package.styles, package.comments[sheet])


def calamine(data: bytes) -> CalamineWorkbook:
    """The workbook, of whatever format; raises `DamagedPartError` where there is none."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as fault:
        raise DamagedPartError(str(fault)) from fault


def values_of(workbook: CalamineWorkbook, sheet: str) -> list[list[object]]:
    """The values of a sheet from A1 on."""
    try:
        found = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise DamagedPartError(str(fault)) from fault
    # calamine makes dates of midnights itself, so only its blanks need a hand.
    return [[None if cell == "" else cell for cell in row] for row in found]


def with_errors(rows: list[list[object]], errors: dict[At, str]) -> list[list[object]]:
    """The rows with each error in its place; calamine cuts trailing blanks, and errors are such."""
    for (row, column), text in errors.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = ErrorValue(text)
    return rows
