"""How long a question for rows may take, and who may cut it short (I16, V4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from core.errors import Overtaken
from core.messages import N_

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECONDS = 2.0
STEPS = 20_000  # of SQLite's virtual machine, a fraction of a millisecond

Overtakes = Callable[[], bool]


@contextmanager
def limited(connection: Connection, overtaken: Overtakes) -> Iterator[None]:
    """Let what is asked inside take two seconds, and on SQLite end as soon as *overtaken* says so.

    Raises ``Overtaken`` then; a question that takes too long fails as the driver says.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(SECONDS * 1000)}")
        yield
        return
    with watched(connection.connection.driver_connection, SECONDS, overtaken):
        yield


@contextmanager
def watched(driver: Any, seconds: float, overtaken: Overtakes = lambda: False) -> Iterator[None]:
    """The same for a connection of the standard library's driver."""
    until = monotonic() + seconds
    driver.set_progress_handler(lambda: monotonic() > until or overtaken(), STEPS)
    try:
        yield
    except Exception as error:
        if overtaken() and "interrupted" in str(error):
            raise Overtaken(N_("Something else was asked for meanwhile.")) from error
        raise
    finally:
        driver.set_progress_handler(None, 0)
