"""When applications together ask for more of a resource than there is (R2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.model.request import ResourceWish
    from core.model.resource import Resource

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Booking:
    """What one application asks for; both days are included."""

    number: str
    quantity: int
    start: date
    end: date

    @classmethod
    def of(cls, number: str, wish: ResourceWish) -> Booking | None:
        """The booking of an application, or None where it does not say for which days."""
        if not (wish.start and wish.end) or wish.end < wish.start or wish.quantity < 1:
            return None
        return cls(number, wish.quantity, wish.start, wish.end)


@dataclass(frozen=True, slots=True)
class Clash:
    """Days in a row, first and last, on which the same applications ask for *over* too many."""

    start: date
    end: date
    over: int
    numbers: tuple[str, ...]


def clashes(bookings: Iterable[Booking], quantity: int) -> list[Clash]:
    """Every stretch of days on which more than *quantity* is asked for, in order of time."""
    return list(_joined(_stretches(tuple(bookings), quantity)))


def clashes_of(number: str, bookings: Iterable[Booking], quantity: int) -> list[Clash]:
    """Those in which one application has a part."""
    return [clash for clash in clashes(bookings, quantity) if number in clash.numbers]


def _stretches(bookings: tuple[Booking, ...], quantity: int) -> Iterator[Clash]:
    """From one day on which anything begins or has ended to the next, nothing changes."""
    ends = {b.end + ONE_DAY for b in bookings if b.end < date.max}
    turns = sorted({b.start for b in bookings} | ends)
    for start, until in zip(turns, [*turns[1:], None], strict=False):
        end = until - ONE_DAY if until else date.max
        here = [b for b in bookings if b.start <= start <= b.end]
        over = sum(b.quantity for b in here) - quantity
        if here and over > 0:
            yield Clash(start, end, over, tuple(sorted(b.number for b in here)))


def _joined(stretches: Iterable[Clash]) -> Iterator[Clash]:
    """Neighbours of the same applications and amount as one."""
    last: Clash | None = None
    for clash in stretches:
        if last and last.end + ONE_DAY == clash.start and _alike(last, clash):
            last = Clash(last.start, clash.end, clash.over, clash.numbers)
            continue
        if last:
            yield last
        last = clash
    if last:
        yield last


def _alike(one: Clash, other: Clash) -> bool:
    return (one.over, one.numbers) == (other.over, other.numbers)


def is_wanted(resource: Resource, wish: ResourceWish) -> bool:
    """Whether an application means this line of the catalogue, by its name or its number."""
    named = " ".join(wish.name.casefold().split())
    names = {" ".join(resource.name.casefold().split()), resource.number.casefold()}
    return resource.owner_department == wish.owner_department and named in names
