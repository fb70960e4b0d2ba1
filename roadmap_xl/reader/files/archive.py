"""A zip archive whose parts are read only after their sizes have been looked at."""

from __future__ import annotations

import io
import struct
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
_LOCAL, _HEADER = b"PK\x03\x04", struct.Struct("<4s2xH18xHH")
"""What stands before a part: its sign, its flags, how long its name and what follows that are."""
_MOST_RATIO = 1032
"""As many bytes as one may become. Source: zlib, technical details."""
_KNOWN_FLAGS = 0x080E
"""How hard it was packed, sizes told once more behind it, a name in UTF-8."""
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

    def __init__(self, archive: ZipFile, data: bytes, file: str, kind: str = "") -> None:
        self.file = file
        self._kind = kind  # what the reasons of a refusal begin with
        self.parts: dict[str, ZipInfo] = {
            part_name(info.filename): info for info in archive.infolist()
        }
        self.kept = self.inflated = 0
        self._archive = archive
        self._data = data
        starts = sorted(info.header_offset for info in archive.infolist())
        self._ends = dict(zip(starts, [*starts[1:], archive.start_dir], strict=True))
        """By the place where a part begins, where the next one does."""

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
        found = self._quickly(info, room)
        if found is None:
            found = self._by_blocks(info, room)
        self.inflated += len(found)
        if len(found) > room:
            reason = f"в распакованном виде он больше {most // 1_000_000} МБ"
            raise Refused(f"{self._kind}outsized", file=self.file, reason=reason)
        self.kept += len(found)
        return found

    def _by_blocks(self, info: ZipInfo, room: int) -> bytes:
        """The part, or as much of it as shows that there is no room for it."""
        blocks, size = [], 0
        with self._archive.open(info) as packed_part:
            while size <= room and (block := packed_part.read(_BLOCK)):
                blocks.append(block)
                size += len(block)
        return b"".join(blocks)

    def _quickly(self, info: ZipInfo, room: int) -> bytes | None:
        """The part at once, where the archive is right about it in everything; else None.

        A tenth of what `zipfile` takes for a small part, of which a workbook has two dozen.
        """
        if not 0 <= info.file_size <= room or info.flag_bits & ~_KNOWN_FLAGS:
            return None
        begin = info.header_offset
        header = self._data[begin : begin + _HEADER.size]
        if len(header) < _HEADER.size or begin < 0:
            return None
        signature, flags, name_length, extra_length = _HEADER.unpack(header)
        name_at = begin + _HEADER.size
        packed_at = name_at + name_length + extra_length
        packed_end = packed_at + info.compress_size
        if signature == _LOCAL and packed_end > self._ends[begin]:
            raise BadZipFile(f"{info.filename} overlaps the next part")  # new Pythons refuse it too
        name = self._data[name_at : name_at + name_length]
        if (
            signature != _LOCAL
            or flags != info.flag_bits
            or not name.isascii()
            or name.decode("ascii") != info.orig_filename
        ):
            return None
        part = self._data[packed_at:packed_end]
        if info.compress_type == ZIP_DEFLATED:
            part = self._inflated(part, info.file_size)
        return part if len(part) == info.file_size and zlib.crc32(part) == info.CRC else None

    def _inflated(self, part: bytes, size: int) -> bytes:
        """What is packed in these bytes; empty where it is damaged or would not be so large.

        A part that cannot become much larger than it may be is inflated into room of the right
        size, which is twice as quick.
        """
        try:
            if len(part) * _MOST_RATIO <= MOST_BYTES_INFLATED:
                found = zlib.decompress(part, -zlib.MAX_WBITS, size)
                if len(found) > size:
                    self.inflated += len(found)
                return found
            inflating = zlib.decompressobj(-zlib.MAX_WBITS)
            found = inflating.decompress(part, size + 1)
            return found if inflating.eof else b""
        except zlib.error:
            return b""

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
