"""A workbook as the fake Excel host of the task pane holds it: JSON made from a file."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet
from remote_book import colour_of

Json = dict[str, Any]

_FORBIDDEN = {
    "allowFormatCells": "formatCells",
    "allowFormatColumns": "formatColumns",
    "allowFormatRows": "formatRows",
    "allowInsertRows": "insertRows",
    "allowDeleteRows": "deleteRows",
    "allowSort": "sort",
}
"""Office.js says what protection allows, the file what it forbids."""


def office_workbook(path: Path) -> Json:
    """The workbook as Excel would show it to an add-in right after opening."""
    workbook = load_workbook(path, data_only=True)
    return {
        "name": path.name,
        "active": workbook.index(workbook.active),
        "selection": [workbook.active.title, "A1"],
        "locked": bool(workbook.security and workbook.security.lockStructure),
        "sheets": [_sheet(sheet) for sheet in workbook.worksheets],
    }


def typed(workbook: Json) -> dict[tuple[str, str], object]:
    """By sheet and cell, what stands in it."""
    return {
        (sheet["name"], key): cell["value"]
        for sheet in workbook["sheets"]
        for key, cell in sheet["cells"].items()
        if cell["value"] != ""
    }


def colours(workbook: Json) -> dict[tuple[str, str], str]:
    """By sheet and cell, its background; cells without one are left out."""
    return {
        (sheet["name"], key): cell["color"]
        for sheet in workbook["sheets"]
        for key, cell in sheet["cells"].items()
        if cell.get("color")
    }


def protections(workbook: Json) -> dict[str, Json | None]:
    """By sheet, what its protection allows; None where it is not protected."""
    return {sheet["name"]: sheet["protection"] for sheet in workbook["sheets"]}


def _sheet(sheet: Worksheet) -> Json:
    given = sheet.protection
    allowed = {allow: not getattr(given, forbid) for allow, forbid in _FORBIDDEN.items()}
    return {
        "name": sheet.title,
        "visibility": {"visible": "Visible", "hidden": "Hidden"}.get(
            sheet.sheet_state, "VeryHidden"
        ),
        "protection": {**allowed, "selectionMode": "Normal"} if given.sheet else None,
        "cells": {
            cell.coordinate: _cell(sheet, cell)
            for row in sheet.iter_rows()
            for cell in row
            if not isinstance(cell, MergedCell) and (cell.value is not None or cell.has_style)
        },
    }


def _cell(sheet: Worksheet, cell: Cell) -> Json:
    value: Any = "" if cell.value is None else cell.value
    if isinstance(value, date | time):
        value = to_excel(value)
    return {
        "value": value,
        "format": cell.number_format,
        "color": colour_of(sheet, cell.coordinate),
        "locked": cell.protection.locked,
    }
