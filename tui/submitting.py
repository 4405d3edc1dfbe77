"""A request's form begun from something that is there: a draft, or an earlier request (R2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.build import unbuild
from core.codec import to_plain
from core.commands.copying import FORM, copied
from core.commands.request import DraftRequest, SubmitRequest
from tui import forms, prefill
from tui.commandline.shows import request_of

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.screens.base import DeskScreen
    from tui.screens.form import FormScreen


async def begin(screen: DeskScreen, command: type[Command], key: str) -> None:
    """Open the form of a new request, filled from the record *key*, a draft's own or a copy."""
    from tui.screens.form import FormScreen

    app = screen.desk_app
    request = request_of(await app.document("request", key))
    context = forms.context_of(screen)
    hints = await prefill.of(app, SubmitRequest, None)
    texts = await _usual(screen)
    if command.__name__ == "CopyRequest":
        began = app.worktime.day(request.submitted_at or request.created_at)
        request = copied(request, began, context.today)
        number, taken = "", {*FORM, *_own(screen, request.originating_department)}
    else:
        number, taken = key, set(to_plain(request)) - {"number", "attachments"}
    plain = {name: value for name, value in to_plain(request).items() if name in taken}
    texts |= unbuild(SubmitRequest, plain, context)
    form = FormScreen(
        SubmitRequest, [key], texts, hints, version=0,
        send=lambda made: forms.run_all(screen, SubmitRequest, [], _numbered(made, number)),
        look=lambda: app.document("request", key),
    )  # fmt: skip
    allow_draft(form, screen, number)
    form.number = number
    kept = await app.ask(lambda desk: desk.kept_form(app.login, form.form_name))
    form.kept = kept or {}
    await app.push_screen(form)


def allow_draft(form: FormScreen, screen: DeskScreen, number: str = "") -> None:
    """Let the form be kept as a draft on the list, new or the one it is already."""
    form.keep_draft = lambda made: forms.run_all(screen, DraftRequest, [], _numbered(made, number))


def _numbered(made: dict[str, str], number: str) -> dict[str, str]:
    return made | ({"number": number} if number else {})


async def _usual(screen: DeskScreen) -> dict[str, str]:
    """What a new form begins with for the person who writes."""
    hints = await prefill.of(screen.desk_app, SubmitRequest, {})
    return hints.texts


def _own(screen: DeskScreen, code: str) -> set[str]:
    """The field of who asks, where the earlier request asked for the writer's own department."""
    actor = screen.desk_app.actor
    return {"originating_department"} if actor and code in actor.speaks_for else set()
