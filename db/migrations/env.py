"""How Alembic runs here: always inside the transaction that ``db.migrate`` opened."""

from alembic import context

from db.tables import whole

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole(),
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
