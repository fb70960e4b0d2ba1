"""Whether the rows and columns of a sheet stand where the blank has them, said once for a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...layout import Block
from ...submission import Remark
from .adopting import Adopted
from .columns import FoundColumns
from .lines import FoundLines


@dataclass(frozen=True)
class FoundBlock:
    """A block with what was found of it on a sheet."""

    block: Block
    columns: FoundColumns
    lines: FoundLines
    own: Adopted

    @property
    def is_sorted(self) -> bool:
        """Its rows stand in another order; spare rows and those put in do not count."""
        rows = [
            self.lines.row_of[line.tag]
            for line in self.block.lines
            if line.tag in self.lines.row_of and line.spec.kind != "own"
        ]
        return any(here > below for here, below in pairwise(rows))

    @property
    def has_moved_rows(self) -> bool:
        return any(self.lines.row_of.get(ln.tag, ln.row) != ln.row for ln in self.block.lines)

    @property
    def has_moved_columns(self) -> bool:
        return any(self.columns.column_of.get(tag, at) != at for tag, at in self.block.columns)

    @property
    def is_explained(self) -> bool:
        """Another remark on the block says why its rows have moved."""
        lines = self.lines
        return bool(lines.lost or lines.doubled or lines.followed or self.own.names)


def moved_remarks(sheet: str, blocks: Sequence[FoundBlock]) -> list[Remark]:
    """One remark at most on rows, one on columns."""
    found = []
    if any(one.is_sorted and not one.lines.followed for one in blocks):
        found.append(Remark("rows-sorted", sheet))
    elif any(one.has_moved_rows for one in blocks) and not any(one.is_explained for one in blocks):
        found.append(Remark("moved", sheet, words={"what": "строки"}))
    if any(one.has_moved_columns and not one.columns.followed for one in blocks):
        found.append(Remark("moved", sheet, words={"what": "столбцы"}))
    return found
