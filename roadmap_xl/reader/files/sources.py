"""From the bytes of a file to its cells, by what the bytes are and not by the file's name."""

from __future__ import annotations

import io
from collections.abc import Collection

from ...form.layout import FORM_SHEETS
from ...workbook.seals import META, SEALED
from .cells import Cells
from .faults import Refused
from .kinds import kind_of
from .opening import ENCRYPTED_STREAM, OLE_SIGNATURE, open_package
from .xlsx import XlsxCells

FORM = (*FORM_SHEETS, META)
"""Any of these sheets makes a workbook the form."""

_ODS_ENTRY = b"mimetypeapplication/vnd.oasis.opendocument."
"""How an OpenDocument archive begins, as a rule: its type first, stored as it is."""
_ODS_PART, _OOXML_PART = b"content.xml", b"_rels/.rels"
"""Names of parts, which an archive lists as they are."""


def cells_of(data: bytes, file: str, sheets: Collection[str] = FORM) -> Cells:
    """The cells of a workbook; raises `Refused` where they cannot be had.

    It has to have one of the `sheets`, the form's if not said otherwise; with none any will do.
    """
    if data.startswith(OLE_SIGNATURE) and ENCRYPTED_STREAM in data:
        data = decrypted(data, file)
    if data.startswith(OLE_SIGNATURE):
        return _old_cells(data, file)
    if _ODS_ENTRY in data[:200] or (_ODS_PART in data and _OOXML_PART not in data.lower()):
        from .ods import OdsCells

        return OdsCells(data, file)
    if kind := kind_of(data):
        raise Refused(kind.note, file=file, ext=kind.words)
    return XlsxCells(open_package(data, file, sheets, SEALED if sheets is FORM else ()))


def _old_cells(data: bytes, file: str) -> Cells:
    """Of the format before .xlsx, which few still use."""
    from .xls import LockedError, XlsCells

    try:
        return XlsCells(data, file)
    except LockedError:
        try:
            return XlsCells(decrypted(data, file), file)
        except LockedError as fault:
            raise Refused("password", file=file) from fault


EXCELS_OWN_PASSWORD = "VelvetSweatshop"
"""With it Excel itself encrypts some workbooks and opens them unasked; nobody has set a password.
Source: [MS-OFFCRYPTO], section 2.4.2.3."""


def decrypted(data: bytes, file: str) -> bytes:
    """The workbook inside, where Excel's own password opens it; raises `Refused` for another."""
    try:
        import msoffcrypto  # seldom needed
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
    except ImportError as fault:  # a browser: its ciphers are not built for WebAssembly
        raise Refused("undeciphered", file=file) from fault

    from .xls import FAULTS

    opened = io.BytesIO()
    try:
        workbook = msoffcrypto.OfficeFile(io.BytesIO(data))
        workbook.load_key(password=EXCELS_OWN_PASSWORD)
        workbook.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as fault:
        raise Refused("password", file=file) from fault
    except (FileFormatError, *FAULTS) as fault:  # damaged records are none of its own exceptions
        raise Refused("password", file=file) from fault
    return opened.getvalue()
