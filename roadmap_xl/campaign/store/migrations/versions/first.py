"""The tables a campaign began with, and that nobody changes an event."""

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None

UNFINISHED = sa.text("state IN ('waiting', 'running')")


def _by() -> list[sa.Column[str]]:
    """Who acted, and through which door."""
    return [sa.Column(name, sa.Text, nullable=False) for name in ("who", "door")]


def upgrade() -> None:
    """Makes them."""
    _attempts()
    _decisions_and_events()
    _jobs()
    op.create_table(
        "sheet_rows",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("entry", sa.Text, nullable=False),
    )
    op.create_table(
        "disagreements",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("in_sheet", sa.Text, nullable=False),
        sa.Column("in_store", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "name"),
    )
    _keep_events_as_they_are()


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sent_as", sa.Text, nullable=False, server_default=""),
        sa.Column("made_from", sa.String(64), nullable=False, server_default=""),
        sa.Column("recognised", sa.Text, nullable=False, server_default=""),
        sa.Column("received", sa.Date),
        sa.Column("run", sa.Integer),
        sa.Column("at", sa.DateTime, nullable=False),
        *_by(),
        sa.Column("state", sa.String(16), nullable=False),
    )


def _decisions_and_events() -> None:
    op.create_table(
        "decisions",
        sa.Column("about", sa.String(8), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        *_by(),
        sa.PrimaryKeyConstraint("about", "key", "name"),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        *_by(),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("about", sa.String(8), nullable=False, server_default=""),
        sa.Column("key", sa.String(64), nullable=False, server_default=""),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("events_of", "events", ["about", "key"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("not_before", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("words", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("jobs_waiting", "jobs", ["state", "not_before"])
    op.create_index(
        "jobs_once",
        "jobs",
        ["kind", "key"],
        unique=True,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def _keep_events_as_they_are() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{act.lower()} BEFORE {act} ON events "
                "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept()"
    )
