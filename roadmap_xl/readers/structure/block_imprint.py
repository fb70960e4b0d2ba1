"""What a blank prints around one block: the labels of its lines, the headers of its columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from ...form.rows import Subject
from ...layout import CHECK_COLUMN, Block, Layout
from ...texts.squeezing import labelled
from .headers import PrintedHeaders, printed_headers
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
    headers: PrintedHeaders


@lru_cache(maxsize=64)
def block_imprint(layout: Layout, block: Block) -> BlockImprint:
    """What the blank prints around a block of this layout."""
    imprint = imprints_of(layout.edition.key)[block.sheet]
    column = _label_column(imprint, block)
    labels = {
        line.tag: labelled(text)
        for line in block.lines
        if column is not None and (text := imprint.text_at.get((line.row, column)))
    }
    aliases = {
        labelled(alias): labels[line.tag]
        for line in block.lines
        if isinstance(line.spec, Subject) and line.tag in labels
        for alias in line.spec.aliases
    }
    return BlockImprint(column, labels, aliases, printed_headers(layout, block))


def _label_column(imprint: Imprint, block: Block) -> int | None:
    """The column with the most to read in it."""
    said: dict[int, set[str]] = defaultdict(set)
    for line in block.lines:
        for column in range(1, CHECK_COLUMN[block.sheet]):
            if text := imprint.text_at.get((line.row, column)):
                said[column].add(text)
    lengths = {column: sum(map(len, texts)) for column, texts in said.items()}
    return max(lengths, key=lambda column: lengths[column]) if lengths else None
