"""Who may do what, copied by hand from AUTHORIZATION.md: the second copy a flipped cell must fail.

``MATRIX`` holds that page's rows as they stand there. ``DECIDED`` names every cell in which the
product's own table says something else or more, each with its reason.
"""

from __future__ import annotations

PAGE = ("REQ", "ADM", "LEAD", "HEAD", "LIA", "OWN", "MGT", "AUD", "EMP")
KINDS = ("REQ", "ADM", "LEAD", "LLIA", "HEAD", "LIA", "OWN", "MGT", "AUD", "EMP")

MATRIX = {
    1: "● ○ ○ ○ ○ – ○ – –",
    2: "● – – – – – – – ×",
    3: "● – – – – – – – ×",
    5: "– ● – – – – – – ×",
    6: "– ● – – – – – – ×",
    7: "– ● – – – – – – ×",
    8: "– ● – – – – – – ×",
    9: "– – ● – – – – – ×",
    10: "– – ● – – – – – ×",
    11: "– – ○ ○ ○ – – – ×",
    12: "– – ○ ○ – – – – ×",
    13: "– – ● – – – – – ×",
    14: "– ● ● ○ ○ – – – ×",
    15: "● ● ● ● ● ● ● – ×",
    16: "– – ● – – – – – ×",
    17: "– – – ○ ● – – – ×",
    19: "– – ● – – – – – ×",
    20: "– – – ● – – – – ×",
    23: "– – – – – ○ – – ×",
    26: "– ● ● ○ ○ – – – ×",
    28: "– – – – – ○ – – ×",
    29: "● – – – – – – – ×",
    30: "– ● – – – – – – ×",
    34: "● ● ● ● ● ○ ● – ×",
    38: "○ ● ● ● ● – ● – ×",
    40: "– ● ○ ○ – – – – –",
}

COMMANDS = {
    1: ("DraftRequest", "SubmitRequest", "ImportRequests", "CopyRequest"),
    2: ("EditRequest", "ResubmitRequest"),
    3: ("WithdrawRequest",),
    5: ("ReturnRequest",),
    6: ("RejectRequest",),
    7: ("PrioritiseRequest",),
    8: ("DispatchRequest", "UpholdDispatch", "SplitRequest", "MergeRequest"),
    9: ("AcknowledgeDispatch",),
    10: ("ObjectToDispatch",),
    11: ("GiveFeedback",),
    12: ("SignFeedback",),
    13: ("ScheduleMeeting", "EditMeeting", "RescheduleMeeting", "CancelMeeting",
        "SkipMeeting", "EditSeries", "EndSeries",
         "SuggestTimes", "AdmitAnswer", "DismissAnswer"),
    14: ("InviteToMeeting", "InviteToSeries", "ReceiveAnswer", "AnswerMeeting"),
    15: ("CommentOnRequest", "AttachFiles", "DetachFile"),
    16: (
        "StartMeeting", "DecideInMeeting", "AgreeAction", "ParkQuestion", "FinishMeeting",
        "NextBlock", "BackBlock", "PauseMeeting", "ResumeMeeting", "ExtendBlock", "WriteMinutes",
    ),
    17: ("ConfirmMinutes",),
    19: ("SubmitPlan",),
    20: ("AnswerPlan",),
    23: ("UpdateTask",),
    26: ("NudgeMeeting",),
    28: ("DeliverTask",),
    29: ("AcceptTask", "SendBackTask"),
    30: ("ArchiveRequest",),
    34: ("OpenConflict", "NoteConflict", "ReopenConflict"),
    38: ("EscalateConflict",),
    40: (
        "SetLiaison", "AddDepartment", "EditDepartment", "AddPerson", "EditPerson", "GrantRole",
        "RevokeRole", "ConfirmRole", "DissolveDepartment", "SetUpDepartments", "SetUpPosts",
        "ImportPeople", "MarkAbsent", "MarkBack", "AddGroup", "EditGroup",
    ),
}  # fmt: skip

# The lead's own liaison, whom the page names in the liaisons' column as "○ lead's", or not apart.
LEADS_LIAISON = {
    1: "○", 9: "●", 10: "●", 11: "○", 13: "●", 14: "●", 15: "●", 16: "●", 17: "○",
    26: "●", 34: "●", 38: "●",
}  # fmt: skip

