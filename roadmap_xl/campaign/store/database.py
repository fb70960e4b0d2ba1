"""The database of a campaign: SQLite in its folder, or PostgreSQL at an address.

One file «Сбор.sqlite3» (WAL: readers do not wait for the writer). Where the folder holds «Адрес
базы.txt», the database is the one at that address. A database of an older version is brought up to
this one when it is opened.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from ...errors import RoadmapError, refusal
from ...files import sync
from .tables import VERSION

FILE_NAME = "Сбор.sqlite3"
ADDRESS = "Адрес базы.txt"
"""Its first line is the address of a PostgreSQL database that this campaign has for itself."""
MOST_THREADS = 60
"""That use the database at once: the server answers in forty."""
CONNECTIONS_KEPT = 20
"""Open between two uses; more are opened where more threads ask, and closed after it."""
LONGEST_PATH = 490
"""Bytes of a path that SQLite opens, with the endings of the files beside it."""
SECONDS_TO_WAIT = 20
"""For a writer in another program."""
_MIGRATIONS = Path(__file__).with_name("migrations")
_TURN_OF_WRITER = 7_529_054
"""Any number, the same for all: who has this lock of a PostgreSQL writes or brings it up."""
_NO_PLACE = "на диске кончилось место. Освободите место и повторите."
_NOT_DONE = "не удалось прочитать или записать."
_MEANINGS = {
    "database or disk is full": _NO_PLACE,
    "no space left": _NO_PLACE,
    "readonly database": "папка или диск только для чтения.",
    "database is locked": "с ней долго работает другая программа. Повторите через минуту.",
    "disk i/o error": "диск не отвечает или на нём нет места. Проверьте диск и повторите.",
    "unable to open": "нет доступа к папке.",
}
"""What SQLite says, in small letters, and what it means for the user."""


class StoreError(RoadmapError):
    """A database of a campaign that cannot be opened, read or written to."""


class SyncedLog:
    """SQLite's log of writes on the disk: a write that was answered for outlives a power cut.

    SQLite would sync it at each commit and let all other writers wait for the disk. Here the next
    one writes meanwhile, and one sync is that of all who have written before it began.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-wal")
        self._turn, self._counting = Lock(), Lock()
        self._written = self._synced = 0

    def sync(self) -> None:
        """Returns when what this thread has committed is on the disk; raises `OSError`."""
        with self._counting:
            self._written += 1
            mine = self._written
        with self._turn:
            if self._synced >= mine:
                return
            written = self._written
            with suppress(FileNotFoundError):  # its last user has put all into the database itself
                sync(self._path)
                if not self._synced:  # it is new: its name is to stay as well
                    sync(self._path.parent)
            self._synced = written


@dataclass(frozen=True, slots=True)
class Store:
    """An open database; `close` it when done."""

    engine: Engine
    words: str
    """What a message calls it."""
    is_kept: bool = True
    """Else it is a passing copy: the folder is read-only."""
    log: SyncedLog | None = None
    """Of SQLite, where it does not sync each write by itself."""
    turn: Lock = field(default_factory=Lock, repr=False, compare=False)
    """Whose turn it is to write among this program's threads.

    SQLite lets a second writer sleep and look again, each time longer, up to a tenth of a second.
    """

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look at one moment; raises `StoreError`."""
        with _in_words(self.words), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Everything written here stays, or nothing of it; raises `StoreError`."""
        with (
            self.turn,
            _in_words(self.words),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":  # one writer at a time, as in SQLite
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN_OF_WRITER})"))
            yield connection
        try:
            if self.log is not None:
                self.log.sync()
        except OSError as fault:
            raise StoreError(f"{self.words}: {refusal(fault) or _NOT_DONE}") from fault

    def close(self) -> None:
        self.engine.dispose()


def open_store(folder: Path) -> Store:
    """The database of the campaign in this folder, made where there is none.

    In a folder that cannot be written to, or whose path is too long for SQLite, it is a passing
    copy: the journal alone remembers then. Raises `StoreError`.
    """
    address = folder / ADDRESS
    if address.is_file():
        return _brought_up(_postgresql(address))
    path = folder / FILE_NAME
    try:
        return _brought_up(Store(_sqlite(path), f"Файл «{FILE_NAME}»", log=SyncedLog(path)))
    except StoreError:
        is_openable = len(os.fsencode(path.absolute())) <= LONGEST_PATH
        if is_openable and _can_be_written(folder, path):
            raise
        return _brought_up(_passing_copy(path))


