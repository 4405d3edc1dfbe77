"""The one dialog: a form made from a command's arguments, kept while it is written (R2.8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from core.commands.base import Argument, Command, Kind
from core.errors import ChangedMeanwhile, Refusal
from core.messages import N_
from core.text import safe
from tui import forms, labels
from tui.i18n import _, say
from tui.keymap import bind
from tui.widgets.choice import Choice
from tui.widgets.entry import Line
from tui.widgets.field import Field, label_room
from tui.widgets.nearby import Nearby
from tui.widgets.paragraph import Paragraph
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from tui.app import LiaisonApp
    from tui.prefill import Hints

KEEP_AFTER, KEEP_AT_LATEST = 0.4, 2.0  # seconds of rest, and of typing without any
LINES = frozenset(
    {Kind.LONG, Kind.DETAILS, Kind.BLOCKS, Kind.TASKS, Kind.CONTINGENCIES, Kind.ATTENDEES}
)
Send = Callable[[dict[str, str]], Awaitable[None]]
Look = Callable[[], Awaitable[dict[str, Any]]]


class FormScreen(ModalScreen[None]):
    """Asks for a command's arguments all at once, and says all faults at once under their fields.

    ``send`` gets the typed texts and raises a ``Refusal`` where it will not take them; ``look``
    reads the record anew, for when somebody else has changed it. What is
    typed is kept in the desk as it is typed, and forgotten when it was sent or thrown away;
    ``kept`` is what was left of it the last time.
    """

    DEFAULT_CSS = """
    FormScreen { align: center middle; }
    FormScreen > Vertical {
        width: 100%; max-width: 110; height: 100%; max-height: 46;
        border: round $primary; padding: 0 1; background: $surface;
    }
    FormScreen.over-live { align: center bottom; }
    FormScreen.over-live > Vertical { height: 13; }
    FormScreen .title { text-style: bold; color: $primary; height: auto; }
    FormScreen .about { color: $text-muted; height: auto; }
    FormScreen .trouble { color: $text-error; height: auto; display: none; }
    FormScreen .keys { color: $text-muted; height: 1; dock: bottom; }
    FormScreen VerticalScroll { height: 1fr; }
    FormScreen Field { height: auto; }
    FormScreen .line { height: 1; }
    FormScreen .label { height: 1; text-style: bold; }
    FormScreen .example { width: 1fr; height: 1; color: $text-muted; text-overflow: ellipsis;
        text-wrap: nowrap; }
    FormScreen .line > Input, FormScreen .line > Choice { width: 1fr; }
    FormScreen .fault { color: $text-error; height: auto; display: none; }
    FormScreen .fault.warning { color: $text-warning; }
    FormScreen .shown { display: block; }
    FormScreen .known { color: $text-warning; height: auto; }
    FormScreen .note { color: $text-muted; height: auto; text-wrap: nowrap;
        text-overflow: ellipsis; }
    FormScreen Input { border: none; height: 1; padding: 0 1; background: $boost; }
    FormScreen Input:focus { border: none; background: $primary-muted; }
    FormScreen Paragraph { height: auto; min-height: 2; max-height: 9; border: none;
        padding: 0 1; background: $boost; }
    FormScreen Paragraph:focus { border: none; background: $primary-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ctrl+s,f10", "send", N_("Send"), id="form.send", priority=True),
        bind("escape", "close", N_("Close, keep the draft"), id="form.close", priority=True),
        bind("f8", "draft", N_("Keep as a draft on the list"), id="form.draft", priority=True),
        bind(
            "ctrl+o",
            "nearby",
            N_("Read the lessons that fit"),
            id="form.nearby",
            priority=True,
            show=False,
        ),
        bind(
            "ctrl+down",
            "nearby_by(1)",
            N_("Scroll what is alike down"),
            id="form.nearby-down",
            show=False,
        ),
        bind(
            "ctrl+up",
            "nearby_by(-1)",
            N_("Scroll what is alike up"),
            id="form.nearby-up",
            show=False,
        ),
        bind("ctrl+r", "discard", N_("Throw the draft away"), id="form.discard", priority=True),
        bind("ctrl+e", "editor", N_("Write in your own editor"), id="form.editor", priority=True),
    ]

    def __init__(
        self,
        command: type[Command],
        targets: list[str],
        texts: dict[str, str],
        hints: Hints,
        *,
        version: int,
        send: Send,
        look: Look,
    ) -> None:
        super().__init__()
        self.command = command
        self.targets = targets
        self._texts = texts
        self._hints = hints
        self._version = version
        self._send = send
        self._look = look
        self.kept: dict[str, str] = {}
        self.keep_draft: Send | None = None
        self.number = next(iter(targets), "")  # of the record that the form itself is
        self._begun: dict[str, str] | None = None  # until what was kept stands in it again
        self._fields: list[Field] = []
        self._warned = ""
        self._keeping: Timer | None = None
        self._foretelling: Timer | None = None
        self._unkept_since = 0.0
        self._sending = False
        self._forgotten = False

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    @property
    def form_name(self) -> str:
        """The name a half-filled form is kept under."""
        return " ".join([self.command.verb, *self.targets[:1]])

    def compose(self) -> ComposeResult:
        with Vertical():
            title = " · ".join([say(self.command.label), *self.targets])
            yield Static(Content(safe(title)), classes="title")
            yield Static(Content(""), classes="trouble", id="trouble")
            with VerticalScroll(can_focus=False):
                if about := self._hints.about.strip():
                    yield Static(Content(safe(about, lines=True)), classes="about")
                asked = forms.editable(self.command)
                room = label_room(asked.values())
                for name, spec in asked.items():
                    self._fields.append(Field(name, spec, self._widget(name, spec), room))
                    yield self._fields[-1]
                    if note := self._hints.notes.get(name, ""):
                        yield Static(Content(note), classes="note")
            if self.asks_like_a_request:
                yield Nearby()
            yield Static(Content(self._key_hints()), classes="keys")
        yield TooSmall()

    @property
    def asks_like_a_request(self) -> bool:
        """Whether this is the form of a request, which others may be like."""
        return {"title", "details", "expected"} <= forms.editable(self.command).keys()

    def _key_hints(self) -> str:
        return "  ".join(
            [
                f"^s {_('Send')}",
                *([f"f8 {_('Draft')}"] if self.keep_draft else []),
                f"esc {_('Close, keep the draft')}",
                f"^r {_('Throw the draft away')}",
                *([] if self.keep_draft else [f"tab {_('next field')}"]),
            ]
        )

    def _widget(self, name: str, spec: Argument) -> Widget:
        text = self._texts.get(name, "")
        if spec.kind is Kind.CHOICE and spec.choices:
            return Choice(labels.options(spec.choices), text or self._default(name), id=name)
        if spec.kind is Kind.FLAG:
            options = [("no", _("no")), ("yes", _("yes"))]
            return Choice(options, text or "no", id=name)
        if spec.kind in LINES:
            return Paragraph(text, spec.limit, id=name)
        words = self._hints.choices.get(spec.kind.value, [])
        suggester = SuggestFromList(words, case_sensitive=False) if words else None
        return Line(
            text,
            id=name,
            placeholder=say(spec.example) if spec.example else "",
            max_length=spec.limit,
            suggester=suggester,
            select_on_focus=False,
        )

    def _default(self, name: str) -> str:
        default = self.command.__dataclass_fields__[name].default
        return labels.code(default)

    def on_mount(self) -> None:
        self._show_relevant()
        for name in self._hints.follows:
            self._follow(name, self.query_one(f"#{name}", Choice).value)
        self._begun = self.texts()
        for field in self.fields():
            if field.field_name in self.kept:
                field.put(self.kept[field.field_name])
        if self.kept:
            self.notify(_("This is the draft you left; ^r throws it away."), markup=False)
            self._show_relevant()
        self._look_nearby()
        self._foretell_soon()
        first = next(iter(self.fields()), None)
        if first:
            self.set_focus(first.widget)
        self.desk_app.release_keys()  # at once: they are for what is about to be seen

    def fields(self) -> Iterable[Field]:
        """The form's fields in order; all of them also while it is left, part by part."""
        return self._fields

    def texts(self) -> dict[str, str]:
        """What stands in the form now, without what is hidden."""
        return {f.field_name: f.text for f in self.fields() if f.is_asked}

    def on_input_changed(self) -> None:
        self._keep_soon()

    def on_text_area_changed(self) -> None:
        self._keep_soon()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._show_relevant()
        self._follow(event.choice.id or "", event.choice.value)
        self._keep_soon()

    def _follow(self, name: str, code: str) -> None:
        """Put in what goes with a choice, where nothing else was typed."""
        ways = self._hints.follows.get(name, {})
        for field in self.fields():
            usual = {texts.get(field.field_name) for texts in ways.values()}
            text = ways.get(code, {}).get(field.field_name)
            if text is not None and field.text in {"", *usual}:
                field.put(text)

    def _show_relevant(self) -> None:
        """A resource is asked for in a resource application only (R2.6)."""
        for field in self.fields():
            if field.field_name == "resource":
                field.ask(self.query_one("#type", Choice).value == "resource")

    def _keep_soon(self) -> None:
        """Keep it when the typing rests, and at the latest before much of it could be lost."""
        self._look_nearby()
        self._foretell_soon()
        now = monotonic()
        if self._keeping:
            if now - self._unkept_since > KEEP_AT_LATEST - KEEP_AFTER:
                return
            self._keeping.stop()
        else:
            self._unkept_since = now
        self._keeping = self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        self.keep_now()

    def _look_nearby(self) -> None:
        for nearby in self.query(Nearby):
            nearby.look_soon(self.texts(), self.number)

    def _foretell_soon(self) -> None:
        """Say what dates are counted by, once the typing rests; no key waits for it."""
        if self._foretelling:
            self._foretelling.stop()
        self._foretelling = self.set_timer(KEEP_AFTER, self._foretell)

    def _foretell(self) -> None:
        from tui import foretold

        self.run_worker(foretold.tell(self), group="foretell", exclusive=True)

    def keep_now(self) -> None:
        """Put the form into the desk as it stands (R2.8)."""
        texts, person, form = self.texts(), self.desk_app.login, self.form_name
        now = self.desk_app.clock()
        if self._begun not in (None, texts) and not self._forgotten:
            self.desk_app.desk.tell(lambda desk: desk.keep_form(person, form, texts, now))

    def _forget(self) -> None:
        self._forgotten = True
        person, form = self.desk_app.login, self.form_name
        self.desk_app.desk.tell(lambda desk: desk.drop_form(person, form))

    def action_close(self) -> None:
        """Go one step back; what was typed is there again next time."""
        self.keep_now()
        self.dismiss(None)

    def action_discard(self) -> None:
        """Forget what was typed and close."""
        self._forget()
        self.dismiss(None)

    def action_editor(self) -> None:
        """Open the text in the person's own editor: the one being written, else the first long."""
        texts = [field for field in self.fields() if isinstance(field.widget, TextArea)]
        chosen = [field for field in texts if field.widget.has_focus] or texts
        if chosen:
            from tui import editor

            editor.in_form(self.desk_app, chosen[0])

    def action_send(self) -> None:
        """Send what was typed, once; stay open with every fault shown if it is not taken."""
        if not self._sending and not self._pauses_over_vagueness():
            self._begin_sending(self._send)

    def action_draft(self) -> None:
        """Keep a request that is not ready on the list, by a name of its own (R2.8)."""
        if self.keep_draft and not self._sending:
            self._begin_sending(self.keep_draft)

    def action_nearby(self) -> None:
        """Read whole what is alike and what was learned, over the form (R10.2)."""
        for nearby in self.query(Nearby):
            if nearby.found and nearby.has_class("shown"):
                from tui.screens.nearby import NearbyScreen

                self.app.push_screen(NearbyScreen(nearby.found))

    def action_nearby_by(self, lines: int) -> None:
        """Scroll it under the form, which keeps the focus."""
        for nearby in self.query(Nearby):
            nearby.scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A draft is kept of a new request only."""
        return action != "draft" or self.keep_draft is not None

    def _begin_sending(self, send: Send) -> None:
        self._sending = True
        self.desk_app.set_about(self._send_off(self.texts(), send), hold=True)

    async def _send_off(self, texts: dict[str, str], send: Send) -> None:
        if self._version and "seen" in self.command.__dataclass_fields__:
            texts["seen"] = str(self._version)
        try:
            await send(texts)
        except Refusal as error:
            self._sending = False
            self.keep_now()
            self._show(error, *await self._news_of(error))
        else:
            self._forget()
            if self.is_attached:
                self.dismiss(None)

    async def _news_of(self, error: Refusal) -> list[str]:
        """What somebody else changed; sending once more is meant for the record as it is now."""
        if not isinstance(error, ChangedMeanwhile):
            return []
        try:
            document = await self._look()
        except Refusal as gone:
            return [say(gone.message)]
        self._version = int(document["version"])
        return list(forms.what_changed(self, document, self._begun or {}))

    def _pauses_over_vagueness(self) -> bool:
        """Point at vague lines the first time; the second time they are sent anyway (R2.5)."""
        if "details" not in forms.editable(self.command):
            return False
        field = self.query_one("#field-details", Field)
        faults = list(forms.vague_lines(self, self.texts()))
        if not faults or self._warned == field.text:
            return False
        self._warned = field.text
        once_more = _("Mend it, or send again to submit it as it is.")
        field.say_fault("\n".join([*faults, once_more]), warning=True)
        self._turn_to(field)
        return True

    def _show(self, error: Refusal, *more: str) -> None:
        """Every fault under its field, and what belongs to none at the top."""
        faults = getattr(error, "problems", None) or [error]
        for field in self.fields():
            field.say_fault("")
        elsewhere = []
        first: Field | None = None
        for fault in faults:
            at_fault = self._field_of(fault)
            text = say(fault.message) + (f"  {say(fault.hint)}" if fault.hint else "")
            if at_fault:
                at_fault.say_fault(text)
                first = first or at_fault
            else:
                elsewhere.append(text)
        elsewhere += more
        trouble = self.query_one("#trouble", Static)
        trouble.update(Content(safe("\n".join(elsewhere), lines=True)))
        trouble.set_class(bool(elsewhere), "shown")
        if first:
            self._turn_to(first)

    def _turn_to(self, field: Field) -> None:
        """Put the cursor where something is wrong, with all that is said of it in sight."""
        field.widget.focus(scroll_visible=False)
        self.call_after_refresh(self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Scroll to the field that has the cursor, and to what is said under it."""
        for field in self.fields():
            if field.has_focus_within:
                field.scroll_visible(animate=False)

    def _field_of(self, fault: Refusal) -> Field | None:
        name = fault.field.split("[")[0]
        return next((f for f in self.fields() if f.field_name == name and f.is_asked), None)
