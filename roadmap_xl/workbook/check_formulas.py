"""The formulas of one check on `_checks`: where it looks, its verdict, its weight, its message.

They are the same for every submission of a form, so they are made once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from ..expressions.cell_values import ERROR_SHOWN
from ..expressions.excel import Address, excel_text, formula_of, text_formula, verdict_formula
from ..expressions.nodes import FALSE, TRUE, Cell, Expression
from ..form.derived import derived
from ..form.fields import Form
from ..rules.checklist import Check, checklist_of
from ..rules.findings import Severity
from ..rules.rule import has_graduates, place_name
from .live import (
    DRAFT_FLAG,
    FIRST,
    GRADUATES_FLAG,
    LABEL,
    NAME,
    OTHER_ROW,
    Addresses,
    any_broken,
    message_formula,
    row_cell,
    text_constant,
)


class CheckFormulas:
    """The formulas of a form's checks, each made when it is first asked for."""

    def __init__(self, form: Form, shown: frozenset[int] = frozenset()) -> None:
        """`shown` are the slots that formulas fill: from «Баллы» or «Предложения»."""
        self.checklist = checklist_of(form)
        self.checks = self.checklist.live
        self.addresses = Addresses(form.layout, shown)
        self._layout = form.layout

    @cached_property
    def first_of_rule(self) -> dict[str, int]:
        """By code, the number of the rule's first check: what all of them say stands beside it."""
        return {check.rule.code: check.number for check in reversed(self.checks)}

    # --- where it looks ---

    def row_number(self, check: Check, column: str) -> int | None:
        """The number on `_rows` of the row that a column of `_checks` tells of."""
        if column == OTHER_ROW:
            return self._other_rows[check.number]
        return self.addresses.own_row(check)

    @cached_property
    def _other_rows(self) -> list[int | None]:
        return [self.addresses.other_row(check) for check in self.checks]

    def row(self, check: Check, column: str) -> str:
        """Where that row stands: as for the check above, or as `_rows` has it."""
        number = self.row_number(check, column)
        above = self.checks[check.number - 1]
        if check.number and self.row_number(above, column) == number:
            return f"={column}{FIRST + above.number}"
        return f"={row_cell(number or 0)}"

    @cached_property
    def _address_of(self) -> list[Address]:
        return [self.addresses.beside(check) for check in self.checks]

    # --- its verdict and its weight ---

    def verdict(self, check: Check) -> str:
        return self._verdicts[check.number]

    @cached_property
    def _verdicts(self) -> list[str]:
        formulas = [
            verdict_formula(check.applies, check.holds, address)
            for check, address in zip(self.checks, self._address_of, strict=True)
        ]
        if self.has_graduates is None:
            return formulas
        asked = formula_of(self.has_graduates, self.addresses.by_name)
        return [formula.replace(asked, f"{GRADUATES_FLAG}=1") for formula in formulas]

    @cached_property
    def has_graduates(self) -> Expression | None:
        """The condition that half of the checks ask, and one cell answers; None if none asks it."""
        asking = [check for check in self.checks if check.rule.exams]
        return asking[0].resolved(has_graduates) if asking else None

    def weight(self, check: Check) -> str:
        """The severity where it is broken and not silenced, or of a text where a number belongs."""
        return self._weights[check.number]

    @cached_property
    def _weights(self) -> list[str]:
        return [self._weight(check) for check in self.checks]

    def _weight(self, check: Check) -> str:
        weight = str(check.rule.severity.weight)
        if check.unfinished != FALSE:
            draft = f"{DRAFT_FLAG}=1"
            if check.unfinished != TRUE:
                unfinished = formula_of(check.unfinished, self._address_of[check.number])
                draft = f"AND({draft},{unfinished})"
            weight = f"IF({draft},1,{weight})"
        silencers = self.checklist.silencers[check.number]
        if silencers in self.shared_silencers:
            weight = f"IF($N${FIRST + self.shared_silencers[silencers]},0,{weight})"
        elif silencers:
            weight = f"IF({any_broken(silencers)},0,{weight})"
        otherwise = f"IF({text},{Severity.ERROR.weight},0)" if (text := self._text(check)) else "0"
        return f'=IF(C{FIRST + check.number}="✗",{weight},{otherwise})'

    @cached_property
    def shared_silencers(self) -> dict[tuple[int, ...], int]:
        """Sets of more than two silencers that several checks share: set to its first check."""
        found: dict[tuple[int, ...], int] = {}
        for silencers, number in Counter(self.checklist.silencers[: len(self.checks)]).items():
            if len(silencers) > 2 and number > 1:
                found[silencers] = self.checklist.silencers.index(silencers)
        return found

    def _text(self, check: Check) -> str:
        """The formula that counts texts where numbers belong; empty for a rule without numbers."""
        return "+".join(self._is_text(check, cell) for cell in check.number_cells)

    def _is_text(self, check: Check, cell: Cell) -> str:
        words, needed = check.rule.allowed_words, check.number_needed
        return text_formula(cell, needed, words, self._address_of[check.number])

    # --- its message ---

    def message(self, check: Check) -> str:
        return self._messages[check.number]

    @cached_property
    def _messages(self) -> list[str]:
        return [self._message(check) for check in self.checks]

    def _message(self, check: Check) -> str:
        row, address = FIRST + check.number, self._address_of[check.number]
        words = message_formula(check, address, self._words_beside(check))
        if check.number_cells:
            words = f'IF(C{row}="✗",{words},{self._text_message(check)})'
        return f'=IF(D{row}>0,IFERROR({words},""),"")'

    def _text_message(self, check: Check) -> str:
        """What is said of the first of its cells that holds a text."""
        cells, address = check.number_cells, self._address_of[check.number]
        text = address(cells[-1])
        for cell in reversed(cells[:-1]):
            text = f"IF({self._is_text(check, cell)},{address(cell)},{text})"
        shown = f'IFERROR({text}&"",{excel_text(ERROR_SHOWN)})'
        before, after = check.text_message("\0").split("\0")
        opening, between = before.split(check.facts["label"], 1)
        label = self._words_beside(check)["label"]
        pieces = text_constant(opening), label, text_constant(between), shown, text_constant(after)
        return "&".join(pieces)

    def label(self, check: Check) -> str:
        """What its message calls its row, by words or else by a code; empty for nothing."""
        named = {name for _, name in check.rule.message_parts()}
        if check.number_cells or "label" in named:
            return check.facts["label"]
        is_told = check.number in self.groups and self.own_name(check) == check.facts["code"]
        return check.facts["code"] if "code" in named and not is_told else ""

    def own_name(self, check: Check) -> str:
        """What the line of its group calls its place; empty where it is the cell's own name."""
        cell = self._layout.place(check.field).cell
        name = place_name(check.field, cell)
        return "" if name == cell else name

    def _words_beside(self, check: Check) -> dict[str, str]:
        """The cells of `_checks` with words in which the messages of a rule differ, by name."""
        row, facts = FIRST + check.number, check.facts
        columns = {self.label(check): LABEL}
        if check.number in self.groups:
            columns[self.own_name(check)] = NAME
        found = {name: columns.get(facts[name]) for name in ("label", "code")}
        return {name: f"${column}{row}" for name, column in found.items() if column}

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """By check number, the numbers of its group; only for rules that group."""
        by_code: dict[str, list[int]] = {}
        for check in self.checks:
            if check.rule.grouped:
                by_code.setdefault(check.rule.code, []).append(check.number)
        return {number: numbers for numbers in by_code.values() for number in numbers}


@derived
def _made_before(form: Form) -> dict[frozenset[int], CheckFormulas]:
    """By the slots that formulas fill; a form has up to four kinds of workbooks."""
    return {}


def check_formulas_of(form: Form, shown: Iterable[str] = ()) -> CheckFormulas:
    """The formulas of a form's checks in a workbook where formulas fill the fields of these ids."""
    slots = frozenset(form.by_id[one].slot for one in shown if one in form.by_id)
    made = _made_before(form)
    if slots not in made:
        made[slots] = CheckFormulas(form, slots)
    return made[slots]
