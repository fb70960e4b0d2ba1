"""Where each field stands: sheet, row, column. The place follows from the order of the form.

Every sheet keeps its ids in hidden places: column A holds the tag of each row, and above each block
a hidden row holds the tags of its columns, with `#block` in column A. A reader finds a value by
both tags, so a moved row or column does not move a number to another subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from .edition import Edition
from .fields import Field, Form, form_of
from .rows import Row, plain_row
from .tables import (
    Acceptance,
    Average,
    BaseMath,
    Headcount,
    Identity,
    Indicator,
    Passport,
    PlanHeading,
    PlanItem,
    ProblemCount,
    SchoolMeasures,
    SchoolParticipants,
    Signature,
    SubjectResults,
    Table,
)

TITLE, PASSPORT, EGE, SCHOOL, INDICATORS, PLAN, REVIEW = (
    "Титул",
    "Паспорт",
    "ЕГЭ",
    "ЕГЭ по школе",
    "Показатели",
    "План",
    "Проверка",
)
FORM_SHEETS = (TITLE, PASSPORT, EGE, SCHOOL, INDICATORS, PLAN, REVIEW)
"""The sheets that hold fields, in the workbook's order."""
REVIEW_LINES = 40
"""As many findings as «Проверка» lists; grouped, a form has fewer kinds of fault than that."""
REVIEW_HEADER = 4

FOOTER = "&L&8Дорожная карта, бланк {version}&C&8{sheet}&R&8Стр. &P из &N"
"""What stands below every printed page, in the signs of a workbook."""
MACRO_TEXTS, XLWINGS_SETTINGS = "_texts", "xlwings.conf"
"""Hidden sheets of a workbook with buttons: what its macros say, how xlwings is set."""
SUMMARY_PASSPORT = "Паспорт сводки"
"""The sheet by which a district's summary is known."""

TAG_COLUMN = 0
CHECK_COLUMN = {TITLE: 3, PASSPORT: 5, EGE: 18, SCHOOL: 15, INDICATORS: 12, PLAN: 7, REVIEW: 6}
"""The column «Проверка» of each sheet, right of its tables and outside the print area."""


def column_name(column: int) -> str:
    """The letters of a column, from 0: A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Place(NamedTuple):
    """A cell by sheet and zero-based row and column."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return f"{column_name(self.column)}{self.row + 1}"


class Line(NamedTuple):
    """One row of a block on its sheet, by zero-based row; `spec` is the edition's row."""

    tag: str
    row: int
    table: type[Table]
    spec: Row
    column: str = ""
    """The measure, where the block has its columns downwards."""


class Block(NamedTuple):
    """A table on its sheet. `columns` are the column tags with their zero-based columns."""

    name: str
    sheet: str
    tag_row: int
    header_row: int
    columns: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]

    @property
    def last_row(self) -> int:
        return self.lines[-1].row


def _grid(
    form: Form,
    name: str,
    sheet: str,
    tag_row: int,
    table: type[Table],
    columns: dict[str, int],
    header: int = 1,
    rows: Iterable[Row] | None = None,
    gap_at: int = -1,
) -> Block:
    """A table with a line for each row; before the line `gap_at` a row is left for a heading."""
    first = tag_row + 1 + header
    specs = form.edition.rows_of(table.rows) if rows is None else tuple(rows)
    lines = tuple(
        Line(f"{table.prefix}.{spec.key}".strip("."), first + n + (0 <= gap_at <= n), table, spec)
        for n, spec in enumerate(specs)
    )
    return Block(name, sheet, tag_row, tag_row + header, tuple(columns.items()), lines)


def _card(form: Form, name: str, sheet: str, tag_row: int, table: type[Table], at: int) -> Block:
    """A card: one line for each of its columns, the value in column `at`."""
    (spec,) = form.edition.rows_of(table.rows)
    lines = tuple(
        Line(f"{table.prefix}.{column}", tag_row + 2 + n, table, spec, column)
        for n, column in enumerate(table.model_fields)
    )
    return Block(name, sheet, tag_row, tag_row + 1, (("value", at),), lines)


