"""One sheet of a blank: what is printed on it, and where its fields stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...form.derived import derived
from ...form.fields import Field, Form, Layout
from ...form.layout import Block
from .headers import BlockImprint, block_imprints
from .imprint import Imprint, imprints_of


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

    def is_whole_in(self, rows: list[list[object]]) -> bool:
        """Every printed text stands in its cell, and no row is tagged that the blank has not."""
        height = len(rows)
        for row, column, text in self.imprint.texts:
            if row >= height or column >= len(rows[row]) or rows[row][column] != text:
                return False
        tagged = sum(bool(row) and row[0] is not None for row in rows)
        return tagged == sum(1 + len(block.lines) for block in self.blocks)


@derived
def printed_sheets(form: Form) -> Mapping[str, PrintedSheet]:
    """By name, the sheets of a blank of this form, in the workbook's order.

    Raises `EditionError` for a form whose blank was never looked at.
    """
    return {
        name: PrintedSheet(name, imprint, form.layout)
        for name, imprint in imprints_of(form).items()
    }
