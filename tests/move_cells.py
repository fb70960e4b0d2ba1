"""Moves cells of workbooks in LibreOffice, as a person cuts and pastes, drags and sorts.

office.py does it when it is asked. A job is

    {"workbook": PATH, "saved": PATH, "sheet": NAME, "cells": RANGE, "to": CELL,
     "ranges": [[SHEET, RANGE], ...]}

where cells without a place `to` are sorted by their first column instead. The sheet's protection is
taken off before: it has no password.
"""

from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField
from recalculate import read


def moved(desktop, job):
    """The ranges of the workbook afterwards; it is saved anew."""
    hidden = PropertyValue("Hidden", 0, True, 0)
    url = Path(job["workbook"]).resolve().as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
    try:
        sheets = {sheet.Name: sheet for sheet in document.Sheets}
        sheet = sheets[job["sheet"]]
        sheet.unprotect("")
        cells = sheet.getCellRangeByName(job["cells"])
        if job["to"]:
            place = sheet.getCellRangeByName(job["to"]).CellAddress
            sheet.moveRange(place, cells.RangeAddress)
        else:
            sort(cells)
        document.calculateAll()
        as_xlsx = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
        document.storeToURL(Path(job["saved"]).resolve().as_uri(), (as_xlsx,))
        return [read(sheets[name], area) for name, area in job["ranges"]]
    finally:
        document.close(True)


def sort(cells):
    by_first = TableSortField()
    by_first.Field, by_first.IsAscending = 0, True
    fields = uno.Any("[]com.sun.star.table.TableSortField", (by_first,))
    described = {"SortFields": fields, "ContainsHeader": False, "IsSortColumns": False}
    properties = [PropertyValue(name, 0, value, 0) for name, value in described.items()]
    uno.invoke(cells, "sort", (tuple(properties),))
