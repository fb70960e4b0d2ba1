"""Pieces of a text that nobody sees on their cell: in its own colour, or as small as a line.

A part with texts is walked only where one of its pieces has a look of its own; the blank has none.

Source: ECMA-376, part 1, sections 18.4.4, 18.4.7 and 18.4.8.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .cell_looks import CellLook, LookWalk
from .colours import Palette
from .package_parts import DamagedPartError, parse
from .places import At, place_of

HAS_LOOKS = b"rPr"
"""Where a piece of a text may have a look of its own."""
NOTHING_OWN = CellLook()


class Piece(NamedTuple):
    """A piece of a text, and what it says of its look over that of its cell."""

    text: str
    look: CellLook = NOTHING_OWN


def unseen_part(pieces: Iterable[Piece], cell: CellLook, palette: Palette) -> str:
    """What of a text is not seen in a cell; empty where all of it is."""
    return "".join(
        piece.text
        for piece in pieces
        if piece.text.strip() and not cell.under(piece.look).is_seen(palette)
    )


class PieceWalk:
    """One pass over shared texts, or over a sheet with texts of its own, for coloured pieces."""

    def __init__(self) -> None:
        self.shared: dict[int, list[Piece]] = {}
        """By number of a shared text."""
        self.inline: dict[At, list[Piece]] = {}
        """By cell."""
        self._number = -1
        self._row = self._column = -1
        self._pieces: list[Piece] | None = None
        self._look = LookWalk()
        self._text = ""
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else ""
        self._above.append(name)
        if name in ("si", "is"):
            self._number += 1
            self._pieces = []
        elif name in ("row", "c"):
            self._go_to(name, attributes.get("r", ""))
        elif name == "r":
            self._look = LookWalk()
        elif above == "rPr":
            self._look.start(name, "font", attributes)
        elif name == "t":
            self._text = ""

    def _go_to(self, name: str, place: str) -> None:
        if name == "row":
            self._row = int(place) - 1 if place.isdecimal() and len(place) < 8 else self._row + 1
            self._column = -1
        else:
            named = place_of(place.upper()) if place else None
            self._row, self._column = named or (self._row, self._column + 1)

    def text(self, text: str) -> None:
        if self._above[-1:] == ["t"]:
            self._text += text

    def end(self, name: str) -> None:
        self._above.pop()
        if self._pieces is None:
            return
        if name == "t" and "rPh" not in self._above:
            is_own = self._above[-1:] == ["r"]
            self._pieces.append(Piece(self._text, self._look.look if is_own else NOTHING_OWN))
        elif name in ("si", "is"):
            if any(one.look != NOTHING_OWN for one in self._pieces):
                if name == "si":
                    self.shared[self._number] = self._pieces
                else:
                    self.inline[self._row, self._column] = self._pieces
            self._pieces = None


def pieces_in(xml: bytes) -> PieceWalk:
    """The texts of a part whose pieces have looks of their own; none of a damaged part."""
    walk = PieceWalk()
    if HAS_LOOKS in xml:
        try:
            parse(xml, walk.start, walk.end, walk.text)
        except DamagedPartError:
            return PieceWalk()
    return walk
