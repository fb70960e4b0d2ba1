"""Where each field stands: sheet, row, column. The place follows from the order of the form.

Every sheet keeps its ids in hidden places: column A holds the tag of each row, and above each block
a hidden row holds the tags of its columns, with `#block` in column A. A reader finds a value by
both tags, so a moved row or column does not move a number to another subject.
"""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache

from .blocks import (
    CHECK_COLUMN,
    EGE,
    FOOTER,
    FORM_SHEETS,
    INDICATORS,
    MACRO_TEXTS,
    PASSPORT,
    PLAN,
    REVIEW,
    REVIEW_HEADER,
    REVIEW_LINES,
    SCHOOL,
    TAG_COLUMN,
    TITLE,
    XLWINGS_SETTINGS,
    Block,
    Line,
    Place,
    arranged,
    column_name,
)
from .form.fields import Field, Form, form_of
from .form.tables import SchoolMeasures

__all__ = [
    "CHECK_COLUMN",
    "EGE",
    "FOOTER",
    "FORM_SHEETS",
    "INDICATORS",
    "MACRO_TEXTS",
    "PASSPORT",
    "PLAN",
    "REVIEW",
    "REVIEW_HEADER",
    "REVIEW_LINES",
    "SCHOOL",
    "TAG_COLUMN",
    "TITLE",
    "XLWINGS_SETTINGS",
    "Block",
    "Layout",
    "Line",
    "Place",
    "column_name",
    "layout_of",
]


class Layout:
    """The place of every field of an edition."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.edition = form.edition
        self.blocks: tuple[Block, ...] = tuple(
            block for block in arranged(form) if form.asks(block.lines[0].table)
        )
        self._places: dict[int, Place] = {}
        for block in self.blocks:
            columns = dict(block.columns)
            for line in block.lines:
                for tag, field in self.fields_on(block, line):
                    self._places[field.slot] = Place(block.sheet, line.row, columns[tag])
        self.at: dict[Place, Field] = {
            place: form.fields[slot] for slot, place in self._places.items()
        }

    def place(self, field: Field) -> Place:
        return self._places[field.slot]

    def block(self, name: str) -> Block:
        return next(block for block in self.blocks if block.name == name)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that the edition has fields on, in the workbook's order."""
        there = {block.sheet for block in self.blocks}
        return tuple(sheet for sheet in FORM_SHEETS if sheet in there)

    def on(self, sheet: str) -> list[Block]:
        return [block for block in self.blocks if block.sheet == sheet]

    def fields_on(self, block: Block, line: Line) -> list[tuple[str, Field]]:
        """The fields of one line of a block, each with its column tag."""
        if block.name == "org":
            found = [
                (key, self.form.field(SchoolMeasures, key, line.column)) for key, _ in block.columns
            ]
            return [(key, field) for key, field in found if field is not None]
        if line.column:
            field = self.form.field(line.table, "", line.column)
            return [("value", field)] if field is not None else []
        fields = self.form.fields_of(line.table, line.spec.key)
        return [(f.spec.id or f.column, f) for f in fields]

    def as_json(self) -> list[dict[str, object]]:
        """Every field with its place, for programs."""
        return [
            {
                "id": field.id,
                "sheet": place.sheet,
                "cell": place.cell,
                "kind": field.kind.value,
                "label": " — ".join(dict.fromkeys((field.title, field.label))),
                "input": field.is_input,
            }
            for place, field in self.at.items()
        ]

    @cached_property
    def hash(self) -> str:
        """A short mark of all ids and places, kept in the workbook's metadata."""
        text = "\n".join(f"{f.id} {p.sheet}!{p.cell}" for p, f in self.at.items())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=8)
def layout_of(key: str) -> Layout:
    """The layout of an edition that comes with the package."""
    return Layout(form_of(key))
