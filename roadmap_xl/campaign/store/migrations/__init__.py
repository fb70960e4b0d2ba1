"""The steps from an older database of a campaign to this version's, as Alembic runs them."""
