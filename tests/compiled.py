"""SQL compiled once for all databases of a test process: each desk's engine would do it anew."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Engine, event


class Shared(dict[Any, Any]):
    """A cache of compiled statements that looks past which engine of its kind asks."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_of_dialect: defaultdict[str, Shared] = defaultdict(Shared)


def share() -> None:
    """Let every connection from now on take what another one of the same dialect compiled."""
    event.listen(Engine, "engine_connect", _give)


def _give(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_of_dialect[connection.dialect.name])
