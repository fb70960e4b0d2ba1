"""What a resolved tree asks of its cells: the guards of a verdict come from here."""

from __future__ import annotations

from .nodes import Arithmetic, Cell, Expression, Filled, HasAnyOf, OneOf, children

_ASKING = (Filled, OneOf, HasAnyOf)
"""They ask what a cell holds, and work with no number."""


class Needs:
    """The cells of a tree and what it does with them, each once, in reading order."""

    __slots__ = ("cells", "divisors", "numbers", "texts")

    def __init__(self, node: Expression) -> None:
        self.cells: dict[Cell, None] = {}
        self.numbers: dict[Cell, None] = {}
        """Those whose number the tree works with (not those only asked whether they are filled)."""
        self.texts: dict[Cell, None] = {}
        """Those whose text the tree looks at: an error value there is no answer."""
        self.divisors: dict[Expression, None] = {}
        """What the tree divides by: a zero there means that nothing can be said."""
        self._walk(node, works=True)

    def _walk(self, part: Expression, *, works: bool) -> None:
        if isinstance(part, Cell):
            self.cells[part] = None
            if works:
                self.numbers[part] = None
            return
        if isinstance(part, _ASKING):
            works = False
            self._look_at(part)
        elif isinstance(part, Arithmetic) and part.operator == "/":
            self.divisors[part.right] = None
        for child in children(part):
            self._walk(child, works=works)

    def _look_at(self, part: Filled | OneOf | HasAnyOf) -> None:
        for cell in children(part):
            if isinstance(cell, Cell) and (cell.is_text or not isinstance(part, Filled)):
                self.texts[cell] = None


def cells_in(node: Expression) -> list[Cell]:
    """Every cell of a resolved tree, once each, in reading order."""
    return list(Needs(node).cells)


def numbers_in(node: Expression) -> list[Cell]:
    """The cells whose number the tree works with."""
    return list(Needs(node).numbers)


def divisors_in(node: Expression) -> list[Expression]:
    """What the tree divides by."""
    return list(Needs(node).divisors)
