"""Finished files put into their place; what cannot be written is said in words."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from ..errors import OutputError, refusal

PASSING = ".roadmap-"
"""How the name of a file in the making begins; a run that is cut off may leave one."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A passing file beside `path` that takes its place when the block ends well.

    Otherwise what was there stays. Raises `OutputError` if the file cannot be written or replaced.
    """
    passing: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=PASSING)
        os.close(descriptor)
        passing = Path(name)
        yield passing
        passing.chmod(0o644)
        passing.replace(path)
    except (FileCreateError, OSError) as fault:
        raise _not_written(path, fault) from fault
    finally:
        if passing is not None:
            passing.unlink(missing_ok=True)


def expect(path: Path) -> None:
    """Raises `OutputError` where this file could not be put, before the long work and not after.

    There is no folder for it, nothing may be written there, or a program has the file open.
    """
    if not path.parent.is_dir():
        raise _not_written(path)
    try:
        with tempfile.TemporaryFile(dir=path.parent, prefix=PASSING):
            pass
        if path.exists():
            with path.open("ab"):
                pass
    except OSError as fault:
        raise _not_written(path, fault) from fault


def save(workbook: Workbook, path: Path) -> None:
    """Closes the workbook into `path`, at once or not at all.

    An `OutputError` says what to do if the file cannot be written.
    """
    with replacing(path) as passing:
        workbook.filename = str(passing)
        workbook.close()


def is_free_for(path: Path, data: bytes) -> bool:
    """Nothing is there yet, or these bytes; raises `OutputError` if that cannot be seen."""
    try:
        return not path.is_file() or path.read_bytes() == data
    except OSError as fault:
        raise _not_written(path, fault) from fault


def replaced(path: Path, data: bytes) -> None:
    """Writes the bytes at once or not at all; raises `OutputError` if that cannot be done."""
    written_in_parts(path, (data,))


def written_in_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As `replaced`, with the bytes part after part; what was begun and failed leaves nothing."""
    with replacing(path) as passing, passing.open("wb") as file:
        file.writelines(parts)


def made(folder: Path) -> None:
    """The folder is there; raises `OutputError` if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(
            f"Не удалось создать папку «{folder}»: нет доступа, или на её месте лежит файл."
        ) from fault


def _not_written(path: Path, fault: Exception | None = None) -> OutputError:
    said = f"Не удалось записать «{path.name or path}»:"
    if path.is_dir():
        return OutputError(f"{said} на этом месте папка. Укажите имя файла.")
    if not path.parent.is_dir():
        return OutputError(f"{said} нет папки «{path.parent}». Создайте её или укажите другую.")
    # XlsxWriter's error carries the system's.
    cause = fault.args[0] if isinstance(fault, FileCreateError) and fault.args else fault
    if cause and not isinstance(cause, PermissionError) and (why := refusal(cause)):
        return OutputError(f"{said} {why}")
    return OutputError(
        f"{said} возможно, файл открыт в Excel или в другой программе "
        "или папка недоступна. Закройте файл и повторите."
    )
