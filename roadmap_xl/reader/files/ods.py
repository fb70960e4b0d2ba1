"""The cells of an .ods (OpenDocument) from its XML: values, errors, what stands beside them.

calamine reads this format too, but makes room for every repeated row, loses what is indented and
joins what is struck out; the XML has to be walked anyway for all that it does not give.

Source: OpenDocument 1.3, part 3, sections 9.1, 16.29.8 and 19.670 to 19.675.
"""

from __future__ import annotations

import re

from .archive import MOST_BYTES_OF_LIST, SIGNS_OF_DAMAGE, Archive, opened_archive
from .beside import (
    MOST_DRAWN,
    PICTURE,
    TEXT,
    BesideCells,
    TooManyCommentsError,
    TooMuchDrawnError,
    too_many_comments,
    too_much_drawn,
)
from .cells import Beside, Markup
from .faults import Refused
from .ods_looks import OdsStyles
from .ods_values import OdsCell, OdsSheet
from .opening import MOST_CELLS_OF_SHEET, MOST_SHEETS
from .package_parts import elements, parse
from .values import plain

SHAPES = frozenset(
    f"draw:{name}"
    for name in (
        *("frame", "custom-shape", "rect", "square", "line", "polyline", "polygon", "path", "g"),
        *("regular-polygon", "circle", "ellipse", "connector", "caption", "measure", "control"),
    )
)
"""The elements that stand for a drawing (OpenDocument 1.3, part 3, sections 10.3 and 10.4)."""


