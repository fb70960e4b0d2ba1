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
    SENDING = "отправляется"
    """Noted before the mail server gets it."""
    SENT = "отправлено"
    FAILED = "не ушло"
    UNKNOWN = "неизвестно, ушло ли"
    """Nobody noted how the sending ended: it is not sent again by itself."""


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


def queue(connection: Connection, school: str, *, again: bool = False) -> bool:
    """It shall be sent; False where it has no address, is on its way or was sent already.

    One of which it is not known whether it went out is sent only when `again` asks for just that.
    """
    found = of(connection, school)
    if found is None or not found.addresses:
        return False
    may_be_sent = (State.DRAFT, State.FAILED, *([State.UNKNOWN] if again else []))
    return _moved(connection, school, may_be_sent, State.QUEUED)


def begin(connection: Connection, school: str) -> bool:
    """The mail server gets it now; False where it does not wait to be sent."""
    return _moved(connection, school, (State.QUEUED,), State.SENDING)


def note_sent(connection: Connection, school: str, words: str = "") -> None:
    """The mail server took it. A letter that was written anew meanwhile is another one."""
    _moved(connection, school, (State.SENDING,), State.SENT, words, now())


def note_arrived(connection: Connection, school: str) -> bool:
    """The school has it: no need to send it again."""
    return _moved(connection, school, (State.UNKNOWN,), State.SENT, "дошло")


def note_not_sent(connection: Connection, school: str) -> None:
    """The mail server did not take it: it waits again."""
    _moved(connection, school, (State.SENDING,), State.QUEUED)


def note_failed(connection: Connection, school: str, words: str) -> None:
    """It could not be sent, and why."""
    _moved(connection, school, (State.QUEUED,), State.FAILED, words)


def note_unknown(connection: Connection, words: str, school: str = "") -> list[Letter]:
    """Nobody can say any more whether those on their way, or that to a school, went out."""
    found = [
        one
        for one in every(connection)
        if one.state is State.SENDING and school in ("", one.school)
    ]
    for one in found:
        _moved(connection, one.school, (State.SENDING,), State.UNKNOWN, words)
    return found


def _moved(
    connection: Connection,
    school: str,
    before: Iterable[State],
    state: State,
    words: str = "",
    sent: datetime | None = None,
) -> bool:
    """Whether it was in one of the states before and is in this one now."""
    table = tables.letters
    here = (table.c.school == school, table.c.state.in_([one.value for one in before]))
    row = {"state": state.value, "words": words, "sent": sent}
    return connection.execute(update(table).where(*here).values(**row)).rowcount == 1


def _letter(row: dict[str, object]) -> Letter:
    known = row | {"kind": Kind(str(row["kind"])), "state": State(str(row["state"]))}
    return Letter(**known)  # type: ignore[arg-type]
