"""An open workbook without Excel: what xlwings' VBA client sends, and what it does with the answer.

`payload_of` follows `RunServerPython` of xlwings' `addin/Remote.bas`, `Applied` its handlers: same
names, same order of events, and the same failures where Excel would fail.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

# The remote engine belongs to xlwings PRO, which is free for noncommercial use and asks for this
# key when it is imported. It is needed here alone: the package uses xlwings' free part. xlwings may
# have been imported without the key before, so the engine is added if it is missing.
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")
from xlwings.pro import _xlremote

if "remote" not in [engine.name for engine in xw.engines]:
    xw.engines.add(xw.Engine(impl=_xlremote.engine))

VBA_ACTIONS = {
    "setValues", "rangeClearContents", "rangeClearFormats", "rangeClear", "addSheet",
    "setSheetName", "setAutofit", "setRangeColor", "activateSheet", "addHyperlink",
    "setNumberFormat", "setPictureName", "setPictureHeight", "setPictureWidth",
    "deletePicture", "addPicture", "updatePicture", "alert", "setRangeName", "namesAdd",
    "nameDelete", "runMacro", "rangeDelete", "rangeInsert", "rangeSelect", "addTable",
    "setTableName", "resizeTable", "showAutofilterTable", "showHeadersTable",
    "showTotalsTable", "setTableStyle", "copyRange", "sheetDelete", "sheetClear",
    "sheetClearContents", "sheetClearFormats",
}  # fmt: skip
"""What xlwings' VBA client has a handler for; it stops at anything else."""
_LINK = re.compile(r'=HYPERLINK\("(.*)","(.*)"\)')
_ISO = re.compile(r"\d+-\d+-\d+(T.*)?")


def payload_of(workbook: Workbook, name: str = "школа.xlsx") -> dict[str, Any]:
    """What the VBA client sends of a workbook that was loaded with its values."""
    return {
        "client": "VBA",
        "version": xw.__version__,
        "book": {
            "name": name,
            "active_sheet_index": workbook.index(workbook.active),
            "selection": "A1",
        },
        "names": [],
        "sheets": [
            {"name": sheet.title, "pictures": [], "tables": [], "values": _values(sheet)}
            for sheet in workbook.worksheets
        ],
    }


def opened(workbook: Workbook, name: str = "школа.xlsx") -> xw.Book:
    return xw.Book(json=payload_of(workbook, name))


class OpenBook(xw.Book):
    """A workbook open in Excel on Windows, with the path and the COM object of one."""

    def __init__(self, workbook: Workbook, path: Path | str, api: object = None) -> None:
        super().__init__(impl=opened(workbook, Path(path).name).impl)
        self._path = str(path)
        self._api = api

    @property
    def fullname(self) -> str:
        return self._path

    @property
    def api(self) -> Any:
        return self._api


