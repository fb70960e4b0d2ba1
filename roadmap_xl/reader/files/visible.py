"""A cell's text as its reader sees it: what is struck out is gone, what is raised stays raised.

A library joins the pieces of a text: a struck «1» before «3» becomes 13, «3» with a footnote 31.
"""

from __future__ import annotations

from typing import NamedTuple

_DIGITS = "0123456789+-=()"
_RAISED = str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
PLAIN, STRUCK, RAISED, LOWERED = "", "struck", "raised", "lowered"


WHOLE = "\0"
"""In place of the part that is struck out, where it is all of a text; no text has this sign."""


class Visible(NamedTuple):
    """What is to be seen of a text, and what of it is struck out: a part, or `WHOLE`."""

    text: str
    struck: str = ""


class Pieces:
    """The pieces of one text, as a parser meets them."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str]] = []

    def add(self, text: str, look: str = PLAIN) -> None:
        self._pieces.append((text, look))

    def seen(self) -> Visible:
        """A text that is struck out as a whole stays: whether it counts is asked, not decided."""
        looks = {look for text, look in self._pieces if text.strip()}
        if not looks & {STRUCK, RAISED, LOWERED} or len(looks) == 1:
            whole = "".join(text for text, _ in self._pieces)
            return Visible(whole, WHOLE if looks == {STRUCK} else "")
        seen, struck = [], []
        for text, look in self._pieces:
            if look == STRUCK:
                struck.append(text)
            elif look == RAISED:
                seen.append(text.translate(_RAISED))
            else:
                seen.append(text.translate(_LOWERED) if look == LOWERED else text)
        return Visible("".join(seen), "".join(struck))


_TRUE = ("1", "true")
_ALIGNED = {"superscript": RAISED, "subscript": LOWERED}


class Runs:
    """The text of one `si` or `is` of an .xlsx (ECMA-376, part 1, section 18.4), being read."""

    def __init__(self) -> None:
        self._pieces = Pieces()
        self._look = PLAIN
        self._is_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._is_text = name == "t" and not self._phonetic
        if name == "r":
            self._look = PLAIN
        elif name == "rPh":
            self._phonetic += 1
        elif name in ("strike", "dstrike") and attributes.get("val", "1") in _TRUE:
            self._look = STRUCK
        elif name == "vertAlign" and self._look != STRUCK:
            self._look = _ALIGNED.get(attributes.get("val", ""), PLAIN)

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.add(text, self._look)

    def end(self, name: str) -> None:
        self._is_text = False
        self._phonetic -= name == "rPh"
        if name == "r":
            self._look = PLAIN

    def seen(self) -> Visible:
        return self._pieces.seen()
