"""xlwings' file of settings: a line `"KEY","value"` each, read by VBA's `Input #`.

VBA reads it in the system's own letters, so it is not UTF-8 on Windows. Lines of others are kept
byte for byte.
"""

from __future__ import annotations

import locale
import os
import re
from pathlib import Path

from ...errors import SetupError
from .writing import write_file

_LINE_END = os.linesep.encode()
_LINE = re.compile(rb'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*')


class Settings:
    """The settings of a user, as a file holds them; a missing file has none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_bytes().splitlines() if path.is_file() else []
        self._as_found = list(self._lines)

    def get(self, key: str) -> str | None:
        """The first value of a key, for that is the one VBA takes."""
        for line in self._lines:
            if _key(line) == key.lower() and (parts := _LINE.fullmatch(line)):
                return parts[2].decode(locale.getencoding(), errors="replace")
        return None

    def put(self, key: str, value: str | None) -> None:
        """Puts a value in the place of the key's earlier ones; None takes the key away."""
        places = [n for n, line in enumerate(self._lines) if _key(line) == key.lower()]
        at = places[0] if places else len(self._lines)
        kept = [line for n, line in enumerate(self._lines) if n not in places]
        self._lines = kept if value is None else [*kept[:at], _line(key, value), *kept[at:]]

    def save(self) -> None:
        """Writes the file if something changed; without a line left, no file is left either."""
        if self._lines == self._as_found:
            return
        if self._lines:
            write_file(self._path, b"".join(line + _LINE_END for line in self._lines))
        else:
            self._path.unlink(missing_ok=True)


def _key(line: bytes) -> str | None:
    parts = _LINE.fullmatch(line)
    return parts[1].decode("ascii", errors="replace").lower() if parts else None


def _line(key: str, value: str) -> bytes:
    try:
        return f'"{key}","{value}"'.encode(locale.getencoding())
    except UnicodeEncodeError as fault:
        raise SetupError(
            f"Excel не прочтёт путь «{value}»: в нём есть буквы не из языка системы. "
            "Поставьте программу в папку без таких букв."
        ) from fault
