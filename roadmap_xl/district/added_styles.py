"""Looks that are added to a workbook's styles where it has not got them yet.

Source: ECMA-376, part 1, section 18.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final, NamedTuple

from ..reader.files.package_parts import DamagedPartError, digits_in, elements
from .part_bytes import Change, Element, PartWalk, splice

_FIRST_FORMAT = 164
"""The first number of a format that a file defines itself."""


class Look(NamedTuple):
    """How an added cell looks: its font and alignment as the markup has them."""

    font: str
    alignment: str
    format: str = ""


_LISTS: Final = ("numFmts", "fonts", "borders", "cellXfs")
_NUMBER_FORMAT = re.compile(rb"""\bnumFmtId\s*=\s*("[^"]*"|'[^']*')""")
_APPLIES_FORMAT = re.compile(rb"""\sapplyNumberFormat\s*=\s*(["'])(?:0|false)\1""")
_COUNT = re.compile(rb"""(\scount\s*=\s*)("[^"]*"|'[^']*')""")


class AddedStyles(PartWalk):
    """A workbook's styles, to which looks are added that it has not yet."""

    def __init__(self, xml: bytes, border: str) -> None:
        self._lists: dict[str, Element] = {}
        self._in_list: dict[str, list[bytes]] = {name: [] for name in _LISTS}
        self._known = dict.fromkeys(_LISTS, 0)
        self._root: Element | None = None
        super().__init__(xml)
        self._known = {name: len(items) for name, items in self._in_list.items()}
        self._border = border

    def take(self, name: str, attributes: dict[str, str], above: str, found: Element) -> None:
        if above in _LISTS:
            self._in_list[above].append(self.xml[found.whole])
        elif name in _LISTS:
            self._lists[name] = found
        elif name == "styleSheet":
            self._root = found

    def number_of(self, look: Look) -> int:
        """The number by which cells name this look."""
        alignment = f"<{self.prefix}alignment {look.alignment}/>"
        return self._number(
            "cellXfs",
            f'<{self.prefix}xf numFmtId="{self._format(look.format)}" '
            f'fontId="{self._number("fonts", self._prefixed(look.font))}" fillId="0" '
            f'borderId="{self._number("borders", self._prefixed(self._border))}" xfId="0" '
            'applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
            f"{alignment}</{self.prefix}xf>",
        )

    def with_format(self, style: int, code: str) -> int:
        """The number of the same look with this number format."""
        number = b'numFmtId="%d"' % self._format(code)
        item = _NUMBER_FORMAT.sub(number, self._in_list["cellXfs"][style], count=1)
        return self._number("cellXfs", _APPLIES_FORMAT.sub(b"", item).decode())

    def _prefixed(self, markup: str) -> str:
        return re.sub(r"<(/?)(?=\w)", rf"<\1{self.prefix}", markup)

    def _number(self, name: str, item: str) -> int:
        there = self._in_list[name]
        if item.encode() not in there:
            there.append(item.encode())
        return there.index(item.encode())

    def _format(self, code: str) -> int:
        """The number of a format: that of the file's own with this code, or a new one."""
        if not code:
            return 0
        ids = []
        for item in self._in_list["numFmts"]:
            (found,) = elements(_without_prefix(item), "numFmt")
            ids.append(digits_in(found.get("numFmtId", ""), 6) or 0)
            if found.get("formatCode") == code:
                return ids[-1]
        new = max([_FIRST_FORMAT - 1, *ids]) + 1
        markup = f'<{self.prefix}numFmt numFmtId="{new}" formatCode="{escape(code)}"/>'
        self._number("numFmts", markup)
        return new

    def _changes(self) -> Iterable[Change]:
        for name, items in self._in_list.items():
            new = b"".join(items[self._known[name] :])
            if not new:
                continue
            there = self._lists.get(name)
            if there is None or there.is_single:
                yield self._new_list(name, there, len(items), new)
                continue
            end = there.end_of_content(self.xml)
            tag = _COUNT.sub(rb'\1"%d"' % len(items), self.xml[there.tag])
            yield there.start, there.tag_end, tag
            yield end, end, new

    def _new_list(self, name: str, there: Element | None, count: int, new: bytes) -> Change:
        """A list that the file lacks: formats, which stand first; all others it must have."""
        if self._root is None or self._root.is_single or (there is None and name != "numFmts"):
            raise DamagedPartError(f"styles without {name}")
        opening = f'<{self.prefix}{name} count="{count}">'.encode()
        whole = opening + new + f"</{self.prefix}{name}>".encode()
        if there is not None:
            return there.start, there.end, whole
        return self._root.tag_end, self._root.tag_end, whole

    @property
    def xml_with_new(self) -> bytes:
        return splice(self.xml, self._changes())


def _without_prefix(item: bytes) -> bytes:
    """An element as a document of its own, without its prefix."""
    return re.sub(rb"<(/?)\w+:", rb"<\1", item)
