"""What the reading verbs give back: lists with filters, documents, plans, the board, the trail."""

from __future__ import annotations

import sqlite3

import pytest

from db import windows
from tests.tui.by_verbs import ME, CommandLine
from tui.commandline.listings import LISTINGS

# Filters that the board's questions need, and one record by its name.
INNER = {"from", "before", "number", "numbers", "states", "begun_by", "open_at"}


def test_every_filter_of_a_window_is_an_option() -> None:
    for listing in LISTINGS.values():
        offered = {one.name for one in listing.filters}
        assert offered == set(windows.named(listing.view).filters) - INNER, listing.view


@pytest.mark.parametrize("noun", LISTINGS)
def test_every_filter_is_understood_by_the_database(liaison: CommandLine, noun: str) -> None:
    liaison.led()
    typed = {"day": "+1d", "flag": "yes", "person": "wang", "record": "XMBG-1", "text": "MKT"}
    for one in LISTINGS[noun].filters:
        value = typed.get(one.kind, "PRD")
        if one.choices[0]:
            value = {"state": "open", "type": "process", "kind": "weekly"}.get(one.name, "major")
            value = "draft" if (noun, one.name) == ("request", "state") else value
            value = "live" if (noun, one.name) == ("meeting", "state") else value
            value = "done" if (noun, one.name) == ("task", "state") else value
            value = "running" if (noun, one.name) == ("series", "state") else value
            value = "active" if (noun, one.name) == ("team", "state") else value
        assert isinstance(liaison.document(noun, "list", f"--{one.name}", value), list)


def test_R3_1_a_list_goes_on_behind_a_record(liaison: CommandLine) -> None:
    numbers = [liaison.submitted(title=f"Nr {n}") for n in range(5)]
    seen: list[str] = []
    after: tuple[str, ...] = ()
    while rows := liaison.document("request", "list", "--limit", "2", *after):
        seen += [row["number"] for row in rows]
        after = ("--after", seen[-1].lower())
    assert seen == numbers
    assert liaison("request", "list", "--after", numbers[0], by="zheng").status == 4


def test_a_list_is_filtered_and_searched(liaison: CommandLine) -> None:
    one = liaison.submitted(title="50% off_season", priority="low")
    two = liaison.submitted(title="物流预案")
    liaison.document("request", "dispatch", two, "--lead", "LOG", "--reason", "theirs")

    def found(*words: str) -> list[str]:
        return [row["number"] for row in liaison.document("request", "list", *words)]

    assert found() == [two, one]
    assert found("--state", "submitted") == [one]
    assert found("--state", "submitted", "--state", "dispatched") == [two, one]
    assert found("--lead", "log") == [two]
    assert found("--department", "SAL") == [two, one]
    assert found("--search", "物流") == [two]
    assert found("--search", "%") == [one]
    assert found("--search", "_s") == [one]
    assert found("--coordinator", ME) == [two]
    assert found("--flagged", "no") == [two, one]
    assert found("--flagged") == []


def test_A4_a_list_holds_what_the_person_may_see(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "draft", "--title", "secret", by="wang")
    assert len(liaison.document("request", "list", by="wang")) == 2
    assert [r["number"] for r in liaison.document("request", "list", by="li")] == [number]
    assert liaison.document("request", "list", by="zheng") == []


def test_text_in_a_pipe_is_a_line_a_record(liaison: CommandLine) -> None:
    number = liaison.submitted()
    lines = liaison("request", "list").out.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[number, "submitted"]]
    assert "市场部" in liaison("department", "list").out
    assert f"{ME}\t" in liaison("person", "list").out


def test_a_request_shows_everything_that_is_kept(liaison: CommandLine) -> None:
    details = [{"department": "PRD", "what": "尽快配合"}, {"department": "SAL", "what": "2场培训"}]
    number = liaison.submitted(details=details)
    shown = liaison.document("request", "show", number.lower())
    assert [flag["field"] for flag in shown["flags"]] == ["details[0]"]
    assert shown["flags"][0]["excerpt"] == "尽快配合"
    assert "尽快" in shown["flags"][0]["hint"]
    assert (shown["state"], shown["version"], shown["number"]) == ("submitted", 1, number)
    assert set(shown["deadlines"][0]) >= {"kind", "due_at", "done_at"}
    assert [one["command"] for one in shown["history"]] == ["SubmitRequest"]
    assert set(shown["details"][0]) == {"department", "what", "by"}
    told = liaison("request", "show", number)
    assert "尽快配合" in told.out
    assert told.out.endswith("\n")


