"""The Python reading: a resolved tree becomes one generated function.

Cells are numbered in the order they appear, so rows of the same shape share one function and differ
only in the tuple of slots they pass (`FunctionsByShape`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from .cell_values import CellValues, says_something, trim
from .nodes import (
    TRUE,
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
    Needs,
    Not,
    OneOf,
    Parameter,
    Reference,
    Rounded,
    Sum,
    Whole,
)
from .numbers import TOLERANCE, round_half_up

Function = Callable[[CellValues, tuple[int, ...]], Any]

_functions_by_body: dict[tuple[str, int], Function] = {}
"""By its body and the number of its cells, every function so far."""


def function_of(body: str, cells: int) -> Function:
    """The function with this body over so many cells; `s0`, `s1` … are their slots in it."""
    found = _functions_by_body.get((body, cells))
    if found is None:
        text = _text(body, cells)
        found = _compile(text)
        _functions_by_body[body, cells] = found
    return found


def _text(body: str, cells: int) -> str:
    """All of a function but its name."""
    unpacked = "".join(f"s{place}," for place in range(cells))
    lines = (
        "z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors",
        f"{unpacked or '_'} = s",
        *body.split("\n"),
    )
    return "(values, s):\n" + "\n".join(f" {line}" for line in lines)


def _compile(text: str) -> Function:
    names: dict[str, Any] = {"rounded": round_half_up, "says": says_something, "trimmed": trim}
    exec(compile(f"def compiled{text}", "<rule>", "exec"), names)
    function: Function = names["compiled"]
    return function


T = TypeVar("T")
Verdict = Literal["✓", "✗", "–", "?"]
HOLDS: Verdict = "✓"
BROKEN: Verdict = "✗"
DOES_NOT_APPLY: Verdict = "–"
NOT_A_NUMBER: Verdict = "?"

Places = dict[Cell, int]
_COMPARED = {"=": "-{t} < {d} < {t}", "<=": "{d} < {t}", ">=": "{d} > -{t}"}


class RowFunction(NamedTuple, Generic[T]):
    """A generated function with the slots of one row: all cells that its trees look at."""

    function: Callable[[CellValues, tuple[int, ...]], T]
    slots: tuple[int, ...]

    def __call__(self, values: CellValues) -> T:
        return self.function(values, self.slots)


def compile_verdict(applies: Expression, holds: Expression) -> RowFunction[Verdict]:
    """A function from the cells to one of ✓ ✗ – ?, with the guards taken from the trees."""
    before, then = Needs(applies), Needs(holds)
    places = _places({**before.cells, **then.cells})
    lines = [
        _error_guard(before.texts, places),
        ""
        if applies == TRUE
        else f"if not ({_source(applies, places)}): return {DOES_NOT_APPLY!r}",
        _number_guard(then.numbers, places),
        *(f"if {_source(part, places)} == 0: return {DOES_NOT_APPLY!r}" for part in then.divisors),
        _error_guard(then.texts, places),
        f"return {HOLDS!r} if {_source(holds, places)} else {BROKEN!r}",
    ]
    return _bind(lines, places)


def compile_value(term: Expression) -> RowFunction[float | None]:
    """A function from the cells to the number; None where nothing is filled or can be said.

    As in the workbook: a text among the numbers or a zero divisor gives a blank, and so does a
    blank in a quotient.
    """
    needs = Needs(term)
    places = _places(needs.numbers)
    enough = " and " if needs.divisors else " or "
    filled = enough.join(f"t[s{place}] is not None" for place in places.values())
    lines = [
        f"if not ({filled}): return None" if filled else "",
        _number_guard(needs.numbers, places).replace("'?'", "None"),
        *(f"if {_source(part, places)} == 0: return None" for part in needs.divisors),
        f"return {_source(term, places)}",
    ]
    return _bind(lines, places)


def compile_condition(condition: Expression) -> RowFunction[bool]:
    """A function from the cells to whether the condition holds; it asks no numbers."""
    places = _places(Needs(condition).cells)
    return _bind([f"return {_source(condition, places)}"], places)


def compile_number(term: Expression) -> RowFunction[float]:
    """A function from the cells to the number, blanks as 0; asked behind a verdict's guards."""
    places = _places(Needs(term).cells)
    return _bind([f"return {_source(term, places)}"], places)


def _bind(lines: Iterable[str], places: Places) -> RowFunction[Any]:
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
        case Sum(terms):
            return "(" + (" + ".join(map(source, terms)) or "0") + ")"
        case Extreme(which, terms):
            return f"{which}(({', '.join(map(source, terms))},))"
        case Arithmetic(operator, left, right):
            return f"({source(left)} {operator} {source(right)})"
        case Conditional(condition, then, otherwise):
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


Shape = tuple[Callable[[CellValues, tuple[int, ...]], T], tuple[int, ...]]
"""A compiled function, and which of the row's distinct cells it takes, in its order."""


class RuleRow(Protocol):
    """What resolving asks of the row a rule is asked for."""

    def cells_of(self, reference: Reference) -> tuple[Cell, ...]: ...

    def parameter(self, name: str) -> Any: ...

    def resolved(self, tree: Expression) -> Expression: ...


_END = Cell(-1, is_text=False)
"""Stands between the cells of one reference and of the next."""


class FunctionsByShape(Generic[T]):
    """Trees that are asked of one row after another.

    `compiled` makes the function of resolved trees; None where a row is never asked.
    """

    def __init__(self, compiled: Callable[..., RowFunction[T] | None], *trees: Expression) -> None:
        self._compiled = compiled
        self._trees = trees
        self._references, self._parameters = _unresolved(trees)
        self._shapes: dict[object, Shape[T] | None] = {}
        self._same_for_all: dict[Reference, tuple[Cell, ...]] = {}

    def for_row(self, row: RuleRow) -> RowFunction[T] | None:
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
        key = (pattern, tuple([row.parameter(name) for name in self._parameters]))
        if key not in self._shapes:
            self._shapes[key] = self._shape(row, distinct)
        shape = self._shapes[key]
        if shape is None:
            return None
        function, order = shape
        every = tuple(distinct)
        return RowFunction(function, tuple([every[place] for place in order]))

    def _cells_of(self, reference: Reference, row: RuleRow) -> tuple[Cell, ...]:
        """The reference's cells; those that no row decides are looked up once."""
        if reference.column is None or reference.rows not in ("keyed", "every"):
            return row.cells_of(reference)
        if reference not in self._same_for_all:
            self._same_for_all[reference] = row.cells_of(reference)
        return self._same_for_all[reference]

    def _shape(self, row: RuleRow, distinct: dict[int, int]) -> Shape[T] | None:
        made = self._compiled(*[row.resolved(tree) for tree in self._trees])
        if made is None:
            return None
        return made.function, tuple([distinct[slot] for slot in made.slots])


def _unresolved(trees: object) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """The references of the trees and the names of what the edition gives, each once."""
    references: dict[Reference, None] = {}
    parameters: dict[str, None] = {}

    def walk(part: object) -> None:
        if isinstance(part, Reference):
            references.setdefault(part)
        elif isinstance(part, Parameter):
            parameters.setdefault(part.name)
        elif isinstance(part, tuple):
            for one in part:
                walk(one)
        elif isinstance(part, Expression):
            names: tuple[str, ...] = part.__match_args__
            for name in names:
                walk(getattr(part, name))

    walk(trees)
    return tuple(references), tuple(parameters)
