"""People at a terminal: first start, load while dispatching, deputies, teams, a file (R1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.commands.absence import MarkAbsent
from core.commands.dispatch import DispatchRequest
from core.commands.setting_up import SetUpDepartments, SetUpPosts
from core.commands.team import FormTeam
from tests.tui.by_keys import CORNER, Person, at_work
from tests.tui.by_verbs import organisation, process
from tests.tui.test_cli_people import ROWS, write
from tests.warm import WarmTerminal
from tui import i18n
from tui.i18n import _, say


def has_form(person: Person, command: type) -> None:
    title = f"│ {say(command.label)}"  # type: ignore[attr-defined]
    person.until(lambda screen: CORNER in screen and title in screen, title)


def test_the_first_start_walks_through_departments_and_people(tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    with at_work_on_new(db) as person:
        has_form(person, SetUpDepartments)
        person.sees("MKT 市场部 Marketing", "PMO* 项目管理办公室")
        person.press("escape")  # nothing is forced
        person.until(lambda screen: CORNER not in screen, "the screen itself")
        person.goes("people")
        person.sees(
            _("Nobody here yet. i sets up the departments, n adds a person, d a department.")
        )
        person.press("i")
        has_form(person, SetUpDepartments)
        person.fills(SetUpDepartments, departments="MKT 市场部 Marketing\nSAL 销售部\n??")
        person.press("ctrl+s")
        person.sees(_("Line {line}: {fault}", line=3, fault="")[:4])
        person.fills(SetUpDepartments, departments="MKT 市场部 Marketing\nSAL 销售部")
        person.press("ctrl+s")
        has_form(person, SetUpPosts)
        person.sees("MKT:", "SAL:")
        person.fills(SetUpPosts, posts="MKT: zhang 张伟; wang 王芳\nSAL: li 李娜; li")
        person.press("ctrl+s")
        person.until(lambda screen: CORNER not in screen, "set up")
        person.sees("zhang", "wang", "li", "市场部")
    with at_work_on_new(db) as person:
        person.goes("people")
        person.until(lambda screen: CORNER not in screen and "zhang" in screen, "no form again")


@contextmanager
def at_work_on_new(db: Path) -> Iterator[Person]:
    """Somebody at a desk that may be without people, in Chinese."""
    before = i18n.language()
    i18n.use("zh")
    try:
        with WarmTerminal(["--db", str(db), "--lang", "zh"]) as terminal:
            yield Person(terminal)
    finally:
        i18n.use(before)


def test_R1_3_the_load_stands_beside_the_choice_of_the_lead(tmp_path: Path) -> None:
    db = organisation(tmp_path / "desk.db")
    number = submitted(db)
    away = process("person", "absent", "li", "--until", "+4d", "--deputy", "sun", "--db", str(db))
    assert away.status == 0, away.err
    with at_work(db, language="en") as person:
        person.goes("intake")
        person.sees(number)
        person.opens("a", DispatchRequest)
        person.sees(_("Free from"), "wang " + _("there"), "li " + _("away: {deputy}", deputy="sun"))
        # Every key goes into the field beside the table.
        person.press("end", "ctrl+u", *"pmo")
        person.sees("pmo")
        person.fills_in(DispatchRequest, number, lead="PMO", reason="They are neutral")


def submitted(db: Path) -> str:
    import json

    from tests.tui.by_verbs import FORM

    told = process(
        "request", "submit", "--from", "-", "--json", "--as", "wang", "--db", str(db),
        given=json.dumps(FORM).encode(),
    )  # fmt: skip
    assert told.status == 0, told.err
    return str(told.data["number"])


def test_R1_2_R1_4_absent_and_back_team_and_group_by_keys(tmp_path: Path) -> None:
    db = organisation(tmp_path / "desk.db")
    number = submitted(db)
    for words in (("dispatch", number), ("acknowledge", number, "--as", "zhang")):
        assert process("request", *words, "--db", str(db)).status == 0
    until = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    with at_work(db, size=(120, 40)) as person:
        person.goes("people")
        person.sees("市场部", "Liaisons by date")
        person.press("z")
        person.sees("Full name", "Zhang", "Chen")
        person.press("/", *"li", "enter")
        person.until(lambda screen: "Chen" not in screen and "1/1" in screen, "only li")
        person.does("w", MarkAbsent, until=until, deputy="sun")
        person.sees("deputy: sun", until)
        person.press("b")
        person.sees("back on")
        person.goes("assignment")
        person.sees(number)
        person.does(
            "w", FormTeam, "TEAM-", leader="wang", members="zhao, li", goal="Sell", until=until
        )
        person.sees("Project team TEAM-", "zhao, li")
        person.goes("people")
        person.press("z")
        person.sees("Nothing is lent yet.")
        person.press("z")
        person.sees("TEAM-", number, "wang")


def test_people_of_a_file_by_keys(tmp_path: Path) -> None:
    db = organisation(tmp_path / "desk.db")
    path = write(tmp_path / "people.csv", *ROWS[1:3])
    with at_work(db) as person:
        person.goes("people")
        person.press("I")
        person.sees("Import people from which file?")
        person.press(path, "enter")
        person.sees("Good: 1, refused: 1; nothing was changed.", "3: login:")
        person.press("enter")
        person.sees("Taken in: 1, refused: 1.")
        person.press("escape")
        person.misses("Import people from which file?")
        person.press("z")
        person.sees("lin", "auditor")
