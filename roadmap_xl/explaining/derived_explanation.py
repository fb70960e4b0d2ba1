"""An explained number that no recipe makes: a difference, days, a count of findings or criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..district.derived import Derived
from ..district.in_words import number
from ..district.tracing import Part
from .explanation import MOST_PARTS, Explanation, head_line, part_json, part_lines


@dataclass(frozen=True, slots=True)
class Term:
    """One of the numbers that a difference is made of."""

    name: str
    value: float | None
    explained: Explanation


@dataclass(frozen=True, slots=True)
class DerivedExplanation:
    """What is behind a cell whose number is made from other numbers, or is none of a school's."""

    address: str
    shown: Any
    row: str
    column: str
    derived: Derived
    warnings: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def expected(self) -> float | None:
        """Worked out now; None where there is nothing to compare the cell with."""
        return self.derived.value

    def as_lines(self, *, everything: bool = False) -> Iterator[str]:
        """What a person reads: what it is, from what, and where that stands."""
        yield head_line(self.address, self.shown, self.row, self.column)
        yield f"  Что это: {self.derived.what}."
        yield f"  Как посчитано: {self.derived.how}."
        yield from (f"  ВНИМАНИЕ: {warning}" for warning in self.warnings)
        for term in self.terms:
            yield f"  {term.name.capitalize()} = {number(term.value)}"
            yield from (f"  {line}" for line in term.explained.body(everything=everything))
        yield from self._parts(everything)

    def _parts(self, everything: bool) -> Iterator[str]:
        parts = self.derived.parts
        if not parts:
            return
        yield "  Откуда:"
        few = parts if everything else parts[:MOST_PARTS]
        for part in few:
            yield from part_lines(part, _given(part), everything=everything)
        if more := len(parts) - len(few):
            yield f"    и ещё школ: {more}; все — с параметром --all"

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--format json`."""
        return {
            "cell": self.address,
            "shown": self.shown,
            "value": self.expected,
            "agrees": not self.warnings,
            "row": self.row,
            "column": self.column,
            "what": self.derived.what,
            "how": self.derived.how,
            "warnings": list(self.warnings),
            "terms": [
                {"name": t.name, "value": t.value, "number": t.explained.as_json()}
                for t in self.terms
            ],
            "parts": [part_json(part) for part in self.derived.parts],
        }


def _given(part: Part) -> str:
    return "" if part.given is None else number(part.given.count)
