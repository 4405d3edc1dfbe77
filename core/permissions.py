"""Who may do what: the one table that code, tests and the help page read (R17.2).

``●`` allowed, ``○`` allowed for one's own department, task or entry (the command checks which),
``–`` refused. A column is what the actor is to the record: REQ head or liaison of the originating
department, ADM coordinator, LEAD head of the lead department, LLIA its liaison, HEAD and LIA head
and liaison of an involved department, OWN owner of the task, MGT management, AUD auditor, EMP
anybody else with a login. Rights of several columns add up. Who is only EMP to a request does not
see it, and is answered as if it did not exist (A8).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Standing(StrEnum):
    """What an actor is to a record; the columns of the table."""

    REQ = "REQ"
    ADM = "ADM"
    LEAD = "LEAD"
    LLIA = "LLIA"
    HEAD = "HEAD"
    LIA = "LIA"
    OWN = "OWN"
    MGT = "MGT"
    AUD = "AUD"
    EMP = "EMP"


TABLE = """
command              REQ ADM LEAD LLIA HEAD LIA OWN MGT AUD EMP  row
DraftRequest          ●   ○   ○    ○    ○    ○   –   ○   –   –     1
SubmitRequest         ●   ○   ○    ○    ○    ○   –   ○   –   –     1
ImportRequests        ●   ○   ○    ○    ○    ○   –   ○   –   –     1
CopyRequest           ●   ○   ○    ○    ○    ○   –   ○   –   –     1
EditRequest           ●   –   –    –    –    –   –   –   –   –     2
ResubmitRequest       ●   –   –    –    –    –   –   –   –   –     2
WithdrawRequest       ●   –   –    –    –    –   –   –   –   –     3
ReturnRequest         –   ●   –    –    –    –   –   –   –   –     5
RejectRequest         –   ●   –    –    –    –   –   –   –   –     6
SignOffRequest        ○   –   –    –    –    –   –   –   –   –     2
PrioritiseRequest     –   ●   –    –    –    –   –   –   –   –     7
DispatchRequest       –   ●   –    –    –    –   –   –   –   –     8
UpholdDispatch        –   ●   –    –    –    –   –   –   –   –     8
SplitRequest          –   ●   –    –    –    –   –   –   –   –     8
MergeRequest          –   ●   –    –    –    –   –   –   –   –     8
LinkRequests          ●   ●   ●    ●    –    –   –   –   –   –     8
UnlinkRequests        ●   ●   ●    ●    –    –   –   –   –   –     8
RespondToRequest      –   ●   ●    ●    ●    ●   –   –   –   –     8
RecordResponse        –   ●   ●    ●    ●    ●   –   –   –   –     8
AcknowledgeDispatch   –   –   ●    ●    –    –   –   –   –   –     9
ObjectToDispatch      –   –   ●    ●    –    –   –   –   –   –    10
GiveFeedback          –   –   ○    ○    ○    ○   –   –   –   –    11
SignFeedback          –   –   ○    –    ○    –   –   –   –   –    12
ConfirmFeedback       –   –   ●    ●    –    –   –   –   –   –    12
CommentOnRequest      ●   ●   ●    ●    ●    ●   ●   ●   –   –    15
AttachFiles           ●   ●   ●    ●    ●    ●   ●   ●   –   –    15
DetachFile            ●   ○   ○    ○    ○    ○   ○   ○   –   –    15
ScheduleMeeting       –   ○   ●    ●    –    –   –   –   –   –    13
EditMeeting           –   ○   ●    ●    –    –   –   –   –   –    13
FillAgenda            –   –   ●    ●    –    –   –   –   –   –    13
RescheduleMeeting     –   ○   ●    ●    –    –   –   –   –   –    13
CancelMeeting         –   ○   ●    ●    –    –   –   –   –   –    13
SkipMeeting           –   ○   ●    ●    –    –   –   –   –   –    13
EditSeries            –   ○   ●    ●    –    –   –   –   –   –    13
EndSeries             –   ○   ●    ●    –    –   –   –   –   –    13
SuggestTimes          –   ○   ●    ●    –    –   –   –   –   –    13
InviteToMeeting       –   ●   ●    ●    ○    ○   –   –   –   –    14
ReceiveAnswer         –   ●   ●    ●    ○    ○   –   –   –   –    14
AnswerMeeting         –   ●   ●    ●    ○    ○   –   –   –   –    14
AdmitAnswer           –   ○   ●    ●    –    –   –   –   –   –    13
DismissAnswer         –   ○   ●    ●    –    –   –   –   –   –    13
NudgeMeeting          –   ●   ●    ●    ○    ○   –   –   –   –    26
InviteToSeries        –   ●   ●    ●    ○    ○   –   –   –   –    14
StartMeeting          –   ○   ●    ●    –    –   –   –   –   –    16
DecideInMeeting       –   ○   ●    ●    –    –   –   –   –   –    16
AgreeAction           –   ○   ●    ●    –    –   –   –   –   –    16
ParkQuestion          –   ○   ●    ●    –    –   –   –   –   –    16
FinishMeeting         –   ○   ●    ●    –    –   –   –   –   –    16
NextBlock             –   ○   ●    ●    –    –   –   –   –   –    16
BackBlock             –   ○   ●    ●    –    –   –   –   –   –    16
PauseMeeting          –   ○   ●    ●    –    –   –   –   –   –    16
ResumeMeeting         –   ○   ●    ●    –    –   –   –   –   –    16
ExtendBlock           –   ○   ●    ●    –    –   –   –   –   –    16
WriteMinutes          –   ○   ●    ●    –    –   –   –   –   –    16
ConfirmMinutes        ○   –   ○    ○    ○    ●   –   –   –   –    17
AmendMinutes          ○   ○   ●    ●    ○    ●   –   –   –   –  16-17
SubmitPlan            –   –   ●    –    –    –   –   –   –   –    19
AnswerPlan            –   –   –    –    ●    –   –   –   –   –    20
UpdateTask            –   –   –    –    –    –   ○   –   –   –    23
DeliverTask           –   –   –    –    –    –   ○   –   –   –    28
AcceptTask            ●   –   –    –    –    –   –   –   –   –    29
SendBackTask          ●   –   –    –    –    –   –   –   –   –    29
ArchiveRequest        –   ●   –    –    –    –   –   –   –   –    30
OpenConflict          ●   ●   ●    ●    ●    ●   ○   ●   –   –    34
NoteConflict          ●   ●   ●    ●    ●    ●   –   ●   –   –    34
SettleConflict        ○   ○   ○    ○    –    ○   –   ○   –   –  35-37
ConfirmSettlement     –   –   –    ○    –    ○   –   –   –   –    35
ReopenConflict        ○   ●   ●    ○    ○    ○   –   ●   –   –    34
EscalateConflict      ○   ●   ●    ●    ●    ●   –   ●   –   –    38
AddResource           –   ●   ○    –    ○    –   –   –   –   –    39
EditResource          –   ●   ○    –    ○    –   –   –   –   –    39
UseResource           ●   ●   ●    ●    ○    ○   –   –   –   –    39
AddLesson             –   ●   ●    ●    ○    ○   –   –   –   –  32-33
EditLesson            –   ●   –    –    –    –   ○   –   –   –    33
WithdrawLesson        –   ●   –    –    –    –   ○   –   –   –    33
AddDepartment         –   ●   –    –    –    –   –   –   –   –    40
EditDepartment        –   ●   –    –    –    –   –   –   –   –    40
SetLiaison            –   ●   ○    –    ○    –   –   –   –   –    40
AddPerson             –   ●   –    –    –    –   –   –   –   –    40
EditPerson            –   ●   –    –    –    –   –   –   –   –    40
GrantRole             –   ●   –    –    –    –   –   –   –   –    40
RevokeRole            –   ●   –    –    –    –   –   –   –   –    40
ConfirmRole           –   ●   –    –    –    –   –   –   –   –    40
DissolveDepartment    –   ●   –    –    –    –   –   –   –   –    40
SetUpDepartments      –   ●   –    –    –    –   –   –   –   –    40
SetUpPosts            –   ●   –    –    –    –   –   –   –   –    40
ImportPeople          –   ●   –    –    –    –   –   –   –   –    40
MarkAbsent            –   ●   –    –    ○    –   ○   –   –   –    40
MarkBack              –   ●   –    –    ○    –   ○   –   –   –    40
FormTeam              –   ●   ●    ●    –    –   –   –   –   –    18
EditTeam              –   ●   ●    ●    –    –   –   –   –   –    18
CloseTeam             –   ●   ●    ●    –    –   –   –   –   –    18
AddGroup              –   ●   –    –    –    –   –   –   –   –    40
EditGroup             –   ●   –    –    –    –   –   –   –   –    40
MeetMonthly           –   ●   ●    –    –    –   –   –   –   –    13
FollowGroup           –   ●   ●    –    –    –   –   –   –   –    13
ImportCalendar        –   ●   –    –    –    –   ○   –   –   –    40
ForgetCalendar        –   ●   –    –    –    –   ○   –   –   –    40
ListBusy              –   ●   –    –    –    –   ○   –   –   –    40
WriteFeed             –   ●   –    –    –    –   ○   –   –   –    14
ReadNotices           ○   ○   ○    ○    ○    ○   ○   ○   ○   ○
UndoLast              ○   ○   ○    ○    ○    ○   ○   ○   –   ○
RedoLast              ○   ○   ○    ○    ○    ○   ○   ○   –   ○
Remind                ●   ●   ●    ●    ●    ●   ●   ●   ●   ●
"""


@cache
def _rows() -> dict[str, str]:
    """The marks of each command in the order of the columns."""
    _, *lines = TABLE.strip().splitlines()
    width = len(_columns())
    return {command: "".join(marks[:width]) for command, *marks in map(str.split, lines)}


@cache
def _columns() -> tuple[Standing, ...]:
    return tuple(Standing(word) for word in TABLE.split("\n")[1].split()[1:-1])


def table() -> dict[str, dict[Standing, str]]:
    """The table by command and column."""
    return {
        command: dict(zip(_columns(), marks, strict=True)) for command, marks in _rows().items()
    }


def allows(command: str, standings: frozenset[Standing]) -> bool:
    """Whether any of the *standings* may give the *command*; an unknown command is refused (A1)."""
    marks = zip(_columns(), _rows().get(command, ""), strict=False)
    return any(mark in "●○" for standing, mark in marks if standing in standings)
