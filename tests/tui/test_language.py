"""The product speaks whole languages: nothing untranslated, nothing stale, nothing outside."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest

from core.intake import VAGUE_WORDS
from core.model.meeting import MeetingState
from core.model.request import RequestState
from core.model.work import TaskState
from tests import catalogues
from tests.catalogues import HOUSE, literal, marks, sentences, sources
from tests.tui.bare_words import bare_words
from tui import i18n
from tui.commandline.registry import all_names
from tui.people_import import ALSO
from tui.prefill.people import READY_MADE

# Both are wanted: in English a label begins with a capital, a word in a cell or a sentence not.
CAPITALS = frozenset(
    {
        "Accept", "Acknowledge", "All", "As usual", "Away", "Confirm minutes", "Coordinator",
        "Draft", "Duties", "Ended", "First plan", "Head", "Late", "Liaison",
        "Line {line}: {fault}", "On a day off", "Open", "Project", "Resource", "Resources",
        "Respond", "Resubmit", "Sign off", "Sudden", "Today", "Under way", "Urgent",
        "Will attend", "Yes",
    }
)  # fmt: skip
# What people may type, in any language, and what is pointed at in it: these are data.
TYPED = frozenset(
    {"core/choices.py", "core/dates.py", "core/filters.py", "tui/filtering.py",
     "tui/keys_in_order.py", "core/headings.py", "core/line_forms.py",
     "core/single_values.py", "core/permissions.py"}
)  # fmt: skip
# What happens in a demonstration, how tables are made and which class is kept in which of them:
# data, and nothing is said there.
SILENT = ("core/demo/", "db/migrations/", "db/kinds.py")
# A question to the database is no sentence; it stands only where the database is asked.
SQL = re.compile(
    r"\b(SELECT|FROM|JOIN|ORDER BY|DESC|UNION|INSERT INTO|UPDATE|CREATE|PRAGMA|CASE|CAST|EXISTS)\b"
    r"|\b(LIKE|AS|IS|AND|OR)\b"
    r"|(?<![\w.])[a-z]\.[a-z_]+\b"
)
STATES = frozenset(one.value for kind in (RequestState, MeetingState, TaskState) for one in kind)
# Nobody reads these as a sentence.
ALLOWED = {
    ("core/commands/__init__.py", "Remind"): "the name of a command",
    ("core/trail.py", "Remind"): "the name of a command",
    ("exports/mail.py", 'Content-Type: multipart/alternative; boundary="'): "a header of mail",
    ("exports/mail.py", "text/plain; charset=utf-8"): "a header of mail",
    ("exports/mail.py", "text/calendar; charset=utf-8; method="): "a header of mail",
    ("exports/replies.py", "From"): "a header of mail",
    ("exports/timezones.py", "Factory"): "the name of a time zone",
    ("exports/timezones.py", "Universal"): "the name of a time zone",
    ("exports/timezones.py", "Zulu"): "the name of a time zone",
    ("db/workdays.py", "{name}"): "a day off's own name",
    ("tui/app.py", "settle in"): "the name of a worker",
    ("tui/screens/today.py", "verb('calendar feed')"): "the name of an action",
    ("tui/commandline/arguments.py", "是"): "what people may type",
    ("tui/commandline/arguments.py", "否"): "what people may type",
    ("tui/prefill/people.py", READY_MADE): "names of departments, in both languages at once",
    ("db/trouble.py", "attempt to write a "): "what a driver says",
    ("db/trouble.py", "unable to open"): "what a driver says",
    ("db/initials.py", "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"): "the signs of Chinese",
    **{
        ("tui/people_import.py", heading): "the heading of a column, as a file may have it"
        for headings in ALSO.values()
        for heading in headings
    },
}
# Where a sentence is said that was marked elsewhere: labels of keys, messages of the core.
SAID_AGAIN = frozenset(
    {
        "tui/app.py",
        "tui/commandline/catalogue.py",
        "tui/i18n.py",
        "tui/kept.py",
        "tui/palette.py",
        "tui/screens/help.py",
        "tui/screens/today.py",
    }
)
# The specification's terms: what stands in the English, and what must stand in the Chinese.
TERMS = {
    "originating department": "发起部门",
    "originator": "发起人",
    "lead department": "主责部门",
    "involved department": "涉及部门",
    "primary liaison": "主对接人",
    "coordinator": "协调员",
    "management": "管理层",
    "uphold": "维持分派",
    "coordination plan": "方案",
    "second coordination": "二次协调",
    "contingenc": "预案",
    "acceptance criterion": "验收标准",
    "red alert": "红色预警",
    "rework": "返工",
    "deliverable": "成果",
    "conflict": "冲突",
    "major": "重大",
    "moderate": "中度",
    "retrospective": "复盘",
    "agenda block": "议程环节",
    "action item": "行动项",
    "the trail": "操作记录",
}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@cache
def translations() -> dict[str, str]:
    """The Chinese of every sentence."""
    return {str(m.id): str(m.string) for m in catalogues.load("zh") if m.id}


# The catalogue is whole.


def test_every_language_but_english_has_a_catalogue() -> None:
    assert catalogues.languages() == sorted(set(i18n.LANGUAGES) - {"en"})


def test_every_sentence_is_translated_and_no_other() -> None:
    known = translations()
    assert sorted(sentences() - known.keys()) == []
    assert sorted(known.keys() - sentences()) == []
    assert [text for text, said in known.items() if not said.strip()] == []


def test_nothing_in_the_catalogue_is_doubtful_or_left_over() -> None:
    kept = catalogues.load("zh")
    assert [message.id for message in kept if message.fuzzy] == []
    assert dict(kept.obsolete) == {}


def test_placeholders_are_the_same_on_both_sides() -> None:
    for text, said in translations().items():
        assert Counter(PLACEHOLDER.findall(said)) == Counter(PLACEHOLDER.findall(text)), text


def test_the_files_are_as_make_catalogues_writes_them() -> None:
    made = catalogues.brought_up("zh")
    assert catalogues.file("zh").read_bytes() == catalogues.as_po(made)
    assert catalogues.file("zh", "mo").read_bytes() == catalogues.as_mo(made)


def test_the_catalogue_names_no_day_and_nobody() -> None:
    head = catalogues.file("zh").read_text(encoding="utf-8").split("\n\n")[0]
    assert "Content-Type: text/plain; charset=utf-8" in head
    assert not re.search(r"\d{4}|@|Date|Translator|Team", head)


def test_the_specification_s_terms_are_used() -> None:
    for text, said in translations().items():
        for term, word in TERMS.items():
            if re.search(rf"\b{term}", text, re.IGNORECASE):
                assert word in said, text


def test_messages_differ_by_more_than_capitals_and_signs() -> None:
    alike: dict[str, set[str]] = defaultdict(set)
    for text in sentences():
        alike[re.sub(r"[\W_]", "", text).casefold()].add(text)
    twice = [texts for key, texts in alike.items() if key and len(texts) > 1]
    expected = [{text, text[0].lower() + text[1:]} for text in CAPITALS]
    assert sorted(map(sorted, twice)) == sorted(map(sorted, expected))


def test_no_message_begins_or_ends_with_a_blank() -> None:
    for text, said in translations().items():
        assert (text, said) == (text.strip(), said.strip())


# Everything that is said is in the catalogue.


def test_what_is_marked_is_written_where_it_is_marked() -> None:
    elsewhere = {
        (_path(file), ast.unparse(call.func))
        for file in sources()
        for call in marks(ast.parse(file.read_bytes()))
        if not literal(call)
    }
    assert elsewhere == {(path, "_") for path in SAID_AGAIN}


def test_no_sentence_stands_outside_the_catalogue() -> None:
    names = set(all_names())
    found = {
        (_path(file), bare.text): f"{_path(file)}:{bare.line}: {bare.text!r}"
        for file in sources()
        if _path(file) not in TYPED and not _path(file).startswith(SILENT)
        for bare in bare_words(file.read_bytes(), names)
        if not _is_vague_word(file, bare.text) and not _is_sql(file, bare.text)
    }
    assert [found[key] for key in sorted(found.keys() - ALLOWED.keys())] == []
    assert sorted(ALLOWED.keys() - found.keys()) == []


def _path(file: Path) -> str:
    return str(file.relative_to(HOUSE))


def test_nothing_is_said_where_no_sentence_is_looked_for() -> None:
    silent = [file for file in sources() if _path(file).startswith("db/migrations/")]
    assert [_path(file) for file in silent for _ in marks(ast.parse(file.read_bytes()))] == []
    assert silent
    assert [text for text in sentences() if SQL.search(text)] == []


def _is_sql(file: Path, text: str) -> bool:
    """A piece of a question to the database, or the states in the order they are sorted by."""
    asked = SQL.search(text) is not None or STATES.issuperset(text.split())
    return asked and _path(file).startswith("db/")


def _is_vague_word(file: Path, text: str) -> bool:
    return _path(file) == "core/policy.py" and text in VAGUE_WORDS


@pytest.mark.parametrize(
    "snippet",
    [
        'self.notify("Saved now")',
        'self.notify("saved")',
        'self.notify(f"{count} rows", markup=False)',
        'yield Static("Ready")',
        'yield Static(Content("Ready"), classes="hint")',
        'yield Input(placeholder="login")',
        'Column("Due", 12, self._due)',
        'Binding("ctrl+s", "send", "Send")',
        'page.line(f"{part.minutes:>3} min  {part.name}")',
        'page.pair(_("If"), f"{days} days")',
        'page.line("yes" if found else _("no"))',
        'raise RuleViolation("Not now.", "state")',
        'raise ValueError("no") from RuleViolation("Not now.")\nprint("Done")',
        'HEADINGS = ("Lane", "Column")',
        'LABEL = "not accepted"',
        'def f(text="Nothing here"): ...',
        'N_("{what} is missing", what="the date")',
        'self.dismiss(" · ".join([say(label), "all of it"]))',
        'WORDS = {"open": "待办"}',
        'text = "already done" if done else ""',
    ],
)
def test_the_search_finds_a_sentence_outside_the_catalogue(snippet: str) -> None:
    assert bare_words(snippet)


@pytest.mark.parametrize(
    "snippet",
    [
        'self.notify(_("Saved now"))',
        'self.notify(_("{count} rows", count=count), markup=False)',
        'yield Static(Content(say(self.question)), classes="hint")',
        'yield Static(Content(""), id="detail")',
        'Cell(row.key, "accent")',
        'bind("ctrl+s", "send", N_("Send"), id="form.send")',
        'raise RuleViolation(N_("Not now."), "state", N_("fri 14:00"))',
        'raise ValueError(f"a moment needs a time zone: {moment!r}")',
        'def f():\n    """Say what is missing."""',
        'class A:\n    """Says it."""\n    DEFAULT_CSS = """A { color: red; border: none; }"""',
        'method: Literal["Request", "as it is"] = found["the name"]',
        'TABLES = {"Some words": 1}',
        '__slots__ = ("Some", "Other")',
        'T = TypeVar("T")\nx = cast("Some Type", y)',
        'logging.info("the desk was opened")\nself.log.info("Opened now")',
        'connection.exec_driver_sql("PRAGMA foreign_key_check")',
        'if kind == "Second coordination": ...',
        'verb: ClassVar[str] = "request submit"',
        'page.line(f"{claim.text}  {local:%H:%M}")',
    ],
)
def test_the_search_leaves_alone_what_nobody_reads(snippet: str) -> None:
    assert bare_words(snippet, {"request submit"}) == []


def test_sentences_inside_an_f_string_are_found_too() -> None:
    """Babel's own search does not see them."""
    tree = ast.parse("""line = f"^s {_('Send')}   {say(N_('Close'))}" """)
    assert [literal(call) for call in marks(tree)] == ["Send", "Close"]


def test_a_sentence_is_found_as_gettext_finds_it() -> None:
    path = catalogues.file("zh", "mo")
    with path.open("rb") as file:
        known = GNUTranslations(file)
    catalogue = i18n.Catalogue(path.read_bytes())
    texts = [*sentences(), "", "No such sentence", "\uffff"]
    assert [catalogue.gettext(text) for text in texts] == [known.gettext(text) for text in texts]
    assert catalogue.gettext("\ud800") == "\ud800"
