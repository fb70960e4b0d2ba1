"""A file that is a zip of parts, as Office keeps them: taken apart, packed the same every time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every part, so that the same parts give the same bytes."""


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts by name, in the order of the file."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, in their order."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, part)
    return data.getvalue()
