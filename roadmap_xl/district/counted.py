"""A school whose file is in the totals, less what an error leaves out: the smallest unit.

An error says itself what it leaves out (`Finding.excludes`): a cell, a row, a table.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar

from ..expressions.nodes import cells_in
from ..form.columns import Kind
from ..form.derived import derived
from ..form.fields import Field, Form
from ..form.submission import Submission, Value
from ..form.tables import Table
from ..rules.findings import Excludes
from .received import Contents, Exclusion, Received
from .school import School

NOT_A_NUMBER = "не число"
LOST = "нет в файле"
NOT_IN_FORM = "нет в бланке школы"
_NUMBERS = (int, float)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cell of a school that no sum may use, and the code of the finding that says why."""

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
        if self.excludes is Excludes.EXAMS:
            return "итоги ЕГЭ"
        if self.excludes is Excludes.ROW and self.field.row.label:
            return f"строка «{self.field.row.label}»"
        return "вся таблица"


@dataclass(frozen=True)
class CountedSchool:
    """One school's accepted file, opened."""

    school: School
    received: Received
    contents: Contents

    @property
    def key(self) -> str:
        return self.school.key

    @property
    def name(self) -> str:
        return self.school.name

    @property
    def submission(self) -> Submission:
        return self.contents.submission

    @cached_property
    def has_grade11(self) -> bool:
        """Whether ЕГЭ concerns it at all."""
        return self.school.has_grade11(self.received)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        return self.contents.submission.values

    @cached_property
    def _out(self) -> dict[int, tuple[Excludes, str]]:
        """By slot, what leaves it out; of several the largest unit."""
        form, found = self.submission.form, dict[int, tuple[Excludes, str]]()
        widest_first = sorted(self.contents.exclusions, key=lambda one: _WIDEST.index(one.excludes))
        for one in widest_first:
            for slot in _slots_of(form, one):
                found.setdefault(slot, (one.excludes, one.code))
        for slot in self.submission.rejected:
            found.setdefault(slot, (Excludes.CELL, NOT_A_NUMBER))
        for slot in self.submission.lost:
            found.setdefault(slot, (Excludes.ROW, LOST))
        for slot in self.submission.unasked:
            is_there = self.asks(form.fields[slot].table)
            found.setdefault(slot, (Excludes.ROW if is_there else Excludes.TABLE, NOT_IN_FORM))
        return found

    def asks(self, table: type[Table]) -> bool:
        """Whether the school's own form has this table at all."""
        unasked = self.submission.unasked
        return not unasked or self.once(
            ("asks", table),
            lambda: any(
                field.table is table and field.slot not in unasked
                for field in self.submission.form.fields
            ),
        )

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What several recipes ask of this school, computed for the first of them."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: T = self._kept[key]
        return found

    def is_out(self, slot: int) -> bool:
        """No sum may use this cell: an error leaves it out, or a text stands for a number."""
        return slot in self._unusable

    @cached_property
    def _unusable(self) -> set[int]:
        slots = _slots_of_numbers(self.submission.form)
        if len(slots) < 2:  # of one slot `itemgetter` gives no tuple; a form of words has few
            return {slot for slot in slots if isinstance(self.values[slot], str)}.union(self._out)
        types = list(map(type, itemgetter(*slots)(self.values)))
        texts, at = set[int](), -1
        for _ in range(types.count(str)):  # a few words among hundreds of numbers
            at = types.index(str, at + 1)
            texts.add(slots[at])
        return texts.union(self._out)

    def code_out(self, slot: int) -> str:
        """The code of what leaves a cell out; empty where it counts, as words do among words."""
        kind = self.submission.form.fields[slot].kind
        out = self.left_out((slot,), of_words=not kind.is_number)
        return out.code if out else ""

    def left_out(self, slots: Sequence[int], *, of_words: bool = False) -> LeftOut | None:
        """Why these cells may not be used; None where they may. `of_words`: a text is no fault."""
        unusable = self._out.keys() if of_words else self._unusable
        if unusable.isdisjoint(slots):
            return None  # as a rule
        slot = next(slot for slot in slots if slot in unusable)
        excludes, code = self._out.get(slot, (Excludes.CELL, NOT_A_NUMBER))
        return LeftOut(self.name, self.submission.form.fields[slot], excludes, code)

    def number(self, slot: int) -> int | float | None:
        """The number in a cell that counts; None for a blank and for what is left out."""
        value = self.values[slot]
        if value is None or slot in self._out:
            return None  # most cells
        return value if isinstance(value, _NUMBERS) else None

    def words(self, slot: int) -> str:
        """The text in a cell that counts; empty where there is none."""
        value = self.values[slot]
        return value.strip() if isinstance(value, str) and slot not in self._out else ""

    def total(self, slots: Iterable[int]) -> int | float | None:
        """The sum of the numbers in these cells as they stand; None where there is none."""
        values = self.values
        found = [value for slot in slots if isinstance(value := values[slot], int | float)]
        return sum(found) if found else None


def sources(form: Form, field: Field) -> tuple[int, ...]:
    """The slots of the typed cells behind a field: its own, or those it is computed from."""
    term = form.computed.get(field.slot)
    return (field.slot,) if term is None else tuple(cell.slot for cell in cells_in(term))


_WIDEST = (
    Excludes.EXAMS,
    Excludes.TABLE,
    Excludes.ROW,
    Excludes.CELL,
    Excludes.FILE,
    Excludes.NOTHING,
)


@derived
def _slots_of_numbers(form: Form) -> tuple[int, ...]:
    """Where a number may stand."""
    words = (Kind.TEXT, Kind.CHOICE, Kind.DATE)
    return tuple(field.slot for field in form.fields if field.kind not in words)


def _slots_of(form: Form, one: Exclusion) -> Sequence[int]:
    """The cells that it leaves out; a file's error leaves none, for its file is not counted."""
    field = form.fields[one.slot]
    match one.excludes:
        case Excludes.CELL:
            return (one.slot,)
        case Excludes.ROW:
            return [f.slot for f in form.fields_of(field.table, field.row.key)]
        case Excludes.TABLE:
            return [f.slot for f in form.fields if f.table is field.table]
        case Excludes.EXAMS:
            return [one.slot, *(f.slot for f in form.fields if f.is_of_exams)]
    return ()
