"""From a path to a package whose parts are checked: whether a file can be read, before it is.

Everything here is decided on sizes and names. A file that is refused raises `Refused` with the
fault to show; nothing of it has been parsed as cells.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ...errors import suggest_name
from ...records import Record
from .archive import MOST_BYTES_OF_LIST, SIGNS_OF_DAMAGE, Archive, opened_archive
from .cells import Beside, Looks
from .faults import Refused
from .kinds import kind_named, misnamed
from .package_beside import PackageBeside
from .package_parts import elements, main_part, print_areas, related_parts, sheet_parts
from .sheet_xml import MOST_ELEMENTS, SharedTexts, SheetXml
from .styles import Styles, is_themed
from .visible import WHOLE

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")

MOST_BYTES_OF_FILE = 50_000_000
"""A filled workbook has about 0.1 MB; this leaves room for pasted pictures."""
MOST_CELLS_OF_SHEET = 500_000
"""Rows times columns, because calamine allocates them all: about 30 MB and a tenth of a second."""
MOST_TAGS_WALKED = 500_000
"""Of a sheet that seems to reach too far; to walk so many takes half a second."""
MOST_SHEETS = 100
"""The form has seven and four hidden ones; somebody may keep the files of many years together."""

OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How .xls files begin, and .xlsx files with a password on opening."""
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BYTES_OF_END = 65_536
_IN_THE_CLOUD = 0x00401000
"""Windows marks so a file of OneDrive that is only a name until it is downloaded."""
_RELATIONS = "_rels/.rels"
_NO_STYLES = b"<styleSheet/>"
_TRUE = ("1", "true")


class Package(Record):
    """The parts of a workbook that may hold the form, inflated and within the limits of size."""

    file: str
    sheet_names: tuple[str, ...]
    """All sheets of the workbook, also those that are not in `sheets`."""
    sheets: dict[str, SheetXml]
    """The XML of each sheet that is read."""
    deferred: dict[str, SheetXml | None]
    """The sheets that are seldom read, not looked at yet: their XML where it can be had."""
    texts: SharedTexts
    styled: bytes
    """The part with the styles; empty without one."""
    is_1904: bool
    """Days are counted from 1904, as old Macintosh computers do."""
    styles: Styles
    with_print_area: frozenset[str]
    """The sheets of which a name says what is printed."""
    beside: Beside


