"""Attempts: each file that came, once for the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, or_, select, update

from ...district.journal import JournalEntry
from . import tables
from .events import Actor, now


class State(StrEnum):
    """Where an attempt is on its way, in words."""

    WAITING = "ждёт проверки"
    CHECKED = "проверен"
    LOST = "не проверен"
    """Its check was broken off too often."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file that came; `file` lies below «Книги школ», `at` is UTC without a zone."""

    number: int
    sha256: str
    file: str
    sent_as: str
    made_from: str
    recognised: str
    received: date | None
    run: int | None
    at: datetime
    who: str
    door: str
    state: str

    @property
    def is_lost(self) -> bool:
        return self.state == State.LOST


def of(connection: Connection, sha256: str) -> Attempt | None:
    """The attempt with these bytes."""
    found = select(tables.attempts).where(tables.attempts.c.sha256 == sha256)
    row = connection.execute(found).first()
    return Attempt(**row._mapping) if row else None


def with_bytes(connection: Connection, sha256: str) -> Attempt | None:
    """The attempt with these bytes, or one made from a document with these."""
    table = tables.attempts
    found = select(table).where(or_(table.c.sha256 == sha256, table.c.made_from == sha256))
    row = connection.execute(found).first()
    return Attempt(**row._mapping) if row else None


def every(connection: Connection) -> list[Attempt]:
    """All of them in the order they came."""
    found = select(tables.attempts).order_by(tables.attempts.c.number)
    return [Attempt(**row._mapping) for row in connection.execute(found)]


def last(connection: Connection, number: int) -> list[Attempt]:
    """The latest, the newest first."""
    found = select(tables.attempts).order_by(tables.attempts.c.number.desc()).limit(number)
    return [Attempt(**row._mapping) for row in connection.execute(found)]


def next_run(connection: Connection) -> int:
    """The number of a run that comes after all that are noted."""
    return int(connection.execute(select(func.max(tables.attempts.c.run))).scalar() or 0) + 1


def last_day(connection: Connection) -> date | None:
    """The latest day on which a file came."""
    found: date | None = connection.execute(select(func.max(tables.attempts.c.received))).scalar()
    return found


def add(
    connection: Connection,
    sha256: str,
    file: str,
    by: Actor,
    *,
    received: date | None,
    run: int | None,
    sent_as: str = "",
    made_from: str = "",
    recognised: str = "",
    state: State = State.WAITING,
) -> bool:
    """Notes a file that came; False where these bytes are noted already."""
    if of(connection, sha256) is not None:
        return False
    connection.execute(
        insert(tables.attempts).values(
            sha256=sha256,
            file=file,
            sent_as=sent_as,
            made_from=made_from,
            recognised=recognised,
            received=received,
            run=run,
            at=now(),
            who=by.who,
            door=by.door,
            state=state.value,
        )
    )
    return True


def add_entries(
    connection: Connection,
    entries: Iterable[JournalEntry],
    by: Actor,
    state: State = State.CHECKED,
) -> None:
    """Notes what was found new in the folder."""
    known = set(connection.execute(select(tables.attempts.c.sha256)).scalars())
    row = {"at": now(), "who": by.who, "door": by.door, "state": state.value}
    rows = [
        row | one.model_dump(include={"sha256", "file", "recognised", "received", "run"})
        for one in entries
        if one.sha256 not in known
    ]
    if rows:
        connection.execute(insert(tables.attempts), rows)


def mark_checked(connection: Connection, sha256: str, recognised: str) -> None:
    """Its check is done, and whose it was taken for; what was noted of that first stays."""
    table = tables.attempts
    here = table.c.sha256 == sha256
    connection.execute(update(table).where(here).values(state=State.CHECKED.value))
    connection.execute(
        update(table).where(here, table.c.recognised == "").values(recognised=recognised)
    )


def lose(connection: Connection, sha256: str) -> None:
    """Its check was broken off too often."""
    here = tables.attempts.c.sha256 == sha256
    connection.execute(update(tables.attempts).where(here).values(state=State.LOST.value))


def wait(connection: Connection, sha256: str) -> None:
    """It waits for its check once more: somebody asked for it."""
    here = tables.attempts.c.sha256 == sha256
    connection.execute(update(tables.attempts).where(here).values(state=State.WAITING.value))


def recognise(connection: Connection, whose: Mapping[str, str]) -> None:
    """Notes by SHA-256 whose files are, where nothing is noted yet."""
    for sha256, recognised in whose.items():
        mark_checked(connection, sha256, recognised)


def date_back(connection: Connection, sha256: str, received: date, run: int | None) -> None:
    """It came on another day, in another run or in none that is known: the journal says so."""
    here = tables.attempts.c.sha256 == sha256
    known = {"received": received, "run": run}
    connection.execute(update(tables.attempts).where(here).values(**known))


def move(connection: Connection, sha256: str, file: str) -> None:
    """The file lies under another name now."""
    here = tables.attempts.c.sha256 == sha256
    connection.execute(update(tables.attempts).where(here).values(file=file))
