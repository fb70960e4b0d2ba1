"""What xlwings' engines raise when Excel refuses: a cell being edited, a protected workbook."""

from __future__ import annotations

import sys

import xlwings as xw

ENGINE_FAULTS: tuple[type[Exception], ...] = (xw.XlwingsError,)

if sys.platform == "win32":
    import pywintypes

    ENGINE_FAULTS += (pywintypes.com_error,)
elif sys.platform == "darwin":
    from appscript.reference import CommandError

    ENGINE_FAULTS += (CommandError,)
