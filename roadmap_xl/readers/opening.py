"""From a path to a package whose parts are checked: whether a file can be read, before it is.

Everything here is decided on sizes and names. A file that is refused raises `Refused` with the
fault to show; nothing of it has been parsed as cells.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .extents import errors_in, extent_of
from .faults import Refused
from .package_parts import DamagedPartError, main_part, sheet_parts

WORKBOOKS = (".xlsx", ".xlsm")
OTHER_SPREADSHEETS = (".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".fods", ".csv", ".et", ".numbers")

MOST_BYTES_OF_FILE = 50_000_000
"""A filled workbook has about 0.1 MB; this leaves room for pasted pictures."""
MOST_BYTES_OF_PART = 20_000_000
"""Inflated. The form's largest sheet has about 0.3 MB; beyond this a reader needs seconds."""
MOST_CELLS_OF_SHEET = 500_000
"""Rows times columns, because calamine allocates them all: about 30 MB and a tenth of a second."""

OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How .xls files begin, and .xlsx files with a password on opening."""
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_SIGNS_OF_DAMAGE = (
    BadZipFile,
    DamagedPartError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,  # a name that is no UTF-8, a position of thousands of digits
    NotImplementedError,  # flags or a version of zip that no office program writes
)
_RELATIONS = "_rels/.rels"
_MAIN, _MAIN_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
"""Where calamine looks for the main part; some programs call it otherwise."""
_TO_MAIN = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_NO_STYLES = b"<styleSheet/>"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook that hold the form, inflated and of bearable size."""

    sheet_names: tuple[str, ...]
    """All sheets of the workbook, also those that are not in `sheets`."""
    sheets: dict[str, bytes]
    """The XML of each wanted sheet."""
    slim: bytes
    """A workbook with these sheets alone, for calamine: it never sees what was not checked."""
    styles: bytes
    """The XML of the formats."""
    errors: dict[str, dict[tuple[int, int], str]]
    """By sheet, Excel's errors by zero-based row and column; calamine reads them as blanks."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises `Refused` if it is no workbook by its name, or cannot be had."""
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Refused("unavailable", file=name, reason="это папка")
        _named_as_workbook(path)
        if size > MOST_BYTES_OF_FILE:
            reason = f"он занимает {size // 1_000_000} МБ, а бланк — меньше одного"
            raise Refused("outsized", file=name, reason=reason)
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise Refused("unavailable", file=name, reason="такого файла нет") from fault
    except PermissionError as fault:
        raise Refused("unavailable", file=name, reason="к нему нет доступа") from fault
    except OSError as fault:
        raise Refused("unavailable", file=name, reason="система не даёт его прочитать") from fault


def _named_as_workbook(path: Path) -> None:
    extension = path.suffix.lower()
    if extension in WORKBOOKS:
        return
    reason = "other-spreadsheet" if extension in OTHER_SPREADSHEETS else "other-document"
    raise Refused(reason, file=path.name, ext=extension or "файл без расширения")


def open_package(data: bytes, file: str, wanted: tuple[str, ...]) -> Package:
    """The wanted sheets of a workbook; raises `Refused` if it is none or they are not all bearable.

    The last of `wanted` is the sheet without which it is not this form.
    """
    _refuse_by_signature(data, file)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _Opening(archive, file).package(wanted)
    except _SIGNS_OF_DAMAGE as fault:
        raise Refused("damaged", file=file) from fault


def _refuse_by_signature(data: bytes, file: str) -> None:
    if not data:
        raise Refused("empty", file=file)
    if data.startswith(OLE_SIGNATURE):
        if ENCRYPTED_STREAM in data:
            raise Refused("password", file=file)
        raise Refused("other-spreadsheet", file=file, ext=".xls (Excel 97–2003)")


class _Opening:
    """One archive being opened: every part that is read passes the limits first."""

    def __init__(self, archive: ZipFile, file: str) -> None:
        self.archive = archive
        self.file = file
        self.parts: dict[str, ZipInfo] = {info.filename: info for info in archive.infolist()}

    def part(self, name: str) -> bytes:
        info = self.parts.get(name)
        if info is None:
            raise DamagedPartError(f"no part {name}")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Refused("password", file=self.file)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamagedPartError(f"{name} is packed in an unknown way")
        if info.file_size > MOST_BYTES_OF_PART:
            reason = f"в распакованном виде он больше {MOST_BYTES_OF_PART // 1_000_000} МБ"
            raise Refused("outsized", file=self.file, reason=reason)
        return self.archive.read(info)

    def package(self, wanted: tuple[str, ...]) -> Package:
        main = main_part(self.part(_RELATIONS))
        folder, _, name = main.rpartition("/")
        relations = self.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
        kept = {_RELATIONS: _TO_MAIN, _MAIN: self.part(main), _MAIN_RELATIONS: relations}
        found = sheet_parts(kept[_MAIN], relations, folder)
        if wanted[-1] not in found:
            raise Refused("not-this-form", file=self.file)
        sheets = {sheet: self.part(found[sheet]) for sheet in wanted if sheet in found}
        for sheet, xml in sheets.items():
            self._bearable(sheet, xml)
            kept[found[sheet]] = xml
        for shared in (f"{folder}/sharedStrings.xml", f"{folder}/styles.xml"):
            if shared in self.parts:
                kept[shared] = self.part(shared)
        errors = {sheet: errors_in(xml) for sheet, xml in sheets.items()}
        styles = kept.get(f"{folder}/styles.xml", _NO_STYLES)
        return Package(tuple(found), sheets, _packed(kept), styles, errors)

    def _bearable(self, sheet: str, xml: bytes) -> None:
        rows, columns = extent_of(xml)
        if rows * columns > MOST_CELLS_OF_SHEET:
            reason = f"на листе «{sheet}» занято строк — {rows}, столбцов — {columns}"
            raise Refused("outsized", file=self.file, reason=reason)


def _packed(parts: dict[str, bytes]) -> bytes:
    """The parts as an archive, not deflated: they have just been inflated."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return packed.getvalue()
