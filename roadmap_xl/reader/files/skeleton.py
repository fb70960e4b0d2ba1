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
SHARED = "s"
"""The kind of a cell with the number of a text that sheets share."""
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
"""Name, style and value of each."""
_Texts = tuple[str, ...]


class _Row(NamedTuple):
    """The cells of a row: their names and styles; those with a formula; those with a value.

    Few objects, as there are hundreds of rows and thousands of cells.
    """

    names: _Texts = ()
    styles: _Texts = ()
    formulas: _Texts = ()
    valued: _Texts = ()
    valued_styles: _Texts = ()
    valued_kinds: _Texts = ()


class Skeleton:
    """The cells of a sheet without their values, in the order of the file."""

    def __init__(self, text: bytes = b"", rows: Sequence[_Row] = ()) -> None:
        self._text = text
        self._rows = rows
        names, styles = (
            chain.from_iterable([row[part] for row in rows]) for part in (_NAMES, _STYLES)
        )
        self.styles = dict(zip(names, styles, strict=True))
        """By name of a cell."""

    @property
    def has_cell_twice(self) -> bool:
        return len(self.styles) < sum([len(row.names) for row in self._rows])

    @cached_property
    def formula_cells(self) -> str:
        """The names of the cells with formulas."""
        return " ".join(chain.from_iterable([row.formulas for row in self._rows]))

    def by_kind(self, values: Sequence[str]) -> Iterator[tuple[str, ValuedCells]]:
        """The cells with a value, by kind."""
        for kind, (is_here, names, styles) in self._kinds.items():
            yield kind, zip(names, styles, compress(values, is_here), strict=True)

    @cached_property
    def _kinds(self) -> dict[str, tuple[list[bool], list[str], list[str]]]:
        """By kind, which of the cells with a value are of it, their names and styles."""
        names, styles, kinds = (
            [*chain.from_iterable([row[part] for row in self._rows])]
            for part in (_VALUED, _VALUED_STYLES, _VALUED_KINDS)
        )
        masks = {kind: [kind == one for one in kinds] for kind in set(kinds)}
        return {
            kind: (is_here, [*compress(names, is_here)], [*compress(styles, is_here)])
            for kind, is_here in masks.items()
        }

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
    return None if skeleton.has_cell_twice else skeleton


def _rows_of(text: bytes) -> list[bytes]:
    return (text + _LAST_ROW).split(_ROW_ENDS)


def _row(text: bytes) -> _Row | None:
    cells = _cells_of(text)
    if cells and cells[-1][-1]:
        return None
    if not cells:
        return _Row()
    names, styles, kinds, formulas, values, _ = zip(*cells, strict=True)
    if SHARED in kinds and any(formulas):
        kinds = tuple(map(_kind, kinds, formulas))
    is_valued = [value == _VALUE for value in values]
    valued = (tuple(compress(column, is_valued)) for column in (names, styles, kinds))
    return _Row(names, styles, tuple(compress(names, formulas)), *valued)


def _kind(kind: str, formula: str) -> str:
    """No formula gives the number of a shared text; what another program makes of it is unknown."""
    return f"{kind} by formula" if formula and kind == SHARED else kind


def _cells_of(row: bytes) -> list[tuple[str, ...]]:
    """What the expression takes of each cell; the last is odd where anything is not as usual."""
    try:
        text = row.decode()
    except UnicodeDecodeError:
        return [("odd",)]
    begins = _ROW_BEGINS.match(text)
    return _CELL.findall(text, begins.end()) if begins else [("odd",)]


_NAMES, _STYLES, _, _VALUED, _VALUED_STYLES, _VALUED_KINDS = range(6)
_ROWS = KnownPieces(_row)
_SKELETONS = KnownPieces(_skeleton)
