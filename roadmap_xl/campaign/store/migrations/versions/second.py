"""Letters to the schools, and whether they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "second"
down_revision = "first"


def upgrade() -> None:
    """Makes their table."""
    op.create_table(
        "letters",
        sa.Column("school", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("addresses", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("letter", sa.Text, nullable=False),
        sa.Column("workbook", sa.Text, nullable=False, server_default=""),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sent", sa.DateTime),
        sa.Column("words", sa.Text, nullable=False, server_default=""),
    )
