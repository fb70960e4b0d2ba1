"""Pieces of XML and what they say: each is read once, and found by its text from then on.

Of a sheet that a school has filled, everything but the values is the blank's own bytes, the same in
every file that one program saved. To find such a piece costs a fifth of what an expression takes to
read it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import AnyStr, Generic, TypeVar

T = TypeVar("T")
LONGEST_KEPT = 200_000
"""Of a piece. A blank's longest is a sheet without its values, of 90,000."""
MOST_KEPT = 2_000_000
"""Letters of all pieces; the sheets of a blank have 250,000 that are filled alike."""


class KnownPieces(Generic[AnyStr, T]):
    """What pieces of one kind say; the same pieces say the same in every file."""

    def __init__(self, read: Callable[[AnyStr], T | None], most: int = MOST_KEPT) -> None:
        """`read` gives what a piece says; None for one that is written otherwise than usual.

        At most so many letters of pieces are kept.
        """
        self._read: Callable[[AnyStr], T | None] = read
        self._most = most
        self._known: dict[AnyStr, T] = {}
        self._letters = 0

    def of(self, pieces: Sequence[AnyStr]) -> Sequence[T] | None:
        """What each of them says; None where one of them is not as usual."""
        found = [*map(self._known.get, pieces)]
        if None not in found:
            return found  # type: ignore[return-value]  # as just seen
        fresh: dict[AnyStr, T] = {}
        for piece, one in zip(pieces, found, strict=True):
            if one is None and piece not in fresh:
                said = self._read(piece)
                if said is None:
                    return None
                fresh[piece] = said
        self._keep(fresh)
        return [
            fresh[piece] if one is None else one for piece, one in zip(pieces, found, strict=True)
        ]

    def _keep(self, fresh: dict[AnyStr, T]) -> None:
        """Keeps them for the next file; all that was kept before goes where there is no room."""
        short = {piece: said for piece, said in fresh.items() if len(piece) <= LONGEST_KEPT}
        self._letters += sum(map(len, short))
        if self._letters > self._most:
            self._known.clear()
            self._letters = 0
        else:
            self._known.update(short)