def test_R2_5_what_was_vague_is_pointed_at_when_it_goes_in(liaison: CommandLine) -> None:
    words = ("--title", "x", "--details", "PRD: help out", "--involved-departments", "PRD")
    told = liaison("request", "draft", *words, by="wang")
    assert told.status == 0
    assert told.out.splitlines()[0] == "DRAFT-1 is draft."
    assert "help out" in told.out.splitlines()[1]


def test_R2_4_a_form_is_checked_without_being_kept(liaison: CommandLine) -> None:
    told = liaison("request", "check", "--title", "x", "--json", by="wang")
    assert told.status == 1
    assert not told.data["complete"]
    assert {one["field"] for one in told.data["problems"]} >= {"background", "expected"}
    assert liaison.document("request", "list", by="wang") == []
    unknown = liaison("request", "check", "--involved-departments", "NIX", "--json", by="wang")
    assert [one["field"] for one in unknown.data["problems"]] == ["involved_departments"]
    before = len(liaison.document("trail", "list"))
    assert liaison("request", "check", by="wang").status == 1
    assert len(liaison.document("trail", "list")) == before


def test_R2_5_flags_alone_do_not_fail_a_check(liaison: CommandLine) -> None:
    vague = [{"department": "PRD", "what": "support"}, {"department": "SAL", "what": "2 days"}]
    number = liaison.submitted(details=vague)
    told = liaison("request", "check", number, "--json")
    assert (told.status, told.data["complete"], len(told.data["flags"])) == (0, True, 1)
    draft = liaison.document("request", "draft", "--title", "mine", by="wang")["number"]
    assert liaison("request", "check", draft, by="wang").status == 1
    assert liaison("request", "check", draft, by="zheng").status == 4
    assert liaison("request", "check", number, by="zheng").status == 4
    other = ("--originating-department", "MKT")
    assert liaison("request", "check", *other, by="zheng").status == 3
    liaison.document("person", "add", "guest", "--name", "Guest")
    assert liaison("request", "check", "--title", "x", by="guest").status == 3


def test_a_meeting_shows_what_calendars_need(liaison: CommandLine) -> None:
    words = ("meeting", "schedule", "--request", liaison.led(), "--start", "2036-05-20 10:00")
    shown = liaison.document(*words, by="zhang")
    assert (shown["start"], shown["end"]) == (
        "2036-05-20T02:00:00+00:00",
        "2036-05-20T03:00:00+00:00",
    )
    assert shown["sequence"] == 0
    assert shown["dtstamp"] is None
    assert shown["uid"].endswith("@liaison")
    assert {"person", "role", "partstat"} == set(shown["attendees"][0])


def test_R6_2_versions_of_a_plan(liaison: CommandLine) -> None:
    number = liaison.led()
    assert liaison("plan", "show", number).status == 1
    for title in ("Sheets", "Posters"):
        line = f"PRD | zhao | {title} | +1d > +5d | three"
        risk = "It rains | 3 | stay inside"
        words = ("--tasks", line, "--contingencies", risk)
        liaison.document("plan", "submit", "--request", number, *words, by="zhang")
        answer = ("--answer", "disagree", "--text", "no")
        liaison.document("plan", "answer", number, *answer, by="chen")
    shown = liaison.document("plan", "show", number)
    assert (shown["revision"], [one["revision"] for one in shown["versions"]]) == (2, [1, 2])
    told = liaison("plan", "show", number).out
    assert "version 2 of 2: not agreed" in told
    assert "Waiting for: SAL" in told
    diff = liaison("plan", "diff", number).out.splitlines()
    assert [line[0] for line in diff] == ["-", "+", " "]
    assert ("Sheets" in diff[0], "Posters" in diff[1]) == (True, True)
    same = liaison.document("plan", "diff", number, "--old", "2", "--new", "2")
    assert {line["sign"] for line in same["lines"]} == {" "}
    assert liaison("plan", "diff", number, "--old", "9").status == 2


def test_R7_3_the_board_of_a_week(liaison: CommandLine) -> None:
    number = liaison.led()
    line = "PRD | zhao | Sheets | today > +30d | three"
    liaison.document("plan", "submit", number, "--tasks", line, by="zhang")
    for head in ("chen", "sun"):
        liaison.document("plan", "answer", number, "--answer", "agree", by=head)
    [lane] = liaison.document("board")["lanes"]
    [card] = lane["columns"]["not_started"]
    assert (lane["key"], card["title"]) == (number, "Sheets")
    assert liaison.document("board", "--lanes", "owner")["lanes"][0]["key"] == "zhao"
    assert liaison.document("board", "--week", "2020-W01")["lanes"] == []
    assert "Sheets" in liaison("board").out
    assert liaison.document("board", by="zheng")["lanes"] == []


