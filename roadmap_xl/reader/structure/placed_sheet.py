"""The places of a sheet's fields in a file, found or as the blank has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ...layout import Block, Layout, Line
from ...submission import Remark
from ..sheet_xml import At
from .standing import Standing


@dataclass
class PlacedSheet:
    """The places of a sheet's fields in the file."""

    sheet: str
    """Its name in the file."""
    places: dict[int, At] = field(default_factory=dict)
    """By slot."""
    lost: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    explained_rows: set[int] = field(default_factory=set)
    explained_columns: set[int] = field(default_factory=set)
    """What a remark already names: the cells there that are left over are not named again."""
    is_as_printed: bool = True
    """Everything that the blank prints stands where the blank has it."""
    standing: Standing | None = None
    """The way back to the cells of the blank, where it is not."""

    @property
    def places_taken(self) -> frozenset[At]:
        """The cells of the fields."""
        return frozenset(self.places.values())


@lru_cache(maxsize=128)
def fields_of(layout: Layout, block: Block) -> tuple[tuple[int, Line, str], ...]:
    """The fields of a block: slot, line, tag of the column."""
    return tuple(_fields(layout, block))


def _fields(layout: Layout, block: Block) -> Iterator[tuple[int, Line, str]]:
    for line in block.lines:
        for tag, one in layout.fields_on(block, line):
            yield one.slot, line, tag
