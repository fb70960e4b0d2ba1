"""What the markup of the gathered sheets adds: remarks, and values said over merged cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..expressions.numbers import shown
from ..form.columns import Kind
from ..layout import Layout
from ..submission import Remark, Value
from .cleaned import Cleaned
from .damage import Damage, SheetSeen, seen_on
from .merging import merged_over
from .structure.gathering import Gathered
from .structure.imprint import imprints_of
from .typed_text import as_text


def remarks_of(layout: Layout, found: Gathered, told: Collection[int]) -> list[Remark]:
    """The remarks on all sheets whose markup is known, what pasting took away in one.

    `told` are the slots of computed cells that have a note.
    """
    damage = Damage()
    remarks = [one for sheet in _seen(layout, found) for one in seen_on(sheet, damage, told)]
    said = damage.remark()
    return [*remarks, said] if said else remarks


def spread(layout: Layout, found: Gathered, cleaned: Mapping[int, Cleaned]) -> dict[int, Cleaned]:
    """By slot, the values of blank fields that lie under a merged cell."""
    values = {}
    for sheet in _seen(layout, found):
        for source, target in merged_over(sheet):
            one = cleaned.get(source.slot)
            if one is not None and one.value is not None:
                said = _shown(one.value, target.kind)
                values[target.slot] = Cleaned(one.value, "merged", said, quote=said)
    return values


def _shown(value: Value, kind: Kind) -> str:
    if kind is Kind.SHARE and isinstance(value, int | float):
        return f"{shown(value * 100)}%"
    return as_text(value)


def _seen(layout: Layout, found: Gathered) -> Iterator[SheetSeen]:
    imprints = imprints_of(layout.edition.key)
    for name, sheet in found.sheets.items():
        if sheet.markup is not None:
            yield SheetSeen(name, sheet.placed, imprints[name], sheet.markup, sheet.rows, layout)
