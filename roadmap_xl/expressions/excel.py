"""The Excel reading: a resolved tree becomes a formula that every engine evaluates alike.

Only functions of Excel 2007; English names and commas, as files store them. A number is read only
behind a guard (`COUNT` against `COUNTA`), so no engine ever turns a text into a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .cell_values import ERROR_SHOWN, LONE_MARKS
from .nodes import (
    FALSE,
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
    Not,
    OneOf,
    Rounded,
    Sum,
    Whole,
    divisors_in,
    numbers_in,
)

Address = Callable[[Cell], str]


def verdict_formula(applies: Expression, holds: Expression, address: Address) -> str:
    """The formula of a verdict: ✓ holds, ✗ broken, – not asked, ? not a number."""
    formula = f'IF({formula_of(holds, address)},"✓","✗")'
    for divisor in reversed(divisors_in(holds)):
        formula = f'IF({formula_of(divisor, address)}=0,"–",{formula})'
    numbers = ",".join(address(cell) for cell in numbers_in(holds))
    if numbers:
        formula = f'IF(COUNT({numbers})<>COUNTA({numbers}),"?",{formula})'
    if applies != TRUE:
        formula = f'IF({formula_of(applies, address)},{formula},"–")'
    return f'=IFERROR({formula},"?")'


def value_formula(term: Expression, address: Address) -> str:
    """The formula of a computed cell; blank where nothing is filled or nothing can be said.

    A sum needs one of its cells, a quotient each: a share of a count nobody gave is no 0 %.
    """
    divisors, cells = divisors_in(term), numbers_in(term)
    formula = formula_of(term, address)
    for divisor in reversed(divisors):
        formula = f'IF({formula_of(divisor, address)}=0,"",{formula})'
    numbers = ",".join(map(address, cells))
    if divisors:
        unsaid = f"COUNT({numbers})<{len(cells)}"
    else:
        unsaid = f"OR(COUNT({numbers})=0,COUNT({numbers})<>COUNTA({numbers}))"
    return f'=IFERROR(IF({unsaid},"",{formula}),"")'


def shown_formula(term: Expression, address: Address) -> str:
    """The part of a message that shows a value: at most two decimals, «пусто» for a blank cell."""
    if isinstance(term, Cell):
        cell = address(term)
        text = f"ROUND({cell},2)"
        if term.is_text:
            text = f'IFERROR(IF(ISNUMBER({cell}),{text},{cell}),"{ERROR_SHOWN}")'
        return f'IF(COUNTA({cell})=0,"пусто",{text})'
    return f"ROUND({formula_of(term, address)},2)"


def text_formula(cell: Cell, needed: Expression, words: Sequence[str], address: Address) -> str:
    """Whether a text stands in a cell that takes a number: 1 or 0.

    A lone dash is one where a number is `needed`; the `words` are none. An error value is one.
    """
    at = address(cell)
    found = "1"
    if needed != TRUE:
        dash = "0" if needed == FALSE else f"IF({formula_of(needed, address)},1,0)"
        found = f"IF({_says_something(at)},1,{dash})"
    if words:
        found = f"IF({formula_of(OneOf(cell, tuple(words)), address)},0,{found})"
    return f"IF(COUNT({at})<COUNTA({at}),IFERROR({found},1),0)"


def excel_text(text: str) -> str:
    """The text as a string constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def formula_of(node: Expression, address: Address) -> str:
    """The node as a piece of a formula, without guards.

    `ValueError` where a function would have no arguments: Excel would remove such a formula.
    """

    def formula(part: Expression) -> str:
        return formula_of(part, address)

    match node:
        case Sum(()) | Extreme(_, ()) | Logic(_, ()) | Filled(()):
            raise ValueError(f"{node!r} is about nothing")
        case Constant(bool() as value):
            return "1=1" if value else "1=0"
        case Constant(value):
            return f"{value:g}"
        case Cell():
            return address(node)
        case Sum(terms):
            return f"SUM({','.join(map(formula, terms))})"
        case Extreme(which, terms):
            # MAX and MIN skip blanks; adding 0 makes a blank count as 0
            return f"{which.upper()}({','.join(formula(term) + '+0' for term in terms)})"
        case Arithmetic(operator, left, right):
            return f"({formula(left)}{operator}{formula(right)})"
        case Conditional(condition, then, otherwise):
            return f"IF({formula(condition)},{formula(then)},{formula(otherwise)})"
        case Rounded(term, digits):
            return f"ROUND({formula(term)},{digits})"
        case Comparison(operator, left, right):
            return f"ROUND({formula(left)}-{formula(right)},6){operator}0"
        case Logic(operator, terms):
            return f"{operator.upper()}({','.join(map(formula, terms))})"
        case Not(term):
            return f"NOT({formula(term)})"
        case Whole(term):
            return f"INT({formula(term)})={formula(term)}"
    return _text_formula(node, address)


def _text_formula(node: Expression, address: Address) -> str:
    match node:
        case Filled(cells, need):
            return _filled_formula(cells, len(cells) if need == "all" else need, address)
        case OneOf(Cell() as cell, tuple(options)):
            text = f'TRIM(SUBSTITUTE({address(cell)},"\xa0"," "))'
            exact = [f"EXACT({text},{excel_text(option)})" for option in options]
            return exact[0] if len(exact) == 1 else f"OR({','.join(exact)})"
        case HasAnyOf(Cell() as cell, pieces):
            text = address(cell)
            return f"LEN({_without(text, pieces)})<LEN({text})"
    raise TypeError(f"{node!r} is not resolved")


def _filled_formula(cells: Sequence[Expression], need: int, address: Address) -> str:
    numbers = [address(cell) for cell in cells if isinstance(cell, Cell) and not cell.is_text]
    texts = [
        _says_something(address(cell)) for cell in cells if isinstance(cell, Cell) and cell.is_text
    ]
    if not texts:
        return f"COUNTA({','.join(numbers)})>={need}"
    conditions = [*texts, *(f"COUNTA({number})>0" for number in numbers)]
    if len(conditions) == 1:
        return conditions[0]
    if need in (1, len(conditions)):
        return f"{'OR' if need == 1 else 'AND'}({','.join(conditions)})"
    return f"({'+'.join(f'IF({condition},1,0)' for condition in conditions)})>={need}"


def _says_something(at: str) -> str:
    return f"LEN({_without(at, LONE_MARKS + chr(160))})>0"


def _without(text: str, pieces: Iterable[str]) -> str:
    for piece in pieces:
        constant = f"CHAR({ord(piece)})" if piece in ("\n", "\r", "\t") else excel_text(piece)
        text = f'SUBSTITUTE({text},{constant},"")'
    return text
