"""The Python reading: a resolved tree becomes one generated function.

Cells are numbered in the order they appear, so rows of the same shape share one function and differ
only in the tuple of slots they pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from .functions import function_of
from .nodes import (
    TRUE,
    Arithmetic,
    Cell,
    Choice,
    Comparison,
    Constant,
    Expression,
    Extreme,
    Filled,
    HasAnyOf,
    Logic,
    Not,
    OneOf,
    Rounded,
    Total,
    Whole,
)
from .numbers import TOLERANCE
from .snapshot import Snapshot
from .walking import Needs

T = TypeVar("T")
Verdict = Literal["✓", "✗", "–", "?"]
HOLDS: Verdict = "✓"
BROKEN: Verdict = "✗"
NOT_ASKED: Verdict = "–"
NO_NUMBER: Verdict = "?"

Places = dict[Cell, int]
_COMPARED = {"=": "-{t} < {d} < {t}", "<=": "{d} < {t}", ">=": "{d} > -{t}"}


class RowFunction(NamedTuple, Generic[T]):
    """A generated function with the slots of one row: all cells that its trees look at."""

    function: Callable[[Snapshot, tuple[int, ...]], T]
    slots: tuple[int, ...]

    def __call__(self, values: Snapshot) -> T:
        return self.function(values, self.slots)


def compiled_verdict(asked: Expression, holds: Expression) -> RowFunction[Verdict]:
    """A function from a snapshot to one of ✓ ✗ – ?, with the guards taken from the trees."""
    before, then = Needs(asked), Needs(holds)
    places = _places({**before.cells, **then.cells})
    lines = [
        _error_guard(before.texts, places),
        "" if asked == TRUE else f"if not ({_source(asked, places)}): return {NOT_ASKED!r}",
        _number_guard(then.numbers, places),
        *(f"if {_source(part, places)} == 0: return {NOT_ASKED!r}" for part in then.divisors),
        _error_guard(then.texts, places),
        f"return {HOLDS!r} if {_source(holds, places)} else {BROKEN!r}",
    ]
    return _bound(lines, places)


def compiled_value(term: Expression) -> RowFunction[float | None]:
    """A function from a snapshot to the number; None where nothing is filled or can be said.

    As in the workbook: a text among the numbers or a zero divisor gives a blank.
    """
    needs = Needs(term)
    places = _places(needs.numbers)
    filled = " or ".join(f"t[s{place}] is not None" for place in places.values())
    lines = [
        f"if not ({filled}): return None" if filled else "",
        _number_guard(needs.numbers, places).replace("'?'", "None"),
        *(f"if {_source(part, places)} == 0: return None" for part in needs.divisors),
        f"return {_source(term, places)}",
    ]
    return _bound(lines, places)


def compiled_condition(condition: Expression) -> RowFunction[bool]:
    """A function from a snapshot to whether the condition holds; it asks no numbers."""
    places = _places(Needs(condition).cells)
    return _bound([f"return {_source(condition, places)}"], places)


def compiled_number(term: Expression) -> RowFunction[float]:
    """A function from a snapshot to the number, blanks as 0; asked behind a verdict's guards."""
    places = _places(Needs(term).cells)
    return _bound([f"return {_source(term, places)}"], places)


def _bound(lines: Iterable[str], places: Places) -> RowFunction[Any]:
    function = function_of("\n".join(line for line in lines if line), len(places))
    return RowFunction(function, tuple([cell.slot for cell in places]))


def _places(cells: Iterable[Cell]) -> Places:
    return {cell: place for place, cell in enumerate(cells)}


def _number_guard(cells: Iterable[Cell], places: Places) -> str:
    slots = "".join(f"s{places[cell]}," for cell in cells)
    return f"if bad and not bad.isdisjoint(({slots})): return '?'" if slots else ""


def _error_guard(cells: Iterable[Cell], places: Places) -> str:
    slots = "".join(f"s{places[cell]}," for cell in cells)
    return f"if errors and not errors.isdisjoint(({slots})): return '?'" if slots else ""


def _source(node: Expression, places: Places) -> str:
    def source(part: Expression) -> str:
        return _source(part, places)

    match node:
        case Constant(value):
            return repr(value)
        case Cell():
            return f"z[s{places[node]}]"
        case Total(terms):
            return "(" + (" + ".join(map(source, terms)) or "0") + ")"
        case Extreme(which, terms):
            return f"{which}(({', '.join(map(source, terms))},))"
        case Arithmetic(operator, left, right):
            return f"({source(left)} {operator} {source(right)})"
        case Choice(condition, then, otherwise):
            return f"({source(then)} if {source(condition)} else {source(otherwise)})"
        case Rounded(term, digits):
            return f"rounded({source(term)}, {digits})"
        case Comparison(operator, left, right):
            difference = f"{source(left)} - {source(right)}"
            return f"({_COMPARED[operator].format(d=difference, t=TOLERANCE)})"
        case Logic(operator, terms):
            return "(" + f" {operator} ".join(map(source, terms)) + ")"
        case Not(term):
            return f"(not {source(term)})"
        case Whole(term):
            return f"({source(term)} % 1 == 0)"
    return _text_source(node, places)


def _text_source(node: Expression, places: Places) -> str:
    match node:
        case Filled(cells, need):
            asked = [_filled_source(cell, places) for cell in cells]
            if need in (1, "all"):
                return "(" + (" or " if need == 1 else " and ").join(asked) + ")"
            return f"(({' + '.join(asked)}) >= {need})"
        case OneOf(Cell() as cell, tuple(options)):
            return f"(trimmed(t[s{places[cell]}] or '') in {options!r})"
        case HasAnyOf(Cell() as cell, pieces):
            return f"any(piece in (t[s{places[cell]}] or '') for piece in {pieces!r})"
    raise TypeError(f"{node!r} is not resolved")


def _filled_source(cell: Expression, places: Places) -> str:
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell!r} is not resolved")
    text = f"t[s{places[cell]}]"
    return f"says({text} or '')" if cell.is_text else f"({text} is not None)"
