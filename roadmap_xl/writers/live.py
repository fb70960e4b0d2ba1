"""The live state of a workbook: pairs of formula and value for what stands on every verdict.

Each method gives a formula together with the value it has for the submission being written, so that a
preview, or a program that does not recalculate on opening, shows the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..checking import Check, Checklist
from ..expressions.excel import (
    Address,
    formula_of,
    quoted,
    shown_formula,
    verdict_formula,
)
from ..expressions.nodes import Cell, Constant
from ..expressions.python import BROKEN, HOLDS, Verdict
from ..form.vocabulary import DRAFT
from ..layout import Layout, column_name
from ..submission import Submission, with_defaults

CHECKS, ROWS, LISTS, META = "_checks", "_rows", "_lists", "_meta"
SPARE_ROWS = 20
FIRST = 2
"""The first row of `_checks` with a check; row 1 is its header."""


@dataclass(frozen=True, slots=True)
class Live:
    """A formula and its present value."""

    formula: str
    value: str | float


class LiveState:
    """Everything the workbook computes about its own checks."""

    def __init__(self, checklist: Checklist, submission: Submission) -> None:
        self.checklist = checklist
        self.layout: Layout = checklist.layout
        self.submission = submission
        self.snapshot = checklist.raw_snapshot(submission.values)
        self.verdicts: list[Verdict] = checklist.verdicts(self.snapshot)
        self.checks = checklist.live
        self.last = FIRST + len(self.checks) - 1
        self.row_numbers = {
            line.tag: (n, block.sheet, line.row + 1)
            for n, (block, line) in enumerate(
                ((block, line) for block in self.layout.blocks for line in block.lines), start=1
            )
        }
        """By row tag: its row on `_rows`, its sheet, its row there."""

    # --- addresses ---

    @cached_property
    def _addresses(self) -> dict[int, str]:
        """By slot, the reference that survives moved and inserted rows and columns."""
        found: dict[int, str] = {}
        for block in self.layout.blocks:
            columns = dict(block.columns)
            for line in block.lines:
                row = f"{ROWS}!$C${self.row_numbers[line.tag][0]}"
                for tag, field in self.layout.fields_on(block, line):
                    area = self.column_area(block.sheet, column_name(columns[tag]))
                    found[field.slot] = f"INDEX({area},{row})"
        return found

    def column_area(self, sheet: str, column: str) -> str:
        """The part of a column that holds the form, with room for rows that are put in.

        Not the whole column: LibreOffice loads a workbook of such references three times slower.
        """
        last = max(block.last_row for block in self.layout.on(sheet)) + 1 + SPARE_ROWS
        return f"'{sheet}'!${column}$1:${column}${last}"

    def address(self, cell: Cell) -> str:
        return self._addresses[cell.slot]

    def near(self, sheet: str) -> Address:
        """Addresses as seen from a sheet: its own cells directly, so that percents stay readable."""

        def address(cell: Cell) -> str:
            place = self.layout.place(self.layout.form.fields[cell.slot])
            return place.cell if place.sheet == sheet else self._addresses[cell.slot]

        return address

    def field_address(self, field_id: str) -> str:
        return self._addresses[self.layout.form.by_id[field_id].slot]

    # --- one check ---

    @cached_property
    def weights(self) -> list[int]:
        """3 error, 2 warning, 1 note, 0 nothing to say."""
        stage = self.submission.values[self.checklist.stage_slot]
        found = [0] * len(self.checks)
        for check in self.checklist.broken(self.verdicts):
            if check.number < len(found):
                found[check.number] = check.severity(self.snapshot, stage).weight
        return found

    def verdict(self, check: Check) -> Live:
        formula = verdict_formula(check.asked, check.holds, self.address)
        return Live(formula, self.verdicts[check.number])

    def weight(self, check: Check) -> Live:
        row = FIRST + check.number
        weight = str(check.rule.severity.weight)
        if check.unfinished != Constant(False):
            draft = f'EXACT(TRIM({self.field_address("meta.stage")}),{quoted(DRAFT)})'
            if check.unfinished != Constant(True):
                draft = f"AND({draft},{formula_of(check.unfinished, self.address)})"
            weight = f"IF({draft},1,{weight})"
        silencers = [f'C{FIRST + n}="✗"' for n in self.checklist.silencers[check.number]]
        if silencers:
            weight = f"IF(OR({','.join(silencers)}),0,{weight})"
        return Live(f'=IF(C{row}="✗",{weight},0)', self.weights[check.number])

    def message(self, check: Check) -> Live:
        parts: list[str] = []
        for text, name in check.rule.message_parts():
            literal = text + (check.facts.get(name, "") if name not in check.shows else "")
            if literal:
                parts.append(literal)
            if name in check.shows:
                parts.append("=" + shown_formula(check.shows[name], self.address))
        joined = "&".join(part[1:] if part[0] == "=" else _long(part) for part in _merged(parts))
        value = self._message_value(check)
        return Live(f'=IF(D{FIRST + check.number}>0,IFERROR({joined},""),"")', value)

    def _message_value(self, check: Check) -> str:
        if not self.weights[check.number]:
            return ""
        return check.message(self.snapshot, self.effective_values)

    @cached_property
    def effective_values(self) -> list[object]:
        return with_defaults(self.layout.form, self.submission.values)

    # --- the list of what to mend: the first of a group stands for all of it ---

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """By check number, the numbers of its group; only for rules that group."""
        by_code: dict[str, list[int]] = {}
        for check in self.checks:
            if check.rule.grouped:
                by_code.setdefault(check.rule.code, []).append(check.number)
        return {number: numbers for numbers in by_code.values() for number in numbers}

    def broken_so_far(self, check: Check) -> Live | None:
        """How many of its group are broken up to this check."""
        group = self.groups.get(check.number)
        if group is None:
            return None
        before = group[: group.index(check.number)]
        previous = f"F{FIRST + before[-1]}+" if before else ""
        value = sum(self.weights[n] > 0 for n in [*before, check.number])
        return Live(f"={previous}IF(D{FIRST + check.number}>0,1,0)", value)

    def listed(self, check: Check) -> Live:
        """The weight, or 0 for all of a group but its first."""
        row = FIRST + check.number
        group = self.groups.get(check.number)
        if group is None:
            return Live(f"=D{row}", self.weights[check.number])
        before = group[: group.index(check.number)]
        value = self.weights[check.number] * (not any(self.weights[n] for n in before))
        if not before:
            return Live(f"=D{row}", value)
        return Live(f"=IF(F{FIRST + before[-1]}=0,D{row},0)", value)

    @cached_property
    def _listed_values(self) -> list[float]:
        return [float(self.listed(check).value) for check in self.checks]

    @cached_property
    def ranks(self) -> list[int]:
        """The place of each check in the list, errors first; 0 if not in it."""
        listed = self._listed_values
        order = sorted((n for n, w in enumerate(listed) if w), key=lambda n: (-listed[n], n))
        found = [0] * len(listed)
        for place, number in enumerate(order, start=1):
            found[number] = place
        return found

    def rank(self, check: Check) -> Live:
        row, last = FIRST + check.number, self.last
        nth = f"COUNTIF(G${FIRST}:G{row},G{row})"
        heavier = f'COUNTIF(G${FIRST}:G${last},">"&G{row})'
        return Live(f"=IF(G{row}=0,0,{heavier}+{nth})", self.ranks[check.number])

    def line(self, check: Check) -> Live:
        """The message for the list: the group's, if more than one of it is broken."""
        row = FIRST + check.number
        group = self.groups.get(check.number)
        own = self._message_value(check)
        if group is None:
            return Live(f"=E{row}", own)
        count = sum(self.weights[n] > 0 for n in group)
        total = f"F{FIRST + group[-1]}"
        before, after = check.rule.grouped.split("{n}")
        after = after.replace("{first}", check.field.row.key)
        value = f"{before}{count}{after}" if count > 1 and own else own
        return Live(f"=IF(AND(D{row}>0,{total}>1),{quoted(before)}&{total}&{quoted(after)},E{row})", value)

    # --- sums ---

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
        others = f'SUMPRODUCT(--({d}>0))-1'
        found = f'INDEX({e},MATCH(MAX({d}),{d},0))&IF({others}>0," (и ещё "&({others})&")","")'
        formula = f'=IF(MAX({d})>0,{found},IF(SUMPRODUCT(--({c}="✓"))>0,"✓",""))'
        return Live(formula, value)

    def flag(self, numbers: list[int]) -> Live:
        """The weight a cell is painted by."""
        worst = max(self.weights[n] for n in numbers)
        return Live(f"=MAX({CHECKS}!{self.span('D', numbers)})", worst)


def _merged(parts: list[str]) -> list[str]:
    """Neighbouring literals as one."""
    merged: list[str] = []
    for part in parts:
        if merged and part[0] != "=" and merged[-1][0] != "=":
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _long(text: str) -> str:
    """A literal of a formula; cut into pieces, because Excel allows 255 characters in one."""
    return "&".join(quoted(text[start : start + 240]) for start in range(0, len(text), 240))
