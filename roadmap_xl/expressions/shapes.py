"""Verdicts for many rows from few compiled functions.

The rows of a table differ in their cells and seldom in anything else. So a rule's trees are
resolved and compiled once for each shape: how many cells each reference stands for, which of them
are the same, and what the edition says. For every further row only its cells are looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from .nodes import FALSE, Cell, Expression, Given, Logic, Reference
from .python import Verdict, verdict_function
from .snapshot import Snapshot


class OneRow(Protocol):
    """What resolving asks of the row a rule is asked for."""

    def cells_of(self, reference: Reference) -> tuple[Cell, ...]: ...

    def given(self, name: str) -> Any: ...

    def resolved(self, tree: Expression) -> Expression: ...


class _Shape(NamedTuple):
    """A compiled function, and which of the row's distinct cells it takes, in its order."""

    function: Callable[[Snapshot, tuple[int, ...]], Verdict] | None
    """None where the condition of the rule can never hold."""
    order: tuple[int, ...]


class RowVerdict(NamedTuple):
    """A shape's function with the slots of one row: all cells that its trees look at."""

    function: Callable[[Snapshot, tuple[int, ...]], Verdict]
    slots: tuple[int, ...]

    def __call__(self, values: Snapshot) -> Verdict:
        return self.function(values, self.slots)


_END = Cell(-1, is_text=False)
"""Stands between the cells of one reference and of the next."""


class ShapedRule:
    """One rule's trees, asked of one row after another."""

    def __init__(self, asked: Expression, holds: Expression) -> None:
        self._asked = asked
        self._holds = holds
        self._references, self._givens = _open_ends(Logic("and", (asked, holds)))
        self._shapes: dict[object, _Shape] = {}
        self._same_for_all: dict[Reference, tuple[Cell, ...]] = {}

    def asked_of(self, row: OneRow) -> RowVerdict | None:
        """How the verdict on a row is found; None where the row is never asked."""
        cells = [self._cells_of(reference, row) for reference in self._references]
        distinct: dict[int, int] = {}
        pattern = tuple(
            [
                (distinct.setdefault(cell.slot, len(distinct)), cell.is_text)
                for found in cells
                for cell in (*found, _END)
            ]
        )
        key = (pattern, tuple(row.given(name) for name in self._givens))
        if key not in self._shapes:
            self._shapes[key] = self._shape(row, distinct)
        shape = self._shapes[key]
        if shape.function is None:
            return None
        every = tuple(distinct)
        return RowVerdict(shape.function, tuple(every[place] for place in shape.order))

    def _cells_of(self, reference: Reference, row: OneRow) -> tuple[Cell, ...]:
        """The reference's cells; those that no row decides are looked up once."""
        if reference.column is None or reference.rows not in ("keyed", "every"):
            return row.cells_of(reference)
        if reference not in self._same_for_all:
            self._same_for_all[reference] = row.cells_of(reference)
        return self._same_for_all[reference]

    def _shape(self, row: OneRow, distinct: dict[int, int]) -> _Shape:
        asked, holds = row.resolved(self._asked), row.resolved(self._holds)
        if asked == FALSE:
            return _Shape(None, ())
        function, cells = verdict_function(asked, holds)
        return _Shape(function, tuple(distinct[cell.slot] for cell in cells))


def _open_ends(tree: Expression) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """The references of a tree and the names of what the edition gives, each once."""
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

    walk(tree)
    return tuple(references), tuple(givens)
