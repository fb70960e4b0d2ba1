"""What calamine is given of a workbook: nothing but cells, written as the standard writes them.

calamine is fast because it trusts: it takes small letters for a place, believes a count of texts
and makes room for it, passes over CDATA. A guard that measures the same bytes otherwise is no
guard. So a sheet that is written as office programs write it passes as it is, cut down to its
cells; any other is read by a real parser and written anew.

Source: ECMA-376, part 1, sections 18.3.1 and 18.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from ...form.layout import column_name
from .package_parts import DamagedPartError, digits_in, parse
from .places import At, column_of, place_of
from .visible import Runs

_LIKE_CELLS = re.compile(rb"<(?:[^\s<>/]*:)?(?:c|row)(?=[\s/>])")
"""Whatever calamine takes for a cell or a row, with any prefix."""
_USUAL_CELLS = re.compile(
    rb'<(?:c r="[A-Z]{1,3}[1-9][0-9]{0,6}"'
    rb'(?: s="[0-9]{1,6}")?(?: t="[A-Za-z]{1,9}")?(?: [cv]m="[0-9]{1,6}")?'
    rb'|row r="[1-9][0-9]{0,6}"(?: [A-Za-z][\w:]*="[^"<>]*")*) ?/?>'
)
"""The same as office programs write them: the place first, nothing in it that could be misread."""
_ERROR_TYPE = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="e"')
_ZONED = re.compile(
    rb'( t="d"><v(?: [^<>]*)?>[0-9-]{10}T[0-9:.]{5,20})(?:Z|[+-][0-9]{2}:?[0-9]{2})(?=<)'
)
"""A moment with its zone, which calamine leaves a text: what its writer's clock showed counts."""
_BEGIN, _END = b"<sheetData", b"</sheetData>"
_TEXTS = re.compile(rb"<((?:[^\s<>/]*:)?sst)(?=[\s/>])[^<>]*?(/?)>")
_MARKED = (b"<![CDATA[", b"<!--")
_LOOKS = (b"strike", b"vertAlign")
"""Where these stand among texts, not all of a text counts as it is written."""
_SHARED_TEXT = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="s"[^<>]*><v>([0-9]{1,7})</v>')
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")
_SPACES = {9: "&#9;", 10: "&#10;", 13: "&#13;"}
"""In an attribute they would be read as blanks."""
_TYPES = frozenset({"b", "d", "inlineStr", "n", "s", "str"})
MOST_TEXTS = 1_100_000
"""Of a workbook; as many cost a quarter of what a file may."""


def usual_cells(xml: bytes) -> bytes | None:
    """The cells of a sheet that is written as usual; None for any other."""
    if xml.count(_BEGIN) != 1 or xml.count(_END) != 1:
        return None
    cells = xml[xml.index(_BEGIN) : xml.index(_END) + len(_END)]
    if b"<!" in cells or any(look in cells for look in _LOOKS):
        return None
    usual = len(_USUAL_CELLS.findall(cells))
    # Quicker than the expression, and never fewer than it finds where there is no prefix.
    quick = cells.count(b"<c") + cells.count(b"<row")
    if usual != quick or b":c" in cells or b":row" in cells:
        return cells if usual == len(_LIKE_CELLS.findall(cells)) else None
    return cells


def cells_for_calamine(cells: bytes) -> bytes:
    """Errors as texts, as calamine refuses a sheet with one it does not know; no time zones."""
    if b' t="e"' in cells:
        cells = _ERROR_TYPE.sub(rb'\1 t="str"', cells)
    return _ZONED.sub(rb"\1", cells) if b' t="d"' in cells else cells


class Rewritten(NamedTuple):
    """The filled cells of a sheet written anew, and how far they reach."""

    cells: bytes
    rows: int
    columns: int
    struck: Mapping[At, str]
    """By cell, the part of its text that is struck out and left out."""


def rewritten_cells(xml: bytes) -> Rewritten:
    """The filled cells of a sheet of whatever writing; raises `DamagedPartError`."""
    writing = _Writing()
    parse(xml, writing.start, writing.end, writing.text)
    cells = "".join(("<sheetData>", *writing.written, "</sheetData>"))
    return Rewritten(
        cells_for_calamine(cells.encode()), writing.rows, writing.columns, writing.struck
    )


