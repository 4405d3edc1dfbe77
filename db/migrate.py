"""Bringing a database up to the program's schema, once, whoever comes first (D21)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from db.engine import Database, schema_of
from db.places import APPLICATION_ID, SCHEMA


def migrate(database: Database) -> None:
    """Apply what is missing in one transaction, after a copy of a database that holds data.

    The writers' lock serialises processes that start together: the later ones find it done.
    """
    with database.reading() as connection:
        before = schema_of(connection)
    if before and database.path:
        _keep_copy(database, before)
    with database.writing() as connection:
        if schema_of(connection) >= SCHEMA:
            return
        command.upgrade(_config(connection), "head")
        _stamp(connection)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _stamp(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        return
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS schema_version (number integer)")
    connection.exec_driver_sql("DELETE FROM schema_version")
    connection.execute(text("INSERT INTO schema_version VALUES (:n)"), {"n": SCHEMA})


def _keep_copy(database: Database, schema: int) -> None:
    """A copy beside the file, as it was before (D17)."""
    assert database.path is not None
    copy = database.path.with_name(f"{database.path.name}.schema{schema}.bak")
    copy.unlink(missing_ok=True)
    database.copy_into(copy)
