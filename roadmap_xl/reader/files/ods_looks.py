"""How the cells of an .ods look by their styles, and by the conditional formats of both kinds.

Source: OpenDocument 1.3, part 3, sections 16.3, 19.386, 20.175, 20.297 and 20.376.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .cell_looks import INK, PAPER, CellLook
from .colours import Colour, Palette, rgb_of
from .conditions import MOST_AREAS, Condition
from .piece_looks import NOTHING_OWN
from .places import At, place_of
from .visible import LOWERED, PLAIN, RAISED, STRUCK

_THROUGH = ("style:text-line-through-style", "style:text-line-through-type")
_OF_LOOKS = frozenset((*_THROUGH, "style:text-position"))
_SIZES = ("style:row-height", "style:column-width")
_MOST_PARENTS = 16
_CELL, _NUMBER_FORMAT = "table-cell", "number-format"
_LENGTH = re.compile(r"([0-9.]{1,12})(cm|mm|in|pt|px|pc)\Z")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75, "pc": 12.0}
PALETTE = Palette(())
"""This format names its colours themselves."""
MOST_LOOKED_AT = 20_000
"""Filled cells of a sheet over which conditions are laid; the form's largest has 1,400."""


class OdsStyles:
    """How texts and cells look by their styles, whether they say so themselves or inherit it."""

    def __init__(self) -> None:
        self._own: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._here = ("", "")
        self._hidden_tables: set[str] = set()
        self._texts: dict[tuple[str, str], CellLook] = {}
        self._fills: dict[str, Colour] = {}
        self._formats: dict[str, str] = {}
        """By style of a cell, the name of its number format."""
        self._no_size: set[tuple[str, str]] = set()
        self._maps: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._cells: dict[str, CellLook] = {}

    def is_hidden(self, style: str) -> bool:
        """Of a whole sheet."""
        return style in self._hidden_tables

    def is_nothing(self, family: str, style: str) -> bool:
        """Of a row or a column: too low or narrow for anything to be seen."""
        return (family, style) in self._no_size

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of a style, wherever it stands."""
        family, style = self._here
        if name == "style:style":
            self._begin(attributes)
        elif name == "style:default-style":
            self._here = "", ""
        elif name.startswith("number:") and name.endswith("-style"):
            self._here = _NUMBER_FORMAT, attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_tables.add(style)
        elif name == "style:text-properties":
            if not _OF_LOOKS.isdisjoint(attributes):
                self._own[self._here] = _look_of(attributes)
            if (of_text := _text_look_of(attributes)) != NOTHING_OWN:
                self._texts[self._here] = of_text
        elif name == "style:table-cell-properties" and "fo:background-color" in attributes:
            rgb = rgb_of(attributes["fo:background-color"])
            self._fills[style] = Colour(rgb) if rgb else PAPER
        elif name == "style:map" and family in (_CELL, _NUMBER_FORMAT):
            pair = (
                attributes.get("style:condition", ""),
                attributes.get("style:apply-style-name", ""),
            )
            self._maps.setdefault(self._here, []).append(pair)
        elif any(_is_nothing(attributes.get(size, "")) for size in _SIZES):
            self._no_size.add(self._here)

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self._here = attributes.get("style:family", ""), attributes.get("style:name", "")
        if parent := attributes.get("style:parent-style-name"):
            self._parents[self._here] = parent
        if number_format := attributes.get("style:data-style-name"):
            self._formats[self._here[1]] = number_format

    def look(self, family: str, name: str) -> str:
        """That of a text (family «text» or «paragraph») or of a whole cell («table-cell»)."""
        for one in self._line(family, name) if self._own else ():
            if (family, one) in self._own:
                return self._own[family, one]
        return PLAIN

    def _line(self, family: str, name: str) -> Iterator[str]:
        """The style and those it inherits from."""
        for _ in range(_MOST_PARENTS):
            if not name:
                return
            yield name
            name = self._parents.get((family, name), "")

    def is_odd(self, style: str) -> bool:
        """Whether a value in this style may be seen otherwise than it is."""
        return self.is_unseen(style) or any(True for _ in self.maps(style))

    def is_unseen(self, style: str, over: str = "") -> bool:
        """Whether its text has the colour of its cell, under a conditional style too."""
        return not self.cell_look(style, over).is_seen(PALETTE)

    def cell_look(self, style: str, over: str = "") -> CellLook:
        """How a text looks in a cell of this style, under a conditional one too."""
        key = f"{over} {style}"
        if key not in self._cells:
            lines = [*self._line(_CELL, over), *self._line(_CELL, style)]
            look = self.text_look(_CELL, over).over(self.text_look(_CELL, style))
            fill = next((self._fills[one] for one in lines if one in self._fills), None)
            ink = self._ink_of_format(lines)
            self._cells[key] = look._replace(fill=fill, text=ink or look.text)
        return self._cells[key]

    def text_look(self, family: str, name: str) -> CellLook:
        """The colour and the size of a text by its style and those it inherits from."""
        look = NOTHING_OWN
        for one in self._line(family, name) if self._texts else ():
            look = look.over(self._texts.get((family, one), NOTHING_OWN))
        return look

    def _ink_of_format(self, lines: Sequence[str]) -> Colour | None:
        """White, where the number format or one of its sections says so."""
        named = next((self._formats[one] for one in lines if one in self._formats), "")
        sections = [over for _, over in self._maps.get((_NUMBER_FORMAT, named), ())]
        looks = (self._texts.get((_NUMBER_FORMAT, one), NOTHING_OWN) for one in (named, *sections))
        return PAPER if any(one.text == PAPER for one in looks) else None

    def changes_sight(self, over: str, style: str) -> tuple[bool, bool]:
        """Whether a conditional style strikes out, and makes unseen, what is plain in a style."""
        strikes = self.look(_CELL, over) == STRUCK and self.look(_CELL, style) != STRUCK
        says_colour = any(
            (_CELL, one) in self._texts or one in self._fills for one in self._line(_CELL, over)
        )
        hides = says_colour and not self.is_unseen(style) and self.is_unseen(style, over)
        return strikes, hides

    def maps(self, style: str) -> Iterator[tuple[str, str]]:
        """The conditions of a cell's style, and the styles that they ask for."""
        for one in self._line(_CELL, style) if self._maps else ():
            yield from self._maps.get((_CELL, one), ())