def name_of(path: str | Path) -> str:
    """The path as text that can be written anywhere, also where its bytes are no letters.

    An archive from an old Windows, unpacked on Linux, leaves such names.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path, named: Callable[[Path], None] | None = None) -> bytes:
    """The file's bytes; raises `Refused` if it is no workbook by its name, or cannot be had.

    `named` looks at the name instead, where something else than a workbook is asked for.
    """
    name = name_of(path.name or path)
    try:
        state = path.stat()
        if path.is_dir():
            raise Refused("folder", file=name)
        if not path.is_file():  # a pipe or a device, whose bytes have no end
            raise Refused("unavailable", file=name, reason="это не файл")
        (named or _named_as_workbook)(path)
        if state.st_size > MOST_BYTES_OF_FILE:
            reason = f"он занимает {state.st_size // 1_000_000} МБ, а бланк — меньше одного"
            raise Refused("outsized", file=name, reason=reason)
        if getattr(state, "st_file_attributes", 0) & _IN_THE_CLOUD:
            raise Refused("in-the-cloud", file=name)
        return path.read_bytes()
    except FileNotFoundError as fault:
        reason = f"такого файла нет{name_of(suggest_name(path))}"
        raise Refused("unavailable", file=name, reason=reason) from fault
    except PermissionError as fault:
        raise Refused("unavailable", file=name, reason="к нему нет доступа") from fault
    except OSError as fault:
        raise Refused("unavailable", file=name, reason="система не даёт его прочитать") from fault


def sha256_of(path: Path) -> str:
    """The hash of a file of any kind, also one that is not read; empty where it cannot be had."""
    try:
        state = path.stat()
        if not path.is_file() or getattr(state, "st_file_attributes", 0) & _IN_THE_CLOUD:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _named_as_workbook(path: Path) -> None:
    extension = path.suffix.lower().strip()
    if extension in WORKBOOKS:
        return
    kind = misnamed(kind_named(extension), _ends_of(path))
    raise Refused(kind.note, file=name_of(path.name), ext=kind.words)


def _ends_of(path: Path) -> bytes:
    """The first and the last bytes of a file, where a package says what it is.

    None of a file in the cloud: to look into it would fetch it.
    """
    if getattr(path.stat(), "st_file_attributes", 0) & _IN_THE_CLOUD:
        return b""
    with path.open("rb") as file:
        begin = file.read(_BYTES_OF_END)
        file.seek(max(file.seek(0, os.SEEK_END) - _BYTES_OF_END, 0))
        return begin + file.read(_BYTES_OF_END)


def open_package(
    data: bytes, file: str, form_sheets: Collection[str], deferred: Collection[str]
) -> Package:
    """The sheets of a workbook, those `deferred` not to be read yet.

    Raises `Refused` if it has none of the `form_sheets`, or if one of these is too large; another
    sheet that is too large is left out of `sheets`. Without `form_sheets` any workbook will do.
    """
    if not data:
        raise Refused("empty", file=file)
    try:
        with opened_archive(data) as archive:
            return _Opening(archive, data, file).package(form_sheets, deferred)
    except SIGNS_OF_DAMAGE as fault:
        raise Refused("damaged", file=file) from fault


def refuse_outsized_sheet(sheet: str, xml: SheetXml, file: str) -> None:
    """Raises `Refused` for a sheet too large for calamine to be given."""
    if xml.elements > MOST_ELEMENTS:
        reason = f"на листе «{sheet}» больше {MOST_ELEMENTS} строк и ячеек"
        raise Refused("outsized", file=file, reason=reason)
    if not xml.may_reach_far:  # to EZ999 at most: 155,844 cells
        return
    rows, columns = xml.extent
    if rows * columns > MOST_CELLS_OF_SHEET and xml.bytes.count(b"<") < MOST_TAGS_WALKED:
        rows, columns = xml.filled_extent  # a format pasted down to the last row is no data
    if rows * columns > MOST_CELLS_OF_SHEET:
        reason = f"на листе «{sheet}» занято строк — {rows}, столбцов — {columns}"
        raise Refused("outsized", file=file, reason=reason)


def _looks(
    sheets: Mapping[str, SheetXml], texts: SharedTexts, hidden: Collection[str]
) -> Iterator[tuple[str, Looks]]:
    """The hidden sheets and those with struck pieces of texts; the markup is asked of all else."""
    for sheet, xml in sheets.items():
        struck = {**texts.struck_on(xml), **xml.struck_inline}
        if struck or sheet in hidden:
            parts = {at: part for at, part in struck.items() if part != WHOLE}
            whole = frozenset(struck.keys() - parts)
            yield sheet, Looks(struck=whole, struck_parts=parts, is_hidden=sheet in hidden)


class _Opening(Archive):
    """A package being opened."""

    def package(self, form_sheets: Collection[str], deferred: Collection[str]) -> Package:
        main = main_part(self.part(_RELATIONS, MOST_BYTES_OF_LIST))
        folder, _, name = main.rpartition("/")
        relations = self.part(f"{folder}/_rels/{name}.rels".lstrip("/"), MOST_BYTES_OF_LIST)
        workbook = self.part(main, MOST_BYTES_OF_LIST)
        found = sheet_parts(workbook, relations, folder)
        if form_sheets and not any(sheet in found for sheet in form_sheets):
            raise Refused("not-this-form", file=self.file)
        if len(found) > MOST_SHEETS:
            reason = f"в нём листов — {len(found)}"
            raise Refused("outsized", file=self.file, reason=reason)
        sheets: dict[str, SheetXml] = {}
        for sheet, part in found.items():
            if sheet not in deferred and (xml := self._sheet(sheet, part, sheet in form_sheets)):
                sheets[sheet] = xml
        texts = SharedTexts(self._shared(relations, folder, "sharedStrings"))
        styled = self._shared(relations, folder, "styles")
        texts.refuse_damaged()
        beside = PackageBeside(self, folder, found).beside(sheets, workbook)
        hidden = {
            one.get("name", "")
            for one in elements(workbook, "sheet")
            if "idden" in one.get("state", "")
        }
        beside = replace(beside, looks=dict(_looks(sheets, texts, hidden)))
        return Package(
            file=self.file,
            sheet_names=tuple(found),
            sheets=sheets,
            deferred={
                sheet: self._deferred(part) for sheet, part in found.items() if sheet in deferred
            },
            texts=texts,
            styled=styled,
            is_1904=any(one.get("date1904") in _TRUE for one in elements(workbook, "workbookPr")),
            styles=Styles(styled or _NO_STYLES, self._theme(styled, relations, folder)),
            with_print_area=print_areas(workbook, tuple(found)),
            beside=beside,
        )

    def _shared(self, relations: bytes, folder: str, kind: str) -> bytes:
        """The part of this kind that all sheets share: where the relations say, or where usual."""
        related = [part for named, part in related_parts(relations, folder) if named == kind]
        parts = [part for part in (*related, f"{folder}/{kind}.xml") if part in self]
        return self.part(parts[0]) if parts else b""

    def _theme(self, styled: bytes, relations: bytes, folder: str) -> bytes:
        """The part with the colours that styles name by number; nothing depends on it."""
        try:
            return self._shared(relations, folder, "theme") if is_themed(styled) else b""
        except (Refused, *SIGNS_OF_DAMAGE):
            if self.is_spent:
                raise
            return b""

    def _deferred(self, part: str) -> SheetXml | None:
        """A sheet that nothing depends on: damage or size of its own refuses no workbook."""
        try:
            return SheetXml(self.part(part))
        except (Refused, *SIGNS_OF_DAMAGE):
            if self.is_spent:
                raise
            return None

    def _sheet(self, sheet: str, part: str, is_of_form: bool) -> SheetXml | None:
        data = b""
        try:
            data = self.part(part)
            xml = SheetXml(data)
            refuse_outsized_sheet(sheet, xml, self.file)
        except Refused:
            if is_of_form or self.is_spent:
                raise
            self.give_back(data)
            return None
        return xml
