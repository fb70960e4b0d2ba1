"""How a form is laid out on its sheets: blocks of lines and columns, in the order of the form.

Every sheet keeps its ids in hidden places: column A holds the tag of each row, and above each block
a hidden row holds the tags of its columns, with `#block` in column A. A reader finds a value by
both tags, so a moved row or column does not move a number to another subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple

from .edition import Edition
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

TITLE, PASSPORT, EGE, SCHOOL, INDICATORS, PLAN, SIGNATURE, REVIEW = (
    "Титул",
    "Паспорт",
    "ЕГЭ",
    "ЕГЭ по школе",
    "Показатели",
    "План",
    "Подпись",
    "Проверка",
)
SCORES = "Баллы"
"""The sheet of a pasted list of results, in blanks that have one; it is no part of the document."""
PROPOSALS = "Предложения"
"""The sheet of what the edition proposes for the plan, in blanks that have one."""
FORM_SHEETS = (TITLE, PASSPORT, EGE, SCHOOL, INDICATORS, PLAN, SIGNATURE, REVIEW)
"""The sheets that hold fields, in the workbook's order; «Подпись» only in a form without «План»."""
REVIEW_LINES = 40
"""As many findings as «Проверка» lists; grouped, a form has fewer kinds of fault than that."""
REVIEW_HEADER = 4
SPARE_ROWS = 20
"""Below a sheet's last block, for rows that are put in."""

FOOTER = "&L&8Дорожная карта, бланк {version}&C&8{sheet}&R&8Стр. &P из &N"
"""What stands below every printed page, in the signs of a workbook."""
MACRO_TEXTS, XLWINGS_SETTINGS = "_texts", "xlwings.conf"
"""Hidden sheets of a workbook with buttons: what its macros say, how xlwings is set."""
SUMMARY_PASSPORT = "Паспорт сводки"
"""The sheet by which a district's summary is known."""

NO_ZEROS = "General;-General;;@"
"""The number format of inputs that a formula of the blank fills first: nothing is no zero."""

TAG_COLUMN = 0
CHECK_COLUMN = {
    TITLE: 3, PASSPORT: 5, EGE: 18, SCHOOL: 15, INDICATORS: 12, PLAN: 7, SIGNATURE: 7, REVIEW: 6
}  # fmt: skip
"""The column «Проверка» of each sheet, right of its tables and outside the print area."""


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """The letters of a column, from 0: A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def span(first: str, last: str) -> str:
    """The range of two cells in a formula; of one cell, the cell itself.

    Some engines take no range, be it of a single cell, where one value belongs.
    """
    return first if first == last else f"{first}:{last}"


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
    edition: Edition,
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
    specs = edition.rows_of(table.rows) if rows is None else tuple(rows)
    lines = tuple(
        Line(f"{table.prefix}.{spec.key}".strip("."), first + n + (0 <= gap_at <= n), table, spec)
        for n, spec in enumerate(specs)
    )
    return Block(name, sheet, tag_row, tag_row + header, tuple(columns.items()), lines)


def _card(
    edition: Edition, name: str, sheet: str, tag_row: int, table: type[Table], at: int
) -> Block:
    """A card: one line for each of its columns, the value in column `at`."""
    (spec,) = edition.rows_of(table.rows)
    lines = tuple(
        Line(f"{table.prefix}.{column}", tag_row + 2 + n, table, spec, column)
        for n, column in enumerate(table.columns)
    )
    return Block(name, sheet, tag_row, tag_row + 1, (("value", at),), lines)


def _measures(edition: Edition, sheet: str, tag_row: int, first_column: int) -> Block:
    """The per-school table: subjects across, measures downwards."""
    columns = tuple((row.key, first_column + n) for n, row in enumerate(edition.school_columns))
    lines = tuple(
        Line(f"org:{measure}", tag_row + 2 + n, SchoolMeasures, plain_row(), measure)
        for n, measure in enumerate(SchoolMeasures.columns)
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


_TOP = 3
"""The row of the tags above a sheet's first block."""
_Made = Callable[..., Block]
"""How a block is made, by the row of its tags: `tag_row`."""


def _below_one_another(edition: Edition, *parts: tuple[type[Table], int, _Made]) -> Iterator[Block]:
    """The blocks that the form has, each so many rows below the last; the first on top."""
    last: Block | None = None
    for table, distance, made in parts:
        if edition.has(table):
            last = made(tag_row=_TOP if last is None else last.last_row + distance)
            yield last


def arrange(edition: Edition) -> Iterator[Block]:
    """Every block of an edition, sheet by sheet; a table that it does not have takes no room."""
    yield _card(edition, "meta", TITLE, 4, Identity, 2)
    yield from _on_passport(edition)
    yield from _on_exam_sheets(edition)
    if edition.has(Indicator):
        yield _indicators(edition, _TOP)
    signed = {"position": 2, "fio": 4, "date": 6}
    if edition.has(PlanItem):
        plan = _plan(edition, _TOP)
        yield plan
        yield _grid(edition, "sgn", PLAN, plan.last_row + 2, Signature, signed, 1)
    else:
        yield _grid(edition, "sgn", SIGNATURE, _TOP, Signature, signed, 1)
    accepted = {"what": 3, "comment": 4}
    yield _grid(edition, "acc", REVIEW, REVIEW_HEADER + REVIEW_LINES + 3, Acceptance, accepted)


def _on_passport(edition: Edition) -> Iterator[Block]:
    elective = [n for n, subject in enumerate(edition.subjects) if not subject.mandatory]
    fields = [row for row in edition.passport if not row.fixed]
    value = {"value": 2}

    def grid(name: str, table: type[Table], columns: dict[str, int], **further: Any) -> _Made:
        return partial(_grid, edition, name, PASSPORT, table=table, columns=columns, **further)

    yield from _below_one_another(
        edition,
        (Headcount, 2, grid("heads", Headcount, {"y1": 2, "y2": 3})),
        (Average, 2,
         grid("averages", Average, value, header=2, gap_at=min(elective, default=-1))),
        (ProblemCount, 1, grid("counts", ProblemCount, value)),
        (Passport, 2, grid("psp", Passport, value, rows=fields)),
    )  # fmt: skip


def _on_exam_sheets(edition: Edition) -> Iterator[Block]:
    bands = _columns(SubjectResults.columns, 3)
    marks = {"year": 1} | _columns([*BaseMath.columns][1:], 3)
    grid = partial(_grid, edition, sheet=EGE, header=2)
    yield from _below_one_another(
        edition,
        (SubjectResults, 2, partial(grid, name="ege", table=SubjectResults, columns=bands)),
        (BaseMath, 2, partial(grid, name="bm", table=BaseMath, columns=marks)),
    )
    persons = partial(_card, edition, "persons", SCHOOL, table=SchoolParticipants, at=3)
    measures = partial(_measures, edition, SCHOOL, first_column=4)
    yield from _below_one_another(
        edition, (SchoolParticipants, 2, persons), (SchoolMeasures, 2, measures)
    )