def _text_look_of(attributes: Mapping[str, str]) -> CellLook:
    """The colour and the size that a style gives to its texts."""
    text = None
    if "fo:color" in attributes:
        text = Colour(rgb_of(attributes["fo:color"]))
    elif attributes.get("style:use-window-font-color") == "true":
        text = INK
    size = attributes.get("fo:font-size", "")
    return CellLook(text=text, size=_points(size) if size else None)


def _look_of(attributes: Mapping[str, str]) -> str:
    """How a text with these properties looks: struck, raised, lowered, or as usual."""
    if any(attributes.get(name, "none") != "none" for name in _THROUGH):
        return STRUCK
    place = attributes.get("style:text-position", "").split(" ")[0]
    if place == "super" or (place.endswith("%") and place[:1] not in ("-", "0", "%")):
        return RAISED
    return LOWERED if place == "sub" or place.startswith("-") else PLAIN


def _is_nothing(length: str) -> bool:
    """A height or width of less than a point."""
    points = _points(length)
    return points is not None and points < 1


def _points(length: str) -> float | None:
    """None where it is no length."""
    found = _LENGTH.match(length)
    try:
        return float(found[1]) * _POINTS[found[2]] if found else None
    except ValueError:
        return None


# --- Conditions ---

_PLACE = r"\.\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_AREA = re.compile(rf"{_PLACE}(?::(?:'[^']*'|[^.\s]*){_PLACE})?")
_CALL = re.compile(
    r"(formula-is|is-true-formula|(?:cell-content-is-)?(?:not-)?between)\((.*)\)\Z", re.DOTALL
)
_OPERATOR = re.compile(r"(?:cell-content\(\)|value\(\))?\s*(<=|>=|!=|=|<|>)(.*)\Z", re.S)


class OdsConditions:
    """The conditional formats of one sheet as LibreOffice writes them, beside those of styles."""

    def __init__(self, styles: OdsStyles) -> None:
        self._styles = styles
        self._areas: tuple[tuple[At, At], ...] = ()
        self._found: list[tuple[Condition, str]] = []
        self._room = MOST_AREAS

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of a conditional format."""
        if name == "calcext:conditional-format":
            self._areas = tuple(_areas_in(attributes.get("calcext:target-range-address", "")))
        elif name == "calcext:condition":
            self._room -= len(self._areas)
            if self._room >= 0:
                condition = condition_of(attributes.get("calcext:value", ""), self._areas)
                self._found.append((condition, attributes.get("calcext:apply-style-name", "")))

    def on(
        self, values: Mapping[At, object], style_at: Mapping[At, str]
    ) -> tuple[frozenset[At], frozenset[At]]:
        """The filled cells that are struck out by a condition, and those that are not seen."""
        struck, unseen = set(), set()
        for at in [*values][:MOST_LOOKED_AT] if self._found or style_at else ():
            style = style_at.get(at, "")
            for condition, over in self._asked(at, style):
                strikes, hides = self._styles.changes_sight(over, style)
                if (strikes or hides) and condition.holds(at, values.get) is not False:
                    struck |= {at} if strikes else set()
                    unseen |= {at} if hides else set()
        return frozenset(struck), frozenset(unseen)

    def _asked(self, at: At, style: str) -> Iterator[tuple[Condition, str]]:
        for condition, over in self._found:
            if condition.covers(at):
                yield condition, over
        for text, over in self._styles.maps(style):
            yield condition_of(text, ((at, at),)), over


def condition_of(text: str, areas: tuple[tuple[At, At], ...]) -> Condition:
    """A condition as a style or LibreOffice's own format writes it; one that stays open else."""
    kind, operator = "", ""
    operands: tuple[str, ...] = ()
    if call := _CALL.match(text):
        kind, operands = "expression", (call[2].replace("[.", "").replace("]", ""),)
        if "between" in call[1]:
            kind, operator = "cellIs", "notBetween" if "not-" in call[1] else "between"
            operands = tuple(call[2].split(","))
    elif found := _OPERATOR.match(text):
        kind, operator, operands = "cellIs", found[1].replace("!=", "<>"), (found[2],)
    return Condition(areas, CellLook(), kind, operator=operator, operands=operands)


def _areas_in(text: str) -> Iterator[tuple[At, At]]:
    for found in _AREA.finditer(text):
        begin = place_of(f"{found[1]}{found[2]}")
        end = place_of(f"{found[3]}{found[4]}") if found[3] else begin
        if begin and end:
            yield begin, end
