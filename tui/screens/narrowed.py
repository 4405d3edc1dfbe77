"""What a person narrows and sorts a list by: typed as filter, chosen from orders, kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from core.errors import BadInput
from core.messages import N_, Message
from core.views import Query
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.base import DeskScreen
from tui.widgets.entry import Line
from tui.widgets.rowlist import RowList
from tui.widgets.said import put

if TYPE_CHECKING:
    from core.filters import Term

FILTER_AFTER = 0.03  # seconds without a letter: those of one word often come together
KEEP = "+"  # in the list of kept filters: keep the present one


class View(NamedTuple):
    """One way of looking at the screen's records; the keys step through them."""

    label: Message
    query: Query
    kind: str
    empty: Message


class FilterBox(Line):
    """Where a filter is typed; enter goes back into the list."""

    async def action_submit(self) -> None:
        """Not by a message, which the next key would overtake."""
        screen = self.screen
        screen.set_focus(screen.front if isinstance(screen, NarrowedScreen) else None)


class NarrowedScreen(DeskScreen):
    """A screen of views, each of which can be narrowed by a filter and put into other orders."""

    DEFAULT_CSS = """
    NarrowedScreen Input, NarrowedScreen Input:focus { border: none; height: 1;
        background: $boost; }
    NarrowedScreen .view { height: 1; color: $text-muted; padding: 0 1; }
    NarrowedScreen .said { height: auto; max-height: 2; color: $text-muted; padding: 0 1; }
    NarrowedScreen .said.fault { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("slash,ctrl+f", "filter", N_("Filter"), id="list.filter", show=False),
        bind("s", "sort", N_("Sort"), id="list.sort", show=False),
        bind("S", "saved", N_("Kept filters"), id="list.saved", show=False),
        bind("z", "view(1)", N_("Next view"), id="list.view", show=False),
        bind("Z", "view(-1)", N_("Previous view"), id="list.view-back", show=False),
    ]
    views: ClassVar[tuple[View, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self._typing: Timer | None = None
        self._text = ""
        self._terms: tuple[Term, ...] = ()
        self._orders: dict[int, str] = {}

    @property
    def view(self) -> View:
        """How the records are looked at now."""
        return self.views[self.at]

    @property
    def rows(self) -> RowList:
        """The list itself."""
        return self.query_one(RowList)

    @property
    def front(self) -> Widget:
        """What a person looks at and moves in: the list."""
        return self.rows

    @property
    def asked(self) -> Query:
        """The view's question as it is narrowed and sorted now."""
        order = self._orders.get(self.at, "")
        return self.view.query._replace(terms=self._terms, order=order)

    def _view_line(self) -> str:
        """The names of the views, and the order where it is not the usual one."""
        parts = [say(self.view.label)]
        if len(self.views) > 1:
            names = [
                f"[{say(v.label)}]" if place == self.at else say(v.label)
                for place, v in enumerate(self.views)
            ]
            parts = ["  ".join(names) + f"   z {_('Next view')}   / {_('Filter')}"]
        if order := self._orders.get(self.at):
            from tui.filtering import ORDERS

            parts.append(_("s sorted by: {order}", order=ORDERS[order]))
        return "   ".join(parts)

    def show_asked(self) -> None:
        """Read what is asked for now from its top, and say how it is sorted."""
        put(self, ".view", self._view_line())
        nothing = _("Nothing is like that. esc takes the filter away.")
        self.rows.say_if_empty(nothing if self._terms else say(self.view.empty))
        self.rows.show(self.asked)

    def unfold(self) -> None:
        """Give the list the screen, where something else has it."""

    async def to_view(self, at: int) -> None:
        """Look at other records of the screen."""
        raise NotImplementedError

    async def action_view(self, by: int) -> None:
        """Look at other records of the screen, in a list with columns of their own."""
        await self.to_view((self.at + by) % len(self.views))

    async def action_filter(self) -> None:
        """Type to see only the rows that are meant."""
        self.unfold()
        await self._open_box()
        self.set_focus(self.query_one("#filter"))  # at once: what is typed next is for it

    async def _open_box(self) -> None:
        if self.query("#filter"):
            return
        hint = _("words, or {names}", names=self._names())
        box = FilterBox(
            self._text, placeholder=hint, id="filter", max_length=200, select_on_focus=False
        )
        await self.mount(box, Static(Content(""), classes="said"), before=".view")

    def _names(self) -> str:
        from tui.filtering import known

        names = dict.fromkeys(one.name for one in known(self.view.query.view).values())
        return " ".join(f"{name}:" for name in names)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._typing:
            self._typing.stop()
        text = event.value
        self._typing = self.set_timer(FILTER_AFTER, lambda: self._search(text))

    def _search(self, text: str) -> None:
        """Show what the text asks for; what is not understood leaves the rows as they are."""
        from core.lines import Context
        from tui import filtering

        app = self.desk_app
        view = self.view.query.view
        try:
            terms = filtering.parse(view, text, Context(app.clock(), app.worktime))
        except BadInput as fault:
            hint = f"  {say(fault.hint)}" if fault.hint else ""
            self._say(say(fault.message) + hint, is_fault=True)
            return
        self._text = text.strip()
        self._say(filtering.said(view, terms, app.worktime))
        if terms != self._terms:
            self._terms = terms
            self.show_asked()

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        for said in self.query(".said").results(Static):
            said.set_class(is_fault, "fault")
            said.update(Content(text))

    def close_filter(self) -> bool:
        """Take the filter away, if there is one; whether there was."""
        if not self.query("#filter"):
            return False
        self.query("#filter, .said").remove()
        if self._typing:
            self._typing.stop()
        self._text, was_narrowed = "", bool(self._terms)
        self._terms = ()
        if was_narrowed:
            self.show_asked()
        self.set_focus(self.front)
        return True

    def action_sort(self) -> None:
        """Choose an order for the list."""
        from tui.filtering import ORDERS, orders
        from tui.screens.pick import PickScreen

        found = orders(self.view.query.view)
        if len(found) < 2:
            self.notify(_("This list has one order only."), markup=False)
            return
        options = [(name, say(ORDERS[name])) for name in found]
        now = self._orders.get(self.at, "")
        self.app.push_screen(PickScreen(_("Sort by"), options, now=now), self._sorted)

    def _sorted(self, picked: Any) -> None:
        if picked is not None:
            self._orders[self.at] = picked.name
            self.show_asked()

    def action_saved(self) -> None:
        """Choose a filter that was kept, or keep the present one."""
        from tui import kept
        from tui.screens.pick import PickScreen

        mine = kept.of_mode(self.desk_app.preferences, self.mode)
        options = [(name, kept.described(name, one)) for name, one in mine.items()]
        if self._text or self._orders.get(self.at):
            options.append((KEEP, _("+ keep what is shown now, by name")))
        if not options:
            self.notify(_("Nothing is kept yet: filter or sort the list first."), markup=False)
            return
        dialog = PickScreen(_("Kept filters"), options, may_delete=frozenset(mine))
        self.app.push_screen(dialog, self._chosen)

    def _chosen(self, picked: Any) -> None:
        from tui import kept
        from tui.screens.pick import NameScreen

        if picked is None:
            return
        if picked.name == KEEP:
            self.app.push_screen(NameScreen(), self._keep)
        elif picked.is_deleted:
            self.desk_app.prefer(kept.key(picked.name), None)
            self.desk_app.tell_done(_("Deleted: {name}", name=picked.name))
        else:
            one = kept.of_mode(self.desk_app.preferences, self.mode)[picked.name]
            self.run_worker(self._use(one))

    def _keep(self, name: str | None) -> None:
        from tui import kept

        if name:
            query, order = self.view.query, self._orders.get(self.at, "")
            label = self.view.label.text
            value = kept.value(query, self._text, order, mode=self.mode, label=label)
            self.desk_app.prefer(kept.key(name), value)
            self.desk_app.tell_done(_("Kept: {name}", name=name))

    async def _use(self, one: dict[str, Any]) -> None:
        """Look as a kept filter says: its view, its text, its order."""
        labels = [view.label.text for view in self.views]
        at = labels.index(one["label"]) if one["label"] in labels else self.at
        self.close_filter()
        self._orders[at] = one["order"]
        await self.to_view(at)
        if one["filter"]:
            await self.narrow_to(one["filter"])

    async def narrow_to(self, text: str) -> None:
        """Show what a text asks for, as if it had been typed."""
        self._text = text
        await self._open_box()
        for box in self.query("#filter").results(Input):
            box.value = text
        self._search(text)
