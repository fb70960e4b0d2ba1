"""The headers of a table: each column by its whole path, «2020/2021 → Численность».

A «%» says whose it is by the header left of it. Beside the headers, the labels of the lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ...form.derived import derived
from ...form.fields import Form
from ...form.layout import CHECK_COLUMN, Block
from ...form.rows import Subject
from ...records import Record
from ...texts.squeezing import normalize
from .imprint import Imprint, imprints_of

Path = tuple[str, ...]
Level = Mapping[int, str]
"""One row of headers: by column, its text as it compares."""


class PrintedHeaders(Record):
    """The rows of headers that a blank prints above a block."""

    levels: tuple[Level, ...] = ()
    raw: tuple[Level, ...] = ()
    """The same as they are printed."""

    @cached_property
    def repeated(self) -> frozenset[Path]:
        """What stands above several columns, and needs the header left of it."""
        return _repeated(self.levels)

    @cached_property
    def paths(self) -> dict[int, Path]:
        return paths(self.levels, self.repeated)

    def label(self, column: int) -> str:
        """The path of a column as a message names it."""
        named = paths(self.raw, _repeated(self.raw)).get(column, ())
        return " — ".join(text for text in named if text)


def _repeated(levels: Sequence[Level]) -> frozenset[Path]:
    counts = Counter(own_paths(levels).values())
    return frozenset(path for path, number in counts.items() if number > 1)


def _printed_headers(imprint: Imprint, block: Block) -> PrintedHeaders:
    """The headers of a block; a title alone in its row is no header where others stand below."""
    found: dict[int, dict[int, str]] = {}
    for (row, column), text in imprint.text_at.items():
        if block.tag_row < row < block.lines[0].row and 0 < column != CHECK_COLUMN[block.sheet]:
            found.setdefault(row, {})[column] = text
    rows = [row for row in sorted(found) if not all(map(str.isdecimal, found[row].values()))]
    raw = tuple(found[row] for row in [row for row in rows if len(found[row]) > 1] or rows[-1:])
    levels = tuple({column: normalize(text) for column, text in row.items()} for row in raw)
    return PrintedHeaders(levels, raw)


def own_paths(levels: Sequence[Level]) -> dict[int, Path]:
    """By column, what stands above it; a text over several columns stands over each."""
    columns = sorted({column for level in levels for column in level})
    return {
        column: tuple(_text(levels, n, column) for n in range(len(levels))) for column in columns
    }


def _text(levels: Sequence[Level], number: int, column: int) -> str:
    at = source(levels, number, column)
    return "" if at is None else levels[number][at]


def source(levels: Sequence[Level], number: int, column: int) -> int | None:
    """The column whose text of this row of headers stands over a column.

    A text spreads to the right over columns that have headers below it and none beside it.
    """
    level, last = levels[number], levels[-1]
    if column in level:
        return column
    if level is last or column not in last:
        return None
    left = max((other for other in level if other < column), default=None)
    return left if left in last else None


def paths(levels: Sequence[Level], repeated: frozenset[Path]) -> dict[int, Path]:
    """By column, its path; a repeated one stands behind the path of the column left of it."""
    found: dict[int, Path] = {}
    left: Path = ()
    for column, path in own_paths(levels).items():
        left = found[column] = (*left, *path) if path in repeated else path
    return found


class BlockImprint(Record):
    """Labels and headers as they compare: small letters, single spaces."""

    label_column: int | None
    """Zero-based; None where the lines of the block have no labels."""
    labels: dict[str, str]
    """By the tag of a line; spare rows have none."""
    aliases: dict[str, str]
    """By another name of a subject, the label it stands for."""
    headers: PrintedHeaders


@derived
def block_imprints(form: Form) -> Mapping[str, BlockImprint]:
    """By the name of a block, what the blank prints around it."""
    imprints = imprints_of(form)
    return {
        block.name: _block_imprint(imprints[block.sheet], block) for block in form.layout.blocks
    }


def _block_imprint(imprint: Imprint, block: Block) -> BlockImprint:
    column = _label_column(imprint, block)
    labels = {
        line.tag: normalize(text)
        for line in block.lines
        if column is not None and (text := imprint.text_at.get((line.row, column)))
    }
    aliases = {
        normalize(alias): labels[line.tag]
        for line in block.lines
        if isinstance(line.spec, Subject) and line.tag in labels
        for alias in line.spec.aliases
    }
    return BlockImprint(column, labels, aliases, _printed_headers(imprint, block))


def _label_column(imprint: Imprint, block: Block) -> int | None:
    """The column with the most to read in it."""
    texts_in: dict[int, set[str]] = defaultdict(set)
    for line in block.lines:
        for column in range(1, CHECK_COLUMN[block.sheet]):
            if text := imprint.text_at.get((line.row, column)):
                texts_in[column].add(text)
    lengths = {column: sum(map(len, found)) for column, found in texts_in.items()}
    return max(lengths, key=lambda column: lengths[column]) if lengths else None
