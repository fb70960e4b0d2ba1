"""Finished files put into their place; what cannot be written is said in words."""

from __future__ import annotations

import tempfile
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from ..errors import OutputError


def save(workbook: Workbook, path: Path) -> None:
    """Closes the workbook; an `OutputError` says what to do if the file cannot be written."""
    try:
        workbook.close()
    except (FileCreateError, OSError) as fault:
        raise _not_written(path) from fault


def is_free_for(path: Path, data: bytes) -> bool:
    """Nothing is there yet, or these bytes; raises `OutputError` if that cannot be seen."""
    try:
        return not path.is_file() or path.read_bytes() == data
    except OSError as fault:
        raise _not_written(path) from fault


def replaced(path: Path, data: bytes) -> None:
    """Writes the bytes at once or not at all; raises `OutputError` if that cannot be done."""
    written: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            written = Path(file.name)
            file.write(data)
        written.chmod(0o644)
        written.replace(path)
    except OSError as fault:
        if written:
            written.unlink(missing_ok=True)
        raise _not_written(path) from fault


def _not_written(path: Path) -> OutputError:
    return OutputError(
        f"Не удалось записать «{path.name}»: возможно, файл открыт в другой программе "
        "или папка недоступна. Закройте файл и повторите."
    )
