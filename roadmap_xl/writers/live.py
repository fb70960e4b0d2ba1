"""The formulas of each check, as pairs of formula and value.

Each method gives a formula together with the value it has for the submission being written, so
that a preview, or a program that does not recalculate on opening, shows the truth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ..checklist import Check, Checklist
from ..expressions.excel import formula_of, quoted, shown_formula, verdict_formula
from ..expressions.nodes import Constant, OneOf
from ..expressions.python import BROKEN, Verdict
from ..expressions.snapshot import trimmed
from ..form.vocabulary import DRAFT
from ..layout import Layout
from ..prefilling import Delivery
from ..submission import Submission, with_defaults
from .addresses import Addresses

CHECKS, LISTS, META = "_checks", "_lists", "_meta"
DRAFT_FLAG = "$O$1"
"""The cell of `_checks` that says whether the workbook is a draft."""
FIRST = 2
"""The first row of `_checks` with a check; row 1 is its header."""


@dataclass(frozen=True, slots=True)
class Live:
    """A formula and its present value."""

    formula: str
    value: str | float


class CheckFormulas:
    """What `_checks` holds of each check: verdict, weight, message, place in the list."""

    def __init__(
        self, checklist: Checklist, submission: Submission, delivery: Delivery | None = None
    ) -> None:
        self.delivery = delivery or Delivery()
        self.checklist = checklist
        self.layout: Layout = checklist.layout
        self.submission = submission
        self.snapshot = checklist.raw_snapshot(submission.values)
        self.verdicts: list[Verdict] = checklist.verdicts(self.snapshot)
        self.checks = checklist.live
        self.last = FIRST + len(self.checks) - 1
        self.addresses = Addresses(self.layout)
        self.effective_values = with_defaults(self.layout.form, submission.values)

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

    def fix(self, check: Check) -> str:
        return self.layout.form.edition_text(check.rule.fix)

    def verdict(self, check: Check) -> Live:
        formula = verdict_formula(check.asked, check.holds, self.addresses.of)
        return Live(formula, self.verdicts[check.number])

    @property
    def is_draft(self) -> Live:
        """1 in a draft, where what is not filled in yet is only a note."""
        slot = self.checklist.stage_slot
        drafting = OneOf(self.layout.form.fields[slot].cell, (DRAFT,))
        stage = self.submission.values[slot]
        value = int(isinstance(stage, str) and trimmed(stage) == DRAFT)
        return Live(f"=IFERROR(IF({formula_of(drafting, self.addresses.of)},1,0),0)", value)

    def weight(self, check: Check) -> Live:
        row = FIRST + check.number
        weight = str(check.rule.severity.weight)
        if check.unfinished != Constant(False):
            draft = f"{DRAFT_FLAG}=1"
            if check.unfinished != Constant(True):
                draft = f"AND({draft},{formula_of(check.unfinished, self.addresses.of)})"
            weight = f"IF({draft},1,{weight})"
        silencers = self.checklist.silencers[check.number]
        if silencers in self.shared_silencers:
            weight = f"IF(N{FIRST + self.shared_silencers[silencers]},0,{weight})"
        elif silencers:
            weight = f"IF({_any_broken(silencers)},0,{weight})"
        return Live(f'=IF(C{row}="✗",{weight},0)', self.weights[check.number])

    @cached_property
    def shared_silencers(self) -> dict[tuple[int, ...], int]:
        """Sets of silencers that several checks have, each with the first check of those."""
        found: dict[tuple[int, ...], int] = {}
        for silencers, number in Counter(self.checklist.silencers[: len(self.checks)]).items():
            if len(silencers) > 2 and number > 1:
                found[silencers] = self.checklist.silencers.index(silencers)
        return found

    def silencing(self, check: Check) -> Live | None:
        """Whether one of a shared set of silencers is broken; stands once, beside the first."""
        silencers = self.checklist.silencers[check.number]
        if self.shared_silencers.get(silencers) != check.number:
            return None
        value = int(any(self.verdicts[n] == BROKEN for n in silencers))
        return Live(f"=IF({_any_broken(silencers)},1,0)", value)

    def message(self, check: Check) -> Live:
        parts: list[str] = []
        for text, name in check.rule.message_parts():
            literal = text + (check.facts.get(name, "") if name not in check.shows else "")
            if literal:
                parts.append(literal)
            if name in check.shows:
                parts.append("=" + shown_formula(check.shows[name], self.addresses.of))
        joined = "&".join(part[1:] if part[0] == "=" else _long(part) for part in _merged(parts))
        value = self._message_value(check)
        return Live(f'=IF(D{FIRST + check.number}>0,IFERROR({joined},""),"")', value)

    def _message_value(self, check: Check) -> str:
        if not self.weights[check.number]:
            return ""
        return check.message(self.snapshot, self.effective_values)

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

    def line(self, check: Check) -> str:
        """What the list says: the group's message, if more than one of it is broken."""
        group = self.group_line(check)
        return str(group.value) if group and group.value else self._message_value(check)

    def group_line(self, check: Check) -> Live | None:
        """The message for all of a group, blank where fewer than two of it are broken."""
        group = self.groups.get(check.number)
        if group is None:
            return None
        count = sum(self.weights[n] > 0 for n in group)
        total, row = f"F{FIRST + group[-1]}", FIRST + check.number
        before, after = check.rule.grouped.split("{n}")
        after = after.replace("{first}", check.field.row.key)
        shown = count > 1 and self.weights[check.number] > 0
        said = f"{quoted(before)}&{total}&{quoted(after)}"
        value = f"{before}{count}{after}" if shown else ""
        return Live(f'=IF(AND(D{row}>0,{total}>1),{said},"")', value)


def _any_broken(numbers: tuple[int, ...]) -> str:
    cells = [f'C{FIRST + n}="✗"' for n in numbers]
    return f"OR({','.join(cells)})" if len(cells) > 1 else cells[0]


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
