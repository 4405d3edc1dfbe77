"""Textual's style sheet, parsed anew only where something in it changed.

Textual parses all of it twice whenever a screen is shown for the first time, for the colours may
have changed; they rarely have.
"""

from __future__ import annotations

from textual.css import stylesheet


class Stylesheet(stylesheet.Stylesheet):
    """Keeps what it has parsed until the variables change."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other variables, at which everything is parsed again."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is not known yet."""
        self.parse()
