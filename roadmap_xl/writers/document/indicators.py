"""The target indicators, a table for each group."""

from __future__ import annotations

from ...form.columns import Kind
from ...form.fields import columns_of
from ...form.rows import IndicatorRow
from ...form.tables import Indicator
from .grid import Grid, Put
from .letters import Printed
from .paper import PORTRAIT_WIDTH, Paper
from .styles import CELL_MIDDLE, CHAPTER

_OTHERS = (2.6, 2.6, 2.6)
"""Widths of the unit and the two years, in centimetres."""
_COLUMNS = ("name", "unit", "y1", "y2")


def put_indicators(paper: Paper, printed: Printed) -> None:
    """«1.1. Финансовая поддержка» to «1.5. …»: name, unit, this year, the year planned."""
    form = printed.form
    specs = columns_of(Indicator)
    labels = [form.edition_text(specs[name][1].label) for name in _COLUMNS]
    for group in form.edition.indicator_groups:
        paper.line(group.label, CHAPTER)
        grid = Grid(paper, group.label, (PORTRAIT_WIDTH - sum(_OTHERS), *_OTHERS))
        grid.header(labels)
        for row in form.edition.indicators:
            if row.group == group.key:
                grid.row(_cells(printed, row), 0.8)
        grid.keep_together()


def _cells(printed: Printed, row: IndicatorRow) -> list[Put]:
    own = row.kind == "own"
    name = printed[f"ind.{row.key}.name"] if own else row.label
    values = [_share(printed, row, year) for year in ("y1", "y2")]
    numbers = [Put(text, CELL_MIDDLE) for text in (printed[f"ind.{row.key}.unit"], *values)]
    return [Put(name), *numbers]


def _share(printed: Printed, row: IndicatorRow, year: str) -> str:
    """The percent of the counts, where they are given; else what was typed as the value.

    A cell of no kind of its own holds 0.91 where «91%» was typed: the unit says which is meant.
    """
    computed = printed[f"ind.{row.key}.{year}.pct"]
    field = printed.form.by_id[f"ind.{row.key}.{year}"]
    if computed or printed[f"ind.{row.key}.unit"] != "%":
        return computed or printed.of(field)
    return printed.of(field, Kind.SHARE)
