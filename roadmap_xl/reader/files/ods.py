"""The cells of an .ods (OpenDocument) through calamine, its extents and errors from the XML.

Source: OpenDocument 1.3, part 3, sections 9.1 and 19.670 to 19.675 (repeated rows and columns).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from zipfile import ZipFile

from ...form.layout import column_name
from .archive import MOST_BYTES_OF_LIST, SIGNS_OF_DAMAGE, Archive, packed
from .beside import (
    MOST_DRAWN,
    PICTURE,
    TEXT,
    BesideCells,
    CommentsFound,
    TooManyCommentsError,
    TooMuchDrawnError,
    too_many_comments,
    too_much_drawn,
)
from .calamine import calamine, values_of, with_errors
from .cells import Beside, Markup
from .faults import Refused
from .opening import MOST_CELLS_OF_SHEET
from .package_parts import elements, parse
from .sheet_xml import At

SHAPES = frozenset(
    (
        *("frame", "custom-shape", "rect", "square", "line", "polyline", "polygon", "path", "g"),
        *("regular-polygon", "circle", "ellipse", "connector", "caption", "measure", "control"),
    )
)
"""The elements that stand for a drawing (OpenDocument 1.3, part 3, sections 10.3 and 10.4)."""
_TAG = re.compile(
    rb"""<(/?)draw:[\w-]+(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""",
)


def without_drawings(content: bytes) -> bytes:
    """The content with every drawing left out."""
    kept, depth, end = [], 0, 0
    for tag in _TAG.finditer(content):
        if not depth:
            kept.append(content[end : tag.start()])
        depth += -1 if tag[1] else 0 if tag[2] else 1
        end = tag.end()
    return b"".join([*kept, content[end:]]) if kept else content


class OdsDrawing:
    """A drawing being read: its text, its description, whether it is a picture."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._inside = ""
        self._said: list[str] = []
        self._called = ""
        self._parts: set[str] = set()

    def start(self, name: str) -> None:
        self._inside = name
        self._depth += name == self._name
        self._parts.add(name)
        if name == "p" and self._said:
            self._said.append("\n")

    def text(self, text: str) -> None:
        if self._inside in ("desc", "title"):
            self._called += text
        else:
            self._said.append(text)

    def ends(self, name: str) -> bool:
        """Whether this is the end of the drawing itself."""
        self._inside = "" if self._inside in ("desc", "title") else self._inside
        self._depth -= name == self._name
        return not self._depth

    def taken(self, cell: str, found: list[BesideCells]) -> None:
        """Adds what it says; charts say nothing. Raises `TooMuchDrawnError`."""
        if len(found) >= MOST_DRAWN:
            raise TooMuchDrawnError
        if text := "".join(self._said).strip():
            found.append(BesideCells(TEXT, text, cell))
        elif "image" in self._parts and "object" not in self._parts:
            found.append(BesideCells(PICTURE, self._called.strip(), cell))


# --- The cells of an .ods (OpenDocument) through calamine, its extents and errors from the XM ---

_CONTENT, _MANIFEST, _TYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
_MACROS = ("basic/", "scripts/")
MOST_TAGS = 1_000_000
"""As many take a second to walk; the form has 55,000."""


class OdsCells:
    """The sheets of a workbook of LibreOffice."""

    saved_as = ".ods (LibreOffice)"

    def __init__(self, data: bytes, file: str) -> None:
        try:
            with ZipFile(io.BytesIO(data)) as opened:
                archive = Archive(opened, file)
                parts = {
                    name: archive.part(name, MOST_BYTES_OF_LIST) for name in (_TYPE, _MANIFEST)
                }
                parts[_CONTENT] = archive.part(_CONTENT)
        except SIGNS_OF_DAMAGE as fault:
            raise Refused("damaged", file=file) from fault
        if elements(parts[_MANIFEST], "encryption-data"):
            raise Refused("password", file=file)
        if parts[_CONTENT].count(b"<") > MOST_TAGS:
            raise Refused("outsized", file=file, reason=f"в нём больше {MOST_TAGS} элементов")
        walk = _Walk()
        try:
            parse(parts[_CONTENT], walk.start, walk.end, walk.text)
        except TooManyCommentsError as fault:
            raise too_many_comments(file) from fault
        except TooMuchDrawnError as fault:
            raise too_much_drawn(file) from fault
        parts[_CONTENT] = without_drawings(parts[_CONTENT])
        for sheet in walk.sheets.values():
            if sheet.rows * sheet.columns > MOST_CELLS_OF_SHEET:
                reason = f"на листе занято строк — {sheet.rows}, столбцов — {sheet.columns}"
                raise Refused("outsized", file=file, reason=reason)
        self._sheets = walk.sheets
        said = {name: sheet.comments.all for name, sheet in walk.sheets.items()}
        drawn = {name: tuple(sheet.drawn) for name, sheet in walk.sheets.items() if sheet.drawn}
        self.beside = Beside(said, drawn, any(name.startswith(_MACROS) for name in archive.parts))
        self._workbook = calamine(packed(parts))

    @property
    def sheet_names(self) -> list[str]:
        return self._workbook.sheet_names

    def rows(self, sheet: str) -> list[list[object]]:
        errors = self._sheets[sheet].errors if sheet in self._sheets else {}
        return with_errors(values_of(self._workbook, sheet), errors)

    def markup(self, sheet: str) -> Markup | None:
        """Not told: formulas and formats of this format are not read."""
        return None


@dataclass
class _Sheet:
    """How far the cells of a sheet reach that hold something, and its errors by place."""

    rows: int = 0
    columns: int = 0
    errors: dict[At, str] = field(default_factory=dict)
    comments: CommentsFound = field(default_factory=CommentsFound)
    drawn: list[BesideCells] = field(default_factory=list)


@dataclass
class _Comment:
    """An annotation being read: who wrote it, its paragraphs."""

    author: str = ""
    text: str = ""
    inside: str = ""

    def take(self, text: str) -> None:
        if self.inside == "creator":
            self.author += text
        elif self.inside not in ("date", "date-string"):
            self.text += text


class _Walk:
    """One pass over the content."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self._sheet = _Sheet()
        self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1
        self._in_error = False
        self._comment: _Comment | None = None
        self._drawing: OdsDrawing | None = None

    @property
    def _cell(self) -> str:
        return f"{column_name(self._column)}{self._row + 1}"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._comment is not None:
            self._comment.inside = name
            if name == "p" and self._comment.text:
                self._comment.text += "\n"
        elif name == "annotation":
            self._comment = _Comment()
        elif self._drawing is not None or name in SHAPES:
            self._drawing = self._drawing or OdsDrawing(name)
            self._drawing.start(name)
        elif name == "table":
            self._sheet = self.sheets.setdefault(attributes.get("name", ""), _Sheet())
            self._row = 0
        elif name == "table-row":
            self._column = 0
            self._row_repeats = _number(attributes.get("number-rows-repeated", "1"))
        elif name in ("table-cell", "covered-table-cell"):
            self._column_repeats = _number(attributes.get("number-columns-repeated", "1"))
            if "value-type" in attributes or "formula" in attributes:
                self._sheet.rows = max(self._sheet.rows, self._row + self._row_repeats)
                self._sheet.columns = max(self._sheet.columns, self._column + self._column_repeats)
            # The namespace of LibreOffice alone says «error»; both have the same local name.
            self._in_error = attributes.get("value-type") == "error"

    def text(self, text: str) -> None:
        if self._comment is not None:
            self._comment.take(text)
        elif self._drawing is not None:
            self._drawing.text(text)
        elif self._in_error:
            place = (self._row, self._column)
            self._sheet.errors[place] = self._sheet.errors.get(place, "") + text

    def end(self, name: str) -> None:
        if self._comment is not None:
            if name == "annotation":
                self._sheet.comments.add(self._cell, self._comment.author, self._comment.text)
                self._comment = None
        elif self._drawing is not None:
            if self._drawing.ends(name):
                self._drawing.taken(self._cell, self._sheet.drawn)
                self._drawing = None
        elif name == "table-row":
            self._row += self._row_repeats
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._column_repeats
            self._in_error = False


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1
