"""The files that this command wrote into a folder: only they are replaced or taken away.

A list beside them keeps the SHA-256 of each, noted before it is written. A file that somebody has
typed into since has another one; it stays as it is, and so does a file that was never listed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from ..errors import OutputError, refusal
from ..files import is_free_for, write_whole

LIST = ".roadmap_xl_feedback.json"
LOG = ".roadmap_xl_feedback.log"
"""What a run is about to write, a line for each file: a killed run leaves no file unknown."""


class Owned:
    """The files of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = _read_list(folder / LIST)
        for name, mark in _read_log(folder / LOG):
            self._before[name] = self._before.get(name, frozenset()) | {mark}
        self._now: dict[str, frozenset[str]] = {}

    def may_replace(self, name: str) -> bool:
        """The file is as it was written, or is not there."""
        path = self.folder / name
        return not path.exists() or sha256_of(path) in self._before.get(name, ())

    def write(self, name: str, data: bytes) -> bool:
        """Writes a file; False where one is there that somebody has changed: it stays.

        Raises `OutputError` where it cannot be written.
        """
        path = self.folder / name
        if not self.may_replace(name) and not is_free_for(path, data):
            self.keep(name)
            return False
        mark = hashlib.sha256(data).hexdigest()
        self._log(name, mark)
        write_whole(path, data)
        self._now[name] = frozenset({mark})
        return True

    def keep(self, name: str) -> None:
        """A file that stays as it is: its marks of old stay too."""
        if name in self._before:
            self._now[name] = self._before[name]

    def _log(self, name: str, mark: str) -> None:
        line = json.dumps([name, mark]) + "\n"
        try:
            with (self.folder / LOG).open("a", encoding="utf-8") as file:
                file.write(line)
        except OSError as fault:
            raise OutputError(f"Не удалось записать «{name}»: {refusal(fault)}") from fault

    def remove_outdated(self) -> int:
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
        listed = {name: sorted(marks) for name, marks in found.items()}
        text = json.dumps(listed, ensure_ascii=False, indent=0, sort_keys=True)
        write_whole(self.folder / LIST, text.encode())
        (self.folder / LOG).unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The file's SHA-256; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_list(path: Path) -> dict[str, frozenset[str]]:
    """What the list says; nothing where there is none or it is damaged: then nothing is replaced.

    Of each file one mark, or several where a run was cut off between them.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    marks = {name: [mark] if isinstance(mark, str) else mark for name, mark in found.items()}
    return {
        name: frozenset(one for one in several if isinstance(one, str))
        for name, several in marks.items()
        if isinstance(several, list) and _is_ours(name)
    }


def _read_log(path: Path) -> Iterator[tuple[str, str]]:
    """What was about to be written; a line that was cut off says nothing."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        try:
            name, mark = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(name, str) and isinstance(mark, str) and _is_ours(name):
            yield name, mark


def _is_ours(name: str) -> bool:
    """A name with a folder in it is not one of ours."""
    return name == Path(name).name and "\\" not in name
