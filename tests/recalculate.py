"""Recalculates workbooks in LibreOffice: a macro, which office.py puts there and calls.

A job is

    {"workbook": PATH, "fills": [[{"sheet", "cell", "value"}, ...], ...],
     "ranges": [[SHEET, RANGE], ...]}

and its answer, for each fill, the rows of each range. A value is a number, a text, None for a blank
cell or {"error": "#N/A"}. An empty RANGE is all of the sheet that is used. What a fill changed and
the next one does not is put back, so the fills do not know of each other.
"""

import json
from pathlib import Path

import uno  # noqa: F401 - before anything of com.sun.star: it makes them importable
from com.sun.star.beans import PropertyValue
from com.sun.star.table.CellContentType import EMPTY, FORMULA, VALUE

ERROR_FORMULAS = {"#N/A": "=NA()", "#DIV/0!": "=1/0", "#VALUE!": '=VALUE("x")'}
ERROR_NAMES = {32767: "#N/A", 532: "#DIV/0!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?"}


def answer(jobs):
    """The macro: jobs and their answers as JSON."""
    desktop = XSCRIPTCONTEXT.getDesktop()  # noqa: F821 - LibreOffice gives it to its macros
    return json.dumps([answered(desktop, job) for job in json.loads(jobs)], ensure_ascii=False)


def answered(desktop, job):
    """The values of a job, fill by fill."""
    hidden = PropertyValue("Hidden", 0, True, 0)
    url = Path(job["workbook"]).resolve().as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
    try:
        document.enableAutomaticCalculation(False)
        document.IsUndoEnabled = False  # or each cell is copied before it is changed
        document.IsAdjustHeightEnabled = False  # and its row measured afterwards
        sheets = {sheet.Name: sheet for sheet in document.Sheets}
        cells = cells_of(sheets, job["fills"])
        changed = {}
        return [
            filled(document, sheets, cells, changed, fill, job["ranges"]) for fill in job["fills"]
        ]
    finally:
        document.close(True)


def cells_of(sheets, fills):
    """Every cell that some fill changes, with what it holds: each asked for once, it takes long."""
    places = {(change["sheet"], change["cell"]) for fill in fills for change in fill}
    cells = {place: sheets[place[0]].getCellRangeByName(place[1]) for place in places}
    return {place: (cell, content(cell)) for place, cell in cells.items()}


def filled(document, sheets, cells, changed, fill, ranges):
    """The ranges after one fill; `changed` has the cells of the fill before, and then of this."""
    wanted = {(change["sheet"], change["cell"]): change["value"] for change in fill}
    for place in changed.keys() - wanted.keys():
        put(*cells[place])
        del changed[place]
    for place, value in wanted.items():
        if place not in changed or changed[place] != value:
            put(cells[place][0], value)
    changed.update(wanted)
    document.calculate()
    return [read(sheets[sheet], name) for sheet, name in ranges]


def content(cell):
    """What a cell holds, in the form `put` takes."""
    if cell.Type == FORMULA:
        return {"formula": cell.Formula}
    if cell.Type == EMPTY:
        return None
    return cell.Value if cell.Type == VALUE else cell.String


def put(cell, value):
    if value is None:
        cell.setFormula("")  # clearContents measures the row anew
    elif isinstance(value, str):
        cell.setString(value)
    elif isinstance(value, dict):
        cell.setFormula(value.get("formula") or ERROR_FORMULAS[value["error"]])
    else:
        cell.setValue(float(value))


def read(sheet, name):
    if name:
        area = sheet.getCellRangeByName(name)
    else:
        area = sheet.createCursor()
        area.gotoEndOfUsedArea(False)
        last = area.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [
        [value if isinstance(value, float) else text_or_error(area, row, column, value)
         for column, value in enumerate(values)]
        for row, values in enumerate(area.getDataArray())
    ]  # fmt: skip


def text_or_error(area, row, column, value):
    if value:
        return value
    if value is None:  # LibreOffice's way to say that the formula has failed
        error = area.getCellByPosition(column, row).getError()
        return {"error": ERROR_NAMES.get(error, f"#{error}")}
    return None
