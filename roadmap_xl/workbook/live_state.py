"""The formulas by which a workbook checks itself, each with its present value.

A method gives a formula (`Live`) together with the value that it has for the submission being
written, so that a preview, or a program that does not recalculate on opening, shows the same. Most
of them stand on the hidden sheet `_checks`, a row for each check; `hidden_sheets.write_checks` says
in which column each goes, and a formula names its neighbours there by their letters.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import cast

from ..expressions.cell_values import ERROR_SHOWN, trim
from ..expressions.excel import excel_text, formula_of, text_formula, verdict_formula
from ..expressions.nodes import FALSE, TRUE, Cell, OneOf
from ..expressions.python import BROKEN, HOLDS, Verdict
from ..form.fields import Layout
from ..form.layout import span
from ..form.prefilled import Delivery
from ..form.submission import Submission, with_defaults
from ..form.vocabulary import DRAFT
from ..rules.checklist import Check, Checklist
from ..rules.findings import Severity
from ..rules.rule import Grouping, place_name
from ..texts.wording import noun_for
from .live import (
    DRAFT_FLAG,
    FIRST,
    HEAVIER,
    Addresses,
    Live,
    any_broken,
    message_formula,
    text_constant,
)
from .repair_notes import RepairNotes
from .seals import CHECKS, ROWS


class LiveState:
    """The checks of one submission as `_checks` holds them, and what is counted over them.

    A check is named by its number: its place among the checks that are formulas. `verdicts` and
    `weights` are in that order.
    """

    def __init__(
        self,
        checklist: Checklist,
        submission: Submission,
        delivery: Delivery | None = None,
        notes: RepairNotes | None = None,
    ) -> None:
        self.delivery = delivery or Delivery()
        self.notes = notes or RepairNotes()
        self.checklist = checklist
        self.layout: Layout = checklist.form.layout
        self.submission = submission
        self.cell_values = checklist.raw_cell_values(submission.values)
        self.verdicts: list[Verdict] = checklist.verdicts(self.cell_values)
        self.checks = checklist.live
        self.last = FIRST + len(self.checks) - 1
        self.addresses = Addresses(self.layout)
        self.effective_values = with_defaults(self.layout.form, submission.values)

    # --- one check ---

    @cached_property
    def weights(self) -> list[int]:
        """By check number: 3 error, 2 warning, 1 note, 0 no finding (holds, or is silenced)."""
        stage = self.submission.values[self.checklist.stage_slot]
        found = [0] * len(self.checks)
        for check in self.checklist.broken(self.verdicts):
            if check.number < len(found):
                found[check.number] = check.severity(self.cell_values, stage).weight
        for number in self.texts:
            found[number] = Severity.ERROR.weight
        return found

    @cached_property
    def texts(self) -> dict[int, str]:
        """By check number, the text that stands where the check needs a number."""
        seen = ((check.number, check.text_in(self.cell_values)) for check in self.checks)
        return {
            number: text
            for number, text in seen
            if text is not None and self.verdicts[number] != BROKEN
        }

    def fix(self, check: Check) -> str:
        return self.layout.form.edition_text(check.rule.fix)

    def verdict(self, check: Check) -> Live:
        formula = verdict_formula(check.applies, check.holds, self.addresses.of)
        return Live(formula, self.verdicts[check.number])

    @property
    def is_draft(self) -> Live:
        """1 in a draft, where what is not filled in yet is only a note."""
        slot = self.checklist.stage_slot
        drafting = OneOf(self.layout.form.fields[slot].cell, (DRAFT,))
        stage = self.submission.values[slot]
        value = int(isinstance(stage, str) and trim(stage) == DRAFT)
        return Live(f"=IFERROR(IF({formula_of(drafting, self.addresses.of)},1,0),0)", value)

    def weight(self, check: Check) -> Live:
        row = FIRST + check.number
        weight = str(check.rule.severity.weight)
        if check.unfinished != FALSE:
            draft = f"{DRAFT_FLAG}=1"
            if check.unfinished != TRUE:
                draft = f"AND({draft},{formula_of(check.unfinished, self.addresses.of)})"
            weight = f"IF({draft},1,{weight})"
        silencers = self.checklist.silencers[check.number]
        if silencers in self.shared_silencers:
            weight = f"IF(N{FIRST + self.shared_silencers[silencers]},0,{weight})"
        elif silencers:
            weight = f"IF({any_broken(silencers)},0,{weight})"
        otherwise = f"IF({text},{Severity.ERROR.weight},0)" if (text := self._text(check)) else "0"
        return Live(f'=IF(C{row}="✗",{weight},{otherwise})', self.weights[check.number])

    def _text(self, check: Check) -> str:
        """The formula that counts texts where numbers belong; empty for a rule without numbers."""
        return "+".join(self._is_text(check, cell) for cell in check.number_cells)

    def _is_text(self, check: Check, cell: Cell) -> str:
        words, needed = check.rule.allowed_words, check.number_needed
        return text_formula(cell, needed, words, self.addresses.of)

    @cached_property
    def shared_silencers(self) -> dict[tuple[int, ...], int]:
        """Sets of more than two silencers that several checks share: set to its first check."""
        found: dict[tuple[int, ...], int] = {}
        for silencers, number in Counter(self.checklist.silencers[: len(self.checks)]).items():
            if len(silencers) > 2 and number > 1:
                found[silencers] = self.checklist.silencers.index(silencers)
        return found

    def silencing(self, check: Check) -> Live | None:
        """1 where a check of the shared set of silencers is broken.

        It stands once, beside the first check that has the set; None beside the others.
        """
        silencers = self.checklist.silencers[check.number]
        if self.shared_silencers.get(silencers) != check.number:
            return None
        value = int(any(self.verdicts[n] == BROKEN for n in silencers))
        return Live(f"=IF({any_broken(silencers)},1,0)", value)

    def message(self, check: Check) -> Live:
        words = message_formula(check.rule.message_parts(), check, self.addresses.of)
        if check.number_cells:
            words = f'IF(C{FIRST + check.number}="✗",{words},{self._text_message(check)})'
        value = self._message_value(check)
        return Live(f'=IF(D{FIRST + check.number}>0,IFERROR({words},""),"")', value)

    def _text_message(self, check: Check) -> str:
        """What is said of the first of its cells that holds a text."""
        cells = check.number_cells
        text = self.addresses.of(cells[-1])
        for cell in reversed(cells[:-1]):
            text = f"IF({self._is_text(check, cell)},{self.addresses.of(cell)},{text})"
        before, after = check.text_message("\0").split("\0")
        shown = f'IFERROR({text}&"",{excel_text(ERROR_SHOWN)})'
        return f"{text_constant(before)}&{shown}&{text_constant(after)}"

    def _message_value(self, check: Check) -> str:
        if not self.weights[check.number]:
            return ""
        if check.number in self.texts:
            return check.text_message(self.texts[check.number])
        return check.message(self.cell_values, self.effective_values)

    # --- the list of findings: the first of a group stands for all of it ---

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
        row = FIRST + check.number
        nth = f"COUNTIF(G${FIRST}:G{row},G{row})" if check.number else "1"
        return Live(f"=IF(G{row}=0,0,INDEX({HEAVIER},G{row})+{nth})", self.ranks[check.number])

    def heavier(self, weight: int) -> Live:
        """How many lines of the list weigh more."""
        formula = f'=COUNTIF(G${FIRST}:G${self.last},">{weight}")'
        return Live(formula, sum(listed > weight for listed in self._listed_values))

    def line(self, check: Check) -> str:
        """What the list says: the group's message, if more than one of it is broken."""
        group = self.group_line(check)
        return str(group.value) if group and group.value else self._message_value(check)

    def group_line(self, check: Check) -> Live | None:
        """The message for all of a group, blank where fewer than two of it are broken."""
        group = self.groups.get(check.number)
        if group is None:
            return None
        first, last, row = FIRST + group[0], FIRST + group[-1], FIRST + check.number
        several = sum(self.weights[n] > 0 for n in group) > 1
        value = self.group_message(group).value if several and self.weights[check.number] else ""
        return Live(f'=IF(AND(D{row}>0,F{last}>1),T{first},"")', value)

    def group_name(self, check: Check) -> Live:
        """What the line of its group calls the check's place."""
        cell = self.layout.place(check.field).cell
        name = place_name(check.field, cell)
        return Live(f"=L{FIRST + check.number}" if name == cell else "", name)

    # --- what stands once for a group, beside its first check ---

    def place_of(self, group: list[int], which: str) -> Live:
        """The name of the place of the first or the last broken one."""
        broken = [n for n in group if self.weights[n]]
        number = broken[0 if which == "first" else -1] if broken else None
        value = "" if number is None else self.group_name(self.checks[number]).value
        codes, weights, so_far, names = (f"${c}${FIRST}:${c}${self.last}" for c in "ADFP")
        nth = 1 if which == "first" else f"F{FIRST + group[-1]}"
        broken_nth = f"({codes}=$A{FIRST + group[0]})*({weights}>0)*({so_far}={nth})"
        found = f"INDEX({names},SUMPRODUCT({broken_nth}*ROW({codes}))-{FIRST - 1})"
        return Live(f'=IF(F{FIRST + group[-1]}=0,"",{found})', value)

    def noun_of(self, group: list[int]) -> Live:
        """The noun that follows the number of broken ones."""
        nouns = self._grouped(group).nouns
        number = f"F{FIRST + group[-1]}"
        tens, ones = (f"({number}-{n}*INT({number}/{n}))" for n in (100, 10))
        one, few, many = map(excel_text, nouns)
        formula = (
            f"=IF(AND({tens}>10,{tens}<15),{many},"
            f"IF({ones}=1,{one},IF(AND({ones}>1,{ones}<5),{few},{many})))"
        )
        return Live(formula, noun_for(sum(self.weights[n] > 0 for n in group), nouns))

    def group_message(self, group: list[int]) -> Live:
        """The line for all of the group."""
        grouped, first, last = self._grouped(group), FIRST + group[0], FIRST + group[-1]
        number = sum(self.weights[n] > 0 for n in group)
        names = (str(self.place_of(group, which).value) for which in ("first", "last"))
        words = (
            f'{excel_text(grouped.says + ": ")}&F{last}&" "&S{first}&" ("&Q{first}&" … "&R{first}'
            f"&{excel_text(')' + grouped.ends)}"
        )
        return Live(f"={words}", grouped.line(number, *names))

    def _grouped(self, group: list[int]) -> Grouping:
        return cast("Grouping", self.checks[group[0]].rule.grouped)

    # --- sums over the checks, and the words beside each row ---

    def count(self, weight: int, sheet: str = "") -> Live:
        """How many lines of a weight the list has, of one sheet or of all."""
        numbers = [
            check.number
            for check in self.checks
            if not sheet or self.layout.place(check.field).sheet == sheet
        ]
        value = sum(self._listed_values[number] == weight for number in numbers)
        if not numbers:
            return Live("=0", 0)
        return Live(f"=COUNTIF({CHECKS}!{self.span('G', numbers)},{weight})", value)

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

    def rows_there(self, sheet: str) -> str:
        """How many rows of the sheet's first table are found; 0 where the sheet was deleted."""
        lines = self.layout.on(sheet)[0].lines
        numbers = [self.addresses.row_numbers[line.tag][0] for line in lines]
        first, last = (f"$C${number}" for number in (min(numbers), max(numbers)))
        return f"COUNT({ROWS}!{first if first == last else f'{first}:{last}'})"

    @staticmethod
    def span(column: str, numbers: list[int]) -> str:
        """The cells of `_checks` of these checks and those between them."""
        return span(f"${column}${FIRST + min(numbers)}", f"${column}${FIRST + max(numbers)}")

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
        holds = "+".join(_count_of(c, '"✓"', '="✓"') for c, _, _ in spans)
        others = "+".join(_count_of(d, '">0"', ">0") for _, d, _ in spans) + "-1"
        found = ""
        for _, d, e in reversed(spans):
            message = f"INDEX({e},MATCH({worst},{d},0))" if ":" in d else e
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


def _count_of(cells: str, criterion: str, test: str) -> str:
    """How many of these cells pass; not every engine counts in a single cell."""
    return f"COUNTIF({cells},{criterion})" if ":" in cells else f"IF({cells}{test},1,0)"


def _runs(numbers: list[int]) -> list[list[int]]:
    """The numbers in runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
