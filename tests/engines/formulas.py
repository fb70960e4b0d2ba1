"""Formulas as they stand in a workbook's file: their parts, and which of them read which."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    | (?P<reference>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        (?:\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+)
        (?![\w(.]))
    | (?P<function>[A-Za-z_][\w.]*)\(
    | (?P<name>[^\W\d][\w.]*)
    | (?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)
    | (?P<error>\#[A-Z/0]+[!?]?)
    | (?P<sign><>|<=|>=|[-+*/^&=<>%(){},;])
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)
_CORNERS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?\Z")


class Token(NamedTuple):
    """A part of a formula and what it is: «text», «reference», «function» and so on."""

    kind: str
    text: str


class Area(NamedTuple):
    """A range of a sheet by its corners, from 1."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int


class Written(NamedTuple):
    """A formula in its cell; `kind` is the cell's type, `value` the result stored beside it."""

    sheet: str
    cell: str
    formula: str
    kind: str
    value: str | None


@lru_cache(maxsize=65536)
def tokens_of(formula: str) -> tuple[Token, ...]:
    """The parts of a formula; `ValueError` where a part is none that Excel knows."""
    found, at = [], 0
    while at < len(formula):
        match = _TOKENS.match(formula, at)
        if match is None:
            raise ValueError(f"no part of a formula: {formula[at : at + 20]!r}")
        found.append(Token(str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    return tuple(found)


def area_of(reference: str, sheet: str) -> Area | None:
    """Where a reference of this sheet points; None for whole rows and columns."""
    name, _, cells = reference.rpartition("!")
    if name:
        sheet = name.strip("'").replace("''", "'")
    match = _CORNERS.match(cells)
    if match is None:
        return None
    left, top = _number(match[1]), int(match[2])
    right, bottom = (_number(match[3]), int(match[4])) if match[3] else (left, top)
    return Area(sheet, left, top, right, bottom)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def sheets_of(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and its part, in the workbook's order."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_RELATION_ID)]
        yield str(sheet.get("name")), target.lstrip("/") if target[0] == "/" else f"xl/{target}"


def formulas_of(path: Path) -> list[Written]:
    """Every formula that stands in a cell of a workbook."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name, part in sheets_of(package):
            for cell in ElementTree.fromstring(package.read(part)).iter(f"{_MAIN}c"):
                formula = cell.find(f"{_MAIN}f")
                if formula is not None and formula.text:
                    value = cell.findtext(f"{_MAIN}v")
                    place = str(cell.get("r"))
                    found.append(Written(name, place, formula.text, cell.get("t", "n"), value))
    return found


# --- Which formulas read which, every range taken as a whole. ---

Place = tuple[str, int, int]
"""A sheet, a column and a row, from 1."""


def without_an_order(formulas: list[Written]) -> list[str]:
    """Cells that no engine can calculate one after another: they read each other in a circle.

    A range is read as a whole, as some engines do also where Excel reads one cell of it.
    """
    places = {_place(one): one for one in formulas}
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet, column, row in places:
        rows[sheet, column].append(row)
    waits = {place: set(_read(one, rows)) for place, one in places.items()}
    readers: dict[Place, list[Place]] = defaultdict(list)
    for place, read in waits.items():
        for other in read:
            readers[other].append(place)
    ready = [place for place, read in waits.items() if not read]
    while ready:
        known = ready.pop()
        del waits[known]
        for reader in readers[known]:
            waits[reader].discard(known)
            if not waits[reader]:
                ready.append(reader)
    return [f"{places[place].sheet}!{places[place].cell}" for place in waits]


def _place(one: Written) -> Place:
    area = area_of(one.cell, one.sheet)
    assert area is not None
    return area.sheet, area.left, area.top


def _read(one: Written, rows: dict[tuple[str, int], list[int]]) -> Iterator[Place]:
    """The cells with formulas that this one refers to."""
    for token in tokens_of(one.formula):
        area = area_of(token.text, one.sheet) if token.kind == "reference" else None
        if area is None:
            continue
        for column in range(area.left, area.right + 1):
            for row in rows.get((area.sheet, column), ()):
                if area.top <= row <= area.bottom:
                    yield area.sheet, column, row
