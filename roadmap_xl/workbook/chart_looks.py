"""How the bars of charts look: told apart by pattern as well as by colour, outlined, numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

INK, PALE_INK = "#1F2937", "#FFFFFF"
GRID, AXIS = "#D9DDE3", "#5B7083"
FONT = {"name": "Arial", "size": 9}
MOST_SAID = 14
"""So many categories are told in a chart's description; the rest stands in its table."""
_DARK = frozenset({"#B3261E", "#4A7FB5", "#1F3864", "#5B7083", "#2E6B34"})
"""Colours on which the lines of a pattern are white."""


class Look(NamedTuple):
    """The colour of a series, and the pattern over it; solid without one."""

    colour: str
    pattern: str = ""


BAND_LOOKS = (
    Look("#B3261E", "wide_upward_diagonal"),
    Look("#E07B39", "wide_downward_diagonal"),
    Look("#F2C14E", "dotted_diamond"),
    Look("#C9D7A5"),
    Look("#8FBBD9", "dotted_grid"),
    Look("#4A7FB5", "horizontal_brick"),
    Look("#1F3864"),
)
"""Of the bands of marks, from the lowest to the highest. LibreOffice hatches what Excel dots: these
patterns differ in both."""


def bars(look: Look, number_format: str) -> dict[str, Any]:
    """The options of a series: an outline parts it from its neighbour, a number stands on it."""
    return {
        **_fill(look),
        "border": {"color": INK, "width": 0.75},
        "data_labels": {
            "value": True,
            "num_format": number_format,
            "font": {**FONT, "color": INK},
            "fill": {"color": "#FFFFFF"},
        },
    }


def _fill(look: Look) -> dict[str, Any]:
    if not look.pattern:
        return {"fill": {"color": look.colour}}
    lines = PALE_INK if look.colour in _DARK else INK
    pattern = {"pattern": look.pattern, "fg_color": lines, "bg_color": look.colour}
    return {"pattern": pattern}


def description(
    title: str, categories: Sequence[str], series: Iterable[tuple[str, Sequence[float | None]]]
) -> str:
    """What a chart shows, for those who do not see it: its title and its numbers.

    «Title. Category: series 1, series 2; …»; blanks and zeros are left out.
    """
    named = list(series)
    told = []
    for at, category in enumerate(categories):
        parts = [
            f"{name} {_number(values[at])}" if len(named) > 1 else _number(values[at])
            for name, values in named
            if values[at]
        ]
        if parts:
            told.append(f"{category} — {', '.join(parts)}")
    more = " Остальное — в таблице." if len(told) > MOST_SAID else ""
    return f"Диаграмма «{title}». {'; '.join(told[:MOST_SAID])}.{more}"


def _number(value: float | None) -> str:
    return f"{value or 0:g}".replace(".", ",")
