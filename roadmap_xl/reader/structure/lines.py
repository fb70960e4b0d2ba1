"""Which row of a sheet is which line of a block: by its hidden tag and by its visible label.

Where both agree the row is certain. A label that stands in another row than its tag is followed,
because people sort and type what they see. A row that two lines claim is taken for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ...form.layout import Block, Line
from ...texts.squeezing import normalize
from .headers import BlockImprint

SIMILAR = 0.8
"""From here on a changed label is a changed wording, below it another row (domain.md, PLN-011)."""
Content = Callable[[int], tuple[object, ...]]
"""What stands in the fields' columns of a row; empty where nothing does."""


@dataclass
class FoundLines:
    """The rows of a block's lines by tag, and what was odd about them."""

    row_of: dict[str, int] = field(default_factory=dict)
    followed: list[str] = field(default_factory=list)
    """The tags of lines that were found by their label, away from their tag."""
    renamed: list[Line] = field(default_factory=list)
    """Found by the tag; the label is another wording, or gone."""
    doubled: list[tuple[Line, tuple[int, ...]]] = field(default_factory=list)
    """Several rows could be the line and differ, so that no row is taken."""
    lost: list[Line] = field(default_factory=list)
    """No row is this line; one with its tag and quite another label is not."""
    aliased: set[int] = field(default_factory=set)
    """The rows whose label is another name of the same, such as «Русский»."""
    filled: set[int] = field(default_factory=set)
    """The rows of lines that have something typed in them."""


class LineFinder:
    """Finds the lines of one block on one sheet."""

    def __init__(
        self,
        block: Block,
        printed: BlockImprint,
        tags: Mapping[str, list[int]],
        labels: Mapping[int, str],
        content: Content,
    ) -> None:
        self.block = block
        self.printed = printed
        self.tags = tags
        self.labels = {row: printed.aliases.get(text, text) for row, text in labels.items()}
        self.aliased = {row for row, text in labels.items() if text in printed.aliases}
        self.content = content
        self.known = set(printed.labels.values())
        self.rows_labelled: dict[str, list[int]] = {}
        for row, text in self.labels.items():
            self.rows_labelled.setdefault(text, []).append(row)

    def found(self) -> FoundLines:
        result = FoundLines()
        for line in self.block.lines:
            candidates = self._candidates(line)
            row = self._one_of(candidates) if candidates else None
            if candidates and row is None:
                result.doubled.append((line, tuple(candidates)))
            elif row is None or not self._is_this(line, row):
                result.lost.append(line)
            else:
                self._take(result, line, row)
        return result

    def _candidates(self, line: Line) -> list[int]:
        """The rows that may be the line, the likeliest first."""
        tagged = self.tags.get(normalize(line.tag), [])
        label = self.printed.labels.get(line.tag, "")
        bearing = self.rows_labelled.get(label, []) if label else []
        if self._is_shared(label):
            return [row for row in tagged if row in bearing] or tagged
        if bearing:
            return sorted(bearing, key=lambda row: row not in tagged)
        # In a sorted sheet the tag may have stayed behind, beside another line.
        return [row for row in tagged if self._label_at(row) not in self.known]

    def _is_shared(self, label: str) -> bool:
        return bool(label) and list(self.printed.labels.values()).count(label) > 1

    def _label_at(self, row: int) -> str:
        return self.labels.get(row, "")

    def _one_of(self, rows: list[int]) -> int | None:
        """The row to take: the only one that is filled, or any if all say the same."""
        filled = [row for row in rows if self.content(row)]
        if len(filled) <= 1:
            return filled[0] if filled else rows[0]
        same = all(self.content(row) == self.content(filled[0]) for row in filled)
        return filled[0] if same else None

    def _is_this(self, line: Line, row: int) -> bool:
        label, here = self.printed.labels.get(line.tag, ""), self._label_at(row)
        return not label or not here or label == here or is_similar(label, here)

    def _take(self, result: FoundLines, line: Line, row: int) -> None:
        result.row_of[line.tag] = row
        label = self.printed.labels.get(line.tag, "")
        result.aliased |= {row} & self.aliased
        if label and self._label_at(row) != label:
            result.renamed.append(line)
        elif self.tags and row not in self.tags.get(normalize(line.tag), []):
            result.followed.append(line.tag)
        if self.content(row) or (not label and self._label_at(row)):
            result.filled.add(row)


def is_similar(one: str, other: str) -> bool:
    """Two wordings of the same: at least four fifths of the letters stand in both."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def positions(values: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """By text, the numbers of the rows or columns it stands in."""
    found: dict[str, list[int]] = {}
    for number, text in values:
        if text:
            found.setdefault(text, []).append(number)
    return found
