"""The cells of an .xlsx or .xlsm through calamine, the fast source that `read_workbook` uses."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from ..expressions.snapshot import ErrorValue
from .archive import packed
from .calamine_faults import CalamineFaults
from .cells import Beside, Markup
from .faults import Refused
from .opening import Package, bearable
from .sheet_xml import At


class CalamineCells:
    """The sheets of an opened package."""

    saved_as = ""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._workbook = calamine(packed(package.parts))

    @property
    def beside(self) -> Beside:
        return self._package.beside

    @property
    def sheet_names(self) -> list[str]:
        return list(self._package.sheet_names)

    def rows(self, sheet: str) -> list[list[object]]:
        """The sheet from A1 on; an error is an `ErrorValue`, which calamine shows as a blank.

        Nothing for a sheet that was not bearable; `Refused` for one that was put aside and is not.
        """
        if sheet in self._package.aside:
            return self._rows_aside(sheet)
        if sheet not in self._package.sheets:
            return []
        return with_errors(values_of(self._workbook, sheet), self._package.sheets[sheet].errors)

    def _rows_aside(self, sheet: str) -> list[list[object]]:
        package = self._package
        part, xml = package.aside[sheet]
        if xml is None:
            raise Refused("damaged", file=package.file)
        bearable(sheet, xml, package.file)
        workbook = calamine(packed({**package.parts, part: xml.without_error_types}))
        return with_errors(values_of(workbook, sheet), xml.errors)

    def markup(self, sheet: str) -> Markup | None:
        package = self._package
        xml = package.sheets.get(sheet) or package.aside.get(sheet, (None, None))[1]
        if xml is None:
            return None
        return Markup(xml, package.styles, sheet in package.with_print_area, package.strings)


def calamine(data: bytes) -> CalamineWorkbook:
    """The workbook, of whatever format; raises `DamagedPartError` where there is none."""
    with CalamineFaults():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def values_of(workbook: CalamineWorkbook, sheet: str) -> list[list[object]]:
    """The values of a sheet from A1 on."""
    with CalamineFaults():
        found = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
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
