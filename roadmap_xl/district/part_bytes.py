"""A part of a workbook changed in a few places: where its elements stand, and what goes between.

A parser tells where each element begins, however it is written; what is not changed stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.parsers import expat

from ..reader.files.package_parts import DamagedPartError


class Element(NamedTuple):
    """An element where it stands, from byte to byte."""

    start: int
    tag_end: int
    """Behind its first tag."""
    end: int

    @property
    def tag(self) -> slice:
        return slice(self.start, self.tag_end)

    @property
    def whole(self) -> slice:
        return slice(self.start, self.end)

    @property
    def is_single(self) -> bool:
        """One tag is the beginning and the end."""
        return self.tag_end == self.end

    def end_of_content(self, xml: bytes) -> int:
        """Before the last tag; raises `DamagedPartError` where there is but one."""
        if self.is_single:
            raise DamagedPartError("an element without content")
        return xml.rindex(b"</", self.tag_end, self.end)


Change = tuple[int, int, bytes]
"""From a byte to a byte, what stands there instead."""


def splice(xml: bytes, changes: Iterable[Change]) -> bytes:
    parts, at = [], 0
    for start, end, new in sorted(changes, key=lambda one: one[:2]):
        parts += [xml[at:start], new]
        at = end
    return b"".join((*parts, xml[at:]))


_TAG = re.compile(rb"""<[^\s<>"'/]+(?:\s+[^\s<>"'=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")


class PartWalk:
    """One pass over a part: where its elements begin and end."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.prefix = ""
        self._open: list[tuple[str, dict[str, str], int, list[int]]] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(xml, True)
        except expat.ExpatError as fault:
            raise DamagedPartError(str(fault)) from fault

    def _refuse(self, *_: object) -> None:
        raise DamagedPartError("a document type in an office file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        if not self._open:
            self.prefix = name[: name.rfind(":") + 1]
        else:
            self._open[-1][3].append(at)
        self._open.append((name, attributes, at, []))
        self.begin(name.removeprefix(self.prefix), attributes)

    def _end(self, name: str) -> None:
        at = self._parser.CurrentByteIndex
        _, attributes, start, children = self._open.pop()
        is_single = not children and self.xml[at - 2 : at] == b"/>" and at > start
        end = at if is_single else self.xml.index(b">", at) + 1
        tag_end = end if is_single else self._end_of_tag(start, children[0] if children else at)
        above = self._open[-1][0].removeprefix(self.prefix) if self._open else ""
        found = Element(start, tag_end, end)
        self.take(name.removeprefix(self.prefix), attributes, above, found)

    def _end_of_tag(self, start: int, before: int) -> int:
        """Behind the tag; a «>» may stand in the quotes of an attribute."""
        tag = _TAG.match(self.xml, start, before)
        if tag is None:
            raise DamagedPartError("a tag without an end")
        return tag.end()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def take(self, name: str, attributes: dict[str, str], above: str, found: Element) -> None:
        """An element that has ended, with the name of the one it stands in."""
        raise NotImplementedError
