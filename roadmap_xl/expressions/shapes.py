"""Functions for many rows from few compiled ones.

The rows of a table differ in their cells and seldom in anything else. So the trees of a rule or of
a computed column are resolved and compiled once for each shape: how many cells each reference
stands for, which of them are the same, and what the edition says. For every further row only its
cells are looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from .nodes import Cell, Expression, Given, Reference
from .python import RowFunction
from .snapshot import Snapshot

T = TypeVar("T")
Shape = tuple[Callable[[Snapshot, tuple[int, ...]], T], tuple[int, ...]]
"""A compiled function, and which of the row's distinct cells it takes, in its order."""


class OneRow(Protocol):
    """What resolving asks of the row a rule is asked for."""

    def cells_of(self, reference: Reference) -> tuple[Cell, ...]: ...

    def given(self, name: str) -> Any: ...

    def resolved(self, tree: Expression) -> Expression: ...


_END = Cell(-1, is_text=False)
"""Stands between the cells of one reference and of the next."""


class Shaped(Generic[T]):
    """Trees that are asked of one row after another.

    `compiled` makes the function of resolved trees; None where a row is never asked.
    """

    def __init__(self, compiled: Callable[..., RowFunction[T] | None], *trees: Expression) -> None:
        self._compiled = compiled
        self._trees = trees
        self._references, self._givens = _open_ends(trees)
        self._shapes: dict[object, Shape[T] | None] = {}
        self._same_for_all: dict[Reference, tuple[Cell, ...]] = {}

    def asked_of(self, row: OneRow) -> RowFunction[T] | None:
        """The function for a row; None where the row is never asked."""
        cells = [self._cells_of(reference, row) for reference in self._references]
        distinct: dict[int, int] = {}
        pattern = tuple(
            [
                (distinct.setdefault(cell.slot, len(distinct)), cell.is_text)
                for found in cells
                for cell in (*found, _END)
            ]
        )
        key = (pattern, tuple([row.given(name) for name in self._givens]))
        if key not in self._shapes:
            self._shapes[key] = self._shape(row, distinct)
        shape = self._shapes[key]
        if shape is None:
            return None
        function, order = shape
        every = tuple(distinct)
        return RowFunction(function, tuple([every[place] for place in order]))

    def _cells_of(self, reference: Reference, row: OneRow) -> tuple[Cell, ...]:
        """The reference's cells; those that no row decides are looked up once."""
        if reference.column is None or reference.rows not in ("keyed", "every"):
            return row.cells_of(reference)
        if reference not in self._same_for_all:
            self._same_for_all[reference] = row.cells_of(reference)
        return self._same_for_all[reference]

    def _shape(self, row: OneRow, distinct: dict[int, int]) -> Shape[T] | None:
        made = self._compiled(*[row.resolved(tree) for tree in self._trees])
        if made is None:
            return None
        return made.function, tuple([distinct[slot] for slot in made.slots])


def _open_ends(trees: object) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """The references of the trees and the names of what the edition gives, each once."""
    references: dict[Reference, None] = {}
    givens: dict[str, None] = {}

    def walk(part: object) -> None:
        if isinstance(part, Reference):
            references.setdefault(part)
        elif isinstance(part, Given):
            givens.setdefault(part.name)
        elif isinstance(part, tuple):
            for one in part:
                walk(one)
        elif isinstance(part, Expression):
            names: tuple[str, ...] = part.__slots__
            for name in names:
                walk(getattr(part, name))

    walk(trees)
    return tuple(references), tuple(givens)
