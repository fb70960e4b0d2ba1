"""What is drawn over the cells of an .ods, and the content without it.

LibreOffice keeps a drawing inside the cell at its corner, and calamine takes its text for the
cell's: a picture over «Физика» would make it «Физика Скан».
"""

from __future__ import annotations

import re

from .beside_cells import MOST_DRAWN, PICTURE, TEXT, BesideCells, TooMuchDrawnError

SHAPES = frozenset(
    (
        *("frame", "custom-shape", "rect", "square", "line", "polyline", "polygon", "path", "g"),
        *("regular-polygon", "circle", "ellipse", "connector", "caption", "measure", "control"),
    )
)
"""The elements that stand for a drawing (OpenDocument 1.3, part 3, sections 10.3 and 10.4)."""
_TAG = re.compile(
    rb"""<(/?)draw:[\w-]+(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""",
)


def without_drawings(content: bytes) -> bytes:
    """The content with every drawing left out."""
    kept, depth, end = [], 0, 0
    for tag in _TAG.finditer(content):
        if not depth:
            kept.append(content[end : tag.start()])
        depth += -1 if tag[1] else 0 if tag[2] else 1
        end = tag.end()
    return b"".join([*kept, content[end:]]) if kept else content


class OdsDrawing:
    """A drawing being read: its text, its description, whether it is a picture."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._inside = ""
        self._said: list[str] = []
        self._called = ""
        self._parts: set[str] = set()

    def start(self, name: str) -> None:
        self._inside = name
        self._depth += name == self._name
        self._parts.add(name)
        if name == "p" and self._said:
            self._said.append("\n")

    def text(self, text: str) -> None:
        if self._inside in ("desc", "title"):
            self._called += text
        else:
            self._said.append(text)

    def ends(self, name: str) -> bool:
        """Whether this is the end of the drawing itself."""
        self._inside = "" if self._inside in ("desc", "title") else self._inside
        self._depth -= name == self._name
        return not self._depth

    def taken(self, cell: str, found: list[BesideCells]) -> None:
        """Adds what it says; charts say nothing. Raises `TooMuchDrawnError`."""
        if len(found) >= MOST_DRAWN:
            raise TooMuchDrawnError
        if text := "".join(self._said).strip():
            found.append(BesideCells(TEXT, text, cell))
        elif "image" in self._parts and "object" not in self._parts:
            found.append(BesideCells(PICTURE, self._called.strip(), cell))
