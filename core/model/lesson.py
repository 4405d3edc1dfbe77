"""What people learned from a request, kept for whoever asks for something like it (R10.2)."""

from __future__ import annotations

from datetime import datetime

from core.model.record import Record, record
from core.model.request import RequestType


@record
class Lesson(Record):
    """What to do next time; ``type`` is that of the ``request`` it was learned from.

    ``tags`` are words in one width and case. A void one was withdrawn, or never meant to be.
    """

    id: int = 0
    version: int = 0
    number: str
    text: str
    tags: tuple[str, ...] = ()
    type: RequestType
    request: str
    by: str
    at: datetime
    void: bool = False

    @property
    def found_by(self) -> tuple[str, ...]:
        """The tags it is found by; a void one by none."""
        return () if self.void else self.tags
