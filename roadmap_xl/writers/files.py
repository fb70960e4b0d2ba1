"""Finished files put into their place; what cannot be written is said in words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
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
    written_in_parts(path, (data,))


def written_in_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As `replaced`, with the bytes part after part; what was begun and failed leaves nothing."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            begun = Path(file.name)
            try:
                file.writelines(parts)
            except BaseException:
                file.close()
                begun.unlink()
                raise
        begun.chmod(0o644)
        begun.replace(path)
    except OSError as fault:
        raise _not_written(path) from fault


def _not_written(path: Path) -> OutputError:
    return OutputError(
        f"Не удалось записать «{path.name}»: возможно, файл открыт в Excel или папка "
        "недоступна. Закройте файл и повторите."
    )
