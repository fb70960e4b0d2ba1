"""From the bytes of a file to the parts of a Word document, their sizes looked at first."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from zipfile import ZipFile

from ..archive import MOST_BYTES_OF_LIST, SIGNS_OF_DAMAGE, Archive
from ..faults import Refused
from ..opening import ENCRYPTED_STREAM, OLE_SIGNATURE
from ..package_parts import main_part, related_parts

MOST_TAGS = 300_000
"""Of one part. A filled roadmap has about 50,000; to read so many takes two seconds."""
MOST_BYTES_OF_TEXT = 10_000_000
"""Inflated, of one part. A filled roadmap has about one million."""
_RELATIONS = "_rels/.rels"
_ZIP_SIGNATURE = b"PK\x03\x04"
_BESIDE = {
    "header": "Верхний колонтитул",
    "footer": "Нижний колонтитул",
    "footnotes": "Сноска",
    "endnotes": "Концевая сноска",
    "comments": "Примечание рецензента",
}
"""Parts beside the text: the last word of their type, and how a message names what is in them."""


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """The XML of a document."""

    main: bytes
    beside: tuple[tuple[str, bytes], ...]
    """What stands beside the text, each with what a message calls it."""
    has_macros: bool


def parts_of(data: bytes, file: str) -> DocumentParts:
    """The parts of a document; raises `Refused` where these bytes are none that can be read."""
    if not data:
        raise Refused("empty", file=file)
    ext = PurePath(file).suffix.lower() or "файл без расширения"
    if data.startswith(OLE_SIGNATURE):
        encrypted = ENCRYPTED_STREAM in data
        raise Refused("document-password" if encrypted else "old-document", file=file, ext=ext)
    if data.startswith(b"{\\rtf"):
        raise Refused("old-document", file=file, ext=".rtf")
    if not data.startswith(_ZIP_SIGNATURE):
        damaged = ext in (".docx", ".docm") and not data.startswith(b"%PDF")
        raise Refused("document-damaged" if damaged else "no-document", file=file, ext=ext)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _Opening(archive, file, "document-").document(ext)
    except SIGNS_OF_DAMAGE as fault:
        raise Refused("document-damaged", file=file) from fault


class _Opening(Archive):
    """A document being opened."""

    def document(self, ext: str) -> DocumentParts:
        if "mimetype" in self.parts:  # OpenDocument begins so
            raise Refused("old-document", file=self.file, ext=ext)
        main = main_part(self.part(_RELATIONS, MOST_BYTES_OF_LIST))
        folder, _, name = main.rpartition("/")
        if folder.startswith("xl"):
            raise Refused("workbook-not-document", file=self.file)
        listed = self.parts.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
        relations = self.part(listed.filename, MOST_BYTES_OF_LIST) if listed else b""
        beside = tuple(self._beside(relations, folder)) if relations else ()
        macros = f"{folder}/vbaProject.bin" in self.parts
        return DocumentParts(self._bearable(main), beside, macros)

    def _beside(self, relations: bytes, folder: str) -> Iterator[tuple[str, bytes]]:
        for kind, target in sorted(set(related_parts(relations, folder))):
            if kind in _BESIDE and target in self.parts:
                yield _BESIDE[kind], self._bearable(target)

    def _bearable(self, name: str) -> bytes:
        xml = self.part(name, MOST_BYTES_OF_TEXT)
        if xml.count(b"<") > MOST_TAGS:
            reason = f"в нём больше {MOST_TAGS} элементов"
            raise Refused("document-outsized", file=self.file, reason=reason)
        return xml
