"""Which column of a sheet is which of a block: by its hidden tag and by its visible headers.

A column that neither proves is lost: to count on from its neighbours would read other numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...form.layout import Block
from ...texts.squeezing import normalize
from ...texts.typed import as_text
from .headers import BlockImprint, Level, Path, paths, source
from .placed_sheet import OriginMap
from .sheet_index import SheetIndex


@dataclass(frozen=True)
class Renamed:
    """A header that is another now, and the columns below are known by their tags."""

    column: int
    printed: str
    here: str
    """As it stands there; empty for nothing."""


@dataclass
class FoundColumns:
    """The columns of a block by tag, and what was odd about them."""

    column_of: dict[str, int] = field(default_factory=dict)
    followed: list[str] = field(default_factory=list)
    """The tags of columns that were found by their header, away from their tag."""
    renamed: list[Renamed] = field(default_factory=list)
    headless: bool = False
    """No row of headers is left; the tags alone say which column is which."""
    doubled: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    """Several columns could be the tag's and differ, so that no column is taken."""
    lost: list[str] = field(default_factory=list)
    label_column: int | None = None


class ColumnFinder:
    """Finds the columns of one block on one sheet."""

    def __init__(
        self,
        index: SheetIndex,
        block: Block,
        printed: BlockImprint,
        tags: Mapping[str, list[int]],
        header_rows: Sequence[int | None],
        origins: OriginMap,
    ) -> None:
        """`header_rows` are those of the printed headers as far as they are found."""
        self.index, self.block, self.printed = index, block, printed
        self.tags, self.rows, self.origins = tags, header_rows, origins
        self.levels: list[Level] = [
            {} if row is None else dict(index.texts_of(row)) for row in header_rows
        ]
        self.wanted = printed.headers.paths
        self.paths = paths(self.levels, printed.headers.repeated)
        self.result = FoundColumns()
        self._reported: set[tuple[int, int]] = set()

    def found(self) -> FoundColumns:
        result = self.result
        if self.printed.label_column is not None:
            result.label_column = self.printed.label_column + _label_shift(self.index, self.printed)
        result.headless = bool(self.rows) and all(row is None for row in self.rows)
        for tag, usual in self.block.columns:
            if wanted := self.wanted.get(usual):
                self._by_header(tag, usual, wanted)
        for tag, usual in self.block.columns:
            if usual not in self.wanted:
                self._by_tag(tag, usual)
        return result

    def _by_header(self, tag: str, usual: int, wanted: Path) -> None:
        tagged = self.tags.get(normalize(tag), [])
        there = [column for column, path in self.paths.items() if path == wanted]
        both = [column for column in there if column in tagged]
        one = self._one_of(both if len(both) == 1 else there)
        known = self.wanted.values()
        if one is not None:
            self.result.column_of[tag] = one
            if tagged and one not in tagged:
                self.result.followed.append(tag)
        elif there:
            self.result.doubled.append((tag, tuple(there)))
        elif len(tagged) == 1 and self.paths.get(tagged[0]) not in known:
            self.result.column_of[tag] = tagged[0]
            self._report_renamed(usual, tagged[0])
        else:
            self.result.lost.append(tag)

    def _by_tag(self, tag: str, usual: int) -> None:
        """A column without a header: by its tag, or by what stands elsewhere in it."""
        tagged = self.tags.get(normalize(tag), [])
        column = tagged[0] if len(tagged) == 1 else self.origins.column_of(usual)
        if column is None or column in self.result.column_of.values():
            self.result.lost.append(tag)
        else:
            self.result.column_of[tag] = column

    def _one_of(self, columns: Sequence[int]) -> int | None:
        """The column to take: the only one that is filled, or any if all say the same."""
        if len(columns) <= 1:
            return columns[0] if columns else None
        filled = [column for column in columns if any(map(_is_filled, self._below(column)))]
        if len(filled) <= 1:
            return filled[0] if filled else columns[0]
        same = all(self._below(column) == self._below(filled[0]) for column in filled)
        return filled[0] if same else None

    def _below(self, column: int) -> list[object]:
        """What stands below the headers, as far as the block reaches."""
        first = max(row for row in self.rows if row is not None) + 1
        height = self.block.last_row - self.block.header_row
        return [self.index.value((row, column)) for row in range(first, first + height)]

    def _report_renamed(self, usual: int, column: int) -> None:
        """Each header that is not as printed, once for all the columns it stands over."""
        printed = self.printed.headers.levels
        for number, row in enumerate(self.rows if not self.result.headless else ()):
            wanted, at = source(printed, number, usual), source(self.levels, number, column)
            here = "" if at is None else self.levels[number][at]
            if wanted is None or printed[number][wanted] == here:
                continue
            text = "" if row is None or at is None else as_text(self.index.value((row, at)))
            label = self.printed.headers.raw[number][wanted]
            if (number, wanted) not in self._reported:
                self._reported.add((number, wanted))
                self.result.renamed.append(Renamed(column, label, text))


def _is_filled(value: object) -> bool:
    return value is not None


def _label_shift(index: SheetIndex, printed: BlockImprint) -> int:
    """How far to the right the labels have moved."""
    if printed.label_column is None:
        return 0
    seen = Counter(c for text in set(printed.labels.values()) for _, c in index.at.get(text, ()))
    usual = printed.label_column
    if not seen or seen[usual] == max(seen.values()):
        return 0
    return seen.most_common(1)[0][0] - usual
