"""The journal's sheet and the campaign's database, brought together.

People edit «Журнал.xlsx», the page and the program write into the database. What the sheet was last
seen to say is kept; what differs from that, somebody has typed since, and it is taken over by name.
Where both have changed and differ, nothing is taken and nothing is written: it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from ..district.journal import MARKS, Journal, JournalEntry, JournalSheet
from ..district.journal_workbook import CellEdit, extend_journal
from .store import attempts, decisions, tables
from .store.decisions import LABELS, OF_FILE, OF_SCHOOL, YES, shown
from .store.events import FILE, SCHOOL, Actor, What, note

SHEET: Final = "журнал"
"""The door that people use who type into the sheet."""
_HOW_TO_SETTLE = (
    "Учтено решение программы. Впишите в журнал то же или решите на странице сбора: roadmap-xl "
    "serve."
)
Entries = Mapping[str, JournalEntry]
"""By SHA-256 of the file or code of the school."""


class Disagreement(NamedTuple):
    """A value that was decided in the sheet and elsewhere at the same time, and otherwise."""

    key: str
    name: str
    in_sheet: str
    in_store: str
    subject: str

    @property
    def words(self) -> str:
        return (
            f"{self.subject}: «{LABELS[self.name]}» в журнале — {shown(self.in_sheet)}, а в "
            f"программе решено — {shown(self.in_store)}"
        )


@dataclass(slots=True)
class Taken:
    """What the sheet told."""

    lines: list[str] = field(default_factory=list)
    """Each edit that was taken over, in words."""
    disagreements: list[Disagreement] = field(default_factory=list)

    def as_lines(self) -> list[str]:
        """What was taken over, and what is left to decide and how."""
        lines = [f"Из журнала: {line}" for line in self.lines]
        lines += [f"Внимание: {one.words}. {_HOW_TO_SETTLE}" for one in self.disagreements]
        return lines


class Edit(NamedTuple):
    """What has to be written into the rows of a key."""

    key: str
    name: str
    value: str | date | int


@dataclass(slots=True)
class Pending:
    """What the sheet does not say yet."""

    rows: list[JournalEntry] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rows or self.edits)


def take_over(
    connection: Connection, sheet: JournalSheet, full_code: Callable[[str], str], who: str
) -> Taken:
    """Takes over what people have typed into the sheet since it was last seen.

    A database without files takes the whole sheet, without a question. A column that the sheet has
    not got says nothing: what was decided there stays.
    """
    by, told = Actor(who, SHEET), sheet.header.places
    theirs = _by_key(sheet.journal.with_codes(full_code))
    ours, seen = _by_key(decisions.journal_of(connection)), _seen(connection)
    taken = Taken()
    if not seen and not ours and theirs:
        for entry in theirs.values():
            _adopt(connection, entry, by)
        words = f"Взят журнал, строк: {len(theirs)}"
        note(connection, by, What.TAKEN_OVER, words)
    else:
        for key, entry in theirs.items():
            names = tuple(name for name in _names(entry) if name in told)
            found = _Row(key, entry, seen.get(key), ours.get(key), names)
            taken.lines += _taken_of(connection, found, by, taken.disagreements)
        taken.lines += _removed(connection, theirs, ours, seen, by)
    _see(connection, theirs, seen, taken.disagreements, told)
    _keep_disagreements(connection, taken.disagreements, by)
    return taken


class _Row(NamedTuple):
    """A row as the sheet says it, as it was last seen, and as the database has it."""

    key: str
    sheet: JournalEntry
    seen: JournalEntry | None
    store: JournalEntry | None
    names: tuple[str, ...]
    """What people may have changed in it."""


def _taken_of(
    connection: Connection, row: _Row, by: Actor, disagreements: list[Disagreement]
) -> Iterator[str]:
    subject = subject_of(row.sheet)
    if row.store is None and row.seen is None:
        _adopt(connection, row.sheet, by)
        words = f"{subject}: новая строка журнала"
        note(connection, by, What.DECIDED, words, _about(row.sheet), row.key)
        yield words
        return
    if row.seen is None and row.sheet.received:  # the sheet knew this file before it came here
        attempts.date_back(connection, row.key, row.sheet.received, row.sheet.run)
    for name in row.names:
        typed, before, here = (_text(one, name) for one in (row.sheet, row.seen, row.store))
        if row.seen is None and typed and not _is_decided(connection, row, name):
            before = here  # what stands there is the program's own, not somebody's decision
        if typed in (here, before):
            continue
        if here == before:
            decisions.decide(connection, _about(row.sheet), row.key, name, typed, by, subject)
            yield f"{subject}: «{LABELS[name]}» — {shown(typed)}" + (
                f" (было: {shown(before)})" if before else ""
            )
        else:
            disagreements.append(Disagreement(row.key, name, typed, here, subject))


def _is_decided(connection: Connection, row: _Row, name: str) -> bool:
    return bool(decisions.value_of(connection, _about(row.sheet), row.key, name))


def _removed(
    connection: Connection, theirs: Entries, ours: Entries, seen: Entries, by: Actor
) -> Iterator[str]:
    """A school's row that somebody has deleted; that of a file is written again."""
    if not any(key in theirs for key in seen):  # another sheet, not an edited one
        return
    for key, entry in seen.items():
        if key not in theirs and key in ours and not entry.sha256:
            said = {name: text for name in OF_SCHOOL if (text := _text(entry, name))}
            same = {name: text for name, text in said.items() if text == _text(ours[key], name)}
            for name in same:  # what was decided since then is written again
                decisions.put(connection, SCHOOL, key, name, "", by)
            if same:
                was = ", ".join(f"«{LABELS[name]}» — {shown(text)}" for name, text in same.items())
                words = f"{subject_of(entry)}: строка журнала удалена (было: {was})"
                note(connection, by, What.DECIDED, words, SCHOOL, key)
                yield words