class OdsDrawing:
    """A drawing being read: its text, its description, whether it is a picture."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._inside = ""
        self._texts: list[str] = []
        self._description = ""
        self._elements: set[str] = set()

    def start(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._inside = local
        self._depth += name == self._name
        self._elements.add(local)
        if local == "p" and self._texts:
            self._texts.append("\n")

    def text(self, text: str) -> None:
        if self._inside in ("desc", "title"):
            self._description += text
        else:
            self._texts.append(text)

    def ends(self, name: str) -> bool:
        """Whether this is the end of the drawing itself."""
        self._inside = "" if self._inside in ("desc", "title") else self._inside
        self._depth -= name == self._name
        return not self._depth

    def taken(self, cell: str, found: list[BesideCells]) -> None:
        """Adds what it says; charts say nothing. Raises `TooMuchDrawnError`."""
        if len(found) >= MOST_DRAWN:
            raise TooMuchDrawnError
        if text := "".join(self._texts).strip():
            found.append(BesideCells(TEXT, text, cell))
        elif "image" in self._elements and "object" not in self._elements:
            found.append(BesideCells(PICTURE, self._description.strip(), cell))


# --- The sheets of a file ---

_CONTENT, _MANIFEST, _TYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
_STYLES, _SETTINGS = "styles.xml", "settings.xml"
_NO_ZEROS = re.compile(rb'name="ShowZeroValues"[^<>]*>false<')
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_MACROS = ("basic/", "scripts/")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
PREFIXES = {
    **{_NAMESPACE.format(name): name for name in ("office", "table", "text", "style")},
    _NAMESPACE.format("drawing"): "draw",
    _NAMESPACE.format("datastyle"): "number",
    _NAMESPACE.format("xsl-fo-compatible"): "fo",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://purl.org/dc/elements/1.1/": "dc",
}
"""The namespaces whose elements and attributes mean something here; of others nothing is taken."""
MOST_TAGS = 1_000_000
"""As many take a second to walk; the form has 55,000."""


class OdsCells:
    """The sheets of a workbook of LibreOffice."""

    saved_as = ".ods (LibreOffice)"

    def __init__(self, data: bytes, file: str) -> None:
        content, named_styles, settings, has_macros = _content(data, file)
        walk = _Walk(file)
        try:
            if named_styles:
                parse(named_styles, walk.styles.start, prefixes=PREFIXES)
            parse(content, walk.start, walk.end, walk.text, PREFIXES)
        except TooManyCommentsError as fault:
            raise too_many_comments(file) from fault
        except TooMuchDrawnError as fault:
            raise too_much_drawn(file) from fault
        for sheet in walk.sheets.values():
            if sheet.rows * sheet.columns > MOST_CELLS_OF_SHEET:
                reason = f"на листе занято строк — {sheet.rows}, столбцов — {sheet.columns}"
                raise Refused("outsized", file=file, reason=reason)
        self._sheets = walk.sheets
        comments = {name: sheet.comments.all for name, sheet in walk.sheets.items()}
        drawn = {name: tuple(sheet.drawn) for name, sheet in walk.sheets.items() if sheet.drawn}
        no_zeros = _NO_ZEROS.search(settings) is not None
        looks = {name: sheet.looks(shows_no_zeros=no_zeros) for name, sheet in walk.sheets.items()}
        self.beside = Beside(comments, drawn, looks, has_macros)

    @property
    def sheet_names(self) -> list[str]:
        return list(self._sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        return [[plain(value) for value in row] for row in self._sheets[sheet].values()]

    def markup(self, sheet: str) -> Markup | None:
        """None: formulas and number formats of this format are not read."""
        return None


def _content(data: bytes, file: str) -> tuple[bytes, bytes, bytes, bool]:
    """The part with all sheets, those with named styles and settings, whether there are macros.

    Raises `Refused`.
    """
    try:
        with opened_archive(data) as opened:
            archive = Archive(opened, data, file)
            kind = archive.part(_TYPE, MOST_BYTES_OF_LIST) if _TYPE in archive else b""
            if kind and not kind.decode(errors="replace").startswith(_SPREADSHEET):
                raise Refused("other-document", file=file, ext="документ LibreOffice")
            if _MANIFEST in archive:
                listed = archive.part(_MANIFEST, MOST_BYTES_OF_LIST)
                if elements(listed, "encryption-data"):
                    raise Refused("password", file=file)
            content = archive.part(_CONTENT)
            named_styles = archive.part(_STYLES) if _STYLES in archive else b""
            settings = _settings(archive)
    except SIGNS_OF_DAMAGE as fault:
        raise Refused("damaged", file=file) from fault
    if content.count(b"<") + named_styles.count(b"<") > MOST_TAGS:
        raise Refused("outsized", file=file, reason=f"в нём больше {MOST_TAGS} элементов")
    has_macros = any(name.startswith(_MACROS) for name in archive.parts)
    return content, named_styles, settings, has_macros


def _settings(archive: Archive) -> bytes:
    """How the workbook is shown; nothing depends on it, so its damage is none of the workbook."""
    try:
        return archive.part(_SETTINGS, MOST_BYTES_OF_LIST) if _SETTINGS in archive else b""
    except (Refused, *SIGNS_OF_DAMAGE):
        if archive.is_spent:
            raise
        return b""


class _Walk:
    """One pass over the content."""

    def __init__(self, file: str) -> None:
        self.sheets: dict[str, OdsSheet] = {}
        self._file = file
        self.styles = OdsStyles()
        self._sheet = OdsSheet(self.styles)
        self._cell: OdsCell | None = None
        self._comment: _Comment | None = None
        self._drawing: OdsDrawing | None = None
        self._tables = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._comment is not None:
            self._comment.start(name)
        elif name == "office:annotation":
            self._comment = _Comment()
        elif self._drawing is not None or name in SHAPES:
            self._drawing = self._drawing or OdsDrawing(name)
            self._drawing.start(name)
        elif name == "table:table":
            self._begin(attributes.get("table:name", ""), attributes.get("table:style-name", ""))
        elif name == "table:table-row":
            self._sheet.begin_row(attributes)
        elif name == "table:table-column":
            self._sheet.column(attributes)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell = self._sheet.cell(attributes, is_covered="covered" in name)
        elif self._cell is not None:
            self._cell.start(name, attributes)
        elif name.startswith(("style:", "number:")):
            self.styles.start(name, attributes)
        elif name.startswith("calcext:condition"):
            self._sheet.conditions.start(name, attributes)

    def _begin(self, name: str, style: str) -> None:
        """A sheet; one inside another, or a second of its name, is what no program writes."""
        self._tables += 1
        if self._tables > MOST_SHEETS:
            raise Refused("outsized", file=self._file, reason=f"в нём больше {MOST_SHEETS} листов")
        self._sheet = OdsSheet(self.styles, style)
        self.sheets.setdefault(name, self._sheet)

    def text(self, text: str) -> None:
        if self._comment is not None:
            self._comment.take(text)
        elif self._drawing is not None:
            self._drawing.text(text)
        elif self._cell is not None:
            self._cell.text(text)

    def end(self, name: str) -> None:
        if self._comment is not None:
            if name == "office:annotation":
                self._sheet.comments.add(self._sheet.here, self._comment.author, self._comment.text)
                self._comment = None
        elif self._drawing is not None:
            if self._drawing.ends(name):
                self._drawing.taken(self._sheet.here, self._sheet.drawn)
                self._drawing = None
        elif name == "table:table-row":
            self._sheet.end_row()
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._sheet.take(self._cell)
            self._cell = None
        elif self._cell is not None:
            self._cell.end(name)


class _Comment:
    """An annotation being read: who wrote it, its paragraphs."""

    def __init__(self) -> None:
        self.author = self.text = self._inside = ""

    def start(self, name: str) -> None:
        self._inside = name
        if name == "text:p" and self.text:
            self.text += "\n"

    def take(self, text: str) -> None:
        if self._inside == "dc:creator":
            self.author += text
        elif self._inside not in ("dc:date", ":date-string"):
            self.text += text
