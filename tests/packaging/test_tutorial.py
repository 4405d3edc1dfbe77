"""docs/tutorial.sh does what it tells: one request from form to closing, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from gettext import translation
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest
import vobject

from tests import warm

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.sh"
LANGUAGES = ("zh", "en")
ATTENDEES = {
    f"mailto:{name}@example.com"
    for name in ("zhang", "wang", "chen", "zhao", "liu", "li", "zhou", "wu")
}
BLOCKS = (("开场", 5), ("议题", 30), ("提问与冲突解决", 15), ("结论", 10))
QUESTION = "主推哪3款产品？"
TOO_VAGUE = "It says neither how much nor by when. {questions}"


class Campaign(NamedTuple):
    """One run of the tutorial: the folder it was given, and what it said."""

    folder: Path
    language: str
    status: int
    out: str
    err: str

    def document(self, *words: str) -> Any:
        """What ``--json`` prints on the database it left behind."""
        database = ("--db", str(self.folder / "tutorial.db"))
        done = subprocess.run(
            (COMMAND, *words, *database, "--json"), capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)


COMMAND = str(Path(sys.executable).with_name("liaison"))


def run(language: str, folder: Path, command: Path) -> Campaign:
    """Run the tutorial with the *command* folder's ``liaison``."""
    path = f"{command}:{os.environ['PATH']}"
    done = subprocess.run(
        ("bash", str(TUTORIAL), str(folder)),
        cwd="/",
        env={"PATH": path, "HOME": os.environ["HOME"], "LIAISON_LANG": language},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return Campaign(folder, language, done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Campaign]:
    """The tutorial in both languages."""
    command = tmp_path_factory.mktemp("bin")
    warm.command(command)
    return {
        language: run(language, tmp_path_factory.mktemp(language), command)
        for language in LANGUAGES
    }


@pytest.fixture(params=LANGUAGES)
def campaign(request: pytest.FixtureRequest, campaigns: dict[str, Campaign]) -> Campaign:
    """The campaign in one language."""
    return campaigns[request.param]


def test_S4_the_tutorial_runs_to_its_last_line(campaign: Campaign) -> None:
    assert campaign.status == 0, campaign.err
    assert campaign.out.rstrip().endswith(f"liaison --db {campaign.folder / 'tutorial.db'}")
    [request] = campaign.document("request", "list")
    shown = campaign.document("request", "show", request["number"])
    assert shown["state"] == "closed"
    assert shown["signed_by"] == "zhang.mkt"
    assert [one["verdict"] for one in shown["rulings"]] == ["objected", "upheld"]
    [feedback] = shown["feedback"]
    hands = [feedback[name] for name in ("by", "signed_by", "confirmed_by")]
    assert hands == ["zhao.prd", "chen.prd", "zhang.mkt"]
    assert [plan["revision"] for plan in shown["plans"]] == [1, 2]
    assert sum(task["reworks"] for task in shown["tasks"]) == 1
    assert all(task["risk"] is None for task in shown["tasks"])
    assert campaign.document("trail", "verify")["intact"]


def test_R2_5_the_vague_line_is_pointed_at_in_the_language_asked_for(campaign: Campaign) -> None:
    spoken = translation("liaison", ROOT / "tui/locale", [campaign.language], fallback=True)
    said, _, _ = spoken.gettext(TOO_VAGUE).partition("{")
    assert said in campaign.out


def test_R14_1_two_readers_find_the_kickoff_in_the_file(campaign: Campaign) -> None:
    [kickoff] = campaign.document("meeting", "list", "--kind", "kickoff")
    meeting = campaign.document("meeting", "show", kickoff["number"])
    data = (campaign.folder / "calendar" / f"{kickoff['number']}.ics").read_bytes()
    one: Any
    (one,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    other = vobject.readOne(data.decode()).vevent

    assert one.uid == other.uid.value == meeting["uid"]
    assert one.sequence == int(other.sequence.value) == meeting["sequence"] == 1
    start = datetime.fromisoformat(meeting["start"]).astimezone(UTC)
    assert (start.hour, start.minute) == (7, 0)  # 15:00 in Shanghai
    for moment, when in ((start, "start"), (start + timedelta(hours=1), "end")):
        assert getattr(one, when).astimezone(UTC) == moment
        assert getattr(other, f"dt{when}").value.astimezone(UTC) == moment
    assert {str(address) for address in one.attendees} == ATTENDEES
    assert {address.value for address in other.attendee_list} == ATTENDEES
    for description in (str(one["DESCRIPTION"]), other.description.value):
        agenda = [line for line in description.split("\n") if "–" in line]
        assert [
            (name in line, str(minutes) in line.split(name)[1])
            for line, (name, minutes) in zip(agenda, BLOCKS, strict=True)
        ] == [(True, True)] * 4
        assert QUESTION in description


def test_D17_the_copy_is_a_database_of_its_own(campaign: Campaign) -> None:
    copy = ("--db", str(campaign.folder / "copy.db"))
    done = subprocess.run((COMMAND, *copy, "request", "list", "--json"), capture_output=True)
    assert json.loads(done.stdout)[0]["state"] == "closed"
