"""Lessons by verbs and keys, and what a request says of calls and mergers (R4.1, R10.2)."""

from __future__ import annotations

from typing import Any

from core.commands.lesson import AddLesson
from core.commands.request import SubmitRequest
from tests.tui.by_keys import at_work
from tests.tui.by_verbs import CommandLine
from tui.i18n import _

TITLE = "618大促活动"
EARLY, ASK = "海报提前10天下单", "Ask for the stock first"


def closed(liaison: CommandLine, **more: Any) -> str:
    """The number of a request that marketing led to its end."""
    number = liaison.submitted(**more)
    liaison.document("request", "dispatch", number, "--lead", "MKT", "--reason", "theirs")
    liaison.document("request", "acknowledge", number, by="zhang")
    tasks = [
        {"title": "Sheets", "department": "PRD", "owner": "zhao", "start": "+1d", "finish": "+2d",
         "criterion": "3"},
    ]  # fmt: skip
    plan = {"request": number, "tasks": tasks}
    liaison.document("plan", "submit", "--from", "-", by="zhang", given=plan)
    for head in ("chen", "sun"):
        liaison.document("plan", "answer", number, "--answer", "agree", by=head)
    shown = liaison.document("request", "show", number)
    for task in shown["tasks"]:
        liaison.document("task", "deliver", task["number"], "--deliverable", "x.pdf", by="zhao")
        liaison.document("task", "accept", task["number"], by="wang")
    return number


def test_R10_2_lessons_go_by_verbs_from_a_closed_request_to_the_next_form(
    liaison: CommandLine,
) -> None:
    number = closed(liaison)
    words = ("--text", EARLY, "--tags", "海报, Printing")
    kept = liaison.document("lesson", "add", number, *words, by="chen")
    assert (kept["number"][:4], kept["tags"], kept["type"]) == (
        "LSN-", ["海报", "printing"], "project",
    )  # fmt: skip
    assert liaison.document("request", "show", number)["lessons"][0]["text"] == EARLY
    assert EARLY in liaison("request", "show", number).out
    listed = liaison.document("lesson", "list", "--type", "project", "--tag", "PRINTING")
    assert [row["number"] for row in listed] == [kept["number"]]
    assert liaison.document("lesson", "list", "--tag", "none") == []
    assert liaison.document("lesson", "list", "--search", "提前")[0]["request"] == number

    checked = liaison("request", "check", "--title", "双11海报", "--json", by="wu")
    assert [one["text"] for one in checked.data["lessons"]] == [EARLY]
    assert checked.data["lessons"][0]["request"] == ""  # wu may not see where it was learned
    plain = liaison("request", "check", "--title", "双11海报", by="wang").out
    assert f"Lesson {kept['number']}: {EARLY}  #海报  #printing" in plain
    draft = liaison.document("request", "draft", "--title", "双11海报", by="wang")
    assert [one["request"] for one in draft["lessons"]] == [number]

    shown = liaison.document("lesson", "show", kept["number"], by="wu")
    assert (shown["text"], shown["request"], shown["by"], shown["history"]) == (EARLY, "", "", [])
    refused = liaison("lesson", "edit", kept["number"], "--text", "x", "--json", by="wu")
    assert (refused.status, refused.error["kind"]) == (3, "permission")
    edited = liaison.document("lesson", "edit", kept["number"], "--text", ASK, by="chen")
    assert (edited["text"], edited["tags"]) == (ASK, ["海报", "printing"])
    liaison.document("undo", by="chen")
    assert liaison.document("lesson", "show", kept["number"])["text"] == EARLY
    bare = liaison.document("lesson", "edit", kept["number"], "--tags", "", by="chen")
    assert (bare["text"], bare["tags"]) == (EARLY, [])
    liaison("lesson", "withdraw", kept["number"], "--reason", "Not so", by="chen")
    assert liaison.document("lesson", "list") == []
    assert liaison("lesson", "show", kept["number"]).status == 4
    running = liaison.led()
    early = liaison("lesson", "add", running, "--text", "x", "--json", by="zhang")
    assert (early.status, early.error["kind"]) == (1, "rule")


