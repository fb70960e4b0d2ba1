"""The formulas of each check, as pairs of formula and value.

Each method gives a formula together with the value it has for the submission being written, so
that a preview, or a program that does not recalculate on opening, shows the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..expressions.cell_values import ERROR_SHOWN, trimmed
from ..expressions.excel import (
    Address,
    excel_text,
    formula_of,
    shown_formula,
    text_formula,
    verdict_formula,
)
from ..expressions.nodes import FALSE, TRUE, Cell, OneOf
from ..expressions.python import BROKEN, Verdict
from ..form.fields import Layout
from ..form.layout import column_name
from ..form.prefilled import Delivery
from ..form.submission import Submission, with_defaults
from ..form.vocabulary import DRAFT
from ..rules.checklist import Check, Checklist
from ..rules.findings import Severity
from .repair_notes import RepairNotes
from .seals import ROWS


class Addresses:
    """How formulas refer to the fields of a layout: by the row's tag, through `_rows`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        lines = [(block, line) for block in layout.blocks for line in block.lines]
        self.row_numbers = {
            line.tag: (number, block.sheet, line.row + 1)
            for number, (block, line) in enumerate(lines, start=1)
        }
        """By row tag: its row on `_rows`, its sheet, its row there."""

    @cached_property
    def _by_slot(self) -> dict[int, str]:
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
        return f"'{sheet}'!${column}$1:${column}${self.layout.rows_for_fields(sheet)}"

    def of(self, cell: Cell) -> str:
        return self._by_slot[cell.slot]

    def field(self, field_id: str) -> str:
        return self._by_slot[self.layout.form.by_id[field_id].slot]

    def row_of(self, slot: int) -> str:
        """The cell of `_rows` that says on which row of its sheet the field stands now."""
        address = self._by_slot[slot]
        return address[address.index(f"{ROWS}!") : -1]

    def near(self, sheet: str) -> Address:
        """Addresses seen from a sheet: its own cells directly, so that percents stay readable."""

        def address(cell: Cell) -> str:
            place = self.layout.place(self.layout.form.fields[cell.slot])
            return place.cell if place.sheet == sheet else self._by_slot[cell.slot]

        return address


# --- The formulas of each check, as pairs of formula and value. ---

LISTS, META = "_lists", "_meta"
DRAFT_FLAG = "$O$1"
"""The cell of `_checks` that says whether the workbook is a draft."""
HEAVIER = "$O$2:$O$4"
"""How many lines of the list weigh more than 1, 2 and 3."""
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
        """3 error, 2 warning, 1 note, 0 nothing to say."""
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
        """By check number, the text that stands where a number has to."""
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
        value = int(isinstance(stage, str) and trimmed(stage) == DRAFT)
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
            weight = f"IF({_any_broken(silencers)},0,{weight})"
        otherwise = f"IF({text},{Severity.ERROR.weight},0)" if (text := self._text(check)) else "0"
        return Live(f'=IF(C{row}="✗",{weight},{otherwise})', self.weights[check.number])

    def _text(self, check: Check) -> str:
        """How many texts stand where numbers have to; empty for a rule that does not ask."""
        words, needed = check.rule.allowed_words, check.number_needed
        cells = (
            text_formula(cell, needed, words, self.addresses.of) for cell in check.number_cells
        )
        return "+".join(cells)

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
        said = _joined(check.rule.message_parts(), check, self.addresses.of)
        if check.number_cells:
            said = f'IF(C{FIRST + check.number}="✗",{said},{self._text_message(check)})'
        value = self._message_value(check)
        return Live(f'=IF(D{FIRST + check.number}>0,IFERROR({said},""),"")', value)

    def _text_message(self, check: Check) -> str:
        """What is said of the first of its cells that holds a text."""
        *others, text = map(self.addresses.of, check.number_cells)
        for cell in reversed(others):
            text = f"IF(COUNT({cell})<COUNTA({cell}),{cell},{text})"
        before, after = check.text_message("\0").split("\0")
        return f'{_long(before)}&IFERROR({text}&"",{excel_text(ERROR_SHOWN)})&{_long(after)}'

    def _message_value(self, check: Check) -> str:
        if not self.weights[check.number]:
            return ""
        if check.number in self.texts:
            return check.text_message(self.texts[check.number])
        return check.message(self.cell_values, self.effective_values)


def _joined(said: Iterable[tuple[str, str]], check: Check, address: Address) -> str:
    """The parts of a message as one text of a formula."""
    parts: list[str] = []
    for text, name in said:
        literal = text + (check.facts.get(name, "") if name not in check.shows else "")
        if literal:
            parts.append(literal)
        if name in check.shows:
            parts.append("=" + shown_formula(check.shows[name], address))
    return "&".join(part[1:] if part[0] == "=" else _long(part) for part in _merged(parts))


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
    return "&".join(excel_text(text[start : start + 240]) for start in range(0, len(text), 240))
