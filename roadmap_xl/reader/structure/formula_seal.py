"""The seal of a hidden sheet with formulas as a file has it, to compare with the one in `_meta`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from ...workbook.seals import FORMULA_COLUMNS, seal_of_formulas
from ..files.cells import Markup
from ..files.known_pieces import KnownPieces
from ..files.sheet_xml import plain_text

_CELL_START = b'<c r="'
_CELL_NAME = re.compile(rb"[A-Z]+([0-9]{1,7})")
_CELL_OPENED = re.compile(rb'([^"<]*")(?: s="[0-9]*")?')
_FORMULA_BEGINS = (b"><f", b' t="str"><f')
_SHARED_TEXT, _AFTER_TEXT = b' t="s"><v>', b"/v></c>"
MOST_KEPT = 4_000_000
"""Bytes of the pieces of such sheets; `_checks` of one form has 600,000."""


def formula_seal(sheet: str, markup: Markup) -> str:
    """The seal of the sheet as it is now; nothing where it is not written as usual."""
    xml, columns = markup.xml.bytes, FORMULA_COLUMNS[sheet]
    last = _CELL_NAME.match(xml, xml.rfind(_CELL_START) + len(_CELL_START))
    if last is None:
        return ""
    lines = _lines_between_texts(xml, markup.strings.values, columns)
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


# --- The same by pieces ---


def _lines_between_texts(
    xml: bytes, texts: Mapping[str, object] | None, columns: str
) -> list[bytes] | None:
    """All lines as one, of a sheet whose texts are shared; None of any other sheet.

    What stands between two texts, as a rule the formulas of a row, is the same in every file of a
    blank where nothing is wrong: its lines are made once.
    """
    first, *pieces = xml.split(_SHARED_TEXT)
    if texts is None or not pieces:
        return None
    cut = [piece.partition(b"<") for piece in pieces]
    *between, last = [_AFTER_TEXT + first, *[rest for _, _, rest in cut]]
    begun = _stretches(columns).of(between)
    numbers = (
        b"<".join([number for number, _, _ in cut]).decode(errors="surrogateescape").split("<")
    )
    shared = [*map(texts.get, numbers)]
    if begun is None or None in shared or not last.startswith(_AFTER_TEXT):
        return None
    lines = "\n".join([f"{one}{text}" for one, text in zip(begun, shared, strict=True)])
    return [lines.encode(errors="surrogateescape"), *_lines(last, {}, columns)]


@cache
def _stretches(columns: str) -> KnownPieces[bytes, str]:
    return KnownPieces(_reader(columns), MOST_KEPT)


def _reader(columns: str) -> Callable[[bytes], str | None]:
    """What gives the lines of a piece, and how that of the cell with the next text begins."""

    def read(piece: bytes) -> str | None:
        before, start, last = piece.rpartition(_CELL_START)
        opened = _CELL_OPENED.fullmatch(last)
        if opened is None or not start or not before.startswith(_AFTER_TEXT):
            return None
        lines = _lines(before, {}, columns) if _CELL_START in before else []
        return b"\n".join([*lines, opened[1]]).decode(errors="surrogateescape")

    return read
