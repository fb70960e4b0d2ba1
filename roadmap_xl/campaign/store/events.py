"""Events: who did what, when, to which file. They are added and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from . import tables

FILE, SCHOOL = "file", "school"
"""What an event or a decision is about."""


class Actor(NamedTuple):
    """Who acts, and through which door."""

    who: str
    door: str


class What(StrEnum):
    """The kinds of events."""

    TAKEN_OVER = "taken over"
    RECEIVED = "received"
    RECEIVED_AGAIN = "received again"
    IMPORTED = "imported"
    CHECKED = "checked"
    LOST = "lost"
    DECIDED = "decided"
    DISAGREED = "disagreed"
    SUMMARY = "summary"
    LETTERS = "letters"
    BLANKS = "blanks"
    CHANGED = "changed"
    """Settings or the registry."""


@dataclass(frozen=True, slots=True)
class Event:
    """One of them; `at` is UTC without a zone."""

    number: int
    at: datetime
    who: str
    door: str
    what: str
    about: str
    key: str
    words: str


def now() -> datetime:
    """This moment as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def note(
    connection: Connection, by: Actor, what: What, words: str, about: str = "", key: str = ""
) -> None:
    """Adds an event; `words` are a Russian sentence for people."""
    row = {"at": now(), "who": by.who, "door": by.door, "what": what.value}
    connection.execute(insert(tables.events).values(**row, about=about, key=key, words=words))


def listed(
    connection: Connection, about: str = "", key: str = "", *, before: int = 0, most: int = 0
) -> Iterator[Event]:
    """The events, the latest first: of one file or school, older than one of them, so many."""
    table = tables.events
    query = select(table).order_by(table.c.number.desc())
    if about:
        query = query.where(table.c.about == about, table.c.key == key)
    if before:
        query = query.where(table.c.number < before)
    if most:
        query = query.limit(most)
    return (Event(**row._mapping) for row in connection.execute(query))
