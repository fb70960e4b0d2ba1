"""The charts of «Обзор». Their numbers stand on a hidden sheet, each series with its name.

Every chart has numbers and patterns on it and a description, so that colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..district.coverage import schools_of
from ..district.indicator_totals import SHARE, YEARS
from ..district.overview import Overview
from ..district.plan_execution import sections
from ..district.risks import criteria
from ..district.summary import Status
from ..form.fields import columns_of
from ..form.tables import BANDS, SubjectResults
from .chart_looks import AXIS, BAND_LOOKS, FONT, GRID, Look, bars, description
from .formats import NAVY
from .summary_page import SummaryPage

CHART_SHEET = "_overview"
_FEW = 6
"""Bars of fewer categories are kept slim."""
BLUE, RED = Look("#4A7FB5"), Look("#B3261E")
PALE, GREY = Look("#C3D5E8", "wide_upward_diagonal"), Look("#9AA5B1", "dotted_grid")
_PLAN = (
    ("done", "выполнено", Look("#2E6B34")),
    ("going", "выполняется", Look("#8FBBD9", "dotted_grid")),
    ("overdue", "просрочено", Look("#B3261E", "wide_upward_diagonal")),
    ("ahead", "срок не наступил", Look("#D9DDE3")),
    ("unmarked", "повторяется, а отметки нет", Look("#F2C14E", "dotted_diamond")),
    ("undated", "без срока", Look("#9AA5B1", "wide_downward_diagonal")),
)


@dataclass(frozen=True)
class Series:
    """One series: its name, its look, a number for each category."""

    name: str
    look: Look
    values: Sequence[float | None]


@dataclass(frozen=True)
class OverviewChart:
    """A chart of horizontal bars."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    subtype: str = ""
    """«percent_stacked» where the series are parts of one whole."""
    number_format: str = "0;;"

    @property
    def description(self) -> str:
        """The chart in words, with its numbers."""
        named = ((one.name, one.values) for one in self.series)
        return description(self.title, self.categories, named)


def overview_charts(overview: Overview) -> Iterator[OverviewChart]:
    """The charts in their order; one without any number is left out."""
    for chart in (
        _submissions(overview),
        _bands(overview),
        _averages(overview),
        _indicators(overview),
        _plan(overview),
        _risks(overview),
    ):
        if any(value for series in chart.series for value in series.values):
            yield chart


def _submissions(overview: Overview) -> OverviewChart:
    summary = overview.summary
    found = [(one.value, summary.number_of(one)) for one in Status if summary.number_of(one)]
    return OverviewChart(
        "Кто сдал (число файлов и школ)",
        [name for name, _ in found],
        [Series("Файлов и школ", BLUE, [number for _, number in found])],
    )


def _bands(overview: Overview) -> OverviewChart:
    labels = {name: spec.label for name, (_, spec) in columns_of(SubjectResults).items()}
    sat = [one for one in overview.summary.subjects[:-1] if one.value("total")]
    return OverviewChart(
        "Участники по диапазонам баллов (на полосах — число человек)",
        [f"{one.label}: {one.value('total'):g}" for one in sat],
        [
            Series(labels[band], look, [one.value(band) for one in sat])
            for band, look in zip(BANDS, BAND_LOOKS, strict=True)
        ],
        "percent_stacked",
    )


def _averages(overview: Overview) -> OverviewChart:
    averages = overview.averages
    before = [overview.before(one) for one in averages]
    series = [Series("Средний балл района", BLUE, [one.mean for one in averages])]
    if any(value is not None for value in before):
        series.insert(0, Series("Год назад", PALE, before))
    series.append(Series("Порог", GREY, [one.subject.threshold for one in averages]))
    return OverviewChart(
        "Средние баллы, порог" + (" и прошлый год" if len(series) > 2 else ""),
        [one.subject.label for one in averages],
        series,
        number_format="0.#;;",
    )