def _adopt(connection: Connection, entry: JournalEntry, by: Actor) -> None:
    """A row that is new to the database."""
    if entry.sha256:
        attempts.add_entries(connection, [entry], by)
    key, of_attempt = entry.sha256 or entry.school, ("received", "run") if entry.sha256 else ()
    for name in _names(entry):
        if name in of_attempt:
            continue
        decisions.put(connection, _about(entry), key, name, _text(entry, name), by)


def pending(
    connection: Connection, sheet: JournalSheet, full_code: Callable[[str], str]
) -> Pending:
    """What the database knows and the sheet does not say; not what is in dispute."""
    theirs = _by_key(sheet.journal.with_codes(full_code))
    ours = _by_key(decisions.journal_of(connection))
    asked = {(one.key, one.name) for one in disagreements(connection)}
    found = Pending([one for key, one in ours.items() if key not in theirs])
    for key, entry in theirs.items():
        now = ours.get(key, JournalEntry())
        if key not in ours and not any(at == key for at, _ in asked):
            found.edits.append(Edit(key, "school", ""))
        for name in _names(entry):
            if _text(entry, name) != _text(now, name) and (key, name) not in asked:
                value = getattr(now, name)
                is_mark = isinstance(value, bool)
                found.edits.append(Edit(key, name, YES if is_mark and value else value or ""))
    return found


def write(path: Path, found: Pending, sheet: JournalSheet, full_code: Callable[[str], str]) -> None:
    """Writes it into the sheet; raises `NotExtendedError` where that cannot be."""
    if not found:
        return
    rows: dict[str, list[int]] = {}
    for number, entry in sheet.rows:
        rows.setdefault(entry.sha256 or full_code(entry.school), []).append(number)
    edits = [CellEdit(row, one.name, one.value) for one in found.edits for row in rows[one.key]]
    header = sheet.header
    extend_journal(path, found.rows, header.row, header.places, edits=edits)


def wrote(connection: Connection) -> None:
    """The sheet says now what the database knows."""
    asked = {(one.key, one.name) for one in disagreements(connection)}
    seen, ours = _seen(connection), _by_key(decisions.journal_of(connection))
    for key, entry in ours.items():
        kept = {name: getattr(seen[key], name) for at, name in asked if at == key and key in seen}
        _put_seen(connection, key, entry.model_copy(update=kept))
    for key in seen.keys() - ours.keys():
        if not any(at == key for at, _ in asked):
            connection.execute(delete(tables.sheet_rows).where(tables.sheet_rows.c.key == key))


