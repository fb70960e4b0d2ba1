"""An empty table for the results of РЦОИ: where a district copies what it was sent."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from ..district.official import LABELS, MEAN, NAME, OFFICIAL_SHEET, SUBJECT
from .files import save
from .formats import Formats
from .registry_workbook import table_of
from .school_workbook import OPTIONS

_WIDTHS = {NAME: 44, SUBJECT: 24, MEAN: 12}
_WIDTH = 13


def write_official_blank(path: Path, *, created: date) -> None:
    """The titles that `read_official` knows; raises `OutputError` if it cannot be written."""
    workbook = Workbook(path, OPTIONS)
    title = {"title": OFFICIAL_SHEET, "created": datetime.combine(created, time())}
    workbook.set_properties(title)
    headers = [(label, _WIDTHS.get(name, _WIDTH), "header") for name, label in LABELS.items()]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        table_of(workbook, Formats(workbook), OFFICIAL_SHEET, headers, (), 0)
    save(workbook, path)
