"""A date in a year whose days off nobody announced yet is said to be a forecast (R4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import forecast
from core.commands.dispatch import AcknowledgeDispatch
from core.commands.request import SubmitRequest
from core.model.request import Detail
from core.worktime import WorkTime
from db.workdays import CountryWorkdays
from tests.deeds import dispatched, executing, form_team, tasks
from tests.desk import WORKTIME, ZONE, Office, moment, office
from tests.tui.by_keys import at_work
from tests.tui.by_verbs import CommandLine, organisation
from tui.i18n import _, say

CHINA = WorkTime(ZONE, CountryWorkdays("CN"))
THIS = datetime.now(UTC).astimezone(ZONE).year
NEXT = next(y for y in range(THIS + 1, THIS + 9) if not CHINA.workdays.announced(y))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(str(tmp_path / "desk.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("now", "days", "found"),
    [
        ("2026-11-02 09:00", ["2026-12-31", "2026-11-03"], []),
        (
            "2026-11-02 09:00",
            ["2028-01-01", "2026-12-31", "2027-01-01", "2027-05-05"],
            [2027, 2028],
        ),
        ("2026-12-31 23:59", ["2027-01-01"], [2027]),
        ("2028-01-01 00:00", ["2027-06-01"], []),  # what is over is no forecast
    ],
)
def test_R4_3_only_years_to_come_are_counted_by_a_forecast(
    now: str, days: list[str], found: list[int]
) -> None:
    asked = [date.fromisoformat(day) for day in days]
    assert forecast.years(asked, WORKTIME, moment(now)) == found


def test_R4_3_a_moment_is_of_the_organisations_day() -> None:
    late = datetime(2026, 12, 31, 17, tzinfo=UTC)  # the first of January in Shanghai
    value = (Detail(department="PRD", what="x", by=date(2026, 5, 1)), [late], None, "2029-01-01")
    assert list(forecast.days_in(value, WORKTIME)) == [date(2026, 5, 1), date(2027, 1, 1)]


def test_R4_3_a_records_document_names_the_years(desk: Office) -> None:
    number = executing(desk)
    owned = tasks(desk, number)["qian"]
    assert desk.show("wu", "request", number)["unannounced_years"] == []
    assert desk.show("wu", "task", owned)["unannounced_years"] == []
    later = {"expected": date(2027, 3, 1)}
    assert desk.show("wu", "request", executing(desk, **later))["unannounced_years"] == [2027]
    team = desk.do("wu", form_team(number)).number
    assert desk.show("wu", "team", team)["unannounced_years"] == []
    desk.at("2026-12-31 09:00")
    last = date(2026, 12, 31)
    lines = tuple(Detail(department=code, what="2 pages", by=last) for code in ("PRD", "SAL"))
    sent = dispatched(desk, expected=last, details=lines)  # to be acknowledged within 24 hours
    assert desk.show("wu", "request", sent)["unannounced_years"] == [2027]
    desk.do("wu", AcknowledgeDispatch(number=sent))
    assert desk.show("wu", "request", sent)["unannounced_years"] == []


def test_R4_3_show_says_it_in_words_and_as_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    liaison = CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
    number = liaison.submitted(expected=f"{NEXT}-03-01")
    assert liaison.document("request", "show", number)["unannounced_years"] == [NEXT]
    text = forecast.sentence([NEXT])
    assert text
    assert say(text) in liaison("request", "show", number, "--lang", "en").out
    assert liaison.document("department", "show", "PRD").get("unannounced_years") is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_R4_3_the_form_says_it_under_a_date(tmp_path: Path, language: str) -> None:
    with at_work(organisation(tmp_path / "desk.db"), "wang", language=language) as person:
        said = _("The days off of {year} are not announced yet: counted without make-up days.",
                 year=NEXT)  # fmt: skip
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.fills(SubmitRequest, expected=f"{NEXT}-03-01")
        person.sees(said)
        person.press("backspace", "backspace")  # no date any more
        person.misses(said)
