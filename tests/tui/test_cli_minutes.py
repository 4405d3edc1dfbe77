"""The run of a meeting, its minutes and its figures by verbs (R5.4 to R5.6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.by_verbs import CommandLine


def booked(liaison: CommandLine, **more: str) -> str:
    given = {"kind": "urgent", "start": "+3d 10:00"} | more
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    made = liaison.document("meeting", "schedule", *words, by="zhang")
    return str(made["number"])


def over(liaison: CommandLine, request: str) -> str:
    number = booked(liaison, request=request)
    for verb in ("start", "finish"):
        liaison.document("meeting", verb, number, by="zhang")
    return number


def test_R5_5_a_run_by_verbs(liaison: CommandLine) -> None:
    number = booked(liaison, request=liaison.led())
    assert liaison.document("meeting", "show", number)["run"] is None

    def run(*words: str) -> Any:
        return liaison.document("meeting", words[0], number, *words[1:], by="zhang")["run"]

    begun = run("start")
    assert (begun["block"], begun["paused"]) == (1, False)
    assert 290 <= begun["left"] <= 300
    assert run("next", "--block", "1")["name"] == begun["blocks"][1]["name"]
    stale = liaison("meeting", "next", number, "--block", "1", "--json", by="zhang")
    assert (stale.status, stale.error["field"]) == (1, "block")
    assert run("pause")["paused"]
    assert liaison("meeting", "pause", number, by="zhang").status == 1
    longer = run("extend", "--minutes", "4", "--taken-from", "3")
    assert [b["minutes"] for b in longer["blocks"]] == [5, 24, 1]
    assert [b["planned"] for b in longer["blocks"]] == [5, 20, 5]
    assert not run("resume")["paused"]
    assert run("back")["block"] == 1
    assert liaison("meeting", "extend", number, "--minutes", "x", by="zhang").status == 2
    assert liaison("meeting", "next", number, by="zhao").status == 3
    ended = run("finish")
    assert ended["overrun"] < 0
    assert liaison("meeting", "next", number, by="zhang").status == 1


def test_R5_6_minutes_by_verbs(liaison: CommandLine) -> None:
    request = liaison.led()
    number = over(liaison, request)
    told = liaison("meeting", "minutes", number, by="zhang")
    assert (told.status, told.err) == (0, "")
    assert "Present: Zhang MKT" in told.out
    written = {"text": "Agreed\nthree products", "send": True}
    sent = liaison.document("meeting", "minutes", number, "--from", "-", by="zhang", given=written)
    assert sent["minutes"]["state"] == "confirming"
    [clock] = [d for d in sent["deadlines"] if d["kind"] == "minutes"]
    assert clock["done_at"]
    assert liaison("meeting", "confirm", number, by="zhang").status == 1
    assert liaison("meeting", "confirm", number, "--department", "SAL", by="zhao").status == 3
    assert liaison("meeting", "amend", number, "--text", "x", by="zhao").status == 1
    liaison.document("meeting", "confirm", number, "--department", "PRD", by="zhao")
    said = liaison("meeting", "confirm", number, "--correction", "Four", by="li")
    assert said.out == f"{number}: the minutes are final.\n"
    assert liaison("meeting", "minutes", number, "--text", "Other", by="zhang").status == 1
    liaison.document("meeting", "amend", number, "--text", "And one more", by="zhao")
    printed = liaison("meeting", "minutes", number, by="zhang").out
    assert printed == (
        "Agreed\nthree products\nCorrection (SAL li): Four\nAdded (zhao): And one more\n"
    )
    assert number in liaison("meeting", "show", number, by="li").out


@pytest.mark.parametrize("text", ["\x1b[31m", "a\u202eb", "x" * 40_001])
def test_I1_minutes_take_no_text_that_acts_and_none_without_end(
    liaison: CommandLine, text: str
) -> None:
    number = over(liaison, liaison.led())
    before = liaison.document("meeting", "show", number)["minutes"]
    told = liaison("meeting", "minutes", number, "--from", "-", by="zhang", given={"text": text})
    assert told.status == 2
    assert liaison.document("meeting", "show", number)["minutes"] == before


def test_R5_6_minutes_of_what_is_not_over(liaison: CommandLine) -> None:
    number = booked(liaison, request=liaison.led())
    assert liaison("meeting", "minutes", number, by="zhang").status == 1
    assert liaison("meeting", "minutes", number, by="boss").status == 3
    assert liaison("meeting", "minutes", "MTG-209912999", by="zhang").status == 4
    assert liaison("meeting", "minutes", number, by="zheng").status == 4


def test_R5_5_planned_and_taken_minutes_over_time(liaison: CommandLine) -> None:
    number = over(liaison, liaison.led())
    found = liaison.document("meeting", "figures", by="zhang")
    assert [m["number"] for m in found["meetings"]] == [number]
    [kind] = found["kinds"]
    assert (kind["kind"], kind["count"], kind["planned"]) == ("urgent", 1, 30)
    assert -30 <= kind["overrun"] < 0
    lines = liaison("meeting", "figures", "--blocks", by="zhang").out.splitlines()
    assert len(lines) == 2 + 3
    assert liaison.document("meeting", "figures", "--since", "+1d", by="zhang")["meetings"] == []
    assert liaison.document("meeting", "figures", by="zheng")["meetings"] == []


def test_R5_4_clashes_are_told_and_times_suggested(liaison: CommandLine) -> None:
    request = liaison.led()
    booked(liaison, request=request)
    words = ("meeting", "schedule", "--kind", "urgent", "--start", "+3d 10:15")
    again = liaison(*words, "--attendees", "zhao", "--attendees", "zheng", by="zhang")
    assert again.status == 0
    assert "zhao has another meeting" in again.out
    assert "zheng" not in again.out
    found = liaison.document(
        "meeting", "suggest", request, "--after", "+3d 10:00", "--kind", "urgent", by="zhang"
    )
    assert len(found) == 3
    assert found == sorted(found)
    for minutes in ("0", "-5", "1441"):
        told = liaison("meeting", "suggest", request, "--minutes", minutes, by="zhang")
        assert told.status == 1
    assert liaison("meeting", "suggest", request, by="zheng").status == 4
    assert liaison("meeting", "suggest", "--attendees", "nobody", by="zhang").status == 1
