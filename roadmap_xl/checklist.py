"""The checks of an edition: every live rule asked of every row, its trees with cells in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .expressions.nodes import FALSE, Cell, Expression
from .expressions.numbers import shown
from .expressions.python import (
    BROKEN,
    Verdict,
    compiled_condition,
    compiled_number,
    compiled_verdict,
)
from .expressions.snapshot import ERROR_SHOWN, ErrorValue, Snapshot, trimmed
from .expressions.walking import cells_in
from .findings import Audience, Severity
from .form.fields import Field
from .form.vocabulary import DRAFT
from .layout import Layout, layout_of
from .rules.catalogue import RULES
from .rules.rule import Rule
from .submission import with_defaults


@dataclass(frozen=True)
class Check:
    """One rule asked for one row: its trees with cells in place, and the cell it marks."""

    number: int
    rule: Rule
    field: Field
    asked: Expression
    holds: Expression
    facts: dict[str, str]
    shows: dict[str, Expression]
    unfinished: Expression
    """Where a draft may still have it wrong."""
    slots: frozenset[int]

    @cached_property
    def verdict(self) -> Callable[[Snapshot], Verdict]:
        return compiled_verdict(self.asked, self.holds)

    def message(self, snapshot: Snapshot, values: Sequence[object]) -> str:
        """The rule's message about these values; asked only where the verdict is ✗."""
        seen = {name: self._seen(term, snapshot, values) for name, term in self.shows.items()}
        return self.rule.message.format(**self.facts, **seen)

    def severity(self, snapshot: Snapshot, stage: object) -> Severity:
        """The rule's severity; what is not filled in yet is only a note in a draft."""
        if isinstance(stage, str) and trimmed(stage) == DRAFT and self._unfinished(snapshot):
            return Severity.NOTE
        return self.rule.severity

    @cached_property
    def _unfinished(self) -> Callable[[Snapshot], bool]:
        return compiled_condition(self.unfinished)

    @staticmethod
    def _seen(term: Expression, snapshot: Snapshot, values: Sequence[object]) -> str:
        if isinstance(term, Cell):
            value = values[term.slot]
            return ERROR_SHOWN if isinstance(value, ErrorValue) else shown(value)
        return shown(compiled_number(term)(snapshot))


def label_of(field: Field) -> str:
    """What a message calls the field's row."""
    return getattr(field.row, "full_label", "") or field.title


class Checklist:
    """All checks of an edition, in the order of the cells they mark; the district's come last."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.form = layout.form
        self.checks: tuple[Check, ...] = tuple(self._numbered())
        self.silencers: tuple[tuple[int, ...], ...] = tuple(self._silencing())
        """For each check, the numbers of those whose ✗ says the same more precisely."""
        self.stage_slot = self.form.by_id["meta.stage"].slot

    def _numbered(self) -> Iterable[Check]:
        """The checks; what a year never asks is none of them."""
        found = [
            (field, rule)
            for rule in RULES
            for row in self.form.edition.rows_of(rule.table.rows)
            if rule.rows(row)
            for column in rule.marks
            if (field := self.form.field(rule.table, row.key, column)) is not None
            and self.form.resolved(rule.asked, row, rule.table, column) != FALSE
        ]
        found.sort(key=lambda pair: (pair[1].audience is Audience.DISTRICT, pair[0].slot))
        for number, (field, rule) in enumerate(found):
            yield self._check(number, rule, field)

    @cached_property
    def live(self) -> tuple[Check, ...]:
        """The checks that a school sees in its workbook."""
        return tuple(c for c in self.checks if c.rule.audience is Audience.SCHOOL)

    def _check(self, number: int, rule: Rule, field: Field) -> Check:
        def resolved(node: Expression) -> Expression:
            return self.form.resolved(node, field.row, rule.table, field.column)

        asked, holds = resolved(rule.asked), resolved(rule.condition)
        facts = {
            "label": label_of(field),
            "column": field.spec.full_label or field.label,
            "code": field.row.key,
            **{k: self.form.edition_text(text) for k, text in rule.facts(field.row).items()},
        }
        shows = {
            name: resolved(term)
            for name, term in rule.shows.items()
            if isinstance(term, Expression)
        }
        unfinished = resolved(rule.unfinished)
        slots = frozenset(cell.slot for node in (asked, holds) for cell in cells_in(node))
        return Check(number, rule, field, asked, holds, facts, shows, unfinished, slots)

    def _silencing(self) -> Iterable[tuple[int, ...]]:
        by_code: dict[str, list[Check]] = {}
        for check in self.checks:
            by_code.setdefault(check.rule.code, []).append(check)
        for check in self.checks:
            yield tuple(
                other.number
                for code in check.rule.silenced_by
                for other in by_code.get(code, ())
                if not check.slots.isdisjoint(other.slots)
            )

    def verdicts(self, snapshot: Snapshot) -> list[Verdict]:
        """The verdict of every check, in order."""
        return [check.verdict(snapshot) for check in self.checks]

    def raw_snapshot(self, values: Sequence[object]) -> Snapshot:
        """The snapshot of uncleaned cells, as the workbook's formulas see them.

        A computed cell that nobody typed over holds its formula's value, or an empty text.
        """
        seen = with_defaults(self.form, values)
        snapshot = Snapshot(seen)
        for slot, computed in self.form.computing.items():
            if seen[slot] is None:
                value = computed(snapshot)
                seen[slot] = "" if value is None else value
        return Snapshot(seen)

    def broken(self, verdicts: Sequence[Verdict]) -> list[Check]:
        """The checks that are broken and not said more precisely by another."""
        return [
            check
            for check in self.checks
            if verdicts[check.number] == BROKEN
            and not any(verdicts[other] == BROKEN for other in self.silencers[check.number])
        ]


@lru_cache(maxsize=8)
def checklist_of(key: str) -> Checklist:
    """The checklist of an edition that comes with the package."""
    return Checklist(layout_of(key))
