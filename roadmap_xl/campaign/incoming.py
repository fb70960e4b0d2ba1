"""Taking in: whatever came is stored first, whole or not at all, and noted; then it is checked.

The same bytes are one attempt, however often they come. Archives are unpacked, Word documents wait
to be poured into workbooks, junk and signatures are passed over; each answer is in words.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, LargeZipFile, ZipFile, ZipInfo

from ..errors import OutputError, refusal
from ..files import make_folder, put_new, sync, temporary_file
from ..reader.files.archive import SIGNS_OF_DAMAGE
from ..reader.files.opening import MOST_BYTES_OF_FILE
from .collect import is_sent
from .folder import CampaignFolder, safe_name
from .owned import sha256_of
from .store import attempts, jobs
from .store.database import Store
from .store.events import FILE, Actor, What, note

DOCUMENTS = (".docx", ".docm")
"""What is poured into a workbook by itself."""
ARCHIVES = (".zip",)
MOST_FILES_OF_ARCHIVE = 2_000
MOST_BYTES_OF_ARCHIVE = 1_000_000_000
"""All files of an archive together, unpacked."""
_MOST_LISTED = 100 * MOST_FILES_OF_ARCHIVE
"""Signs of listed parts, also of those in its workbooks: Python keeps half a kilobyte of each."""
_LISTED = b"PK\x01\x02"
_LONGEST_STEM, _LONGEST_ENDING = 70, 8
_LONGEST_OF_DOCUMENT = 45
"""Its name is the key of a job, of which the database keeps 64 letters."""
_LETTERS = re.compile("[а-яё№]", re.IGNORECASE)
_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_PASSED_OVER = "пропущен: это не книга школы"
_IN_ARCHIVE = "пропущен: архив в архиве распакуйте сами"
_LOCKED = "пропущен: файл в архиве под паролем"
_UNKNOWN_PACKING = "пропущен: сжат способом, который программа не распаковывает; распакуйте сами"
_TOO_MANY = "не принят: в архиве слишком много; разделите его"
_EMPTY = "не принят: файл пустой, в нём 0 байт. Попросите прислать ещё раз"
_TOO_LARGE = f"не принят: больше {MOST_BYTES_OF_FILE // 1_000_000} МБ, а книга — меньше одного"


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file that was sent."""

    sent_as: str
    words: str
    """What to tell the sender."""
    sha256: str = ""
    """Of what was stored; empty where nothing was."""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Reception:
    """Where files are taken in, for whom, and on which day."""

    folder: CampaignFolder
    store: Store
    by: Actor
    day: date
    run: int
    """The same for all that came together: of two files of one school neither is newer."""


def take_in(reception: Reception, sent_as: str, source: BinaryIO) -> Iterator[Arrival]:
    """Stores a file, or each of an archive's, and puts its check into the queue.

    Raises `OutputError` where it cannot be stored, `StoreError` where it cannot be noted.
    """
    name = PurePosixPath(sent_as.replace("\\", "/")).name
    if not name or not is_sent(name):
        yield Arrival(sent_as, _PASSED_OVER)
    elif Path(name).suffix.lower() in ARCHIVES:
        yield from _unpack(reception, sent_as, source)
    else:
        yield _store(reception, sent_as, name, source)


def take_in_poured(reception: Reception, document: str, data: bytes) -> None:
    """Stores the workbook that a Word document was poured into; the document stays where it is."""
    name = f"{Path(document).stem}.xlsx"
    made_from = sha256_of(reception.folder.documents / document)
    _store(reception, document, name, io.BytesIO(data), made_from)


def _unpack(reception: Reception, sent_as: str, source: BinaryIO) -> Iterator[Arrival]:
    if _lists_too_many(source):
        yield Arrival(sent_as, _TOO_MANY)
        return
    try:
        with ZipFile(source) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            size = sum(part.file_size for part in parts)
            if len(parts) > MOST_FILES_OF_ARCHIVE or size > MOST_BYTES_OF_ARCHIVE:
                yield Arrival(sent_as, _TOO_MANY)
                return
            for part in parts:
                yield _of_archive(reception, archive, part)
            if not parts:
                yield Arrival(sent_as, "архив пуст")
    except (*SIGNS_OF_DAMAGE, LargeZipFile, LZMAError, RuntimeError):
        yield Arrival(sent_as, "не принят: архив повреждён. Попросите прислать ещё раз")


def _lists_too_many(source: BinaryIO) -> bool:
    """Asked before anything is made of what is listed."""
    found, before = 0, b""
    source.seek(0)
    while block := source.read(_BLOCK):
        found += (before + block).count(_LISTED)
        before = block[-len(_LISTED) + 1 :]
    return found > _MOST_LISTED


def _of_archive(reception: Reception, archive: ZipFile, part: ZipInfo) -> Arrival:
    path = _name_in(part)
    name = PurePosixPath(path).name
    if not name or not is_sent(name) or "__MACOSX" in PurePosixPath(path).parts:
        return Arrival(path, _PASSED_OVER)
    if Path(name).suffix.lower() in ARCHIVES:
        return Arrival(path, _IN_ARCHIVE)
    if part.flag_bits & _ENCRYPTED:
        return Arrival(path, _LOCKED)
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # Python unpacks no other by blocks
        return Arrival(path, _UNKNOWN_PACKING)
    with archive.open(part) as source:
        return _store(reception, path, name, source)


