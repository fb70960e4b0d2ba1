"""The cells of an .xls (Excel 97–2003) through xlrd, what stands beside them from the records.

Not calamine, which makes room for what counts in the file say and ends the process where they lie:
xlrd is Python, gives merged cells, fonts of pieces of texts and hidden rows, and is no slower here.
What it does not give, notes and texts of drawings, is read record by record.

Source of the record layouts: [MS-XLS], «Excel Binary File Format», sections 2.4 and 2.5.10.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import time
from types import TracebackType
from typing import Any

import olefile
import xlrd

from ...expressions.cell_values import ErrorValue
from ...form.layout import column_name
from .beside import (
    MOST_DRAWN,
    BesideCells,
    CellComment,
    CommentsFound,
    TooManyCommentsError,
    TooMuchDrawnError,
    too_many_comments,
    too_much_drawn,
)
from .beside import TEXT as DRAWN_TEXT
from .cells import Beside, Looks, Markup
from .faults import Refused
from .opening import MOST_CELLS_OF_SHEET, MOST_SHEETS
from .package_parts import DamagedPartError
from .piece_looks import NOTHING_OWN, Piece, unseen_part
from .places import At
from .values import plain
from .visible import PLAIN, WHOLE, Pieces, Visible
from .xls_looks import CONDITIONS, XlsConditions, XlsStyles

NOTE, OBJECT, TEXT, CONTINUED = 0x001C, 0x005D, 0x01B6, 0x003C
RECORDS = frozenset((NOTE, OBJECT, TEXT, CONTINUED))


class XlsComments:
    """The comments of one sheet, from its records in their order."""

    def __init__(self) -> None:
        self._notes: list[tuple[str, str, int]] = []
        self._texts: dict[int, str] = {}
        self._object = -1
        self._letters = 0
        """How many of the present object's text are still to come."""

    def take(self, kind: int, content: bytes) -> None:
        """One of the `RECORDS`; what is cut off says nothing."""
        if kind == NOTE and len(content) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", content)
            author = _text(content[10:])[: content[8]] if len(content) > 11 else ""
            self._notes.append((f"{column_name(column)}{row + 1}", author, number))
        elif kind == OBJECT and len(content) >= 8:
            self._object, self._letters = struct.unpack_from("<H", content, 6)[0], 0
        elif kind == TEXT and len(content) >= 12:
            self._letters = struct.unpack_from("<H", content, 10)[0]
            self._texts[self._object] = ""
        elif kind == CONTINUED and self._letters and content:
            text = _text(content)[: self._letters]
            self._letters -= len(text)
            self._texts[self._object] += text

    def found(self) -> CommentsFound:
        found = CommentsFound()
        for cell, author, number in self._notes:
            found.add(cell, author, self._texts.get(number, ""))
        return found

    def drawn(self) -> tuple[BesideCells, ...]:
        """The texts of objects that are no comments; raises `TooMuchDrawnError`."""
        noted = {number for *_, number in self._notes}
        others = [text.strip() for number, text in self._texts.items() if number not in noted]
        texts = [text for text in others if text]
        if len(texts) > MOST_DRAWN:
            raise TooMuchDrawnError
        return tuple(BesideCells(DRAWN_TEXT, text) for text in texts)


def _text(content: bytes) -> str:
    """Letters of one byte or of two, as the byte before them says."""
    return content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", errors="replace")


# --- The sheets of a file ---

_STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT_CUR"
MOST_RECORDS = 1_000_000
"""As many take half a second to look at; the form has some 50,000."""
_BEGIN, _SHEET, _LOCKED = 0x0809, 0x0085, 0x002F
FAULTS = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError, xlrd.formula.FormulaError, struct.error),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, NotImplementedError),
    *(AssertionError, NameError, OSError, EOFError, RecursionError),
)
"""What a damaged record makes of the libraries that read .xls."""


class LockedError(Exception):
    """A workbook that is encrypted in the manner of this format."""


