"""Rows put below those of a sheet in somebody's workbook; nothing else of the file is touched.

A library that reads a workbook and writes it anew loses what it does not know: charts, pictures,
checks of newer programs, values of formulas. So the few bytes that change are put into the parts
where they stand, and every other part stays as it is.

Source: ECMA-376, part 1, sections 18.3.1 (sheets), 18.5 (tables) and 18.8 (styles).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from ..files import pack_parts, read_parts
from ..form.layout import column_name
from ..reader.files.archive import part_name
from ..reader.files.package_parts import (
    DamagedPartError,
    digits_in,
    elements,
    main_part,
    related_parts,
    sheet_parts,
)
from ..reader.files.places import At, place_of
from ..texts.days import serial_of
from ..texts.typed import storable
from ..workbook.drawing import HIGHEST_ROW
from .added_styles import AddedStyles, Look
from .part_bytes import Change, Element, PartWalk, splice

Value = date | int | str | None
_DAYS_TO_1904 = 1462
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What begins a letter told by its number in a text of Excel, and has to be told so itself.

Source: ECMA-376, part 1, section 22.9.2.19 (ST_Xstring).
"""


class NewCell(NamedTuple):
    """A value for a cell, only ever as what it is: a text is no formula."""

    value: Value
    look: Look


class NewRow(NamedTuple):
    """By zero-based column, the cells of a row; its height in points."""

    cells: Mapping[int, NewCell]
    height: float


class FormulaError(Exception):
    """A cell to be written into holds a formula, which would be lost; `cell` is its name."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell


def with_added_rows(
    data: bytes,
    sheet: str,
    rows: Sequence[NewRow],
    *,
    cells: Mapping[At, NewCell],
    widths: Mapping[int, float],
    border: str,
) -> bytes:
    """The workbook with the rows below the last one on which anything stands.

    `cells` go into rows that are there; one that has a look of its own keeps it. `widths` are those
    of columns that the sheet has not had. Filters and tables that ended at its last row reach the
    new ones. Raises `FormulaError`, and `DamagedPartError`, `KeyError` or `ValueError` for a file
    that no office program would have written.
    """
    workbook = _Package(data, sheet)
    styles = AddedStyles(workbook.styles, border)
    found = _Sheet(workbook.sheet)
    writing = _Writing(found.prefix, styles, workbook.is_1904)
    last = max(found.last_row, workbook.last_commented_row)
    new_last = last + len(rows)
    changes = [
        *found.with_rows(last, rows, writing),
        *found.with_cells(cells, writing),
        *found.with_widths(widths),
        *found.with_areas(last, new_last),
    ]
    written = {workbook.sheet_name: splice(workbook.sheet, changes)}
    for name in workbook.tables:
        xml = workbook.parts[name]
        written[name] = splice(xml, _of_table(xml, last, new_last))
    written[workbook.main_name] = _with_filter_name(workbook.main, last, new_last)
    written[workbook.styles_name] = styles.xml_with_new
    return pack_parts(workbook.parts | written)


def columns_of(data: bytes, sheet: str) -> int:
    """How many columns of a sheet there are, from A to the last in which anything stands."""
    return _Sheet(_Package(data, sheet).sheet).last_column + 1


class _Package:
    """A workbook's parts by their own names, and those of one sheet."""

    def __init__(self, data: bytes, sheet: str) -> None:
        self.parts = read_parts(data)
        self._names = {part_name(name): name for name in self.parts}
        self.main_name = self._name(main_part(self._part("_rels/.rels")))
        folder, relations = self._related(self.main_name)
        self.main = self.parts[self.main_name]
        self.sheet_name = self._name(sheet_parts(self.main, relations, folder)[sheet])
        self.sheet = self.parts[self.sheet_name]
        shared = dict(related_parts(relations, folder))
        self.styles_name = self._name(shared["styles"])
        self.styles = self.parts[self.styles_name]
        folder, relations = self._related(self.sheet_name)
        beside = related_parts(relations, folder) if relations else []
        self.tables = [self._name(part) for kind, part in beside if kind == "table"]
        self._comments = [self._name(part) for kind, part in beside if kind == "comments"]

    @property
    def is_1904(self) -> bool:
        return any(
            one.get("date1904") in ("1", "true") for one in elements(self.main, "workbookPr")
        )

    @property
    def last_commented_row(self) -> int:
        places = (
            place_of(one.get("ref", "")) for name in self._comments
            for one in elements(self.parts[name], "comment")
        )  # fmt: skip
        return max((at[0] for at in places if at), default=-1)

    def _name(self, name: str) -> str:
        """A part as it is called in this file, where letters and strokes may be others."""
        return self._names[part_name(name)]

    def _part(self, name: str) -> bytes:
        return self.parts[self._name(name)]

    def _related(self, name: str) -> tuple[str, bytes]:
        folder, base = posixpath.split(name.replace("\\", "/"))
        relations = self._names.get(part_name(f"{folder}/_rels/{base}.rels"))
        return folder, self.parts[relations] if relations else b""


