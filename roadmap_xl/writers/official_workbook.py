"""An empty table for the results of РЦОИ: where a district copies what it was sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..district.official import LABELS, MEAN, NAME, OFFICIAL_SHEET, SUBJECT
from .formats import Formats
from .new_workbook import new_workbook
from .registry_workbook import table_of

_WIDTHS = {NAME: 44, SUBJECT: 24, MEAN: 12}
_WIDTH = 13


def write_official_blank(path: Path, *, created: date) -> None:
    """The titles that `read_official` knows; raises `OutputError` if it cannot be written."""
    headers = [(label, _WIDTHS.get(name, _WIDTH), "header") for name, label in LABELS.items()]
    with new_workbook(path, title=OFFICIAL_SHEET, created=created) as workbook:
        table_of(workbook, Formats(workbook), OFFICIAL_SHEET, headers, (), 0)