def test_R10_2_a_lesson_kept_by_key_is_shown_while_the_next_request_is_written(
    liaison: CommandLine,
) -> None:
    number = closed(liaison, title="展会")
    with at_work(liaison.db, "zhang", language="zh") as person:
        person.goes("assignment")
        person.press(*"zzzz")
        person.sees(number)
        person.does("n", AddLesson, "LSN-", text=EARLY, tags="海报, 大促")
        person.press("z")
        person.sees("LSN-", EARLY)
        person.goes("intake")
        person.opens("n", SubmitRequest)
        heading = _("Lessons that fit: {count}  (^o reads them)", count=1)
        person.sees(heading)
        person.misses(f"> {EARLY}")
        person.fills(SubmitRequest, title=TITLE)
        person.sees(heading, f"> {EARLY}  #海报  #大促")
        person.press("ctrl+o")
        person.sees(_("j k scroll, esc goes back to the form"), number)
        person.press("escape")
        person.misses(_("j k scroll, esc goes back to the form"))
        person.press("end", "2")  # the title has the focus as before
        person.sees(f"{TITLE}2")


def test_R4_1_what_was_said_by_phone_is_written_down_by_verb(liaison: CommandLine) -> None:
    number = liaison.submitted(urgent=True)
    words = ("--text", "We come at once", "--channel", "phone")
    called = liaison.document("request", "respond", number, *words)
    assert called["comments"][-1]["channel"] == "phone"
    [owed] = [one for one in called["deadlines"] if one["kind"] == "written_record"]
    assert (owed["role"], owed["done_at"]) == ("coordinator", None)
    lacking = liaison("request", "record", number, "--text", "Stock", "--json")
    assert (lacking.status, lacking.error["field"]) == (2, "who")
    said = ("--text", "The stock is short", "--who", "Wang, Root", "--agreed", "50 by noon")
    written = liaison.document("request", "record", number, *said)
    [done] = [one for one in written["deadlines"] if one["kind"] == "written_record"]
    assert done["done_at"]
    shown = liaison("request", "show", number, by="wang").out
    assert "(phone): We come at once" in shown
    assert "[written record] (phone, " in shown
    assert "Wang, Root): The stock is short" in shown
    assert "What was agreed  50 by noon" in shown
    liaison.document("undo")
    assert "written_record" in {
        one["kind"] for one in liaison.document("request", "show", number)["deadlines"]
        if not one["done_at"]
    }  # fmt: skip


def test_a_merged_request_is_said_to_be_merged_and_is_not_counted_as_rejected(
    liaison: CommandLine,
) -> None:
    kept, merged, refused = liaison.submitted(), liaison.submitted(), liaison.submitted()
    liaison.document("request", "merge", merged, "--into", kept, "--reason", "The same")
    liaison.document("request", "reject", refused, "--reason", "No money")
    said = f"merged into {kept}"
    assert said in liaison("request", "show", merged).out.split("\n")[1]
    assert "rejected" not in liaison("request", "show", merged).out.split("\n")[1]
    lines = liaison("request", "list").out.split("\n")
    [line] = [line for line in lines if line.startswith(merged)]
    assert line.split("\t")[1] == said
    rows = {row["number"]: row for row in liaison.document("request", "list")}
    assert (rows[merged]["state"], rows[merged]["merged_into"]) == ("rejected", kept)
    assert rows[refused]["merged_into"] is None

    def numbers(*words: str) -> list[str]:
        return [row["number"] for row in liaison.document("request", "list", *words)]

    assert numbers("--state", "rejected") == [refused]
    assert numbers("--filter", "state:rejected") == [refused]
    assert numbers("--merged") == [merged]
    assert merged not in numbers("--filter", "state:submitted")
    # Beside the one that took it over no refusal is told of either.
    taking = [line for line in liaison("request", "show", kept).out.split("\n") if merged in line]
    assert taking
    assert not [line for line in taking if "rejected" in line]
    # Nor is it offered as something alike that was refused.
    check = liaison("request", "check", "--title", TITLE, "--json", by="wang").data["similar"]
    assert merged not in {one["number"] for one in check}
