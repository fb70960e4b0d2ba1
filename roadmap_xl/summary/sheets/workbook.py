"""The district's summary as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ...form.edition import Edition
from ...form.layout import SUMMARY_PASSPORT
from ...form.tables import (
    Average,
    BaseMath,
    Indicator,
    PlanItem,
    SchoolMeasures,
    SubjectResults,
    Table,
)  # fmt: skip
from ...workbook.drawing import streamed_workbook
from ...workbook.looks import Formats
from ..numbers.risks import has_criteria
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


class SummarySheet(NamedTuple):
    """A sheet of the summary, and the tables of the form that it stands on."""

    name: str
    draw: Callable[[SummaryPage], None]
    tables: tuple[type[Table], ...] = ()
    """It is left out where one of them is not there."""

    def is_in(self, edition: Edition) -> bool:
        """Whether a summary of this edition has the sheet."""
        return all(map(edition.has, self.tables)) and (self.name != _RISKS or has_criteria(edition))


_RISKS = "Риски"
SHEETS = (
    SummarySheet("Обзор", draw_overview),
    SummarySheet("Сдача", draw_receipt),
    SummarySheet("Предметы", draw_subjects, (SubjectResults,)),
    SummarySheet("По школам", draw_schools, (SchoolMeasures,)),
    SummarySheet("Средние баллы", draw_averages, (Average, SubjectResults)),
    SummarySheet("Баллы по школам", draw_marks, (Average, SubjectResults)),
    SummarySheet("Базовая математика", draw_base_math, (BaseMath,)),
    SummarySheet("Показатели", draw_indicators, (Indicator,)),
    SummarySheet("План", draw_plan, (PlanItem,)),
    SummarySheet("Просрочено", draw_overdue, (PlanItem,)),
    SummarySheet("Замечания", draw_findings),
    SummarySheet("Замены", draw_changes),
    SummarySheet(_RISKS, draw_risks),
    SummarySheet("Динамика", draw_dynamics, (SubjectResults,)),
    SummarySheet(SUMMARY_PASSPORT, draw_passport),
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
    sheets = [one for one in SHEETS if one.is_in(summary.edition)]
    names = [one.name for one in sheets]
    with (
        spilling(path, names) as spills,
        streamed_workbook(path, title="Сводка района", subject=year, created=created) as workbook,
    ):
        formats = Formats(workbook)
        for name in (*names, CHART_DATA, CHART_SHEET):
            workbook.add_worksheet(name, StreamedSheet)
        for name in (CHART_DATA, CHART_SHEET):
            workbook.get_worksheet_by_name(name).hide()
        for name, draw, _ in sheets:
            page = SummaryPage(
                workbook, formats, summary, created, spills[name], path, snapshot, books
            )
            draw(page)
