"""How a cell looks by its style, and what a conditional format changes of that.

Source: ECMA-376, part 1, sections 18.8.14, 18.8.21, 18.8.22 and 18.8.32.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .colours import BLACK, WHITE, Colour, Palette, colour_in, is_seen

TRUE = ("1", "true")
SMALLEST_LETTERS = 3
"""Points; smaller ones are no letters but a line."""
_WHITE_NUMBERS = re.compile(r"\[(?:white|белый|(?:color|цвет) ?2)\]", re.IGNORECASE)
"""A number format may have a colour of its own, over that of the font."""
PAPER, INK = Colour(WHITE), Colour(BLACK)


class CellLook(NamedTuple):
    """What a style says of how its cells look; None where it says nothing."""

    is_struck: bool | None = None
    code: str | None = None
    """The number format."""
    text: Colour | None = None
    fill: Colour | None = None
    size: float | None = None
    """Of the letters, in points."""

    def under(self, other: CellLook) -> CellLook:
        """This look with what `other` says over it."""
        said = {name: one for name, one in other._asdict().items() if one is not None}
        return self._replace(**said)

    def over(self, other: CellLook) -> CellLook:
        """This look with what `other` says below it."""
        return other.under(self)

    def is_seen(self, palette: Palette) -> bool:
        """Whether a text can be read: not as small as a line, not in the colour behind it."""
        if self.size is not None and self.size < SMALLEST_LETTERS:
            return False
        text = PAPER if _WHITE_NUMBERS.search(self.code or "") else self.text or INK
        return is_seen(palette.rgb(text), palette.rgb(self.fill or PAPER))


class LookWalk:
    """The elements of a font, a fill or a `dxf`, being read."""

    def __init__(self, *, is_change: bool = False) -> None:
        self._is_change = is_change
        """Of a conditional format, which names the colours of a fill the other way round."""
        self._struck: bool | None = None
        self._code: str | None = None
        self._text: Colour | None = None
        self._size: float | None = None
        self._pattern: str | None = None
        self._front: Colour | None = None
        self._back: Colour | None = None
        self._is_filled = False

    def start(self, name: str, above: str, attributes: dict[str, str]) -> None:
        if above == "font":
            self._of_font(name, attributes)
        elif name == "numFmt":
            self._code = attributes.get("formatCode", "")
        elif name in ("patternFill", "gradientFill"):
            self._is_filled = True
            self._pattern = attributes.get("patternType") if name == "patternFill" else "gradient"
        elif name == "fgColor":
            self._front = colour_in(attributes)
        elif name == "bgColor":
            self._back = colour_in(attributes)

    def _of_font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "strike":
            self._struck = attributes.get("val", "1") in TRUE
        elif name == "color":
            self._text = colour_in(attributes) or INK
        elif name == "sz":
            digits = attributes.get("val", "")[:8]
            self._size = float(digits) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits) else None

    @property
    def look(self) -> CellLook:
        return CellLook(self._struck, self._code, self._text, self._fill, self._size)

    @property
    def _fill(self) -> Colour | None:
        """The colour of a solid fill; that of a pattern is not known."""
        if not self._is_filled or self._pattern == "none":
            return None
        if self._pattern not in ("solid", None):
            return Colour()
        if self._is_change:
            return self._back or self._front
        return (self._front or Colour()) if self._pattern else None
