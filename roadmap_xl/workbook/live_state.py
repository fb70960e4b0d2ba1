"""The formulas by which a workbook checks itself, each with its present value.

A method gives a formula (`Live`) together with the value that it has for the submission being
written, so that a preview, or a program that does not recalculate on opening, shows the same. Most
of them stand on the hidden sheet `_checks`, a row for each check; `hidden_sheets.write_checks` says
in which column each goes, and a formula names its neighbours there by their letters.
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

from ..expressions.cell_values import trim
from ..expressions.excel import excel_text, formula_of
from ..expressions.nodes import OneOf
from ..expressions.python import BROKEN, HOLDS, Verdict, compile_condition
from ..form.fields import Field, Layout
from ..form.layout import PROPOSALS, span
from ..form.prefilled import Delivery
from ..form.proposals import AcceptedProposals, fields_with_proposals
from ..form.score_list import ScoreList, fields_of_scores
from ..form.submission import Submission, with_defaults
from ..form.vocabulary import DRAFT
from ..rules.checklist import Check, Checklist
from ..rules.findings import Severity
from ..rules.rule import Grouping
from ..texts.wording import noun_for
from .carried_numbers import CarriedNumbers
from .check_formulas import check_formulas_of
from .live import FIRST, KEY, NO_CHECK, Live, any_broken, count_of, runs_of
from .proposal_cells import shown_cells
from .repair_notes import RepairNotes
from .score_formulas import ScoreFormulas
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
        scores: ScoreList | None = None,
        proposals: AcceptedProposals | None = None,
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
        self.scores = scores
        edition = self.layout.edition
        self.score_values = scores.values(edition) if scores else {}
        self.score_formulas = (
            None if scores is None else ScoreFormulas(edition, fields_of_scores(edition))
        )
        self.proposals = proposals
        self.proposal_values = proposals.values(edition) if proposals else {}
        self.proposed = {} if proposals is None else fields_with_proposals(edition)
        self._proposal_cells = {} if proposals is None else shown_cells(edition)
        listed = self.score_formulas.at if self.score_formulas else {}
        self.formulas = check_formulas_of(self.layout.form, (*listed, *self._proposal_cells))
        self.addresses = self.formulas.addresses
        self.effective_values = with_defaults(self.layout.form, submission.values)
        self.carried = CarriedNumbers(self.layout, self.addresses, submission)

    def shown_by_formula(self, field: Field) -> Live | None:
        """What «Баллы» or «Предложения» gives to a cell, until somebody types over it."""
        formulas, stated = self.score_formulas, self.submission.values[field.slot]
        cell: str | None = None
        value: object = None
        if formulas is not None and field.id in formulas.at:
            cell, value = formulas.value_cell(field.id), self.score_values.get(field.id)
        elif field.id in self._proposal_cells:
            cell = f"'{PROPOSALS}'!{self._proposal_cells[field.id]}"
            value = self.proposal_values.get(field.id)
        if cell is None or stated != value:
            return None
        return Live(f"={cell}", value if isinstance(value, int | float | str) else "")

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

    def row(self, check: Check, column: str) -> Live | None:
        """Where the marked cell's row stands, or the other row that the check looks at, if any."""
        number = self.formulas.row_number(check, column)
        if number is None:
            return None
        return Live(self.formulas.row(check, column), self.addresses.row_there(number))

    def verdict(self, check: Check) -> Live:
        return Live(self.formulas.verdict(check), self.verdicts[check.number])

    @property
    def is_draft(self) -> Live:
        """1 in a draft, where what is not filled in yet is only a note."""
        slot = self.checklist.stage_slot
        drafting = OneOf(self.layout.form.fields[slot].cell, (DRAFT,))
        stage = self.submission.values[slot]
        value = int(isinstance(stage, str) and trim(stage) == DRAFT)
        return Live(f"=IFERROR(IF({formula_of(drafting, self.addresses.of)},1,0),0)", value)

    @property
    def has_graduates(self) -> Live:
        """1 where there are graduates this year, so that exams are asked for."""
        condition = self.formulas.has_graduates
        if condition is None:
            return Live("=0", 0)
        value = int(compile_condition(condition)(self.cell_values))
        return Live(f"=IF({formula_of(condition, self.addresses.of)},1,0)", value)

    def weight(self, check: Check) -> Live:
        return Live(self.formulas.weight(check), self.weights[check.number])

    def silencing(self, check: Check) -> Live | None:
        """1 where a check of the shared set of silencers is broken.

        It stands once, beside the first check that has the set; None beside the others.
        """
        silencers = self.checklist.silencers[check.number]
        if self.formulas.shared_silencers.get(silencers) != check.number:
            return None
        value = int(any(self.verdicts[n] == BROKEN for n in silencers))
        return Live(f"=IF({any_broken(silencers)},1,0)", value)

    def message(self, check: Check) -> Live:
        return Live(self.formulas.message(check), self._message_value(check))

    def _message_value(self, check: Check) -> str:
        if not self.weights[check.number]:
            return ""
        if check.number in self.texts:
            return check.text_message(self.texts[check.number])
        return check.message(self.cell_values, self.effective_values)

    # --- the list of findings: the first of a group stands for all of it ---

    @property
    def groups(self) -> dict[int, list[int]]:
        return self.formulas.groups

    def broken_so_far(self, check: Check) -> Live | None:
        """How many of its group are broken up to this check."""
        group = self.groups.get(check.number)
        if group is None:
            return None
        before = self._before_in_group(check)
        previous = f"F{FIRST + before[-1]}+" if before else ""
        value = sum(self.weights[n] > 0 for n in [*before, check.number])
        return Live(f"={previous}IF(D{FIRST + check.number}>0,1,0)", value)

    def listed(self, check: Check) -> Live:
        """The key of its line in the list, larger for what comes first; 0 for a check without one.

        Of a group only the first that is broken has a line.
        """
        row, before = FIRST + check.number, self._before_in_group(check)
        condition = f"D{row}>0"
        if before:
            condition = f"AND({condition},F{FIRST + before[-1]}=0)"
        weight = self._listed_weights[check.number]
        key = weight * KEY - row if weight else 0
        return Live(f"=IF({condition},D{row}*{KEY}-ROW(D{row}),0)", key)

    def _before_in_group(self, check: Check) -> list[int]:
        group = self.groups.get(check.number, [check.number])
        return group[: group.index(check.number)]

    @cached_property
    def _listed_weights(self) -> list[int]:
        """By check number, the weight, or 0 for all of a group but the first that is broken."""
        return [
            0 if any(self.weights[n] for n in self._before_in_group(check)) else weight
            for check, weight in zip(self.checks, self.weights, strict=True)
        ]

    @cached_property
    def listed_checks(self) -> list[int]:
        """The numbers of the checks in the list, errors first."""
        weights = self._listed_weights
        listed = (n for n, weight in enumerate(weights) if weight)
        return sorted(listed, key=lambda n: (-weights[n], n))

    def key_at(self, place: int) -> Live:
        """The key of the line that has this place in the list, from 1; 0 if it is shorter."""
        if place > len(self.checks):  # LARGE would be an error
            return Live("=0", 0)
        formula = f"=LARGE($G${FIRST}:$G${self.last},ROW(A{FIRST - 1 + place})-1)"
        if place > len(self.listed_checks):
            return Live(formula, 0)
        return Live(formula, self.listed(self.checks[self.listed_checks[place - 1]]).value)

    def check_at(self, place: int, key: str) -> Live:
        """Which check that is, from 1; one that is not there, if the list is shorter."""
        formula = f"=IF({key}>0,(INT({key}/{KEY})+1)*{KEY}-{key}-{FIRST - 1},{NO_CHECK})"
        if place > len(self.listed_checks):
            return Live(formula, NO_CHECK)
        return Live(formula, self.listed_checks[place - 1] + 1)

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
        return Live(f'=IF(AND(D{row}>0,$F${last}>1),$T${first},"")', value)

    def group_name(self, check: Check) -> Live:
        """What the line of its group calls the check's place."""
        name = self.formulas.own_name(check)
        cell = self.layout.place(check.field).cell
        return Live("", name) if name else Live(f"=L{FIRST + check.number}", cell)

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
        value = sum(self._listed_weights[number] == weight for number in numbers)
        if not numbers:
            return Live("=0", 0)
        keys = f"{CHECKS}!{self.span('G', numbers)}"
        heavy, heavier = (count_of(keys, f">{least * KEY}") for least in (weight - 1, weight))
        is_heaviest = weight == max(one.weight for one in Severity)
        return Live(f"={heavy}" if is_heaviest else f"=({heavy}-{heavier})", value)

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

    @cached_property
    def first_checks(self) -> dict[str, int]:
        """By sheet, in the order of the checks, the number of its first."""
        sheets = [self.layout.place(check.field).sheet for check in self.checks]
        return {sheet: sheets.index(sheet) for sheet in dict.fromkeys(sheets)}

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
        return Live(f"={self._line_formula(runs_of(numbers))}", value)

    def _line_formula(self, runs: list[list[int]]) -> str:
        """The worst message of runs of checks, how many more there are, or ✓."""
        spans = [[f"{CHECKS}!{self.span(column, run)}" for column in "CDE"] for run in runs]
        if len(runs) == 1 == len(runs[0]):
            ((c, d, e),) = spans
            return f'IF({d}>0,{e},IF({c}="✓","✓",""))'
        worst = f"MAX({','.join(d for _, d, _ in spans)})"
        holds = "+".join(count_of(c, '="✓"') for c, _, _ in spans)
        others = "+".join(count_of(d, ">0") for _, d, _ in spans) + "-1"
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
        spans = (f"{CHECKS}!{self.span('D', run)}" for run in runs_of(numbers))
        return Live(f"=MAX({','.join(spans)})", worst)
