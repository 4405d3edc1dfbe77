"""Hostile text pasted and typed into every form, at a real terminal (I1 to I5, I18, T11).

The forms are those of the commands that have a key, so that a new one is among them at once.
"""

from __future__ import annotations

import json
import re
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, Paste

from core.commands import of_screen
from core.commands.base import Command, Kind
from core.commands.request import SubmitRequest
from core.text import readable
from tests.desk import empty_office
from tests.tui.by_keys import CORNER, Person, at_work
from tests.tui.by_verbs import process
from tests.tui.hostile_app import PAYLOADS
from tests.tui.test_hostile_text import MARKUP
from tui import forms
from tui.i18n import _, say
from tui.modes import MODE_LABELS
from tui.screens.form import LINES
from tui.typed import PasteParser

SEEN = f"开{MARKUP['closing']}{MARKUP['action']}ＡＢ二 行关"
# Keys that leave, send and throw away are in it, behind an escape character.
PASTED = f"{SEEN}\x1b\x11\x13\x12{''.join(PAYLOADS.values())}\r\nnext\tline"
TYPED = "ｗｉｄｅ\u202e\x9b\x85\ufeff\U000e0041\ud800末"
MILLION = "长" * 340_000
OTHER_DIALOGS = {"request import", "meeting receive", "person import", "calendar import"}
WHO = "root"
MODES = tuple(MODE_LABELS)


def view_of(mode: str, command: type[Command]) -> int:
    """Which view of the screen has the records that the command is about."""
    screen: Any = import_module(f"tui.screens.{mode}").make()
    kinds = [view.kind for view in getattr(screen, "views", ())]
    kind = forms.record_kind(command)
    return kinds.index(kind) if kind in kinds else 0


def forms_of(mode: str) -> list[tuple[int, type[Command]]]:
    """The forms that no screen before has: the view to open each from, and its command."""
    before = {c for m in MODES[: MODES.index(mode)] for c in of_screen(m).values()}
    found = {c for c in of_screen(mode).values() if forms.editable(c)} - before
    return sorted(((view_of(mode, c), c) for c in found), key=lambda one: (one[0], one[1].verb))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's desk with one more of each kind of record that it has none of."""
    path = tmp_path_factory.mktemp("paste") / "desk.db"

    def tells(*words: str, **given: object) -> Any:
        more = ("--from", "-", "--json") if given else ("--json",)
        told = process("--db", str(path), *words, *more, given=json.dumps(given).encode())
        assert told.status == 0, told
        return told.data

    told = process("demo", "--keep", str(path), "--load-only", "--lang", "en")
    assert told.status == 0, told
    heads = {row["code"]: row["head"] for row in tells("department", "list")}
    number = tells("request", "list", "--lead", "MKT", "--state", "executing")[0]["number"]
    asked = tells("request", "show", number)["involved_departments"]
    head = heads["MKT"]
    team = {"leader": head, "members": [head, *(heads[code] for code in asked)]}
    tells("team", "form", number=number, goal="g", until="+9d", **team)
    tells("group", "add", name="g", topic="t", leader=head)
    tells("meeting", "schedule", kind="standing", title="s", start="+9d 10:00", repeat="weekly",
          count="2", attendees=[head])  # fmt: skip
    return path


def _is_other(before: str, screen: str) -> bool:
    return screen != before


def turns_to(person: Person, mode: str, steps: int) -> None:
    """Look at another view of the screen, until there is a record to be about."""
    for _step in range(steps):
        before = person.terminal.text()
        person.press("z")
        person.until(partial(_is_other, before), "another view")
    if mode == "board":
        person.sees("TSK-")
    else:
        person.until(lambda screen: bool(re.search(r" [1-9]\d*/[1-9]", screen)), "rows")


