"""The referee: a resolved tree walked slowly with exact decimals, to check the fast readings.

It shares the nodes with the project and nothing else: no snapshot, no guards, no rounding of its.
Values are raw cells by slot: None, int, float, str or `ErrorValue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.expressions.nodes import (
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
    Rounded,
    Sum,
    Whole,
)

DIGITS = 400
"""Enough for the largest float beside the smallest."""
SAYS_NOTHING = set(" \u00a0.,…/-–—_\n\r\t")
Values = Sequence[object]


def verdict(asked: Expression, holds: Expression, values: Values) -> str:
    """✓ holds, ✗ broken, – not asked, ? not a number."""
    with localcontext(Context(prec=DIGITS)):
        if any(isinstance(values[slot], ErrorValue) for slot in _read_as_text(asked)):
            return "?"
        if not _true(asked, values):
            return "–"
        if any(not _is_number_or_blank(values[slot]) for slot in _read_as_number(holds)):
            return "?"
        if any(_number(divisor, values) == 0 for divisor in _divisors(holds)):
            return "–"
        if any(isinstance(values[slot], ErrorValue) for slot in _read_as_text(holds)):
            return "?"
        return "✓" if _true(holds, values) else "✗"


def value(term: Expression, values: Values) -> Decimal | None:
    """The number of a computed cell; None where nothing is filled or nothing can be said."""
    with localcontext(Context(prec=DIGITS)):
        slots = _read_as_number(term)
        blank = [values[slot] is None for slot in slots]
        if all(blank) or (any(blank) and any(True for _ in _divisors(term))):
            return None  # a share of what nobody counted is not 0
        if not all(_is_number_or_blank(values[slot]) for slot in slots):
            return None
        if any(_number(divisor, values) == 0 for divisor in _divisors(term)):
            return None
        return _number(term, values)


def rounded(number: Decimal, digits: int) -> Decimal:
    """Half away from zero."""
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _number(node: Expression, values: Values) -> Decimal:
    match node:
        case Constant(number):
            return Decimal(repr(number))
        case Cell(slot):
            return Decimal(0) if values[slot] is None else Decimal(repr(values[slot]))
        case Sum(terms):
            return sum((_number(term, values) for term in terms), Decimal(0))
        case Extreme("max", terms):
            return max(_number(term, values) for term in terms)
        case Extreme("min", terms):
            return min(_number(term, values) for term in terms)
        case Arithmetic(operator, left, right):
            return _ARITHMETIC[operator](_number(left, values), _number(right, values))
        case Rounded(term, digits):
            return rounded(_number(term, values), digits)
        case Conditional(condition, then, otherwise):
            return _number(then if _true(condition, values) else otherwise, values)
    raise TypeError(f"{node!r} is no number")


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
_COMPARED: dict[str, Callable[[Decimal], bool]] = {
    "=": lambda difference: difference == 0,
    "<=": lambda difference: difference <= 0,
    ">=": lambda difference: difference >= 0,
}


def _true(node: Expression, values: Values) -> bool:
    match node:
        case Constant(flag):
            return bool(flag)
        case Comparison(operator, left, right):
            difference = _number(left, values) - _number(right, values)
            return _COMPARED[operator](rounded(difference, 6))
        case Logic("and", terms):
            return all(_true(term, values) for term in terms)
        case Logic("or", terms):
            return any(_true(term, values) for term in terms)
        case Not(term):
            return not _true(term, values)
        case Whole(term):
            number = _number(term, values)
            return number == number.to_integral_value(ROUND_FLOOR)
        case Filled(cells, need):
            count = sum(_is_filled(cell, values) for cell in cells)
            return count >= (len(cells) if need == "all" else need)
        case OneOf(Cell(slot), options):
            words = _text(values[slot]).replace("\u00a0", " ").split(" ")
            return " ".join(word for word in words if word) in options
        case HasAnyOf(Cell(slot), pieces):
            return any(piece in _text(values[slot]) for piece in pieces)
    raise TypeError(f"{node!r} is no condition")


def _is_filled(cell: Expression, values: Values) -> bool:
    assert isinstance(cell, Cell)
    found = values[cell.slot]
    if cell.is_text:
        return any(character not in SAYS_NOTHING for character in _text(found))
    return found is not None


def _text(found: object) -> str:
    return "" if found is None else str(found)


def _is_number_or_blank(found: object) -> bool:
    return found is None or (isinstance(found, int | float) and not isinstance(found, bool))


def parts(node: object) -> Iterator[Expression]:
    """The node and everything below it, found by the nodes' own fields."""
    if isinstance(node, tuple):
        for part in node:
            yield from parts(part)
    elif isinstance(node, Expression) and is_dataclass(node):
        yield node
        for field in fields(node):
            yield from parts(getattr(node, field.name))


def _read_as_number(node: Expression) -> set[int]:
    """Slots whose number counts: all but those only asked for their text or for being filled."""
    if isinstance(node, Cell):
        return {node.slot}
    if isinstance(node, Filled | OneOf | HasAnyOf) or not is_dataclass(node):
        return set()
    below = [getattr(node, field.name) for field in fields(node)]
    nodes = [part for found in below for part in (found if isinstance(found, tuple) else (found,))]
    return {
        slot for part in nodes if isinstance(part, Expression) for slot in _read_as_number(part)
    }


def _read_as_text(node: Expression) -> set[int]:
    """Slots whose text counts."""
    found: set[int] = set()
    for part in parts(node):
        match part:
            case OneOf(Cell(slot), _) | HasAnyOf(Cell(slot), _):
                found.add(slot)
            case Filled(cells, _):
                found |= {cell.slot for cell in cells if isinstance(cell, Cell) and cell.is_text}
    return found


def _divisors(node: Expression) -> list[Expression]:
    return [
        part.right for part in parts(node) if isinstance(part, Arithmetic) and part.operator == "/"
    ]
