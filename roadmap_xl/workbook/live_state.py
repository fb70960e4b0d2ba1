"""What the workbook says about its own checks: counts, progress, the words beside each row."""

from __future__ import annotations

from ..expressions.python import BROKEN, HOLDS
from ..hidden_seals import CHECKS
from .live import FIRST, Live
from .live_list import ListFormulas


class LiveState(ListFormulas):
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
        worst = max(self.weights[n] for n in numbers)
        more = sum(self.weights[n] > 0 for n in numbers) - 1
        if worst:
            first = next(n for n in numbers if self.weights[n] == worst)
            value = self._message_value(self.checks[first]) + (f" (и ещё {more})" if more else "")
        else:
            value = "✓" if any(self.verdicts[n] == HOLDS for n in numbers) else ""
        return Live(f"={self._line_formula(_runs(numbers))}", value)

    def _line_formula(self, runs: list[list[int]]) -> str:
        """The worst message of runs of checks, how many more there are, or ✓."""
        spans = [[f"{CHECKS}!{self.span(column, run)}" for column in "CDE"] for run in runs]
        if len(runs) == 1 == len(runs[0]):
            ((c, d, e),) = spans
            return f'IF({d}>0,{e},IF({c}="✓","✓",""))'
        worst = f"MAX({','.join(d for _, d, _ in spans)})"
        holds = "+".join(f'COUNTIF({c},"✓")' for c, _, _ in spans)
        others = "+".join(f'COUNTIF({d},">0")' for _, d, _ in spans) + "-1"
        found = ""
        for _, d, e in reversed(spans):
            message = f"INDEX({e},MATCH({worst},{d},0))"
            found = f"IF(MAX({d})={worst},{message},{found})" if found else message
        more = f'IF({others}>0," (и ещё "&({others})&")","")'
        return f'IF({worst}>0,{found}&{more},IF({holds},"✓",""))'

    def flag(self, numbers: list[int]) -> Live:
        """The weight a cell is painted by."""
        worst = max(self.weights[n] for n in numbers)
        if len(numbers) == 1:
            return Live(f"={CHECKS}!$D${FIRST + numbers[0]}", worst)
        spans = (f"{CHECKS}!{self.span('D', run)}" for run in _runs(numbers))
        return Live(f"=MAX({','.join(spans)})", worst)


def _runs(numbers: list[int]) -> list[list[int]]:
    """The numbers in runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
