"""The chain of the trail, and which of a person's own deeds may be undone or done again (R17.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from hashlib import sha256

from core.codec import to_plain
from core.model.desk import TrailEntry

GENESIS = "0" * 64
QUIET = frozenset({"ReadNotices", "Remind", "InviteToMeeting", "FoundDesk", "NudgeMeeting"})


def digest(entry: TrailEntry) -> str:
    """The hash of everything in the entry but its own hash, the previous hash included."""
    plain = {f.name: to_plain(getattr(entry, f.name)) for f in fields(entry) if f.name != "hash"}
    if not entry.behalf:  # entries from before there were deputies keep their hash
        del plain["behalf"]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def first_broken(entries: Iterable[TrailEntry | None]) -> int:
    """The sequence number of the first entry that does not fit; 0 where the chain holds.

    Entries must come oldest first, from the first one on; None stands for an unreadable one.
    """
    expected, previous = 1, GENESIS
    for entry in entries:
        if entry is None:
            return expected
        if (entry.seq, entry.previous) != (expected, previous) or digest(entry) != entry.hash:
            return expected
        expected, previous = expected + 1, entry.hash
    return 0


def stacks(entries: Iterable[TrailEntry]) -> tuple[list[TrailEntry], list[TrailEntry]]:
    """What a person did that still stands, and what they undid that may be done again.

    Both newest last; *entries* are the person's own, oldest first. An element of the second
    stack is the undoing itself: putting that back does the deed again.
    """
    done: list[TrailEntry] = []
    undone: list[TrailEntry] = []
    for entry in entries:
        if entry.command in QUIET:
            continue
        if entry.command == "UndoLast":
            if done:
                done.pop()
            undone.append(entry)
        elif entry.command == "RedoLast":
            if undone:
                undone.pop()
            done.append(entry)
        else:
            done = _next_to_its_own(done, entry)
            undone.clear()
    return done, undone


def _next_to_its_own(done: list[TrailEntry], entry: TrailEntry) -> list[TrailEntry]:
    """The deeds with one more; the batches of an import stand together, whatever was between."""
    name = import_of(entry.about)
    if not name:
        return [*done, entry]
    own = [other for other in done if import_of(other.about) == name]
    return [other for other in done if import_of(other.about) != name] + [*own, entry]


def import_of(about: str) -> str:
    """The import that a batch, called as in ``IMPORT-202611001/2``, is a part of; or empty."""
    name, stroke, _ = about.partition("/")
    return name if stroke else ""


def goes_on(entries: list[TrailEntry]) -> bool:
    """Whether the last two of the entries are batches of one import, so one step to a person."""
    names = [import_of(entry.about) for entry in entries[-2:]]
    return len(names) == 2 and names[0] == names[1] != ""


def original(entry: TrailEntry, entries: Iterable[TrailEntry]) -> TrailEntry:
    """The deed that a redoing stands for, through any number of undoings."""
    by_seq = {known.seq: known for known in entries}
    while entry.undoes and entry.undoes in by_seq:
        entry = by_seq[entry.undoes]
    return entry
