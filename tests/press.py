"""Presses buttons of a workbook in LibreOffice; office.py does it when it is asked.

A job is

    {"workbook": PATH, "button": LABEL, "log": SHEET, "read": [[SHEET, RANGE], ...],
     "is_new": BOOL}

(a new one was never saved) and its answer has the rows of the log, the protected sheets, the active
sheet and the rows of the ranges. Nothing is saved.
"""

import time
from pathlib import Path

import uno  # noqa: F401 - before anything of com.sun.star: it makes them importable
from com.sun.star.beans import PropertyValue
from recalculate import read

SECONDS_TO_RUN, CALM_LOOKS = 30, 4
ALWAYS_EXECUTE = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


def pressed(desktop, job):
    """What the workbook shows after a press of the button."""
    macros = PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE, 0)
    url = Path(job["workbook"]).resolve().as_uri()
    is_new = PropertyValue("AsTemplate", 0, job["is_new"], 0)
    document = desktop.loadComponentFromURL(url, "_blank", 0, (macros, is_new))
    try:
        document.Sheets.insertNewByName(job["log"], document.Sheets.Count)
        controller = document.CurrentController
        model = models(document)[job["button"]]
        before = state(document, job)
        controller.getControl(model).getAccessibleContext().doAccessibleAction(0)
        after = settled(document, job, before)
        sheets = {sheet.Name: sheet for sheet in document.Sheets}
        rows = [read(sheets[sheet], area) for sheet, area in job["read"] if sheet in sheets]
        return {"buttons": list(models(document)), **after, "read": rows}
    finally:
        document.close(True)


def state(document, job):
    """What a macro changes while it runs."""
    sheets = {sheet.Name: sheet for sheet in document.Sheets}
    return {
        "log": read(sheets[job["log"]], "A1:B40"),
        "protected": [name for name, sheet in sheets.items() if sheet.isProtected()],
        "active": document.CurrentController.ActiveSheet.Name,
    }


def settled(document, job, before):
    """The state when the macro has ended: a press returns at once, the macro goes on.

    It has ended when the sheets are closed as before and nothing has changed for a while.
    """
    last, same, ends = None, 0, time.monotonic() + SECONDS_TO_RUN
    while time.monotonic() < ends and same < CALM_LOOKS:
        time.sleep(0.2)
        now = state(document, job)
        done = now["protected"] == before["protected"] and now["log"] != before["log"]
        same = same + 1 if done and now == last else 0
        last = now
    return last


def models(document):
    """The buttons of the first sheet by what stands on them."""
    forms = document.Sheets.getByIndex(0).DrawPage.Forms
    found = [form.getByIndex(place) for form in forms for place in range(form.Count)]
    return {model.Label: model for model in found}
