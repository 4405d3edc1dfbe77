"""What was said by phone is written down afterwards, and asked for until it is (R4.1, R13.4)."""

from __future__ import annotations

import pytest

from core.commands.desk import Remind, UndoLast
from core.commands.dispatch import DispatchRequest, RejectRequest
from core.commands.responding import RecordResponse, RespondToRequest
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.desk import Notice
from core.model.request import Channel, Comment
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, local, moment

OWED = "written_record"


def called(office: Office, channel: Channel = Channel.PHONE, **more: bool) -> str:
    """A request to which the coordinator responded on Monday at nine."""
    number = deeds.submitted(office, **({"urgent": True} | more))
    office.do("root", RespondToRequest(number=number, text="We come", channel=channel))
    return number


def reminded(office: Office, at: str) -> set[tuple[str, str]]:
    """What a run of reminders says of written records, to whom."""
    office.at(at)
    return office.told() if office.do("guest", Remind()) else set()


def asked(office: Office, at: str) -> set[str]:
    return {who for who, text in reminded(office, at) if "not written down yet" in text}


def test_R13_4_an_urgent_response_by_phone_owes_a_written_record(office: Office) -> None:
    number = called(office)
    assert office.clocks(number)[OWED, ""] == "2026-11-03 09:00"
    assert (OWED, number) in office.duties("root")
    assert (OWED, number) not in office.duties("zhang")
    record = RecordResponse(
        number=number, text="The line stands still", who="Wang, Root", agreed="A part by 16:00",
        spoken_at=moment("2026-11-02 08:55"), channel=Channel.PHONE,
    )  # fmt: skip
    office.do("root", record, "2026-11-02 11:00")
    assert OWED not in {kind for kind, _ in office.clocks(number)}
    assert (OWED, number) not in office.duties("root")
    assert asked(office, "2026-11-30 09:00") == set()
    *_, kept = office.records(Comment, about=number)
    assert (kept.text, kept.agreed, kept.who) == (
        "The line stands still", "A part by 16:00", "Wang, Root",
    )  # fmt: skip
    assert kept.spoken_at
    assert local(kept.spoken_at) == "2026-11-02 08:55"
    assert "what was said is written down" in office.inbox("wang")[0]


@pytest.mark.parametrize(
    ("channel", "urgent", "owes"),
    [
        (Channel.PHONE, True, True), (Channel.MESSAGE, True, True),
        (Channel.MEETING, True, False), (Channel.WRITING, True, False),
        (Channel.PHONE, False, False),
    ],
)  # fmt: skip
@SQLITE_ALONE
def test_R13_4_only_what_was_urgent_and_spoken_owes_one(
    office: Office, channel: Channel, urgent: bool, owes: bool
) -> None:
    number = called(office, channel, urgent=urgent)
    assert ((OWED, number) in office.duties("root")) is owes


@SQLITE_ALONE
def test_R13_4_only_the_first_response_owes_one(office: Office) -> None:
    number = deeds.dispatched(office, urgent=True)
    office.do("wu", RespondToRequest(number=number, text="On it", channel=Channel.PHONE))
    assert OWED not in {kind for kind, _ in office.clocks(number)}


@SQLITE_ALONE
def test_R13_4_it_is_owed_in_the_post_of_who_responded(office: Office) -> None:
    number = deeds.submitted(office, urgent=True)
    office.do("li", RespondToRequest(number=number, text="We look", channel=Channel.MESSAGE))
    assert (OWED, "SAL") in office.clocks(number)
    for login, owes in (("li", True), ("sun", True), ("zhao", False), ("root", False)):
        assert ((OWED, number) in office.duties(login)) is owes, login
    assert asked(office, "2026-11-03 09:00") == {"li", "root"}
    office.do("sun", RecordResponse(number=number, text="What li said", who="li, wang"))
    assert (OWED, number) not in office.duties("li")
    *_, kept = office.records(Comment, about=number)
    assert (kept.channel, kept.spoken_at) == (Channel.MESSAGE, moment("2026-11-02 09:00"))


def test_R4_1_it_is_asked_for_each_working_day_until_it_is_there(office: Office) -> None:
    number = called(office)
    office.do("root", DispatchRequest(number=number))
    assert asked(office, "2026-11-03 08:59") == set()
    assert asked(office, "2026-11-03 09:00") == {"root"}
    assert asked(office, "2026-11-03 18:00") == set()
    assert asked(office, "2026-11-04 08:00") == {"root"}
    # The Sunday is free, and after a week without a run one question is enough (R16.1).
    assert asked(office, "2026-11-08 08:00") == set()
    assert asked(office, "2026-11-16 08:00") == {"root"}
    causes = [n.cause for n in office.records(Notice) if n.cause.startswith("unwritten")]
    assert len(causes) == len(set(causes)) == 3
    office.do("root", RecordResponse(number=number, text="Said", who="We"))
    assert asked(office, "2026-11-17 08:00") == set()
    office.do("root", UndoLast())
    assert asked(office, "2026-11-17 09:00") == {"root"}


@SQLITE_ALONE
def test_R13_4_what_was_said_stays_owed_when_the_request_is_refused(office: Office) -> None:
    number = called(office)
    office.do("root", RejectRequest(number=number, reason="Not ours"))
    assert (OWED, number) in office.duties("root")
    office.do("root", RecordResponse(number=number, text="We said no", who="Wang"))
    assert (OWED, number) not in office.duties("root")


@SQLITE_ALONE
def test_R13_4_a_record_is_of_what_was_said_and_of_the_past(office: Office) -> None:
    number = called(office)
    soon, written = moment("2026-11-02 09:01"), Channel.WRITING
    with pytest.raises(RuleViolation, match="before now"):
        office.do("root", RecordResponse(number=number, text="x", who="y", spoken_at=soon))
    with pytest.raises(RuleViolation, match="needs no record"):
        office.do("root", RecordResponse(number=number, text="x", who="y", channel=written))
    with pytest.raises(NotPermitted):
        office.do("wang", RecordResponse(number=number, text="x", who="y"))
    with pytest.raises(NoSuchRecord):
        office.do("guest", RecordResponse(number=number, text="x", who="y"))
    assert (OWED, number) in office.duties("root")
    # What was agreed elsewhere may be written down whether or not it is owed (R4.2).
    calm = deeds.coordinating(office)
    office.do("wu", RecordResponse(number=calm, text="Agreed on the way", who="wu, sun"))
    assert office.records(Comment, about=calm)[-1].channel is Channel.PHONE
