"""One sheet of a blank: what is printed on it, and where its fields stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...form.derived import derived
from ...form.fields import Field, Form, Layout
from ...form.layout import Block
from ...texts.signs import is_seen
from ..files.places import At, cell_name
from ..files.scan import place_at
from .headers import BlockImprint, block_imprints
from .imprint import Imprint, imprints_of

_TAG = re.compile("A[0-9]+")
"""The cells of the first column, which is hidden."""


@dataclass(frozen=True, eq=False)
class PrintedSheet:
    """What the blank has on a sheet; a file's sheet is compared with it."""

    name: str
    imprint: Imprint
    layout: Layout

    @property
    def blocks(self) -> Sequence[Block]:
        return self.layout.on(self.name)

    def around(self, block: Block) -> BlockImprint:
        """The labels and headers that stand around one of its blocks."""
        return block_imprints(self.layout.form)[block.name]

    def has_formula(self, one: Field) -> bool:
        """The blank puts a formula of its own into this field."""
        place = self.layout.place(one)
        return (place.row, place.column) in self.imprint.formula_at

    @cached_property
    def field_names(self) -> Mapping[str, int]:
        """By name of a cell, the slot of the field that stands there."""
        places = self.layout.usual_places[self.name]
        return {cell_name(at): slot for slot, at in places.items()}

    @cached_property
    def _texts_by_name(self) -> Mapping[str, str]:
        return {cell_name(at): text for at, text in self.imprint.text_at.items()}

    @cached_property
    def _known(self) -> frozenset[str]:
        """The cells with a text, a formula or a field."""
        formulas = self.imprint.formulas.split()
        return frozenset({*self._texts_by_name, *formulas, *self.field_names})

    @cached_property
    def _is_tagged_by_texts(self) -> bool:
        """All that the first column holds are the tags of lines and blocks, which are printed."""
        printed, known = (
            sum(_TAG.fullmatch(name) is not None for name in names)
            for names in (self._texts_by_name, self._known)
        )
        return printed == known == self._tags

    @property
    def _tags(self) -> int:
        return sum(1 + len(block.lines) for block in self.blocks)

    def others_in(self, values: Mapping[str, object]) -> dict[At, object] | None:
        """What stands in cells for which the blank has no place; `values` are a sheet's, by name.

        None unless every printed text stands in its cell and none could be a tag, which is as much
        as `is_whole_in` says, sooner.
        """
        texts = self._texts_by_name
        if not self._is_tagged_by_texts or [*map(values.get, texts)] != [*texts.values()]:
            return None
        if self._known.issuperset(values):  # nearly always
            return {}
        others = {name: values[name] for name in values.keys() - self._known}
        if any(map(_TAG.fullmatch, others)):
            return None
        return {place_at(name): value for name, value in others.items() if is_seen(value)}

    def is_whole_in(self, rows: list[list[object]]) -> bool:
        """Every printed text stands in its cell, and no row is tagged that the blank has not."""
        height = len(rows)
        for row, column, text in self.imprint.texts:
            if row >= height or column >= len(rows[row]) or rows[row][column] != text:
                return False
        tagged = sum(bool(row) and row[0] is not None for row in rows)
        return tagged == self._tags


@derived
def printed_sheets(form: Form) -> Mapping[str, PrintedSheet]:
    """By name, the sheets of a blank of this form, in the workbook's order.

    Raises `EditionError` for a form whose blank was never looked at.
    """
    return {
        name: PrintedSheet(name, imprint, form.layout)
        for name, imprint in imprints_of(form).items()
    }
