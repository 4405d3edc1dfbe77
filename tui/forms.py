"""From a key to a command: find what it is about, ask for what is missing, carry it out, say so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from core.build import build, unbuild
from core.commands.base import Argument, Command, Kind, arguments
from core.errors import NoSuchRecord, Refusal
from core.intake import rewrite, vagueness
from core.lines import Context, needed, parse
from core.messages import N_
from core.policy import vague_words
from core.text import shorten
from tui import booking, prefill
from tui.i18n import _, say
from tui.labels import kind_of

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen
    from tui.screens.form import FormScreen

C = TypeVar("C", bound=Command)

NAMES = ("number", "code", "login")
# What one form is followed by at once, for it is half of what a person set out to do.
NEXT = {"SetUpDepartments": "SetUpPosts"}
HIDDEN = frozenset({"seen"})
WRITE_FILES = frozenset(
    {"InviteToMeeting", "CancelMeeting", "SkipMeeting", "EndSeries", "InviteToSeries"}
)
WRITE_ONE = frozenset({"DismissAnswer", "WriteFeed"})  # no file for each attendee
FOLDER_NEEDED = frozenset({"InviteToMeeting", "InviteToSeries", "WriteFeed"})
# Nouns that begin as something about a request.
OF_REQUEST = frozenset({"FormTeam", "AddLesson"})
# What these add does not depend on what else was taken down meanwhile.
ADD_ONLY = frozenset({"DecideInMeeting", "AgreeAction", "ParkQuestion", "ExtendBlock"})
FILES = {
    "to": Argument(N_("Folder to write the files into"), limit=400, example=N_("./outbox")),
    "each": Argument(N_("One file for each attendee, too"), Kind.FLAG),
}


def name_field(command: type[Command]) -> str:
    """The argument that names the record the command is about; empty where it makes a new one."""
    found = arguments(command)
    kinds = (Kind.RECORD, Kind.DEPARTMENT, Kind.PERSON)
    for name in NAMES:
        if name in found and found[name].kind in kinds and found[name].required:
            return name
    return ""


def editable(command: type[Command]) -> dict[str, Argument]:
    """The arguments a form asks for, and where to write the files that come of it."""
    hidden = HIDDEN | {name_field(command)} | {"number"}
    asked = {name: spec for name, spec in arguments(command).items() if name not in hidden}
    if command.__name__ in WRITE_ONE:
        return asked | {"to": FILES["to"]}
    return asked | (FILES if command.__name__ in WRITE_FILES else {})


def record_kind(command: type[Command]) -> str:
    """Which kind of document the command is about."""
    noun = command.verb.split(" ")[0]
    return "request" if noun == "plan" or command.__name__ in OF_REQUEST else noun


def start(screen: DeskScreen, command: type[Command], given: dict[str, str]) -> None:
    """Begin a verb; what is typed meanwhile goes into its form."""
    work = begin(screen, command, given)
    screen.desk_app.set_about(work, hold=bool(editable(command)))


async def begin(screen: DeskScreen, command: type[Command], given: dict[str, str]) -> None:
    """Carry a verb from its key to its end on one screen."""
    if command.__name__ == "ImportRequests":
        from tui.screens.importing import ImportScreen

        await screen.desk_app.push_screen(ImportScreen())
        return
    if command.__name__ == "ReceiveAnswer":
        from tui.screens.receiving import ReceiveScreen

        await screen.desk_app.push_screen(ReceiveScreen())
        return
    if command.__name__ == "ImportPeople":
        from tui.screens.people_file import PeopleFileScreen

        await screen.desk_app.push_screen(PeopleFileScreen())
        return
    if command.__name__ in ("ImportCalendar", "ListBusy"):
        from tui.screens.calendars import CalendarScreen

        await screen.desk_app.push_screen(CalendarScreen())
        return
    name = name_field(command)
    targets = [given[name]] if name and name in given else screen.targets(command) if name else []
    if name and not targets:
        screen.notify(_("Nothing is selected here."), severity="warning", markup=False)
        return
    if command.__name__ == "CopyRequest" or (
        command.__name__ == "ResubmitRequest" and targets[0].startswith("DRAFT-")
    ):
        from tui import submitting

        await submitting.begin(screen, command, targets[0])
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
    kind, key = (record_kind(command), targets[0]) if targets else _topic(screen, command, given)
    document = await app.document(kind, key) if key else {}
    known = document if len(targets) == 1 else {}
    texts = kept_fields(command, known, context_of(screen))
    hints = await prefill.of(app, command, document if len(targets) < 2 else None)
    texts |= {k: v for k, v in (hints.texts | given).items() if k in editable(command)}
    form = FormScreen(
        command, targets or [key] * bool(key), texts, hints,
        version=0 if command.__name__ in ADD_ONLY else int(known.get("version", 0)),
        send=lambda made: run_all(screen, command, targets, made),
        look=lambda: app.document(kind, key),
    )  # fmt: skip
    if command.__name__ == "SubmitRequest":
        from tui.submitting import allow_draft

        allow_draft(form, screen)
    is_running = screen.mode == "live" and command.__name__ != "WriteMinutes"
    form.set_class(is_running, "over-live")  # the clock stays in view
    kept = await app.ask(lambda desk: desk.kept_form(app.login, form.form_name))
    form.kept = kept or {}
    await app.push_screen(form)


def _topic(screen: DeskScreen, command: type[Command], given: dict[str, str]) -> tuple[str, str]:
    """The request or task that something new is about: the one a person looks at."""
    if command.__name__ not in prefill.ABOUT:
        return "", ""
    key = given.get("about", "")
    kind, key = (kind_of(key), key) if key else screen.looked_at()
    return (kind, key) if kind in ("request", "task") else ("", "")


def kept_fields(
    command: type[Command], document: dict[str, Any], context: Context
) -> dict[str, str]:
    """What the record holds already, for the fields where nothing given means unchanged."""
    optional = {f for f, spec in editable(command).items() if not spec.required}
    texts = unbuild(command, _without_files(document), context) if document else {}
    defaults = {f.name: f.default for f in command.__dataclass_fields__.values()}
    return {n: t for n, t in texts.items() if n in optional and defaults.get(n) is None}


def _without_files(document: dict[str, Any]) -> dict[str, Any]:
    """The record with only those attachments that are words: files have verbs of their own."""
    kept = {file["name"] for file in document.get("files", [])}
    words = [name for name in document.get("attachments", []) if name not in kept]
    return document | {"attachments": words}


def what_changed(
    form: FormScreen, document: dict[str, Any], before: dict[str, str]
) -> Iterator[str]:
    """Who changed the record meanwhile, what stands there now, and what can be done (D7)."""
    from core.commands import by_name

    app = form.desk_app
    last = document["history"][-1]
    at = datetime.fromisoformat(last["at"]).astimezone(app.zone)
    deed = _("{person} at {time}: {verb}", person=last["actor"], time=f"{at:%H:%M}",
             verb=by_name(last["command"]).label)  # fmt: skip
    yield deed + (f": {shorten(last['why'], 100)}" if last["why"] else "")
    yield from _standing(record_kind(form.command), document)
    now = kept_fields(form.command, document, Context(app.clock(), app.worktime))
    for name, text in now.items():
        if text != before.get(name, text):
            label = say(arguments(form.command)[name].label)
            yield f"{label}: {shorten(text, 100)}"
    if now:
        yield _("Send again to put yours in its place, or close: yours is kept.")
    else:
        yield _("Send again if it is still to be done, or close: yours is kept.")


def _standing(noun: str, document: dict[str, Any]) -> Iterator[str]:
    """Where the record stands now, and who leads it."""
    from tui.commandline.states import state

    lead = document.get("lead_department")
    parts = [state(noun, document.get("state", "")), f"{_('Lead')} {lead}" if lead else ""]
    if said := " · ".join(part for part in parts if part):
        yield _("Now: {state}", state=said)


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
    write_files = command.__name__ in WRITE_FILES | WRITE_ONE
    files = {key: raw[key] for key in FILES if key in raw and write_files}
    if command.__name__ in FOLDER_NEEDED and not files.get("to"):
        raise needed(FILES["to"], "to")
    raw = {key: text for key, text in raw.items() if key not in files}
    if len(targets) < 2:
        whole = raw | ({name: targets[0]} if targets else {})
        made = await _with_files(screen, build(command, whole, context))
        _say_done(screen, made, await _do(screen, made, files))
        return
    made_all = [build(command, raw | {name: target}, context) for target in targets]
    await _run_many(screen, [await _with_files(screen, made) for made in made_all], files)


async def _with_files(screen: DeskScreen, made: C) -> C:
    """The command with what the files hold that it names, read beside the screen."""
    if not getattr(made, "attachments", None):
        return made
    from asyncio import to_thread

    from tui.attaching import with_files

    known: list[str] = []
    if number := getattr(made, "number", ""):
        with suppress(NoSuchRecord):
            known = (await screen.desk_app.document("request", number))["attachments"]
    return await to_thread(with_files, made, lambda: known)


async def _do(screen: DeskScreen, made: Any, files: dict[str, str]) -> Any:
    """Carry it out, and write the files that calendars read, if a folder is named."""
    if type(made).__name__ in booking.CHOOSES:
        return await booking.book(screen, made)
    if not files.get("to"):
        return await screen.desk_app.execute(made)
    if type(made).__name__ == "WriteFeed":
        from tui import calendars

        return await calendars.write_from_form(screen.desk_app, made, files)
    from tui.invitations import write_from_form

    return await write_from_form(screen.desk_app, made, files)


async def _run_many(screen: DeskScreen, commands: list[Command], files: dict[str, str]) -> None:
    from tui import bulk

    names = [str(getattr(made, name_field(type(made)))) for made in commands]
    try:
        refused = await _do_all(screen, commands, files)
    except bulk.Stopped:
        screen.notify(_("Stopped: nothing was changed."), severity="warning", markup=False)
        return
    bulk.report(screen, names, refused)


async def _do_all(
    screen: DeskScreen, commands: list[Command], files: dict[str, str]
) -> dict[int, Refusal]:
    """Carry out all as one step to undo, but where each writes files; what was refused."""
    if not files:
        from tui import bulk

        return await bulk.together(screen, commands)
    refused: dict[int, Refusal] = {}
    for place, command in enumerate(commands):
        try:
            await _do(screen, command, files)
        except Refusal as error:
            refused[place] = error
    return refused


def _say_done(screen: DeskScreen, command: Command, result: Any) -> None:
    number = getattr(result, "number", "") or getattr(result, "name", "") or command.about
    undo = " · " + _("u undoes it") if command.undoable else ""
    screen.desk_app.tell_done(f"{say(command.label)}: {number}{undo}")
    if unheard := getattr(result, "unheard", ()):
        from tui.agreement import unheard_line

        screen.notify(unheard_line(unheard), severity="warning", markup=False, timeout=10)
    if not name_field(type(command)):  # else the person may have gone on to another record
        screen.landed(str(number))
    if follower := NEXT.get(type(command).__name__):
        from core.commands import by_name

        screen.start(by_name(follower))


def vague_lines(screen: FormScreen, texts: dict[str, str]) -> Iterator[str]:
    """What is too vague in typed detail lines, and how each could be typed instead (R2.5).

    Nothing where they cannot be read yet.
    """
    app = screen.desk_app
    words = vague_words(app.settings.vague_words)
    context = Context(app.clock(), app.worktime)
    specs = arguments(screen.command)
    try:
        details = parse(specs["details"], texts.get("details", ""), context, "")
    except Refusal:
        return
    try:
        expected = parse(specs["expected"], texts.get("expected", ""), context, "")
    except Refusal:
        expected = None
    for detail in details:
        if hint := vagueness(detail, words):
            yield f"{detail.what}: {say(hint)}"
            yield _("For example: {line}", line=rewrite(detail, expected, words))
