"""Under a form's dates: that their year's days off are not announced yet (R4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.commands.base import Argument, Kind
from core.errors import Refusal
from core.forecast import days_in, sentence, years
from core.lines import Context, parse
from tui.i18n import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports import Desk
    from tui.screens.form import FormScreen

DATED = frozenset({Kind.DATE, Kind.MOMENT, Kind.DETAILS, Kind.TASKS, Kind.RISK, Kind.RESOURCE})


async def tell(form: FormScreen) -> None:
    """Say it under each field of which it is true; nothing under one that cannot be read yet.

    The reading is done in the desk's thread: a calendar may have to be loaded for it.
    """
    if not form.is_attached:
        return
    app, texts = form.desk_app, form.texts()
    specs = {f.field_name: f.spec for f in form.fields() if f.spec.kind in DATED}
    context = Context(app.clock(), app.worktime)

    def look(_desk: Desk) -> Mapping[str, str]:
        return {name: _said(spec, texts.get(name, ""), context) for name, spec in specs.items()}

    try:
        found = await app.ask(look)
    except Refusal:
        return  # the database is said to be in trouble elsewhere
    for field in form.fields():
        if field.field_name in found and field.is_attached:
            field.say_note(found[field.field_name])


def _said(spec: Argument, text: str, context: Context) -> str:
    try:
        value = parse(spec, text, context, "")
        days = list(days_in(value, context.worktime))
        found = sentence(years(days, context.worktime, context.now))
    except Refusal:
        return ""
    return say(found) if found else ""
