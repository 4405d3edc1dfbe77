"""From a key to a command: find what it is about, ask for what is missing, carry it out, say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.build import build, unbuild
from core.commands.base import Argument, Command, Kind, arguments
from core.errors import Refusal
from core.intake import vagueness
from core.lines import Context, parse
from tui import prefill
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen
    from tui.screens.form import FormScreen

NAMES = ("number", "code", "login")
HIDDEN = frozenset({"seen"})


def name_field(command: type[Command]) -> str:
    """The argument that names the record the command is about; empty where it makes a new one."""
    found = arguments(command)
    kinds = (Kind.RECORD, Kind.DEPARTMENT, Kind.PERSON)
    for name in NAMES:
        if name in found and found[name].kind in kinds and found[name].required:
            return name
    return ""


def editable(command: type[Command]) -> dict[str, Argument]:
    """The arguments a form asks for."""
    hidden = HIDDEN | {name_field(command)} | {"number"}
    return {name: spec for name, spec in arguments(command).items() if name not in hidden}


def record_kind(command: type[Command]) -> str:
    """Which kind of document the command is about."""
    noun = command.verb.split(" ")[0]
    return "request" if noun == "plan" else noun


def start(screen: DeskScreen, command: type[Command], given: dict[str, str]) -> None:
    """Begin a verb; what is typed meanwhile goes into its form."""
    let_go = screen.desk_app.hold_keys() if editable(command) else None
    screen.run_worker(_begin(screen, command, given, let_go), exclusive=False)


async def _begin(
    screen: DeskScreen,
    command: type[Command],
    given: dict[str, str],
    let_go: Callable[[], None] | None,
) -> None:
    try:
        await begin(screen, command, given)
    except Refusal as error:
        screen.desk_app.tell_refusal(error)
    finally:
        if let_go:
            let_go()


async def begin(screen: DeskScreen, command: type[Command], given: dict[str, str]) -> None:
    """Carry a verb from its key to its end on one screen."""
    name = name_field(command)
    targets = [given[name]] if name and name in given else screen.targets(command) if name else []
    if name and not targets:
        screen.notify(_("Nothing is selected here."), severity="warning", markup=False)
        return
    fields = editable(command)
    if not fields:
        await run_all(screen, command, targets, {})
        return
    await _ask(screen, command, targets, given)


async def _ask(
    screen: DeskScreen, command: type[Command], targets: list[str], given: dict[str, str]
) -> None:
    from tui.screens.form import FormScreen

    app = screen.desk_app
    document: dict[str, Any] = {}
    if targets:
        found = await screen.document_or_tell(record_kind(command), targets[0])
        if found is None:
            return
        document = found
    context = context_of(screen)
    texts = kept_fields(command, document, context) if len(targets) < 2 else {}
    hints = await prefill.of(app, command, document)
    texts |= {k: v for k, v in hints.texts.items() if k in editable(command)}
    texts |= {k: v for k, v in given.items() if k in editable(command)}
    form = FormScreen(
        command, targets, texts, about=hints.about, version=int(document.get("version", 0)),
        choices=hints.choices, send=lambda made: run_all(screen, command, targets, made),
    )  # fmt: skip
    kept = await app.ask(lambda desk: desk.kept_form(app.login, form.form_name))
    form.kept = kept or {}
    await app.push_screen(form)


def kept_fields(
    command: type[Command], document: dict[str, Any], context: Context
) -> dict[str, str]:
    """What the record holds already, for the fields where nothing given means unchanged."""
    optional = {f for f, spec in editable(command).items() if not spec.required}
    texts = unbuild(command, document, context) if document else {}
    defaults = {f.name: f.default for f in command.__dataclass_fields__.values()}
    return {n: t for n, t in texts.items() if n in optional and defaults.get(n) is None}


def context_of(screen: DeskScreen) -> Context:
    """Against which moment and calendar typed dates are understood."""
    app = screen.desk_app
    return Context(app.clock(), app.worktime)


async def run_all(
    screen: DeskScreen, command: type[Command], targets: list[str], raw: dict[str, str]
) -> None:
    """Carry the command out on every target.

    Raises the ``Refusal`` if there is but one target; of several it says how many were done.
    """
    context, name = context_of(screen), name_field(command)
    if len(targets) < 2:
        whole = raw | ({name: targets[0]} if targets else {})
        made = build(command, whole, context)
        _say_done(screen, made, await screen.desk_app.execute(made))
        return
    await _run_many(screen, [build(command, raw | {name: t}, context) for t in targets])


async def _run_many(screen: DeskScreen, commands: list[Command]) -> None:
    done, refused = 0, ""
    for command in commands:
        try:
            await screen.desk_app.execute(command)
            done += 1
        except Refusal as error:
            refused = refused or f"{command.about}: {say(error.message)}"
    screen.clear_marks()
    failed = len(commands) - done
    if failed:
        text = _("{done} done, {failed} refused: {why}", done=done, failed=failed, why=refused)
        screen.notify(text, severity="warning", markup=False, timeout=10)
    else:
        screen.desk_app.tell_done(_("{done} done", done=done))


def _say_done(screen: DeskScreen, command: Command, result: Any) -> None:
    number = getattr(result, "number", "") or getattr(result, "name", "") or command.about
    undo = " · " + _("u undoes it") if command.undoable else ""
    screen.desk_app.tell_done(f"{say(command.label)}: {number}{undo}")
    screen.landed(str(number))


def vague_lines(screen: FormScreen, text: str) -> list[str]:
    """What is too vague in typed detail lines (R2.5); nothing where they cannot be read yet."""
    spec = arguments(screen.command)["details"]
    try:
        details = parse(spec, text, Context(screen.desk_app.clock(), screen.desk_app.worktime), "")
    except Refusal:
        return []
    return [f"{detail.what}: {say(hint)}" for detail in details if (hint := vagueness(detail))]
