"""The names of a workbook's parts: which XML inside the archive holds which sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from xml.parsers import expat

_NAMESPACE_END = " "
_DOCUMENT = "/officeDocument"


class DamagedPartError(Exception):
    """A part of the archive that is missing, or is not the XML it should be."""


def _elements(xml: bytes, name: str) -> Iterable[dict[str, str]]:
    """The attributes of each element with this local name, by their local names.

    A document type is refused: no office program writes one, and it could define entities.
    """
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(_NAMESPACE_END)[2] == name:
            found.append({key.rpartition(_NAMESPACE_END)[2]: v for key, v in attributes.items()})

    def refuse(*_: object) -> None:
        raise DamagedPartError("a document type in an office file")

    parser = expat.ParserCreate("utf-8", _NAMESPACE_END)
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault
    return found


def elements_below(xml: bytes, parent: str, name: str) -> Iterable[dict[str, str]]:
    """The attributes of the elements with this local name directly below that one."""
    found: list[dict[str, str]] = []
    above: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(_NAMESPACE_END)[2]
        if local == name and above and above[-1] == parent:
            found.append(attributes)
        above.append(local)

    parser = expat.ParserCreate("utf-8", _NAMESPACE_END)
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: above.pop()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault
    return found


def _targets(relations: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """By id of a relation, its type and the name of the part it leads to."""
    found = {}
    for relation in _elements(relations, "Relationship"):
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
    for sheet in _elements(workbook, "sheet"):
        _, target = targets.get(sheet.get("id", ""), ("", ""))
        found[sheet.get("name", "")] = target
    return found