@pytest.mark.parametrize("mode", MODES)
def test_I1_I18_nothing_that_is_pasted_or_typed_into_a_form_acts(place: Path, mode: str) -> None:
    at = 0
    with at_work(place, WHO, size=(80, 24)) as person:
        person.goes(mode)
        if mode == "intake":
            says_what_it_left_out(person)
        for view, command in forms_of(mode):
            turns_to(person, mode, view - at)
            at = view
            person.press(command.keys[mode])
            person.until(lambda screen: CORNER in screen, f"the form of {command.verb}")
            person.terminal.type(f"\x1b[200~{PASTED}\x1b[201~\t" * len(forms.editable(command)))
            person.press("escape")
            person.misses(CORNER)
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
        sent = bytes(person.terminal.raw)
    for name, payload in PAYLOADS.items():
        assert payload.encode(errors="surrogatepass") not in sent, name
    for _view, command in forms_of(mode):
        if command.verb not in OTHER_DIALOGS:
            holds_the_visible_text(place, command)


def says_what_it_left_out(person: Person) -> None:
    """What is too long or cannot be seen is said to be left out; thrown away, it is gone."""
    person.opens("n", SubmitRequest)
    person.press("tab")
    person.terminal.type(TYPED)
    person.sees("ｗｉｄｅ���末")
    person.press("tab")
    person.terminal.paste(f"\x1b\x11{MILLION}")
    person.sees(_("Left out of what was pasted: {what}.", what=_("an escape character"))[:40])
    limit = forms.editable(SubmitRequest)["background"].limit
    person.sees(_("Only {limit} characters fit here.", limit=limit))
    person.press("ctrl+r")
    person.misses(CORNER)


def holds_the_visible_text(place: Path, command: type[Command]) -> None:
    """The form was kept, with what can be seen of the paste in every field for text."""
    with empty_office(str(place)) as office:
        names = office.desk.kept_forms(WHO)
        [name] = [n for n in names if f"{n} ".startswith(f"{command.verb} ")]
        kept = office.desk.kept_form(WHO, name) or {}
    assert kept
    for field, text in kept.items():
        spec = forms.editable(command)[field]
        assert readable(text) == (text, ()), (name, field)
        if not spec.choices and spec.kind is not Kind.FLAG:
            assert SEEN[:20] in text or len(text) == spec.limit, (name, field, text)
            assert "\n" not in text or spec.kind in LINES, (name, field)


def parsed(*pieces: str) -> list[str]:
    """What is given out for what comes in these pieces: pastes, and characters of keys."""
    parser = PasteParser()
    found = [message for piece in pieces for message in parser.feed(piece)]
    assert all(isinstance(message, Key | Paste) for message in found)
    return [m.text if isinstance(m, Paste) else f"<{m.key}>" for m in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["", "长", PASTED, "\x1b[200~", "\x1b", "\x1b[20", "[201~", "\n\x00"]
)
def test_I18_a_paste_is_text_in_however_many_pieces_it_comes(text: str) -> None:
    whole = f"a\x1b[200~{text}\x1b[201~\x1b[A\x1b[200~2\x1b[201~b"
    expected = ["<a>", text, "<up>", "2", "<b>"]
    assert parsed(whole) == expected
    assert parsed(*whole) == expected
    for cut in range(1, len(whole)):
        assert parsed(whole[:cut], whole[cut:]) == expected, cut


def test_T11_a_paste_that_never_ends_is_not_kept_for_ever() -> None:
    parser = PasteParser()
    assert list(parser.feed("\x1b[200~")) == []
    for _piece in range(40):
        assert list(parser.feed("长" * 65_536)) == []
    [paste, key] = parser.feed("\x1b[201~q")
    assert isinstance(paste, Paste)
    assert 1_000_000 <= len(paste.text) < 1_100_000
    assert isinstance(key, Key)


def test_I1_what_is_left_out_of_a_paste_has_a_name() -> None:
    kept, names = readable("a\x00b\x1bc\x07d\ud800e\u2028f\u202eg\U000e0041h\n\t\u200d家")
    assert kept == "abcdefgh\n\t\u200d家"
    assert [say(name) for name in names] == [
        "a NUL character", "an escape character", "a control character", "half of a character",
        "a line separator", "a character that turns the direction of the text",
        "a hidden tag character",
    ]  # fmt: skip
    assert readable("家\n[/]") == ("家\n[/]", ())
