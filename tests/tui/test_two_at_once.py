"""Two coordinators, one request, the same moment: nothing is lost, and each is told (D7, T9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commands.dispatch import DispatchRequest
from core.model.request import RequestState
from tests.tui.by_keys import CORNER, at_work
from tests.tui.by_verbs import ME, CommandLine, organisation
from tui import labels
from tui.i18n import _, say

WIDE = (110, 40)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_D7_the_second_to_dispatch_reads_what_the_first_did_and_keeps_what_was_typed(
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    liaison = CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
    number = liaison.submitted()
    granted = liaison("person", "grant", "zhu", "--role", "coordinator")
    assert granted.status == 0, granted.err
    mine = {"lead": "SAL", "reason": "销售部有人手"}
    with (
        at_work(liaison.db, language=language, size=WIDE) as first,
        at_work(liaison.db, "zhu", language=language, size=WIDE) as second,
    ):
        for person in (first, second):
            person.goes("intake")
            person.sees(number)
            person.opens("a", DispatchRequest)
        second.fills(DispatchRequest, **mine)
        first.fills(DispatchRequest, lead="LOG", reason="库存归物流部")
        first.sends(DispatchRequest, number)

        second.press("ctrl+s")
        dispatched = labels.state(RequestState.DISPATCHED)
        second.sees(
            f"{say(DispatchRequest.label)}: 库存归物流部",
            _("Now: {state}", state=f"{dispatched} · {_('Lead')} LOG"),
            _("Send again if it is still to be done, or close: yours is kept."),
            *mine.values(),
        )
        assert ME in second.terminal.text()
        second.press("ctrl+s")  # it is told why that cannot be done any more
        second.sees(
            _("{number} is {state}, so this cannot be done now. {next}", number=number,
              state=dispatched, next=""), *mine.values(),
        )  # fmt: skip
        second.press("escape")
        second.misses(CORNER, number)  # the queue has it no longer
        second.press("z")
        second.sees(number, dispatched)
        second.opens("a", DispatchRequest)
        second.sees(*mine.values(), _("This is the draft you left; ^r throws it away."))
        second.press("ctrl+r")
        second.misses(CORNER)
        second.press("ctrl+q")
        assert second.terminal.wait_exit() == 0
    kept = liaison.document("request", "show", number)
    assert (kept["lead_department"], kept["lead_reason"]) == ("LOG", "库存归物流部")
    assert [one["command"] for one in kept["history"]] == ["SubmitRequest", "DispatchRequest"]
    assert kept["state"] == RequestState.DISPATCHED
    assert liaison("trail", "verify").status == 0
