"""Under a request's form: what is like it already, and what was learned from that (R2.4, R10.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from core.errors import Refusal
from core.text import safe
from tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.similar import Alike, Form
    from tui.app import LiaisonApp
    from tui.screens.form import FormScreen

LOOK_AFTER = 0.5
Line = tuple[str, str]


class Nearby(ScrollableContainer, can_focus=False):
    """A line for each request that is like the form and for each lesson that fits it.

    No room at all where there is none; no focus at any time. The looking is done in the desk's
    thread once the typing rests, so no key waits for it.
    """

    DEFAULT_CSS = """
    Nearby { height: auto; max-height: 17vh; display: none; overflow-x: hidden;
        scrollbar-size-vertical: 1; }
    Nearby.shown { display: block; }
    Nearby > Static { height: auto; color: $text-muted; text-wrap: nowrap;
        text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(id="nearby")
        self.found: Alike | None = None
        self._soon: Timer | None = None
        self._looked_for: Form | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content(""))

    def look_soon(self, texts: Mapping[str, str], number: str) -> None:
        """Look once nothing more was typed for a while; *number* is the form's own record."""
        if self._soon:
            self._soon.stop()
        kept = dict(texts)
        self._soon = self.set_timer(LOOK_AFTER, lambda: self._look(kept, number))

    def _look(self, texts: dict[str, str], number: str) -> None:
        form = _form(cast("LiaisonApp", self.app), texts, number)
        if form != self._looked_for:
            self._looked_for = form
            self.run_worker(self._show(form), group="nearby", exclusive=True)

    async def _show(self, form: Form) -> None:
        try:
            self.found = await cast("LiaisonApp", self.app).similar(form)
        except Refusal:
            return  # the database is said to be in trouble elsewhere
        said = [Content.styled(safe(text), style) for text, style in _lines(self.found, form.title)]
        for shown in self.query(Static):  # none, where the form was left meanwhile
            shown.update(Content("\n").join(said))
        self.set_class(bool(said), "shown")
        self.scroll_home(animate=False)
        self.call_after_refresh(cast("FormScreen", self.screen).keep_in_sight)


def _lines(found: Alike, title: str) -> Iterator[Line]:
    from tui import nearby

    for text in nearby.warnings(found):
        yield text, "$text-warning"
    for text in nearby.lines(found):
        yield f"≈ {text}", ""
    if found.lessons:
        count = len(found.lessons)
        yield _("Lessons that fit: {count}  (^o reads them)", count=count), "$text-accent"
    if title:  # else any request of this type: that they are there is enough
        for text in nearby.lesson_lines(found):
            yield f"> {text}", ""


def _form(app: LiaisonApp, texts: dict[str, str], number: str) -> Form:
    """What is typed so far, as far as it can be read."""
    from core.commands.base import arguments
    from core.commands.request import SubmitRequest
    from core.lines import Context, parse
    from core.model.request import RequestType
    from core.similar import Form

    specs, context = arguments(SubmitRequest), Context(app.clock(), app.worktime)

    def read(name: str) -> object:
        try:
            return parse(specs[name], texts.get(name, ""), context, name)
        except Refusal:
            return None

    asks = str(read("originating_department") or "")
    involved = cast("tuple[str, ...]", read("involved_departments") or ())
    wish = read("resource") if texts.get("type") == RequestType.RESOURCE else None
    return Form(
        texts.get("title", "").strip(),
        RequestType(texts.get("type") or RequestType.PROJECT),
        asks,
        tuple(dict.fromkeys(code for code in (asks, *involved) if code)),
        cast("None", wish),
        number,
    )
