"""What screens and lists show: questions, and the frozen rows that answer them, a window at a time.

Moments are aware and in UTC. A row's ``key`` is the name its record is opened by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from core.filters import Term

R = TypeVar("R")
Cursor = tuple[Any, ...]
MOST = 1000  # rows that are counted; of more only that is known


class Query(NamedTuple):
    """Which rows, which of them, in which order, and which window of these.

    ``terms`` are what a person typed to narrow the list, ``order`` the name of another order than
    the view's own. ``after`` is the cursor of the row the window begins behind; ``back`` reads the
    window that ends before it instead (with no cursor: the last one).
    """

    view: str
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    limit: int = 50
    after: Cursor = ()
    back: bool = False
    terms: tuple[Term, ...] = ()
    order: str = ""

    @property
    def rows(self) -> tuple[object, ...]:
        """What decides which rows there are, in whatever order and window."""
        return self.view, self.filters, self.search, self.terms


class Page(NamedTuple, Generic[R]):
    """One window of rows in their order; ``cursors`` are theirs, ``more`` says if others follow."""

    rows: tuple[R, ...]
    cursors: tuple[Cursor, ...]
    more: bool