class _Writing:
    """One pass over a sheet: each filled cell is written with its place in full."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.rows = self.columns = 0
        self._row = self._column = -1
        self.struck: dict[At, str] = {}
        self._parts: list[str] = []
        self._runs: Runs | None = None
        self._attributes = ""
        self._type = ""
        self._has_value = False
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else ""
        self._above.append(name)
        if name == "row" and above == "sheetData":
            place = attributes.get("r")
            self._row = self._row + 1 if place is None else row_in(place)
            self._column = -1
        elif name == "c" and above == "row":
            self._begin(attributes)
        elif name in ("v", "is") and above == "c":
            self._has_value = True
            self._parts.clear()
            self._runs = Runs() if name == "is" else None
        elif self._runs is not None:
            self._runs.start(name, attributes)

    def _begin(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        elif named := _PLACE.match(place):
            self._row, self._column = row_in(named[2]), column_of(named[1].upper())
        else:
            raise DamagedPartError(f"no place of a cell: {place[:20]}")
        self._has_value = False
        style, self._type = digits_in(attributes.get("s", ""), 6), attributes.get("t", "n")
        self._attributes = "" if style is None else f' s="{style}"'

    def text(self, text: str) -> None:
        if self._runs is not None:
            self._runs.text(text)
        elif self._above[-1:] == ["v"]:
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._above.pop()
        if name == "is" and self._runs is not None:
            seen, self._runs = self._runs.seen(), None
            self._parts.append(seen.text)
            if seen.struck:
                self.struck[self._row, self._column] = seen.struck
        elif self._runs is not None:
            self._runs.end(name)
        elif name == "c" and self._has_value and self._above[-1:] == ["row"]:
            self._has_value = False
            self._write("".join(self._parts))

    def _write(self, value: str) -> None:
        kind = "str" if self._type in ("e", "inlineStr") else self._type
        kind = f' t="{kind}"' if kind in _TYPES else ""
        row, column = self._row + 1, self._column + 1
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self.written.append(
            f'<row r="{row}"><c r="{column_name(self._column)}{row}"{self._attributes}{kind}>'
            f'<v xml:space="preserve">{escape(value, quote=False)}</v></c></row>'
        )


def row_in(digits: str) -> int:
    """The zero-based number of a row; raises `DamagedPartError` for what no sheet has."""
    number = digits_in(digits, 7)
    if not number or number > 1_048_576:
        raise DamagedPartError(f"no row of a sheet: {digits[:20]}")
    return number - 1


def shared_texts_in(cells: bytes) -> Iterator[tuple[At, int]]:
    """The cells that show a shared text, as calamine is given them, with its number."""
    for name, number in _SHARED_TEXT.findall(cells):
        if at := place_of(name.decode()):
            yield at, int(number)


class Texts(NamedTuple):
    """The texts that sheets share, as calamine is given them."""

    xml: bytes = b""
    struck: Mapping[int, str] = MappingProxyType({})
    """By number of a text, the part of it that is struck out and left out."""

    def struck_on(self, cells: bytes) -> dict[At, str]:
        """The same by cell of a sheet."""
        if not self.struck:
            return {}
        named = shared_texts_in(cells)
        return {at: self.struck[number] for at, number in named if number in self.struck}


def texts_for_calamine(xml: bytes) -> Texts:
    """The texts without their counts; raises `DamagedPartError`."""
    if xml.count(b"si>") + xml.count(b"si/>") > 2 * MOST_TEXTS:
        raise DamagedPartError("more texts than a workbook has cells")
    if any(mark in xml for mark in (*_MARKED, *_LOOKS)):
        return _rewritten_texts(xml)
    found = list(_TEXTS.finditer(xml))
    if len(found) != 1:
        raise DamagedPartError("no list of texts, or two")
    begin = found[0]
    return Texts(b"%s<%s%s>%s" % (xml[: begin.start()], begin[1], begin[2], xml[begin.end() :]))


def _rewritten_texts(xml: bytes) -> Texts:
    """For a list with comments, with texts as CDATA, or with struck and raised pieces."""
    texts: list[Runs] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            texts.append(Runs())
        elif texts:
            texts[-1].start(name, attributes)

    def text(piece: str) -> None:
        if texts:
            texts[-1].text(piece)

    def end(name: str) -> None:
        if texts:
            texts[-1].end(name)

    parse(xml, start, end, text)
    seen = [one.seen() for one in texts]
    written = (
        f'<si><t xml:space="preserve">{escape(one.text, quote=False)}</t></si>' for one in seen
    )
    struck = {number: one.struck for number, one in enumerate(seen) if one.struck}
    return Texts(f"<sst>{''.join(written)}</sst>".encode(), struck)


# --- The package ---

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = '<Relationship Id="rId{number}" Type="{type}" Target="{target}"/>'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{relations}</Relationships>"
)
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


def package_around(
    sheets: Sequence[tuple[str, bytes]], strings: bytes, styles: bytes, *, is_1904: bool
) -> dict[str, bytes]:
    """The parts of a workbook with these sheets' cells, as calamine looks for them."""
    listed, relations = [], []
    parts = {STYLES: styles} if styles else {}
    if strings:
        parts[STRINGS] = strings
    for number, (name, cells) in enumerate(sheets, start=1):
        listed.append(
            f'<sheet name="{escape(name).translate(_SPACES)}"'
            f' sheetId="{number}" r:id="rId{number}"/>'
        )
        target = f"worksheets/sheet{number}.xml"
        relations.append(_RELATION.format(number=number, type=f"{_TYPE}/worksheet", target=target))
        parts[f"xl/{target}"] = b"<worksheet>" + cells + b"</worksheet>"
    main = _RELATION.format(number=1, type=f"{_TYPE}/officeDocument", target="xl/workbook.xml")
    workbook = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{_TYPE}"><workbookPr date1904="{is_1904:d}"/>'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    return {
        "_rels/.rels": _RELATIONS.format(relations=main).encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(relations="".join(relations)).encode(),
        **parts,
    }