class XlrdFaults(AbstractContextManager[None]):
    """Raises `DamagedPartError` for what a damaged file makes of xlrd, `LockedError` for a lock."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(fault, xlrd.XLRDError) and "encrypted" in str(fault):
            raise LockedError from fault
        if isinstance(fault, FAULTS):
            raise DamagedPartError(type(fault).__name__) from fault


class _NullOutput(io.TextIOBase):
    """Takes what a library prints, and drops it."""

    def write(self, text: str) -> int:
        return len(text)


class XlsCells:
    """The sheets of a workbook of Excel 97–2003."""

    saved_as = ".xls (Excel 97–2003)"

    def __init__(self, data: bytes, file: str) -> None:
        stream, has_macros = _opened(data)
        comments, self._conditions = _beside_cells_in(stream, file)
        with XlrdFaults():
            self._workbook: Any = xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                logfile=_NullOutput(),
            )
            self._names: list[str] = self._workbook.sheet_names()
            self._styles = XlsStyles(self._workbook)
        self._file = file
        self._sheets: dict[str, _Sheet] = {}
        looks = {name: self._sheet(name).looks for name in self._names}
        self.beside = Beside(
            self._comments(comments), self._drawn(comments), looks, has_macros=has_macros
        )

    @property
    def sheet_names(self) -> list[str]:
        return list(self._names)

    def _sheet(self, name: str) -> _Sheet:
        if name not in self._sheets:
            with XlrdFaults():
                conditions = self._conditions.get(self._names.index(name), XlsConditions())
                sheet = self._workbook.sheet_by_name(name)
                found = _Sheet(self._workbook, sheet, self._styles, conditions)
                self._workbook.unload_sheet(name)
            if found.rows * found.columns > MOST_CELLS_OF_SHEET:
                reason = f"на листе занято строк — {found.rows}, столбцов — {found.columns}"
                raise Refused("outsized", file=self._file, reason=reason)
            self._sheets[name] = found
        return self._sheets[name]

    def rows(self, sheet: str) -> list[list[object]]:
        return [[plain(value) for value in row] for row in self._sheet(sheet).values]

    def _comments(self, found: dict[int, XlsComments]) -> dict[str, tuple[CellComment, ...]]:
        """By sheet, the comments on it."""
        try:
            return {name: found[n].found().all for n, name in enumerate(self._names) if n in found}
        except TooManyCommentsError as fault:
            raise too_many_comments(self._file) from fault

    def _drawn(self, found: dict[int, XlsComments]) -> dict[str, tuple[BesideCells, ...]]:
        """By sheet, what is drawn on it."""
        names = enumerate(self._names)
        try:
            drawn = {name: found[n].drawn() for n, name in names if n in found}
        except TooMuchDrawnError as fault:
            raise too_much_drawn(self._file) from fault
        return {sheet: texts for sheet, texts in drawn.items() if texts}

    def markup(self, sheet: str) -> Markup | None:
        """None: formulas and number formats of this format are not read."""
        return None


class _Sheet:
    """The values of a sheet, and how its cells look."""

    def __init__(
        self, workbook: Any, sheet: Any, styles: XlsStyles, conditions: XlsConditions
    ) -> None:
        self.rows = self.columns = 0
        self.values: list[list[object]] = []
        self._styles, self._workbook, self._sheet = styles, workbook, sheet
        self._style_at: dict[At, int] = {}
        self._struck: set[At] = set()
        self._struck_parts: dict[At, str] = {}
        self._unseen_parts: dict[At, str] = {}
        for row in range(sheet.nrows):
            self.values.append([self._value(row, cell) for cell in enumerate(sheet.row(row))])
        self.looks = self._looks(conditions)

    def _looks(self, conditions: XlsConditions) -> Looks:
        sheet, looks = self._sheet, self._styles.look
        rows, columns = sheet.rowinfo_map.items(), sheet.colinfo_map.items()
        struck_if, unseen_if = conditions.on(self._style_at, self._styles)
        palette = self._styles.palette
        hidden = {one for one in set(self._style_at.values()) if not looks(one).is_seen(palette)}
        odd = {one for one in set(self._style_at.values()) if self._styles.is_unusual(one)}
        return Looks(
            tuple(map(_area, sheet.merged_cells)),
            frozenset(self._struck),
            self._struck_parts,
            frozenset(n for n, row in rows if row.hidden or _is_below(row.height, _POINT)),
            frozenset(n for n, one in columns if one.hidden or _is_below(one.width, _LETTER)),
            is_hidden=bool(sheet.visibility),
            struck_if=struck_if,
            unseen=frozenset(at for at, one in self._style_at.items() if one in hidden),
            unseen_if=unseen_if,
            codes={at: looks(one).code or "" for at, one in self._style_at.items() if one in odd},
            unseen_parts=self._unseen_parts,
            shows_no_zeros=not sheet.show_zero_values,
        )

    def _value(self, row: int, numbered: tuple[int, Any]) -> object:
        column, cell = numbered
        if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
            return None
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        self._style_at[row, column] = cell.xf_index
        if self._styles.look(cell.xf_index).is_struck:
            self._struck.add((row, column))
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return self._text((row, column), cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return ErrorValue(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        return self._moment(cell.value) if cell.ctype == xlrd.XL_CELL_DATE else cell.value

    def _text(self, at: At, text: str) -> str:
        """The text as it is seen: its pieces may have fonts of their own."""
        runs = self._sheet.rich_text_runlist_map.get(at)
        if not runs:
            return text
        pieces, begun, look, own = Pieces(), 0, PLAIN, NOTHING_OWN
        coloured = []
        for begin, font in (*runs, (len(text), 0)):
            pieces.add(text[begun:begin], look)
            coloured.append(Piece(text[begun:begin], own))
            begun, look = begin, self._styles.of_font(font)
            own = self._styles.piece_look(font)
        cell = self._styles.look(self._style_at[at])
        self._unseen_parts[at] = unseen_part(coloured, cell, self._styles.palette)
        seen: Visible = pieces.seen()
        if seen.struck == WHOLE:
            self._struck.add(at)
        elif seen.struck:
            self._struck_parts[at] = seen.struck
        return seen.text

    def _moment(self, number: float) -> object:
        """The day and time of a number; the number itself where there is no such day."""
        try:
            found = xlrd.xldate_as_datetime(number, self._workbook.datemode)
        except (ValueError, OverflowError):
            return number
        return found.time() if 0 <= number < 1 and found.time() != time() else found


_POINT, _LETTER = 20, 256
"""Of a height, and of a width, in the units of this format."""


def _is_below(size: int | None, least: int) -> bool:
    return size is not None and size < least


def _area(bounds: tuple[int, int, int, int]) -> str:
    """«B3:B4» of the first and the last but one row and column."""
    top, bottom, left, right = bounds
    return f"{column_name(left)}{top + 1}:{column_name(right - 1)}{bottom}"


def _opened(data: bytes) -> tuple[bytes, bool]:
    """The stream with the workbook's records, and whether there is one with macros."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in _STREAMS:
                if container.exists(name):
                    found: bytes = container.openstream(name).read()
                    return found, bool(container.exists(_MACROS))
    except (OSError, ValueError, IndexError, struct.error) as fault:
        raise DamagedPartError(str(fault)) from fault
    raise DamagedPartError("no workbook in the container")


