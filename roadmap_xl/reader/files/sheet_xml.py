"""The raw XML of a sheet and of the shared texts: what calamine does not give of them.

Bytes are searched first, which is cheap and enough to see that a sheet is as the blank has it. Only
a sheet that looks otherwise is walked by a real parser, exact for any way of writing it.
`<dimension>` may lie, so the cells themselves are asked how far they reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from html import unescape

from .canonical import (
    Rewritten,
    Texts,
    cells_for_calamine,
    rewritten_cells,
    shared_texts_in,
    texts_for_calamine,
    usual_cells,
)
from .package_parts import DamagedPartError, parse
from .piece_looks import Piece, pieces_in
from .places import At as At
from .places import cell_name as cell_name
from .places import column_of as column_of
from .places import place_of as place_of
from .scan import Scan, formula_text, place_at, scanned
from .shared_texts import usual_texts
from .sheet_walk import FilledCells, Formula, SheetWalk
from .skeleton import SHARED

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
_NARROW = re.compile(
    rb'<col(?![^<>]*hidden="1")[^<>]* width="0|<sheetFormatPr[^<>]* default[A-Za-z]{8,9}="0'
)
_HIDING = re.compile(
    rb"""\sht\s*=\s*["']0|<(?:\w+:)?col(?![^<>]*hidden="1")[^<>]*\swidth\s*=\s*["']0"""
    rb"""|\shidden(?!="1")\s*=\s*["'](?:1["']|true)"""
)
"""The usual mark aside, which is counted."""
_NO_ZEROS = re.compile(rb"""\sshowZeros\s*=\s*["'](?:0|false)""")
LOST_CELL = "#REF!"
"""What Excel leaves in a formula of a cell that others were cut and pasted over."""
_CELLS_BEGIN, _CELLS_END = b"<sheetData", b"</sheetData>"
_UNICODE_16 = (b"\xff\xfe", b"\xfe\xff")
MOST_ELEMENTS = 1_000_000
"""Cells and rows of a sheet; as many take a second to look at. The form's largest has 1,400."""


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
        walk = FilledCells()
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
        return scan.skeleton.formula_cells

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
        return scan.skeleton.styles

    def shared_texts(self) -> Iterator[tuple[At, int]]:
        """The cells with a shared text, and its number."""
        if self.scan is None:
            yield from shared_texts_in(self.for_calamine)
            return
        for kind, cells in self.scan.skeleton.by_kind(self.scan.values):
            if kind == SHARED:
                numbered = ((name, number) for name, _, number in cells if number.isdecimal())
                yield from ((place_at(name), int(number)) for name, number in numbered)

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
    def around_cells(self) -> bytes:
        """The sheet without its cells, which may hold letters that are no XML and are read."""
        begin, end = self.bytes.find(_CELLS_BEGIN), self.bytes.rfind(_CELLS_END)
        if not 0 <= begin < end:
            return self.bytes
        return self.bytes[:begin] + self.bytes[end + len(_CELLS_END) :]

    @property
    def validated_names(self) -> frozenset[str]:
        """The cells that validations name one by one; those in areas are found by `walk`."""
        tail = self.after_cells
        return _kept_names(tail) if len(tail) <= MOST_BYTES_SHARED else _validated_names(tail)

    @cached_property
    def hidden_marks(self) -> int:
        """How many rows and columns are hidden, where written as usual."""
        if self.scan is None:
            return self.bytes.count(b'hidden="1"')
        return self.scan.around.count(b'hidden="1"') + self.scan.skeleton.hidden_rows

    @cached_property
    def may_hide(self) -> bool:
        """Something else than a mark may hide rows or columns: a size of nothing, as a rule."""
        if self.scan is None:
            return bool(_HIDING.search(self.bytes))
        return self.scan.skeleton.has_low_rows or bool(_NARROW.search(self._before_cells))

    @property
    def shows_no_zeros(self) -> bool:
        """The sheet is set not to show zeros, as its view says."""
        head = self._before_cells
        return b"showZeros" in head and bool(_NO_ZEROS.search(head))

    @cached_property
    def _before_cells(self) -> bytes:
        return self.bytes[: max(self.bytes.find(_CELLS_BEGIN), 0)]

    @property
    def may_have_lost_cells(self) -> bool:
        """A formula may ask for a cell that is no more."""
        if self.scan is None:
            return LOST_CELL.encode() in self.bytes
        return self.scan.skeleton.has_lost_cells

    @cached_property
    def merged_marks(self) -> int:
        """How many areas are merged, where written as usual."""
        return (self.bytes if self.scan is None else self.scan.around).count(b"<mergeCell ")


def _formulas_of(scan: Scan) -> dict[At, Formula]:
    return {
        place_at(name): Formula(formula_text(element), has_value)
        for name, element, has_value in scan.skeleton.formulas(scan.values)
    }


def _validated_names(after_cells: bytes) -> frozenset[str]:
    found = _VALIDATION.findall(after_cells)
    return frozenset(b" ".join(found).decode(errors="replace").split())


MOST_BYTES_SHARED = 100_000
"""What stands behind the cells of a sheet is the same in every workbook of a blank, as a rule, and
is looked at once; the blank's has 20 kB at most."""
_kept_names = lru_cache(maxsize=32)(_validated_names)


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

    def pieces_on(self, sheet: SheetXml) -> Iterator[tuple[At, list[Piece]]]:
        """The cells of a sheet whose shared text has pieces with looks of their own."""
        if found := self._pieces:
            for at, number in sheet.shared_texts():
                if number in found:
                    yield at, found[number]

    @cached_property
    def _pieces(self) -> Mapping[int, list[Piece]]:
        return pieces_in(self._xml).shared

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
