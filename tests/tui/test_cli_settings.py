"""The two settings files: what may stand in them, who may say what, what is said of a mistake."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from core.errors import BadInput
from core.policy import Span, Unit
from tests.tui.by_verbs import CommandLine, organisation, process
from tui import settings
from tui.settings import Settings, load

EVERYTHING = """
language = "zh"
database = "/srv/liaison/desk.db"
opening = "board"
zone = "Europe/Berlin"
country = "DE"
extra_working = [2026-10-10, "2026-10-11"]
extra_free = [2026-12-24]
opens = 08:30:00
closes = "17:00"
hours = "working"
self_approval = true
second_coordinator = true
sign_off_required = true
bounces_at_most = 3
vague_words = ["尽量", "-some"]
theme = "nord"
answers_folder = "/srv/answers"
prefixes = {project = "PRJ", issue = "ISS"}
[limits]
acknowledge = "12 hours"
answer = "2 working days"
first_response_urgent = "1 minute"
[keys]
"intake.request-dispatch" = "ctrl+d"
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "organisation.toml", tmp_path / "person.toml"


def test_without_files_everything_is_usual(files: tuple[Path, Path]) -> None:
    assert load(*files) == Settings()


def test_everything_can_be_set(files: tuple[Path, Path]) -> None:
    files[0].write_text(EVERYTHING)
    found = load(*files)
    assert found == Settings(
        language="zh",
        database="/srv/liaison/desk.db",
        opening="board",
        zone="Europe/Berlin",
        country="DE",
        extra_working=frozenset({date(2026, 10, 10), date(2026, 10, 11)}),
        extra_free=frozenset({date(2026, 12, 24)}),
        opens=time(8, 30),
        closes=time(17),
        hours="working",
        prefixes={"project": "PRJ", "issue": "ISS"},
        limits={
            "acknowledge": Span(12, Unit.HOURS),
            "answer": Span(2, Unit.WORKING_DAYS),
            "first_response_urgent": Span(1, Unit.MINUTES),
        },
        self_approval=True,
        second_coordinator=True,
        sign_off_required=True,
        bounces_at_most=3,
        vague_words=("尽量", "-some"),
        theme="nord",
        answers_folder="/srv/answers",
        keys={"intake.request-dispatch": "ctrl+d"},
    )


def test_the_example_above_names_every_setting() -> None:
    assert all(name in EVERYTHING for name in settings.READERS)
    assert set(settings.READERS) == set(Settings.__dataclass_fields__)


def test_a_person_goes_before_the_organisation_in_what_is_theirs(files: tuple[Path, Path]) -> None:
    files[0].write_text('language = "zh"\nzone = "Asia/Tokyo"\ntheme = "nord"')
    files[1].write_text('language = "en"\nopening = "intake"')
    found = load(*files)
    assert (found.language, found.opening) == ("en", "intake")
    assert (found.zone, found.theme) == ("Asia/Tokyo", "nord")


def test_a_person_cannot_set_what_is_the_organisations(files: tuple[Path, Path]) -> None:
    files[1].write_text("self_approval = true")
    assert load(*files).self_approval  # one's own machine
    files[0].write_text("")
    with pytest.raises(BadInput, match="only the organisation sets self_approval") as refused:
        load(*files)
    assert str(files[1]) in str(refused.value)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('language = "fr"', "language"),
        ("language = 1", "language"),
        ("database = 7", "database"),
        ('database = "a\\u001b"', "database"),
        ('opening = "home"', "opening"),
        ('zone = "Mars/Olympus"', "zone"),
        ('zone = "America"', "zone"),
        ("zone = 8", "zone"),
        ('country = "china"', "country"),
        ("country = 86", "country"),
        ('extra_working = "2026-10-10"', "extra_working"),
        ("extra_free = [2026-10-10T10:00:00]", "extra_free"),
        ('extra_free = ["2026-13-01"]', "extra_free"),
        ('opens = "25:00"', "opens"),
        ("opens = 9", "opens"),
        ('opens = "09:00:30"', "opens"),
        ('closes = "08:00"', "closes"),
        ('hours = "some"', "hours"),
        ('self_approval = "yes"', "self_approval"),
        ("theme = []", "theme"),
        ('prefixes = {project = "xmbg"}', "prefixes"),
        ('prefixes = {party = "XMBG"}', "prefixes"),
        ('prefixes = "XMBG"', "prefixes"),
        ('limits = {acknowledge = "24"}', "limits"),
        ('limits = {acknowledge = "0 hours"}', "limits"),
        ('limits = {acknowledge = "x hours"}', "limits"),
        ('limits = {acknowledge = "5 moons"}', "limits"),
        ('limits = {nothing = "5 hours"}', "limits"),
        ("limits = {acknowledge = 24}", "limits"),
        ("keys = {a = 1}", "keys"),
        ('keys = ["a"]', "keys"),
    ],
)
def test_a_wrong_value_is_named_with_file_and_key_and_what_is_allowed(
    files: tuple[Path, Path], line: str, key: str
) -> None:
    files[0].write_text(line)
    with pytest.raises(BadInput) as refused:
        load(*files)
    assert str(refused.value).startswith(f"{files[0]}: {key}")
    assert refused.value.field == key
    assert refused.value.hint


def test_an_unknown_setting_is_named_with_the_known_ones(files: tuple[Path, Path]) -> None:
    files[0].write_text('langauge = "zh"')
    with pytest.raises(BadInput, match="there is no setting langauge") as refused:
        load(*files)
    assert "language" in str(refused.value.hint)


@pytest.mark.parametrize("content", [b"language = zh", b"[", b"\xff", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused(files: tuple[Path, Path], content: bytes) -> None:
    files[1].write_bytes(content)
    with pytest.raises(BadInput, match="cannot be read"):
        load(*files)


def test_a_folder_in_the_files_place_is_refused(files: tuple[Path, Path]) -> None:
    files[0].mkdir()
    with pytest.raises(BadInput, match="cannot be read"):
        load(*files)


def test_the_persons_file_is_found_and_its_mistakes_exit_with_2(tmp_path: Path) -> None:
    folder = tmp_path / "liaison"
    folder.mkdir()
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    (folder / "settings.toml").write_text('language = "fr"')
    told = process("request", "list", "--json", env=env)
    assert (told.status, told.error["field"]) == (2, "language")
    assert str(folder) in told.error["message"]
    db = organisation(tmp_path / "mine.db")
    (folder / "settings.toml").write_text(f'database = "{db}"')
    assert "wang" in process("person", "list", env=env).out


def test_the_organisations_rules_are_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "organisation.toml"
    file.write_text('prefixes = {project = "PRJ"}\nlimits = {first_response = "7 hours"}')
    monkeypatch.setattr(settings, "ORGANISATION", file)
    liaison = CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
    number = liaison.submitted()
    assert number.startswith("PRJ-")
    [clock] = liaison.document("request", "show", number)["deadlines"]
    assert clock["started_at"][:10] <= clock["due_at"][:10]
    from datetime import datetime, timedelta

    started, due = (datetime.fromisoformat(clock[name]) for name in ("started_at", "due_at"))
    assert due - started == timedelta(hours=7)
