"""Results of reading and checking, kept by content in a small database (SQLite).

A result is used again only for the same bytes under the same name, checked for the same occasion by
the same program; on another day only where the day changes nothing that was found. Whoever may
write to the campaign's folder may write to it, so it holds JSON only.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from ..district.journal import Receipt
from ..district.received import Contents, Received
from ..errors import EditionError, RoadmapError
from ..form.forms import PACKAGED, Forms
from ..form.kept import program
from ..rules.checking import Occasion
from ..rules.findings import Finding
from ..summary.encoding import (
    FIGURES,
    Encoded,
    as_figures,
    contents_in,
    findings_in,
    received_in,
    to_figures,
)
from ..summary.figures import Figures, Recipe
from ..summary.kept_sums import Group

FILE_NAME = ".roadmap_xl.sqlite3"
"""Beside the files of a campaign; it may be deleted at any time, the next run takes longer then."""
MOST_CONTENTS = 1_000
"""Schools whose values stay in memory once they were asked for, some 20 MB: every sheet of a
summary asks for them again. Those beyond are read from the database each time."""
COMMIT_AFTER_SECONDS = 1.0
"""What an interrupted run may lose."""
_TABLES = """
DROP TABLE IF EXISTS results;
CREATE TABLE IF NOT EXISTS checked(
    key TEXT PRIMARY KEY, program TEXT, received TEXT, contents TEXT, findings TEXT,
    first TEXT, last TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sums(number INTEGER PRIMARY KEY, mark TEXT, figures TEXT);
CREATE TABLE IF NOT EXISTS seen(
    path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, sha256 TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipts(
    sha256 TEXT PRIMARY KEY, day TEXT, run INTEGER
) WITHOUT ROWID;
"""
_COLUMNS = {
    "checked": "key program received contents findings first last",
    "sums": "number mark figures",
    "seen": "path size changed sha256",
    "receipts": "sha256 day run",
}
"""Of each table; one that another version made otherwise is made anew."""
_SEAL = 8
_WRONG_SHAPES = (ValueError, LookupError, TypeError, EditionError)
"""What texts of another shape make of those who read them."""
T = TypeVar("T")
FileState = tuple[str, int, int]
"""A file's path, size, and when it was changed, in nanoseconds."""


class ResultsError(RoadmapError):
    """The database of results is damaged."""


class Results:
    """The results of one run for one occasion; `Files` of those it was told of."""

    def __init__(self, path: Path | None, occasion: Occasion, forms: Forms = PACKAGED) -> None:
        """Opens or makes the database; without a path it is a temporary one of this run.

        So it is where the database cannot be written to or another run uses it just now.
        """
        day, self.forms = occasion.today, forms
        of_forms = f"{program()}{forms.mark}"
        self._occasion = f"{occasion.stage}|{occasion.report_day}|{day is None}|{of_forms}"
        self._today = (day or date.min).isoformat()
        self._path = path
        self._db = _open(path)
        self._keys: dict[str, str] = {}
        self._contents: dict[str, Contents] = {}
        self._committed = time.monotonic()
        self._run("DELETE FROM checked WHERE program<>?", program())

    def close(self) -> None:
        self._db.close()

    def __del__(self) -> None:
        self._db.close()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """What is put in here outlives the run, also one that is interrupted."""
        try:
            yield
        finally:
            self._commit()

    def _commit(self) -> None:
        self._db.commit()
        self._committed = time.monotonic()

    def sha256_of(self, state: FileState) -> str | None:
        """The file's hash, if it was seen with this size and time."""
        found = self._run("SELECT sha256 FROM seen WHERE path=? AND size=? AND changed=?", *state)
        return str(found[0][0]) if found else None

    def remember_hash(self, state: FileState, sha256: str) -> None:
        """Remembers a file's hash by its size and time."""
        self._run("INSERT OR REPLACE INTO seen VALUES(?,?,?,?)", *state, sha256)

    def receipts(self) -> Mapping[str, Receipt]:
        """By SHA-256, when each file was seen first by a program that kept no other database."""
        rows = self._run("SELECT sha256, day, run FROM receipts")
        try:
            return {sha: Receipt(date.fromisoformat(day), int(run)) for sha, day, run in rows}
        except (TypeError, ValueError) as fault:
            raise self._drop_damaged() from fault

    def has(self, file: str, name: str, sha256: str) -> bool:
        """Whether these bytes under this name have a result; the file is one of this run then."""
        key = self._key(name, sha256)
        found = "SELECT 1 FROM checked WHERE key=? AND ? BETWEEN first AND last"
        if not self._run(found, key, self._today):
            return False
        self._keys[file] = key
        return True

    def only(self, files: Collection[str]) -> None:
        """Of the files of this run only these are left; the others are gone from the folder."""
        self._keys = {file: key for file, key in self._keys.items() if file in files}

    def put(self, file: str, name: str, sha256: str, result: Encoded) -> None:
        """Keeps the result of a file; at the latest a second later it outlives an interruption."""
        key = self._key(name, sha256)
        texts = map(_seal, (result.received, result.contents, result.findings))
        row = (key, program(), *texts, result.first, result.last)
        self._run("INSERT OR REPLACE INTO checked VALUES(?,?,?,?,?,?,?)", *row)
        self._keys[file] = key
        if time.monotonic() - self._committed > COMMIT_AFTER_SECONDS:
            self._commit()

    def __iter__(self) -> Iterator[Received]:
        for file, key in self._keys.items():
            yield self._loaded("received", key, partial(received_in, file=file))

    def of(self, file: str) -> Received | None:
        """A file of this run, as it is listed."""
        key = self._keys.get(file)
        return self._loaded("received", key, partial(received_in, file=file)) if key else None

    def contents(self, received: Received) -> Contents:
        key = self._keys[received.file]
        if found := self._contents.get(key):
            return replace(found, submission=replace(found.submission))  # without what grew on it
        form = self.forms.find(received.edition, received.template_version)
        if form is None:
            raise self._drop_damaged()
        found = self._loaded("contents", key, lambda text: contents_in(text, form))
        if len(self._contents) < MOST_CONTENTS:
            self._contents[key] = replace(found, submission=replace(found.submission))
        return found

    def findings(self, received: Received) -> Sequence[Finding]:
        return self._loaded("findings", self._keys[received.file], findings_in)

    def figures_of(self, group: Group, recipes: Mapping[str, Recipe]) -> Figures | None:
        """What a group of schools came to, if nothing that it rests on has changed."""
        found = self._run(
            "SELECT figures FROM sums WHERE number=? AND mark=?", group.number, self._mark(group)
        )
        if not found:
            return None
        text = self._text(found[0][0])
        try:
            return to_figures(FIGURES.validate_json(text), recipes)
        except _WRONG_SHAPES as fault:
            raise self._drop_damaged() from fault

    def keep(self, group: Group, figures: Figures) -> None:
        """Remembers it in place of what the group came to before."""
        text = FIGURES.dump_json(as_figures(figures)).decode()
        row = (group.number, self._mark(group), _seal(text))
        self._run("INSERT OR REPLACE INTO sums VALUES(?,?,?)", *row)

    def _mark(self, group: Group) -> str:
        """Of the group's results, each with its days, and of what else its figures rest on."""
        keys = [self._keys[line.received.file] for line in group.lines if line.received]
        days = [self._run("SELECT first, last FROM checked WHERE key=?", key) for key in keys]
        return hashlib.sha256(f"{keys}{days}{group.basis}".encode()).hexdigest()

    def _loaded(self, column: str, key: str, load: Callable[[str], T]) -> T:
        """What a column of a result says; what has its checksum may still be another program's."""
        ((sealed,),) = self._run(f"SELECT {column} FROM checked WHERE key=?", key)
        text = self._text(sealed)
        try:
            return load(text)
        except _WRONG_SHAPES as fault:
            raise self._drop_damaged() from fault

    def _text(self, sealed: str) -> str:
        """The text that was sealed; what a disk or a network did to it is no JSON of ours."""
        text = sealed[_SEAL:]
        if _seal(text) != sealed:
            raise self._drop_damaged()
        return text

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.OperationalError as fault:
            raise ResultsError(
                f"Не записывается файл «{FILE_NAME}»: возможно, на диске кончилось место или папка "
                "стала недоступна. Повторите команду."
            ) from fault
        except sqlite3.DatabaseError as fault:
            raise self._drop_damaged() from fault

    def _drop_damaged(self) -> ResultsError:
        """Deletes the damaged database, an empty one takes its place; says so."""
        self._db.close()
        self._db = _connect("")
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        return ResultsError(
            f"Файл «{FILE_NAME}» был повреждён и удалён; в нём только то, что программа может "
            "прочитать снова. Повторите команду."
        )

    def _key(self, name: str, sha256: str) -> str:
        return hashlib.sha256(f"{sha256}|{name}|{self._occasion}".encode()).hexdigest()


def _seal(text: str) -> str:
    """The text behind a checksum: the database itself keeps none."""
    return f"{crc32(text.encode()):0{_SEAL}x}{text}"


def _open(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _connect("")
    try:
        return _connect(str(path))
    except sqlite3.OperationalError:  # read-only, or in use
        return _connect("")
    except sqlite3.DatabaseError:  # not one of ours; it holds nothing that cannot be had again
        path.unlink()
        return _connect(str(path))


def _connect(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=1)
    try:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")  # two runs would wait for each other
        database.execute("PRAGMA synchronous=OFF")  # it can be made anew, a slow disk cannot
        database.executescript(f"BEGIN EXCLUSIVE;{_drop_outdated(database)}{_TABLES}COMMIT;")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _drop_outdated(database: sqlite3.Connection) -> str:
    """The statements that drop the tables of another version."""
    dropped = []
    for table, columns in _COLUMNS.items():
        found = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        if found and found != columns.split():
            dropped.append(f"DROP TABLE {table};")
    return "".join(dropped)
