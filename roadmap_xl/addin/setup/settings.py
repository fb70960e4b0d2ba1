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
        self._lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
        self._as_found = list(self._lines)

    def get(self, key: str) -> str | None:
        """The first value of a key, for that is the one VBA takes."""
        for line in self._lines:
            if _key(line) == key.lower() and (parts := _LINE.fullmatch(line)):
                return parts[2].decode(locale.getencoding(), errors="replace")
        return None

    def put(self, key: str, value: str | None) -> None:
        """Puts a value in the place of the key's first one; None takes the key away."""
        places = [n for n, line in enumerate(self._lines) if _key(line) == key.lower()]
        if value is None:
            self._lines = [line for n, line in enumerate(self._lines) if n not in places]
        elif places:
            self._lines[places[0]] = _line(key, value)
        else:
            self._lines = [*_ended(self._lines), _line(key, value)]

    def save(self) -> None:
        """Writes the file if something changed; where no line is left, no file is left either."""
        if self._lines == self._as_found:
            return
        if self._lines:
            write_file(self._path, b"".join(self._lines))
        else:
            self._path.unlink(missing_ok=True)


def _key(line: bytes) -> str | None:
    parts = _LINE.fullmatch(line)
    return parts[1].decode("ascii", errors="replace").lower() if parts else None


def _ended(lines: list[bytes]) -> list[bytes]:
    """The lines, the last one with an end as well, so that another may follow."""
    return [line if line.endswith((b"\n", b"\r")) else line + _LINE_END for line in lines]


def _line(key: str, value: str) -> bytes:
    try:
        return f'"{key}","{value}"'.encode(locale.getencoding()) + _LINE_END
    except UnicodeEncodeError as fault:
        raise SetupError(
            f"Excel не прочтёт путь «{value}»: в нём есть буквы не из языка системы. "
            "Поставьте программу в папку без таких букв."
        ) from fault
