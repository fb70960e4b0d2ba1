"""A workbook's file taken apart: its parts, what leads from one to another, its sheets."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Relation(NamedTuple):
    """What a part says of another: its id, kind and target, which is a part unless external."""

    id: str
    kind: str
    target: str
    is_external: bool


class PackageFile:
    """The parts of a file of Office."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with ZipFile(path) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self._trees: dict[str, ElementTree.Element] = {}

    def tree(self, part: str) -> ElementTree.Element:
        if part not in self._trees:
            self._trees[part] = ElementTree.fromstring(self.parts[part])
        return self._trees[part]

    def relations(self, part: str = "") -> dict[str, Relation]:
        """By id, where a part leads; of the whole package without one."""
        folder, found = posixpath.dirname(part), {}
        for one in self._relationships(part):
            is_external = one.get("TargetMode") == "External"
            target = str(one.get("Target"))
            if not is_external:
                target = unquote(posixpath.normpath(posixpath.join(f"/{folder}", target))[1:])
            key = str(one.get("Id"))
            found[key] = Relation(key, str(one.get("Type")).rpartition("/")[2], target, is_external)
        return found

    def has_an_id_twice(self, part: str) -> bool:
        ids = [one.get("Id") for one in self._relationships(part)]
        return len(ids) != len(set(ids))

    def _relationships(self, part: str) -> list[ElementTree.Element]:
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        return list(self.tree(where).iter(f"{PACKAGE}Relationship")) if where in self.parts else []

    @cached_property
    def workbook(self) -> str:
        """The part that leads to all others of a document."""
        return next(one.target for one in self.relations().values() if one.kind == "officeDocument")

    @cached_property
    def sheets(self) -> dict[str, str]:
        """By name of a sheet its part, in the workbook's order."""
        relations = self.relations(self.workbook)
        return {
            str(sheet.get("name")): relations[str(sheet.get(f"{RELATION}id"))].target
            for sheet in self.tree(self.workbook).iter(f"{MAIN}sheet")
        }
