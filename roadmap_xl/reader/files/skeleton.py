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
_VALUE_BEGINS, _VALUE_ENDS = "<v>", "</v>"
_VALUE = "<v><"
"""What stands in a skeleton where the value was, before the tag that follows."""
_ROW = rf'<row r="[1-9][0-9]{{0,2}}"{ATTRIBUTES}'
_ROW_BEGINS = re.compile(rf"(?:{_ROW}/>)*+{_ROW}>")
"""After rows without cells."""
_ROW_ENDS, _LAST_ROW = "</row>", '<row r="1">'
"""How a row ends; and the beginning of one more, so that the last one ends as the others do."""
_CELL = re.compile(
    r'<c r="([A-E]?[A-Z][1-9][0-9]{0,2})"(?: s="(0|[1-9][0-9]{0,5})")?'
    rf'(?:/>|(?: t="([a-z]+)")?>(<f{ATTRIBUTES}(?:/>|>[^<]*</f>))?({_VALUE}|<v/>)?</c>)'
    r"|(<(?s:.*))"
)
"""A cell; or what is odd, with all that follows it."""


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

    def __init__(self, text: str = "", rows: Iterable[_Row] = ()) -> None:
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

    def split(
        self, values: Sequence[str]
    ) -> tuple[Iterator[tuple[str, str]], Iterator[tuple[Cell, str]]]:
        """The names of cells with shared texts, each with its number; the others with a value."""
        names, is_shared = self._shared
        others, is_other = self._others
        return (
            zip(names, compress(values, is_shared), strict=True),
            zip(others, compress(values, is_other), strict=True),
        )

    @cached_property
    def _shared(self) -> tuple[list[str], list[bool]]:
        is_shared = [cell.kind == SHARED for cell in self._valued]
        return [cell.name for cell in compress(self._valued, is_shared)], is_shared

    @cached_property
    def _others(self) -> tuple[list[Cell], list[bool]]:
        is_other = [not one for one in self._shared[1]]
        return [*compress(self._valued, is_other)], is_other

    @cached_property
    def has_low_rows(self) -> bool:
        """A row has a height of nothing."""
        return ' ht="0' in self._text

    @cached_property
    def hidden_rows(self) -> int:
        return self._text.count('hidden="1"')

    def formulas(self, values: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
        """Of each cell with a formula: its name, the element, and whether its value is known."""
        following = iter(values)
        cells = chain.from_iterable(map(_cells_of, self._text.split(_ROW_ENDS)))
        for name, _, kind, formula, begun, _ in cells:
            value = next(following) if begun == _VALUE else ""
            if formula:
                yield name, formula, bool(value.strip() or (begun and kind == "str"))


def taken_apart(cells: str) -> tuple[Skeleton, Sequence[str]] | None:
    """The skeleton of these cells and their values; None where anything is not as usual."""
    pieces = cells.replace(_VALUE_ENDS, f"{_VALUE_BEGINS}<").split(_VALUE_BEGINS)
    between, values = pieces[::2], pieces[1::2]
    # Without a tag in a value, and as many ends as values, each begins and ends as it should.
    if len(between) == len(values) or "<" in "".join(values):
        return None
    if cells.count(_VALUE_ENDS) != len(values):
        return None
    found = _SKELETONS.of([_VALUE_BEGINS.join(between)])
    return (found[0], values) if found else None


def _skeleton(text: str) -> Skeleton | None:
    """The skeleton that is written so; None where anything is not as usual."""
    rows = _ROWS.of(f"{text}{_LAST_ROW}".split(_ROW_ENDS))
    if rows is None:
        return None
    skeleton = Skeleton(text, rows)
    is_twice = len(skeleton.styles) < sum([len(row.styles) for row in rows])
    return None if is_twice else skeleton


def _row(text: str) -> _Row | None:
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


def _cells_of(row: str) -> list[tuple[str, ...]]:
    """What the expression takes of each cell; the last is odd where anything is not as usual."""
    begins = _ROW_BEGINS.match(row)
    return _CELL.findall(row, begins.end()) if begins else [("odd",)]


SHARED = "s"
"""The kind of a cell with the number of a text that sheets share."""
_ROWS = KnownPieces(_row)
_SKELETONS = KnownPieces(_skeleton)
