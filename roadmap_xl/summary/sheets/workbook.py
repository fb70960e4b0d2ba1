"""The district's summary as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ...form.layout import SUMMARY_PASSPORT
from ...workbook.drawing import streamed_workbook
from ...workbook.looks import Formats
from ..numbers.summary import DistrictSummary
from .averages import draw_averages, draw_marks
from .base_math import draw_base_math
from .dynamics import draw_dynamics
from .indicators import draw_indicators
from .overview import CHART_SHEET, draw_overview
from .page import SummaryPage
from .passport import draw_passport
from .plan import draw_overdue, draw_plan
from .receipt import draw_changes, draw_findings, draw_receipt
from .risks import draw_risks
from .schools import draw_schools
from .spill import spilling
from .streamed import StreamedSheet
from .subjects import CHART_DATA, draw_subjects

SHEETS: tuple[tuple[str, Callable[[SummaryPage], None]], ...] = (
    ("Обзор", draw_overview),
    ("Сдача", draw_receipt),
    ("Предметы", draw_subjects),
    ("По школам", draw_schools),
    ("Средние баллы", draw_averages),
    ("Баллы по школам", draw_marks),
    ("Базовая математика", draw_base_math),
    ("Показатели", draw_indicators),
    ("План", draw_plan),
    ("Просрочено", draw_overdue),
    ("Замечания", draw_findings),
    ("Замены", draw_changes),
    ("Риски", draw_risks),
    ("Динамика", draw_dynamics),
    (SUMMARY_PASSPORT, draw_passport),
)
"""The sheets in the workbook's order; a new one is added here."""


def write_summary_workbook(
    path: Path,
    summary: DistrictSummary,
    *,
    created: date,
    snapshot: str = "",
    books: Path | None = None,
) -> None:
    """The summary's sheets, every formula with its value; files of the folder `books` are linked.


    `snapshot` names the file that explains its numbers, with its SHA-256, for the passport. The
    same summary and date give the same bytes. Raises `OutputError` if it cannot be written.
    """
    year = f"Итоги {summary.edition.results_year} учебного года"
    names = [name for name, _ in SHEETS]
    with (
        spilling(path, names) as spills,
        streamed_workbook(path, title="Сводка района", subject=year, created=created) as workbook,
    ):
        formats = Formats(workbook)
        for name in (*names, CHART_DATA, CHART_SHEET):
            workbook.add_worksheet(name, StreamedSheet)
        for name in (CHART_DATA, CHART_SHEET):
            workbook.get_worksheet_by_name(name).hide()
        for name, draw in SHEETS:
            page = SummaryPage(
                workbook, formats, summary, created, spills[name], path, snapshot, books
            )
            draw(page)
