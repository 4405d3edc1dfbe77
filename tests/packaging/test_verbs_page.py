"""docs/verbs.md says what the verbs say; ``python docs/make_verbs.py`` writes it."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import i18n
from tui.commandline import registry

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def spoken_again() -> Iterator[None]:
    """The page is in English, whatever is spoken; afterwards that is spoken again."""
    language = i18n.language()
    yield
    i18n.use(language)


@pytest.mark.usefixtures("spoken_again")
def test_R17_2_the_page_of_verbs_is_what_the_program_would_write_now() -> None:
    made = runpy.run_path(str(DOCS / "make_verbs.py"))["page"]()
    written = (DOCS / "verbs.md").read_text(encoding="utf-8")
    assert written == made, "out of date: python docs/make_verbs.py"
    headings = {line.lstrip("# ") for line in written.splitlines() if line.startswith("##")}
    assert headings >= set(registry.all_names())
