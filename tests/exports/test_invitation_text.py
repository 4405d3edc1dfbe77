"""No text of a user becomes anything but text in an invitation (R14.3, I1, I7, L1 to L5)."""

import re
from dataclasses import replace
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from core.model.meeting import Block, Meeting
from core.model.organisation import Person
from exports.invitation import invite
from exports.wording import line
from tests.exports.meetings import KICKOFF, PEOPLE, shape, unfolded

NASTY = (
    "一行\n二行\r三行\r\n四行",
    "x\r\nATTACH:https://evil.example\r\n",
    "x\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VALARM",
    "x;VALUE=URI:mailto:evil@example.com",
    'a, b; c: "d" ^n ^^ ^\' e',
    r"C:\New \NAS01\neu \\n \; \, \\",
    "\\",
    "日" * 10_000,
    "ab" * 5_000,
    "\\n" * 5_000,
    "👨‍👩‍👧‍👦🏽 🇨🇳 e\u0301 𠮷",
    "😀" * 200,
    "\x1b]0;PWNED\x1b\\ \x1b[2J\x9b31m",
    "a\x00b\x07c\x0bd\x0ce\x7ff\x85g\u2028h\u2029i",
    "\ud800 half \udfff",
    "abc\u202ecba\u2066x\u2069 z\u200bw",
    "\t tabs \t and  spaces \t",
    "{name} {0} %s %(x)s {{",
    "=1+1",
    "[@click=app.quit]x[/]",
    "50%2C%0D%0A off",
    "\ufeffBOM",
    "x" + "\n" * 500 + "y",
    "x" + " " * 500 + "y",
)
# HTAB is allowed by the RFC and still not ours.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def invitation_full_of(text: str) -> tuple[Meeting, dict[str, Person], dict[str, Any]]:
    """A meeting with *text* in every field that a person fills in; none of them empty."""
    text = f"x{text}"
    blocks = tuple(
        replace(block, name=text, presenter="li", question=text) for block in KICKOFF.blocks
    )
    full = replace(
        KICKOFF,
        title=text,
        place=text,
        request=text,
        number=text,
        blocks=(*blocks, Block(name=text, minutes=1, presenter=text, question=text)),
    )
    people = {login: replace(person, name=text) for login, person in PEOPLE.items()}
    return full, people, {"reason": text, "request_title": text}


def written(text: str, **how: Any) -> bytes:
    full, people, more = invitation_full_of(text)
    return invite(full, people, str, **more, **how).data


def assert_octets(data: bytes) -> None:
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    for physical in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(physical) <= 75
        assert physical.strip(), "an empty continuation"
        assert not FORBIDDEN.search(physical.decode("utf-8"))


@pytest.mark.parametrize("text", NASTY)
def test_L1_to_L5_the_octets_are_those_of_the_rfc(text: str) -> None:
    assert_octets(written(text))
    assert_octets(written(text, method="CANCEL"))


@pytest.mark.parametrize("text", NASTY)
def test_X2_two_readers_find_the_text_that_went_in(text: str) -> None:
    data = written(text)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    other = vobject.readOne(data.decode()).vevent
    said = line(f"x{text}")
    assert str(event["SUMMARY"]) == other.summary.value == said
    assert str(event["LOCATION"]) == other.location.value == said
    assert str(event["COMMENT"]) == other.comment.value == said
    assert str(event["DESCRIPTION"]) == other.description.value
    # Reason, request with title, five blocks with presenter and question, sender: no more lines.
    assert str(event["DESCRIPTION"]).count("\n") == 1 + 1 + 1 + 1 + 5 * 3 + 1 + 1


@pytest.mark.parametrize("text", NASTY)
def test_P5_names_hold_nothing_that_readers_trip_over(text: str) -> None:
    event: Any = icalendar.Calendar.from_ical(written(text)).walk("VEVENT")[0]
    names = {str(one.params["CN"]) for one in [event["ORGANIZER"], *event["ATTENDEE"]]}
    (name,) = names
    assert name.startswith("x")
    assert not set('"^;\\\n') & set(name)
    read = vobject.readOne(written(text).decode()).vevent.attendee_list
    assert {one.params["CN"][0] for one in read} == names


def test_X2_there_is_no_backslash_but_in_escapes() -> None:
    text = "\n".join(unfolded(written(r"C:\New \NAS01\neu")))
    assert set(re.findall(r"\\.", text)) <= {r"\n", r"\,", r"\;"}
    assert "SUMMARY:xC:/New /NAS01/neu" in text


@pytest.mark.parametrize("text", NASTY)
def test_I7_names_of_parts_and_properties_are_those_of_harmless_text(text: str) -> None:
    assert shape(written(text)) == shape(written("harmless"))


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120) | st.lists(
    st.sampled_from([*'\r\n\\,;:"^N \t日😀\x00\ud800', "BEGIN:VEVENT", "\r\n ", "END:VEVENT"])
).map("".join)


@given(ANY_TEXT)
def test_I7_no_text_at_all_adds_or_hides_a_property(text: str) -> None:
    data = written(text)
    assert_octets(data)
    assert shape(data) == shape(written("harmless"))
    read = icalendar.Calendar.from_ical(data)
    names = [(part.name, sorted(part.keys())) for part in read.walk()]
    plain = icalendar.Calendar.from_ical(written("harmless"))
    assert names == [(part.name, sorted(part.keys())) for part in plain.walk()]
    assert str(read.walk("VEVENT")[0]["SUMMARY"]) == line(f"x{text}")


@given(ANY_TEXT)
def test_I9_an_address_is_an_address_or_nothing(text: str) -> None:
    people = {**PEOPLE, "li": replace(PEOPLE["li"], email=f"{text}@example.com")}
    data, without = invite(KICKOFF, people, str)
    assert_octets(data)
    assert shape(data).count("ATTENDEE") == (2 if "li" in without else 3)
