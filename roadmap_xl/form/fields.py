"""The form of an edition: its fields in the form's order, and the place of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ..expressions.nodes import Cell, Expression, Reference
from ..expressions.python import FunctionsByShape, RowFunction, compile_value
from ..expressions.resolving import resolve
from .columns import Column, Kind
from .edition import Edition
from .layout import FORM_SHEETS, SPARE_ROWS, TITLE, Block, Line, Place, arrange
from .loading import DISTRICT_SUFFIX, district_edition, is_known, load_edition
from .rows import IndicatorRow, Row
from .tables import (
    TABLES,
    Average,
    ProblemCount,
    SchoolMeasures,
    SchoolParticipants,
    SubjectResults,
    Table,
)

_EXAM_TABLES = (SubjectResults, Average, SchoolParticipants, SchoolMeasures)


class Field(NamedTuple):
    """One value of the form. `slot` is its number in the form's order."""

    slot: int
    id: str
    table: type[Table]
    row: Row
    column: str
    """The attribute of the table's class."""
    kind: Kind
    spec: Column
    label: str
    """The column's label, with the edition's years."""

    @property
    def is_input(self) -> bool:
        return self.spec.computed is None

    @property
    def is_signed(self) -> bool:
        """Whether it is part of what a signature under the paper stands for."""
        return self.is_input and self.spec.signed

    @property
    def is_of_exams(self) -> bool:
        """About this year's ЕГЭ: without graduates of grade 11 nothing stands here."""
        counted = self.table is ProblemCount and getattr(self.row, "needs_grade11", False)
        return self.table in _EXAM_TABLES or counted

    @property
    def cell(self) -> Cell:
        return Cell(self.slot, not self.kind.is_number)

    @property
    def title(self) -> str:
        """The row's label, or the column's on a card."""
        return self.row.label or self.label


