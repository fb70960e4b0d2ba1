"""What Alembic runs for a step; the connection is the caller's, in a transaction of its own."""

from alembic import context

from roadmap_xl.campaign.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
