"""«Обзор»: the district on one page, read in a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...district.lines import Status
from ...expressions.numbers import show_value as decimal
from ...form.tables import BANDS, SubjectResults
from ...workbook.chart_looks import (
    AXIS,
    BAND_COLOURS,
    DARK,
    DARKEST,
    FONT,
    GREY,
    LIGHT,
    LIGHTEST,
    MIDDLE,
    RED,
    description,
    parts_of_bars,
    whole_bars,
)
from ...workbook.drawing import lines_of
from ...workbook.looks import NAVY
from ..numbers.indicators import SHARE, YEARS
from ..numbers.overview import Overview, Tile
from ..numbers.plan import sections
from ..numbers.risks import criteria
from ..numbers.summary import schools_of
from .page import HEAD_ROWS, SummaryPage

CHART_SHEET = "_overview"
_FEW = 6
"""Bars of fewer categories are kept slim."""
_GAPS = ((2, 260), (_FEW, 120))
"""Of up to so many categories, the gap beside a bar in percent of its own width; of more, 40."""
_PLAN = (
    ("done", "выполнено", DARKEST),
    ("going", "выполняется", MIDDLE),
    ("overdue", "просрочено", RED),
    ("ahead", "срок не наступил", LIGHTEST),
    ("unmarked", "повторяется, а отметки нет", GREY),
    ("undated", "без срока", "#FFFFFF"),
)


@dataclass(frozen=True)
class Series:
    """One series: its name, its colour, a number for each category."""

    name: str
    colour: str
    values: Sequence[float | None]
    words: str = ""
    """Before its numbers, where several series have bars of their own."""


@dataclass(frozen=True)
class OverviewChart:
    """A chart of horizontal bars."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    subtype: str = ""
    """«percent_stacked» where the series are parts of one whole."""

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
    numbers = Counter(line.status for line in overview.summary.best_lines)
    found = [(status.value, numbers[status]) for status in Status if numbers[status]]
    return OverviewChart(
        "Кто сдал (число школ)",
        [name for name, _ in found],
        [Series("Школ", DARK, [number for _, number in found])],
    )


def _bands(overview: Overview) -> OverviewChart:
    form = overview.summary.form
    labels = {name: form.column_label(SubjectResults, name) for name in BANDS}
    sat = [one for one in overview.summary.subjects[:-1] if one.value("total")]
    return OverviewChart(
        "Участники по диапазонам баллов (на полосах — число человек)",
        [f"{one.label}: {one.value('total'):g}" for one in sat],
        [
            Series(labels[band], colour, [one.value(band) for one in sat])
            for band, colour in zip(BANDS, BAND_COLOURS, strict=True)
        ],
        "percent_stacked",
    )


def _averages(overview: Overview) -> OverviewChart:
    averages = overview.averages
    before = [overview.before(one) for one in averages]
    series = [Series("Средний балл района", DARK, [one.mean for one in averages])]
    if any(value is not None for value in before):
        series.append(Series("Год назад", MIDDLE, before, "год назад"))
    thresholds = [one.subject.threshold for one in averages]
    series.append(Series("Порог", LIGHTEST, thresholds, "порог"))
    return OverviewChart(
        "Средние баллы, порог" + (" и прошлый год" if len(series) > 2 else ""),
        [one.subject.label for one in averages],
        series,
    )


def _indicators(overview: Overview) -> OverviewChart:
    summary = overview.summary
    rows = [row for row in summary.edition.indicators if row.kind == SHARE and row.owner != "D"]
    keys = [row for row in rows if f"ind.{row.key}.y1.pct" in summary.figures]
    names = (summary.edition.year1, summary.edition.year2)
    return OverviewChart(
        "Целевые показатели по району, %",
        [f"{row.key} {row.label}" for row in keys],
        [
            Series(
                name,
                colour,
                [summary.figures[f"ind.{row.key}.{year}.pct"].value for row in keys],
                f"{name}:",
            )
            for year, name, colour in zip(YEARS, names, (LIGHT, DARK), strict=True)
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
                colour,
                [summary.figures[f"plan.{measure}.{key}"].value for key, _ in names],
            )
            for measure, name, colour in _PLAN
        ],
        "percent_stacked",
    )


