"""Keys: every binding has an id, a label of the catalogues and a tooltip; people may move them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingsMap

from core.errors import BadInput
from core.messages import N_, Message

# What a Chinese input method sends for the same key (TRAPS).
WIDE = {
    "question_mark": "？,fullwidth_question_mark",
    "colon": "：,fullwidth_colon",
    "slash": "／,fullwidth_solidus,、",
    "left_square_bracket": "【,fullwidth_left_square_bracket",
    "right_square_bracket": "】,fullwidth_right_square_bracket",
}
# Keys that mean the same on every screen and may not be given away.
RESERVED = frozenset({"ctrl+c", "escape", "enter", "tab", "shift+tab"})


def bind(
    keys: str,
    action: str,
    label: Message,
    *,
    id: str,  # noqa: A002
    show: bool = True,
    tooltip: Message | None = None,
    priority: bool = False,
    display: str | None = None,
) -> Binding:
    """A binding whose description stays English until it is shown: the language may change."""
    first = keys.split(",")[0]
    return Binding(
        f"{keys},{WIDE[first]}" if first in WIDE else keys,
        action,
        label.text,
        show=show,
        id=id,
        tooltip=(tooltip or label).text,
        priority=priority,
        key_display=display,
    )


def check(keys: Mapping[str, str], known: Iterable[Binding]) -> None:
    """Refuse a keymap that names an unknown id, takes a reserved key, or clashes on one screen.

    Textual ignores the first and drops the last without a word, so both are said here.
    """
    by_id = {binding.id: binding for binding in known if binding.id}
    for name, wanted in keys.items():
        if name not in by_id:
            raise BadInput(
                N_("The keymap names {id}, which does not exist.", id=name),
                "keys",
                N_("See the ids with: liaison keys"),
            )
        if taken := RESERVED & set(wanted.split(",")):
            raise BadInput(N_("The key {key} cannot be moved.", key=min(taken)), "keys")
    _require_no_clash(keys, by_id)


def _require_no_clash(keys: Mapping[str, str], by_id: Mapping[str, Binding]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for name, binding in sorted(by_id.items()):
        place = name.split(".")[0]
        for key in keys.get(name, binding.key).split(","):
            other = taken.setdefault((place, key), name)
            if other != name and (name in keys or other in keys):
                raise BadInput(
                    N_("{id} and {other} both want the key {key}.", id=name, other=other, key=key),
                    "keys",
                )


def add(bindings: BindingsMap, binding: Binding, keymap: Mapping[str, str]) -> None:
    """Put a binding into a screen's own map, under the person's key if they moved it."""
    moved = keymap.get(binding.id or "")
    for one in Binding.make_bindings([binding]):
        key_binding = one if not moved else one.with_key(moved)
        bindings.key_to_bindings.setdefault(key_binding.key, []).append(key_binding)
        if moved:
            break
