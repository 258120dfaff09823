"""Runs the migrations on the connection handed in, in that connection's transaction. Imports pipeline.database."""

from alembic import context

from pipeline.database.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # true of SQLite as opened here, and of PostgreSQL
    render_as_batch=True,
)
context.run_migrations()