class Form:
    """All fields of an edition, and what follows from them.

    It is worked out when it is first asked for and kept with the form, so that nobody looks
    anything up by the edition's key.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.fields: tuple[Field, ...] = tuple(self._numbered())
        self.by_id: dict[str, Field] = {field.id: field for field in self.fields}
        self._fields_by_place: dict[tuple[type, str, str], Field] = {
            (field.table, field.row.key, field.column): field for field in self.fields
        }
        self.derived: dict[Callable[[Form], Any], Any] = {}
        """What higher rooms worked out of it, by the function that did: see `derived`."""

    def __reduce__(self) -> tuple[Callable[..., Form], tuple[str] | tuple[Edition]]:
        """It travels to another process by its key or, where no package has it, by its edition."""
        key = self.edition.key
        is_packaged = is_known(key) and form_of(key) is self
        return (form_of, (key,)) if is_packaged else (form_of_own, (self.edition,))

    @cached_property
    def layout(self) -> Layout:
        """Where each field stands."""
        return Layout(self)

    @cached_property
    def of_district(self) -> Form:
        """The form that the district fills itself in the same year."""
        return Form(district_edition(self.edition))

    def _numbered(self) -> list[Field]:
        fields: list[Field] = []
        for table in filter(self.has_table, TABLES):
            columns = [
                (
                    name,
                    kind,
                    spec,
                    name if spec.id is None else spec.id,
                    self.column_label(table, name),
                )
                for name, (kind, spec) in table.columns.items()
            ]
            for row in self.edition.rows_of(table.rows):
                if getattr(row, "fixed", ()):
                    continue
                begins = f"{table.prefix}.{row.key}".rstrip(".")
                for name, kind, spec, part, label in columns:
                    if spec.only_for and row.kind not in spec.only_for:
                        continue
                    identity = f"{begins}.{part}" if part else begins
                    here = dict(spec.kind_for).get(row.kind, kind) if spec.kind_for else kind
                    fields.append(Field(len(fields), identity, table, row, name, here, spec, label))
        return fields

    def column_label(self, table: type[Table], name: str) -> str:
        """What a column is called in this form: with its years and its borders of marks."""
        band = self.edition.band_labels.get(name) if table is SubjectResults else None
        return band or self.edition_text(table.columns[name][1].label)

    def has_table(self, table: type[Table]) -> bool:
        """Whether the edition has this table."""
        return self.edition.has(table)

    def edition_text(self, text: str) -> str:
        """The text with the edition's years in place of `{year1}` and the like."""
        return text.format_map(self.edition.words) if "{" in text else text

    def field(self, table: type[Table], row: str, column: str) -> Field | None:
        """The field in this place; None where the row does not have the column."""
        return self._fields_by_place.get((table, row, column))

    def fields_of(self, table: type[Table], row: str) -> list[Field]:
        """The fields of one row, in the order of its columns."""
        return self._by_row.get((table, row), [])

    @cached_property
    def _by_row(self) -> dict[tuple[type[Table], str], list[Field]]:
        by_row: dict[tuple[type[Table], str], list[Field]] = {}
        for field in self.fields:
            by_row.setdefault((field.table, field.row.key), []).append(field)
        return by_row

    def cells_of(self, reference: Reference, row: Row, table: type, mark: str) -> tuple[Cell, ...]:
        """The cells a reference stands for when it is asked for a row of a table."""
        target = table if reference.table is object else reference.table
        column = reference.column or mark + reference.by
        there = self._cells_by_place
        if reference.rows in ("this", "marked"):
            cell = there.get((target, row.key, column))
            return () if cell is None else (cell,)
        places = [(target, key, column) for key in self._keys(reference, row, target)]
        return tuple([there[place] for place in places if place in there])

    @cached_property
    def _cells_by_place(self) -> dict[tuple[type, str, str], Cell]:
        return {place: field.cell for place, field in self._fields_by_place.items()}

    def _keys(self, reference: Reference, row: Row, table: type) -> tuple[str, ...]:
        """The keys of the other rows that a reference is to."""
        if reference.rows == "keyed":
            return (reference.by,)
        if reference.rows == "named":
            named = getattr(row, reference.by)
            return named if isinstance(named, tuple) else (named,)
        rows = self.edition.rows_of(getattr(table, "rows", ""))
        if reference.rows == "every":
            having = "" if reference.by == "key" else reference.by
            return tuple(other.key for other in rows if not having or getattr(other, having))
        if reference.rows == "like":
            mine = getattr(row, reference.by)
            return tuple(other.key for other in rows if getattr(other, reference.by) == mine)
        return tuple(other.key for other in rows if _names(getattr(other, reference.by), row.key))

    def resolved(self, node: Expression, row: Row, table: type, mark: str = "") -> Expression:
        """The expression for one row, with cells in place of references."""
        return resolve(
            node,
            lambda reference: self.cells_of(reference, row, table, mark),
            lambda name: self.edition.parameter(row, name),
        )

    @cached_property
    def computed(self) -> dict[int, Expression]:
        """By slot, the expression of each computed cell."""
        return {
            field.slot: self.resolved(field.spec.computed, field.row, field.table)
            for field in self.fields
            if field.spec.computed is not None
        }

    @cached_property
    def computing(self) -> dict[int, RowFunction[float | None]]:
        """By slot, the function that gives the value of each computed cell."""
        shaped: dict[tuple[type, str], FunctionsByShape[float | None]] = {}
        found = {}
        for field in self.fields:
            if field.spec.computed is not None:
                column = (field.table, field.column)
                if column not in shaped:
                    shaped[column] = FunctionsByShape(compile_value, field.spec.computed)
                value = shaped[column].for_row(FieldRow(self, field))
                if value is not None:
                    found[field.slot] = value
        return found

    @cached_property
    def defaults(self) -> dict[int, Cell]:
        """By slot, the cell whose value stands there until somebody types over it."""
        found: dict[int, Cell] = {}
        for field in self.fields:
            rests_on = field.row.base if isinstance(field.row, IndicatorRow) else ()
            if field.spec.default is not None and rests_on:
                resolved = self.resolved(field.spec.default, field.row, field.table)
                found[field.slot] = _only_cell(resolved)
        return found


