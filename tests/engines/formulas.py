"""Formulas as they stand in a workbook's file: their parts, and which of them read which."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
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
    """Every formula that stands in a cell of a workbook.

    One that is stored for several cells is told of each as it is there, and a name as its cells.
    """
    found = []
    with zipfile.ZipFile(path) as package:
        names = names_of(ElementTree.fromstring(package.read("xl/workbook.xml")))
        for name, part in sheets_of(package):
            shared: dict[str, tuple[str, str]] = {}
            for cell in ElementTree.fromstring(package.read(part)).iter(f"{_MAIN}c"):
                formula, place = cell.find(f"{_MAIN}f"), str(cell.get("r"))
                if formula is None:
                    continue
                text = formula.text or ""
                if formula.get("t") == "shared":
                    first, text = shared.setdefault(str(formula.get("si")), (place, text))
                    text = as_seen_from(text, first, place)
                if text:
                    text, value = with_cells(text, names), cell.findtext(f"{_MAIN}v")
                    found.append(Written(name, place, text, cell.get("t", "n"), value))
    return found


def names_of(workbook: ElementTree.Element) -> dict[str, str]:
    """The names of a workbook with what each stands for."""
    return {str(one.get("name")): one.text or "" for one in workbook.iter(f"{_MAIN}definedName")}


def with_cells(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the cells that its names stand for."""
    if not any(token.kind == "name" for token in tokens_of(formula)):
        return formula
    return _joined(formula, name=lambda text: names.get(text, text))


def as_seen_from(formula: str, first: str, place: str) -> str:
    """What a formula of one cell is in another of its column: what is not fixed has moved along."""
    here, there = area_of(first, ""), area_of(place, "")
    assert here is not None
    assert there is not None
    assert here.left == there.left
    rows = there.top - here.top
    if not rows:
        return formula
    return _joined(formula, reference=lambda text: _moved(text, rows))


def _joined(formula: str, **changes: Callable[[str], str]) -> str:
    """The formula with its parts of some kinds changed."""
    written = {"function": lambda text: f"{text}(", **changes}
    parts = tokens_of(formula)
    return "".join(written[kind](text) if kind in written else text for kind, text in parts)


def _moved(reference: str, rows: int) -> str:
    def moved(cell: re.Match[str]) -> str:
        return f"{cell[1]}{int(cell[2]) + rows}"

    sheet, mark, cells = reference.rpartition("!")
    return sheet + mark + re.sub(r"(?<!\w)(\$?[A-Z]{1,3})(\d+)", moved, cells)


# --- Which formulas read which, every range taken as a whole. ---

Place = tuple[str, int, int]
"""A sheet, a column and a row, from 1."""


def without_an_order(formulas: list[Written]) -> list[str]:
    """Cells that no engine can calculate one after another: they read each other in a circle.

    A range is read as a whole, as some engines do also where Excel reads one cell of it.
    """
    places = {_place(one): one for one in formulas}
    waits = _read_by_each(formulas)
    readers = _readers(waits)
    ready = [place for place, read in waits.items() if not read]
    while ready:
        known = ready.pop()
        del waits[known]
        for reader in readers[known]:
            waits[reader].discard(known)
            if not waits[reader]:
                ready.append(reader)
    return [f"{places[place].sheet}!{places[place].cell}" for place in waits]


def resting_on(formulas: list[Written], pattern: re.Pattern[str]) -> set[Place]:
    """The cells whose formula has the pattern, and all that read them by any number of steps."""
    readers = _readers(_read_by_each(formulas))
    found = {_place(one) for one in formulas if pattern.search(one.formula)}
    fresh = list(found)
    while fresh:
        more = [reader for reader in readers[fresh.pop()] if reader not in found]
        found.update(more)
        fresh += more
    return found


def _read_by_each(formulas: list[Written]) -> dict[Place, set[Place]]:
    """For each cell with a formula, the others that it reads."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet, column, row in map(_place, formulas):
        rows[sheet, column].append(row)
    return {_place(one): set(_read(one, rows)) for one in formulas}


def _readers(read: Mapping[Place, set[Place]]) -> dict[Place, list[Place]]:
    """By a cell, those that read it."""
    readers: dict[Place, list[Place]] = defaultdict(list)
    for place, others in read.items():
        for other in others:
            readers[other].append(place)
    return readers


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
