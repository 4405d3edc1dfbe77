"""Answers taken in by verbs, as CLI.md says of them (R14.1, I8, ICALENDAR I1 to I11)."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.tui.by_verbs import ME, CommandLine

STAMP = datetime(2027, 7, 2, 9, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    return folder


class Post:
    """Somebody's calendar answers a meeting of the lead, "zhang"."""

    def __init__(self, liaison: CommandLine, folder: Path) -> None:
        self.liaison, self.folder = liaison, folder
        number = liaison.led()
        words = ("--attendees", "zhang chair accepted, wang, zhao optional", "--start", "+9d 10:00")
        made = liaison.document("meeting", "schedule", "--request", number, *words, by="zhang")
        self.number = str(made["number"])
        out = folder / "out"
        out.mkdir()
        self.out = out
        self.sent = liaison.document("meeting", "invite", self.number, "--to", str(out), by="zhang")

    def write(
        self, name: str, who: str = "wang", said: str = "ACCEPTED", *lines: str, at: int = 0,
        sequence: int | None = None, method: str = "REPLY", organizer: str = "zhang@example.com",
        more: str = "", uid: str = "",
    ) -> str:  # fmt: skip
        address = who if "@" in who else f"{who}@example.com"
        stamp = (STAMP + timedelta(minutes=at)).strftime("%Y%m%dT%H%M%SZ")
        sequence = self.shown["sequence"] if sequence is None else sequence
        text = [
            "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
            f"UID:{uid or self.sent['uid']}", f"DTSTAMP:{stamp}", f"SEQUENCE:{sequence}",
            *([f"ORGANIZER:mailto:{organizer}"] if organizer else []),
            f"ATTENDEE;PARTSTAT={said}{more}:mailto:{address}", *lines,
            "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        path = self.folder / name
        path.write_bytes("\r\n".join(text).encode())
        return str(path)

    def receive(self, *files: str, by: str = "zhang") -> list[dict[str, Any]]:
        told = self.liaison("meeting", "receive", *files, "--json", by=by)
        found: list[dict[str, Any]] = told.data
        assert told.status == int(any(one["outcome"] == "reject" for one in found)), told
        return found

    def outcome(self, file: str, by: str = "zhang") -> str:
        [found] = self.receive(file, by=by)
        return str(found["outcome"])

    @property
    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = self.liaison.document("meeting", "show", self.number)
        return found

    def answers(self) -> dict[str, str]:
        return {a["person"]: a["partstat"] for a in self.shown["attendees"]}


@pytest.fixture
def post(liaison: CommandLine, inbox: Path) -> Post:
    return Post(liaison, inbox)


def test_an_answer_is_recorded_and_told_of_as_the_contract_says(post: Post) -> None:
    file = post.write("yes.ics", "wang", "ACCEPTED", "COMMENT:Gladly")
    [found] = post.receive(file)
    assert found == {
        "file": file, "outcome": "apply", "reason": "It counts from now on.",
        "meeting": post.number,
        "attendee": "wang@example.com", "partstat": "accepted", "sequence": 0,
        "comment": "Gladly",
    }  # fmt: skip
    assert post.answers() == {"zhang": "accepted", "wang": "accepted", "zhao": "needs-action"}
    assert post.outcome(file) == "no-change"
    trail = post.shown["history"][-1]
    assert (trail["command"], trail["actor"], trail["about"]) == (
        "ReceiveAnswer", "zhang", post.number,
    )  # fmt: skip
    assert trail["why"].startswith("yes.ics sha256:")
    told = post.liaison("meeting", "show", post.number)
    assert "“Gladly”  (reported by Zhang)" in told.out
    assert "2 will attend" in told.out or "1 not answered" in told.out


def test_I8_an_answer_changes_nothing_but_the_answer(post: Post) -> None:
    before = post.shown
    hijack = post.write(
        "h.ics", "wang", "TENTATIVE", "SUMMARY:Free gifts", "DTSTART:20300101T000000Z",
        "LOCATION:evil", "URL:https://evil.example", "STATUS:CANCELLED", more=";ROLE=CHAIR;CN=Boss",
    )  # fmt: skip
    assert post.outcome(hijack) == "apply"
    after = post.shown
    for name in ("attendees", "answers", "history", "version"):
        before.pop(name), after.pop(name)
    assert before == after


def test_I5_stale_overtaken_and_empty_answers_are_said_to_be_so(post: Post) -> None:
    assert post.outcome(post.write("a.ics", said="ACCEPTED", at=5)) == "apply"
    assert post.outcome(post.write("b.ics", said="DECLINED", at=4)) == "ignored"
    assert post.outcome(post.write("c.ics", said="NEEDS-ACTION", at=9)) == "ignored"
    words = ("meeting", "reschedule", post.number, "--start", "+10d 10:00")
    post.liaison.document(*words, by="zhang")
    assert post.answers()["wang"] == "needs-action"
    [found] = post.receive(post.write("d.ics", said="DECLINED", at=9, sequence=0))
    assert found["outcome"] == "stale"
    assert post.answers()["wang"] == "needs-action"
    assert "wang@example.com  declined" in post.liaison("meeting", "show", post.number).out
    assert post.outcome(post.write("e.ics", said="ACCEPTED", at=10)) == "apply"


def test_I3_I4_what_is_not_for_us_is_refused(post: Post) -> None:
    before = post.shown
    assert post.outcome(post.write("f.ics", organizer="mallory@evil.example")) == "reject"
    assert post.outcome(post.write("g.ics", method="CANCEL")) == "reject"
    assert post.outcome(post.write("h.ics", method="DECLINECOUNTER")) == "reject"
    assert post.outcome(post.write("i.ics", "wang", "ACCEPTED", "RRULE:FREQ=SECONDLY")) == "reject"
    assert post.outcome(post.write("j.ics", uid="nobody@elsewhere")) == "unmatched"
    assert post.shown == before


def test_a_hidden_meeting_is_as_unknown_as_none(post: Post) -> None:
    file = post.write("a.ics")
    unknown = post.write("b.ics", uid="nobody@elsewhere")
    [hidden], [missing] = (post.receive(f, by="zheng") for f in (file, unknown))
    assert (hidden["outcome"], hidden["reason"]) == (missing["outcome"], missing["reason"])
    assert hidden["outcome"] == "unmatched"
    assert hidden["meeting"] == ""


def test_who_may_see_but_not_share_a_meeting_is_told_so(post: Post) -> None:
    told = post.liaison("meeting", "receive", post.write("a.ics"), "--json", by="boss")
    assert (told.status, told.data[0]["outcome"]) == (3, "reject")
    assert post.answers()["wang"] == "needs-action"


def test_I6_the_uninvited_wait_until_the_organiser_decides(post: Post) -> None:
    crash = post.write("a.ics", "chen", "ACCEPTED")
    stranger = post.write("b.ics", "mallory@evil.example", "ACCEPTED", more=";CN=Wang")
    assert [one["outcome"] for one in post.receive(crash, stranger)] == ["needs-decision"] * 2
    assert set(post.answers()) == {"zhang", "wang", "zhao"}
    assert post.liaison("meeting", "admit", post.number, by="zhang").status == 1
    words = ("meeting", "admit", post.number, "--attendee")
    told = post.liaison(*words, "mallory@evil.example", "--json", by="zhang")
    assert (told.status, told.error["field"]) == (1, "person")
    post.liaison.document(*words, "CHEN@example.com", by="zhang")
    assert post.answers()["chen"] == "accepted"
    post.liaison.document("meeting", "dismiss", post.number, by="zhang")
    assert post.liaison("meeting", "dismiss", post.number, by="zhang").status == 1
    assert post.outcome(crash) == "no-change"
    assert post.outcome(stranger) == "no-change"


def test_I6_an_address_that_was_admitted_answers_for_its_person(post: Post) -> None:
    assert post.outcome(post.write("a.ics", "w.wang@home.example", "DECLINED")) == "needs-decision"
    words = ("meeting", "admit", post.number, "--person", "wang")
    post.liaison.document(*words, by="zhang")
    assert post.answers()["wang"] == "declined"
    assert post.outcome(post.write("b.ics", "w.wang@home.example", at=5)) == "apply"
    assert post.outcome(post.write("c.ics", "wang", "TENTATIVE", at=4)) == "ignored"
    assert post.answers() == {"zhang": "accepted", "wang": "accepted", "zhao": "needs-action"}


def test_I6_who_sends_somebody_else_waits_too(post: Post) -> None:
    more = ';DELEGATED-TO="mailto:li@example.com"'
    assert post.outcome(post.write("a.ics", "wang", "DELEGATED", more=more)) == "needs-decision"
    assert post.answers()["wang"] == "needs-action"
    post.liaison.document("meeting", "admit", post.number, by="zhang")
    assert post.answers() == {
        "zhang": "accepted", "wang": "delegated", "zhao": "needs-action", "li": "needs-action",
    }  # fmt: skip


def test_I8_a_proposal_is_shown_and_moves_nothing(post: Post) -> None:
    start = datetime.fromisoformat(post.shown["start"]) + timedelta(hours=2)
    lines = (f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "COMMENT:Later, please")
    file = post.write("a.ics", "wang", "TENTATIVE", *lines, method="COUNTER")
    before = post.shown["start"]
    assert post.outcome(file, by=ME) == "proposal"
    shown = post.shown
    assert (shown["start"], shown["sequence"], post.answers()["wang"]) == (
        before, 0, "needs-action",
    )  # fmt: skip
    assert "wang@example.com proposes" in post.liaison("meeting", "show", post.number).out
    [notice] = [
        one for one in post.liaison.document("inbox", "list", by="zhang")
        if "proposes" in one["text"]
    ]  # fmt: skip
    assert notice["about"] == post.number
    assert post.liaison("meeting", "admit", post.number, by="zhang").status == 1
    post.liaison.document(
        "meeting", "reschedule", post.number, "--start", start.isoformat(), by="zhang"
    )
    assert "proposes" not in post.liaison("meeting", "show", post.number).out.split("History")[0]


def test_a_proposal_that_is_turned_down_is_answered_in_a_file(post: Post) -> None:
    file = post.write("a.ics", "wang", "TENTATIVE", "DTSTART:20300101T000000Z", method="COUNTER")
    assert post.outcome(file) == "proposal"
    words = ("meeting", "dismiss", post.number, "--to", str(post.out), "--reason", "No room")
    shown = post.liaison.document(*words, by="zhang")
    [path] = [f for f in shown["files"] if f.endswith(".ics")]
    calendar = Calendar.from_ical(Path(path).read_bytes())
    event: Any = calendar.walk("VEVENT")[0]
    assert (str(calendar["METHOD"]), str(event["UID"])) == ("DECLINECOUNTER", post.sent["uid"])
    assert str(event["ATTENDEE"]) == "mailto:wang@example.com"
    assert str(event["COMMENT"]) == "No room"
    assert int(event["SEQUENCE"]) == 0


def test_I4_asking_for_the_invitation_again_reaches_the_organiser(post: Post) -> None:
    [found] = post.receive(post.write("a.ics", method="REFRESH"), by=ME)
    assert found["outcome"] == "ignored"
    assert f"meeting invite {post.number}" in found["reason"]
    texts = [one["text"] for one in post.liaison.document("inbox", "list", by="zhang")]
    assert any("asks for the invitation" in text for text in texts)


def test_all_in_any_order_end_in_the_same_state(post: Post) -> None:
    """Taken back by undo between the orders, which leaves nothing of an answer (I11)."""
    files = [
        post.write("a.ics", "wang", "ACCEPTED", at=1),
        post.write("b.ics", "wang", "DECLINED", "COMMENT:ill", at=2),
        post.write("c.ics", "zhao", "TENTATIVE", at=1),
        post.write("d.ics", "wang", "DELEGATED", at=0),
        post.write("e.ics", "chen", "ACCEPTED", at=3),
    ]
    states, empty = set(), post.answers()
    for order in list(permutations(files))[::7]:
        found = post.receive(*order)
        waits = sorted(
            a["attendee"] for a in post.shown["answers"]
            if a["outcome"] == "needs-decision" and not a["settled"]
        )  # fmt: skip
        states.add((tuple(sorted(post.answers().items())), tuple(waits)))
        kept = sum(one["outcome"] not in ("ignored", "no-change") for one in found)
        for _again in range(kept):
            post.liaison.document("undo", by="zhang")
        assert (post.answers(), post.shown["answers"]) == (empty, [])
    assert states == {
        ((("wang", "declined"), ("zhang", "accepted"), ("zhao", "tentative")),
         ("chen@example.com",)),
    }  # fmt: skip


def test_a_folder_is_read_once_and_left_as_it_is(post: Post, inbox: Path) -> None:
    post.write("a.ics", "wang", "ACCEPTED")
    post.write("b.eml", uid="nobody@elsewhere")
    (inbox / "c.ics").write_bytes(b"x" * 5_000_000)
    (inbox / "notes.txt").write_text("not an answer")
    (inbox / ".hidden.ics").write_text("not yet")
    words = ("meeting", "receive", "--folder", str(inbox))
    told = post.liaison(*words, "--json", by="zhang")
    assert told.status == 1
    assert [one["outcome"] for one in told.data] == ["apply", "unmatched", "reject"]
    names = sorted(os.listdir(inbox))
    assert post.liaison(*words, "--json", by="zhang").data == []
    assert post.liaison(*words, by="zhang").out == "There is nothing new.\n"
    post.write("later.ics", "wang", "DECLINED", at=5)
    assert [o["outcome"] for o in post.liaison.document(*words, by="zhang")] == ["apply"]
    assert set(names) <= set(os.listdir(inbox))
    assert post.answers()["wang"] == "declined"
    post.liaison.document("undo", by="zhang")
    assert post.answers()["wang"] == "accepted"
    assert post.liaison.document(*words, by="zhang") == []


def test_a_folder_may_be_set_once_for_all(
    post: Post, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "liaison").mkdir(parents=True)
    settings = tmp_path / "config" / "liaison" / "settings.toml"
    settings.write_text(f'answers_folder = "{inbox}"\n')
    post.write("a.ics")
    words = ("meeting", "receive")
    assert [o["outcome"] for o in post.liaison.document(*words, by="zhang")] == ["apply"]
    assert post.liaison(*words, by="zhang").out == "There is nothing new.\n"


def test_what_is_no_file_is_wrong_usage_and_nothing_is_taken_in(post: Post, inbox: Path) -> None:
    good = post.write("a.ics")
    os.mkfifo(inbox / "pipe.ics")
    for words in (
        (), (good, str(inbox / "missing.ics")), (good, str(inbox)), (str(inbox / "pipe.ics"),),
        (good, "--folder", str(inbox)), ("--folder", str(inbox / "missing")), ("\0",),
    ):  # fmt: skip
        assert post.liaison("meeting", "receive", *words, "--json", by="zhang").status == 2, words
    assert post.answers()["wang"] == "needs-action"


def test_I10_hostile_text_is_told_harmlessly(post: Post) -> None:
    file = post.write("\x1b[31mname.ics", "wang", "ACCEPTED", "COMMENT:\x1b]0;x\x07[/]\u202e=1+1")
    told = post.liaison("meeting", "receive", file, by="zhang")
    assert "\x1b" not in told.out
    shown = post.liaison("meeting", "show", post.number).out
    assert "“]0;x[/]=1+1”" in shown
    assert "\x1b" not in shown


def test_an_answer_by_hand_counts_until_a_later_one(post: Post) -> None:
    words = ("meeting", "answer", post.number, "--answer")
    post.liaison.document(*words, "declined", by="wang")
    assert post.answers()["wang"] == "declined"
    post.liaison.document(*words, "accepted", "--person", "zhao", "--comment", "phoned", by="zhang")
    assert post.answers()["zhao"] == "accepted"
    assert post.outcome(post.write("old.ics", "wang", at=-60 * 24 * 365 * 3)) == "ignored"
    assert post.outcome(post.write("new.ics", "wang", at=60)) == "apply"
    assert post.liaison(*words, "accepted", "--person", "sun", by="zhang").status == 1
    assert post.liaison(*words, "accepted", "--person", "wang", by="boss").status == 3


def test_who_has_not_answered_is_asked_once_a_day(post: Post) -> None:
    post.outcome(post.write("a.ics", "wang", "DECLINED"))
    words = ("meeting", "nudge", post.number)
    assert post.liaison(*words, by="zhang").status == 0
    texts = {
        login: [one["text"] for one in post.liaison.document("inbox", "list", by=login)]
        for login in ("wang", "zhao", "zhang")
    }
    asked = {login for login, all_ in texts.items() if any("Will you" in text for text in all_)}
    assert asked == {"zhao"}
    told = post.liaison(*words, by="zhang")
    assert (told.status, "today already: zhao" in told.err) == (1, True)
    post.outcome(post.write("b.ics", "zhao", "ACCEPTED"))
    assert "Everybody has answered" in post.liaison(*words, by="zhang").err


def test_P7_who_is_taken_off_is_sent_a_cancellation_alone(post: Post) -> None:
    words = ("meeting", "edit", post.number, "--attendees", "zhang chair, zhao optional")
    assert post.liaison.document(*words, by="zhang")["sequence"] == 1
    shown = post.liaison.document(
        "meeting", "invite", post.number, "--to", str(post.out), by="zhang"
    )
    [gone] = [Path(f) for f in shown["files"] if f.endswith(f"{post.number}-removed-wang.ics")]
    calendar = Calendar.from_ical(gone.read_bytes())
    event: Any = calendar.walk("VEVENT")[0]
    assert (str(calendar["METHOD"]), int(event["SEQUENCE"])) == ("CANCEL", 1)
    assert "STATUS" not in event
    assert str(event["ATTENDEE"]) == "mailto:wang@example.com"
    rest = Calendar.from_ical((post.out / f"{post.number}.ics").read_bytes())
    others: Any = rest.walk("VEVENT")[0]
    assert (str(rest["METHOD"]), int(others["SEQUENCE"])) == ("REQUEST", 1)
    assert "mailto:wang@example.com" not in map(str, others["ATTENDEE"])
    assert post.outcome(post.write("a.ics", "wang", "ACCEPTED")) == "needs-decision"
    again = ("meeting", "edit", post.number, "--attendees", "zhang chair, wang, zhao optional")
    post.liaison.document(*again, by="zhang")
    shown = post.liaison.document(
        "meeting", "invite", post.number, "--to", str(post.out), by="zhang"
    )
    assert not [f for f in shown["files"] if "removed" in f]
