"""Results of reading and checking, kept by content in a small database (SQLite).

A result is used again only for the same bytes under the same name, checked for the same occasion by
the same program. Whoever may write to the campaign's folder may write to it, so it holds JSON only.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from ..checking import Occasion
from ..district.received import Contents, Received
from ..errors import RoadmapError
from ..findings import Finding
from .encoding import Encoded, contents_in, findings_in, received_in

FILE_NAME = ".roadmap_xl.sqlite3"
"""Beside the files of a campaign; it may be deleted at any time, the next run takes longer then."""
COMMIT_AFTER_SECONDS = 1.0
"""What an interrupted run may lose."""
_TABLES = """
CREATE TABLE IF NOT EXISTS results(
    key TEXT PRIMARY KEY, program TEXT, received TEXT, contents TEXT, findings TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen(
    path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, sha256 TEXT
) WITHOUT ROWID;
"""
FileState = tuple[str, int, int]
"""A file's path, size, and when it was changed, in nanoseconds."""


class ResultsError(RoadmapError):
    """The database of results cannot be used."""


class Results:
    """The results of one run for one occasion; `Files` of those it was told of."""

    def __init__(self, path: Path | None, occasion: Occasion) -> None:
        """Opens or makes the database; without a path it is a passing one of this run."""
        self._occasion = f"{occasion.stage}|{occasion.report_day}|{occasion.today}|{program()}"
        self._db = _opened(path)
        self._keys: dict[str, str] = {}
        self._committed = time.monotonic()

    def close(self) -> None:
        self._db.commit()
        self._db.close()

    def sha256_of(self, state: FileState) -> str | None:
        """The file's hash, if it was seen with this size and time."""
        path, size, changed = state
        row = self._db.execute(
            "SELECT sha256 FROM seen WHERE path=? AND size=? AND changed=?", (path, size, changed)
        ).fetchone()
        return None if row is None else str(row[0])

    def saw(self, state: FileState, sha256: str) -> None:
        """Remembers a file's hash by its size and time."""
        self._db.execute("INSERT OR REPLACE INTO seen VALUES(?,?,?,?)", (*state, sha256))

    def has(self, file: str, name: str, sha256: str) -> bool:
        """Whether these bytes under this name have a result; the file is one of this run then."""
        key = self._key(name, sha256)
        if self._db.execute("SELECT 1 FROM results WHERE key=?", (key,)).fetchone() is None:
            return False
        self._keys[file] = key
        return True

    def put(self, file: str, name: str, sha256: str, result: Encoded) -> None:
        """Keeps the result of a file; at the latest a second later it outlives an interruption."""
        key = self._key(name, sha256)
        self._db.execute(
            "INSERT OR REPLACE INTO results VALUES(?,?,?,?,?)", (key, program(), *result)
        )
        self._keys[file] = key
        if time.monotonic() - self._committed > COMMIT_AFTER_SECONDS:
            self._db.commit()
            self._committed = time.monotonic()

    def forget_others(self) -> None:
        """Drops what other versions of the program left."""
        self._db.execute("DELETE FROM results WHERE program<>?", (program(),))

    def __iter__(self) -> Iterator[Received]:
        for file, key in self._keys.items():
            yield received_in(self._column("received", key), file)

    def contents(self, received: Received) -> Contents:
        return contents_in(self._column("contents", self._keys[received.file]))

    def findings(self, received: Received) -> Sequence[Finding]:
        return findings_in(self._column("findings", self._keys[received.file]))

    def _column(self, column: str, key: str) -> str:
        (text,) = self._db.execute(f"SELECT {column} FROM results WHERE key=?", (key,)).fetchone()
        return str(text)

    def _key(self, name: str, sha256: str) -> str:
        return hashlib.sha256(f"{sha256}|{name}|{self._occasion}".encode()).hexdigest()


def _opened(path: Path | None) -> sqlite3.Connection:
    """The database; one that is damaged is made anew, for it holds nothing that cannot be had."""
    try:
        return _connected("" if path is None else str(path))
    except sqlite3.OperationalError as fault:
        raise ResultsError(
            f"Не открывается файл «{FILE_NAME}»: папка доступна только для чтения или сводку "
            "собирает ещё кто-то. Повторите позже."
        ) from fault
    except sqlite3.DatabaseError:
        if path is None:
            raise
        path.unlink()
        return _connected(str(path))


def _connected(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=1)
    database.executescript(_TABLES)
    database.execute("PRAGMA synchronous=OFF")  # it can be made anew, a slow disk cannot
    return database


@lru_cache(maxsize=1)
def program() -> str:
    """A mark of this very program: a changed rule must not find old results."""
    sources = sorted(
        path
        for path in Path(__file__).parent.parent.rglob("*")
        if path.suffix in (".py", ".toml", ".json")
    )
    mark = hashlib.sha256()
    for path in sources or [Path(sys.executable)]:
        with closing(path.open("rb")) as file:
            mark.update(hashlib.file_digest(file, "sha256").digest())
    return mark.hexdigest()[:16]
