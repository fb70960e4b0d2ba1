"""How a rule is written: small functions that build the tree, read like the sentence they mean.

They take references that look like the columns' own types, so their parameters are `object`.
"""

from __future__ import annotations

from .nodes import (
    Arithmetic,
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
    Rounded,
    Sum,
    Whole,
)


def node(value: object) -> Expression:
    """The value as a node: an expression as it is, a number as a constant."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool | int | float):
        return Constant(value)
    raise TypeError(f"{value!r} is neither an expression nor a number")


def _nodes(values: tuple[object, ...]) -> tuple[Expression, ...]:
    return tuple(node(value) for value in values)


def total(*terms: object) -> Expression:
    """The sum; blanks count as 0."""
    return Sum(_nodes(terms))


def largest(*terms: object) -> Expression:
    return Extreme("max", _nodes(terms))


def smallest(*terms: object) -> Expression:
    return Extreme("min", _nodes(terms))


def minus(left: object, right: object) -> Expression:
    return Arithmetic("-", node(left), node(right))


def times(left: object, right: object) -> Expression:
    return Arithmetic("*", node(left), node(right))


def quotient(left: object, right: object) -> Expression:
    """The quotient; where the divisor is zero, nothing can be said."""
    return Arithmetic("/", node(left), node(right))


def rounded(term: object, digits: int = 0) -> Expression:
    """Rounded half away from zero."""
    return Rounded(node(term), digits)


def share(count: object, whole: object, digits: int = 2) -> Expression:
    """The share of a count in a whole, 0..1, rounded half up; to a whole percent by 2 digits."""
    return rounded(quotient(count, whole), digits)


def conditional(condition: object, then: object, otherwise: object) -> Expression:
    return Conditional(node(condition), node(then), node(otherwise))


def same(left: object, right: object) -> Expression:
    return Comparison("=", node(left), node(right))


def at_least(left: object, right: object) -> Expression:
    return Comparison(">=", node(left), node(right))


def at_most(left: object, right: object) -> Expression:
    return Comparison("<=", node(left), node(right))


def more(left: object, right: object) -> Expression:
    return Not(at_most(left, right))


def between(term: object, low: object, high: object) -> Expression:
    return both(at_least(term, low), at_most(term, high))


def both(*conditions: object) -> Expression:
    return Logic("and", _nodes(conditions))


def either(*conditions: object) -> Expression:
    return Logic("or", _nodes(conditions))


def negated(condition: object) -> Expression:
    return Not(node(condition))


def when(condition: object, then: object) -> Expression:
    """True unless the condition holds and the consequence does not."""
    return either(negated(condition), then)


def filled(*cells: object) -> Expression:
    """At least one of the cells holds something."""
    return Filled(_nodes(cells))


def all_filled(*cells: object) -> Expression:
    return Filled(_nodes(cells), "all")


def one_of(cell: object, *options: str) -> Expression:
    return OneOf(node(cell), options)


def one_of_list(cell: object, name: str) -> Expression:
    """The cell's text is one of a list of the edition."""
    return OneOf(node(cell), Parameter(name))


def has_any_of(cell: object, *pieces: str) -> Expression:
    """The cell's text holds one of the pieces; capital and small letters differ."""
    return HasAnyOf(node(cell), pieces)


def is_whole(term: object) -> Expression:
    return Whole(node(term))


def parameter(name: str) -> Expression:
    """What the edition says of this row."""
    return Parameter(name)
