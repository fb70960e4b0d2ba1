"""The conditional formats of a sheet that change how a value is seen, and whether they apply.

Conditions are decided where a look at a value is enough; all that needs a program that calculates
stays open, and what depends on it is asked.

Source: ECMA-376, part 1, sections 18.3.1.10 and 18.3.1.18; [MS-XLSX] 2.6.6 for the newer ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ...records import Record
from .cell_looks import CellLook, LookWalk
from .package_parts import digits_in, parse
from .places import At, column_of, place_of

ValueAt = Callable[[At], object]
"""What stands in a cell of the sheet."""
MOST_AREAS = 2_000
"""Of all conditional formats of a sheet; the blank has four."""
_MOST_LETTERS = 100_000
_OPERATORS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<",
    "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=", "between": "between",
    "notBetween": "notBetween",
}  # fmt: skip
_OPPOSITES = {"notBetween": "between", "<>": "=", "<=": ">", ">=": "<"}
_CONSTANT = re.compile(r'\s*=?\s*(?:(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)|"([^"]*)")\s*\Z')
_TRUTH = re.compile(
    r"\s*=?\s*(?:(true|истина|[1-9][0-9]*|1=1)|(?:false|ложь|0))\s*(?:\(\))?\s*\Z", re.I
)
_COMPARED = re.compile(r"\s*=?\s*(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})\s*(<>|<=|>=|=|<|>)(.*)\Z", re.S)


class Condition(Record):
    """A conditional format: where, what it changes, and when."""

    areas: tuple[tuple[At, At], ...]
    change: CellLook
    kind: str
    number: int = -1
    """That of its change among those of the workbook; -1 for one of its own."""
    operator: str = ""
    operands: tuple[str, ...] = ()
    hides_value: bool = False
    """A bar or a sign is shown instead of the value."""

    def covers(self, at: At) -> bool:
        return any(
            top <= at[0] <= bottom and left <= at[1] <= right
            for (top, left), (bottom, right) in self.areas
        )

    def holds(self, at: At, value_at: ValueAt) -> bool | None:
        """Whether it applies to a filled cell; None where that is not known."""
        value = value_at(at)
        if self.kind in ("containsBlanks", "notContainsErrors"):
            return self.kind == "notContainsErrors"
        if self.kind in ("notContainsBlanks", "containsErrors"):
            return self.kind == "notContainsBlanks"
        if self.kind == "cellIs":
            return compared(value, self.operator, self.operands)
        if self.kind == "expression" and self.operands:
            return self._by_formula(self.operands[0], at, value_at)
        return None

    def _by_formula(self, formula: str, at: At, value_at: ValueAt) -> bool | None:
        if truth := _TRUTH.match(formula):
            return truth[1] is not None
        found = _COMPARED.match(formula)
        if not found or not self.areas:
            return None
        top, left = (min(first[n] for first, _ in self.areas) for n in (0, 1))
        row, column = int(found[4]) - 1, column_of(found[2])
        row += 0 if found[3] else at[0] - top
        column += 0 if found[1] else at[1] - left
        return compared(value_at((row, column)), found[5], (found[6],))


def compared(value: object, operator: str, operands: Sequence[str]) -> bool | None:
    """Whether a value stands so to one or two constants; None where they are none."""
    if operator in _OPPOSITES:
        opposite = compared(value, _OPPOSITES[operator], operands)
        return None if opposite is None else not opposite
    constants = [_constant(one) for one in operands]
    if not constants or None in constants:
        return None
    first, last = constants[0], constants[-1]
    if operator == "=" and isinstance(first, str):
        return ("" if value is None else str(value)).casefold() == first.casefold()
    number = 0 if value is None else value
    if not isinstance(number, int | float) or isinstance(first, str) or isinstance(last, str):
        return None
    if first is None or last is None:
        return None
    answers = {
        "=": number == first, ">": number > first, "<": number < first,
        "between": min(first, last) <= number <= max(first, last),
    }  # fmt: skip
    return answers.get(operator)


def _constant(text: str) -> float | str | None:
    found = _CONSTANT.match(text)
    if found is None:
        return None
    return float(found[1]) if found[1] is not None else found[2]


def areas_of(text: str) -> Iterator[tuple[At, At]]:
    """The areas that a list of them names, as «B3:C9 F4»; without what names none."""
    for area in text.split():
        first, _, last = area.replace("$", "").partition(":")
        begin, end = place_of(first), place_of(last or first)
        if begin and end:
            yield begin, end


class _Rule(NamedTuple):
    attributes: dict[str, str]
    formulas: list[str]
    look: LookWalk
    has_look: list[bool]


class ConditionWalk:
    """One pass over a sheet's XML for its conditional formats, older and newer ones."""

    def __init__(self, changes: Sequence[CellLook]) -> None:
        self.conditions: list[Condition] = []
        self._changes = changes
        self._areas = ""
        self._rules: list[_Rule] = []
        self._above: list[str] = []
        self._text = ""
        self._room = MOST_AREAS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else ""
        self._above.append(name)
        self._text = ""
        if name == "conditionalFormatting":
            self._areas = attributes.get("sqref", "")
            self._rules = []
        elif name == "cfRule":
            self._rules.append(_Rule(attributes, [], LookWalk(is_change=True), [False]))
        elif self._rules and name in ("dataBar", "iconSet"):
            self._rules[-1].attributes.update(attributes)
        elif self._rules and "dxf" in self._above:
            self._rules[-1].has_look[0] = True
            self._rules[-1].look.start(name, above, attributes)

    def text(self, text: str) -> None:
        if self._rules and len(self._text) < _MOST_LETTERS:
            self._text += text

    def end(self, name: str) -> None:
        self._above.pop()
        if name in ("formula", "f") and self._rules and "cfRule" in self._above[-1:]:
            self._rules[-1].formulas.append(self._text)
        elif name == "sqref" and self._rules:
            self._areas = self._text
        elif name == "conditionalFormatting":
            for rule in self._rules:
                self._take(rule)
            self._rules = []
        self._text = ""

    def _take(self, rule: _Rule) -> None:
        number = digits_in(rule.attributes.get("dxfId", ""), 6)
        number = -1 if number is None or number >= len(self._changes) else number
        change = self._changes[number] if number >= 0 else CellLook()
        hides_value = rule.attributes.get("showValue") in ("0", "false")
        areas = tuple(areas_of(self._areas))
        self._room -= len(areas)
        if areas and self._room >= 0:
            self.conditions.append(
                Condition(
                    areas,
                    change.under(rule.look.look) if rule.has_look[0] else change,
                    rule.attributes.get("type", ""),
                    -1 if rule.has_look[0] else number,
                    _OPERATORS.get(rule.attributes.get("operator", ""), ""),
                    tuple(rule.formulas),
                    hides_value,
                )
            )


def conditions_on(xml: bytes, changes: Sequence[CellLook]) -> list[Condition]:
    """The conditional formats of a sheet; `changes` are those that the workbook numbers."""
    walk = ConditionWalk(changes)
    parse(xml, walk.start, walk.end, walk.text)
    return walk.conditions
