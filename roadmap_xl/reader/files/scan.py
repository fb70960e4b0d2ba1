"""The cells of a sheet that is written as office programs write it, by one look over its XML.

A sheet passes only if every tag among its cells is one that is known here, in its place, and near
the top left corner. So nothing has to be trusted, and no other program is given the bytes: what is
known is all there is. Any other writing is None, and left to what reads all of them.

Source: ECMA-376, part 1, sections 18.3.1 and 18.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from html import unescape
from math import isfinite
from typing import NamedTuple

from ...expressions.cell_values import ErrorValue
from .places import At, place_of
from .skeleton import SHARED, Skeleton, ValuedCells, taken_apart
from .values import plain

MOST_BYTES_SCANNED = 1_000_000
"""The form's largest sheet has a tenth of it; a scan holds up to twenty times its bytes."""
_BEGIN, _OPENED, _NONE, _END = b"<sheetData", b"<sheetData>", b"<sheetData/>", b"</sheetData>"
_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos|#10);)")
"""What stands for a sign and is none of those that all programs write."""
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""A sign by its number, which programs read in different ways."""
_DIGITS = "0123456789.+-eE"
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""The numbers of 1 March 1900, from where on all programs agree, and of the year 9999."""
_DAY_ZERO = date(1899, 12, 30)


class Scan(NamedTuple):
    """The cells of one sheet, as they are written."""

    around: bytes = b""
    """What stands before and behind the cells."""
    skeleton: Skeleton = Skeleton()
    values: Sequence[str] = ()


class UncertainError(Exception):
    """A value that is written in a way of which this module does not know what programs read."""


def scanned(xml: bytes) -> Scan | None:
    """The cells of a sheet; None for one that is written otherwise than usual."""
    begin, end = xml.find(_BEGIN), xml.rfind(_END)
    if begin < 0 or len(xml) > MOST_BYTES_SCANNED:
        return None
    if xml.startswith(_NONE, begin) and xml.find(_BEGIN, begin + 1) < 0 and end < 0:
        return Scan(xml)
    if not xml.startswith(_OPENED, begin) or end < begin or xml.find(_BEGIN, end) >= 0:
        return None
    cells = xml[begin + len(_OPENED) : end]
    if b"\r" in cells or b"DISPIMG(" in cells:
        return None
    found = taken_apart(cells)
    return None if found is None else Scan(xml[:begin] + xml[end:], *found)


def is_read_differently(text: str) -> bool:
    """Something stands in it that one program takes for a sign and another as it is written."""
    if "\r" in text or ("_x" in text and _ESCAPED.search(text) is not None):
        return True
    return "&" in text and _ENTITY.search(text) is not None


def values_of(
    scan: Scan, texts: Mapping[str, object], dated: Mapping[str, bool]
) -> dict[str, object]:
    """By name of a cell, what stands in it; raises `UncertainError`.

    `texts` are those that sheets share, by their number; `dated` says of the styles in which
    numbers may be moments whether they are plain days.
    """
    found: dict[str, object] = {}
    try:
        for kind, cells in scan.skeleton.by_kind(scan.values):
            if kind == SHARED:
                found |= {name: texts[number] for name, _, number in cells if number}
            else:
                found |= _read(kind, cells, dated)
    except (KeyError, ValueError) as fault:
        raise UncertainError from fault
    if None in found.values():
        return {name: value for name, value in found.items() if value is not None}
    return found


def _read(kind: str, cells: ValuedCells, dated: Mapping[str, bool]) -> dict[str, object]:
    """By name of a cell, what stands in these of one kind."""
    known = _COUNTS if kind in ("", "n") else {}
    return {
        name: _day(kind, value, dated[style])
        if style in dated
        else known[value]
        if value in known
        else _READ[kind](value)
        for name, style, value in cells
        if value
    }


_COUNTS = {f"{number}": float(number) for number in range(1000)}
"""Most numbers of a school are such, and found quicker than made."""


def _number(value: str) -> float:
    if value.strip(_DIGITS):
        raise ValueError("a number with other signs than digits")
    number = float(value)
    if not isfinite(number):
        raise ValueError("a number without end")
    return number


def _text(value: str) -> object:
    if value.isprintable() and "&" not in value and "_x" not in value:  # nearly all
        return value
    return plain(meant(value))


def meant(value: str) -> str:
    """The text that stands for what is written; raises `ValueError` where programs differ."""
    if is_read_differently(value):
        raise ValueError("a sign by its number")
    return unescape(value) if "&" in value else value


def _error(value: str) -> ErrorValue:
    return ErrorValue(meant(value))


_READ: Mapping[str, Callable[[str], object]] = {
    "": _number,
    "n": _number,
    "str": _text,
    "e": _error,
    "b": {"0": False, "1": True}.__getitem__,
}
"""By kind of a cell, what its value means."""


def _day(kind: str, value: str, is_day: bool) -> object:
    """Of a cell in whose format numbers are moments: a plain day, as all programs see it."""
    if kind not in ("", "n"):
        return _READ[kind](value)
    number = _number(value)
    if not is_day or not _FIRST_DAY <= number <= _LAST_DAY or number != int(number):
        raise ValueError("a moment with a time of day, or before all programs agree")
    return _DAY_ZERO + timedelta(days=int(number))


def rows_of(values: Mapping[str, object]) -> list[list[object]]:
    """The same as rows from A1 on."""
    placed = [(place_at(name), value) for name, value in values.items()]
    height = max((row for (row, _), _ in placed), default=-1) + 1
    width = max((column for (_, column), _ in placed), default=-1) + 1
    rows: list[list[object]] = [[None] * width for _ in range(height)]
    for (row, column), value in placed:
        rows[row][column] = value
    return rows


@lru_cache(maxsize=1 << 14)
def place_at(name: str) -> At:
    """The place of a cell that was scanned; the same few thousand in every file."""
    return place_of(name) or (-1, -1)


def formula_text(element: str) -> str:
    """The formula of an element as it was scanned; empty where another cell has its text.

    Raises `ValueError` where programs read it differently.
    """
    begin = element.find(">") + 1
    return meant(element[begin : max(element.rfind("</f>"), begin)])
