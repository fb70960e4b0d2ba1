"""The checks of an edition: every live rule asked of every row, its trees with cells in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ..expressions.cell_values import ERROR_SHOWN, CellValues, ErrorValue, says_something, trim
from ..expressions.nodes import FALSE, Cell, Constant, Expression, cells_in
from ..expressions.numbers import show_value
from ..expressions.python import (
    BROKEN,
    FunctionsByShape,
    RowFunction,
    Verdict,
    compile_condition,
    compile_number,
    compile_verdict,
)
from ..expressions.resolving import AbsentCellError
from ..expressions.write import node
from ..form.derived import derived
from ..form.fields import Field, FieldRow, Form
from ..form.submission import with_defaults
from ..form.vocabulary import DRAFT
from ..records import Record
from .findings import Audience, Severity
from .own import rules_of
from .rule import TEXT_FOR_NUMBER, Rule

HAS_EXAMS = "meta.grade11"
"""The field that says whether the school has graduates this year."""


class Check(Record):
    """One rule asked for one row: its trees with cells in place, and the cell it marks.

    What only a broken check needs is made when it is first asked for.
    """

    number: int
    rule: Rule
    field: Field
    form: Form
    verdict: RowFunction[Verdict]

    def resolved(self, term: Expression) -> Expression:
        """A rule's tree with the cells of the row that is asked."""
        return FieldRow(self.form, self.field).resolved(term)

    @cached_property
    def applies(self) -> Expression:
        return self.resolved(self.rule.applies)

    @cached_property
    def holds(self) -> Expression:
        return self.resolved(self.rule.condition)

    @cached_property
    def facts(self) -> dict[str, str]:
        facts = self.rule.facts(self.field.row)
        return {
            "label": label_of(self.field),
            "column": self.field.spec.full_label or self.field.label,
            "code": self.field.row.key,
            **{name: self.form.edition_text(text) for name, text in facts.items()},
        }

    @cached_property
    def shows(self) -> dict[str, Expression]:
        terms = self.rule.shows.items()
        return {name: self.resolved(term) for name, term in terms if isinstance(term, Expression)}

    @cached_property
    def unfinished(self) -> Expression:
        """Where a draft may still have it wrong."""
        return self.resolved(self.rule.unfinished)

    @property
    def trees(self) -> tuple[Expression, ...]:
        """All that the workbook's formulas of the check ask and show."""
        asked = (self.applies, self.holds, self.unfinished, self.number_needed)
        return (*asked, *self.number_cells, *self.shows.values())

    @cached_property
    def slots(self) -> frozenset[int]:
        """The cells it judges, and those that show in them until somebody types over it.

        Whether there are exams at all is asked by every rule about them and judged by none.
        """
        seen = {*self.verdict.slots} - {self.form.by_id[HAS_EXAMS].slot} | {self.field.slot}
        defaults = self.form.defaults
        return frozenset(seen | {defaults[slot].slot for slot in seen if slot in defaults})

    def message(self, cell_values: CellValues, values: Sequence[object]) -> str:
        """The rule's message about these values; asked only where the verdict is ✗."""
        seen = {name: self._seen(term, cell_values, values) for name, term in self.shows.items()}
        return self.rule.message.format(**self.facts, **seen)

    @cached_property
    def number_cells(self) -> tuple[Cell, ...]:
        """The cells that the live sheet tells a text of."""
        found = (self.resolved(node(cell)) for cell in self.rule.number_cells)
        return tuple(cell for cell in found if isinstance(cell, Cell))

    @cached_property
    def number_needed(self) -> Expression:
        """Where even a lone dash in them is told; nowhere, if it rests on a table not there."""
        try:
            return self.resolved(node(self.rule.number_needed))
        except AbsentCellError:
            return FALSE

    def text_in(self, cell_values: CellValues) -> str | None:
        """The text that stands where a number has to, as the workbook's formulas see it."""
        for cell in self.number_cells:
            if cell.slot in cell_values.errors:
                return ERROR_SHOWN
            text = cell_values.texts[cell.slot] or ""
            if cell.slot in cell_values.bad and self._is_no_number(text, cell_values):
                return text
        return None

    def text_message(self, text: str) -> str:
        """What the live sheet says of a text that stands where a number has to."""
        label, column = self.facts["label"], self.facts["column"]
        is_one_of_many = self.field.spec.id != "" and len(self.number_cells) == 1
        apart = is_one_of_many and column != label
        return TEXT_FOR_NUMBER.format(label=f"{label}», «{column}" if apart else label, value=text)

    def _is_no_number(self, text: str, cell_values: CellValues) -> bool:
        if says_something(text):
            return trim(text) not in self.rule.allowed_words
        needed = self._number_needed
        return not cell_values.errors.isdisjoint(needed.slots) or needed(cell_values)

    @cached_property
    def _number_needed(self) -> RowFunction[bool]:
        return compile_condition(self.number_needed)

    def severity(self, cell_values: CellValues, stage: object) -> Severity:
        """The rule's severity; what is not filled in yet is only a note in a draft."""
        if isinstance(stage, str) and trim(stage) == DRAFT and self._unfinished(cell_values):
            return Severity.NOTE
        return self.rule.severity

    @cached_property
    def _unfinished(self) -> RowFunction[bool]:
        return compile_condition(self.unfinished)

    @staticmethod
    def _seen(term: Expression, cell_values: CellValues, values: Sequence[object]) -> str:
        if isinstance(term, Cell):
            value = values[term.slot]
            return ERROR_SHOWN if isinstance(value, ErrorValue) else show_value(value)
        return show_value(compile_number(term)(cell_values))


