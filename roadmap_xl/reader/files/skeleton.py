"""The cells of a sheet without their values: names, styles, kinds and formulas.

A school fills in values; what is around them are the blank's own bytes, the same in every file that
one program saved, row by row and, where the same cells are filled, as a whole. So a sheet is taken
apart into values and skeleton, and a skeleton or a row of one that was there before is not read
again.

Source: ECMA-376, part 1, section 18.3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

from .known_pieces import KnownPieces

ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9:]*="[^"<>]*")*'
_VALUE_BEGINS, _VALUE_ENDS = b"<v>", b"</v>"
_VALUE = "<v><"
"""What stands in a skeleton where the value was, before the tag that follows."""
_TAG = b"<"
_ROW = rf'<row r="[1-9][0-9]{{0,2}}"{ATTRIBUTES}'
_ROW_BEGINS = re.compile(rf"(?:{_ROW}/>)*+{_ROW}>")
"""After rows without cells."""
_ROW_ENDS, _LAST_ROW = b"</row>", b'<row r="1">'
"""How a row ends; and the beginning of one more, so that the last one ends as the others do."""
_CELL = re.compile(
    r'<c r="([A-E]?[A-Z][1-9][0-9]{0,2})"(?: s="(0|[1-9][0-9]{0,5})")?'
    rf'(?:/>|(?: t="([a-z]+)")?>(<f{ATTRIBUTES}(?:/>|>[^<]*</f>))?({_VALUE}|<v/>)?</c>)'
    r"|(<(?s:.*))"
)
"""A cell; or what is odd, with all that follows it."""


ValuedCells = Iterable[tuple[str, str, str]]


class Cell(NamedTuple):
    """A cell with a value."""

    name: str
    style: str
    kind: str


class _Row(NamedTuple):
    """A row, and the rows without cells before it."""

    styles: tuple[tuple[str, str], ...]
    """The name and the style of each cell."""
    formulas: tuple[str, ...]
    """The names of those with a formula."""
    valued: tuple[Cell, ...]


class Skeleton:
    """The cells of a sheet without their values, in the order of the file."""

    def __init__(self, text: bytes = b"", rows: Iterable[_Row] = ()) -> None:
        self._text = text
        self._rows = rows
        self.styles = dict(chain.from_iterable([row.styles for row in rows]))
        """By name of a cell."""

    @cached_property
    def formula_cells(self) -> str:
        """The names of the cells with formulas."""
        return " ".join(chain.from_iterable([row.formulas for row in self._rows]))

    @cached_property
    def _valued(self) -> list[Cell]:
        return [*chain.from_iterable([row.valued for row in self._rows])]

    def by_kind(self, values: Sequence[str]) -> Iterator[tuple[str, ValuedCells]]:
        """The cells with a value, by kind: their names, their styles, the values."""
        for kind, (is_here, names, styles) in self._kinds.items():
            yield kind, zip(names, styles, compress(values, is_here), strict=True)

    @cached_property
    def _kinds(self) -> dict[str, tuple[list[bool], list[str], list[str]]]:
        found = {}
        for kind in {cell.kind for cell in self._valued}:
            is_here = [cell.kind == kind for cell in self._valued]
            cells = [*compress(self._valued, is_here)]
            found[kind] = is_here, [cell.name for cell in cells], [cell.style for cell in cells]
        return found

    @cached_property
    def has_low_rows(self) -> bool:
        """A row has a height of nothing."""
        return b' ht="0' in self._text

    @cached_property
    def has_lost_cells(self) -> bool:
        """A formula asks for a cell that is no more."""
        return b"#REF!" in self._text

    @cached_property
    def hidden_rows(self) -> int:
        return self._text.count(b'hidden="1"')

    def formulas(self, values: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
        """Of each cell with a formula: its name, the element, and whether its value is known."""
        following = iter(values)
        cells = chain.from_iterable(map(_cells_of, _rows_of(self._text)))
        for name, _, kind, formula, begun, _ in cells:
            value = next(following) if begun == _VALUE else ""
            if formula:
                yield name, formula, bool(value.strip() or (begun and kind == "str"))


def taken_apart(cells: bytes) -> tuple[Skeleton, Sequence[str]] | None:
    """The skeleton of these cells and their values; None where anything is not as usual."""
    pieces = cells.replace(_VALUE_ENDS, _VALUE_BEGINS + _TAG).split(_VALUE_BEGINS)
    between, values = pieces[::2], _TAG.join(pieces[1::2])
    # With no tag in a value, and as many ends as values, each begins and ends as it should.
    number = cells.count(_VALUE_ENDS)
    if len(pieces) != 2 * number + 1 or values.count(_TAG) != max(number - 1, 0):
        return None
    found = _SKELETONS.of([_VALUE_BEGINS.join(between)])
    try:
        texts = values.decode().split("<") if number else []
    except UnicodeDecodeError:
        return None
    return (found[0], texts) if found else None


def _skeleton(text: bytes) -> Skeleton | None:
    """The skeleton that is written so; None where anything is not as usual."""
    rows = _ROWS.of(_rows_of(text))
    if rows is None:
        return None
    skeleton = Skeleton(text, rows)
    is_twice = len(skeleton.styles) < sum([len(row.styles) for row in rows])
    return None if is_twice else skeleton


def _rows_of(text: bytes) -> list[bytes]:
    return (text + _LAST_ROW).split(_ROW_ENDS)


def _row(text: bytes) -> _Row | None:
    cells = _cells_of(text)
    if cells and cells[-1][-1]:
        return None
    return _Row(
        tuple([(name, style) for name, style, *_ in cells]),
        tuple([name for name, _, _, formula, *_ in cells if formula]),
        tuple(
            [
                Cell(name, style, f"{kind} by formula" if formula and kind == SHARED else kind)
                for name, style, kind, formula, value, _ in cells
                if value == _VALUE
            ]
        ),
    )


def _cells_of(row: bytes) -> list[tuple[str, ...]]:
    """What the expression takes of each cell; the last is odd where anything is not as usual."""
    try:
        text = row.decode()
    except UnicodeDecodeError:
        return [("odd",)]
    begins = _ROW_BEGINS.match(text)
    return _CELL.findall(text, begins.end()) if begins else [("odd",)]


SHARED = "s"
"""The kind of a cell with the number of a text that sheets share."""
_ROWS = KnownPieces(_row)
_SKELETONS = KnownPieces(_skeleton)