def disagreements(connection: Connection) -> list[Disagreement]:
    """What is in dispute between the sheet and the database."""
    files = {one.sha256: one.file for one in attempts.every(connection)}
    return [
        Disagreement(
            row.key, row.name, row.in_sheet, row.in_store, _named(row.key, files.get(row.key, ""))
        )
        for row in connection.execute(select(tables.disagreements).order_by("key", "name"))
    ]


def settle(connection: Connection, one: Disagreement, by: Actor, *, as_in_sheet: bool) -> None:
    """Decides a dispute for the sheet or for the database."""
    about = FILE if len(one.key) == 64 else SCHOOL
    if as_in_sheet:
        decisions.decide(connection, about, one.key, one.name, one.in_sheet, by, one.subject)
    else:
        seen = _seen(connection)
        blank = {"sha256" if about == FILE else "school": one.key}
        entry = seen[one.key].model_dump() if one.key in seen else blank
        typed = _entry_of(entry | {one.name: one.in_sheet or None})
        words = f"{one.subject}: «{LABELS[one.name]}» — {shown(one.in_store)}, а не как в журнале"
        note(connection, by, What.DECIDED, words, about, one.key)
        _put_seen(connection, one.key, typed)
    here = (tables.disagreements.c.key == one.key, tables.disagreements.c.name == one.name)
    connection.execute(delete(tables.disagreements).where(*here))


def subject_of(entry: JournalEntry) -> str:
    """What a message calls a row."""
    return _named(entry.sha256 or entry.school, entry.file)


def _named(key: str, file: str) -> str:
    return f"«{file or key[:12]}»" if len(key) == 64 else f"Школа {key}"


def _entry_of(values: Mapping[str, object]) -> JournalEntry:
    """The entry with texts as they are kept."""
    plain = {
        name: (value == YES if name in MARKS and isinstance(value, str) else value)
        for name, value in values.items()
        if value is not None
    }
    return JournalEntry.model_validate(plain)


def _names(entry: JournalEntry) -> tuple[str, ...]:
    """The columns of its row that may differ."""
    return OF_FILE if entry.sha256 else OF_SCHOOL


def _about(entry: JournalEntry) -> str:
    return FILE if entry.sha256 else SCHOOL


def _by_key(journal: Journal) -> dict[str, JournalEntry]:
    return {one.sha256 or one.school: one for one in journal.entries}


def _text(entry: JournalEntry | None, name: str) -> str:
    value = getattr(entry, name) if entry is not None else None
    if isinstance(value, bool):
        return YES if value else ""
    return "" if value is None else str(value)


def _seen(connection: Connection) -> dict[str, JournalEntry]:
    rows = connection.execute(select(tables.sheet_rows))
    return {row.key: JournalEntry.model_validate_json(row.entry) for row in rows}


def _see(
    connection: Connection,
    theirs: Entries,
    before: Entries,
    disputed: list[Disagreement],
    told: Collection[str],
) -> None:
    """Notes what the sheet says; of a disputed or a missing column still what it said before."""
    connection.execute(delete(tables.sheet_rows))
    for key, entry in theirs.items():
        was = before.get(key, JournalEntry())
        asked = {one.name for one in disputed if one.key == key}
        missing = {name for name in _names(entry) if name not in told}
        kept = {name: getattr(was, name) for name in asked | missing}
        _put_seen(connection, key, entry.model_copy(update=kept))


def _put_seen(connection: Connection, key: str, entry: JournalEntry) -> None:
    table = tables.sheet_rows
    connection.execute(delete(table).where(table.c.key == key))
    connection.execute(insert(table).values(key=key, entry=entry.model_dump_json()))


def _keep_disagreements(connection: Connection, found: list[Disagreement], by: Actor) -> None:
    known = {tuple(row) for row in connection.execute(select(tables.disagreements))}
    connection.execute(delete(tables.disagreements))
    for one in found:
        row = {"key": one.key, "name": one.name, "in_sheet": one.in_sheet}
        connection.execute(insert(tables.disagreements).values(**row, in_store=one.in_store))
        if one[:4] not in known:
            about = FILE if len(one.key) == 64 else SCHOOL
            note(connection, by, What.DISAGREED, one.words, about, one.key)
