"""Writing files whole or not at all, and the parts of a file that is a zip.

What cannot be written is an `OutputError` that says in Russian why and what to do.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .errors import OutputError, refusal

try:
    import fcntl
except ImportError:  # Windows lets nobody delete what a program has open
    fcntl = None  # type: ignore[assignment]

TEMPORARY_PREFIX = ".roadmap-"
"""How the name of a file in the making begins. What a killed run leaves the next one removes."""
_LOCK_NAME = "lock"
"""In a temporary folder, the file that its program has open."""
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every part of a zip, so that the same parts give the same bytes."""


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when the block ends well.

    Otherwise what was there stays. Raises `OutputError` if the file cannot be written or replaced.
    A private one is this user's alone from its first byte on.
    """
    try:
        with replacing_from(path.parent, path, private=private) as temporary:
            yield temporary
    except OSError as fault:
        raise _write_error(path, fault) from fault


@contextmanager
def replacing_from(folder: Path, path: Path, *, private: bool = False) -> Iterator[Path]:
    """The same with the file in the making in this folder of the same disk; raises `OSError`."""
    temporary = folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    descriptor: int | None = None
    try:
        _remove_leftovers(folder)
        descriptor = _create_locked(temporary, 0o600 if private else 0o666)
        yield temporary
        if path.exists() and not private:
            shutil.copymode(path, temporary)
        os.close(descriptor)
        descriptor = None
        temporary.replace(path)
    finally:
        if descriptor is not None:
            os.close(descriptor)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def temporary_file(folder: Path) -> Iterator[Path]:
    """An empty file of this block alone in a folder; removed at its end unless it was moved.

    Raises `OutputError` where the folder cannot be written to.
    """
    path = folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    try:
        _remove_leftovers(folder)
        descriptor = _create_locked(path)
    except OSError as fault:
        raise _write_error(folder / "файл", fault) from fault
    try:
        yield path
    finally:
        os.close(descriptor)
        with suppress(OSError):
            path.unlink(missing_ok=True)


def put_new(passing: Path, path: Path) -> bool:
    """Gives a file its place in the same folder; False where something has that name already."""
    try:
        os.link(passing, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without links; nobody else uses this name while the folder is locked
        if path.exists():
            return False
        passing.rename(path)
    return True


def sync(path: Path) -> None:
    """What was written outlives a power cut: of a file its bytes, of a folder its names."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps names by itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for this block alone among the system's temporary ones."""
    _remove_leftovers(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX) as name:
        descriptor = _create_locked(Path(name, _LOCK_NAME))
        try:
            yield Path(name)
        finally:
            os.close(descriptor)


def _create_locked(path: Path, rights: int = 0o666) -> int:
    """A new file that is this program's as long as the descriptor is open.

    It has these rights as far as the user's umask gives them.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, rights)
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


@lru_cache(maxsize=256)
def _remove_leftovers(folder: Path) -> None:
    """Removes what killed runs left in a folder, once for each run."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(TEMPORARY_PREFIX):
                _remove_unless_open(Path(entry.path))


def _remove_unless_open(path: Path) -> None:
    """Removes a temporary file or folder that no program has open any more."""
    file = path / _LOCK_NAME if path.is_dir() else path
    with suppress(OSError):
        if fcntl is not None and file.exists():
            descriptor = os.open(file, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            finally:
                os.close(descriptor)
        if path.is_dir():
            file.unlink(missing_ok=True)  # on Windows refused where it is open
            shutil.rmtree(path)
        else:
            path.unlink()


def require_writable(path: Path) -> None:
    """Raises `OutputError` where this file could not be put, before the long work and not after.

    There is no folder for it, nothing may be written there, or a program has the file open.
    """
    if not path.parent.is_dir():
        raise _write_error(path)
    try:
        with tempfile.TemporaryFile(dir=path.parent, prefix=TEMPORARY_PREFIX):
            pass
        if path.exists():
            with path.open("ab"):
                pass
    except OSError as fault:
        raise _write_error(path, fault) from fault


def is_free_for(path: Path, data: bytes) -> bool:
    """Nothing is there yet, or these bytes; raises `OutputError` if that cannot be seen."""
    try:
        return not path.is_file() or path.read_bytes() == data
    except OSError as fault:
        raise _write_error(path, fault) from fault


def require_free(path: Path, data: bytes, what: str) -> None:
    """Raises `OutputError` where a file is there that says anything else than these bytes.

    `what` would be written over it, in the accusative.
    """
    if not is_free_for(path, data):
        raise OutputError(
            f"Файл «{path.name}» уже есть, и в нём другое: укажите другое имя (-o) или добавьте "
            f"--overwrite, чтобы записать {what} поверх него."
        )


def write_whole(path: Path, data: bytes) -> None:
    """Writes the bytes at once or not at all; raises `OutputError` if that cannot be done."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As `write_whole`, the bytes part after part; what was begun and failed leaves nothing."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.writelines(parts)


def write_private(path: Path, text: str) -> None:
    """A file that this user alone can read; raises `OutputError` where it cannot be written."""
    make_folder(path.parent)
    with replacing(path, private=True) as temporary:
        temporary.write_text(text, encoding="utf-8")


def make_folder(folder: Path) -> None:
    """The folder is there, without what killed runs left; raises `OutputError` if it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        _remove_leftovers(Path(tempfile.gettempdir()))
    except OSError as fault:
        raise OutputError(
            f"Не удалось создать папку «{folder}»: нет доступа, или на её месте лежит файл."
        ) from fault


def _write_error(path: Path, fault: Exception | None = None) -> OutputError:
    failed = f"Не удалось записать «{path.name or path}»:"
    if path.is_dir():
        return OutputError(f"{failed} на этом месте папка. Укажите имя файла.")
    if not path.parent.is_dir():
        return OutputError(f"{failed} нет папки «{path.parent}». Создайте её или укажите другую.")
    if fault and not isinstance(fault, PermissionError) and (why := refusal(fault)):
        return OutputError(f"{failed} {why}")
    return OutputError(
        f"{failed} возможно, файл открыт в Excel или в другой программе "
        "или папка недоступна. Закройте файл и повторите."
    )


# A file of Office is a zip of parts.


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts by name, in the order of the file."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, in their order."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, part)
    return data.getvalue()
