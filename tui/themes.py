"""The product's own colours: light, dark, high contrast, and for those who confuse red and green.

Text has a contrast of 4.5 or more to what it stands on, 7 in high contrast (WCAG 2.2, 1.4.3 and
1.4.6). No colour says anything that a word or a sign does not say too.
"""

from __future__ import annotations

from textual.theme import Theme

from core.messages import N_, Message


def _theme(
    name: str, dark: bool, ground: str, panel: str, text: str, muted: str, cursor: str, **tones: str
) -> Theme:
    """A theme whose text is never mixed with its ground: what is given is what is seen."""
    accent = tones["accent"]
    on_cursor = ground if dark else "#ffffff"
    return Theme(
        name=name, dark=dark, primary=accent, secondary=accent, accent=accent, foreground=text,
        background=ground, surface=ground, panel=panel, boost=panel, error=tones["error"],
        warning=tones["warning"], success=tones["success"],
        variables={
            "text": text, "text-muted": muted, "foreground-muted": muted, "text-disabled": muted,
            "text-primary": accent, "text-accent": accent, "text-secondary": accent,
            "text-error": tones["error"], "text-warning": tones["warning"],
            "text-success": tones["success"], "primary-muted": muted,
            "block-cursor-background": cursor, "block-cursor-foreground": on_cursor,
            "block-cursor-blurred-background": panel, "block-cursor-blurred-foreground": text,
            "block-hover-background": panel, "input-cursor-background": text,
            "input-cursor-foreground": ground, "input-selection-background": panel,
        },
    )  # fmt: skip


THEMES = {
    theme.name: theme
    for theme in (
        _theme(
            "dark", True, "#11161c", "#263241", "#e8eef4", "#a9b6c3", "#7cc0ff",
            accent="#7cc0ff", error="#ff9a94", warning="#f0c04a", success="#6fdd8b",
        ),
        _theme(
            "light", False, "#ffffff", "#e3e8ee", "#1a2027", "#4d5763", "#0b4f9e",
            accent="#0b4f9e", error="#a5110c", warning="#6e4300", success="#0c5c27",
        ),
        _theme(
            "contrast", True, "#000000", "#1c1c1c", "#ffffff", "#d6d6d6", "#ffe600",
            accent="#8fd8ff", error="#ffb0aa", warning="#ffd84d", success="#8dffa8",
        ),
        _theme(
            "colour-blind", True, "#11161c", "#263241", "#e8eef4", "#a9b6c3", "#f0e442",
            accent="#b9c6ff", error="#ff9d5c", warning="#f0e442", success="#6cc3f5",
        ),
    )
}  # fmt: skip
LABELS: dict[str, Message] = {
    "textual-dark": N_("as usual"),
    "light": N_("light"),
    "dark": N_("dark"),
    "contrast": N_("high contrast"),
    "colour-blind": N_("for red-green colour blindness"),
}
