"""A letter may be on its way, or it is not known whether it went out: longer words for its state.

A program of before knows neither, so it must not open such a database.
"""

import sqlalchemy as sa
from alembic import op

revision = "third"
down_revision = "second"


def upgrade() -> None:
    """Widens the column."""
    with op.batch_alter_table("letters") as letters:
        letters.alter_column(
            "state",
            existing_type=sa.String(16),
            type_=sa.String(32),
            existing_nullable=False,
        )