def test_R5_4_the_meetings_of_a_week_day_by_day(liaison: CommandLine) -> None:
    def booked(kind: str, start: str, *more: str) -> str:
        words = ("--kind", kind, "--start", start, "--title", "=Nr\t" + kind, *more)
        return str(liaison.document("meeting", "schedule", *words, by="zhang")["number"])

    kickoff = booked("kickoff", "2027-03-03 10:00", "--request", liaison.led(), "--place", "301")
    urgent = booked("urgent", "2027-03-03 10:30", "--attendees", "wang, li")
    off = booked("urgent", "2027-03-06 20:00", "--attendees", "zhang")  # a Saturday
    gone = booked("urgent", "2027-03-04 9:00", "--attendees", "zhang")
    liaison.document("meeting", "cancel", gone, "--reason", "r", by="zhang")

    def week(*more: str, of: str = "2027-W09", by: str = "zhang") -> list[list[str]]:
        days = liaison.document("meeting", "list", "--week", of, *more, by=by)["days"]
        return [[m["number"] for m in day["meetings"]] for day in days]

    assert week() == [[], [], [kickoff, urgent], [], [], [off]]
    assert week("--kind", "kickoff") == [[], [], [kickoff], [], []]
    assert week("--department", "PRD") == week("--filter", "dept:PRD kind:kickoff")
    assert week("--department", "SAL")[2] == [kickoff, urgent]
    assert week("--state", "cancelled") == [[], [], [], [gone], []]
    assert week(of="2027-W10") == [[]] * 5
    assert week(by="zheng") == [[]] * 5  # whose business none of them is
    [first, second] = liaison.document("meeting", "list", "--week", "2027-W09", by="li")["days"][2][
        "meetings"
    ]
    assert (first["answer"], first["end"]) == ("needs-action", "2027-03-03T03:00:00+00:00")
    assert [c["number"] for c in second["clashes"]] == [kickoff]
    lines = liaison("meeting", "list", "--week", "2027-W09", "--lang", "en", by="li").out
    day, time, number, kind, title, place, marks = lines.splitlines()[0].split("\t")
    assert (day, time, number, kind, place) == (
        "2027-03-03", "10:00-11:00", kickoff, "kick-off", "301",
    )  # fmt: skip
    assert "\t" not in title
    assert marks == f"you have not answered; clashes with {urgent}: li, wang, zhang"
    for wrong in (["x"], ["2027-W60"], ["2027-W09", "--limit", "3"], ["2027-W09", "--sort", "x"]):
        told = liaison("meeting", "list", "--week", *wrong, "--json")
        assert told.status == 2, told
        assert told.error["message"]


def test_R17_1_the_trail_is_read_by_those_who_may(liaison: CommandLine) -> None:
    number = liaison.submitted()
    whole = liaison.document("trail", "list", "--limit", "2")
    assert [entry["seq"] for entry in whole] == [1, 2]
    assert [
        e["seq"] for e in liaison.document("trail", "list", "--after", "2", "--limit", "1")
    ] == [3]
    assert set(whole[0]) >= {"at", "actor", "os_user", "command", "before", "after", "why", "hash"}
    assert liaison("trail", "list", by="wang").status == 3
    assert liaison("trail", "verify", by="wang").status == 3
    [entry] = liaison.document("trail", "list", number, by="wang")
    assert entry["command"] == "SubmitRequest"
    assert liaison("trail", "list", number, by="zheng").status == 4
    assert "Submit a request" in liaison("trail", "list", number).out


def tamper(liaison: CommandLine, *sql: str) -> None:
    """Change the database behind the program's back, past its triggers."""
    with sqlite3.connect(liaison.db) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in sql:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE trail SET why = 'another' WHERE seq = 3", "entry 3: "),
        ("UPDATE trail SET actor = 'wang' WHERE seq = 3", "entry 3: "),
        ("DELETE FROM trail WHERE seq = 3", "entry 3 is missing"),
    ],
)
def test_A9_verify_names_the_broken_entry(liaison: CommandLine, sql: str, said: str) -> None:
    assert liaison.document("trail", "verify")["intact"] is True
    tamper(liaison, sql)
    told = liaison("trail", "verify")
    assert (told.status, said in told.out) == (1, True), told
    told = liaison("trail", "verify", "--json")
    assert (told.status, told.data["broken"], told.data["intact"]) == (1, 3, False)
    assert liaison("db", "check").status == 1


def test_keys_name_every_screens_verbs_with_their_ids(liaison: CommandLine) -> None:
    keys = {one["id"]: one for one in liaison.document("keys")}
    assert keys["intake.request-dispatch"]["verb"] == "request dispatch"
    assert keys["app.quit"]["key"] == "ctrl+q"
    assert len(keys) > 40
