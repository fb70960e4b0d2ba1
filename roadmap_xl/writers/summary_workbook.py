"""The district's summary as a workbook."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from ..district.summary import DistrictSummary
from .files import save
from .formats import Formats
from .school_workbook import OPTIONS, PlainFormulas
from .spill import without_spill
from .summary_changes import draw_changes
from .summary_page import SummaryPage
from .summary_passport import draw_passport
from .summary_receipt import draw_findings, draw_receipt
from .summary_schools import draw_schools
from .summary_subjects import CHART_DATA, draw_subjects

SHEETS: tuple[tuple[str, Callable[[SummaryPage], None]], ...] = (
    ("Сдача", draw_receipt),
    ("Предметы", draw_subjects),
    ("По школам", draw_schools),
    ("Замечания", draw_findings),
    ("Замены", draw_changes),
    ("Паспорт сводки", draw_passport),
)
"""The sheets in the workbook's order; a new one is added here."""


def write_summary_workbook(
    path: Path, summary: DistrictSummary, *, created: date, books: Path | None = None
) -> None:
    """The summary's sheets, every formula with its value; files of the folder `books` are linked.

    The same summary and date give the same bytes. Raises `OutputError` if it cannot be written.
    """
    without_spill(path, [name for name, _ in SHEETS])
    workbook = Workbook(path, {**OPTIONS, "constant_memory": True})
    workbook.set_properties(
        {
            "title": "Сводка района",
            "subject": f"Итоги {summary.edition.results_year} учебного года",
            "created": datetime.combine(created, time()),
        }
    )
    formats = Formats(workbook)
    for name in (*(name for name, _ in SHEETS), CHART_DATA):
        workbook.add_worksheet(name, PlainFormulas)
    workbook.get_worksheet_by_name(CHART_DATA).hide()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        for name, draw in SHEETS:
            draw(SummaryPage(workbook, name, formats, summary, created, path, books))
    save(workbook, path)
