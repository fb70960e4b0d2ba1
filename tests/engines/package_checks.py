"""Relations, content types, VML and macros of a file of Office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from .formulas import area_of
from .workbook_file import MAIN, RELATION, TYPES, PackageFile, Relation

_VML = "{urn:schemas-microsoft-com:vml}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_XML = (".xml", ".rels", ".vml")
_ANCHOR_NUMBERS = 8

Fault = tuple[str, str, str]
"""The part, the place in it, what is wrong there."""


def package_faults(file: PackageFile) -> Iterator[Fault]:
    """What is wrong with the parts of a file, whatever they hold."""
    nameless = list(_names(file))
    yield from nameless
    if nameless:  # nothing can be followed there
        return
    yield from _types(file)
    reached = {""}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        if file.has_an_id_twice(part):
            yield part, "", "two relations of one id"
        for relation in file.relations(part).values():
            yield from _relation(file, part, relation)
            if not relation.is_external and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    for name in file.names:
        if name not in reached and not name.endswith(".rels") and name != "[Content_Types].xml":
            yield name, "", "no relation leads to it"
    for name in reached - {""}:
        if name in file.parts and name.endswith(".xml"):
            yield from _ids(file, name)
        elif name.endswith(".vml") and name in file.parts:
            yield from _drawing(file, name)


def _names(file: PackageFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in file.names:
        if name.casefold() in seen:
            yield name, "", "two parts of one name"
        seen.add(name.casefold())
        if "\\" in name or name.endswith("/"):
            yield name, "", "no name of a part"
        if name.endswith(_XML):
            try:
                ElementTree.fromstring(file.parts[name])
            except ElementTree.ParseError as fault:
                yield name, "", f"no XML: {fault}"


def _types(file: PackageFile) -> Iterator[Fault]:
    tree = file.tree("[Content_Types].xml")
    endings = [str(one.get("Extension")).lower() for one in tree.iter(f"{TYPES}Default")]
    by_name = [str(one.get("PartName")).lstrip("/") for one in tree.iter(f"{TYPES}Override")]
    for name in by_name:
        if name not in file.parts:
            yield "[Content_Types].xml", name, "a type for a part that is not there"
    if len(by_name) != len(set(by_name)):
        yield "[Content_Types].xml", "", "two types for one part"
    if len(endings) != len(set(endings)):
        yield "[Content_Types].xml", "", "two types for one ending"
    for name in file.names:
        ending = name.rpartition(".")[2].lower()
        if name != "[Content_Types].xml" and name not in by_name and ending not in endings:
            yield name, "", "no content type"


def _relation(file: PackageFile, part: str, relation: Relation) -> Iterator[Fault]:
    if not relation.is_external and relation.target not in file.parts:
        yield part, relation.id, f"leads to {relation.target}, which is not there"
    if relation.is_external and len(relation.target) > 2079:
        yield part, relation.id, "an address that is too long"


def _ids(file: PackageFile, part: str) -> Iterator[Fault]:
    """Every id that a part uses is one of its relations."""
    relations = file.relations(part)
    for element in file.tree(part).iter():
        for name, value in element.attrib.items():
            if name.startswith(RELATION) and value not in relations:
                yield part, value, "an id of no relation"


def _drawing(file: PackageFile, part: str) -> Iterator[Fault]:
    """The shapes of a VML drawing: ids, anchors, macros."""
    tree = file.tree(part)
    ids = [str(shape.get("id")) for shape in tree.iter(f"{_VML}shape")]
    if len(ids) != len(set(ids)):
        yield part, "", "two shapes of one id"
    types = {f"#{one.get('id')}" for one in tree.iter(f"{_VML}shapetype")}
    for shape in tree.iter(f"{_VML}shape"):
        if shape.get("type") not in types:
            yield part, str(shape.get("id")), "a shape of no type"
    for anchor in tree.iter(f"{_EXCEL}Anchor"):
        numbers = re.findall(r"-?\d+", anchor.text or "")
        if len(numbers) != _ANCHOR_NUMBERS:
            yield part, "", f"an anchor of {len(numbers)} numbers"
    for macro in tree.iter(f"{_EXCEL}FmlaMacro"):
        if not re.fullmatch(r"\[0\]!\w+", macro.text or ""):
            yield part, "", f"no macro's name: {macro.text}"
    maps = [str(one.get("data")) for one in tree.iter(f"{_OFFICE}idmap")]
    if len(maps) != len(set(maps)):
        yield part, "", "two maps of one number"


def comment_faults(file: PackageFile) -> Iterator[Fault]:
    """Each comment of a sheet has an author, a cell of its own and a shape to be shown in."""
    for sheet in file.sheets.values():
        parts = {one.kind: one.target for one in file.relations(sheet).values()}
        part = parts.get("comments")
        if part is None:
            continue
        tree = file.tree(part)
        authors = len(list(tree.iter(f"{MAIN}author")))
        cells = [str(one.get("ref")) for one in tree.iter(f"{MAIN}comment")]
        if len(cells) != len(set(cells)):
            yield part, "", "two comments on one cell"
        shown = _commented(file.tree(parts["vmlDrawing"])) if "vmlDrawing" in parts else set()
        for one in tree.iter(f"{MAIN}comment"):
            where = str(one.get("ref"))
            if int(one.get("authorId", "-1")) not in range(authors):
                yield part, where, "a comment of no author"
            area = area_of(where, "")
            if area is None or (area.top - 1, area.left - 1) not in shown:
                yield part, where, "a comment without its shape"


def _commented(drawing: ElementTree.Element) -> set[tuple[int, int]]:
    """Row and column, from 0, of each cell that a drawing has a comment's shape for."""
    notes = (one for one in drawing.iter(f"{_EXCEL}ClientData") if one.get("ObjectType") == "Note")
    return {
        (int(one.findtext(f"{_EXCEL}Row", "-1")), int(one.findtext(f"{_EXCEL}Column", "-1")))
        for one in notes
    }
