"""Cells and ranges as arguments: a function of single cells also works on ranges.

A cell is a plain value, a range a list of rows. The same shape comes out as went in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from ...errors import RoadmapError

Grid = list[list[object]]


class ArgumentError(RoadmapError):
    """An argument that a function cannot use; the text is what the cell shows instead."""


def grid_of(argument: object) -> Grid:
    """Rows of equal length, whatever came: a cell, a row of cells, a range."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    rows = [list(row) if isinstance(row, list | tuple) else None for row in argument]
    found = [row for row in rows if row is not None] if all(rows) else [list(argument)]
    width = max((len(row) for row in found), default=0) or 1
    return [[*row, *[None] * (width - len(row))] for row in found] or [[None]]


def on_each(one: Callable[..., object]) -> Callable[..., object]:
    """The function of single cells, for ranges too: one cell, row or column goes with all.

    What a cell's own argument is wrong with stands in that cell, and the others are worked out.
    """

    @wraps(one)
    def on_ranges(*arguments: object) -> object:
        grids = [grid_of(argument) for argument in arguments]
        try:
            shape = _common_shape(grids)
        except ArgumentError as fault:
            return str(fault)
        rows = [
            [_shown(one, [_at(grid, row, column) for grid in grids]) for column in range(shape[1])]
            for row in range(shape[0])
        ]
        is_range = any(isinstance(argument, list | tuple) for argument in arguments)
        return rows if is_range else rows[0][0]

    return on_ranges


def _shown(one: Callable[..., object], cells: Sequence[object]) -> object:
    try:
        return one(*cells)
    except RoadmapError as fault:
        return str(fault)


def _common_shape(grids: Sequence[Grid]) -> tuple[int, int]:
    shapes = [(len(grid), len(grid[0])) for grid in grids]
    height, width = max(h for h, _ in shapes), max(w for _, w in shapes)
    if any(h not in (1, height) or w not in (1, width) for h, w in shapes):
        said = " и ".join(dict.fromkeys(f"{h}×{w}" for h, w in shapes))
        raise ArgumentError(f"диапазоны разного размера: {said} (строк×столбцов)")
    return height, width


def _at(grid: Grid, row: int, column: int) -> object:
    """The cell that goes with this one; a single row or column goes with all."""
    line = grid[row if len(grid) > 1 else 0]
    return line[column if len(line) > 1 else 0]
