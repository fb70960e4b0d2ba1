"""The cells of an .xls (Excel 97–2003) through calamine, its extents and errors from the records.

Source of the record layouts: [MS-XLS], «Excel Binary File Format», sections 2.4 and 2.5.10.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

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
from .calamine import calamine, values_of, with_errors, without_rust_messages
from .cells import Beside, Markup
from .faults import Refused
from .opening import MOST_CELLS_OF_SHEET, MOST_SHEETS
from .package_parts import DamagedPartError
from .sheet_xml import At

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
        said = {number: text.strip() for number, text in self._texts.items() if number not in noted}
        texts = [text for text in said.values() if text]
        if len(texts) > MOST_DRAWN:
            raise TooMuchDrawnError
        return tuple(BesideCells(DRAWN_TEXT, text) for text in texts)


def _text(content: bytes) -> str:
    """Letters of one byte or of two, as the byte before them says."""
    return content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", errors="replace")


# --- The cells of an .xls (Excel 97–2003) through calamine, its extents and errors from the r ---

_STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT_CUR"
MOST_RECORDS = 1_000_000
"""As many take half a second to look at; the form has some 50,000."""
_BEGIN, _SHEET, _LOCKED = 0x0809, 0x0085, 0x002F
_FORMULA, _BOOL_OR_ERROR, _SEVERAL_NUMBERS = 0x0006, 0x0205, 0x00BD
_CELLS = frozenset((_FORMULA, _BOOL_OR_ERROR, _SEVERAL_NUMBERS, 0x0203, 0x027E, 0x00FD, 0x0204))
"""Numbers, numbers packed in four bytes, shared texts, texts and the three above."""
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class XlsCells:
    """The sheets of a workbook of Excel 97–2003."""

    saved_as = ".xls (Excel 97–2003)"

    def __init__(self, data: bytes, file: str) -> None:
        stream, has_macros = _opened(data)
        self._sheets = _scanned(stream, file)
        for sheet in self._sheets.values():
            if sheet.rows * sheet.columns > MOST_CELLS_OF_SHEET:
                reason = f"на листе занято строк — {sheet.rows}, столбцов — {sheet.columns}"
                raise Refused("outsized", file=file, reason=reason)
        with without_rust_messages():
            self._workbook = calamine(data)
        self.beside = Beside(self._comments(file), self._drawn(file), has_macros)

    @property
    def sheet_names(self) -> list[str]:
        return self._workbook.sheet_names

    def _comments(self, file: str) -> dict[str, tuple[CellComment, ...]]:
        """By sheet, the comments on it."""
        names = dict(enumerate(self.sheet_names))
        try:
            return {
                names[number]: sheet.comments.found().all
                for number, sheet in self._sheets.items()
                if number in names
            }
        except TooManyCommentsError as fault:
            raise too_many_comments(file) from fault

    def _drawn(self, file: str) -> dict[str, tuple[BesideCells, ...]]:
        """By sheet, what is drawn on it."""
        names = dict(enumerate(self.sheet_names))
        try:
            found = {names[n]: s.comments.drawn() for n, s in self._sheets.items() if n in names}
        except TooMuchDrawnError as fault:
            raise too_much_drawn(file) from fault
        return {sheet: drawn for sheet, drawn in found.items() if drawn}

    def rows(self, sheet: str) -> list[list[object]]:
        number = self.sheet_names.index(sheet)
        errors = self._sheets[number].errors if number in self._sheets else {}
        return with_errors(values_of(self._workbook, sheet), errors)

    def markup(self, sheet: str) -> Markup | None:
        """Not told: formulas and formats of this format are not read."""
        return None


@dataclass
class _Sheet:
    """How far a sheet reaches, and its errors by place."""

    rows: int = 0
    columns: int = 0
    errors: dict[At, str] = field(default_factory=dict)
    comments: XlsComments = field(default_factory=XlsComments)


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


def _scanned(stream: bytes, file: str) -> dict[int, _Sheet]:
    """By number of a sheet, what its records say."""
    begins: dict[int, int] = {}
    named = 0
    sheets: dict[int, _Sheet] = {}
    here: _Sheet | None = None
    for at, kind, content in _records(stream, file):
        if kind == _LOCKED:
            raise Refused("password", file=file)
        if kind == _SHEET and len(content) >= 4:
            begins.setdefault(struct.unpack_from("<I", content)[0], named)
            named += 1
            if named > MOST_SHEETS:
                raise Refused("outsized", file=file, reason=f"в нём больше {MOST_SHEETS} листов")
        elif kind == _BEGIN and at in begins:
            here = sheets.setdefault(begins[at], _Sheet())
        elif kind in _CELLS and here is not None and len(content) >= 6:
            _note(here, kind, content)
        elif kind in RECORDS and here is not None:
            here.comments.take(kind, content)
    return sheets


def _note(sheet: _Sheet, kind: int, content: bytes) -> None:
    row, column = struct.unpack_from("<HH", content)
    last = struct.unpack_from("<H", content, len(content) - 2)[0]
    sheet.rows = max(sheet.rows, row + 1)
    sheet.columns = max(sheet.columns, (last if kind == _SEVERAL_NUMBERS else column) + 1)
    code = None
    if kind == _BOOL_OR_ERROR and len(content) >= 8 and content[7]:
        code = content[6]
    elif kind == _FORMULA and len(content) >= 14 and content[12:14] == b"\xff\xff":
        code = content[8] if content[6] == 2 else None
    if code is not None:
        sheet.errors[row, column] = _ERRORS.get(code, "#N/A")
