"""A school whose file is in the totals, less what an error leaves out: the smallest unit.

An error says itself what it leaves out (`Finding.excludes`): a cell, a row, a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..expressions.walking import cells_in
from ..findings import Excludes, Finding, Severity
from ..form.fields import Field
from ..form.table import Table
from ..submission import Submission
from .received import Received
from .sums import Part

Unit = tuple[type[Table], str, str]
"""A table, and in it a row and a column; empty for all of them."""


@dataclass(frozen=True)
class LeftOut:
    """A cell of a school that no sum may use, and the finding that says why."""

    school: str
    field: Field
    excludes: Excludes
    code: str

    @property
    def words(self) -> str:
        """«СОШ № 5 — строка «Физика» (EGE-002)»."""
        return f"{self.school} — {self.what} ({self.code})"

    @property
    def what(self) -> str:
        if self.excludes is Excludes.CELL:
            title = self.field.spec.full_label or self.field.label
            row = self.field.row.label
            return f"«{title}», {row}" if row and row != title else f"«{title}»"
        if self.excludes is Excludes.ROW and self.field.row.label:
            return f"строка «{self.field.row.label}»"
        return "вся таблица"


@dataclass(frozen=True)
class CountedSchool:
    """One school's accepted file."""

    key: str
    code: str
    name: str
    received: Received
    submission: Submission
    findings: tuple[Finding, ...]

    @cached_property
    def _units(self) -> dict[Unit, Finding]:
        """What the errors leave out."""
        found: dict[Unit, Finding] = {}
        for finding in self.findings:
            field = self.submission.form.by_id.get(finding.field)
            if finding.severity is Severity.ERROR and field is not None:
                unit = _UNIT[finding.excludes](field)
                if unit is not None:
                    found.setdefault(unit, finding)
        return found

    def left_out(self, slots: Iterable[int]) -> LeftOut | None:
        """Why these cells may not be used; None where they may."""
        fields = self.submission.form.fields
        return next((lo for slot in slots if (lo := self._cell_left_out(fields[slot]))), None)

    def _cell_left_out(self, field: Field) -> LeftOut | None:
        for excludes in (Excludes.TABLE, Excludes.ROW, Excludes.CELL):
            unit = _UNIT[excludes](field)
            if unit in self._units:
                return LeftOut(self.name, field, excludes, self._units[unit].code)
        value = self.submission.values[field.slot]
        if field.slot in self.submission.rejected or isinstance(value, str):
            return LeftOut(self.name, field, Excludes.CELL, "не число")
        return None

    def parts(self, slots: Iterable[int]) -> tuple[Part, ...]:
        """The numbers that stand in these cells; a blank has none."""
        values = self.submission.values
        return tuple(
            Part(self.key, slot, value)
            for slot in slots
            if isinstance(value := values[slot], int | float)
        )

    def sources(self, field: Field) -> tuple[int, ...]:
        """The cells a field's value rests on: its own, or those it is computed from."""
        return sources(self.submission, field)


def sources(submission: Submission, field: Field) -> tuple[int, ...]:
    """The slots of the typed cells behind a field."""
    term = submission.form.computed.get(field.slot)
    return (field.slot,) if term is None else tuple(cell.slot for cell in cells_in(term))


def _cell(field: Field) -> Unit:
    return (field.table, field.row.key, field.column)


def _row(field: Field) -> Unit:
    return (field.table, field.row.key, "")


def _table(field: Field) -> Unit:
    return (field.table, "", "")


def _nothing(field: Field) -> None:
    return None


_UNIT = {
    Excludes.CELL: _cell,
    Excludes.ROW: _row,
    Excludes.TABLE: _table,
    Excludes.FILE: _nothing,  # such a file is not counted at all
    Excludes.NOTHING: _nothing,
}


def all_words(left_out: Sequence[LeftOut]) -> str:
    """What was left out, each thing once, as one cell shows it."""
    return "; ".join(dict.fromkeys(one.words for one in left_out))
