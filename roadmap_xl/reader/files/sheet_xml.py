"""The raw XML of a sheet and of the shared texts: what calamine does not give of them.

Bytes are searched first, which is cheap and enough to see that a sheet is as the blank has it. Only
a sheet that looks otherwise is walked by a real parser, exact for any way of writing it.
`<dimension>` may lie, so the cells themselves are asked how far they reach.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from html import unescape
from itertools import accumulate, compress
from typing import NamedTuple

from .canonical import (
    Rewritten,
    Texts,
    cells_for_calamine,
    rewritten_cells,
    texts_for_calamine,
    usual_cells,
)
from .package_parts import DamagedPartError, digits_in, parse
from .places import At as At
from .places import cell_name as cell_name
from .places import column_of as column_of
from .places import place_of as place_of
from .scan import Scan, formula_text, place_at, scanned
from .shared_texts import usual_texts

_POSITIONED = re.compile(rb'<(?:c|row) r="([A-Z]*)([0-9]+)"')
_FAR = re.compile(rb'<(?:c|row)(?! r="[A-E]?[A-Z]?[0-9]{1,3}")(?=[\s/>])')
_ERROR_CELL = re.compile(rb"""t\s*=\s*["']e["']""")
"""Begins with a letter, which the expression finds much faster than a blank."""
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*><f')
_STYLED_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]{1,6})"')
_VALIDATION = re.compile(rb'<dataValidation [^<>]*?sqref="([^"<]*)"')
_PICTURE = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?:[^<>]* t="e" vm="[0-9]+">(?:<f>[^<>]*</f>)?<v>#VALUE!'
    rb"|[^<>]*>(?:<f>[^<>]*</f>)?<v>=DISPIMG\()"
)
"""As Excel puts a picture into a cell, and as WPS Office does."""
_CELLS_END = b"</sheetData>"
_UNICODE_16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_COLUMNS = 16_384
MOST_ELEMENTS = 1_000_000
"""Cells and rows of a sheet; as many take a second to look at. The form's largest has 1,400."""


class Formula(NamedTuple):
    """A cell's formula; `has_value` is false where no program has calculated it yet."""

    text: str
    has_value: bool


