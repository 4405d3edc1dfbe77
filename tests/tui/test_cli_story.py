"""The story of S4 by verbs alone: a request, its plan, the work, a quarrel, undo."""

from __future__ import annotations

from tests.tui.by_verbs import ME, CommandLine

TASKS = [
    {
        "department": "PRD",
        "owner": "zhao",
        "title": "Product sheets",
        "start": "+1d",
        "finish": "+5d",
        "criterion": "three sheets, approved",
    },
]


def state(liaison: CommandLine, number: str) -> str:
    return str(liaison.document("request", "show", number)["state"])


def test_S4_a_request_goes_from_its_form_to_its_end(liaison: CommandLine) -> None:
    number = liaison.submitted()
    assert liaison.document("request", "list", "--state", "submitted")[0]["number"] == number
    told = liaison("request", "dispatch", number)
    assert (told.status, told.out) == (0, f"{number} is dispatched.\n")
    acknowledged = liaison.document("request", "acknowledge", number, by="zhang")
    clocks = {one["kind"]: one for one in acknowledged["deadlines"]}
    assert clocks["acknowledge"]["done_at"] <= clocks["acknowledge"]["due_at"]

    words = ("meeting", "schedule", "--request", number, "--start", "+3d 10:00")
    meeting = liaison.document(*words, by="zhang")
    assert {one["person"] for one in meeting["attendees"]} >= {"zhang", "wang", "chen", "sun"}
    assert liaison("meeting", "start", meeting["number"], by="zhang").status == 0
    liaison.document("meeting", "decide", meeting["number"], "--text", "Three sheets", by="zhang")
    liaison.document("meeting", "finish", meeting["number"], by="zhang")

    plan = {"request": number, "tasks": TASKS}
    planned = liaison.document("plan", "submit", "--from", "-", by="zhang", given=plan)
    assert (planned["revision"], planned["voters"]) == (1, ["PRD", "SAL"])
    liaison.document("plan", "answer", number, "--answer", "agree", by="chen")
    change = ("--answer", "change", "--text", "one more sheet")
    told = liaison("plan", "answer", number, *change, by="sun")
    assert told.out == f"{number} is not agreed.\n"
    assert state(liaison, number) == "second_coordination"

    line = "PRD | zhao | Product sheets | +1d > +5d | four sheets, approved"
    liaison.document("plan", "submit", number, "--tasks", line, by="zhang")
    diff = liaison.document("plan", "diff", number)
    assert [one["sign"] for one in diff["lines"]] == ["-", "+"]
    assert diff["lines"][1]["text"].endswith("four sheets, approved")
    for head in ("chen", "sun"):
        liaison.document("plan", "answer", number, "--answer", "agree", by=head)
    assert state(liaison, number) == "executing"

    [task] = liaison.document("task", "list", "--owner", "zhao")
    update = ("--state", "in_progress", "--risk", "Printing is late | supplier | +9d")
    shown = liaison.document("task", "update", task["number"], *update, by="zhao")
    assert shown["risk"]["what"] == "Printing is late"
    assert [one["state"] for one in shown["updates"]] == ["in_progress"]
    liaison.document("task", "deliver", task["number"], "--deliverable", "sheets.pdf", by="zhao")
    missing = ("--reason", "the fourth is missing")
    back = liaison.document("task", "send-back", task["number"], *missing, by="wang")
    assert back["reworks"] == 1
    liaison.document("task", "deliver", task["number"], "--deliverable", "sheets.pdf", by="zhao")
    liaison.document("task", "accept", task["number"], by="wang")
    assert state(liaison, number) == "closed"
    liaison.document("request", "archive", number)
    assert state(liaison, number) == "archived"
    assert liaison("trail", "verify").status == 0


def test_R3_4_an_objection_is_ruled_on(liaison: CommandLine) -> None:
    number = liaison.submitted()
    reason = ("--lead", "LOG", "--reason", "The stock is theirs.")
    liaison.document("request", "dispatch", number, *reason)
    liaison.document("request", "object", number, "--reason", "Marketing asks.", by="wu")
    assert state(liaison, number) == "objected"
    liaison.document("request", "uphold", number, "--reason", "Logistics has the stock.")
    assert state(liaison, number) == "dispatched"


def test_R3_2_a_returned_request_is_resubmitted_under_its_number(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "return", number, "--reason", "Logistics is missing.")
    details = ("--details", "LOG: 2 trucks @ +4d", "--details", "PRD: 3 sheets @ +5d")
    again = liaison.document(
        "request", "resubmit", number, "--involved-departments", "PRD, LOG", *details, by="wang"
    )
    assert (again["number"], again["state"]) == (number, "submitted")
    assert [one["department"] for one in again["details"]] == ["LOG", "PRD"]


def test_R12_3_a_conflict_closes_when_every_party_confirms(liaison: CommandLine) -> None:
    opened = liaison.document(
        "conflict", "open", "--title", "Whose stock", "--parties", "MKT,LOG", "--sudden", by="wang"
    )
    number = opened["number"]
    assert opened["sudden"] is True
    liaison.document("conflict", "note", number, "--text", "It is ours.", by="zheng")
    liaison.document("conflict", "settle", number, "--outcome", "Half each", by="wang")
    for who in ("wang", "zheng"):
        shown = liaison.document("conflict", "confirm", number, by=who)
    assert shown["state"] == "closed"
    assert [row["number"] for row in liaison.document("conflict", "list")] == [number]


def test_undo_and_redo_put_the_last_deed_back_and_forth(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "dispatch", number)
    undone = liaison("undo")
    assert (undone.status, undone.out) == (0, f"Undo: {number}\n")
    assert state(liaison, number) == "submitted"
    assert liaison.document("redo")["about"] == number
    assert state(liaison, number) == "dispatched"


def test_R16_3_reminders_are_shown_before_they_are_sent_and_sent_once(
    liaison: CommandLine,
) -> None:
    number = liaison.led()
    line = "PRD | zhao | Sheets | today > +1d | three"
    liaison.document("plan", "submit", number, "--tasks", line, by="zhang")
    for head in ("chen", "sun"):
        liaison.document("plan", "answer", number, "--answer", "agree", by=head)
    due = liaison.document("remind", "--dry-run")
    assert [one["people"] for one in due] == [["zhao"], ["zhang", ME]]
    about, text, people = liaison("remind").out.splitlines()[0].split("\t")
    assert (about, people) == (due[0]["about"], "zhao")
    assert "Sheets" in text
    assert liaison.document("remind") == []
    assert "Sheets" in liaison("inbox", "list", "--unread", by="zhao").out


def test_the_inbox_is_read(liaison: CommandLine) -> None:
    number = liaison.submitted()
    [notice] = liaison.document("inbox", "list", "--unread")
    assert notice["about"] == number
    assert number in notice["text"]
    assert liaison.document("inbox", "read", str(notice["id"])) == {"read": 1}
    assert liaison.document("inbox", "list", "--unread") == []
    assert [one["id"] for one in liaison.document("inbox", "list")] == [notice["id"]]


def test_A3_the_keyboard_is_kept_beside_the_actor(liaison: CommandLine) -> None:
    number = liaison.submitted(by="wang")
    liaison.document("request", "dispatch", number)
    entries = {one["command"]: one for one in liaison.document("trail", "list", "--after", "4")}
    submitted, dispatched = entries["SubmitRequest"], entries["DispatchRequest"]
    assert (submitted["actor"], submitted["os_user"]) == ("wang", ME)
    assert (dispatched["actor"], dispatched["os_user"]) == (ME, "")
