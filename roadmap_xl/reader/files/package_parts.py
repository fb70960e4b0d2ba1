"""The names of a workbook's parts: which XML inside the archive holds which sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from xml.parsers import expat

_NAMESPACE_END = " "
_DOCUMENT = "/officeDocument"
_PRINT_AREA = "_xlnm.Print_Area"
_KNOWN = (
    *("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"),
    *("http://schemas.microsoft.com/", "http://www.w3.org/"),
)
"""How the namespaces begin whose attributes are looked at."""
DEEPEST_ELEMENT = 64
"""A sheet nests nine deep, a drawing some twenty; expat itself would go on until memory ends."""
Start = Callable[[str, dict[str, str]], object]


class DamagedPartError(Exception):
    """A part of the archive that is missing, or is not the XML it should be."""


def parse(
    xml: bytes,
    start: Start,
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Walks XML with expat, elements and attributes by their local names.

    With `prefixes` by namespace they are «table:name», and what has another namespace is «:name»:
    for a format in which the local name alone does not tell. Raises `DamagedPartError`, also for a
    document type, which could define entities, and for elements as deep as no program nests them.
    """
    walk = _Walk(start, end, prefixes)
    parser = expat.ParserCreate("utf-8", _NAMESPACE_END)
    parser.StartElementHandler = walk.started
    parser.EndElementHandler = walk.ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault


class _Walk:
    """Elements on their way from expat, with the names that are asked for."""

    def __init__(
        self, start: Start, end: Callable[[str], object], prefixes: Mapping[str, str] | None
    ) -> None:
        self._start, self._end, self._prefixes = start, end, prefixes
        self._depth = 0

    def started(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_ELEMENT:
            raise DamagedPartError("elements nested without end")
        if self._prefixes is not None:
            attributes = {_prefixed(key, self._prefixes): one for key, one in attributes.items()}
        elif _NAMESPACE_END in "".join(attributes):
            attributes = _known_attributes(attributes)
        self._start(self._named(tag), attributes)

    def ended(self, tag: str) -> None:
        self._depth -= 1
        self._end(self._named(tag))

    def _named(self, tag: str) -> str:
        return _local(tag) if self._prefixes is None else _prefixed(tag, self._prefixes)


def _refuse(*_: object) -> None:
    raise DamagedPartError("a document type in an office file")


def _local(name: str) -> str:
    return name.rpartition(_NAMESPACE_END)[2]


def _prefixed(name: str, prefixes: Mapping[str, str]) -> str:
    namespace, _, local = name.rpartition(_NAMESPACE_END)
    return f"{prefixes.get(namespace, '')}:{local}"


def _local_attributes(
    attributes: dict[str, str], prefixes: Mapping[str, str] | None
) -> dict[str, str]:
    if prefixes is not None:
        return {_prefixed(key, prefixes): value for key, value in attributes.items()}
    return _known_attributes(attributes) if _NAMESPACE_END in "".join(attributes) else attributes


def _known_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """By local name, those without a namespace and, behind them, those of the office formats.

    What another program adds is called as it likes, and means nothing here.
    """
    plain = {key: value for key, value in attributes.items() if _NAMESPACE_END not in key}
    known = {_local(key): value for key, value in attributes.items() if key.startswith(_KNOWN)}
    return known | plain


def digits_in(text: str, most: int) -> int | None:
    """The number of at most so many digits; None for anything else, also for a thousand of them."""
    return int(text) if len(text) <= most and text.isascii() and text.isdecimal() else None


@lru_cache(maxsize=32)
def elements(xml: bytes, name: str, parent: str = "") -> list[dict[str, str]]:
    """The attributes of each element with this local name, directly below `parent` if given.

    The files of one blank share their lists, so each is walked once. Nobody may change the answer.
    """
    found: list[dict[str, str]] = []
    above: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == name and (not parent or above[-1:] == [parent]):
            found.append(attributes)
        above.append(tag)

    parse(xml, start, lambda _: above.pop())
    return found


@lru_cache(maxsize=32)
def _targets(relations: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    """By id of a relation, its type and the name of the part it leads to."""
    found = {}
    for relation in elements(relations, "Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        found[relation.get("Id", "")] = (relation.get("Type", ""), target.lstrip("/"))
    return found


def main_part(relations: bytes) -> str:
    """The name of the workbook's main part, `xl/workbook.xml` as a rule."""
    for kind, target in _targets(relations, "").values():
        if kind.endswith(_DOCUMENT):
            return target
    raise DamagedPartError("no main part")


def sheet_parts(workbook: bytes, relations: bytes, folder: str) -> dict[str, str]:
    """By the name of a sheet, in the workbook's order, the name of its part."""
    targets = _targets(relations, folder)
    found = {}
    for sheet in elements(workbook, "sheet"):
        _, target = targets.get(sheet.get("id", ""), ("", ""))
        found[sheet.get("name", "")] = target
    return found


def related_parts(relations: bytes, folder: str) -> list[tuple[str, str]]:
    """The last word of each relation's type, and the name of the part it leads to."""
    return [(kind.rpartition("/")[2], part) for kind, part in _targets(relations, folder).values()]


def print_areas(workbook: bytes, sheets: Sequence[str]) -> frozenset[str]:
    """The sheets, given in the workbook's order, that have a print area."""
    named = elements(workbook, "definedName")
    numbers = {one.get("localSheetId", "") for one in named if one.get("name") == _PRINT_AREA}
    return frozenset(sheet for number, sheet in enumerate(sheets) if str(number) in numbers)


def drawing_parts(relations: bytes, folder: str) -> list[str]:
    """The names of the parts with a sheet's drawings."""
    targets = _targets(relations, folder).values()
    return [part for kind, part in targets if kind.endswith("/drawing")]


def comment_parts(relations: bytes, folder: str) -> list[str]:
    """The names of the parts with a sheet's comments, threaded ones first."""
    targets = _targets(relations, folder).values()
    found = [part for kind, part in targets if kind.endswith(("/threadedComment", "/comments"))]
    return sorted(found, key=lambda part: "threaded" not in part.casefold())
