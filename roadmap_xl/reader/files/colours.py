"""Colours as workbooks name them, and whether a text can be told from what is behind it.

Source: ECMA-376, part 1, sections 18.3.1.15, 18.8.3, 18.8.27 and 20.1.6.2; WCAG 2.1 for contrast.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from .package_parts import DamagedPartError, digits_in, parse

Rgb = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
LEAST_CONTRAST = 1.2
"""Light grey on white has 1.4, read with effort; white on the blank's pale yellow has 1.05."""
_HEX = re.compile(r"#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})\Z")
_MOST_LETTERS = 24

_THEME = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    *(f"accent{n}" for n in range(1, 7)),
    "hlink",
    "folHlink",
)
"""How `theme` counts; the part itself names the dark ones first."""
_OFFICE = (
    *("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D"),
    *("9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080"),
)
_INDEXED = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080"
    "C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF"
    "8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC"
    "99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
"""Of the old list, six digits each."""
_OLDER = 8
"""The first eight numbers name the same colours as the next."""
_TEXT_OF_WINDOW, _WINDOW = 64, 65


class Colour(NamedTuple):
    """A colour as a style names it: by red, green and blue, or by its number in a list.

    One that names nothing is a colour that is not known.
    """

    rgb: Rgb | None = None
    theme: int | None = None
    number: int | None = None
    """In the old list."""
    tint: float = 0.0


class Palette(NamedTuple):
    """The colours that are named by number: those of the theme, and a file's own old list."""

    themed: Sequence[Rgb]
    own: Sequence[Rgb | None] = ()

    def rgb(self, colour: Colour) -> Rgb | None:
        """Red, green and blue, 0 to 255 each; None where it is not known."""
        found = colour.rgb
        if colour.theme is not None:
            found = self.themed[colour.theme] if colour.theme < len(self.themed) else None
        elif colour.number is not None:
            found = indexed_rgb(colour.number, self.own)
        return tinted(found, colour.tint) if found and colour.tint else found


def rgb_of(text: str) -> Rgb | None:
    """Of «FFRRGGBB», «RRGGBB» or «#RRGGBB»."""
    found = _HEX.match(text) if len(text) <= _MOST_LETTERS else None
    if found is None:
        return None
    digits = found[1]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def indexed_rgb(number: int, own: Sequence[Rgb | None] = ()) -> Rgb | None:
    """A colour of the old list of 64, of the file's own if it has one, or of the window."""
    if number in (_TEXT_OF_WINDOW, _WINDOW):
        return BLACK if number == _TEXT_OF_WINDOW else WHITE
    if number < len(own):
        return own[number]
    number -= _OLDER if number >= _OLDER else 0
    return rgb_of(_INDEXED[6 * number : 6 * number + 6])


def colour_in(attributes: Mapping[str, str]) -> Colour | None:
    """The colour of an element's attributes; None where they name none, or «automatic»."""
    tint = _tint(attributes)
    if "rgb" in attributes:
        return Colour(rgb_of(attributes["rgb"]), tint=tint)
    theme, number = (digits_in(attributes.get(name, ""), 3) for name in ("theme", "indexed"))
    if theme is not None:
        return Colour(theme=theme, tint=tint)
    return None if number is None else Colour(number=number, tint=tint)


def _tint(attributes: Mapping[str, str]) -> float:
    text = attributes.get("tint", "0")
    try:
        return max(-1.0, min(1.0, float(text))) if len(text) <= _MOST_LETTERS else 0.0
    except ValueError:
        return 0.0


def tinted(rgb: Rgb, tint: float) -> Rgb:
    """Darker below zero, lighter above; as the standard says, of the lightness alone."""
    import colorsys  # few files have a tint

    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb))
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return int(red * 255 + 0.5), int(green * 255 + 0.5), int(blue * 255 + 0.5)


@lru_cache(maxsize=4)
def theme_of(xml: bytes) -> tuple[Rgb, ...]:
    """The colours of the part with the theme; Office's own where there is none to be read."""
    found: dict[str, Rgb | None] = {}
    above: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("srgbClr", "sysClr") and above and above[-1] in _THEME:
            shown = attributes.get("lastClr") or attributes.get("val", "")
            found.setdefault(above[-1], rgb_of(shown))
        above.append(name)

    try:
        parse(xml or b"<theme/>", start, lambda _: above.pop())
    except DamagedPartError:
        found.clear()
    usual = map(rgb_of, _OFFICE)
    named = (found.get(name) or rgb for name, rgb in zip(_THEME, usual, strict=True))
    return tuple(rgb or WHITE for rgb in named)


def is_seen(text: Rgb | None, behind: Rgb | None) -> bool:
    """Whether a text of one colour is told from another; what is not known is seen."""
    if text is None or behind is None:
        return True
    lights = sorted((_luminance(text), _luminance(behind)))
    return (lights[1] + 0.05) / (lights[0] + 0.05) >= LEAST_CONTRAST or _differ(text, behind)


MOST_ALIKE = 90
"""Of the sum of differences: yellow on white has little contrast, and is yet seen as yellow."""


def _differ(one: Rgb, other: Rgb) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > MOST_ALIKE


@lru_cache(maxsize=1024)
def _luminance(rgb: Rgb) -> float:
    parts = [part / 255 for part in rgb]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
