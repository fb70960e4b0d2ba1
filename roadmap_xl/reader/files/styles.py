"""The styles of a workbook's cells, from their part of the package: calamine does not tell them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from .cell_looks import CellLook, LookWalk
from .colours import Palette, rgb_of, theme_of
from .number_formats import BUILT_IN, is_day, is_plain
from .package_parts import digits_in, parse

_FALSE = ("0", "false")
MOST_STYLES = 2_000
"""That are looked at; a blank has 50, and Excel holds 64,000."""
MOST_FORMATS = 1_000
"""Number formats of a workbook that are looked at: Excel takes some 250 of one's own."""


class Sight(NamedTuple):
    """What of a workbook's styles keeps a value from being seen as it is."""

    unseen: frozenset[int] = frozenset()
    """The styles whose text has the colour of its cell, or is too small to be read."""
    unseen_if: frozenset[tuple[int, int]] = frozenset()
    """The same by a conditional format: its number, and the style below it."""


class Styles:
    """By the number of a style, as cells name it: number format, lock, how its text is seen."""

    def __init__(self, xml: bytes, theme: bytes = b"") -> None:
        self._xml, self._theme = xml, theme

    def number_format(self, style: int) -> str:
        return self._found.codes[style] if style < len(self._found.codes) else "General"

    def look(self, style: int) -> CellLook:
        return self._found.looks[style] if style < len(self._found.looks) else CellLook()

    @cached_property
    def unlocked(self) -> frozenset[int]:
        """The styles whose cells may be typed into on a protected sheet."""
        return frozenset(self._found.unlocked)

    @cached_property
    def struck(self) -> frozenset[int]:
        """The styles whose text is struck through; the blank has none."""
        return frozenset(self._found.struck) if b"strike" in self._xml else frozenset()

    @property
    def disguising(self) -> frozenset[int]:
        """The styles in which a value may be seen as another, as words, or not at all."""
        return self._found.disguising

    @property
    def percents(self) -> frozenset[int]:
        """The styles that show percents, where they are in no other way unusual."""
        return self._found.percents

    @property
    def dated(self) -> Mapping[str, bool]:
        """By number of a style in which a number may be a moment, whether it is a plain day."""
        return self._found.dated

    @property
    def changes(self) -> list[CellLook]:
        """What conditional formats change, by their number."""
        return self._found.changes

    @cached_property
    def sight(self) -> Sight:
        return self._found.sight(self._theme)

    @property
    def palette(self) -> Palette:
        return Palette(theme_of(self._theme), self._found.own_colours)

    @property
    def may_change_sight(self) -> bool:
        """A conditional format may strike a value out or make it be seen otherwise."""
        changes = self.changes
        struck_or_coded = any(
            one.is_struck or "%" in (one.code or "") or not is_plain(one.code or "")
            for one in changes
        )
        return struck_or_coded or bool(self.sight.unseen_if)

    @cached_property
    def _found(self) -> _Walk:
        return _shared(self._xml) if len(self._xml) < _MOST_SHARED else _walked(self._xml)


def is_themed(xml: bytes) -> bool:
    """Whether the part names colours of the theme, other than the usual ink."""
    return xml.count(b'theme="') != xml.count(b'<color theme="1"/>')


def _walked(xml: bytes) -> _Walk:
    walk = _Walk()
    parse(xml, walk.start, walk.end)
    walk.finish()
    return walk


_MOST_SHARED = 200_000
"""Bytes. The blank's have 30 kB; what is larger is nobody's blank, and not worth keeping."""
_shared = lru_cache(maxsize=8)(_walked)
"""Walked once: the files of one blank share the part."""


class _Walk:
    """One pass over the part."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.looks: list[CellLook] = []
        self.changes: list[CellLook] = []
        self.dated: dict[str, bool] = {}
        self.unlocked: set[int] = set()
        self.struck: set[int] = set()
        self.disguising: frozenset[int] = frozenset()
        self.percents: frozenset[int] = frozenset()
        self.own_colours: list[tuple[int, int, int] | None] = []
        self._named: dict[str, str] = {}
        self._fonts: list[CellLook] = []
        self._fills: list[CellLook] = []
        self._lists = {"font": self._fonts, "fill": self._fills, "dxf": self.changes}
        self._here: LookWalk | None = None
        self._above: list[str] = []
        self._sights: dict[bytes, Sight] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else ""
        if above == f"{name}s" and name in self._lists:
            self._here = LookWalk(is_change=name == "dxf")
        elif self._here is not None:
            self._here.start(name, above, attributes)
        elif name == "numFmt" and above == "numFmts":
            self._named[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and above == "cellXfs":
            self._style(attributes)
        elif name == "protection" and attributes.get("locked") in _FALSE:
            self._unlocked_here()
        elif name == "rgbColor":
            self.own_colours.append(rgb_of(attributes.get("rgb", "")))
        self._above.append(name)

    def _unlocked_here(self) -> None:
        if "cellXfs" in self._above:
            self.unlocked.add(len(self.codes) - 1)

    def _style(self, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "0")
        built_in = BUILT_IN.get(digits_in(number, 6) or 0, "")
        code = self._named.get(number) or built_in
        font, fill = (
            _at(found, attributes.get(f"{name}Id", "0"))
            for name, found in (("font", self._fonts), ("fill", self._fills))
        )
        if font.is_struck:
            self.struck.add(len(self.codes))
        is_day_here = is_day(self._named.get(number), digits_in(number, 6))
        if is_day_here is not None:
            self.dated[f"{len(self.codes)}"] = is_day_here
        self.codes.append(code)
        self.looks.append(font._replace(code=code, fill=fill.fill))

    def end(self, name: str) -> None:
        self._above.pop()
        if self._here is not None and name in self._lists and self._above[-1:] == [f"{name}s"]:
            self._lists[name].append(self._here.look)
            self._here = None

    def finish(self) -> None:
        """What is asked of all styles together."""
        codes = [*dict.fromkeys(self.codes)][:MOST_FORMATS]
        unusual = {code for code in codes if not is_plain(code)}
        numbered = [*enumerate(self.codes)]
        self.disguising = frozenset(n for n, code in numbered if code in unusual)
        self.percents = frozenset(n for n, code in numbered if "%" in code) - self.disguising

    def sight(self, theme: bytes) -> Sight:
        if theme not in self._sights:
            self._sights[theme] = self._sight(Palette(theme_of(theme), self.own_colours))
        return self._sights[theme]

    def _sight(self, palette: Palette) -> Sight:
        looks = [*enumerate(self.looks)][:MOST_STYLES]
        unseen = frozenset(number for number, look in looks if not look.is_seen(palette))
        changes = [(n, one) for n, one in enumerate(self.changes) if one.text or one.fill]
        changed = frozenset(
            (of_change, style)
            for of_change, change in changes[:MOST_CHANGES]
            for style, look in looks
            if style not in unseen and not look.under(change).is_seen(palette)
        )
        return Sight(unseen, changed)


MOST_CHANGES = 50
"""Conditional formats that are laid over each style; a blank has four."""


def _at(found: list[CellLook], number: str) -> CellLook:
    index = digits_in(number, 6) or 0
    return found[index] if index < len(found) else CellLook()
