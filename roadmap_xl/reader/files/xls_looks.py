"""How the cells of an .xls look: fonts, colours and number formats of styles, conditional formats.

Source of the record layouts: [MS-XLS], sections 2.4.42, 2.4.43, 2.4.56, 2.4.57, 2.5.92 and 2.5.93.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

from .cell_looks import INK, PAPER, CellLook
from .colours import Colour, Palette, Rgb
from .conditions import MOST_AREAS
from .number_formats import is_plain
from .places import At
from .visible import LOWERED, PLAIN, RAISED, STRUCK

AREAS, CONDITION, AREAS_12, CONDITION_12 = 0x01B0, 0x01B1, 0x0879, 0x087A
CONDITIONS = frozenset((AREAS, CONDITION, AREAS_12, CONDITION_12))
_HEADER_12 = 12
_ALIGNED = {1: RAISED, 2: LOWERED}
_NUMBERS, _FONT, _ALIGNMENT, _BORDERS, _PATTERN = (1 << bit for bit in range(25, 30))
_OWN_NUMBERS = 1
"""The number format of a condition is written out, not told by its number."""
_FONT_BYTES, _STRIKE = 118, 0x80
_OPTIONS, _INK, _CHANGED = 68, 80, 88
"""Where in the bytes of a font its options stand, its colour, and which options count."""
_SOLID = 1
_MOST_LOOKED_AT = 20_000


class XlsStyles:
    """The styles of a workbook, by the number of an `xf`."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._looks: dict[int, CellLook] = {}
        self.palette = Palette((), self._colours(workbook.colour_map))

    @staticmethod
    def _colours(found: Mapping[int, Rgb | None]) -> list[Rgb | None]:
        return [found.get(number) for number in range(64)]

    def of_font(self, number: int) -> str:
        """How a piece of text looks in this font."""
        font = self._workbook.font_list[number]
        return STRUCK if font.struck_out else _ALIGNED.get(font.escapement, PLAIN)

    def piece_look(self, number: int) -> CellLook:
        """The same with its colour and size; a piece of a text has all of its font."""
        font = self._workbook.font_list[number]
        ink = Colour(number=font.colour_index) if font.colour_index < 64 else INK
        return CellLook(text=ink, size=font.height / 20)

    def look(self, number: int) -> CellLook:
        """That of a cell; its colours are numbers of the palette."""
        if number not in self._looks:
            style = self._workbook.xf_list[number]
            font = self._workbook.font_list[style.font_index]
            named = self._workbook.format_map.get(style.format_key)
            self._looks[number] = CellLook(
                bool(font.struck_out),
                named.format_str if named is not None else None,
                Colour(number=font.colour_index) if font.colour_index < 64 else None,
                _fill(style.background),
                font.height / 20,
            )
        return self._looks[number]

    def is_unusual(self, number: int) -> bool:
        """Its number format may show another number, or percents."""
        code = self.look(number).code or ""
        return "%" in code or not is_plain(code)


def _fill(background: Any) -> Colour | None:
    if not background.fill_pattern:
        return None
    number = background.pattern_colour_index
    return Colour(number=number) if background.fill_pattern == _SOLID else Colour()


class _Change(NamedTuple):
    areas: tuple[tuple[int, int, int, int], ...]
    look: CellLook

    def covers(self, at: At) -> bool:
        return any(
            top <= at[0] <= bottom and left <= at[1] <= right
            for top, bottom, left, right in self.areas
        )


class XlsConditions:
    """The conditional formats of one sheet, from its records; their formulas are not decided."""

    def __init__(self) -> None:
        self._areas: tuple[tuple[int, int, int, int], ...] = ()
        self._changes: list[_Change] = []
        self._room = MOST_AREAS

    def take(self, kind: int, content: bytes) -> None:
        """One of the `CONDITIONS`; what is cut off says nothing."""
        if kind in (AREAS_12, CONDITION_12):
            content = content[_HEADER_12:]
        try:
            if kind in (AREAS, AREAS_12):
                self._areas = _areas(content)
            else:
                self._condition(content[6:], is_newer=kind == CONDITION_12)
        except struct.error:
            return

    def _condition(self, content: bytes, *, is_newer: bool) -> None:
        """What stands behind the kind of a condition and the lengths of its formulas."""
        if is_newer:
            if not struct.unpack_from("<I", content)[0]:
                return
            content = content[4:]
        self._room -= len(self._areas)
        look = _change(content)
        if self._room >= 0 and (look.is_struck or look.text or look.fill):
            self._changes.append(_Change(self._areas, look))

    def on(
        self, style_at: Mapping[At, int], styles: XlsStyles
    ) -> tuple[frozenset[At], frozenset[At]]:
        """The filled cells that a condition may strike out, and those that it may make unseen."""
        struck, unseen = set(), set()
        for at in [*style_at][:_MOST_LOOKED_AT] if self._changes else ():
            look = styles.look(style_at[at])
            for change in self._changes:
                if change.covers(at):
                    changed = look.under(change.look)
                    if changed.is_struck and not look.is_struck:
                        struck.add(at)
                    if look.is_seen(styles.palette) and not changed.is_seen(styles.palette):
                        unseen.add(at)
        return frozenset(struck), frozenset(unseen)


def _areas(content: bytes) -> tuple[tuple[int, int, int, int], ...]:
    count = struct.unpack_from("<H", content, 12)[0]
    return tuple(struct.unpack_from("<HHHH", content, 14 + 8 * n) for n in range(count))


def _change(content: bytes) -> CellLook:
    """What a condition changes; raises `struct.error` where it is cut off."""
    told, more = struct.unpack_from("<IH", content)
    at, is_struck, text, fill = 6, None, None, None
    if told & _NUMBERS:
        at += struct.unpack_from("<H", content, at)[0] if more & _OWN_NUMBERS else 2
    if told & _FONT:
        options, ink, changed = (
            struct.unpack_from("<I", content, at + place)[0] for place in (_OPTIONS, _INK, _CHANGED)
        )
        is_struck = True if options & _STRIKE and not changed & _STRIKE else None
        text = Colour(number=ink) if ink < 64 else None
        at += _FONT_BYTES
    at += 8 * bool(told & _ALIGNMENT) + 8 * bool(told & _BORDERS)
    if told & _PATTERN:
        kind, colours = struct.unpack_from("<HH", content, at)
        fill = _pattern(kind >> 10, colours & 0x7F, colours >> 7 & 0x7F)
    return CellLook(is_struck, None, text, fill)


def _pattern(kind: int, front: int, back: int) -> Colour | None:
    """The fill of a condition, in which the back of a solid one counts."""
    if kind not in (0, _SOLID):
        return Colour()
    number = back if back < 64 else front
    return Colour(number=number) if number < 64 else PAPER
