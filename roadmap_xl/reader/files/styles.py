"""The styles of a workbook's cells, from their part of the package: calamine does not tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from .package_parts import digits_in, parse

BUILT_IN = {0: "General", 9: "0%", 10: "0.00%"}
"""The formats that a file names by number alone; of those only percents matter here."""

_TRUE, _FALSE = ("1", "true"), ("0", "false")


class Styles:
    """By the number of a style, as cells name it: number format, lock, struck-through text."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml

    def number_format(self, style: int) -> str:
        return self._found.codes[style] if style < len(self._found.codes) else "General"

    @cached_property
    def unlocked(self) -> frozenset[int]:
        """The styles whose cells may be typed into on a protected sheet."""
        return frozenset(self._found.unlocked)

    @cached_property
    def struck(self) -> frozenset[int]:
        """The styles whose text is struck through; the blank has none."""
        return frozenset(self._found.struck) if b"strike" in self._xml else frozenset()

    @cached_property
    def disguising(self) -> frozenset[int]:
        """The styles in which a number is seen as another, as words, or not at all."""
        codes = self._found.codes
        disguises = set(filter(_is_disguise, [*dict.fromkeys(codes)][:MOST_FORMATS]))
        return frozenset(number for number, code in enumerate(codes) if code in disguises)

    @property
    def dated(self) -> Mapping[str, bool]:
        """By number of a style in which a number may be a moment, whether it is a plain day."""
        return self._found.dated

    @property
    def _found(self) -> _Walk:
        return _shared(self._xml) if len(self._xml) < _MOST_SHARED else _walked(self._xml)


_WRITTEN_OUT = re.compile(r'"([^"]*)"|\\(.)|\[[^\]\[]*\]|[_*].')
"""What a format shows as it stands, conditions and colours, room for a sign."""
MOST_LETTERS_OF_FORMAT, MOST_FORMATS = 255, 1_000
"""Of one format, and formats of a workbook that are looked at: Excel takes some 250 of one's."""
_IN_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


@lru_cache(maxsize=256)
def _is_disguise(code: str) -> bool:
    """Whether a positive number is seen otherwise: hidden, with digits added, in thousands.

    Source: ECMA-376, part 1, section 18.8.31. A moment is no disguise: it is read as one.
    """
    if len(code) > MOST_LETTERS_OF_FORMAT:
        return False  # no program shows a number so
    written = "".join(part for pair in _WRITTEN_OUT.findall(code) for part in pair)
    positive = _WRITTEN_OUT.sub("", code).partition(";")[0].strip().lower()
    if any(map(str.isdigit, written)) or _IN_THOUSANDS.search(positive):
        return True
    if not positive:
        return bool(code)
    return not re.search("[0#?@]|general|основной|[ymdhsгмдчс]", positive)


def _walked(xml: bytes) -> _Walk:
    walk = _Walk()
    parse(xml, walk.start, walk.end)
    return walk


_MOST_SHARED = 200_000
"""Bytes. The blank's have 30 kB; what is larger is nobody's blank, and not worth keeping."""
_shared = lru_cache(maxsize=8)(_walked)
"""Walked once: the files of one blank share the part."""


_NUMBERS = frozenset({*range(14), *range(37, 41), 48, 49})
"""The formats known by their number in which a number is never a moment."""
_DAYS = frozenset({14, 15, 16, 17})
_MAY_BE_MOMENT = re.compile("[DdMmYyHhSsAa\\[]")
_DAY = re.compile(r"[DdMmYy]{1,4}(?:\\?[./\- ][DdMmYy]{1,4}){1,2}(?:;@)?")


def _is_day(code: str | None, number: int | None) -> bool | None:
    """Whether a number is a day in this format; None where it is no moment at all.

    False where it may be one with a time of day, or nobody knows.
    """
    if code is None:
        return None if number in _NUMBERS else number in _DAYS
    if not _MAY_BE_MOMENT.search(code.replace("General", "")):
        return None
    return _DAY.fullmatch(code) is not None


class _Walk:
    """One pass over the part."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.dated: dict[str, bool] = {}
        self.unlocked: set[int] = set()
        self.struck: set[int] = set()
        self._named: dict[str, str] = {}
        self._fonts = -1
        self._struck_fonts: set[str] = set()
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._above[-1] if self._above else ""
        if name == "numFmt" and above == "numFmts":
            self._named[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and above == "fonts":
            self._fonts += 1
        elif name == "strike" and above == "font" and attributes.get("val", "1") in _TRUE:
            self._struck_fonts.add(str(self._fonts))
        elif name == "xf" and above == "cellXfs":
            self._style(attributes)
        elif name == "protection" and attributes.get("locked") in _FALSE:
            self._unlocked_here()
        self._above.append(name)

    def _unlocked_here(self) -> None:
        if "cellXfs" in self._above:
            self.unlocked.add(len(self.codes) - 1)

    def _style(self, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "0")
        built_in = BUILT_IN.get(digits_in(number, 6) or 0, "")
        if attributes.get("fontId") in self._struck_fonts:
            self.struck.add(len(self.codes))
        is_day = _is_day(self._named.get(number), digits_in(number, 6))
        if is_day is not None:
            self.dated[f"{len(self.codes)}"] = is_day
        self.codes.append(self._named.get(number) or built_in)

    def end(self, _: str) -> None:
        self._above.pop()
