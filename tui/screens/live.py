"""A meeting under way, for the wall of the room: the clock, and what falls is taken down (R5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core import run as runs
from core.errors import Refusal
from core.messages import N_
from core.policy import LIMITS
from core.run import MINUTE, ZERO, Part, Run
from core.text import safe, shorten
from core.worktime import humane
from tui.agreement import name_of
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.base import DeskScreen
from tui.widgets.bigtime import BigTime
from tui.widgets.said import put

if TYPE_CHECKING:
    from core.commands.base import Command

SECOND = timedelta(seconds=1)
JUST_AFTER = 0.02  # seconds, so that a tick never falls before the second it is to show
COLOURS = {"danger": "$text-error", "warning": "$text-warning", "muted": "$text-muted"}


class LiveScreen(DeskScreen):
    """Counts the present block down; everything it shows follows from what the desk keeps."""

    DEFAULT_CSS = """
    LiveScreen .body { padding: 0 1; }
    LiveScreen #title { height: 1; color: $text-muted; text-wrap: nowrap; }
    LiveScreen #block { height: 1; text-style: bold; text-wrap: nowrap; }
    LiveScreen #question { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    LiveScreen #times { height: 1; text-wrap: nowrap; }
    LiveScreen #agenda { height: auto; max-height: 30%; text-wrap: nowrap;
        border-top: solid $primary-muted; }
    LiveScreen #taken { height: auto; max-height: 3; color: $text-muted; text-wrap: nowrap;
        text-overflow: ellipsis; }
    """
    mode = "live"
    topics = frozenset({"meeting"})
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("n,right", "step('next')", N_("Next"), id="live.next"),
        bind("b,left", "step('back')", N_("Back"), id="live.back"),
        bind("space", "pause", N_("Pause"), id="live.pause"),
        bind("escape", "leave", N_("Close"), id="live.close", show=False),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._document: dict[str, Any] = {}
        self._shown: dict[str, Content] = {}

    def body(self) -> Iterable[Widget]:
        yield Vertical(
            Static(id="title"),
            Static(id="block"),
            Static(id="question"),
            BigTime(id="left"),
            Static(id="times"),
            Static(id="agenda"),
            Static(id="taken"),
            classes="body",
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.read_again()

    def read_again(self) -> None:
        self.run_worker(self._read(), group="live", exclusive=True)

    async def _read(self) -> None:
        first = not self._document
        try:
            self._document = await self.desk_app.document("meeting", self.number)
        except Refusal as error:
            self.desk_app.tell_refusal(error)
            return
        if not self.query("#left"):
            return
        self.refresh_bindings()
        self._tick()
        if first:
            self.set_timer(self._until_next(), self._begin_ticking)

    def _begin_ticking(self) -> None:
        self._tick()
        self.set_interval(1.0, self._tick)

    def _until_next(self) -> float:
        """Seconds until the countdown shows another one."""
        run = self._run()
        left = run.current.left % SECOND if run else ZERO
        return left.total_seconds() + JUST_AFTER

    def _run(self) -> Run | None:
        return runs.of_document(self._document, self.desk_app.clock())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are shown where they can do something: before, during or after the meeting."""
        state = str(self._document.get("state", ""))
        if action in ("step", "pause"):
            return state == "live"
        if action == "verb" and parameters:
            wanted = {"meeting start": "scheduled", "meeting minutes": "finished"}
            return state == wanted.get(str(parameters[0]), "live")
        return super().check_action(action, parameters)

    def targets(self, command: type[Command]) -> list[str]:
        return [self.number]

    def looked_at(self) -> tuple[str, str]:
        request = str(self._document.get("request", ""))
        return ("request", request) if request else ("meeting", self.number)

    def action_leave(self) -> None:
        """Go back; the meeting goes on."""
        self.app.pop_screen()

    def action_step(self, which: str) -> None:
        """Leave the block that is shown, unless somebody else has left it already."""
        from core.commands.running import BackBlock, NextBlock

        run = self._run()
        if run:
            command = NextBlock if which == "next" else BackBlock
            self._carry_out(command(number=self.number, block=run.at + 1))

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        from core.commands.running import PauseMeeting, ResumeMeeting

        run = self._run()
        if run:
            self._carry_out((ResumeMeeting if run.paused else PauseMeeting)(number=self.number))

    def _carry_out(self, command: Command) -> None:
        self.desk_app.set_about(self._step(command), hold=True)

    async def _step(self, command: Command) -> None:
        """Go on from what came of it: the next key may be pressed before it is read again."""
        from core.codec import to_plain

        result = await self.desk_app.execute(command)
        self._document |= to_plain(result)
        self._tick()

    def start(self, command: type[Command], **given: str) -> None:
        """Extending is about the block that is shown."""
        run = self._run()
        if command.__name__ == "ExtendBlock" and run:
            given = {"block": str(run.at + 1)} | given
        super().start(command, **given)

    # What is shown.

    def _tick(self) -> None:
        if not self._document or not self.query("#left"):
            return
        run = self._run()
        self._put("title", Content.assemble(*self._title()))
        self._put("block", Content(safe(self._block(run))))
        self._put("question", Content(safe(run.current.block.question if run else "")))
        self._put("times", Content.assemble(*self._times(run)))
        self._put("agenda", Content.assemble(*self._agenda(run)))
        self._put("taken", Content(safe(self._taken(), lines=True)))
        text, tone = self._clock(run)
        self.query_one(BigTime).show(text, tone)

    def _put(self, name: str, content: Content) -> None:
        """Send only what is another than before."""
        before = self._shown.get(name)
        if before is None or (before.plain, before.spans) != (content.plain, content.spans):
            self._shown[name] = content
            put(self, f"#{name}", content)

    def _title(self) -> list[str | tuple[str, str]]:
        from core.commands.meeting import STATE_LABELS
        from core.model.meeting import MeetingState

        state = say(STATE_LABELS[MeetingState(self._document["state"])])
        return [safe(f"{self.number}  {self._document['title']}  "), (state, "bold")]

    def _block(self, run: Run | None) -> str:
        if not run:
            return _("Not begun yet: s starts the meeting.")
        if run.over:
            return _("The meeting is over: m opens the minutes.")
        block = run.current.block
        name = f"{run.at + 1}/{len(run.parts)}  {block.name}"
        presenter = name_of(self._document, block.presenter)
        return f"{name}  ·  {presenter}" if presenter else name

    def _clock(self, run: Run | None) -> tuple[str, str]:
        if not run or run.over:
            return "--:--", "muted"
        left = run.current.left
        return runs.clock(left).lstrip("+"), self._tone(run)

    def _tone(self, run: Run) -> str:
        left = run.current.left
        if left < ZERO:
            return "danger"
        if run.paused:
            return "muted"
        limit = self.desk_app.settings.limits.get("block_warning", LIMITS["block_warning"].span)
        return "warning" if left <= limit.elapsed else "success"

    def _times(self, run: Run | None) -> list[str | tuple[str, str]]:
        if not run:
            return [self._planned()]
        words: list[str | tuple[str, str]] = []
        if not run.over:
            words += [self._standing(run), "   "]
            words += [_("planned {start}–{end}", start=self._hour(run.current.start),
                        end=self._hour(run.current.end)), "   "]  # fmt: skip
        return [*words, *self._end(run)]

    def _planned(self) -> str:
        plan = runs.planned(self._document)
        if not plan:
            return ""
        start, end = self._hour(plan.started), self._hour(plan.planned_end)
        return _("planned {start}–{end}", start=start, end=end)

    def _standing(self, run: Run) -> str | tuple[str, str]:
        if run.paused:
            return _("paused"), "bold $text-warning"
        if run.current.left < ZERO:
            return _("over time"), "bold $text-error"
        if self._tone(run) == "warning":
            return _("last minute"), "bold $text-warning"
        return _("on time"), "$text-success"

    def _end(self, run: Run) -> list[str | tuple[str, str]]:
        end = self._hour(run.projected_end)
        said = _("ended {time}", time=end) if run.over else _("ends {time}", time=end)
        if abs(run.overrun) < MINUTE:
            return [said]
        late = run.overrun > ZERO
        more = say(humane(run.overrun))
        text = _("{time} late", time=more) if late else _("{time} early", time=more)
        return [f"{said}  ", (text, "$text-error" if late else "$text-success")]

    def _hour(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self._document['zone'])):%H:%M}"

    def _agenda(self, begun: Run | None) -> list[str | tuple[str, str]]:
        run = begun or runs.planned(self._document)
        if not run:
            return [""]
        room = max(10, self.size.width - 42)
        lines: list[str | tuple[str, str]] = []
        first = max(0, min(run.at - 1, len(run.parts) - 6))
        for place, part in list(enumerate(run.parts))[first:]:
            here = place == run.at and begun is not None and not run.over
            lines += [self._line(place, part, here, room), "\n"]
        return lines[:-1]

    def _line(self, place: int, part: Part, here: bool, room: int) -> str | tuple[str, str]:
        mark = ">" if here else " "
        span = f"{self._hour(part.start)}–{self._hour(part.end)}"
        taken = _("{minutes} min", minutes=part.taken) if part.spent else ""
        text = f"{mark} {place + 1} {span}  {part.minutes:>3}  {taken:>7}  "
        text += safe(shorten(part.block.name, room))
        if part.left < -MINUTE / 2:
            return text, COLOURS["danger"]
        return (text, "bold") if here else text

    def _taken(self) -> str:
        document = self._document
        counts = _(
            "{decisions} decisions, {actions} action items, {parked} parked",
            decisions=len(document["decisions"]),
            actions=len(document["actions"]),
            parked=len(document["parked"]),
        )
        last = [
            *(f"{_('Decision')}: {d['text']}" for d in document["decisions"][-1:]),
            *(f"{_('Action item')}: {self._item(a)}" for a in document["actions"][-1:]),
        ]
        return "\n".join([counts, *(line.replace("\n", " ") for line in last)])

    def _item(self, action: dict[str, Any]) -> str:
        return f"{name_of(self._document, action['owner'])} {action['text']}"
