"""What an import says: a line a row, or one JSON list that grows; in the end what became of all."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.commands.importing import ImportRequests
from core.text import safe
from exports.tables import Table
from tui.commandline import output, results
from tui.i18n import _, say
from tui.imports import Fate, Outcome, reasons


class Telling:
    """Rows go to standard output, remarks and progress to standard error."""

    def __init__(self, as_json: bool, several: bool) -> None:
        self.as_json = as_json
        self.several = several
        self._begun = False
        self._progress = sys.stderr.isatty() and not sys.stdout.isatty()

    def outcomes(self, table: Table, found: Sequence[Outcome]) -> None:
        """Say what became of rows, so that it is heard before the next ones are begun."""
        for outcome in found:
            if self.as_json:
                comma = "," if self._begun else "["
                output.write(comma + output.as_json(_data(table, outcome)))
                self._begun = True
            elif outcome.fate is not Fate.KNOWN:
                file = f"{table.name}:" if self.several else ""
                output.write(safe(f"{file}{outcome.row.number}: {sentence(outcome)}"))
        sys.stdout.flush()

    def end(self, *, is_whole: bool = True) -> None:
        """Close the list; of a run that failed before its first row there is none."""
        if self.as_json and (self._begun or is_whole):
            output.write("]" if self._begun else "[]")

    def remark(self, text: str) -> None:
        """Say something about the whole, which no program reads."""
        if not self.as_json:
            self.progress("")
            output.complain(safe(text))

    def progress(self, text: str) -> None:
        """Show how far it is, on one line of the terminal."""
        if self._progress:
            sys.stderr.write(f"\r\x1b[K{safe(text)}")
            sys.stderr.flush()


def _data(table: Table, outcome: Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {"file": table.name, "row": outcome.row.number}
    said["outcome"] = outcome.fate.value
    if outcome.error:
        said["error"] = output.described(outcome.error)
    if outcome.request and outcome.fate is Fate.DONE:
        from tui.commandline.shows import flags

        request = outcome.request
        said |= {"number": request.number, "state": request.state.value}
        said |= {"version": request.version, "flags": flags(request)}
    return said


def sentence(outcome: Outcome) -> str:
    """What became of one row."""
    if outcome.error:
        said = ((f"{one.field}: " if one.field else "", one) for one in reasons(outcome.error))
        return "; ".join(field + say(one.message) for field, one in said)
    if outcome.request and outcome.fate is Fate.DONE:
        return results.sentences(ImportRequests(file=""), outcome.request)[0]
    if outcome.fate is Fate.LEFT:
        return _("not taken in, because others were refused")
    return _("can go in")


def summary(
    counts: Mapping[Fate, int], number: str, *, dry_run: bool, all_or_nothing: bool, again: bool
) -> Iterator[str]:
    """What became of all rows."""
    refused, done = counts[Fate.REFUSED], counts[Fate.DONE]
    if dry_run:
        good = counts[Fate.READY]
        yield _(
            "Good: {good}, refused: {refused}; nothing was changed.",
            good=good,
            refused=refused,
        )
    elif all_or_nothing and refused:
        yield _("Nothing was taken in. Refused: {refused}", refused=refused)
    else:
        yield _("Taken in: {done}, refused: {refused}.", done=done, refused=refused)
    if counts[Fate.KNOWN] and not again:
        yield _(
            "In already: {count}; --again takes them in once more.",
            count=counts[Fate.KNOWN],
        )
    if done:
        yield _("This is {number}; “liaison undo” withdraws it.", number=number)
