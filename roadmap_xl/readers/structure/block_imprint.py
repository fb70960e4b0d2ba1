"""What a blank prints around one block: the labels of its lines, the headers of its columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from ...form.rows import Subject
from ...layout import CHECK_COLUMN, Block, Layout
from ...texts.squeezing import compared
from .imprint import Imprint, imprints_of


@dataclass(frozen=True)
class BlockImprint:
    """Labels and headers as they compare: small letters, single spaces."""

    label_column: int | None
    """Zero-based; None where the lines of the block have no labels."""
    labels: dict[str, str]
    """By the tag of a line; spare rows have none."""
    aliases: dict[str, str]
    """By another name of a subject, the label it stands for."""
    headers: dict[str, str]
    """By the tag of a column."""


@lru_cache(maxsize=64)
def block_imprint(layout: Layout, block: Block) -> BlockImprint:
    """What the blank prints around a block of this layout."""
    imprint = imprints_of(layout.edition.key)[block.sheet]
    column = _label_column(imprint, block)
    labels = {
        line.tag: compared(text)
        for line in block.lines
        if column is not None and (text := imprint.text_at.get((line.row, column)))
    }
    aliases = {
        compared(alias): labels[line.tag]
        for line in block.lines
        if isinstance(line.spec, Subject) and line.tag in labels
        for alias in line.spec.aliases
    }
    headers = {tag: _header(imprint, block, column) for tag, column in block.columns}
    return BlockImprint(column, labels, aliases, {t: h for t, h in headers.items() if h})


def _label_column(imprint: Imprint, block: Block) -> int | None:
    """The column with the most to read in it."""
    said: dict[int, set[str]] = defaultdict(set)
    for line in block.lines:
        for column in range(1, CHECK_COLUMN[block.sheet]):
            if text := imprint.text_at.get((line.row, column)):
                said[column].add(text)
    lengths = {column: sum(map(len, texts)) for column, texts in said.items()}
    return max(lengths, key=lambda column: lengths[column]) if lengths else None


def _header(imprint: Imprint, block: Block, column: int) -> str:
    """The text next above the first line, numbers of columns aside."""
    for row in range(block.lines[0].row - 1, block.tag_row, -1):
        text = compared(imprint.text_at.get((row, column), ""))
        if text and not text.isdecimal():
            return text
    return ""
