"""People by verbs: set up, liaisons by date, deputies, load, teams, a file of people (R1)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.commands.team import FormTeam
from tests.tui.by_verbs import ME, CommandLine
from tui.commandline.arguments import Option
from tui.commandline.registry import load

HEAD = "login,name,email,contact,department,roles,head,liaison,primary"


@pytest.fixture
def empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(tmp_path / "new.db", monkeypatch, capsys)


def test_whoever_opens_an_empty_desk_coordinates_and_sets_it_up_by_verbs(
    empty: CommandLine,
) -> None:
    told = empty("department", "set-up", "--departments", "MKT 市场部 Marketing；SAL 销售部")
    assert (told.status, told.out) == (0, "Set up the departments: MKT, SAL\n")
    staffed = empty.document("department", "staff", "--posts", "MKT: zhang 张伟; wang\nSAL:")
    assert staffed == {"departments": ["MKT", "SAL"]}
    people = {row["login"]: row for row in empty.document("person", "list")}
    assert people[ME]["roles"] == ["coordinator"]
    assert people["zhang"]["name"] == "张伟"
    told = empty("department", "set-up", "--departments", "NEW 新部门\n?? x", "--json")
    assert (told.status, told.error["field"]) == (1, "departments")
    assert "Line 2" in str(told.error)
    assert len(empty.document("department", "list")) == 2
    told = empty("department", "set-up", "--departments", "FIN 财务部", by="wang")
    assert told.status == 3


def test_R1_2_a_change_of_liaisons_is_recorded_with_its_days(liaison: CommandLine) -> None:
    words = ("department", "set-liaison", "MKT", "--liaison", "zhang", "--liaison", "wang")
    liaison.document(*words, "--primary", "zhang", "--start", "+3d", "--until", "+9d")
    shown = liaison.document("department", "show", "MKT")
    assert (shown["liaisons"], shown["primary"]) == (["wang"], "wang")
    term = shown["terms"][-1]
    assert (term["liaisons"], term["primary"], term["applied_at"]) == (
        ["zhang", "wang"], "zhang", None,
    )  # fmt: skip
    assert f"{term['start']} – {term['until']}  wang > zhang*, wang  (to come)" in (
        liaison("department", "show", "MKT").out
    )
    late = liaison(*words, "--start", "2020-01-01", "--json")
    assert (late.status, late.error["field"]) == (1, "start")
    assert liaison(*words, "--liaison", "li").status == 1
    assert liaison(*words, "--until", "soonish").status == 2


def test_R1_2_a_deputy_by_verbs_is_named_in_the_trail(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "dispatch", number, "--lead", "SAL", "--reason", "Theirs")
    liaison.document("person", "absent", "li", "--until", "+4d", "--deputy", "sun", by="sun")
    rows = {row["code"]: row for row in liaison.document("department", "list")}
    assert (rows["SAL"]["available"], rows["SAL"]["deputy"]) == (False, "sun")
    assert rows["MKT"]["available"] is True
    assert {"open_tasks", "overdue_tasks", "to_acknowledge", "next_free_day"} <= rows["SAL"].keys()
    assert rows["SAL"]["to_acknowledge"] == 1
    liaison.document("person", "edit", "chen", "--department", "PRD")
    liaison.document("person", "absent", "sun", "--start", "+20d", "--until", "+21d")
    liaison.document("person", "back", "li", by="li")
    liaison.document("person", "absent", "li", "--until", "+4d", "--deputy", "chen")
    liaison.document("request", "acknowledge", number, by="chen")
    assert "chen for li" in liaison("trail", "list", number).out
    last = liaison.document("trail", "list", number)[-1]
    assert (last["actor"], last["behalf"]) == ("chen", "li")
    assert liaison.document("trail", "verify")["intact"] is True
    refused = liaison("person", "absent", "chen", "--until", "+1d", "--json")
    assert (refused.status, refused.error["field"]) == (1, "start")
    assert "stands in for li" in refused.error["message"]


def test_R1_4_a_team_by_verbs(liaison: CommandLine) -> None:
    number = liaison.led()
    words = ["team", "form", number, "--leader", "wang", "--members", "zhao", "--members", "li"]
    team = liaison.document(*words, "--goal", "Sell", "--until", "+30d", by="zhang")
    assert (team["request"], team["members"]) == (number, ["zhao", "li"])
    assert liaison.document("request", "show", number)["teams"][0]["goal"] == "Sell"
    assert "Project team" in liaison("request", "show", number).out
    edited = liaison.document("team", "edit", team["number"], "--division", "Each a part")
    assert edited["division"] == "Each a part"
    assert [row["number"] for row in liaison.document("team", "list", "--state", "active")] == [
        team["number"]
    ]
    closed = liaison.document("team", "close", team["number"])
    assert closed["state"] == "closed"
    missing = liaison("team", "show", team["number"].replace("001", "009"), "--json")
    assert missing.status == 4
    group = liaison.document(
        "group", "add", "--name", "Quality", "--topic", "Complaints", "--leader", "zhu"
    )
    assert liaison.document("group", "show", group["number"])["topic"] == "Complaints"
    assert liaison.document("group", "edit", group["number"], "--monthly", "1st Monday")
    assert liaison.document("group", "list")[0]["monthly"] == "1st Monday"
    assert isinstance(load("team form").options[0], Option)
    assert load("team form").label == FormTeam.label


def test_R1_5_the_responsibilities_of_a_request(liaison: CommandLine) -> None:
    liaison.document("person", "edit", "zhao", "--contact", "ext. 6102")
    number = liaison.led()
    found = liaison.document("request", "responsibilities", number)
    assert (found["project"], found["originating_department"]) == ("618大促活动", "MKT")
    product = next(one for one in found["departments"] if one["code"] == "PRD")
    assert (product["liaison"], product["contact"]) == ("zhao", "ext. 6102")
    assert [duty["what"] for duty in product["duties"]] == ["3款促销产品功能说明"]
    assert "ext. 6102" in liaison("request", "responsibilities", number).out
    hidden = liaison("request", "responsibilities", number, by="yang")
    missing = liaison("request", "responsibilities", "XMBG-209912999", by="yang")
    assert (hidden.status, missing.status) == (4, 4)
    assert hidden.err.replace(number, "#") == missing.err.replace("XMBG-209912999", "#")


def write(path: Path, *rows: str, encoding: str = "utf-8-sig") -> str:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding=encoding)
    return str(path)


ROWS = (
    "ma,马丽,ma@example.com,8001,FIN,,,,",
    "lin,林,lin@example.com,,PMO,auditor,no,yes,",
    "x y,Bad,,,MKT,,,,",
    "qi,齐,,,NOPE,,,,",
    'fx,"=HYPERLINK(""x"")",,,MKT,,,,',
    "ro,Ro,,,MKT,king,,,",
    "du,杜,,,PMO,,,yes,",
    "wang,王,,,MKT,,,,",
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_people_of_a_file_come_in_row_by_row(
    liaison: CommandLine, tmp_path: Path, encoding: str
) -> None:
    liaison.document("department", "add", "FIN", "--name", "财务部")
    path = write(tmp_path / "people.csv", *ROWS, encoding=encoding)
    before = liaison.document("person", "list")
    told = liaison("person", "import", path, "--dry-run")
    assert told.status == 1
    assert "Good: 2, refused: 6; nothing was changed." in told.err
    assert liaison.document("person", "list") == before
    told = liaison("person", "import", path, "--json")
    rows = json.loads(told.out)
    assert [row["row"] for row in rows if row["outcome"] == "done"] == [2, 3]
    faults = {row["row"]: row["error"]["field"] for row in rows if "error" in row}
    assert faults == {4: "login", 5: "department", 6: "", 7: "roles", 8: "liaison", 9: "login"}
    assert all(row["error"]["message"] for row in rows if "error" in row)
    assert liaison.document("department", "show", "PMO")["liaisons"] == ["zhu", "lin"]
    assert liaison.document("person", "show", "ma")["name"] == "马丽"
    liaison.document("undo")
    assert liaison.document("department", "show", "PMO")["liaisons"] == ["zhu"]
    assert liaison.document("person", "show", "ma")["active"] is False
    again = liaison("person", "import", path, "--json")
    assert [row["row"] for row in json.loads(again.out) if row["outcome"] == "done"] == [2, 3]


def test_a_file_of_people_that_is_none_is_refused_as_a_whole(
    liaison: CommandLine, tmp_path: Path
) -> None:
    for text in ("", "a,b\n1,2\n", "login\nx\n", "\x00\x01"):
        (tmp_path / "bad.csv").write_text(text)
        assert liaison("person", "import", str(tmp_path / "bad.csv")).status == 2
    assert liaison("person", "import", str(tmp_path / "none.csv")).status == 2
    assert liaison("person", "import").status == 2
    good = write(tmp_path / "good.csv", ROWS[1])
    assert liaison("person", "import", good, by="wang").status == 3


def test_R1_1_a_second_coordinator_where_the_setting_asks_for_one(
    liaison: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    liaison.document("person", "grant", "yang", "--role", "coordinator")
    folder = tmp_path / "config" / "liaison"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("second_coordinator = true\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    liaison.document("person", "grant", "zhu", "--role", "auditor")
    assert liaison.document("person", "show", "zhu")["roles"] == []
    assert liaison("person", "confirm-role", "zhu").status == 1
    liaison.document("person", "confirm-role", "zhu", by="yang")
    assert liaison.document("person", "show", "zhu")["roles"] == ["auditor"]


def test_R1_1_hostile_logins_and_a_department_that_leads(liaison: CommandLine) -> None:
    for login in ("a b", "a;b", "../x", "ａ\u202eb", "a'b", "=1", "x" * 33):
        assert liaison("person", "add", "--login", login, "--name", "N").status in (1, 2), login
    number = liaison.led()
    refused = liaison("department", "dissolve", "MKT", "--json")
    assert (refused.status, refused.error["field"]) == (1, "to")
    assert number in refused.error["message"]
    liaison.document("department", "dissolve", "MKT", "--to", "PMO")
    assert liaison.document("request", "show", number)["lead_department"] == "PMO"
    active = liaison.document("department", "list", "--active")
    assert "MKT" not in [row["code"] for row in active]
