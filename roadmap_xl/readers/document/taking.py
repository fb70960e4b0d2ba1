"""What is taken from a document: into which field, from which place, and what is left, with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...expressions.snapshot import says_something
from ...form.columns import Kind
from ...form.fields import Field
from ...submission import Remark
from ...texts.days import day_in
from ...texts.squeezing import compared, squeezed
from ..number_cells import bare_number, percent_in
from ..structure.leftovers import LeftCell
from ..typed_text import quoted
from .content import Where, lines_kept
from .words import says

MOST_NAMED = 12
"""As many missing rows are named one by one."""
TWO_VALUES = "в документе два разных значения для одной графы"


@dataclass
class Taken:
    """The values of a document by slot, and everything else that stands in it."""

    raw: dict[int, object] = field(default_factory=dict)
    places: dict[int, Where] = field(default_factory=dict)
    """By slot, where its value stands."""
    merged: dict[int, int] = field(default_factory=dict)
    """By slot, the slot whose value was said over several rows or columns."""
    percents: set[int] = field(default_factory=set)
    """The slots typed with «%»."""
    texts: dict[int, str] = field(default_factory=dict)
    left: list[LeftCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    told: dict[Where, set[int]] = field(default_factory=dict)
    """By place that says something of its own, the slots it fills; none for what is left."""
    noted: set[Where] = field(default_factory=set)
    """Places that no field takes a value from, and a remark speaks of."""
    _disputed: set[int] = field(default_factory=set)

    def put(self, where: Where, text: str, one: Field | None) -> None:
        """Gives a text to a field; a second, other text for it makes both doubtful."""
        text = lines_kept(text)
        if not says(text):
            return
        if one is None:
            self.leave(where, text, "такой графы в бланке нет")
            return
        slot, said = one.slot, squeezed(text)
        if slot in self._disputed:
            self.leave(where, text, TWO_VALUES)
        elif slot not in self.raw:
            self.raw[slot], self.places[slot], self.texts[slot] = typed(text, one), where, text
            if one.kind is Kind.SHARE and percent_in(said) is not None:
                self.percents.add(slot)
            self.told.setdefault(where, set()).add(slot)
        elif squeezed(self.texts[slot]) == said:
            self.told.setdefault(where, set()).add(slot)
        else:
            self._dispute(one, where, text)

    def add(self, where: Where, text: str, one: Field | None) -> None:
        """Gives a further line to a field of words; a second number makes both doubtful."""
        first = self.raw.get(one.slot) if one is not None else None
        if one is None or not isinstance(first, str) or one.kind is not Kind.TEXT or not says(text):
            self.put(where, text, one)
            return
        self.raw[one.slot] = self.texts[one.slot] = f"{first}\n{lines_kept(text)}"
        self.told.setdefault(where, set()).add(one.slot)

    def _dispute(self, one: Field, where: Where, text: str) -> None:
        first = self.texts.pop(one.slot)
        words = {"one": quoted(first), "other": quoted(text), "place": str(self.places[one.slot])}
        self.remarks.append(Remark("document-two-values", *where, one.id, words))
        self.leave(self.places.pop(one.slot), first, TWO_VALUES)
        self.leave(where, text, TWO_VALUES)
        self._disputed.add(one.slot)
        self.percents.discard(one.slot)
        del self.raw[one.slot]
        for slots in self.told.values():
            slots.discard(one.slot)

    def leave(self, where: Where, text: str, why: str) -> None:
        """Lists a text that has no place in the form."""
        text = lines_kept(text)
        if says(text):
            self.left.append(LeftCell(*where, value=text, why=why))
            self.told.setdefault(where, set())

    def note(self, where: Where, text: str) -> None:
        """Counts a text that is no value; a remark tells how it was understood."""
        if says(text):
            self.told.setdefault(where, set())
            self.noted.add(where)

    def missing(self, where: Where, names: Sequence[str], of: int) -> None:
        """Says which rows of a table that was found the document lacks."""
        if not 0 < len(names) < of:
            return
        listed = ", ".join(names[:MOST_NAMED])
        more = f" … всего {len(names)} из {of}" if len(names) > MOST_NAMED else ""
        self.remark("rows-missing", where, rows=listed + more)

    def remark(self, kind: str, where: Where, field_id: str = "", **words: str) -> None:
        """Says what was odd about a place."""
        self.remarks.append(Remark(kind, *where, field_id, words))


def typed(text: str, one: Field) -> object:
    """The text as it would be typed into the field's cell: plain numbers, percents, days.

    In a document every number is a text, so that alone is nothing to be told.
    """
    said = squeezed(text)
    if one.kind in (Kind.SHARE, Kind.FREE) and says_something(said) and "(" not in said:
        share = percent_in(said)
        if share is not None and one.is_input:
            return share
    number = bare_number(said) if one.kind.is_number or one.kind is Kind.FREE else None
    if number is not None and number == int(number):
        return int(number)
    if number is not None and one.kind is not Kind.COUNT:
        return number
    if one.kind is Kind.DATE and (day := day_in(compared(said))) is not None:
        return day
    return text
