"""How the bars of charts look: calm, told apart by how light they are, outlined, numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

INK, PALE_INK = "#1F2937", "#FFFFFF"
AXIS = "#5B7083"
FONT = {"name": "Arial", "size": 9}
MOST_DESCRIBED = 14
"""So many categories are told in a chart's description; the rest stands in its table."""
BAND_COLOURS = (
    "#E5EEF7",
    "#C4D7EC",
    "#9FBDDF",
    "#77A1D2",
    "#3C74B3",
    "#274F7C",
    "#152C48",
)
"""Of the bands of marks, from the lowest to the highest: one hue from light to dark, so that their
order is seen on black-and-white paper and by colour-blind people too."""
LIGHTEST, LIGHT, MIDDLE, DARK, DARKEST = (BAND_COLOURS[at] for at in (0, 1, 3, 4, 6))
RED, GREY = "#B3261E", "#B8C0CA"
"""What is overdue; what nothing is known of."""
_DARK = frozenset({*BAND_COLOURS[4:], RED})
"""Colours on which numbers are white."""


def parts_of_bars(colour: str, number_format: str) -> dict[str, Any]:
    """The options of a series whose bars are parts of whole ones: the number stands in its part."""
    ink = PALE_INK if colour in _DARK else INK
    return {**_fill(colour), "data_labels": _labels(ink, number_format)}


def whole_bars(colour: str, number_format: str, words: Sequence[str | None] = ()) -> dict[str, Any]:
    """The options of a series of bars of their own: the number, or the words, stand behind each."""
    labels = _labels(INK, number_format)
    if words:
        font = labels["font"]
        labels["custom"] = [
            {"value": one, "font": font} if one else {"delete": True} for one in words
        ]
    return {**_fill(colour), "data_labels": labels}


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"color": AXIS, "width": 0.75}}


def _labels(ink: str, number_format: str) -> dict[str, Any]:
    return {"value": True, "num_format": number_format, "font": {**FONT, "color": ink}}


def description(
    title: str, categories: Sequence[str], series: Iterable[tuple[str, Sequence[float | None]]]
) -> str:
    """What a chart shows, for those who do not see it: its title and its numbers.

    «Title. Category: series 1, series 2; …»; blanks and zeros are left out.
    """
    named = list(series)
    lines = []
    for at, category in enumerate(categories):
        parts = [
            f"{name} {_number(values[at])}" if len(named) > 1 else _number(values[at])
            for name, values in named
            if values[at]
        ]
        if parts:
            lines.append(f"{category} — {', '.join(parts)}")
    more = " Остальное — в таблице." if len(lines) > MOST_DESCRIBED else ""
    return f"Диаграмма «{title}». {'; '.join(lines[:MOST_DESCRIBED])}.{more}"


def _number(value: float | None) -> str:
    return f"{value or 0:g}".replace(".", ",")