def _measures(form: Form, sheet: str, tag_row: int, first_column: int) -> Block:
    """The per-school table: subjects across, measures downwards."""
    columns = tuple(
        (row.key, first_column + n) for n, row in enumerate(form.edition.school_columns)
    )
    lines = tuple(
        Line(f"org:{measure}", tag_row + 2 + n, SchoolMeasures, plain_row(), measure)
        for n, measure in enumerate(SchoolMeasures.model_fields)
    )
    return Block("org", sheet, tag_row, tag_row + 1, columns, lines)


def _columns(names: Iterable[str], first: int) -> dict[str, int]:
    return {name: first + n for n, name in enumerate(names)}


def _plan(edition: Edition, tag_row: int) -> Block:
    """The plan: headings with their items below, the school's own rows at each section's end."""
    lines: list[Line] = []
    first = tag_row + 2

    def add(table: type[Table], spec: Row) -> None:
        lines.append(Line(f"pln.{spec.key}", first + len(lines), table, spec))

    placed: set[str] = set()
    headings = {heading.key: heading for heading in edition.plan_headings}
    for item in edition.plan_items:
        for key in item.headings:
            if key not in placed:
                placed.add(key)
                add(PlanHeading, headings[key])
        add(PlanItem, item)
    columns = {"no": 1, "text": 2, "term": 3, "responsible": 4, "result": 5, "mark": 6}
    return Block("pln", PLAN, tag_row, tag_row + 1, tuple(columns.items()), tuple(lines))


def _indicators(edition: Edition, tag_row: int) -> Block:
    """The indicators, a line for each group's heading above its own."""
    row = tag_row + 3
    lines: list[Line] = []
    for group in edition.indicator_groups:
        row += 1
        for spec in edition.indicators:
            if spec.group == group.key:
                lines.append(Line(f"ind.{spec.key}", row, Indicator, spec))
                row += 1
    names = ("name", "unit", "y1", "y2", "y1.num", "y1.den", "y1.pct", "y2.num", "y2.den", "y2.pct")
    columns = _columns(names, 2)
    return Block("ind", INDICATORS, tag_row, tag_row + 2, tuple(columns.items()), tuple(lines))


def arranged(form: Form) -> Iterable[Block]:
    """Every block of an edition, sheet by sheet."""
    yield _card(form, "meta", TITLE, 4, Identity, 2)
    heads = _grid(form, "heads", PASSPORT, 3, Headcount, {"y1": 2, "y2": 3})
    yield heads
    elective = [subject.mandatory for subject in form.edition.subjects].index(False)
    averages = _grid(
        form,
        "averages",
        PASSPORT,
        heads.last_row + 2,
        Average,
        {"value": 2},
        2,
        gap_at=elective,
    )
    yield averages
    counts = _grid(form, "counts", PASSPORT, averages.last_row + 1, ProblemCount, {"value": 2}, 1)
    yield counts
    fields = [row for row in form.edition.passport if not row.fixed]
    yield _grid(form, "psp", PASSPORT, counts.last_row + 2, Passport, {"value": 2}, 1, fields)
    marks = _grid(form, "ege", EGE, 3, SubjectResults, _columns(SubjectResults.model_fields, 3), 2)
    yield marks
    base_math = {"year": 1} | _columns([*BaseMath.model_fields][1:], 3)
    yield _grid(form, "bm", EGE, marks.last_row + 2, BaseMath, base_math, 2)
    persons = _card(form, "persons", SCHOOL, 3, SchoolParticipants, 3)
    yield persons
    yield _measures(form, SCHOOL, persons.last_row + 2, 4)
    yield _indicators(form.edition, 3)
    plan = _plan(form.edition, 3)
    yield plan
    signed = {"position": 2, "fio": 4, "date": 6}
    yield _grid(form, "sgn", PLAN, plan.last_row + 2, Signature, signed, 1)
    accepted = {"what": 3, "comment": 4}
    yield _grid(form, "acc", REVIEW, REVIEW_HEADER + REVIEW_LINES + 3, Acceptance, accepted)


# --- Where each field stands: sheet, row, column. The place follows from the order of the for ---

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