def _name_in(part: ZipInfo) -> str:
    """The name as whoever packed it saw it: few archivers say which letters they write."""
    name = part.filename
    if not part.flag_bits & _UTF_8:
        try:
            name = _russian(name.encode("cp437"))
        except UnicodeEncodeError:
            name = part.filename
    return name.replace("\\", "/")


def _russian(name: bytes) -> str:
    """As macOS and Linux write it, or as Windows: the way that has more Russian letters."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        written = [name.decode(code, "replace") for code in ("cp866", "cp1251")]
        return max(written, key=lambda text: len(_LETTERS.findall(text)))


def _store(
    reception: Reception, sent_as: str, name: str, source: Source, made_from: str = ""
) -> Arrival:
    is_document = Path(name).suffix.lower() in DOCUMENTS
    folder = reception.folder.documents if is_document else reception.folder.incoming
    make_folder(folder)
    with temporary_file(folder) as passing:
        sha256 = _written(passing, source)
        if not sha256:
            return Arrival(sent_as, _TOO_LARGE)
        if not passing.stat().st_size:  # two of two schools would be one attempt
            return Arrival(sent_as, _EMPTY)
        if again := _known(reception, sent_as, sha256):
            return again
        try:
            sync(passing)
            path = _place(passing, folder, name, sha256)
            sync(folder)
        except OSError as fault:
            raise _not_stored(name, fault) from fault
    if is_document:
        return _to_pour(reception, sent_as, path, sha256)
    return _to_check(reception, sent_as, path, sha256, made_from)


def _written(passing: Path, source: Source) -> str:
    """The SHA-256 of what was written; empty where it is larger than any workbook."""
    mark, size = hashlib.sha256(), 0
    try:
        with passing.open("r+b") as file:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > MOST_BYTES_OF_FILE:
                    return ""
                mark.update(block)
                file.write(block)
    except OSError as fault:
        raise _not_stored(passing.name, fault) from fault
    return mark.hexdigest()


def _known(reception: Reception, sent_as: str, sha256: str) -> Arrival | None:
    """The answer to bytes that are there already."""
    with reception.store.reading() as connection:  # seldom there: no other upload waits for it
        found = attempts.with_bytes(connection, sha256)
    if found is None:
        return None
    lies_there = (reception.folder.incoming / found.file).is_file()
    if not lies_there and not found.made_from:
        return None
    with reception.store.writing() as connection:
        words = f"Снова прислан «{sent_as}»: такой же файл получен раньше"
        note(connection, reception.by, What.RECEIVED_AGAIN, words, FILE, found.sha256)
        if found.is_lost:  # it may have been the machine's fault
            attempts.wait(connection, found.sha256)
            jobs.ask(connection, jobs.Kind.CHECK, found.sha256)
            return Arrival(sent_as, "такой же файл получен раньше, проверяется ещё раз", sha256)
    return Arrival(sent_as, "такой же файл уже получен", found.sha256)


def _place(passing: Path, folder: Path, name: str, sha256: str) -> Path:
    """Its place under a name of its own; the same bytes under such a name are itself."""
    is_document = Path(name).suffix.lower() in DOCUMENTS
    stem = safe_name(Path(name).stem, _LONGEST_OF_DOCUMENT if is_document else _LONGEST_STEM)
    ending = Path(name).suffix.lower().removeprefix(".")
    suffix = f".{safe_name(ending, _LONGEST_ENDING)}" if ending else ""
    number = 1
    while True:
        more = f" ({number})" if number > 1 else ""
        path = folder / f"{stem}{more}{suffix}"
        if put_new(passing, path) or sha256_of(path) == sha256:
            return path
        number += 1


def _to_pour(reception: Reception, sent_as: str, path: Path, sha256: str) -> Arrival:
    with reception.store.writing() as connection:
        words = f"Получен документ «{sent_as}»"
        note(connection, reception.by, What.RECEIVED, words, FILE, sha256)
        jobs.ask(connection, jobs.Kind.IMPORT, path.name)
    return Arrival(sent_as, "получен, переносится в книгу", sha256, is_new=True)


def _to_check(
    reception: Reception, sent_as: str, path: Path, sha256: str, made_from: str
) -> Arrival:
    with reception.store.writing() as connection:
        is_new = attempts.add(
            connection,
            sha256,
            path.name,
            reception.by,
            received=reception.day,
            run=reception.run,
            sent_as=sent_as,
            made_from=made_from,
        )
        if not is_new:  # sent twice at the same moment, or its file was gone
            attempts.move(connection, sha256, path.name)
        what, words = What.RECEIVED, f"Получен «{sent_as}»"
        if made_from:
            what, words = What.IMPORTED, f"Документ «{sent_as}» перенесён в книгу «{path.name}»"
        elif not is_new:
            what, words = What.RECEIVED_AGAIN, f"Снова прислан «{sent_as}»"
        note(connection, reception.by, what, words, FILE, sha256)
        jobs.ask(connection, jobs.Kind.CHECK, sha256)
    answer = "получен, проверяется" if is_new else "такой же файл уже получен"
    return Arrival(sent_as, answer, sha256, is_new=is_new)


def _not_stored(name: str, fault: OSError) -> OutputError:
    return OutputError(
        f"Файл «{name}» не принят: {refusal(fault) or 'папка сбора недоступна. Повторите.'}"
    )