class SheetXml:
    """The XML of one sheet, for all that a reader of values does not see."""

    def __init__(self, xml: bytes) -> None:
        if xml.startswith(_UNICODE_16) or b"\x00" in xml[:100]:
            raise DamagedPartError("a sheet that is not UTF-8")
        self.bytes = xml

    @cached_property
    def scan(self) -> Scan | None:
        """The cells, where they are written as usual and near the corner; quicker than `walk`."""
        return scanned(self.bytes)

    @cached_property
    def walk(self) -> SheetWalk:
        """Everything, exactly; costs more than a read."""
        walk = SheetWalk()
        parse(self.bytes, walk.start, walk.end, walk.text)
        return walk

    @cached_property
    def elements(self) -> int:
        """About as many rows and cells, never too few; 0 where there is no room for many."""
        if len(self.bytes) < len(b"<c/>") * MOST_ELEMENTS:
            return 0
        return self.bytes.count(b"<c") + self.bytes.count(b"<row") + self.bytes.count(b":c")

    @cached_property
    def _usual(self) -> bytes | None:
        return usual_cells(self.bytes)

    @cached_property
    def _rewritten(self) -> Rewritten:
        return rewritten_cells(self.bytes)

    @cached_property
    def for_calamine(self) -> bytes:
        """The cells as calamine can safely be given them, errors as texts."""
        return self._rewritten.cells if self._usual is None else cells_for_calamine(self._usual)

    @property
    def struck_inline(self) -> Mapping[At, str]:
        """By cell, what is struck out in a text that stands in the sheet itself."""
        if self.scan is not None:
            return {}
        return self._rewritten.struck if self._usual is None else {}

    @cached_property
    def pictures(self) -> frozenset[At]:
        """The cells that hold a picture, whose value is none: an error, or the text of a call."""
        if self.scan is not None:
            return frozenset()
        cells = self._usual or b""
        if b" vm=" not in cells and b"DISPIMG(" not in cells:
            return frozenset()
        found = (place_of(one.decode()) for one in _PICTURE.findall(cells))
        return frozenset(at for at in found if at)

    @cached_property
    def may_reach_far(self) -> bool:
        """Something stands beyond EZ999, or is not written as usual; quicker than `extent`."""
        if self.scan is not None:
            return False
        return self._usual is None or bool(_FAR.search(self._usual))

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The number of rows and columns from A1 to the last cell, of those calamine is given."""
        if self._usual is None:
            return self._rewritten.rows, self._rewritten.columns
        found = _POSITIONED.findall(self._usual)
        rows = {row for _, row in found}
        columns = {letters for letters, _ in found}
        return (
            max((int(row) for row in rows), default=0),
            max((column_of(letters.decode()) + 1 for letters in columns), default=0),
        )

    @cached_property
    def filled_extent(self) -> tuple[int, int]:
        """The same to the last cell that holds something: calamine passes over the others."""
        walk = _FilledCells()
        parse(self.bytes, walk.start)
        return walk.rows, walk.columns

    @cached_property
    def errors(self) -> dict[At, str]:
        """Excel's errors, such as #DIV/0!, by place."""
        quoted = b'"e"' in self.bytes or b"'e'" in self.bytes  # quicker than the expression
        return self.walk.errors if quoted and _ERROR_CELL.search(self.bytes) else {}

    @cached_property
    def formula_cells(self) -> str:
        """The names of the cells with formulas, in the file's order, where written as usual."""
        scan = self.scan
        if scan is None:
            return b" ".join(_FORMULA_CELL.findall(self.bytes)).decode()
        return " ".join(compress(scan.names, scan.formulas))

    @cached_property
    def formulas(self) -> Mapping[At, Formula]:
        """Every formula by its place."""
        scan = self.scan
        if scan is None:
            return self.walk.formulas
        try:
            return _formulas_of(scan)
        except ValueError:
            return self.walk.formulas

    @cached_property
    def usual_styles(self) -> Mapping[str, str]:
        """By name of a cell, the number of its style, for cells that are written as usual."""
        scan = self.scan
        if scan is None:
            found = _STYLED_CELL.findall(self.bytes)
            return {name.decode(): style.decode() for name, style in found}
        return dict(zip(scan.names, scan.styles, strict=True))

    def style_at(self, at: At) -> int:
        """The number of a cell's style; 0 where it names none."""
        if self.scan is None:
            return self.walk.styles.get(at, 0)
        return int(self.usual_styles.get(cell_name(at)) or 0)

    @cached_property
    def after_cells(self) -> bytes:
        """What follows the cells: protection, formats by condition, validations, print setup."""
        return self.bytes[max(self.bytes.rfind(_CELLS_END), 0) :]

    @property
    def validated_names(self) -> frozenset[str]:
        """The cells that validations name one by one; those in areas are found by `walk`."""
        tail = self.after_cells
        return _kept_names(tail) if len(tail) <= MOST_BYTES_SHARED else _validated_names(tail)

    @cached_property
    def hidden_marks(self) -> int:
        """How many rows and columns are hidden, where written as usual."""
        return self.bytes.count(b'hidden="1"')

    @cached_property
    def merged_marks(self) -> int:
        """How many areas are merged, where written as usual."""
        return (self.bytes if self.scan is None else self.scan.around).count(b"<mergeCell ")


def _formulas_of(scan: Scan) -> dict[At, Formula]:
    lines = zip(scan.names, scan.kinds, scan.formulas, scan.valued, scan.values, strict=True)
    return {
        place_at(name): Formula(
            formula_text(formula), bool(value.strip() or (valued and kind == "str"))
        )
        for name, kind, formula, valued, value in lines
        if formula
    }


def _validated_names(after_cells: bytes) -> frozenset[str]:
    found = _VALIDATION.findall(after_cells)
    return frozenset(b" ".join(found).decode(errors="replace").split())


MOST_BYTES_SHARED = 100_000
"""What stands behind the cells of a sheet is the same in every workbook of a blank, as a rule, and
is looked at once; the blank's has 20 kB at most."""
_kept_names = lru_cache(maxsize=32)(_validated_names)


def _row_of(attributes: dict[str, str], before: int) -> int:
    """The zero-based number that a row gives itself, or the next one."""
    number = digits_in(attributes.get("r", ""), 7)
    return before + 1 if number is None else number - 1


