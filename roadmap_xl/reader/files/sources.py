"""From the bytes of a file to its cells, by what the bytes are and not by the file's name."""

from __future__ import annotations

from ...form.layout import FORM_SHEETS
from ...workbook.seals import META, SEALED
from .calamine import CalamineCells
from .cells import Cells
from .faults import Refused
from .opening import ENCRYPTED_STREAM, OLE_SIGNATURE, open_package

ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
ODS_ENTRY = b"mimetype" + ODS_MIMETYPE
"""An OpenDocument archive begins with its type, stored as it is."""


def cells_of(data: bytes, file: str) -> Cells:
    """The cells of a workbook; raises `Refused` where they cannot be had."""
    if data.startswith(OLE_SIGNATURE):
        if ENCRYPTED_STREAM in data:
            raise Refused("password", file=file)
        from .xls import XlsCells  # a format that few still use

        return XlsCells(data, file)
    if ODS_ENTRY in data[:200]:
        from .ods import OdsCells

        return OdsCells(data, file)
    return CalamineCells(open_package(data, file, (*FORM_SHEETS, META), SEALED))
