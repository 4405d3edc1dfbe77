"""``make catalogues``: every sentence of the product, and the catalogues brought up to them.

Babel's own commands stamp the hour and an address into whatever they write, and know nothing of
the verbs' docstrings, which are the help.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from core.commands import all_commands
from core.commands.base import about

HOUSE = Path(__file__).parent.parent
ROOMS = ("core", "db", "exports", "tui")
LOCALE = HOUSE / "tui" / "locale"


class Steady(Catalog):
    """A catalogue that changes only when a sentence does: no dates, no names, no addresses."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "liaison"),
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def sentences() -> set[str]:
    """Every sentence that can be said: those marked in the code, and what each verb does."""
    trees = (ast.parse(file.read_bytes()) for file in sources())
    marked = {said for tree in trees for call in marks(tree) if (said := literal(call))}
    return marked | {about(command).text for command in all_commands().values()}


def sources() -> list[Path]:
    """Every module in which something is said."""
    return sorted(file for room in ROOMS for file in (HOUSE / room).rglob("*.py"))


def marks(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that mark a sentence; those inside f-strings too, which Babel does not see."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="N_" | "_")):
                yield node


def literal(call: ast.Call) -> str:
    """The sentence that is marked; empty where it is not written there."""
    match call.args:
        case [ast.Constant(value=str(said)), *_]:
            return said
    return ""


def languages() -> list[str]:
    """Every language that there is a catalogue for."""
    return sorted(folder.parent.parent.name for folder in LOCALE.glob("*/*/liaison.po"))


def file(language: str, ending: str = "po") -> Path:
    """Where a language's catalogue is kept."""
    return LOCALE / language / "LC_MESSAGES" / f"liaison.{ending}"


def load(language: str) -> Catalog:
    """The catalogue as it is kept."""
    return read_po(BytesIO(file(language).read_bytes()), locale=language)


def _heading(language: str) -> str:
    """The comment at the head of a catalogue; Babel's reader loses its blanks."""
    lines = file(language).read_text(encoding="utf-8").splitlines()
    return "\n".join(takewhile(re.compile(r"#( |$)").match, lines))


def brought_up(language: str) -> Steady:
    """The catalogue with every sentence and no other; what is new or fuzzy has no translation."""
    kept = load(language)
    found = Steady(language, header_comment=_heading(language), fuzzy=False)
    for text in sorted(sentences()):
        old = kept.get(text)
        found.add(text, old.string if old and not old.fuzzy else "")
    return found


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as people edit it."""
    text = BytesIO()
    write_po(text, catalog, width=0)
    return text.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    data = BytesIO()
    write_mo(data, catalog)
    return data.getvalue()


def main() -> None:
    """Bring every catalogue up, and name what has no translation yet."""
    for language in languages():
        catalog = brought_up(language)
        file(language).write_bytes(as_po(catalog))
        # Sessions have the old one mapped into memory: it is replaced, never written over.
        made = file(language, "mo").with_suffix(".new")
        made.write_bytes(as_mo(catalog))
        made.replace(file(language, "mo"))
        empty = [str(message.id) for message in catalog if message.id and not message.string]
        print(f"{language}: {len(catalog)} sentences, {len(empty)} of them not translated")
        print("".join(f"  {text}\n" for text in empty), end="")


if __name__ == "__main__":
    main()
