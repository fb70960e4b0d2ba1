"""Jobs: work that waits in the database, so that it outlives the program that took it.

A job is claimed, then done, or failed and tried again a little later; after the last try it stays
failed with the reason in words. What was running when a program ended waits again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import Row

from . import tables
from .events import now

TRIES, TRIES_OF_LETTER = 2, 5
SECONDS_BETWEEN_TRIES = 5
"""After the first; a letter waits four times as long each time."""


class Kind(StrEnum):
    """What there is to do."""

    CHECK = "check"
    IMPORT = "import"
    RUN = "run"
    """The summary; the key names what is written besides, separated by spaces."""
    BLANKS = "blanks"
    SEND = "send"
    """A letter; the key is the school's."""


class State(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One of them; `key` says of what: a SHA-256, or an order in words."""

    number: int
    kind: Kind
    key: str
    state: State
    tries: int
    asked: datetime
    ended: datetime | None
    words: str


def ask(connection: Connection, kind: Kind, key: str = "") -> int:
    """Puts a job into the queue; the one that waits there already where it is the same."""
    table = tables.jobs
    same = select(table.c.number).where(table.c.kind == kind.value, table.c.key == key)
    found = connection.execute(same.where(tables.UNFINISHED)).scalar()
    if found is not None:
        return int(found)
    moment = now()
    row = {"kind": kind.value, "key": key, "state": State.WAITING.value}
    added = connection.execute(insert(table).values(**row, asked=moment, not_before=moment))
    return int(added.inserted_primary_key[0]) if added.inserted_primary_key else 0


def claim(connection: Connection) -> Job | None:
    """The job that waits longest, which is this program's now."""
    table, moment = tables.jobs, now()
    waiting = (
        select(table)
        .where(table.c.state == State.WAITING.value, table.c.not_before <= moment)
        .order_by(table.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(waiting).first()
    if row is None:
        return None
    running = {"state": State.RUNNING.value, "tries": row.tries + 1}
    connection.execute(update(table).where(table.c.number == row.number).values(**running))
    return _job(row)


def finish(connection: Connection, number: int, words: str = "") -> None:
    """It is done; `words` say what came of it."""
    _end(connection, number, State.DONE, words)


def fail(connection: Connection, number: int, words: str) -> bool:
    """It failed, and why; True where that was the last try."""
    table = tables.jobs
    found = of(connection, number)
    is_letter = found is not None and found.kind is Kind.SEND
    tries = found.tries if found else 0
    if tries >= (TRIES_OF_LETTER if is_letter else TRIES):
        _end(connection, number, State.FAILED, words)
        return True
    longer = 4 ** (tries - 1) if is_letter else 1
    later = now() + timedelta(seconds=SECONDS_BETWEEN_TRIES * longer)
    again = {"state": State.WAITING.value, "not_before": later, "words": words}
    connection.execute(update(table).where(table.c.number == number).values(**again))
    return False


def give_up(connection: Connection, number: int, words: str) -> None:
    """It cannot be done, however often it is tried."""
    _end(connection, number, State.FAILED, words)


def give_back(connection: Connection, but: Kind | None = None) -> None:
    """What was running, `but` one kind, waits again: that its program is gone is not its fault."""
    table = tables.jobs
    running = update(table).where(table.c.state == State.RUNNING.value)
    if but is not None:
        running = running.where(table.c.kind != but.value)
    connection.execute(running.values(state=State.WAITING.value, tries=table.c.tries - 1))


def tell(connection: Connection, number: int, words: str) -> None:
    """How far it is."""
    table = tables.jobs
    connection.execute(update(table).where(table.c.number == number).values(words=words))


def of(connection: Connection, number: int) -> Job | None:
    """The job with this number."""
    row = connection.execute(select(tables.jobs).where(tables.jobs.c.number == number)).first()
    return _job(row) if row else None


def postpone(connection: Connection, number: int, seconds: float) -> None:
    """It waits a little without a try being counted: the folder was busy."""
    table = tables.jobs
    later = {"state": State.WAITING.value, "not_before": now() + timedelta(seconds=seconds)}
    connection.execute(
        update(table).where(table.c.number == number).values(**later, tries=table.c.tries - 1)
    )


def unfinished(connection: Connection) -> dict[str, int]:
    """How many of each kind wait or run."""
    table = tables.jobs
    query = select(table.c.kind, func.count()).where(tables.UNFINISHED).group_by(table.c.kind)
    return {str(kind): int(number) for kind, number in connection.execute(query)}


def latest(connection: Connection, kind: Kind) -> Job | None:
    """The last that was asked of a kind."""
    table = tables.jobs
    query = select(table).where(table.c.kind == kind.value).order_by(table.c.number.desc())
    row = connection.execute(query.limit(1)).first()
    return _job(row) if row else None


def not_done(connection: Connection, kind: Kind) -> list[Job]:
    """By key the last that was asked of a kind, where it is not done: the latest first."""
    table = tables.jobs
    query = select(table).where(table.c.kind == kind.value).order_by(table.c.number)
    last = {row.key: _job(row) for row in connection.execute(query)}
    waiting = (one for one in last.values() if one.state is not State.DONE)
    return sorted(waiting, key=lambda one: -one.number)


def _end(connection: Connection, number: int, state: State, words: str) -> None:
    ended = {"state": state.value, "ended": now(), "words": words}
    table = tables.jobs
    connection.execute(update(table).where(table.c.number == number).values(**ended))


def _job(row: Row[tuple[object, ...]]) -> Job:
    return Job(
        row.number,
        Kind(row.kind),
        row.key,
        State(row.state),
        row.tries,
        row.asked,
        row.ended,
        row.words,
    )
