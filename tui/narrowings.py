"""Which meetings a week shows: one kind, request or department, put into the filter (R3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.agenda import KIND_LABELS
from core.filters import without
from core.views import Query
from tui.filtering import known
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.app import LiaisonApp


async def choices(app: LiaisonApp, request: str) -> list[tuple[str, str]]:
    """What may be chosen, as it is typed and in words; *request* is that of the cursor, if any."""
    page = await app.page(Query("departments", (("active", "yes"),), limit=200))
    return [
        ("", _("all meetings")),
        *([(f"request:{request}", f"{_('Request')}: {request}")] if request else []),
        *((f"kind:{kind.value}", f"{_('Kind')}: {say(label)}")
          for kind, label in KIND_LABELS.items()),
        *((f"dept:{d.key}", f"{_('Department')}: {d.key} {d.name}") for d in page.rows),
    ]  # fmt: skip


def put(text: str, chosen: str) -> str:
    """The filter with what was chosen in the place of what it said of the same."""
    name = chosen.partition(":")[0]
    return f"{chosen} {without(text, known('meetings')[name])}".strip()
