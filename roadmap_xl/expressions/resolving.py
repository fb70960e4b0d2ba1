"""From a tree as a rule's author wrote it to the tree for one row: with cells and constants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from .nodes import (
    FALSE,
    Arithmetic,
    Cell,
    Comparison,
    Conditional,
    Constant,
    Expression,
    Extreme,
    Filled,
    HasAnyOf,
    Logic,
    Not,
    OneOf,
    Parameter,
    Reference,
    Rounded,
    Sum,
    Whole,
)


class AbsentCellError(ValueError):
    """A tree needs a cell of a table that the form does without."""


def resolve(
    node: Expression,
    cells_of: Callable[[Reference], tuple[Cell, ...]],
    parameter: Callable[[str], Any],
) -> Expression:
    """The tree for one row: references become cells, what the edition says becomes constants.

    `AbsentCellError` if a reference in a place for one cell stands for none: a rule that compares
    with what the form does not ask is no rule of it. `ValueError` if it stands for several.
    """
    return _Row(cells_of, parameter).one(node)


class _Row(NamedTuple):
    """What a tree is resolved with."""

    cells_of: Callable[[Reference], tuple[Cell, ...]]
    parameter: Callable[[str], Any]

    def one(self, term: Expression) -> Expression:
        """The term where one value is needed."""
        if not isinstance(term, Reference):
            return self._resolved(term)
        cells = self.cells_of(term)
        if not cells:
            raise AbsentCellError(f"{term} stands for no cell")
        if len(cells) != 1:
            raise ValueError(f"{term} stands for {len(cells)} cells where one is needed")
        return cells[0]

    def many(self, terms: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """The terms where any number of values may stand."""
        found: list[Expression] = []
        for term in terms:
            if isinstance(term, Reference):
                found += self.cells_of(term)
            else:
                found.append(self._resolved(term))
        return tuple(found)

    def some(self, terms: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """The terms where at least one value is needed."""
        found = self.many(terms)
        if not found:
            raise AbsentCellError(f"{terms} stand for no cell")
        return found

    def _resolved(self, term: Expression) -> Expression:
        match term:
            case Logic(operator, terms):
                return _simplify(operator, self.many(terms))
            case Not(condition):
                return _negate(self.one(condition))
            case Comparison(operator, left, right):
                return Comparison(operator, self.one(left), self.one(right))
            case Sum(terms):
                return Sum(self.some(terms))
            case Extreme(which, terms):
                return Extreme(which, self.some(terms))
            case Arithmetic(operator, left, right):
                return Arithmetic(operator, self.one(left), self.one(right))
            case Rounded(value, digits):
                return Rounded(self.one(value), digits)
            case Whole(value):
                return Whole(self.one(value))
            case Conditional(condition, then, otherwise):
                return _choose(self.one(condition), self.one(then), self.one(otherwise))
            case Parameter(name):
                return Constant(self.parameter(name))
        return self._of_texts(term)

    def _of_texts(self, term: Expression) -> Expression:
        match term:
            case Filled(terms, need):
                cells = self.many(terms)
                return Filled(cells, need) if cells else FALSE
            case OneOf(cell, Parameter(name)):
                options = tuple(self.parameter(name))
                return OneOf(self.one(cell), options) if options else FALSE
            case OneOf(cell, options):
                return OneOf(self.one(cell), options)
            case HasAnyOf(cell, pieces):
                return HasAnyOf(self.one(cell), pieces)
        return term


def _negate(condition: Expression) -> Expression:
    match condition:
        case Constant(value):
            return Constant(not value)
    return Not(condition)


def _choose(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    """One of the two, where the condition is a constant."""
    if isinstance(condition, Constant):
        return then if condition.value else otherwise
    return Conditional(condition, then, otherwise)


def _simplify(operator: Literal["and", "or"], terms: tuple[Expression, ...]) -> Expression:
    """Without the constants that change nothing; the constant itself where it decides."""
    decides = operator == "or"
    left: list[Expression] = []
    for term in terms:
        if not isinstance(term, Constant):
            left.append(term)
        elif term.value is decides:
            return Constant(decides)
    if len(left) == 1:
        return left[0]
    return Logic(operator, tuple(left)) if left else Constant(not decides)
