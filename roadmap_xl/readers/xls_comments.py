"""Comments in the records of an .xls: a note names its cell and an object, the object holds text.

Source: [MS-XLS], sections 2.4.179 (Note), 2.4.181 (Obj), 2.4.329 (TxO) and 2.4.58 (Continue).
"""

from __future__ import annotations

import struct

from ..layout import column_name
from .beside_cells import MOST_DRAWN, BesideCells, TooMuchDrawnError
from .beside_cells import TEXT as DRAWN_TEXT
from .comments import CommentsFound

NOTE, OBJECT, TEXT, CONTINUED = 0x001C, 0x005D, 0x01B6, 0x003C
RECORDS = frozenset((NOTE, OBJECT, TEXT, CONTINUED))


class XlsComments:
    """The comments of one sheet, from its records in their order."""

    def __init__(self) -> None:
        self._notes: list[tuple[str, str, int]] = []
        self._texts: dict[int, str] = {}
        self._object = -1
        self._letters = 0
        """How many of the present object's text are still to come."""

    def take(self, kind: int, content: bytes) -> None:
        """One of the `RECORDS`; what is cut off says nothing."""
        if kind == NOTE and len(content) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", content)
            author = _text(content[10:])[: content[8]] if len(content) > 11 else ""
            self._notes.append((f"{column_name(column)}{row + 1}", author, number))
        elif kind == OBJECT and len(content) >= 8:
            self._object, self._letters = struct.unpack_from("<H", content, 6)[0], 0
        elif kind == TEXT and len(content) >= 12:
            self._letters = struct.unpack_from("<H", content, 10)[0]
            self._texts[self._object] = ""
        elif kind == CONTINUED and self._letters and content:
            text = _text(content)[: self._letters]
            self._letters -= len(text)
            self._texts[self._object] += text

    def found(self) -> CommentsFound:
        found = CommentsFound()
        for cell, author, number in self._notes:
            found.add(cell, author, self._texts.get(number, ""))
        return found

    def drawn(self) -> tuple[BesideCells, ...]:
        """The texts of objects that are no comments; raises `TooMuchDrawnError`."""
        noted = {number for *_, number in self._notes}
        said = {number: text.strip() for number, text in self._texts.items() if number not in noted}
        texts = [text for text in said.values() if text]
        if len(texts) > MOST_DRAWN:
            raise TooMuchDrawnError
        return tuple(BesideCells(DRAWN_TEXT, text) for text in texts)


def _text(content: bytes) -> str:
    """Letters of one byte or of two, as the byte before them says."""
    return content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", errors="replace")
