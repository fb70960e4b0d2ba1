"""The cells of an .ods (OpenDocument) through calamine, its extents and errors from the XML.

Source: OpenDocument 1.3, part 3, sections 9.1 and 19.670 to 19.675 (repeated rows and columns).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .calamine_cells import calamine, values_of, with_errors
from .cells import Markup
from .faults import Refused
from .opening import MOST_BYTES_OF_LIST, MOST_BYTES_OF_PART, MOST_CELLS_OF_SHEET, SIGNS_OF_DAMAGE
from .package_parts import elements, parse
from .sheet_xml import At

_CONTENT, _MANIFEST, _TYPE = "content.xml", "META-INF/manifest.xml", "mimetype"


class OdsCells:
    """The sheets of a workbook of LibreOffice."""

    saved_as = ".ods (LibreOffice)"

    def __init__(self, data: bytes, file: str) -> None:
        try:
            with ZipFile(io.BytesIO(data)) as archive:
                parts = {name: _part(archive, name, file) for name in (_TYPE, _MANIFEST, _CONTENT)}
        except SIGNS_OF_DAMAGE as fault:
            raise Refused("damaged", file=file) from fault
        if elements(parts[_MANIFEST], "encryption-data"):
            raise Refused("password", file=file)
        walk = _Walk()
        parse(parts[_CONTENT], walk.start, walk.end, walk.text)
        for sheet in walk.sheets.values():
            if sheet.rows * sheet.columns > MOST_CELLS_OF_SHEET:
                reason = f"на листе занято строк — {sheet.rows}, столбцов — {sheet.columns}"
                raise Refused("outsized", file=file, reason=reason)
        self._sheets = walk.sheets
        self._workbook = calamine(_packed(parts))

    @property
    def sheet_names(self) -> list[str]:
        return self._workbook.sheet_names

    def rows(self, sheet: str) -> list[list[object]]:
        errors = self._sheets[sheet].errors if sheet in self._sheets else {}
        return with_errors(values_of(self._workbook, sheet), errors)

    def markup(self, sheet: str) -> Markup | None:
        """Not told: formulas and formats of this format are not read."""
        return None


def _part(archive: ZipFile, name: str, file: str) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > (MOST_BYTES_OF_PART if name == _CONTENT else MOST_BYTES_OF_LIST):
        reason = f"в распакованном виде он больше {MOST_BYTES_OF_PART // 1_000_000} МБ"
        raise Refused("outsized", file=file, reason=reason)
    return archive.read(info)


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return packed.getvalue()


@dataclass
class _Sheet:
    """How far the cells of a sheet reach that hold something, and its errors by place."""

    rows: int = 0
    columns: int = 0
    errors: dict[At, str] = field(default_factory=dict)


class _Walk:
    """One pass over the content."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self._sheet = _Sheet()
        self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1
        self._in_error = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
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
        if self._in_error:
            place = (self._row, self._column)
            self._sheet.errors[place] = self._sheet.errors.get(place, "") + text

    def end(self, name: str) -> None:
        if name == "table-row":
            self._row += self._row_repeats
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._column_repeats
            self._in_error = False


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1