class Layout:
    """The place of every field of a form.

    Every sheet keeps its ids in hidden places: column A holds the tag of each row, and above each
    block a hidden row holds the tags of its columns, with `#block` in column A. A reader finds a
    value by both tags, so a moved row or column does not move a number to another subject.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.edition = form.edition
        self.blocks: tuple[Block, ...] = tuple(arrange(form.edition))
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
        """The block of this name; raises `StopIteration` where the form has none."""
        return next(block for block in self.blocks if block.name == name)

    def blocks_of(self, *names: str) -> list[Block]:
        """Those of these blocks that the form has, in the order named."""
        return [block for name in names for block in self.blocks if block.name == name]

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that the edition has fields on, in the workbook's order."""
        there = {block.sheet for block in self.blocks}
        return tuple(sheet for sheet in FORM_SHEETS if sheet in there)

    def on(self, sheet: str) -> list[Block]:
        return [block for block in self.blocks if block.sheet == sheet]

    @cached_property
    def list_of_sheets(self) -> int:
        """The row of «Титул» below the form, where the list of sheets begins."""
        return self.block("meta").last_row + 2

    def rows_for_fields(self, sheet: str) -> int:
        """How many rows of a sheet, from its top, may come to hold fields: some are spare.

        Spare rows stop before a formula. One that reads verdicts, inside a range that verdicts
        read, is a circle for engines that take ranges as a whole.
        """
        last = max(block.last_row for block in self.on(sheet))
        return self.list_of_sheets if sheet == TITLE else last + 1 + SPARE_ROWS

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
    def usual_places(self) -> dict[str, dict[int, tuple[int, int]]]:
        """By sheet and slot, row and column as the blank has them; not to be changed."""
        found: dict[str, dict[int, tuple[int, int]]] = {sheet: {} for sheet in self.sheets}
        for place, field in self.at.items():
            found[place.sheet][field.slot] = (place.row, place.column)
        return found

    @cached_property
    def fields_by_block(self) -> dict[str, tuple[tuple[int, Line, str], ...]]:
        """By the name of a block its fields: slot, line, tag of the column."""
        return {
            block.name: tuple(
                (field.slot, line, tag)
                for line in block.lines
                for tag, field in self.fields_on(block, line)
            )
            for block in self.blocks
        }

    @cached_property
    def hash(self) -> str:
        """A short mark of all ids and places, kept in the workbook's metadata."""
        text = "\n".join(f"{f.id} {p.sheet}!{p.cell}" for p, f in self.at.items())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class FieldRow(NamedTuple):
    """The row of a field, for trees that are asked of it."""

    form: Form
    field: Field

    def cells_of(self, reference: Reference) -> tuple[Cell, ...]:
        field = self.field
        return self.form.cells_of(reference, field.row, field.table, field.column)

    def parameter(self, name: str) -> Any:
        return self.form.edition.parameter(self.field.row, name)

    def resolved(self, tree: Expression) -> Expression:
        field = self.field
        return self.form.resolved(tree, field.row, field.table, field.column)


def _names(named: str | tuple[str, ...], key: str) -> bool:
    return key in named if isinstance(named, tuple) else named == key


def _only_cell(node: Any) -> Cell:
    (cell,) = node.terms
    if not isinstance(cell, Cell):
        raise TypeError(f"{node!r} is not one cell")
    return cell


@lru_cache(maxsize=8)
def form_of(key: str) -> Form:
    """The form of an edition that comes with the package: `2020`; `2020-район`, the district's own.

    Asked where a key comes from outside; then the form itself is handed on. Raises `EditionError`.
    """
    if key.endswith(DISTRICT_SUFFIX):
        return form_of(key.removesuffix(DISTRICT_SUFFIX)).of_district
    return Form(load_edition(key))


_OWN: dict[tuple[str, str], Form] = {}


def form_of_own(edition: Edition) -> Form:
    """The form of an edition of one's own, made once in a process for the same contents."""
    if not edition.mark:
        return Form(edition)
    name = (edition.key, edition.mark)
    if name not in _OWN:
        _OWN[name] = Form(edition)
    return _OWN[name]
