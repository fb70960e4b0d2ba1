"""Which column of a sheet is which of a block: by its hidden tag and by its visible header."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ...layout import Block
from ...texts.squeezing import compared
from .block_imprint import BlockImprint
from .lines import positions
from .sheet_index import SheetIndex

HEADER_ROWS = 4
"""As far below the tags people may have pushed the headers."""


@dataclass
class FoundColumns:
    """The columns of a block by tag, and what was odd about them."""

    column_of: dict[str, int] = field(default_factory=dict)
    followed: list[str] = field(default_factory=list)
    """The tags of columns that were found by their header, away from their tag."""
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """Tag and the header that stands there now."""
    lost: list[str] = field(default_factory=list)
    label_column: int | None = None


def columns_found(
    index: SheetIndex, block: Block, printed: BlockImprint, tag_row: int | None
) -> FoundColumns:
    """The columns of a block on a sheet."""
    found = FoundColumns()
    shift = _label_shift(index, printed)
    if printed.label_column is not None:
        found.label_column = printed.label_column + shift
    tags = positions(index.texts_of(tag_row)) if tag_row is not None else {}
    headers = _headers(index, block, tag_row, shift)
    counts = Counter(printed.headers.values())
    for tag, usual in block.columns:
        wanted = printed.headers.get(tag, "")
        tagged = tags.get(compared(tag), [])
        there = [column for column, texts in headers.items() if wanted in texts]
        both = [column for column in tagged if not wanted or column in there]
        if len(both) == 1 or (both and usual in both):
            found.column_of[tag] = both[0] if len(both) == 1 else usual
        elif counts[wanted] == 1 and len(there) == 1:
            found.column_of[tag] = there[0]
            found.followed.append(tag)
        elif len(tagged) == 1 and not _is_of_another(headers.get(tagged[0], []), printed, wanted):
            found.column_of[tag] = tagged[0]
            found.renamed += _renamed(tag, headers.get(tagged[0], []), wanted)
        elif tag_row is None or not wanted:
            found.column_of[tag] = usual + shift
        else:
            found.lost.append(tag)
    return found


def _label_shift(index: SheetIndex, printed: BlockImprint) -> int:
    """How far to the right the labels have moved, and with them what has no tag."""
    if printed.label_column is None:
        return 0
    seen = Counter(c for text in set(printed.labels.values()) for _, c in index.at.get(text, ()))
    usual = printed.label_column
    if not seen or seen[usual] == max(seen.values()):
        return 0
    return seen.most_common(1)[0][0] - usual


def _headers(
    index: SheetIndex, block: Block, tag_row: int | None, shift: int
) -> dict[int, list[str]]:
    """By column, the texts below the tags that are no column's number."""
    first = block.tag_row if tag_row is None else tag_row
    found: dict[int, list[str]] = {}
    for row in range(first + 1, first + 1 + max(HEADER_ROWS, block.lines[0].row - block.tag_row)):
        for column, text in index.texts_of(row):
            if not text.isdecimal():
                found.setdefault(column, []).append(text)
    return found


def _is_of_another(here: list[str], printed: BlockImprint, wanted: str) -> bool:
    """The header of another column stands there, and only once in the blank."""
    others = {text for text, n in Counter(printed.headers.values()).items() if n == 1} - {wanted}
    return any(text in others for text in here)


def _renamed(tag: str, here: list[str], wanted: str) -> list[tuple[str, str]]:
    if not wanted or wanted in here:
        return []
    return [(tag, here[0] if here else "")]
