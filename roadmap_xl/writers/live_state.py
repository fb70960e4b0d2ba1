"""What the workbook says about its own checks: counts, progress, the words beside each row."""

from __future__ import annotations

from ..expressions.python import BROKEN, HOLDS
from .live import CHECKS, FIRST, CheckFormulas, Live


class LiveState(CheckFormulas):
    """The formulas of the checks and the sums over them."""

    def count(self, weight: int, sheet: str = "") -> Live:
        """How many findings of a weight there are, on a sheet or on all."""
        numbers = [
            check.number
            for check in self.checks
            if not sheet or self.layout.place(check.field).sheet == sheet
        ]
        value = sum(self.weights[number] == weight for number in numbers)
        if not numbers:
            return Live("=0", 0)
        return Live(f"=COUNTIF({CHECKS}!{self.span('D', numbers)},{weight})", value)

    def progress(self, sheet: str) -> Live | None:
        """The share of what has to be filled in on a sheet that is; None if nothing has to be."""
        numbers = [
            check.number
            for check in self.checks
            if check.rule.required is not False and self.layout.place(check.field).sheet == sheet
        ]
        if not numbers:
            return None
        verdicts = f"{CHECKS}!{self.span('C', numbers)}"
        required = f"{CHECKS}!{self.span('I', numbers)}"
        done = f'SUMPRODUCT(({verdicts}="✓")*{required})'
        asked = f'({done}+SUMPRODUCT(({verdicts}="✗")*{required}))'
        held = sum(self.verdicts[n] == HOLDS for n in numbers)
        all_asked = held + sum(self.verdicts[n] == BROKEN for n in numbers)
        value = held / all_asked if all_asked else 1
        return Live(f"=IF({asked}=0,1,{done}/{asked})", value)

    @staticmethod
    def span(column: str, numbers: list[int]) -> str:
        """The range of `_checks` over these checks and those between them."""
        return f"${column}${FIRST + min(numbers)}:${column}${FIRST + max(numbers)}"

    def line_check(self, numbers: list[int]) -> Live:
        """What the column «Проверка» says of a row: its worst finding, or ✓ where all is well."""
        c, d, e = (f"{CHECKS}!{self.span(column, numbers)}" for column in "CDE")
        worst = max(self.weights[n] for n in numbers)
        more = sum(self.weights[n] > 0 for n in numbers) - 1
        if worst:
            first = next(n for n in numbers if self.weights[n] == worst)
            value = self._message_value(self.checks[first]) + (f" (и ещё {more})" if more else "")
        else:
            value = "✓" if any(self.verdicts[n] == HOLDS for n in numbers) else ""
        if len(numbers) == 1:
            return Live(f'=IF({d}>0,{e},IF({c}="✓","✓",""))', value)
        others = f"SUMPRODUCT(--({d}>0))-1"
        found = f'INDEX({e},MATCH(MAX({d}),{d},0))&IF({others}>0," (и ещё "&({others})&")","")'
        formula = f'=IF(MAX({d})>0,{found},IF(SUMPRODUCT(--({c}="✓"))>0,"✓",""))'
        return Live(formula, value)

    def flag(self, numbers: list[int]) -> Live:
        """The weight a cell is painted by."""
        worst = max(self.weights[n] for n in numbers)
        return Live(f"=MAX({CHECKS}!{self.span('D', numbers)})", worst)
