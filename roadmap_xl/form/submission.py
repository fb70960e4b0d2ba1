"""What a school submitted: its cleaned values, by field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field as dataclass_field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..expressions.cell_values import CellValues, ErrorValue
from ..expressions.numbers import show_value
from ..records import Record
from .fields import Field, Form
from .layout import Place
from .tables import Acceptance

Value = None | int | float | str | date


class Note(NamedTuple):
    """What a reader did with a cell that was not as asked; the rules turn it into a finding."""

    kind: str
    slot: int
    raw: str
    """The text as it was typed."""
    value: str = ""
    """What was made of it, as a message shows it."""
    meant: str = ""
    """What was probably meant, ready to follow the message's text."""


class Remark(Record):
    """What a reader saw in the structure of a file; the rules turn it into a finding."""

    kind: str
    sheet: str = ""
    """By its name in the file, like all places of a remark."""
    cell: str = ""
    field: str = ""
    """The id of the field it is about, where there is one."""
    words: Mapping[str, str] = dataclass_field(default_factory=dict, hash=False)
    fix: str = ""
    """What to do about it, where that is not what the rule says."""
    about: Remark | None = None
    """The remark that it answers; what that says is its word `said`."""


class Submission(Record):
    """The values of one workbook by slot; None is a blank, `rejected` slots hold nothing usable."""

    form: Form
    values: tuple[Value, ...]
    rejected: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    remarks: tuple[Remark, ...] = ()
    moved: Mapping[int, Place] = dataclass_field(default_factory=dict, hash=False)
    """By slot, where a field stands in the file, if not where the blank has it."""
    lost: frozenset[int] = frozenset()
    """The slots that have no place in the file; a remark says so once for all of them."""
    carried: Mapping[str, float] = dataclass_field(default_factory=dict, hash=False)
    """By field id, the numbers that the blank took from last year's workbook."""
    unasked: frozenset[int] = frozenset()
    """The slots that the file's own form does not ask for, where this is another of its year."""
    derived: dict[Callable[..., object], object] = dataclass_field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What higher rooms worked out of it, by the function that did: see `derived`."""

    def __reduce__(self) -> tuple[type[Submission], tuple[object, ...]]:
        """It travels to another process without what was worked out of it."""
        moved = dict(self.moved)
        read = (self.form, self.values, self.rejected, self.notes, self.remarks, moved, self.lost)
        return Submission, (*read, dict(self.carried), self.unasked)

    def __getitem__(self, field_id: str) -> Value:
        return self.values[self.form.by_id[field_id].slot]

    def place(self, field: Field) -> Place:
        """Where a field stands in the file, or in the blank where the file is not known."""
        return self.moved.get(field.slot) or self.form.layout.place(field)

    @cached_property
    def accepted(self) -> dict[str, str]:
        """What the school accepted on «Проверка»: the key of the warning → its reason."""
        prefix = Acceptance.prefix
        pairs = [
            (self[f"{prefix}.{row.key}.what"], self[f"{prefix}.{row.key}.comment"])
            for row in self.form.edition.acceptances
        ]
        return {str(what): show_value(reason) for what, reason in pairs if what and reason}

    @cached_property
    def cell_values(self) -> CellValues:
        """The values as the rules want them: defaults and computed cells filled in."""
        values: list[object] = list(self.values)
        for slot in self.rejected | self.lost | self.unasked:
            values[slot] = ErrorValue("не принято")
        return CellValues(with_defaults(self.form, values))

    @cached_property
    def computed(self) -> dict[int, float | None]:
        """By slot, the value of each computed cell, never read from a file."""
        return {slot: value(self.cell_values) for slot, value in self.form.computing.items()}

    @cached_property
    def control_code(self) -> str:
        """A short mark of what is signed: equal for equal values, whatever file they stand in.

        «4821-0937-5512»: digits alone, so that it can be read out over the telephone. Blank, and
        «не принято», count as nothing; numbers by 12 digits, texts without their spacing.
        """
        lines = [self.form.edition.key]
        for field in self.form.fields:
            value = self.values[field.slot]
            if field.is_signed and value not in (None, ""):
                lines.append(f"{field.id}={_canonical(value)}")
        digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).digest()
        digits = f"{int.from_bytes(digest) % 10**12:012}"
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _canonical(value: Value) -> str:
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return " ".join(str(value).split())


def blank(form: Form, values: Mapping[str, Value] | None = None) -> Submission:
    """A submission with these values by field id, and nothing else."""
    filled: list[Value] = [None] * len(form.fields)
    for field_id, value in (values or {}).items():
        filled[form.by_id[field_id].slot] = value
    return Submission(form, tuple(filled))


def with_defaults(form: Form, values: Sequence[object]) -> list[object]:
    """The values with each blank «всего» taken from the headcount that its cell shows.

    The cell's formula shows 0 for a blank headcount, and so does this.
    """
    effective = list(values)
    for slot, source in form.defaults.items():
        if effective[slot] is None:
            found = values[source.slot]
            effective[slot] = 0 if found is None else found
    return effective