def _indicators(overview: Overview) -> OverviewChart:
    summary = overview.summary
    rows = [row for row in summary.edition.indicators if row.kind == SHARE and row.owner != "D"]
    keys = [row for row in rows if f"ind.{row.key}.y1.pct" in summary.figures]
    words = summary.edition.words
    return OverviewChart(
        "Целевые показатели по району, %",
        [f"{row.key} {row.label}" for row in keys],
        [
            Series(
                f"{words['year1' if year == 'y1' else 'year2']}",
                look,
                [summary.figures[f"ind.{row.key}.{year}.pct"].value for row in keys],
            )
            for year, look in zip(YEARS, (PALE, BLUE), strict=True)
        ],
    )


def _plan(overview: Overview) -> OverviewChart:
    summary = overview.summary
    items = summary.figures
    names = [one for one in sections(summary.edition) if items[f"plan.items.{one[0]}"].value]
    return OverviewChart(
        "План по разделам (на полосах — число пунктов)",
        [f"{key}. {label}" for key, label in names],
        [
            Series(
                name,
                look,
                [summary.figures[f"plan.{measure}.{key}"].value for key, _ in names],
            )
            for measure, name, look in _PLAN
        ],
        "percent_stacked",
    )


def _risks(overview: Overview) -> OverviewChart:
    number = len(overview.summary.schools)
    return OverviewChart(
        f"Школы с признаками риска (из {number} {schools_of(number)})",
        list(criteria(overview.summary.settings)),
        [Series("Школ", RED, list(overview.risks))],
    )


class ChartSheet:
    """The hidden sheet with the numbers of the charts, and the charts made of it."""

    def __init__(self, page: SummaryPage) -> None:
        self._page = page
        self._sheet = page.workbook.get_worksheet_by_name(CHART_SHEET)
        self._row = 0

    def chart(self, chart: OverviewChart, width: int, height: int) -> Any:
        """The chart with its numbers written; XlsxWriter has no types."""
        first, last = self._row + 1, self._row + len(chart.categories)
        for column, series in enumerate(chart.series, start=1):
            self._sheet.write_string(self._row, column, series.name)
        for at, category in enumerate(chart.categories):
            self._sheet.write_string(first + at, 0, _short(category, len(chart.categories)))
            for column, series in enumerate(chart.series, start=1):
                if (value := series.values[at]) is not None:
                    self._sheet.write_number(first + at, column, value)
        kind = {"type": "bar"} | ({"subtype": chart.subtype} if chart.subtype else {})
        made = self._page.workbook.add_chart(kind)
        for column, series in enumerate(chart.series, start=1):
            made.add_series(self._series(chart, series, column, first, last))
        self._row = last + 2
        return _dressed(made, chart, width, height)

    def _series(
        self, chart: OverviewChart, series: Series, column: int, first: int, last: int
    ) -> dict[str, Any]:
        return {
            "name": [CHART_SHEET, first - 1, column],
            "categories": [CHART_SHEET, first, 0, last, 0],
            "values": [CHART_SHEET, first, column, last, column],
            "gap": 40 if len(chart.categories) > _FEW else 120,
            **bars(series.look, chart.number_format),
        }


def _short(category: str, of: int) -> str:
    """A category as the axis has room for it: of many one line, for a second hides the next."""
    most = 46 if of > _FEW else 90
    return category if len(category) <= most else category[: most - 1].rstrip() + "…"


def _dressed(made: Any, chart: OverviewChart, width: int, height: int) -> Any:
    title = {**FONT, "size": 11, "color": NAVY}
    made.set_title({"name": chart.title, "name_font": title, "overlay": False})
    made.set_y_axis({"reverse": True, "num_font": FONT, "line": {"color": AXIS}})
    made.set_x_axis(
        {
            "visible": False,  # the numbers stand on the bars
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
            "min": 0,
        }
    )
    if len(chart.series) > 1:
        made.set_legend({"position": "bottom", "font": FONT})
    else:
        made.set_legend({"none": True})
    made.set_size({"width": width, "height": height})
    made.show_hidden_data()
    return made
