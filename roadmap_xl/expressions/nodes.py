"""The expression tree: frozen nodes that say what a rule means, and nothing of how it is run.

A rule's author writes references to columns; `resolving.resolve` turns them into cells for one row.
The three readings (compiled Python, Excel formula, words) start from the same tree. `Needs` lists
what a tree asks of its cells: the guards of a verdict are made of that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ..records import Record


class Expression(Record):
    """A node of the tree. It has no truth value of its own: use `both`, `either`, `negated`."""

    def __bool__(self) -> bool:
        raise TypeError("an expression has no truth value; use both(), either() or negated()")


class Reference(Expression):
    """A column of some rows of a table; stands for as many cells as `rows` selects."""

    table: type
    column: str | None
    rows: Literal["this", "joined", "named", "every", "like", "keyed", "marked"]
    by: str = "key"
    """The property that joins the rows; for `keyed` the row's key, for `marked` what is added to
    the column's name."""


class Parameter(Expression):
    """What the edition says of the row the rule is asked for (a threshold, an owner)."""

    name: str


class Cell(Expression):
    """One cell of the form, by the number of its slot."""

    slot: int
    is_text: bool

    def __hash__(self) -> int:
        return self.slot  # cells are looked up by the thousand


class Constant(Expression):
    """A number or a truth that is known beforehand."""

    value: float | bool


class Sum(Expression):
    """Sum; a blank counts as 0."""

    terms: tuple[Expression, ...]


class Extreme(Expression):
    """Largest or smallest of the terms; a blank counts as 0."""

    which: Literal["max", "min"]
    terms: tuple[Expression, ...]


class Arithmetic(Expression):
    """Difference, product or quotient. A quotient with a zero divisor has no value."""

    operator: Literal["-", "*", "/"]
    left: Expression
    right: Expression


class Rounded(Expression):
    """Rounded half away from zero, as at school."""

    term: Expression
    digits: int


class Conditional(Expression):
    """One number or another, as a condition has it."""

    condition: Expression
    then: Expression
    otherwise: Expression


class Comparison(Expression):
    """Compared to the sixth decimal, so that 0,1 + 0,2 is 0,3 in every engine."""

    operator: Literal["=", "<=", ">="]
    left: Expression
    right: Expression


class Logic(Expression):
    """All of the conditions, or at least one of them."""

    operator: Literal["and", "or"]
    terms: tuple[Expression, ...]


class Not(Expression):
    """The opposite of a condition."""

    term: Expression


class Filled(Expression):
    """At least `need` of the cells hold something; a text of punctuation alone is nothing."""

    cells: tuple[Expression, ...]
    need: int | Literal["all"] = 1


class OneOf(Expression):
    """The text of the cell, without spaces around it, is one of the options."""

    cell: Expression
    options: tuple[str, ...] | Parameter
    """Words, or the edition's list of them."""


class HasAnyOf(Expression):
    """The text of the cell holds at least one of the pieces, letter by letter."""

    cell: Expression
    pieces: tuple[str, ...]


class Whole(Expression):
    """The number has no fraction."""

    term: Expression


TRUE = Constant(True)
FALSE = Constant(False)


_BELOW: dict[type[Expression], Callable[[Any], tuple[Expression, ...]]] = {
    **dict.fromkeys((Sum, Extreme, Logic), lambda node: node.terms),
    **dict.fromkeys((Arithmetic, Comparison), lambda node: (node.left, node.right)),
    **dict.fromkeys((Rounded, Not, Whole), lambda node: (node.term,)),
    **dict.fromkeys((OneOf, HasAnyOf), lambda node: (node.cell,)),
    Filled: lambda node: node.cells,
    Conditional: lambda node: (node.condition, node.then, node.otherwise),
}
"""By kind of node, what stands directly below it; all others are leaves."""


def children(node: Expression) -> tuple[Expression, ...]:
    """The nodes directly below a node, in reading order."""
    below = _BELOW.get(type(node))
    return below(node) if below else ()


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
