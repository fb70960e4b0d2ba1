"""Charts as SVG: where each bar and each number goes. The numbers are the workbook's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from ..expressions.numbers import show_value
from ..summary.explain.chart_parts import ShownChart, ShownSeries

WIDTH, LABELS, NUMBERS = 640, 230, 46
"""Of the drawing, of what stands before the bars and of what stands behind them."""
BAR, GAP, BETWEEN = 18, 3, 10
_LETTERS_OF_LINE, _MOST_LINES, _LINE = 32, 2, 14
_LEAST_FOR_NUMBER = 22
"""A narrower piece of a bar has its number in the table below alone."""
_DARK, _LIGHT = "#1F2937", "#FFFFFF"
OUTLINE = "#5B7083"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar with its number, where there is room for it."""

    x: float
    width: float
    colour: str
    text: str
    text_colour: str
    hint: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one category; `label` stands before it, in lines, where it is the first."""

    y: float
    label: tuple[str, ...]
    pieces: tuple[Piece, ...]
    after: str
    """The number behind the bar."""
    after_x: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn."""

    chart: ShownChart
    height: float
    bars: tuple[Bar, ...]

    @property
    def legend(self) -> tuple[ShownSeries, ...]:
        return self.chart.series if len(self.chart.series) > 1 else ()


def drawing(chart: ShownChart) -> Drawing:
    """The chart drawn: parts of a whole as one bar, other series as a bar each."""
    bars = list(_bars(chart))
    height = bars[-1].y + BAR + BETWEEN if bars else BETWEEN
    return Drawing(chart, height, tuple(bars))


def _bars(chart: ShownChart) -> Iterator[Bar]:
    y: float = BETWEEN
    most = max((v for one in chart.series for v in one.values if v is not None), default=0)
    for at, category in enumerate(chart.categories):
        label = tuple(wrap(category, _LETTERS_OF_LINE)[:_MOST_LINES])
        values = [one.values[at] if at < len(one.values) else None for one in chart.series]
        if chart.is_of_parts:
            yield Bar(y, label, tuple(_parts(chart, values)), "", 0)
            y += BAR + GAP
        else:
            for series, value in zip(chart.series, values, strict=True):
                yield _whole(y, label, series, value, most)
                label = ()
                y += BAR + GAP
        y += BETWEEN + (_LINE if len(wrap(category, _LETTERS_OF_LINE)) > 1 else 0) / 2


def _parts(chart: ShownChart, values: list[float | None]) -> Iterator[Piece]:
    whole = sum(value or 0 for value in values)
    x: float = LABELS
    for series, value in zip(chart.series, values, strict=True):
        if value and whole:
            width = value / whole * (WIDTH - LABELS - BETWEEN)
            yield _piece(x, width, series, value)
            x += width


def _whole(
    y: float, label: tuple[str, ...], series: ShownSeries, value: float | None, most: float
) -> Bar:
    room = WIDTH - LABELS - NUMBERS
    width = (value or 0) / most * room if most > 0 else 0
    piece = _piece(LABELS, width, series, value)
    pieces = (piece,) if width > 0 else ()
    after = "" if value is None else show_value(value)
    return Bar(y, label, pieces, after, LABELS + width + GAP * 2)


def _piece(x: float, width: float, series: ShownSeries, value: float | None) -> Piece:
    number = show_value(value)
    text = number if width >= _LEAST_FOR_NUMBER else ""
    hint = f"{series.name}: {number}"
    return Piece(round(x, 1), round(width, 1), series.colour, text, _on(series.colour), hint)


def _on(colour: str) -> str:
    """Black or white, whichever is easier to read on the colour (WCAG 2.1, relative luminance)."""
    try:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    except ValueError:
        return _DARK
    linear = [
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4
        for one in (red, green, blue)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return _DARK if luminance > 0.22 else _LIGHT
