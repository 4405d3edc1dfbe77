"""Reading files to keep them with a request, and writing them out again (R2.2, I13).

A file is opened without waiting and looked at before a single octet is read, so that no device,
pipe or giant can hold up the program.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.attachments import FIELD, File, checked_name, require_size
from core.commands.attachment import AttachFiles, DetachFile
from core.commands.request import RequestForm
from core.errors import BadInput, NoSuchRecord
from core.messages import N_, Message
from core.policy import FILE_AT_MOST
from core.text import safe, shorten
from tui.commandline import output, shows
from tui.commandline.arguments import Given, Option, Verb
from tui.commandline.verbs import of_command, run

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.session import Session

C = TypeVar("C", bound="Command")

TO = Option("to", N_("Folder to write the files into"), required=True, example=N_("./outbox"))


def read(path: str) -> File:
    """The file at *path*, of a link the one it points at, under the name that was typed.

    Raises ``BadInput`` for what is no file, is empty, too large or may not be read.
    """
    name = checked_name(os.path.basename(path.rstrip("/")) or path)
    handle = _opened(path)
    try:
        facts = os.fstat(handle)
        if stat.S_ISDIR(facts.st_mode):
            raise _unread(path, N_("it is a folder; name the files in it"))
        if not stat.S_ISREG(facts.st_mode):
            raise _unread(path, N_("it is a device or a pipe, not a file"))
        require_size(name, facts.st_size)
        data = _whole(handle)
    except OSError as error:
        raise _unread(path, os.strerror(error.errno or 0)) from error
    finally:
        os.close(handle)
    require_size(name, len(data))  # it may have grown meanwhile
    return File(name, data)


def _opened(path: str) -> int:
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        return os.open(os.path.expanduser(path), flags)
    except FileNotFoundError as error:
        raise _unread(path, N_("there is no such file")) from error
    except (OSError, ValueError) as error:
        reason = os.strerror(getattr(error, "errno", 0) or 0)
        raise _unread(path, reason) from error


def _whole(handle: int) -> bytes:
    """Everything in the file, but no more than shows that it is too large."""
    parts, room = [], FILE_AT_MOST + 1
    while room and (part := os.read(handle, min(room, 1 << 20))):
        parts.append(part)
        room -= len(part)
    return b"".join(parts)


def _unread(path: str, why: Message | str) -> BadInput:
    shown = safe(shorten(path, 200))
    return BadInput(
        N_("{file} cannot be attached: {why}.", file=shown, why=why),
        FIELD,
        N_("Name a file as this machine knows it: ./posters.pdf"),
    )


def with_files(command: C, known: Callable[[], Collection[str]]) -> C:
    """The command with what the files hold that its ``attachments`` name.

    Names that are *known* of the record stay as they are, and so does in a form a bare name of no
    file here: it says which paper goes with the request, wherever that is kept.
    """
    names = getattr(command, FIELD, None)
    if not names or not isinstance(command, RequestForm | AttachFiles):
        return command
    left = set() if isinstance(command, AttachFiles) else {*known(), *filter(_is_bare, names)}
    files = tuple(read(name) for name in dict.fromkeys(names) if name not in left)
    more: dict[str, Any] = {FIELD: tuple(n for n in names if n in left), "files": files}
    return replace(command, **more)


def _is_bare(name: str) -> bool:
    """Whether a name says nothing of a place, and is no file in the folder one is in."""
    return "/" not in name and name[:1] not in ("~", ".") and not os.path.lexists(name)


def known_to(session: Session, command: Any) -> Collection[str]:
    """What a record names as attachments already; nothing where there is none yet."""
    if not getattr(command, "number", ""):
        return ()
    with suppress(NoSuchRecord):
        names: list[str] = session.document("request", command.number)[FIELD]
        return names
    return ()


def write(
    load: Callable[[str], bytes], number: str, names: Iterable[str], folder: Path
) -> list[str]:
    """Write files of a request into a folder, and say where; none that is there is touched."""
    from exports.files import write_new

    return [str(write_new(folder, f"{number}-{name}", load(name))) for name in names]


def _attach(session: Session, given: Given) -> int:
    number, names = _number_and_more(given, FIELD)
    return run(AttachFiles, session, _named(given, number, {FIELD: names}))


def _detach(session: Session, given: Given) -> int:
    number, names = _number_and_more(given, "name")
    if len(names) > 1:
        raise BadInput(N_("Detach one file at a time."), "name")
    return run(DetachFile, session, _named(given, number, {"name": "".join(names)}))


def _named(given: Given, number: str, names: Mapping[str, Any]) -> Given:
    """The same with the request as the only bare word, and the files as options."""
    others = {name: v for name, v in given.values.items() if name not in (*names, "number")}
    return Given(others | {n: v for n, v in names.items() if v}, [number] if number else [])


def _fetch(session: Session, given: Given) -> int:
    number, names = _number_and_more(given, "name")
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", N_("./outbox"))
    from core.single_values import record

    if not number:
        raise BadInput(N_("Name the request."), "number", N_("XMBG-202611001"))
    document = shows.document(session, "request", record(number))
    number = str(document["number"])
    names = names or list(dict.fromkeys(file["name"] for file in document["files"]))
    if not names:
        raise NoSuchRecord(N_("No files are kept with {number}.", number=number), "name")
    written = write(
        lambda name: session.desk.content(session.actor, number, name, session.now),
        number, names, Path(given.text("to")),
    )  # fmt: skip
    if session.json:
        output.document({"number": number, "files": written})
    for file in () if session.json else written:
        output.write(safe(file))
    return 0


def _number_and_more(given: Given, name: str) -> tuple[str, list[str]]:
    """The request named first, and the files named after it or by their option."""
    words = list(given.words)
    number = given.text("number") or (words.pop(0) if words else "")
    typed = given.values.get(name, [])
    return number, [*words, *(typed if isinstance(typed, list) else [typed])]


def _fetching() -> Verb:
    shown = Option("name", N_("File"), example=N_("posters.pdf"))
    return Verb(
        "request fetch",
        N_("Fetch files"),
        N_("Write the files kept with a request into a folder: those named, or all."),
        _fetch,
        (Option("number", N_("Request"), required=True), shown, TO),
        "number",
    )


VERBS: Mapping[str, Callable[[], Verb]] = {
    "request attach": lambda: of_command(AttachFiles)._replace(run=_attach),
    "request detach": lambda: of_command(DetachFile)._replace(run=_detach),
    "request fetch": _fetching,
}
