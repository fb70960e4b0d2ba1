"""The seal of a hidden sheet with formulas as a file has it, to compare with the one in `_meta`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ...workbook.seals import FORMULA_COLUMNS, seal_of_formulas
from ..files.cells import Markup
from ..files.known_pieces import KnownPieces
from ..files.sheet_xml import plain_text

_CELL_START = b'<c r="'
_CELL_NAME = re.compile(rb"[A-Z]+([0-9]{1,7})")
_CELL_OPENED = re.compile(rb'([^"<]*")(?: s="[0-9]*")?')
_FORMULA_BEGINS = (b"><f", b' t="str"><f')
_SHARED_TEXT, _AFTER_TEXT = b' t="s"><v>', b"</v></c>"
MOST_BYTES_WALKED = 3_000_000
"""Of a sheet, and of all that is known of such sheets; `_checks` of a blank has 600,000."""


def formula_seal(sheet: str, markup: Markup) -> str:
    """The seal of the sheet as it is now; nothing where it is not written as usual."""
    xml, columns = markup.xml.bytes, FORMULA_COLUMNS[sheet]
    last = _CELL_NAME.match(xml, xml.rfind(_CELL_START) + len(_CELL_START))
    if last is None:
        return ""
    texts = markup.strings.values
    lines = None if texts is None else _walk_over(columns).lines(xml, texts)
    if lines is None:
        lines = _lines(xml, markup.strings.by_cell, columns)
    return seal_of_formulas(lines, int(last[1]))


def _lines(xml: bytes, texts: Mapping[bytes, bytes], columns: str) -> list[bytes]:
    """A line for each cell that holds something, formulas in these columns aside."""
    return [
        name if rest in _FORMULA_BEGINS else name + (texts.get(rest) or _inline_text(rest))
        for name, rest in _cells_pattern(columns).findall(xml)
    ]


def _inline_text(rest: bytes) -> bytes:
    """What stands in a cell without a shared text; nothing where a formula begins."""
    if rest.endswith(b"<f"):
        return b""
    return plain_text(rest[rest.rindex(b">") + 1 :])


@cache
def _cells_pattern(columns: str) -> re.Pattern[bytes]:
    """The name of each cell that holds something, formulas in these columns aside, and the rest."""
    formulas = columns.encode()
    rest = rb"[^<]*<(?:f|v>[^<]*|is><t[^<]*)"
    return re.compile(
        rb'<c r="(?![%s][0-9]+"[^<]*<f)([^"<]*")(?: s="[0-9]*")?(%s)' % (formulas, rest)
    )


# --- The same by stretches between texts ---


class _Stretch(NamedTuple):
    """What stands between two texts, and the beginning of the second."""

    xml: bytes
    lines: str
    """Those of its cells; of the cell with the text, all but that."""


class _Walk:
    """Goes over the sheets of one kind, and expects in each what stood in the one before.

    The numbers of texts differ from file to file. What stands between two texts, as a rule the
    formulas of a row, is the same in every file of a blank where nothing is wrong: to compare it
    with what is expected costs a fraction of what it takes to look for its cells. To learn it costs
    four times as much, so the first sheet teaches nothing: most processes read one file.
    """

    def __init__(self, columns: str) -> None:
        self._columns = columns
        self._is_first = True
        self._expected: list[_Stretch] = []
        self._known = KnownPieces(self._read, MOST_BYTES_WALKED)

    def lines(self, xml: bytes, texts: Mapping[str, object]) -> list[bytes] | None:
        """All lines as one, of a sheet whose texts are shared; None of any other, and the first."""
        begin, is_first = xml.find(_SHARED_TEXT), self._is_first
        self._is_first = False
        if is_first or begin < 0 or len(xml) > MOST_BYTES_WALKED:
            return None
        first = self._known.of([_AFTER_TEXT + xml[:begin]])
        found = self._taken_apart(xml, begin + len(_SHARED_TEXT)) if first else None
        if not first or not found:
            return None
        between, numbers, last = found
        shared = [*map(texts.get, b"<".join(numbers).decode(errors="replace").split("<"))]
        if None in shared or not last.startswith(_AFTER_TEXT):
            return None
        stretches = zip([*first, *between], shared, strict=True)
        lines = "\n".join([f"{one.lines}{text}" for one, text in stretches])
        return [lines.encode(errors="surrogateescape"), *_lines(last, {}, self._columns)]

    def _taken_apart(self, xml: bytes, at: int) -> tuple[list[_Stretch], list[bytes], bytes] | None:
        """What stands between the texts, the texts' numbers, and what stands behind the last."""
        expected, found, numbers = iter(self._expected), list[_Stretch](), list[bytes]()
        while True:
            end = xml.find(b"<", at)
            numbers.append(xml[at:end])
            stretch = next(expected, None)
            if stretch is None or not xml.startswith(stretch.xml, end):
                following = xml.find(_SHARED_TEXT, end)
                if following < 0:
                    break
                read = self._known.of([xml[end:following]])
                if read is None:
                    return None
                stretch = read[0]
            found.append(stretch)
            at = end + len(stretch.xml)
        self._expected = found
        return found, numbers, xml[end:]

    def _read(self, piece: bytes) -> _Stretch | None:
        before, start, last = piece.rpartition(_CELL_START)
        opened = _CELL_OPENED.fullmatch(last)
        if opened is None or not start or not before.startswith(_AFTER_TEXT):
            return None
        lines = _lines(before, {}, self._columns) if _CELL_START in before else []
        joined = b"\n".join([*lines, opened[1]])
        return _Stretch(piece + _SHARED_TEXT, joined.decode(errors="surrogateescape"))


_walk_over = cache(_Walk)
