"""What Excel asks of a formula and validators do not know: functions, arguments, limits, names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from math import inf

from .formulas import Token, area_of, tokens_of

LONGEST_FORMULA, LONGEST_TEXT, DEEPEST_NESTING, MOST_ARGUMENTS = 8192, 255, 64, 255
ARGUMENTS: dict[str, tuple[int, float]] = {
    **dict.fromkeys(
        ("ABS", "CHAR", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "LEN", "N", "NOT", "TRIM"), (1, 1)
    ),
    **dict.fromkeys(("COUNTIF", "EXACT", "FREQUENCY", "IFERROR", "LARGE", "REPT", "ROUND"), (2, 2)),
    **dict.fromkeys(("AND", "COUNT", "COUNTA", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT"), (1, inf)),
    **dict.fromkeys(("IF", "MATCH", "SEARCH", "SUMIF"), (2, 3)),
    "HYPERLINK": (1, 2),
    "INDEX": (2, 4),
    "ROW": (0, 1),
    "SUBSTITUTE": (3, 4),
    "SUBTOTAL": (2, inf),
}
"""By function of Excel 2007 that the product uses, the fewest and the most arguments it takes."""


def faults_of(formula: str, sheets: Collection[str], names: Collection[str]) -> list[str]:
    """What Excel would not take in a formula of a workbook with these sheets and names."""
    return [*_of_text(formula), *_of_references(formula, sheets, names)]


@lru_cache(maxsize=65536)
def _of_text(formula: str) -> tuple[str, ...]:
    try:
        tokens = tokens_of(formula)
    except ValueError as fault:
        return (str(fault),)
    faults = [*_of_calls(tokens), *_of_order(tokens)]
    if len(formula) + 1 > LONGEST_FORMULA:
        faults.append(f"{len(formula) + 1} characters")
    for kind, text in tokens:
        if kind == "text" and len(text[1:-1].replace('""', '"')) > LONGEST_TEXT:
            faults.append(f"a text of {len(text) - 2} characters")
        elif kind == "reference" and _is_single_range(text):
            faults.append(f"a range of one cell: {text}")
    return tuple(faults)


def _is_single_range(reference: str) -> bool:
    area = area_of(reference, "") if ":" in reference else None
    return area is not None and (area.left, area.top) == (area.right, area.bottom)


def _of_calls(tokens: tuple[Token, ...]) -> Iterator[str]:
    """Brackets, arguments and depth of the functions."""
    calls: list[tuple[str, int, bool]] = []
    """By open bracket: the function, its commas so far, whether anything stands after the last."""
    deepest = 0
    for kind, text in tokens:
        if kind == "space":
            continue
        if calls and text != ")":
            name, commas, _ = calls[-1]
            calls[-1] = (name, commas + (text == ","), text != ",")
        if kind == "function" or text == "(":
            calls.append((text if kind == "function" else "", 0, False))
            deepest = max(deepest, sum(bool(name) for name, _, _ in calls))
        elif text == ")":
            if not calls:
                yield "a bracket too many"
                return
            yield from _of_call(*calls.pop())
    if calls:
        yield "a bracket is not closed"
    if deepest > DEEPEST_NESTING:
        yield f"{deepest} functions in one another"


def _of_order(tokens: tuple[Token, ...]) -> Iterator[str]:
    """Values and signs take turns; only an argument may be left out."""
    before = "("
    """What stands before: a sign as it is written, anything else as «value»."""
    for kind, text in (*tokens, Token("sign", ")")):
        if kind == "space":
            continue
        here = {"sign": text, "function": "("}.get(kind, "value")
        if here in _BEGIN and before in _END:
            yield f"two values side by side at {text}"
        if here in _BEHIND_A_VALUE and before not in _END:
            yield f"no value before {text}"
        if here in _CLOSE and before in _BEFORE_A_VALUE:
            yield f"no value behind {before}"
        before = here


_BEGIN, _END, _CLOSE = ("value", "(", "{"), ("value", ")", "}", "%"), (")", "}", ",", ";")
_BEHIND_A_VALUE = ("*", "/", "^", "&", "=", "<>", "<=", ">=", "<", ">", "%")
_BEFORE_A_VALUE = ("+", "-", *_BEHIND_A_VALUE[:-1])


def _of_call(name: str, commas: int, is_ended: bool) -> Iterator[str]:
    given = commas + (commas > 0 or is_ended)
    if not name:
        if not is_ended:
            yield "brackets around nothing"
    elif name not in ARGUMENTS:
        yield f"{name} is no function of Excel 2007 that is known to every engine"
    elif not ARGUMENTS[name][0] <= given <= min(ARGUMENTS[name][1], MOST_ARGUMENTS):
        yield f"{name} with {given} arguments"


def _of_references(formula: str, sheets: Collection[str], names: Collection[str]) -> Iterator[str]:
    try:
        tokens = tokens_of(formula)
    except ValueError:
        return
    for kind, text in tokens:
        if kind == "reference" and "!" in text:
            sheet = text.rpartition("!")[0].strip("'").replace("''", "'")
            if sheet not in sheets:
                yield f"no sheet {sheet}"
        elif kind == "name" and text.upper() not in {"TRUE", "FALSE", *map(str.upper, names)}:
            yield f"no name {text}"
        elif kind == "error":
            yield f"the error {text}"
