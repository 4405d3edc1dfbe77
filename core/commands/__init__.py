"""The one list of verbs: everything a person can do is here, and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.commands.base import Command

MODULES = {
    "request": (
        "request",
        "dispatch",
        "responding",
        "feedback",
        "relations",
        "importing",
        "attachment",
        "copying",
        "resource",
    ),
    "meeting": ("meeting", "running", "reviewing", "series", "minutes", "choosing", "answers"),
    "series": ("series",),
    "plan": ("plan",),
    "task": ("task",),
    "conflict": ("conflict",),
    "department": ("department", "dissolving", "setting_up"),
    "person": ("person", "absence", "people_import"),
    "team": ("team",),
    "group": ("team", "group_meeting"),
    "resource": ("resource",),
    "lesson": ("lesson",),
    "calendar": ("calendars",),
    "inbox": ("desk",),
    "undo": ("desk",),
    "redo": ("desk",),
    "remind": ("desk",),
}
# Whose commands have keys on a screen: a session at rest keeps no others in memory.
SCREENS = {
    "intake": (
        "request", "dispatch", "responding", "relations", "importing", "attachment", "copying",
        "lesson",
    ),
    "assignment": (
        "request", "dispatch", "responding", "feedback", "relations", "attachment", "resource",
        "meeting", "plan", "conflict", "team", "lesson",
    ),
    "meetings": (
        "meeting", "running", "reviewing", "series", "minutes", "answers", "plan", "calendars",
    ),
    "live": ("running", "minutes", "conflict"),
    "board": ("task", "conflict"),
    "conflicts": ("conflict",),
    "people": (
        "department", "dissolving", "setting_up", "person", "absence", "people_import", "team",
        "resource", "group_meeting",
    ),
}  # fmt: skip
# Which commands each module has: one that the trail names is found without loading the others.
NAMES = {
    "request": (
        "DraftRequest", "SubmitRequest", "EditRequest", "ResubmitRequest", "WithdrawRequest",
        "ArchiveRequest", "CommentOnRequest",
    ),
    "dispatch": (
        "SignOffRequest", "ReturnRequest", "RejectRequest", "PrioritiseRequest",
        "DispatchRequest", "AcknowledgeDispatch", "ObjectToDispatch", "UpholdDispatch",
    ),
    "responding": ("RespondToRequest", "RecordResponse"),
    "feedback": ("GiveFeedback", "SignFeedback", "ConfirmFeedback"),
    "relations": ("LinkRequests", "UnlinkRequests", "SplitRequest", "MergeRequest"),
    "importing": ("ImportRequests",),
    "attachment": ("AttachFiles", "DetachFile"),
    "copying": ("CopyRequest",),
    "resource": ("AddResource", "EditResource", "UseResource"),
    "meeting": (
        "ScheduleMeeting", "EditMeeting", "RescheduleMeeting", "CancelMeeting", "InviteToMeeting",
    ),
    "running": (
        "StartMeeting", "NextBlock", "BackBlock", "PauseMeeting", "ResumeMeeting", "ExtendBlock",
        "DecideInMeeting", "AgreeAction", "ParkQuestion", "FinishMeeting",
    ),
    "reviewing": ("FillAgenda",),
    "series": ("SkipMeeting", "EditSeries", "EndSeries", "InviteToSeries"),
    "minutes": ("WriteMinutes", "ConfirmMinutes", "AmendMinutes"),
    "choosing": ("SuggestTimes",),
    "answers": ("ReceiveAnswer", "AnswerMeeting", "AdmitAnswer", "DismissAnswer", "NudgeMeeting"),
    "plan": ("SubmitPlan", "AnswerPlan"),
    "task": ("UpdateTask", "DeliverTask", "AcceptTask", "SendBackTask"),
    "conflict": (
        "OpenConflict", "NoteConflict", "SettleConflict", "ConfirmSettlement", "ReopenConflict",
        "EscalateConflict",
    ),
    "department": ("AddDepartment", "EditDepartment", "SetLiaison"),
    "person": ("AddPerson", "EditPerson", "GrantRole", "RevokeRole", "ConfirmRole"),
    "dissolving": ("DissolveDepartment",),
    "setting_up": ("SetUpDepartments", "SetUpPosts"),
    "absence": ("MarkAbsent", "MarkBack"),
    "people_import": ("ImportPeople",),
    "team": ("FormTeam", "EditTeam", "CloseTeam", "AddGroup", "EditGroup"),
    "group_meeting": ("MeetMonthly", "FollowGroup"),
    "lesson": ("AddLesson", "EditLesson", "WithdrawLesson"),
    "calendars": ("ImportCalendar", "ForgetCalendar", "ListBusy", "WriteFeed"),
    "desk": ("ReadNotices", "UndoLast", "RedoLast", "Remind", "FoundDesk"),
}  # fmt: skip


def _commands(module: str) -> list[type[Command]]:
    from core.commands.base import Command

    loaded = import_module(f"core.commands.{module}")
    return [
        thing
        for thing in vars(loaded).values()
        if isinstance(thing, type)
        and issubclass(thing, Command)
        and thing.__module__ == loaded.__name__
        and "verb" in vars(thing)
    ]


@cache
def of_noun(noun: str) -> dict[str, type[Command]]:
    """The commands of one noun by verb, loading no more than their modules."""
    return {
        command.verb: command
        for module in MODULES.get(noun, ())
        for command in _commands(module)
        if command.verb.split(" ")[0] == noun
    }


@cache
def of_screen(screen: str) -> dict[str, type[Command]]:
    """The commands that have a key on a screen, in the order of the list."""
    found = [c for m in SCREENS.get(screen, ()) for c in _commands(m) if screen in c.keys]
    nouns = list(MODULES)
    found.sort(key=lambda command: nouns.index(command.verb.split(" ")[0]))
    return {command.verb: command for command in found}


def named(verb: str) -> type[Command]:
    """The command of a verb, such as ``request submit``."""
    return of_noun(verb.split(" ")[0])[verb]


@cache
def all_commands() -> dict[str, type[Command]]:
    """Every command by verb, in the order of the list."""
    return {verb: command for noun in MODULES for verb, command in of_noun(noun).items()}


@cache
def by_name(name: str) -> type[Command]:
    """The command of this class name, as the trail and the permission table say it."""
    module = next(module for module, names in NAMES.items() if name in names)
    return next(command for command in _commands(module) if command.__name__ == name)
