"""Labels of rows and lines: known by their letters alone, or as another wording of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...texts.pattern import Pattern
from ...texts.squeezing import labelled, squeezed
from ..structure.lines import SIMILAR, is_similar
from .words import bones

MOST_COMPARED = 400
"""As many unknown labels of a document are compared letter by letter; no school writes so many."""
_NUMBERING = Pattern(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\)?|№|п/п|№ ?п/п")


def is_numbering(text: str) -> bool:
    """«1», «3.1.2.», «1.10»: the number of a row, and nothing typed."""
    return bool(_NUMBERING.fullmatch(squeezed(text)))


@dataclass
class Labels:
    """Keys by the labels they are printed with."""

    by_bones: dict[str, str] = field(default_factory=dict)
    words: list[tuple[str, str]] = field(default_factory=list)
    """Each label as it compares, with its key."""
    compared: int = 0

    def add(self, key: str, *labels: str) -> None:
        for label in labels:
            self.by_bones.setdefault(bones(label), key)
            self.words.append((labelled(label), key))

    def exact(self, text: str) -> str:
        """The key of a label; empty for another text."""
        return self.by_bones.get(bones(text), "")

    def similar(self, text: str, among: Iterable[str] | None = None) -> str:
        """The key of the only label that this text is another wording of."""
        self.compared += 1
        said = labelled(text) if self.compared <= MOST_COMPARED else ""
        if not said:
            return ""
        wanted = None if among is None else set(among)
        found = {
            key
            for label, key in self.words
            if (wanted is None or key in wanted)
            and 2 * min(len(label), len(said)) >= SIMILAR * (len(label) + len(said))
            and is_similar(label, said)
        }
        return found.pop() if len(found) == 1 else ""