_REF = re.compile(rb"""(\sref\s*=\s*)("[^"]*"|'[^']*')""")


def _with_ref(tag: bytes, ref: str) -> bytes:
    return _REF.sub(rb'\1"' + ref.encode() + b'"', tag, count=1)


def _longer(ref: str, last: int, new_last: int) -> str | None:
    """The area to the new last row, where it reached the old one; zero-based rows."""
    first, _, end = ref.replace("$", "").partition(":")
    start, stop = place_of(first), place_of(end or first)
    if not start or not stop or stop[0] < last:
        return None
    return f"{first}:{column_name(stop[1])}{max(stop[0], new_last) + 1}"


def _longer_areas(
    xml: bytes, areas: Iterable[tuple[str, Element]], last: int, new_last: int
) -> Iterator[Change]:
    for ref, element in areas:
        if longer := _longer(ref, last, new_last):
            yield element.start, element.tag_end, _with_ref(xml[element.tag], longer)


class _CellThere(NamedTuple):
    """A cell that stands in a sheet."""

    element: Element
    style: int
    has_formula: bool


class _RowThere(NamedTuple):
    """A row that stands in a sheet, with its cells by column."""

    element: Element
    cells: Mapping[int, _CellThere]


class _Sheet(PartWalk):
    """Where a sheet's rows stand, and what reaches to the last of them."""

    def __init__(self, xml: bytes) -> None:
        self.last_row = self.last_column = -1
        self._rows: dict[int, _RowThere] = {}
        self._cells: dict[int, _CellThere] = {}
        self._row = self._column = -1
        self._inside: set[str] = set()
        self._data: Element | None = None
        self._columns: Element | None = None
        self._last_sized = -1
        self._areas: list[tuple[str, Element]] = []
        super().__init__(xml)
        if self._data is None:
            raise DamagedPartError("no rows on the sheet")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = digits_in(attributes.get("r", ""), 7)
            self._row = self._row + 1 if number is None else number - 1
            self._column = -1
            self._cells = {}
        elif name == "c":
            named = place_of(attributes.get("r", ""))
            self._column = named[1] if named else self._column + 1
            self._inside = set()

    def take(self, name: str, attributes: dict[str, str], above: str, found: Element) -> None:
        if name in ("v", "is", "f"):
            self._inside.add(name)
        elif name == "c":
            style = digits_in(attributes.get("s", "0"), 6) or 0
            self._cells[self._column] = _CellThere(found, style, "f" in self._inside)
            if self._inside:
                self._reach(self._row, self._column)
        elif name == "row" and above == "sheetData":
            self._rows[self._row] = _RowThere(found, self._cells)
        elif name == "sheetData":
            self._data = found
        elif name == "mergeCell":
            end = place_of(attributes.get("ref", "").partition(":")[2])
            self._reach(*(end or (-1, -1)))
        elif name == "cols":
            self._columns = found
        elif name == "col":
            self._last_sized = max(self._last_sized, digits_in(attributes.get("max", ""), 5) or 0)
        elif name == "dimension" or (name == "autoFilter" and above == "worksheet"):
            self._areas.append((attributes.get("ref", ""), found))

    def _reach(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def with_rows(self, last: int, rows: Sequence[NewRow], writing: _Writing) -> Iterator[Change]:
        """The rows below the last; what stands there is empty, but perhaps coloured."""
        at = self._rows[max(number for number in self._rows if number <= last)].element.end
        added = []
        for number, row in enumerate(rows, start=last + 1):
            there = self._rows.get(number)
            styles = {n: cell.style for n, cell in there.cells.items()} if there else {}
            added.append(writing.row(number, row, styles))
            if there:
                yield there.element.start, there.element.end, b""
        yield at, at, b"".join(added)

    def with_cells(self, cells: Mapping[At, NewCell], writing: _Writing) -> Iterator[Change]:
        """Values in rows that are there; raises `FormulaError`, or `KeyError` where one is not."""
        for at, new in sorted(cells.items(), key=lambda item: item[0]):
            row, column = at
            there = self._rows[row]
            if cell := there.cells.get(column):
                if cell.has_formula:
                    raise FormulaError(f"{column_name(column)}{row + 1}")
                written = writing.cell(row, column, new, cell.style)
                yield cell.element.start, cell.element.end, written
                continue
            behind = [one.element.start for n, one in there.cells.items() if n > column]
            place = min(behind, default=there.element.end_of_content(self.xml))
            yield place, place, writing.cell(row, column, new)

    def with_widths(self, widths: Mapping[int, float]) -> Iterator[Change]:
        """The widths of columns that are beyond all that have one."""
        new = "".join(
            f'<{self.prefix}col min="{at + 1}" max="{at + 1}" width="{width}" customWidth="1"/>'
            for at, width in widths.items()
            if at >= self._last_sized
        )
        if self._columns is not None:
            end = self._columns.end_of_content(self.xml)
            yield end, end, new.encode()
        elif new and self._data is not None:
            begin = self._data.start
            yield begin, begin, f"<{self.prefix}cols>{new}</{self.prefix}cols>".encode()

    def with_areas(self, last: int, new_last: int) -> Iterator[Change]:
        """The sheet's own dimension and its filter."""
        return _longer_areas(self.xml, self._areas, last, new_last)


class _Writing:
    """Rows and cells as markup."""

    def __init__(self, prefix: str, styles: AddedStyles, is_1904: bool) -> None:
        self._prefix, self._styles, self._is_1904 = prefix, styles, is_1904

    def row(self, number: int, row: NewRow, there: Mapping[int, int]) -> bytes:
        """`there` has the styles of the empty cells that the row takes the place of."""
        cells = b"".join(
            self.cell(number, column, row.cells.get(column), there.get(column))
            for column in sorted({*row.cells, *there})
        )
        p = self._prefix
        height = min(row.height, HIGHEST_ROW)
        opening = f'<{p}row r="{number + 1}" ht="{height:.15g}" customHeight="1">'
        return opening.encode() + cells + f"</{p}row>".encode()

    def cell(self, row: int, column: int, new: NewCell | None, style: int | None = None) -> bytes:
        """With the style that stands there, which a day's has to show as one."""
        p, value = self._prefix, new.value if new else None
        if not style:
            style = self._styles.number_of(new.look) if new else 0
        elif isinstance(value, date) and new:
            style = self._styles.with_format(style, new.look.format)
        begin = f'<{p}c r="{column_name(column)}{row + 1}" s="{style}"'
        if value is None or value == "":
            return f"{begin}/>".encode()
        if isinstance(value, date):
            value = serial_of(value) - _DAYS_TO_1904 * self._is_1904
        if isinstance(value, int):
            return f"{begin}><{p}v>{value}</{p}v></{p}c>".encode()
        text = storable(value.encode("utf-8", "replace").decode())
        text = escape(_NUMBERED.sub("_x005F_", text), quote=False)
        inline = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
        return f'{begin} t="inlineStr">{inline}</{p}c>'.encode()


# --- Tables and names ---


class _Table(PartWalk):
    """The areas of a table, and whether it ends with a row of totals."""

    def __init__(self, xml: bytes) -> None:
        self.areas: list[tuple[str, Element]] = []
        self.has_totals = False
        super().__init__(xml)

    def take(self, name: str, attributes: dict[str, str], above: str, found: Element) -> None:
        if name in ("table", "autoFilter"):
            self.areas.append((attributes.get("ref", ""), found))
            self.has_totals = self.has_totals or attributes.get("totalsRowCount", "0") != "0"


def _of_table(xml: bytes, last: int, new_last: int) -> Iterator[Change]:
    table = _Table(xml)
    return _longer_areas(xml, () if table.has_totals else table.areas, last, new_last)


_FILTER_NAME = re.compile(
    rb"(<(?:\w+:)?definedName [^<>]*_xlnm\._FilterDatabase[^<>]*>[^<>]*:\$[A-Z]{1,3}\$)"
    rb"(\d{1,7})(?=<)"
)


def _with_filter_name(main: bytes, last: int, new_last: int) -> bytes:
    """The hidden name by which programs remember a filter's area, which reaches as far as that."""

    def longer(found: re.Match[bytes]) -> bytes:
        end = int(found[2])
        return found[1] + b"%d" % (max(end, new_last + 1) if end > last else end)

    return _FILTER_NAME.sub(longer, main)
