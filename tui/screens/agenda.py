"""The agenda of a meeting, changed key by key with its sum and clock times in view (R5.2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core import agenda_edit as edit
from core import separated
from core.agenda import require_minutes, timed
from core.codec import from_plain
from core.errors import BadInput, Refusal
from core.messages import N_, Message
from core.model.meeting import Block, MeetingKind
from core.policy import LIMITS
from core.run import MINUTE
from core.text import clean, safe, shorten
from tui.i18n import _, say
from tui.keymap import bind
from tui.widgets.entry import Line
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from tui.app import LiaisonApp

NEW_MINUTES = 5
LONGEST = 1000


class AgendaScreen(ModalScreen[None]):
    """Blocks with a cursor; a line at the bottom takes what is typed. ctrl+s keeps the agenda."""

    DEFAULT_CSS = """
    AgendaScreen { align: center middle; }
    AgendaScreen > Vertical { width: 100%; max-width: 110; height: 100%; max-height: 40;
        border: round $primary; padding: 0 1; background: $surface; }
    AgendaScreen .title { text-style: bold; color: $primary; height: 1; }
    AgendaScreen #blocks { height: 1fr; text-wrap: nowrap; }
    AgendaScreen #sum { height: 1; text-style: bold; }
    AgendaScreen #trouble { height: auto; color: $text-error; }
    AgendaScreen .keys { height: auto; color: $text-muted; }
    AgendaScreen Input, AgendaScreen Input:focus { border: none; height: 1;
        background: $boost; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "move(-1)", N_("Up"), id="agenda.up"),
        bind("down,j", "move(1)", N_("Down"), id="agenda.down"),
        bind("plus,equals_sign,right,l", "minutes(1)", N_("More minutes"), id="agenda.more"),
        bind("minus,left,h", "minutes(-1)", N_("Fewer minutes"), id="agenda.fewer"),
        bind("K,shift+up", "carry(-1)", N_("Move up"), id="agenda.carry-up"),
        bind("J,shift+down", "carry(1)", N_("Move down"), id="agenda.carry-down"),
        bind("e,enter", "ask('edit')", N_("Edit"), id="agenda.edit"),
        bind("n", "ask('add')", N_("New block"), id="agenda.add"),
        bind("t", "ask('split')", N_("Split topics"), id="agenda.split"),
        bind("x,delete", "remove", N_("Take out"), id="agenda.remove"),
        bind("r", "ask('reason')", N_("Reason"), id="agenda.reason"),
        bind("ctrl+s,f10", "save", N_("Save"), id="agenda.save", priority=True),
        bind("escape", "close", N_("Close"), id="agenda.close", priority=True),
    ]
    QUESTIONS: ClassVar[dict[str, Message]] = {
        "edit": N_("Block and minutes | presenter | question to decide"),
        "add": N_("Block and minutes | presenter | question to decide"),
        "split": N_("Topics with commas between; they share the minutes, or: Stock 20, Budget 10"),
        "reason": N_("Reason for more than 60 min"),
    }

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self._document = document
        self._blocks = tuple(from_plain(Block, block) for block in document["blocks"])
        self._reason = str(document["overlong_reason"])
        self._at = 0
        self._asking = ""

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical():
            title = f"{_('Agenda')} · {self._document['number']} {self._document['title']}"
            yield Static(Content(safe(title)), classes="title")
            if materials := "; ".join(self._document["materials"]):
                names = safe(_("Materials: {names}", names=materials))
                yield Static(Content(names), classes="keys")
            yield Static(id="blocks")
            yield Static(id="sum")
            yield Static(id="trouble")
            yield Line(id="typed", max_length=LONGEST)
            yield Static(Content(self._keys()), classes="keys")
        yield TooSmall()

    def _keys(self) -> str:
        pairs = (
            ("+ -", N_("Minutes")), ("J K", N_("Move")), ("e", N_("Edit")), ("n", N_("New block")),
            ("t", N_("Split topics")), ("x", N_("Take out")), ("r", N_("Reason")),
            ("^s", N_("Save")), ("esc", N_("Close")),
        )  # fmt: skip
        return "  ".join(f"{key} {say(label)}" for key, label in pairs)

    def on_mount(self) -> None:
        self.query_one("#typed", Line).display = False
        self._show()

    # What is shown.

    def _show(self) -> None:
        zone = ZoneInfo(self._document["zone"])
        start = datetime.fromisoformat(self._document["start"]).astimezone(zone)
        room = max(12, self.size.width - 26)
        parts: list[str | tuple[str, str]] = []
        rows = list(enumerate(timed(self._blocks, start)))
        first = max(0, self._at - self._height() + 2)
        for place, one in rows[first:]:
            block = one.block
            words = "  ".join(w for w in (block.name, block.presenter, block.question) if w)
            text = f" {one.start:%H:%M}–{one.end:%H:%M} {block.minutes:>4}  "
            text += safe(shorten(words, room)) + " "
            parts += [(text, "reverse") if place == self._at else text, "\n"]
        put(self, "#blocks", Content.assemble(*parts))
        self._show_sum()

    def _height(self) -> int:
        return max(3, self.query_one("#blocks", Static).size.height or 20)

    def _show_sum(self) -> None:
        total = edit.total(self._blocks)
        limit = self._limit()
        if limit and total > limit:
            text = _("{total} of {limit} min: take {over} out, or keep a reason with r.",
                     total=total, limit=limit, over=total - limit)  # fmt: skip
            style = "$text-warning" if self._reason else "$text-error"
            text = f"{text} {self._reason}" if self._reason else text
            self._put("sum", text, style)
            return
        of = _("{total} of {limit} min", total=total, limit=limit)
        self._put("sum", of if limit else _("{minutes} min", minutes=total), "")

    def _limit(self) -> int:
        """The minutes a kick-off has at most; 0 for kinds without a limit."""
        if self._document["kind"] != MeetingKind.KICKOFF:
            return 0
        usual = LIMITS["kickoff_length"].span
        return self.desk_app.settings.limits.get("kickoff_length", usual).elapsed // MINUTE

    def _put(self, name: str, text: str, style: str = "") -> None:
        put(self, f"#{name}", Content.styled(safe(text), style))

    # What a person does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, letters are letters."""
        return not self._asking or action in ("save", "close")

    def action_move(self, by: int) -> None:
        """Put the cursor on another block."""
        self._at = min(max(self._at + by, 0), len(self._blocks) - 1)
        self._show()

    def action_minutes(self, by: int) -> None:
        """Give the block minutes, or take some away."""
        self._change(lambda: edit.lengthen(self._blocks, self._at, by))

    def action_carry(self, by: int) -> None:
        """Move the block in the agenda."""
        self._blocks, self._at = edit.move(self._blocks, self._at, by)
        self._show()

    def action_remove(self) -> None:
        """Take the block out."""
        self._change(lambda: edit.remove(self._blocks, self._at))
        self.action_move(0)

    def _change(self, make: Callable[[], edit.Blocks]) -> bool:
        try:
            self._blocks = make()
        except Refusal as error:
            self._refuse(error)
            return False
        self._put("trouble", "")
        self._show()
        return True

    def _refuse(self, error: Refusal) -> None:
        hint = f"  {say(error.hint)}" if error.hint else ""
        self._put("trouble", say(error.message) + hint)

    def action_ask(self, what: str) -> None:
        """Ask for a line about the block under the cursor."""
        self._asking = what
        line = self.query_one("#typed", Line)
        line.placeholder = say(self.QUESTIONS[what])
        line.value = self._begun_with(what)
        line.display = True
        self.set_focus(line)  # at once: keys may be waiting for it
        self._put("trouble", "")

    def _begun_with(self, what: str) -> str:
        if what == "edit":
            from core.commands.base import Kind
            from core.line_values import write

            return write(Kind.BLOCKS, self._blocks[self._at])
        return {"reason": self._reason}.get(what, "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._take(self._asking, event.value):
            self._close_line()

    def _close_line(self) -> None:
        self._asking = ""
        self.query_one("#typed", Line).display = False
        self.set_focus(None)
        self._show()

    def _take(self, what: str, text: str) -> bool:
        if what == "reason":
            return self._keep_reason(text)
        if what == "split":
            return self._change(lambda: self._split(separated.words(text, separated.LISTED)))
        return self._change(lambda: self._typed(what, text))

    def _keep_reason(self, text: str) -> bool:
        try:
            self._reason = clean(text, limit=400)
        except Refusal as error:
            self._refuse(error)
            return False
        return True

    def _split(self, words: tuple[str, ...]) -> edit.Blocks:
        names = [clean(word, limit=200) for word in words]
        own: edit.Blocks = ()
        with suppress(BadInput):  # not all of them end with minutes
            own = tuple(map(self._read, names))
        return edit.split(self._blocks, self._at, names, own)

    def _read(self, text: str) -> Block:
        from core.commands.base import Kind
        from core.line_values import read_line
        from core.lines import Context

        context = Context(self.desk_app.clock(), self.desk_app.worktime)
        block: Block = read_line(Kind.BLOCKS, clean(text, limit=LONGEST), context)
        require_minutes(block)
        return block

    def _typed(self, what: str, text: str) -> edit.Blocks:
        block = self._read(text)
        if what == "add":
            self._at += 1
            return edit.insert(self._blocks, self._at - 1, block)
        return edit.put(self._blocks, self._at, block)

    def action_close(self) -> None:
        """One step back: from the line, then from the agenda, which stays as it was."""
        if self._asking:
            self._close_line()
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Keep the agenda; what is wrong with it is said here, and nothing is lost."""
        if self._asking:
            if not self._take(self._asking, self.query_one("#typed", Line).value):
                return
            self._close_line()
        self.desk_app.set_about(self._save(), hold=True)

    async def _save(self) -> None:
        from core.commands.meeting import EditMeeting

        command = EditMeeting(
            number=self._document["number"],
            seen=int(self._document["version"]),
            blocks=self._blocks,
            overlong_reason=self._reason,
        )
        try:
            await self.desk_app.execute(command)
        except Refusal as error:
            self._refuse(error)
            return
        self.desk_app.tell_done(f"{_('Agenda')}: {command.number} · {_('u undoes it')}")
        if self.is_attached:
            self.dismiss(None)