class _FilledCells:
    """How far the cells reach that hold a value or a formula."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = _row_of(attributes, self._row)
            self._column = -1
        elif name == "c":
            named = place_of(attributes.get("r", "").upper())
            self._row, self._column = named or (self._row, self._column + 1)
        elif name in ("v", "is", "f"):
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)


class SheetWalk:
    """One pass over a sheet's XML with a real parser."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = -1
        self.errors: dict[At, str] = {}
        self.formulas: dict[At, Formula] = {}
        self.styles: dict[At, int] = {}
        self.hidden_rows: list[int] = []
        self._hidden_from: Counter[int] = Counter()
        """By column, how many hidden stretches begin there, less those that have ended."""
        self.validated: list[str] = []
        """The areas of all validations, as the file names them."""
        self.merged: list[str] = []
        """The merged areas, as the file names them."""
        self.is_protected = False
        self._in_error = self._in_text = False
        self._inside = ""
        self._in_validations = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = _row_of(attributes, self.row)
            self.column = -1
            self.last_row = max(self.last_row, self.row)
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = (digits_in(attributes.get(end, ""), 5) or 0 for end in ("min", "max"))
            self._hidden_from[first - 1] += 1
            self._hidden_from[last] -= 1
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formulas[self.row, self.column] = Formula("", has_value=False)
        elif name == "v" and self._in_text:  # a formula may give the empty text
            self._has_value()
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "sheetProtection":
            self.is_protected = attributes.get("sheet", "0") in ("1", "true")
        elif name in ("dataValidations", "dataValidation"):
            self._in_validations += 1
            self.validated += attributes.get("sqref", "").split()
        self._inside = name

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Zero-based; however many stretches a file tells, each costs the same."""
        depths = accumulate(self._hidden_from[column] for column in range(_MOST_COLUMNS))
        return frozenset(column for column, depth in enumerate(depths) if depth > 0)

    def _cell(self, attributes: dict[str, str]) -> None:
        if named := place_of(attributes.get("r", "").upper()):
            self.row, self.column = named
        else:
            self.column += 1
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        self._in_error = attributes.get("t") == "e"
        self._in_text = attributes.get("t") == "str"
        self.styles[self.row, self.column] = digits_in(attributes.get("s", ""), 6) or 0

    def _has_value(self) -> None:
        place = (self.row, self.column)
        if place in self.formulas:
            self.formulas[place] = Formula(self.formulas[place].text, has_value=True)

    def text(self, text: str) -> None:
        place = (self.row, self.column)
        if self._inside == "v" and text.strip():
            self._has_value()
        if self._inside == "v" and self._in_error:
            self.errors[place] = self.errors.get(place, "") + text
        elif self._inside == "f" and place in self.formulas:
            found = self.formulas[place]
            self.formulas[place] = Formula(found.text + text, found.has_value)
        elif self._inside == "sqref" and self._in_validations:
            self.validated += text.split()

    def end(self, name: str) -> None:
        self._inside = ""
        if name in ("dataValidations", "dataValidation"):
            self._in_validations -= 1


# --- Shared texts ---

_PLAIN = re.compile(rb"<si><t(?: [^<>]*)?>([^<]*)</t></si>")


class SharedTexts:
    """The part of a package with its texts, looked into only when asked."""

    def __init__(self, xml: bytes = b"") -> None:
        self._xml = xml

    @cached_property
    def values(self) -> Mapping[str, object] | None:
        """The texts by their number, as cells name it; None where a real parser has to look."""
        return usual_texts(self._xml)

    @cached_property
    def for_calamine(self) -> Texts:
        """The texts as calamine can safely be given them; raises `DamagedPartError`."""
        return texts_for_calamine(self._xml) if self._xml else Texts()

    def refuse_damaged(self) -> None:
        """Raises `DamagedPartError` for a list that nobody should be given."""
        if self.values is None:
            _ = self.for_calamine

    def struck_on(self, sheet: SheetXml) -> dict[At, str]:
        """By cell of a sheet, the part of a shared text that is struck out and left out."""
        return {} if self.values is not None else self.for_calamine.struck_on(sheet.for_calamine)

    @cached_property
    def by_cell(self) -> dict[bytes, bytes]:
        """The texts by what stands in a cell after its name and style, as programs write it.

        Of a text with formats inside the last piece alone.
        """
        texts = _PLAIN.findall(self._xml)
        if len(texts) != self._xml.count(b"<si>"):
            texts = [_last_piece(part) for part in self._xml.split(b"<si>")[1:]]
        if b"&" in self._xml:
            texts = [plain_text(text) for text in texts]
        return dict(zip(_numbered(len(texts) // 1000 + 1), texts, strict=False))


@lru_cache(maxsize=4)
def _numbered(thousands: int) -> list[bytes]:
    return [b' t="s"><v>%d' % number for number in range(thousands * 1000)]


def _last_piece(part: bytes) -> bytes:
    end = part.rfind(b"</t>")
    return part[part.rfind(b">", 0, end) + 1 : end]


def plain_text(xml: bytes) -> bytes:
    """The text that stands for these bytes of XML."""
    return unescape(xml.decode(errors="replace")).encode() if b"&" in xml else xml
