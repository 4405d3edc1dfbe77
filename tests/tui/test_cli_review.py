"""Review and assignment by verbs: signatures, feedback, mentions, clashes, links (R2.6, R3, R4)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.tui.by_verbs import ME, CommandLine


def shown(liaison: CommandLine, *words: str, by: str = "") -> str:
    """What a person reads, in English, each line alone."""
    told = liaison("--lang", "en", *words, by=by)
    assert told.status == 0, told.err
    return told.out


def test_R3_5_feedback_from_the_liaison_to_the_lead_by_verbs(liaison: CommandLine) -> None:
    number = liaison.led()
    given = ("--department", "SAL", "--content", "Two days", "--needs", "PRD: 3 sheets")
    assert "Not given yet  PRD, SAL" in shown(liaison, "request", "show", number)
    liaison.document("request", "feedback", number, *given, by="li")
    assert liaison("request", "confirm-feedback", number, by="zhang").status == 1
    assert liaison("request", "sign", number, "--department", "SAL", by="li").status == 3
    assert liaison("request", "sign", number, by="wu").status == 4
    liaison.document("request", "sign", number, "--department", "SAL", by="sun")
    text = shown(liaison, "request", "show", number)
    assert "SAL Li: Two days" in text
    assert "signed by Sun · not confirmed yet" in text
    assert "Not given yet  PRD" in text
    document = liaison.document("request", "confirm-feedback", number, by="wang")
    [answer] = document["feedback"]
    assert (answer["by"], answer["signed_by"], answer["confirmed_by"]) == ("li", "sun", "wang")
    assert "confirmed by Wang" in shown(liaison, "request", "show", number)
    refused = liaison("request", "feedback", number, *given, "--json", by="li")
    assert (refused.status, refused.error["kind"]) == (1, "rule")


def test_R2_2_the_form_is_signed_off_and_an_organisation_may_require_it(
    liaison: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = liaison.submitted()
    assert "Signed off by  not signed yet" in shown(liaison, "request", "show", number)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = tmp_path / "liaison" / "settings.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("sign_off_required = true\nbounces_at_most = 1\n")
    assert liaison("request", "dispatch", number).status == 1
    assert liaison("request", "sign-off", number, by="wang").status == 3
    assert liaison.document("request", "sign-off", number, by="zhang")["signed_by"] == "zhang"
    assert "Signed off by  Zhang" in shown(liaison, "request", "show", number)
    liaison.document("request", "dispatch", number)
    liaison.document("request", "object", number, "--reason", "Not ours", by="zhang")
    told = liaison.document("inbox", "list", by="boss")
    assert [notice["why"] for notice in told] == ["Not ours"]
    for wrong in ("bounces_at_most = 0", "bounces_at_most = true", "sign_off_required = 1"):
        settings.write_text(wrong)
        assert liaison("request", "list").status == 2


def test_R3_4_objections_and_rulings_are_read_in_order(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "dispatch", number)
    for text, ruling in (("Not ours", "It is yours"), ("Still not", "Yours all the same")):
        liaison.document("request", "object", number, "--reason", text, by="zhang")
        liaison.document("request", "uphold", number, "--reason", ruling)
    out = shown(liaison, "request", "show", number)
    course = [line for line in out.split("\n") if "objected:" in line or "upheld" in line]
    assert [line.partition("  ")[2] for line in course] == [
        "MKT objected: Not ours",
        "upheld: MKT leads: It is yours",
        "MKT objected: Still not",
        "upheld: MKT leads: Yours all the same",
    ]
    assert "Objections: 2" in out


def test_R4_2_a_comment_goes_in_whoever_it_could_not_tell(liaison: CommandLine) -> None:
    number = liaison.led()
    out = shown(
        liaison, "request", "comment", number, "--text", "@sun @Li please @wu @x", by="wang"
    )
    assert out.split("\n")[1] == (
        "Nobody was told by @wu, @x: no one who sees this request is called so."
    )
    assert liaison.document("inbox", "list", by="wu") == []
    [notice] = [n for n in liaison.document("inbox", "list", by="sun") if "mentions" in n["text"]]
    assert notice["about"] == number
    shown(liaison, "request", "comment", number, "--text", "Yes", "--reply-to", "1", by="li")
    text = shown(liaison, "request", "show", number, by="sun")
    assert " Wang: @Sun @Li please @wu @x" in text
    assert " Li → #1: Yes" in text
    # In Chinese a name needs no blank behind it.
    liaison.document("person", "edit", "zhao", "--name", "赵敏")
    said = liaison.document("request", "comment", number, "--text", "请@赵敏看一下", by="wang")
    assert said["comments"][-1]["mentions"] == ["zhao"]


def wish(start: str, end: str, quantity: int = 2) -> dict[str, Any]:
    return {
        "type": "resource",
        "resource": {
            "name": "Truck", "owner_department": "LOG", "quantity": quantity, "start": start,
            "end": end, "purpose": "Fair",
        },
    }  # fmt: skip


def day(n: int) -> str:
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=n)).isoformat()


def test_R2_6_a_clash_is_seen_where_the_second_application_is_reviewed(
    liaison: CommandLine,
) -> None:
    add = ("--name", "Truck", "--owner-department", "LOG", "--quantity", "3")
    made = liaison.document("resource", "add", *add, by="wu")
    assert liaison("resource", "add", *add, by="wu").status == 1
    assert liaison("resource", "edit", made["number"], "--quantity", "9", by="sun").status == 3
    products: dict[str, Any] = {
        "involved_departments": ["PRD"], "details": [{"department": "PRD", "what": "2 trucks"}],
    }  # fmt: skip
    first = liaison.submitted(**products, **wish(day(10), day(14)))
    second = liaison.submitted(by="li", **products, **wish(day(12), day(20)))
    clash = f"Clash {day(12)} – {day(14)}: 1 too many, by {first}, {second}"
    assert clash in shown(liaison, "request", "show", second)
    # Who asked for one sees nothing of the other.
    mine = liaison.document("request", "show", second, by="li")
    assert mine["clashes"] == []
    assert first not in json.dumps(mine)
    assert clash in shown(liaison, "request", "dispatch", second)
    assert liaison.document("resource", "list")[0]["quantity"] == 3
    liaison.document("request", "acknowledge", second, by="wu")
    liaison.document("request", "use", second, "--note", "Keys at the gate", by="li")
    back = ("--use", "returned", "--quantity", "1")
    liaison.document("request", "use", second, *back, by="zheng")
    assert liaison("request", "use", second, "--use", "taken", "--quantity", "2").status == 1
    out = shown(liaison, "resource", "show", made["number"], by="wu")
    assert f"{second} Li  taken ×2  Keys at the gate" in out
    assert f"{second} Zheng  given back ×1" in out
    liaison("undo", by="zheng")
    assert "given back" not in shown(liaison, "request", "show", second)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": None}, "from which day"),
        ({"end": None}, "until which day"),
        ({"purpose": ""}, "wanted for"),
        ({"quantity": 0}, "at least one"),
        ({"end": day(2)}, "before it is wanted from"),
        ({"start": day(-9), "end": day(-8)}, "in the past"),
    ],
)
def test_R2_6_an_application_without_its_days_is_not_taken_and_told_why(
    liaison: CommandLine, change: dict[str, Any], says: str
) -> None:
    form = wish(day(10), day(14))
    form["resource"] |= change
    given = {"title": "Truck", "background": "Fair", "expected": day(30), **form}
    given |= {
        "involved_departments": ["PRD"], "details": [{"department": "PRD", "what": "2 trucks"}],
    }  # fmt: skip
    told = liaison(
        "--lang", "en", "request", "submit", "--from", "-", "--json", by="wang", given=given
    )
    assert told.status == 1
    assert told.error["field"] == "resource"
    assert says in told.error["message"]


def test_requests_are_split_linked_and_merged_by_verbs(liaison: CommandLine) -> None:
    first = liaison.submitted()
    made = liaison.document("request", "split", first, "--lines", "2", "--title", "Training")
    assert [d["department"] for d in made["details"]] == ["SAL"]
    assert made["links"][0]["number"] == first
    assert f"split into  {made['number']} submitted  Training" in shown(
        liaison, "request", "show", first
    )
    third = liaison.submitted(by="li", originating_department="SAL", involved_departments=["PRD"],
                              details=[{"department": "PRD", "what": "3 sheets"}])  # fmt: skip
    refused = [
        liaison("--lang", "en", "request", "link", third, "--to", to, by="li").err
        for to in (first.replace("001", "999"), first)
    ]
    # Sales went along with its line, so the first request is as hidden as a missing one.
    assert all("There is no XMBG" in words for words in refused)
    liaison.document("request", "link", third, "--to", first, "--kind", "blocks")
    assert f"is blocked by  {third}" in shown(liaison, "request", "show", first)
    # Marketing sees no request of sales and products.
    hidden = liaison.document("request", "show", first, by="wang")
    assert third not in json.dumps(hidden)
    liaison.document("request", "unlink", third, "--to", first)
    closed = liaison.document("request", "merge", third, "--into", first, "--reason", "The same")
    assert (closed["state"], closed["reason"]) == ("rejected", f"Merged into {first}. The same")
    assert closed["links"][0]["kind"] == "merged"
    assert liaison("undo").status == 0
    assert liaison.document("request", "show", third)["state"] == "submitted"
    assert liaison("trail", "verify").status == 0


def test_R4_1_a_response_is_stamped_and_its_clock_stops(liaison: CommandLine) -> None:
    number = liaison.submitted(urgent=True)
    kinds = {d["kind"]: d for d in liaison.document("request", "show", number)["deadlines"]}
    took = {
        kind: datetime.fromisoformat(d["due_at"]) - datetime.fromisoformat(d["started_at"])
        for kind, d in kinds.items()
    }
    assert took == {"first_response": timedelta(minutes=30), "first_plan": timedelta(hours=2)}
    document = liaison.document("request", "respond", number, "--text", "We look at it")
    assert document["responded_at"]
    done = {d["kind"]: d["done_at"] for d in document["deadlines"]}
    assert done["first_response"]
    assert not done["first_plan"]


def test_A6_the_only_coordinator_may_review_their_own_request_and_one_of_two_may_not(
    liaison: CommandLine,
) -> None:
    liaison.document("department", "edit", "PMO", "--head", ME)
    form = {"originating_department": "PMO"}
    own = [liaison.submitted(by="", **form) for _ in range(2)]
    liaison.document("request", "dispatch", own[0])
    liaison.document("person", "grant", "zhu", "--role", "coordinator")
    for verb, more in (
        ("return", ("--reason", "r")),
        ("reject", ("--reason", "r")),
        ("dispatch", ()),
    ):
        assert liaison("request", verb, own[1], *more).status == 1
    liaison.document("request", "dispatch", own[1], by="zhu")
