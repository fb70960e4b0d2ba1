"""The cells of a workbook through calamine, the fast source that `read_workbook` uses."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook

from ..expressions.snapshot import ErrorValue
from .number_formats import number_formats
from .opening import Package
from .package_parts import DamagedPartError


class CalamineCells:
    """The sheets of an opened package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._formats: dict[str, dict[tuple[int, int], str]] = {}
        try:
            self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(package.slim))
        except CalamineError as fault:
            raise DamagedPartError(str(fault)) from fault

    @property
    def sheet_names(self) -> list[str]:
        return list(self._package.sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        """The sheet from A1 on; an error is an `ErrorValue`, which calamine shows as a blank."""
        try:
            found = self._workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except CalamineError as fault:
            raise DamagedPartError(str(fault)) from fault
        # calamine makes dates of midnights itself, so only its blanks need a hand.
        rows: list[list[object]] = [[None if cell == "" else cell for cell in row] for row in found]
        for (row, column), text in self._package.errors[sheet].items():
            _put(rows, row, column, ErrorValue(text))
        return rows

    def number_format(self, sheet: str, row: int, column: int) -> str | None:
        if sheet not in self._formats:
            xml, styles = self._package.sheets[sheet], self._package.styles
            self._formats[sheet] = number_formats(xml, styles)
        return self._formats[sheet].get((row, column), "General")


def _put(rows: list[list[object]], row: int, column: int, value: object) -> None:
    """The value in its place; calamine cuts trailing blanks, and an error is a blank to it."""
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