DECIDED = {
    # Row 15: those who ask may detach any file, everybody else their own.
    "DetachFile": dict.fromkeys(("ADM", "LEAD", "LLIA", "HEAD", "LIA", "OWN", "MGT"), "○"),
    # Row 21: the coordinator runs the second coordination, so its meeting is theirs.
    **{
        command: {"ADM": "○"}
        for command in (*COMMANDS[13], *COMMANDS[16])
    },
    # R5.6: each department that was present, whether it asks, leads or is involved.
    "ConfirmMinutes": {"REQ": "○", "LEAD": "○"},
    # Row 34: who owns a task may open a conflict of their own, but is no side of others'.
    "NoteConflict": {"OWN": "–"},
    # R12.3: whoever opened it or is a party takes it up again.
    "ReopenConflict": {"REQ": "○", "LLIA": "○", "HEAD": "○", "LIA": "○", "OWN": "–"},
    # Row 40: the heads' ○ is for their own liaisons alone.
    **{
        command: {"LEAD": "–", "HEAD": "–"} for command in COMMANDS[40] if command != "SetLiaison"
    },
    # R1.2: one's own absence, and those of one's own department, are said by head or person.
    **{
        command: {"LEAD": "–", "HEAD": "○", "OWN": "○"} for command in ("MarkAbsent", "MarkBack")
    },
}  # fmt: skip

# What no single row of the page gives.
MORE = {
    # R3.4, R4.1: whoever has a part in the answer may give the first response.
    "RespondToRequest": "– ● ● ● ● ● – – – –",
    # R4.1: so may they write down what was said.
    "RecordResponse": "– ● ● ● ● ● – – – –",
    # Rows 32 and 33: who has a part in the retrospective, and who collects the lessons; what was
    # written is its author's and the collector's.
    "AddLesson": "– ● ● ● ○ ○ – – – –",
    "EditLesson": "– ● – – – – ○ – – –",
    "WithdrawLesson": "– ● – – – – ○ – – –",
    # R2.2: the form is signed by the head of the department that asks.
    "SignOffRequest": "○ – – – – – – – – –",
    # R3.5: the lead department takes note of the others' feedback.
    "ConfirmFeedback": "– – ● ● – – – – – –",
    # Whoever asks, leads or coordinates says how a request stands to another one.
    "LinkRequests": "● ● ● ● – – – – – –",
    "UnlinkRequests": "● ● ● ● – – – – – –",
    # Row 39: what a department lends is its head's matter; its use is recorded by both sides.
    "AddResource": "– ● ○ – ○ – – – – –",
    "EditResource": "– ● ○ – ○ – – – – –",
    "UseResource": "● ● ● ● ○ ○ – – – –",
    # Rows 35 to 37 together; the level decides which.
    "SettleConflict": "○ ○ ○ ○ – ○ – ○ – –",
    # R5.6: whoever may write the minutes (row 16) or confirm them (row 17).
    "AmendMinutes": "○ ○ ● ● ○ ● – – – –",
    # R12.3: every party's liaison.
    "ConfirmSettlement": "– – – ○ – ○ – – – –",
    # R1.4, row 18: the lead puts its team together, or the coordinator does.
    **dict.fromkeys(("FormTeam", "EditTeam", "CloseTeam"), "– ● ● ● – – – – – –"),
    # R7.4: the lead alone calls weekly reviews.
    "FillAgenda": "– – ● ● – – – – – –",
    # R1.4: the group's leader calls its meetings, or the coordinator does.
    **dict.fromkeys(("MeetMonthly", "FollowGroup"), "– ● ● – – – – – – –"),
    # R5.4, R14.1: one's own calendars; a coordinator, who sees all meetings, for somebody else.
    **dict.fromkeys(
        ("ImportCalendar", "ForgetCalendar", "ListBusy", "WriteFeed"), "– ● – – – – ○ – – –"
    ),
    # R16.2: one's own inbox; R17.1: one's own deeds, of which an auditor has none.
    "ReadNotices": "○ ○ ○ ○ ○ ○ ○ ○ ○ ○",
    "UndoLast": "○ ○ ○ ○ ○ ○ ○ ○ – ○",
    "RedoLast": "○ ○ ○ ○ ○ ○ ○ ○ – ○",
    # R16.3: any session may do what the clock alone asks for.
    "Remind": "● ● ● ● ● ● ● ● ● ●",
}


def expected() -> dict[str, dict[str, str]]:
    """The whole table by command and kind of actor, with ● ○ and –."""
    whole = {command: _row(number, command) for number in COMMANDS for command in COMMANDS[number]}
    return whole | {
        command: dict(zip(KINDS, marks.split(), strict=True)) for command, marks in MORE.items()
    }


def _row(number: int, command: str) -> dict[str, str]:
    marks = dict(zip(PAGE, MATRIX[number].replace("×", "–").split(), strict=True))
    marks["LLIA"] = LEADS_LIAISON.get(number, "–")
    return marks | DECIDED.get(command, {})


def allowed(command: str, kind: str) -> bool:
    return expected()[command][kind] in "●○"