def label_of(field: Field) -> str:
    """What a message calls the field's row."""
    return getattr(field.row, "full_label", "") or field.title


def _verdict(asked: Expression, holds: Expression) -> RowFunction[Verdict] | None:
    """The function of a check; None where it is never asked, or its form has none of the cells."""
    about_nothing = not isinstance(holds, Constant) and not cells_in(holds)
    return None if asked == FALSE or about_nothing else compile_verdict(asked, holds)


class Checklist:
    """All checks of an edition, in the order of the cells they mark; the district's come last."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.checks: tuple[Check, ...] = tuple(self._numbered())
        self.stage_slot = self.form.by_id["meta.stage"].slot

    def _numbered(self) -> Iterable[Check]:
        """The checks; what a year never asks, or cannot without a table that it lacks, is none."""
        found = [
            (field, rule)
            for rule in rules_of(self.form)
            for row in self.form.edition.rows_of(rule.table.rows)
            if rule.rows(row)
            for column in rule.marks
            if (field := self.form.field(rule.table, row.key, column)) is not None
        ]
        found.sort(key=lambda pair: (pair[1].audience is Audience.DISTRICT, pair[0].slot))
        shaped = {
            rule.code: FunctionsByShape(_verdict, rule.applies, rule.condition)
            for rule in rules_of(self.form)
        }
        number = 0
        for field, rule in found:
            try:
                verdict = shaped[rule.code].for_row(FieldRow(self.form, field))
            except AbsentCellError:
                verdict = None
            if verdict is not None:
                yield Check(number, rule, field, self.form, verdict)
                number += 1

    @cached_property
    def live(self) -> tuple[Check, ...]:
        """The checks that a school sees in its workbook."""
        return tuple(c for c in self.checks if c.rule.audience is Audience.SCHOOL)

    @cached_property
    def silencers(self) -> tuple[tuple[int, ...], ...]:
        """For each check, the numbers of those whose ✗ says the same more precisely."""
        return tuple(tuple(o.number for o in self._silencers_of(check)) for check in self.checks)

    def _silencers_of(self, check: Check) -> Iterator[Check]:
        for code in check.rule.silenced_by:
            for other in self._by_code.get(code, ()):
                if not check.slots.isdisjoint(other.slots):
                    yield other

    @cached_property
    def _by_code(self) -> dict[str, list[Check]]:
        by_code: dict[str, list[Check]] = {}
        for check in self.checks:
            by_code.setdefault(check.rule.code, []).append(check)
        return by_code

    def verdicts(self, cell_values: CellValues) -> list[Verdict]:
        """The verdict of every check, in order."""
        return [function(cell_values, slots) for function, slots in self._verdicts]

    @cached_property
    def _verdicts(self) -> tuple[RowFunction[Verdict], ...]:
        return tuple(check.verdict for check in self.checks)

    def raw_cell_values(self, values: Sequence[object]) -> CellValues:
        """The values of uncleaned cells, as the workbook's formulas see them.

        A computed cell that nobody typed over holds its formula's value, or an empty text.
        """
        seen = with_defaults(self.form, values)
        cell_values = CellValues(seen)
        for slot, computed in self.form.computing.items():
            if seen[slot] is None:
                value = computed(cell_values)
                seen[slot] = "" if value is None else value
        return CellValues(seen)

    def broken(self, verdicts: Sequence[Verdict]) -> list[Check]:
        """The broken checks that no other broken check is more precise than."""
        return [
            check
            for check in self.checks
            if verdicts[check.number] == BROKEN
            and not any(verdicts[other.number] == BROKEN for other in self._silencers_of(check))
        ]


@derived
def checklist_of(form: Form) -> Checklist:
    """The checklist of a form."""
    return Checklist(form)
