"""A long text in the person's own editor: ctrl+e in a form, ``--edit`` on the command line."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BadInput, NotPermitted, Refusal
from core.messages import N_, Message
from core.text import safe
from tui import who
from tui.i18n import _

if TYPE_CHECKING:
    from tui.app import LiaisonApp
    from tui.widgets.field import Field

LARGEST = 1024 * 1024  # octets: more than any field takes


class Unfinished(BadInput):
    """The editor did not end well; ``text`` is what was in the file then."""

    def __init__(self, message: Message, text: str, hint: Message | None = None) -> None:
        super().__init__(message, "edit", hint)
        self.text = text


def require_own(acts_as_another: bool) -> None:
    """Refuse where an editor would be a way out: whoever acts as another may be a guest here.

    A service account's forced command acts so (``--as``), and an editor is a shell.
    """
    if acts_as_another or "SSH_ORIGINAL_COMMAND" in os.environ:
        raise NotPermitted(
            N_("No editor is opened while you act as somebody else."),
            "edit",
            N_("Take the text from a file: --from FILE"),
        )


def edited(text: str) -> str:
    """The text as it comes back from ``$VISUAL``, ``$EDITOR`` or vi, which gets the terminal.

    Raises ``Unfinished`` with what was written so far if the editor fails, and ``BadInput`` for
    what is no text; then the file is left and named.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor and not os.isatty(0):
        raise Unfinished(
            N_("There is no terminal here for an editor."),
            text,
            N_("Set EDITOR to one that needs none, or give the text itself."),
        )
    editor = editor or "vi"
    handle, name = tempfile.mkstemp(prefix="liaison-", suffix=".txt")  # for this user alone
    path = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    try:
        status = subprocess.call([*shlex.split(editor), name])  # noqa: S603  the person's own words
    except (OSError, ValueError) as error:
        path.unlink(missing_ok=True)
        raise Unfinished(
            N_("The editor {editor} cannot be started.", editor=safe(editor)),
            text,
            N_("Set EDITOR to the name of one that is here."),
        ) from error
    found = _read(path)
    path.unlink(missing_ok=True)
    if status:
        raise Unfinished(
            N_("The editor ended with status {status}, so nothing was sent.", status=status), found
        )
    return found


def in_form(app: LiaisonApp, field: Field) -> None:
    """Let the person write a field's text in their editor, which gets the screen meanwhile."""
    from textual.app import SuspendNotSupported

    try:
        require_own(app.login != who.os_user())
        with app.suspend():
            field.put(edited(field.text))
    except Unfinished as error:
        field.put(error.text)
        app.tell_refusal(error)
    except Refusal as error:
        app.tell_refusal(error)
    except SuspendNotSupported:
        app.notify(_("No editor can be opened here."), severity="warning", markup=False)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(N_("The editor left no file, so nothing was sent."), "edit") from error
    try:
        if len(data) > LARGEST:
            raise ValueError
        text = data.decode("utf-8-sig")
    except ValueError as error:
        raise BadInput(
            N_("What the editor left in {path} is no text of at most 1 MiB.", path=safe(str(path))),
            "edit",
            N_("The file stays there. Mend it and take it with --from."),
        ) from error
    return text.replace("\r\n", "\n").rstrip("\n")