def _values(sheet: Worksheet) -> list[list[Any]]:
    rows = [[_sent(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    return rows or [[]]


def _sent(value: object) -> object:
    """A value in the payload: dates as ISO texts, a link's formula as the text it shows."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
    if isinstance(value, str) and (link := _LINK.fullmatch(value)):
        return link[2]
    return value


def cells_of(workbook: Workbook) -> dict[tuple[str, str], tuple[object, str]]:
    """By sheet and cell, its value and its colour: all that a script could change."""
    return {
        (sheet.title, cell.coordinate): (cell.value, colour_of(sheet, cell.coordinate))
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell)
    }


def colour_of(sheet: Worksheet, cell: str) -> str:
    """«#F9D5D0»; empty where the cell has no colour of its own."""
    fill = sheet[cell].fill
    return f"#{fill.fgColor.rgb[-6:]}" if fill.fill_type == "solid" else ""


class Applied:
    """The actions of a script, done to a workbook one after the other."""

    def __init__(self, workbook: Workbook, actions: list[dict[str, Any]]) -> None:
        self.workbook = workbook
        self.alerts: list[str] = []
        self.selected = ("", "")
        self.functions = [action["func"] for action in actions]
        for action in actions:
            assert action["func"] in VBA_ACTIONS, f"the VBA client has no {action['func']}"
            handler: Callable[[dict[str, Any]], None] = getattr(self, f"_{action['func']}")
            handler(action)

    @property
    def active(self) -> str:
        return str(self.workbook.active.title)

    def _sheet(self, action: dict[str, Any]) -> Worksheet:
        return self.workbook.worksheets[action["sheet_position"]]

    def _places(self, action: dict[str, Any]) -> list[list[tuple[int, int]]]:
        top, left = action["start_row"] + 1, action["start_column"] + 1
        return [
            [(row, column) for column in range(left, left + action["column_count"])]
            for row in range(top, top + action["row_count"])
        ]

    def _setValues(self, action: dict[str, Any]) -> None:  # noqa: N802 - the client's own names
        sheet = self._sheet(action)
        assert not sheet.protection.sheet, f"«{sheet.title}» is protected"
        assert len({len(row) for row in action["values"]}) == 1, "VBA takes the first row's length"
        for places, values in zip(self._places(action), action["values"], strict=True):
            for place, value in zip(places, values, strict=True):
                _type(sheet.cell(*place), value)

    def _setRangeColor(self, action: dict[str, Any]) -> None:  # noqa: N802
        sheet = self._sheet(action)
        # Protection of the form allows to format cells; the attribute says what is forbidden.
        assert not (sheet.protection.sheet and sheet.protection.formatCells)
        colour = action["args"][0].removeprefix("#")
        for row in self._places(action):
            for place in row:
                sheet.cell(*place).fill = PatternFill("solid", fgColor=colour)

    def _sheetClear(self, action: dict[str, Any]) -> None:  # noqa: N802
        sheet = self._sheet(action)
        sheet.delete_rows(1, sheet.max_row)

    def _addSheet(self, action: dict[str, Any]) -> None:  # noqa: N802
        index, name = action["args"]
        workbook = self.workbook
        added = workbook.create_sheet(name, workbook.index(workbook.active))
        neighbour = workbook.worksheets[index]
        assert neighbour.sheet_state == "visible", (
            "Excel moves a sheet elsewhere behind a hidden one"
        )
        if neighbour is not added:
            workbook.move_sheet(added, workbook.index(neighbour) - workbook.index(added))
        workbook.active = added

    def _activateSheet(self, action: dict[str, Any]) -> None:  # noqa: N802
        sheet = self.workbook.worksheets[action["args"][0]]
        assert sheet.sheet_state == "visible", "Excel activates no hidden sheet"
        self.workbook.active = sheet

    def _rangeSelect(self, action: dict[str, Any]) -> None:  # noqa: N802
        sheet = self._sheet(action)
        assert sheet is self.workbook.active, "Excel selects only on the active sheet"
        ((place,),) = self._places(action)
        self.selected = (sheet.title, sheet.cell(*place).coordinate)

    def _setAutofit(self, action: dict[str, Any]) -> None:  # noqa: N802
        assert action["args"][0] in ("columns", "rows")

    def _alert(self, action: dict[str, Any]) -> None:
        prompt, _, buttons, mode, callback = action["args"]
        assert (buttons, callback) == ("ok", "")
        assert mode in ("info", "critical")
        self.alerts.append(prompt)


def _type(cell: Any, value: object) -> None:
    """A value put into a cell as Excel takes it: «'…» is text, «=…» a formula, else as it looks."""
    if not isinstance(value, str):
        cell.value = value
        return
    assert not _ISO.fullmatch(value), f"the VBA client makes a date of {value}"
    assert value[:1] not in ("+", "-", "@"), f"Excel may make a formula of {value}"
    if value.startswith("'"):
        cell.value = value[1:]
        cell.data_type = "s"
    else:
        cell.value = value or None
