"""The tables of a campaign's database; the same in SQLite and PostgreSQL.

Moments are UTC without a zone. A change here is a new module of `migrations/versions`.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

VERSION = "third"
"""The last module of `migrations/versions`."""
METADATA = MetaData()
UNFINISHED = text("state IN ('waiting', 'running')")

attempts = Table(
    "attempts",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("file", Text, nullable=False),  # below «Книги школ»
    Column("sent_as", Text, nullable=False, server_default=""),  # the sender's own name of it
    Column("made_from", String(64), nullable=False, server_default=""),  # a Word document's SHA-256
    Column("recognised", Text, nullable=False, server_default=""),
    Column("received", Date),
    Column("run", Integer),
    Column("at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("state", String(16), nullable=False),  # of `attempts.State`
)

decisions = Table(
    "decisions",
    METADATA,
    Column("about", String(8), nullable=False),  # "file" or "school"
    Column("key", String(64), nullable=False),  # SHA-256 or the school's code
    Column("name", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("door", Text, nullable=False),
    PrimaryKeyConstraint("about", "key", "name"),
)

events = Table(
    "events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("what", String(24), nullable=False),
    Column("about", String(8), nullable=False, server_default=""),
    Column("key", String(64), nullable=False, server_default=""),
    Column("words", Text, nullable=False),
    Index("events_of", "about", "key"),
)

jobs = Table(
    "jobs",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(64), nullable=False),
    Column("state", String(8), nullable=False),  # of `jobs.State`
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("asked", DateTime, nullable=False),
    Column("not_before", DateTime, nullable=False),
    Column("ended", DateTime),
    Column("words", Text, nullable=False, server_default=""),
    Index("jobs_waiting", "state", "not_before"),
    Index(
        "jobs_once",
        "kind",
        "key",
        unique=True,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    ),
)

sheet_rows = Table(
    "sheet_rows",
    METADATA,
    Column("key", String(64), primary_key=True),  # SHA-256 or the school's code
    Column("entry", Text, nullable=False),  # JSON of a `JournalEntry`
)
"""What the journal's sheet was last seen to say; what differs from it, people have typed since."""

disagreements = Table(
    "disagreements",
    METADATA,
    Column("key", String(64), nullable=False),
    Column("name", String(16), nullable=False),
    Column("in_sheet", Text, nullable=False),
    Column("in_store", Text, nullable=False),
    PrimaryKeyConstraint("key", "name"),
)
"""What was decided in the sheet and here at the same time, and otherwise."""

letters = Table(
    "letters",
    METADATA,
    Column("school", String(64), primary_key=True),  # the key of `School`
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # of `letters.Kind`
    Column("addresses", Text, nullable=False),  # separated by spaces; empty where none is known
    Column("subject", Text, nullable=False),
    Column("letter", Text, nullable=False),  # the files, below «Письма школам»
    Column("workbook", Text, nullable=False, server_default=""),
    Column("sha256", String(64), nullable=False),  # of all that is sent
    Column("made", Date, nullable=False),
    Column("state", String(32), nullable=False),  # of `letters.State`
    Column("sent", DateTime),
    Column("words", Text, nullable=False, server_default=""),
)
"""What goes to each school: the last letter, whether it was sent, and why not."""
