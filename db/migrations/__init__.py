"""Alembic migrations; applied by ``db.migrate``."""
