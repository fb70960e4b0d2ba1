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

MOST_BYTES_INFLATED = 2 * MOST_BYTES_IN_ALL
"""Of all parts together, also of those that turn out too large and are not kept."""
MOST_PARTS = 10_000
"""Listed in the archive; the form has some thirty. Each costs Python half a kilobyte."""

_ENCRYPTED_FLAG = 0x1
_LISTED = b"PK\x01\x02"
_BLOCK = 1 << 18
SIGNS_OF_DAMAGE = (
    BadZipFile,
    DamagedPartError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,  # a name that is no UTF-8, a position of thousands of digits
    OverflowError,  # a position beyond what the system can seek; on 32 bits that is 2 GB
    NotImplementedError,  # flags or a version of zip that no office program writes
)


class Archive:
    """One archive being opened: every part that is read passes the limits first."""

    def __init__(self, archive: ZipFile, file: str, kind: str = "") -> None:
        self.file = file
        self._kind = kind  # what the reasons of a refusal begin with
        self.parts: dict[str, ZipInfo] = {
            part_name(info.filename): info for info in archive.infolist()
        }
        self.kept = self.inflated = 0
        self._archive = archive

    def part(self, name: str, most: int = MOST_BYTES_OF_PART) -> bytes:
        """The inflated part; raises `Refused` or one of `SIGNS_OF_DAMAGE`.

        What the archive tells of its size is not believed: it is inflated block by block.
        """
        info = self.parts.get(part_name(name))
        if info is None:
            raise DamagedPartError(f"no part {name}")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Refused(f"{self._kind}password", file=self.file)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamagedPartError(f"{name} is packed in an unknown way")
        most = min(most, MOST_BYTES_IN_ALL)
        room = min(most, MOST_BYTES_IN_ALL - self.kept, MOST_BYTES_INFLATED - self.inflated)
        blocks, size = [], 0
        with self._archive.open(info) as packed_part:
            while size <= room and (block := packed_part.read(_BLOCK)):
                blocks.append(block)
                size += len(block)
        self.inflated += size
        if size > room:
            reason = f"в распакованном виде он больше {most // 1_000_000} МБ"
            raise Refused(f"{self._kind}outsized", file=self.file, reason=reason)
        self.kept += size
        return b"".join(blocks)

    @property
    def is_spent(self) -> bool:
        """So much was inflated that no part is worth another try."""
        return self.inflated > MOST_BYTES_INFLATED or self.kept > MOST_BYTES_IN_ALL - _BLOCK

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self.parts

    def give_back(self, data: bytes) -> None:
        """A part that was read and is not kept counts no longer."""
        self.kept -= len(data)


def part_name(name: str) -> str:
    """A part's name as it is compared: small letters, whatever strokes the packer used.

    Source: ECMA-376, part 2, section 6.2.2.3 (names that differ in case alone are the same).
    """
    return name.replace("\\", "/").lstrip("/").casefold()


def opened_archive(data: bytes) -> ZipFile:
    """The archive of these bytes; raises `BadZipFile`, also for one of a hundred thousand parts."""
    if data.count(_LISTED) > MOST_PARTS:
        raise BadZipFile("more parts than an office program writes")
    return ZipFile(io.BytesIO(data))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive, not deflated: they have just been inflated."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return written.getvalue()
