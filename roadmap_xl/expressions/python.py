"""The Python reading: a resolved tree becomes one generated function.

Cells are numbered in the order they appear, so rows of the same shape share one function and differ
only in the tuple of slots they pass. The generated source is made of the tree alone; no text of a
user ever reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Literal, TypeVar, cast

from . import snapshot
from .nodes import (
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
from .numbers import TOLERANCE, round_half_up
from .snapshot import Snapshot
from .walking import cells_in, divisors_in, numbers_in, texts_in

T = TypeVar("T")
Verdict = Literal["✓", "✗", "–", "?"]
HOLDS: Verdict = "✓"
BROKEN: Verdict = "✗"
NOT_ASKED: Verdict = "–"
NO_NUMBER: Verdict = "?"

Places = dict[Cell, int]
_COMPARED = {"=": "-{t} < {d} < {t}", "<=": "{d} < {t}", ">=": "{d} > -{t}"}


def compiled_verdict(asked: Expression, holds: Expression) -> Callable[[Snapshot], Verdict]:
    """A function from a snapshot to one of ✓ ✗ – ?, with the guards taken from the trees."""
    cells = cells_in(Logic("and", (asked, holds)))
    return _bound(verdict_function(asked, holds, cells), cells)


def verdict_function(
    asked: Expression, holds: Expression, cells: Sequence[Cell]
) -> Callable[[Snapshot, tuple[int, ...]], Verdict]:
    """The same before it is bound to slots: those of the trees' cells, in their order."""
    places = {cell: place for place, cell in enumerate(cells)}
    lines = [
        _error_guard(texts_in(asked), places),
        "" if asked == Constant(True) else f"if not ({_source(asked, places)}): return '–'",
        _number_guard(numbers_in(holds), places),
        *(f"if {_source(part, places)} == 0: return '–'" for part in divisors_in(holds)),
        _error_guard(texts_in(holds), places),
        f"return '✓' if {_source(holds, places)} else '✗'",
    ]
    return _function("\n".join(line for line in lines if line), len(cells))


def compiled_value(term: Expression) -> Callable[[Snapshot], float | None]:
    """A function from a snapshot to the number; None where nothing is filled or can be said.

    As in the workbook: a text among the numbers or a zero divisor gives a blank.
    """
    numbers = numbers_in(term)
    places = {cell: place for place, cell in enumerate(numbers)}
    filled = " or ".join(f"t[s{place}] is not None" for place in places.values())
    lines = [
        f"if not ({filled}): return None" if filled else "",
        _number_guard(numbers, places).replace("'?'", "None"),
        *(f"if {_source(part, places)} == 0: return None" for part in divisors_in(term)),
        f"return {_source(term, places)}",
    ]
    return _bound(_function("\n".join(line for line in lines if line), len(numbers)), numbers)


def compiled_condition(condition: Expression) -> Callable[[Snapshot], bool]:
    """A function from a snapshot to whether the condition holds; it asks no numbers."""
    cells = cells_in(condition)
    places = {cell: place for place, cell in enumerate(cells)}
    return _bound(_function(f"return {_source(condition, places)}", len(cells)), cells)


def compiled_number(term: Expression) -> Callable[[Snapshot], float]:
    """A function from a snapshot to the number, blanks as 0; asked behind a verdict's guards."""
    cells = cells_in(term)
    places = {cell: place for place, cell in enumerate(cells)}
    return _bound(_function(f"return {_source(term, places)}", len(cells)), cells)


def _bound(
    function: Callable[[Snapshot, tuple[int, ...]], T], cells: Iterable[Cell]
) -> Callable[[Snapshot], T]:
    slots = tuple(cell.slot for cell in cells)
    return lambda values: function(values, slots)


def _number_guard(cells: list[Cell], places: Places) -> str:
    slots = "".join(f"s{places[cell]}," for cell in cells)
    return f"if bad and not bad.isdisjoint(({slots})): return '?'" if slots else ""


def _error_guard(cells: list[Cell], places: Places) -> str:
    slots = "".join(f"s{places[cell]}," for cell in cells)
    return f"if errors and not errors.isdisjoint(({slots})): return '?'" if slots else ""


@cache
def _function(body: str, cells: int) -> Callable[[Snapshot, tuple[int, ...]], Any]:
    unpacked = "".join(f"s{place}," for place in range(cells))
    source = (
        "def asked_of(values, s):\n"
        " z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors\n"
        f" {unpacked or '_'} = s\n" + "\n".join(f" {line}" for line in body.split("\n"))
    )
    names: dict[str, Any] = {
        "rounded": round_half_up,
        "says": snapshot.says_something,
        "trimmed": snapshot.trimmed,
    }
    exec(compile(source, "<rule>", "exec"), names)  # the source is built from our own tree alone
    return cast("Callable[[Snapshot, tuple[int, ...]], Any]", names["asked_of"])


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
