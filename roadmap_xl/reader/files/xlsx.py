"""The cells of an .xlsx or .xlsm: by a scan of their XML; what is not as usual by calamine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ...expressions.cell_values import ErrorValue
from .archive import packed
from .canonical import package_around
from .cells import Beside, Markup
from .faults import Refused
from .opening import Package, refuse_outsized_sheet
from .package_parts import DamagedPartError
from .places import At
from .scan import rows_of
from .sheet_xml import SheetXml

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


class XlsxCells:
    """The sheets of an opened package."""

    saved_as = ""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._markups: dict[str, Markup | None] = {}

    @cached_property
    def _workbook(self) -> CalamineWorkbook:
        """Of the sheets that are not deferred; few files need it."""
        return self._opened(self._package.sheets)

    def _opened(self, sheets: Mapping[str, SheetXml]) -> CalamineWorkbook:
        """A workbook of these sheets alone: calamine never sees what was not checked."""
        from .calamine import calamine  # costs milliseconds to import

        package = self._package
        cells = [(sheet, xml.for_calamine) for sheet, xml in sheets.items()]
        return calamine(
            packed(
                package_around(
                    cells, package.texts.for_calamine.xml, package.styled, is_1904=package.is_1904
                )
            )
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
        markup = self.markup(sheet)
        if markup is None:
            return []
        if markup.values is not None:
            return rows_of(markup.values)
        rows = with_errors(_values_of(self._workbook, sheet), markup.xml.errors)
        return with_errors(rows, dict.fromkeys(markup.xml.pictures, "#VALUE!"))

    def _deferred_rows(self, sheet: str) -> list[list[object]]:
        markup = self.markup(sheet)
        if markup is None:
            raise Refused("damaged", file=self._package.file)
        try:
            refuse_outsized_sheet(sheet, markup.xml, self._package.file)
            if markup.values is not None:
                return rows_of(markup.values)
            workbook = self._opened({sheet: markup.xml})
            return with_errors(_values_of(workbook, sheet), markup.xml.errors)
        except DamagedPartError as fault:
            raise Refused("damaged", file=self._package.file) from fault

    def markup(self, sheet: str) -> Markup | None:
        if sheet not in self._markups:
            self._markups[sheet] = self._markup(sheet)
        return self._markups[sheet]

    def _markup(self, sheet: str) -> Markup | None:
        package = self._package
        xml = package.sheets.get(sheet) or package.deferred.get(sheet)
        if xml is None:
            return None
        has_area = sheet in package.with_print_area
        return Markup(xml, package.styles, has_area, package.texts, package.is_1904)


def _values_of(workbook: CalamineWorkbook, sheet: str) -> list[list[object]]:
    from .calamine import values_of  # as above

    return values_of(workbook, sheet)


def with_errors(rows: list[list[object]], errors: Mapping[At, str]) -> list[list[object]]:
    """The rows with each error in its place; calamine cuts trailing blanks, and errors are such."""
    for (row, column), text in errors.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = ErrorValue(text)
    return rows
