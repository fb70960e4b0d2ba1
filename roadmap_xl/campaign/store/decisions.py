"""Decisions: what people have decided about a file or a school, and the journal they make.

A decision is a name and a value as text: «да» for yes, a day as 2026-12-01, empty for none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from ...district import journal
from ...district.journal import Journal, JournalEntry
from ...errors import RoadmapError
from ...texts.days import day_in, day_text
from ...texts.squeezing import squeeze
from ...texts.typed import storable
from . import attempts, tables
from .events import FILE, SCHOOL, Actor, What, note, now

YES = "да"
MOST_LETTERS = 2_000
_RUN = re.compile(r"[0-9]{1,6}")
OF_FILE: Final = (*journal.OF_FILE, "run")
OF_SCHOOL: Final = journal.OF_SCHOOL
LABELS: Final = journal.COLUMNS
"""What people read for each."""
Found = dict[str, dict[str, str]]
"""By key, the values by name."""


class Decision(NamedTuple):
    """What is decided, by whom, through which door and when: UTC without a zone."""

    name: str
    value: str
    at: datetime
    who: str
    door: str

    @property
    def words(self) -> str:
        """«Другой срок: 01.12.2026»; of a mark that is set its name alone."""
        return (
            LABELS[self.name] if self.value == YES else f"{LABELS[self.name]}: {shown(self.value)}"
        )


class DecisionError(RoadmapError):
    """A decision that cannot be understood."""


def decide(
    connection: Connection, about: str, key: str, name: str, value: str, by: Actor, subject: str
) -> bool:
    """Notes a decision and the event of it; False where it was decided so already.

    `subject` is what the event calls the file or the school.
    """
    if name not in (OF_FILE if about == FILE else OF_SCHOOL):
        raise ValueError(f"no decision about a {about}: {name}")
    before = value_of(connection, about, key, name)
    if before == value:
        return False
    put(connection, about, key, name, value, by)
    words = f"{subject}: «{LABELS[name]}» — {shown(value)}"
    words += f" (было: {shown(before)})" if before else ""
    note(connection, by, What.DECIDED, words, about, key)
    return True


def put(connection: Connection, about: str, key: str, name: str, value: str, by: Actor) -> None:
    """The value without an event of its own."""
    table = tables.decisions
    here = (table.c.about == about, table.c.key == key, table.c.name == name)
    connection.execute(delete(table).where(*here))
    if value:
        row = {"about": about, "key": key, "name": name, "value": value, "at": now()}
        connection.execute(insert(table).values(**row, who=by.who, door=by.door))


def value_of(connection: Connection, about: str, key: str, name: str) -> str:
    """What is decided; empty where nothing is."""
    table = tables.decisions
    here = (table.c.about == about, table.c.key == key, table.c.name == name)
    return str(connection.execute(select(table.c.value).where(*here)).scalar() or "")


def every(connection: Connection, about: str) -> Found:
    """All that is decided about files or about schools."""
    table, found = tables.decisions, defaultdict[str, dict[str, str]](dict)
    query = select(table.c.key, table.c.name, table.c.value).where(table.c.about == about)
    for key, name, value in connection.execute(query):
        found[key][name] = value
    return found


def made(connection: Connection) -> dict[str, list[Decision]]:
    """By SHA-256 or the school's code, what is decided, by whom and when: the latest last."""
    table, found = tables.decisions, defaultdict[str, list[Decision]](list)
    for row in connection.execute(select(table).order_by(table.c.at)):
        found[row.key].append(Decision(row.name, row.value, row.at, row.who, row.door))
    return found


def typed(name: str, value: str) -> str:
    """A value that somebody has typed, as it is kept; raises `DecisionError` with what is wrong."""
    text: str = squeeze(storable(value))
    if name in ("received", "deadline") and text:
        day = day_in(text)
        if day is None:
            raise DecisionError(f"«{text}» — не дата. Впишите, например, 01.12.2026.")
        return day.isoformat()
    if name in journal.MARKS and text not in (YES, ""):
        raise DecisionError(f"«{text[:50]}» — не ответ. Впишите «{YES}» или ничего.")
    if name == "run" and text and not _RUN.fullmatch(text):
        raise DecisionError(f"«{text}» — не номер запуска. Впишите число, например, 2.")
    return text[:MOST_LETTERS]


def shown(value: str) -> str:
    """A value as people read it."""
    try:
        return day_text(date.fromisoformat(value)) if len(value) == 10 else value or "нет"
    except ValueError:
        return value


def journal_of(connection: Connection) -> Journal:
    """The journal: the files in the order they came, then what is decided about schools."""
    of_files, of_schools = every(connection, FILE), every(connection, SCHOOL)
    files = [_of_file(one, of_files.get(one.sha256, {})) for one in attempts.every(connection)]
    schools = (_of_school(code, found) for code, found in sorted(of_schools.items()))
    said = [one for one in schools if one.no_data or one.deadline or one.remark]
    return Journal([*files, *said])


def _of_file(attempt: attempts.Attempt, found: dict[str, str]) -> JournalEntry:
    return JournalEntry(
        sha256=attempt.sha256,
        file=attempt.file,
        recognised=attempt.recognised,
        school=found.get("school", ""),
        received=_day(found.get("received", "")) or attempt.received,
        withdrawn=found.get("withdrawn") == YES,
        counts=found.get("counts") == YES,
        returned=found.get("returned", ""),
        remark=found.get("remark", ""),
        run=int(found["run"]) if "run" in found else attempt.run,
    )


def _of_school(code: str, found: dict[str, str]) -> JournalEntry:
    return JournalEntry(
        school=code,
        received=_day(found.get("received", "")),
        no_data=found.get("no_data") == YES,
        deadline=_day(found.get("deadline", "")),
        remark=found.get("remark", ""),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
