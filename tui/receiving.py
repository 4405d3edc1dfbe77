"""From files to answers: read within limits, each taken in and told of by itself (I8, I11)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import tzinfo
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.commands.answers import ReceiveAnswer, Received
from core.errors import BadInput, NoSuchRecord, NotPermitted, Refusal
from core.messages import N_, Message
from core.model.answer import Answer, Outcome
from core.replies import Reply
from core.text import safe, shorten
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.ports import UnitOfWork

Begin = Callable[[], AbstractContextManager["UnitOfWork"]]
ENDINGS = (".ics", ".eml", ".ical", ".ifb")
_HERE = N_("There is no such meeting here.")


class Told(NamedTuple):
    """What became of one file; ``error`` is set where the person may not take it in."""

    file: str
    outcome: Outcome
    reason: Message
    meeting: str = ""
    reply: Reply | None = None
    error: Refusal | None = None

    def document(self) -> dict[str, Any]:
        """As the command line answers it."""
        said = self.reply
        return {
            "file": self.file,
            "outcome": self.outcome.value,
            "reason": self.sentence(),
            "meeting": self.meeting,
            "attendee": said.attendee if said else "",
            "partstat": said.partstat.value if said else "",
            "sequence": said.sequence if said else None,
            "comment": said.comment if said else "",
        }

    def sentence(self) -> str:
        """Why, with what had to be guessed and who sent it for somebody else."""
        parts = [say(self.reason)]
        if self.reply and self.reply.remark:
            parts.append(say(self.reply.remark))
        if self.reply and self.reply.sent_by:
            parts.append(_("Sent by {address}.", address=self.reply.sent_by))
        return safe(" ".join(parts))

    def line(self) -> str:
        """One line for a person."""
        who = f"{self.reply.attendee} {_answer(self.reply)}".strip() if self.reply else ""
        words = (shown(self.file), _WORDS[self.outcome], self.meeting, who, self.sentence())
        texts = [say(word) if isinstance(word, Message) else word for word in words]
        return safe("  ".join(filter(None, texts)))


_WORDS: dict[Outcome, Message] = {
    Outcome.APPLY: N_("recorded"),
    Outcome.NO_CHANGE: N_("nothing new"),
    Outcome.IGNORED: N_("passed over"),
    Outcome.STALE: N_("out of date"),
    Outcome.NEEDS_DECISION: N_("to be decided"),
    Outcome.PROPOSAL: N_("proposal"),
    Outcome.UNMATCHED: N_("unknown meeting"),
    Outcome.REJECT: N_("refused"),
}


def _answer(reply: Reply) -> str:
    from tui import labels
    from tui.attendance import PARTSTAT

    return labels.word(PARTSTAT, reply.partstat.value) if reply.method.value == "reply" else ""


def shown(path: str) -> str:
    """The name of a file, without its folders."""
    return safe(shorten(os.path.basename(path) or path, 80))


class _File(NamedTuple):
    path: str
    data: bytes
    digest: str


def take_in(begin: Begin, local: tzinfo, paths: Sequence[str]) -> Iterator[Told]:
    """Take in files that were named; raises ``BadInput`` before the first if one is none."""
    files = [_read(path) for path in paths]
    for file in files:
        yield _one(begin, local, file)


def take_in_folder(begin: Begin, local: tzinfo, folder: str) -> Iterator[Told]:
    """Take in what is new in a folder, each content once for each person; nothing is moved.

    Raises ``BadInput`` for what is no folder; a file that cannot be read waits for the next time.
    """
    for path in _files_of(folder):
        try:
            file = _read(str(path))
        except BadInput as error:
            yield Told(str(path), Outcome.REJECT, error.message)
            continue
        with begin() as uow:
            known = uow.find(Answer, digest=file.digest, by=uow.actor.login)
        if known:
            continue
        told = _one(begin, local, file)
        if told.error:
            raise told.error
        _remember(begin, file, told)
        yield told


def _files_of(folder: str) -> list[Path]:
    try:
        found = sorted(Path(folder).iterdir())
    except (OSError, ValueError) as error:
        raise BadInput(
            N_("The folder {path} cannot be read.", path=safe(folder)), "folder"
        ) from error
    return [p for p in found if p.suffix.lower() in ENDINGS and not p.name.startswith(".")]


def _remember(begin: Begin, file: _File, told: Told) -> None:
    """Put down what left no trace in the book, so that the next look at the folder is short."""
    with begin() as uow:
        if not uow.find(Answer, digest=file.digest, by=uow.actor.login):
            made = ReceiveAnswer(file=shown(file.path), digest=file.digest, aside=told.outcome)
            made(uow)


def _read(path: str) -> _File:
    from exports.replies import LARGEST

    data = octets(path, LARGEST)
    return _File(path, data, sha256(data).hexdigest())


def octets(path: str, limit: int) -> bytes:
    """A file's octets, no more than *limit* and one; waits for no pipe.

    Raises ``BadInput`` for what is no file or cannot be read.
    """
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInput(N_("{file} is not a file.", file=shown(path)), "file")
            return file.read(limit + 1)
    except (OSError, ValueError) as error:
        what = os.strerror(getattr(error, "errno", 0) or 0)
        raise BadInput(
            N_("{file} cannot be read: {reason}.", file=shown(path), reason=what), "file"
        ) from error


def _one(begin: Begin, local: tzinfo, file: _File) -> Told:
    from exports.replies import read

    try:
        reply = read(file.data, local)
    except BadInput as error:
        return Told(file.path, Outcome.REJECT, error.message)
    made = ReceiveAnswer(file=shown(file.path), digest=file.digest, reply=reply)
    try:
        with begin() as uow:
            found: Received = made(uow)
    except NoSuchRecord:
        return Told(file.path, Outcome.UNMATCHED, _HERE, reply=reply)
    except NotPermitted as error:
        return Told(file.path, Outcome.REJECT, error.message, reply=reply, error=error)
    return Told(file.path, found.outcome, found.reason, found.number, reply)
