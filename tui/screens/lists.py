"""A list with its detail beside it (or under it on a narrow terminal): most screens are this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from core.errors import Refusal
from core.messages import N_
from core.views import MOST
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.narrowed import NarrowedScreen, View
from tui.widgets.pane import Pane
from tui.widgets.rowlist import Column, RowList
from tui.widgets.said import put

if TYPE_CHECKING:
    from core.commands.base import Command

__all__ = ["ListScreen", "View"]

WIDE = 104
DETAIL_AFTER = 0.03
MARKED_AT_ONCE, MOST_MARKS = 500, 10_000


class ListScreen(NarrowedScreen):
    """Rows in a list, the record under the cursor whole beside it."""

    DEFAULT_CSS = """
    ListScreen .body { layout: vertical; }
    ListScreen .body.wide { layout: horizontal; }
    ListScreen RowList { height: 3fr; width: 1fr; }
    ListScreen .pane { height: 2fr; width: 1fr; border-top: solid $primary-muted; padding: 0 1; }
    ListScreen .body.wide RowList { height: 1fr; width: 5fr; }
    ListScreen .body.wide .pane { height: 1fr; width: 3fr; border-top: none;
        border-left: solid $primary-muted; }
    ListScreen .pane.whole, ListScreen .body.wide .pane.whole { height: 1fr; width: 1fr;
        border: none; }
    ListScreen .hidden { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("asterisk,ctrl+a", "mark_all", N_("Mark all"), id="list.mark-all", show=False),
        bind("tilde", "invert", N_("Mark the others"), id="list.invert", show=False),
        bind("y", "copy", N_("Copy the number"), id="list.copy", show=False),
        bind("ctrl+o,vertical_line", "columns", N_("Columns"), id="list.columns", show=False),
        bind("escape", "back", N_("Back"), id="list.back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._looking: Timer | None = None
        self._shown = ""
        self._opened = ("", "")  # the record that has the whole screen
        self._document: dict[str, Any] = {}

    def columns(self) -> list[Column]:
        """All columns of the present view's own; those that are ``extra`` can be chosen."""
        raise NotImplementedError

    def _columns(self) -> list[Column]:
        """The columns to show: the usual ones, as long as the person chose no others."""
        own = self.columns()
        names = self.desk_app.preferences.get(self._choice)
        if names is None:
            return [column for column in own if not column.extra]
        from tui import arranged

        return arranged.chosen(names, own, self.view.query.view, self.desk_app)

    @property
    def _choice(self) -> str:
        """The name of the preference: one for all views of the screen that have the same rows."""
        return f"columns:{self.mode}:{self.view.query.view}"

    def action_columns(self) -> None:
        """Choose which columns the list has, and in which order."""
        from tui import arranged
        from tui.screens.columns import ColumnsScreen

        own, view = self.columns(), self.view.query.view
        columns = arranged.every(own, view, self.desk_app)
        labels, shown = arranged.long_labels(columns, view), [c.name for c in self._columns()]
        dialog = ColumnsScreen(columns, shown, labels, self.rows.size.width)
        self.app.push_screen(dialog, self._arrange)

    def _arrange(self, names: list[str] | None) -> None:
        """Show these columns from now on, here and at the next start."""
        if names is None:
            return
        from tui import arranged

        is_usual = names == arranged.usual(self.columns())
        self.desk_app.prefer(self._choice, None if is_usual else names)
        self.rows.show_columns(self._columns())

    def body(self) -> Iterable[Widget]:
        yield Static(Content(self._view_line()), classes="view")
        pane = Pane(Static(Content(""), id="detail"), classes="pane")
        yield Container(self._list(), pane, classes="body")

    def _list(self) -> RowList:
        return RowList(
            self._columns(),
            fetch=self.desk_app.page,
            count=self.desk_app.count,
            most=MOST,
            empty=say(self.view.empty),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(".body").set_class(self.app.size.width >= WIDE, "wide")
        opening = self.desk_app.opening
        self.desk_app.opening = None
        if opening and opening.query == self.asked:
            self.rows.begin(opening.query, opening.page, opening.total)
        else:
            self.rows.show(self.asked)
            self.call_after_refresh(self.desk_app.rows_shown)
        self.rows.focus()

    def on_resize(self, event: Resize) -> None:
        self.query_one(".body").set_class(event.size.width >= WIDE, "wide")

    def read_again(self) -> None:
        self.rows.reload()
        self._shown = ""
        self._look_soon()

    def landed(self, key: str) -> None:
        """Put the cursor on a record that was just made or changed, where it is in the list."""
        self.rows.select_key(key)

    def keep_marks(self, keys: Iterable[str]) -> None:
        self.rows.mark_all(keys)

    def action_mark_all(self) -> None:
        """Mark every row that the list has, those not on the screen too."""
        self.run_worker(self._mark(frozenset()), group="marks", exclusive=True)

    def action_invert(self) -> None:
        """Mark what is not marked, and nothing else."""
        marked = frozenset(self.rows.marked)
        self.run_worker(self._mark(marked), group="marks", exclusive=True)

    async def _mark(self, without: frozenset[str]) -> None:
        query, keys = self.rows.question._replace(limit=MARKED_AT_ONCE), list[str]()
        while len(keys) < MOST_MARKS:
            page = await self.desk_app.page(query)
            keys += [str(row.key) for row in page.rows]
            if not page.more:
                break
            query = query._replace(after=page.cursors[-1])
        if query.rows == self.rows.question.rows:  # else another list is asked for meanwhile
            self.rows.mark_all(key for key in keys if key not in without)
            self.notify(_("Marked: {count}", count=len(self.rows.marked)), markup=False)

    @property
    def row(self) -> Any:
        """The row that a person looks at; None where there is none."""
        return self.rows.current

    @property
    def marked(self) -> tuple[str, ...]:
        """What a verb is about besides, where anything is marked."""
        return self.rows.marked

    def targets(self, command: type[Command]) -> list[str]:
        row = self.row
        if self._opened[1] and not (row and self.detail_of(row) == self._opened):
            return [self.key_shown(command)]
        if self.marked and not self._opened[1]:
            return [str(key) for key in self.marked]
        return [self.key_for(command, row)] if row else []

    def looked_at(self) -> tuple[str, str]:
        row = self.row
        return self._opened if self._opened[1] or not row else self.detail_of(row)

    def key_shown(self, command: type[Command]) -> str:
        """The name of the record a command is about, for one opened by its number."""
        return self._opened[1]

    def key_for(self, command: type[Command], row: Any) -> str:
        """The name of the record a command is about, for one row."""
        return str(row.key)

    def on_row_list_failed(self, event: RowList.Failed) -> None:
        """Say what is wrong for as long as it is; the rows read before stay."""
        text = say(event.error.message) if isinstance(event.error, Refusal) else str(event.error)
        self.show_status(text, "danger")

    def on_row_list_highlighted(self) -> None:
        self._look_soon()

    def _look_soon(self) -> None:
        """Read the detail once the cursor rests, so that moving costs nothing but the move."""
        if self._looking:
            self._looking.stop()
        self._looking = self.set_timer(DETAIL_AFTER, self._look)

    def _look(self) -> None:
        if not self.has_parts("RowList"):
            return
        self.desk_app.rows_shown()
        target = self.looked_at()
        if not target[1] or not self.desk_app.ready:
            put(self, "#detail", "")
            self._shown = ""
            self.name_first(self.view.kind, "")
            return
        if target[1] != self._shown:
            self.run_worker(self._read_detail(target), group="detail", exclusive=True)

    async def _read_detail(self, target: tuple[str, str]) -> None:
        try:
            document = await self.desk_app.document(*target)
        except Refusal as error:
            put(self, "#detail", say(error.message))
            return
        # Meanwhile the cursor may have gone on, or the screen away.
        if self.has_parts("RowList") and target == self.looked_at():
            self._show(target, document)

    def before_detail(self) -> Content:
        """What is to be read above the record."""
        return Content("")

    def detail_of(self, row: Any) -> tuple[str, str]:
        """Kind and name of the record that the detail of a row is."""
        return self.view.kind, str(row.key)

    def _show(self, target: tuple[str, str], document: dict[str, Any]) -> None:
        from tui.details import render

        now, zone = self.desk_app.clock(), self.desk_app.zone
        content = self.before_detail() + render(target[0], document, now, zone)
        same = target[1] == self._shown
        self._shown, self._document = target[1], document
        self.name_first(target[0], str(document.get("state", "")))
        put(self, "#detail", content)
        if not same:
            self.query_one(Pane).scroll_home(animate=False)

    def on_row_list_opened(self) -> None:
        """Give the detail the whole screen, to be read and scrolled."""
        self._whole(self.looked_at())

    def _whole(self, opened: tuple[str, str]) -> None:
        self._opened, whole = opened, bool(opened[1])
        pane = self.query_one(Pane)
        pane.set_class(whole, "whole")
        self.front.set_class(whole, "hidden")
        self.set_focus(pane if whole else self.front)  # at once: the next key may be for it

    def action_back(self) -> None:
        """One step back: from the whole detail, from a filter, from marks."""
        if self._opened[1]:
            self._whole(("", ""))
            self._look_soon()
        elif not self.close_filter():
            self.rows.clear_marks()

    async def to_view(self, at: int) -> None:
        self.unfold()
        self.close_filter()
        self.at = at
        with self.app.batch_update():  # a new list has no colours before it is mounted
            old = self.rows  # until the new one is there: what was read comes at any moment
            await self.query_one(".body").mount(self._list(), before=".pane")
            await old.remove()
        self.show_asked()
        self.set_focus(self.front)

    def unfold(self) -> None:
        self._whole(("", ""))

    def action_copy(self) -> None:
        """Copy the number to the person's own clipboard, over SSH too (OSC 52)."""
        key = self.looked_at()[1]
        if key:
            self.app.copy_to_clipboard(key)
            self.desk_app.tell_done(_("Copied: {key}", key=key))

    async def open_number(self, kind: str, key: str) -> None:
        """Show one record whole, wherever it is in the list."""
        self._shown = ""
        self.landed(key)
        document = await self.document_or_tell(kind, key)
        if document is not None and self.has_parts("RowList"):
            self._show((kind, key), document)
            self._whole((kind, key))