@contextmanager
def opened_store(folder: Path) -> Iterator[Store]:
    """The same for a block."""
    store = open_store(folder)
    try:
        yield store
    finally:
        store.close()


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            path, timeout=SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
        ),
        poolclass=QueuePool,  # a connection is one thread's as long as it holds it
        pool_size=CONNECTIONS_KEPT,
        max_overflow=MOST_THREADS - CONNECTIONS_KEPT,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    is_remote = str(_path_of(connection)).startswith(("\\\\", "//"))
    asked = "TRUNCATE" if is_remote else "WAL"  # a share knows no common memory
    (mode,) = connection.execute(f"PRAGMA journal_mode={asked}").fetchone()
    # With a log `Store` syncs what was written; without one SQLite has to.
    connection.execute(f"PRAGMA synchronous={'NORMAL' if mode == 'wal' else 'FULL'}")
    connection.execute("PRAGMA foreign_keys=ON")


def _path_of(connection: Any) -> str:
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _can_be_written(folder: Path, path: Path) -> bool:
    try:
        with (path if path.exists() else folder / f".{FILE_NAME}").open("ab") as file:
            file.write(b"")
    except OSError:
        return False
    (folder / f".{FILE_NAME}").unlink(missing_ok=True)
    return True


def _passing_copy(path: Path) -> Store:
    """What can be read of it, in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if path.is_file():
        try:
            with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as source:
                source.backup(memory)
        except sqlite3.DatabaseError as fault:
            raise StoreError(_damaged(f"Файл «{FILE_NAME}»")) from fault
    engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return Store(engine, f"Файл «{FILE_NAME}»", is_kept=False)


def _postgresql(path: Path) -> Store:
    try:
        lines = path.read_text(encoding="utf-8-sig").split()
        url = make_url(lines[0] if lines else "")
    except (OSError, ValueError, ArgumentError) as fault:
        raise StoreError(_wrong_address(path)) from fault
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(_wrong_address(path))
    words = f"База «{url.render_as_string(hide_password=True)}»"
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (ImportError, SQLAlchemyError) as fault:
        raise StoreError(
            'Для базы PostgreSQL нужен psycopg. Установите: pip install "roadmap_xl[postgresql]"'
        ) from fault
    return Store(engine, words)


def _wrong_address(path: Path) -> str:
    return (
        f"В файле «{path.name}» не адрес базы PostgreSQL: нужна строка вида "
        "postgresql://имя@сервер/база."
    )


def _brought_up(store: Store) -> Store:
    """The store with this version's tables."""
    with ExitStack() as unless_brought_up:
        unless_brought_up.callback(store.close)
        with store.reading() as connection:
            found = _version_of(connection)
        if found != VERSION:
            with store.writing() as connection:
                _upgrade(connection, store.words)
        unless_brought_up.pop_all()
    return store


def _version_of(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection, words: str) -> None:
    from alembic import command  # needed once in the life of a database
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, VERSION)
    except CommandError as fault:
        raise StoreError(
            f"{words} — от более новой программы. Обновите программу и повторите."
        ) from fault


@contextmanager
def _in_words(words: str) -> Iterator[None]:
    """What goes wrong with the database as a sentence."""
    try:
        yield
    except DBAPIError as fault:
        raise StoreError(_why(words, fault)) from fault
    except SQLAlchemyError as fault:
        raise StoreError(f"{words}: {_NOT_DONE}") from fault


def _why(words: str, fault: DBAPIError) -> str:
    reported = str(fault.orig).lower()
    if "malformed" in reported or "not a database" in reported:
        return _damaged(words)
    known = next((meaning for sign, meaning in _MEANINGS.items() if sign in reported), "")
    if not known and "connect" in reported:
        known = "сервер базы не отвечает. Проверьте адрес и сеть и повторите."
    return f"{words}: {known or 'не удалось прочитать или записать. Повторите.'}"


def _damaged(words: str) -> str:
    return (
        f"{words} повреждён. Верните его из резервной копии или переименуйте: программа начнёт "
        "новый по журналу «Журнал.xlsx», в нём все решения."
    )