def _records(stream: bytes, file: str) -> Iterator[tuple[int, int, bytes]]:
    """Position, type and content of each record."""
    at = number = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        number += 1
        if number > MOST_RECORDS:
            raise Refused("outsized", file=file, reason=f"в нём больше {MOST_RECORDS} записей")


def _beside_cells_in(
    stream: bytes, file: str
) -> tuple[dict[int, XlsComments], dict[int, XlsConditions]]:
    """By number of a sheet, what its records say beside the cells, and its conditional formats."""
    begins: dict[int, int] = {}
    comments: dict[int, XlsComments] = {}
    conditions: dict[int, XlsConditions] = {}
    here, named = -1, 0
    for at, kind, content in _records(stream, file):
        if kind == _SHEET and len(content) >= 4:
            begins.setdefault(struct.unpack_from("<I", content)[0], named)
            named += 1
            if named > MOST_SHEETS:
                raise Refused("outsized", file=file, reason=f"в нём больше {MOST_SHEETS} листов")
        elif kind == _BEGIN and at in begins:
            here = begins[at]
            comments.setdefault(here, XlsComments())
            conditions.setdefault(here, XlsConditions())
        elif kind == _LOCKED:
            return {}, {}
        elif kind in RECORDS and here >= 0:
            comments[here].take(kind, content)
        elif kind in CONDITIONS and here >= 0:
            conditions[here].take(kind, content)
    return comments, conditions
