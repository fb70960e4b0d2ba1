"""The files that this command wrote into a folder: only they are replaced or taken away.

A list beside them keeps the SHA-256 of each. A file that somebody has typed into since has another
one; it stays as it is, and so does a file that was never listed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ..errors import OutputError
from ..files import is_free_for, replaced

LIST = ".roadmap_xl_feedback.json"


class Owned:
    """The files of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = _listed(folder / LIST)
        self._now: dict[str, str] = {}

    def may_replace(self, name: str) -> bool:
        """The file is as it was written, or is not there."""
        path = self.folder / name
        return not path.exists() or self._before.get(name, "") == sha256_of(path)

    def wrote(self, name: str, sha256: str) -> None:
        """A file that another process has written."""
        self._now[name] = sha256

    def kept(self, name: str) -> None:
        """A file that stays because it was changed: its mark of old stays too."""
        if name in self._before:
            self._now[name] = self._before[name]

    def write(self, name: str, data: bytes) -> bool:
        """Writes a file; False where one is there that somebody has changed."""
        path = self.folder / name
        if not self.may_replace(name) and not is_free_for(path, data):
            self.kept(name)
            return False
        replaced(path, data)
        self._now[name] = hashlib.sha256(data).hexdigest()
        return True

    def take_away_others(self) -> int:
        """Removes what an earlier run wrote and this one did not; how many were removed."""
        removed = 0
        for name in self._before.keys() - self._now.keys():
            path = self.folder / name
            if path.is_file() and self.may_replace(name):
                try:
                    path.unlink()
                except OSError as fault:
                    raise OutputError(f"Не удалось удалить прежний файл «{name}».") from fault
                removed += 1
        return removed

    def save(self, *, whole: bool) -> None:
        """Keeps the list; of a run that was not `whole`, with what earlier ones wrote."""
        found = self._now if whole else self._before | self._now
        text = json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True)
        replaced(self.folder / LIST, text.encode())


def sha256_of(path: Path) -> str:
    """The file's SHA-256; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _listed(path: Path) -> dict[str, str]:
    """What the list says; nothing where there is none or it is damaged: then nothing is replaced.

    A name with a folder in it is not one of ours.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: mark
        for name, mark in found.items()
        if isinstance(mark, str) and name == Path(name).name and "\\" not in name
    }
