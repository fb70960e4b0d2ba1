"""A zip archive whose parts are read only after their sizes have been looked at."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .faults import Refused
from .package_parts import DamagedPartError

MOST_BYTES_OF_PART = 20_000_000
"""Inflated. The form's largest sheet has about 0.1 MB; beyond this a reader needs seconds."""
MOST_BYTES_OF_LIST = 1_000_000
"""Inflated, of the parts that list others; the form's have 3 kB."""
MOST_BYTES_IN_ALL = 40_000_000
"""Inflated, of the parts that are read: with what calamine makes of them below 300 MB."""

_ENCRYPTED_FLAG = 0x1
SIGNS_OF_DAMAGE = (
    BadZipFile,
    DamagedPartError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,  # a name that is no UTF-8, a position of thousands of digits
    NotImplementedError,  # flags or a version of zip that no office program writes
)


class Archive:
    """One archive being opened: every part that is read passes the limits first."""

    def __init__(self, archive: ZipFile, file: str, kind: str = "") -> None:
        self.file = file
        self._kind = kind  # what the reasons of a refusal begin with
        self.parts: dict[str, ZipInfo] = {info.filename: info for info in archive.infolist()}
        self.inflated = 0
        self._archive = archive

    def part(self, name: str, most: int = MOST_BYTES_OF_PART) -> bytes:
        """The inflated part; raises `Refused` or one of `SIGNS_OF_DAMAGE`."""
        info = self.parts.get(name)
        if info is None:
            raise DamagedPartError(f"no part {name}")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Refused(f"{self._kind}password", file=self.file)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamagedPartError(f"{name} is packed in an unknown way")
        self.inflated += info.file_size
        if info.file_size > most or self.inflated > MOST_BYTES_IN_ALL:
            size = min(most, MOST_BYTES_IN_ALL) // 1_000_000
            reason = f"в распакованном виде он больше {size} МБ"
            raise Refused(f"{self._kind}outsized", file=self.file, reason=reason)
        return self._archive.read(info)

    def give_back(self, name: str) -> None:
        """A part that was read and is not kept counts no longer."""
        self.inflated -= self.parts[name].file_size


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive, not deflated: they have just been inflated."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return written.getvalue()