def _risks(overview: Overview) -> OverviewChart:
    number = len(overview.summary.counted)
    return OverviewChart(
        f"Школы с признаками риска (из {number} {schools_of(number)}, чьи данные учтены)",
        list(criteria(overview.summary.settings, overview.summary.edition)),
        [Series("Школ", DARK, list(overview.risks))],
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
        return _set_look(made, chart, width, height)

    def _series(
        self, chart: OverviewChart, series: Series, column: int, first: int, last: int
    ) -> dict[str, Any]:
        return {
            "name": [CHART_SHEET, first - 1, column],
            "categories": [CHART_SHEET, first, 0, last, 0],
            "values": [CHART_SHEET, first, column, last, column],
            "gap": next((gap for most, gap in _GAPS if len(chart.categories) <= most), 40),
            **_look(chart, series),
        }


def _look(chart: OverviewChart, series: Series) -> dict[str, Any]:
    """Its colour and its labels; a fraction's is a text, so that its comma is everywhere one."""
    if chart.subtype:
        return parts_of_bars(series.colour, "0;;")
    words = [
        " ".join(filter(None, (series.words, decimal(value)))) if value else None
        for value in series.values
    ]
    return whole_bars(series.colour, "0;;", words)


def _room(chart: OverviewChart) -> dict[str, float]:
    """Behind the longest bar there is room for its words."""
    if chart.subtype:
        return {}
    longest = max(value or 0 for series in chart.series for value in series.values)
    most_words = max(len(series.words) for series in chart.series)
    return {"max": longest * (1.15 + 0.04 * most_words)}


def _short(category: str, of: int) -> str:
    """A category as the axis has room for it: of many one line, for a second hides the next."""
    most = 46 if of > _FEW else 90
    return category if len(category) <= most else category[: most - 1].rstrip() + "…"


def _set_look(made: Any, chart: OverviewChart, width: int, height: int) -> Any:
    title = {**FONT, "size": 11, "color": NAVY}
    made.set_title({"name": chart.title, "name_font": title, "overlay": False})
    made.set_y_axis({"reverse": True, "num_font": FONT, "line": {"color": AXIS}})
    made.set_x_axis(
        {
            "visible": False,  # the numbers stand on the bars
            "major_gridlines": {"visible": False},
            "min": 0,
            **_room(chart),
        }
    )
    if chart.subtype:
        made.set_legend({"position": "bottom", "font": FONT})
    else:  # each bar says itself what it is
        made.set_legend({"none": True})
    made.set_size({"width": width, "height": height})
    made.show_hidden_data()
    return made


# --- The page ---

PER_TILE, WIDTH = 2, 160
"""Columns of a tile; letters across all of them, as many as a screen of 1366 px shows."""
_CHART_WIDTH, _ROW_HEIGHT = 580, 20
_LEAST_HEIGHT, _PER_CATEGORY, _AROUND = 240, 22, 110
_HINT = (
    "Каждое число стоит и на своём листе; откуда оно, скажет команда roadmap-xl explain. "
    "Рядом сказано, скольких школ оно касается."
)


def draw_overview(page: SummaryPage) -> None:
    """Tiles, sentences, charts: in the order a head of department asks."""
    overview = Overview(page.summary)
    tiles = {at * PER_TILE: tile for at, tile in enumerate(overview.tiles())}
    columns = len(tiles) * PER_TILE
    page.head("Обзор", _HINT, (WIDTH / columns,) * columns)
    page.tag_columns({at: tile.tag for at, tile in tiles.items() if tile.tag})
    row = _tiles(page, HEAD_ROWS, tiles)
    row = _sentences(page, row + 1, overview)
    last = _charts(page, row + 1, overview)
    page.finish(header_row=0, last_row=last, freeze=(HEAD_ROWS, 0), pages_high=1)
    page.sheet.set_portrait()


def _tiles(page: SummaryPage, row: int, tiles: Mapping[int, Tile]) -> int:
    """Captions, numbers, notes; the row below them."""
    page.sheet.set_row(row, 30)
    for at, tile in tiles.items():
        page.merged(row, tile.caption, "tile_caption", at, at + PER_TILE - 1)
    page.sheet.set_row(row + 1, 34)
    page.tag_row(row + 1, "overview")
    for at, tile in tiles.items():
        page.merged(row + 1, "", tile.style, at, at + PER_TILE - 1)
        if isinstance(tile.value, str):
            page.text(row + 1, at, tile.value, tile.style)
        else:
            page.number(row + 1, at, tile.value, tile.style)
    page.sheet.set_row(row + 2, 26)
    for at, tile in tiles.items():
        page.merged(row + 2, tile.note, "tile_note", at, at + PER_TILE - 1)
    return row + 3


def _sentences(page: SummaryPage, row: int, overview: Overview) -> int:
    """What needs somebody, a line each."""
    sentences = list(overview.sentences())
    if not sentences:
        return row
    page.sheet.set_row(row, 20)
    page.merged(row, "На что обратить внимание", "section")
    for at, sentence in enumerate(sentences, start=row + 1):
        page.sheet.set_row(at, 13 * lines_of(sentence, WIDTH) + 6)
        page.merged(at, sentence, "label")
    return row + len(sentences) + 1


def _charts(page: SummaryPage, row: int, overview: Overview) -> int:
    """Two charts beside each other; the last row that they cover."""
    sheet, charts = ChartSheet(page), list(overview_charts(overview))
    for left in range(0, len(charts), 2):
        pair = charts[left : left + 2]
        bars = max(len(one.categories) * _thick(len(one.series), one.subtype) for one in pair)
        height = max(_LEAST_HEIGHT, int(_AROUND + _PER_CATEGORY * bars))
        for at, chart in enumerate(pair):
            made = sheet.chart(chart, _CHART_WIDTH, height)
            options = {"description": chart.description, "object_position": 2, "x_offset": 2}
            page.sheet.insert_chart(row, at * len(page.widths) // 2, made, options)
        row += height // _ROW_HEIGHT + 2
    return row


def _thick(series: int, subtype: str) -> float:
    """How much room a category needs: stacked bars are one."""
    return 1 if subtype else 0.5 + 0.5 * series
