"""Letters: what goes to each school, and how far it is on its way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from . import tables
from .events import now


class Kind(StrEnum):
    """What a letter asks for, in words."""

    REMINDER = "напоминание"
    MEND = "исправить"
    THANKS = "принято"

    @property
    def is_owed(self) -> bool:
        """The school owes something: reminders go to such alone."""
        return self is not Kind.THANKS


class State(StrEnum):
    """Where a letter is, in words."""

    DRAFT = "не отправлено"
    QUEUED = "ждёт отправки"
    SENT = "отправлено"
    FAILED = "не ушло"


@dataclass(frozen=True, slots=True)
class Letter:
    """One of them; its files lie below «Письма школам», `sent` is UTC without a zone."""

    school: str
    name: str
    kind: Kind
    addresses: str
    subject: str
    letter: str
    workbook: str
    sha256: str
    made: date
    state: State = State.DRAFT
    sent: datetime | None = None
    words: str = ""


def every(connection: Connection) -> list[Letter]:
    """All of them by the school's name."""
    rows = connection.execute(select(tables.letters).order_by(tables.letters.c.name))
    return [_letter(dict(row._mapping)) for row in rows]


def of(connection: Connection, school: str) -> Letter | None:
    """The letter to a school."""
    found = select(tables.letters).where(tables.letters.c.school == school)
    row = connection.execute(found).first()
    return _letter(dict(row._mapping)) if row else None


def replace_all(connection: Connection, letters: Iterable[Letter]) -> None:
    """Puts these in place of all; one that was sent just so stays sent."""
    before = {one.school: one for one in every(connection)}
    connection.execute(delete(tables.letters))
    for letter in letters:
        was = before.get(letter.school)
        is_same = was is not None and was.sha256 == letter.sha256
        kept = was if was is not None and is_same else letter
        row = asdict(letter) | {"state": kept.state, "sent": kept.sent, "words": kept.words}
        connection.execute(insert(tables.letters).values(**row))


def queue(connection: Connection, school: str) -> bool:
    """It shall be sent; False where it was sent already or has no address."""
    found = of(connection, school)
    if found is None or not found.addresses or found.state in (State.SENT, State.QUEUED):
        return False
    _set(connection, school, State.QUEUED, "")
    return True


def note_sent(connection: Connection, school: str) -> None:
    """It is on its way."""
    _set(connection, school, State.SENT, "", now())


def note_failed(connection: Connection, school: str, words: str) -> None:
    """It could not be sent, and why."""
    _set(connection, school, State.FAILED, words)


def _set(
    connection: Connection, school: str, state: State, words: str, sent: datetime | None = None
) -> None:
    table = tables.letters
    row = {"state": state.value, "words": words, "sent": sent}
    connection.execute(update(table).where(table.c.school == school).values(**row))


def _letter(row: dict[str, object]) -> Letter:
    known = row | {"kind": Kind(str(row["kind"])), "state": State(str(row["state"]))}
    return Letter(**known)  # type: ignore[arg-type]
