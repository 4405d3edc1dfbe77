"""What the terminal sends: keys as keys, a paste as text and nothing else (I18, T11).

Textual takes an escape character in a paste for the beginning of a key and gives out what follows
as keys, so that pasted text could leave the program or send a form; and it reads no further than
the first byte that is not UTF-8.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from select import select

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_MOST = 1_000_000  # characters of a paste that are kept; no field takes as many
_CHUNK = 65_536
_LOOK_AGAIN = 0.1


class PasteParser(XTermParser):
    """Gives out what stands between the brackets of a paste as one ``Paste``, whatever it is."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._before = ""  # the end of what was typed last: a bracket may come in two pieces
        self._pasted: str | None = None  # as far as it has come

    def feed(self, data: str) -> Iterator[Message]:
        """What *data* means, given what came before; empty, it is the end."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                typed, data = self._up_to_paste(data)
                yield from super().feed(typed)
                continue
            text, found, data = (self._pasted + data).partition(_END)
            self._pasted = None if found else _kept(text)
            if found:
                yield Paste(text)
                # To Textual the brackets are empty; of that it need not tell.
                yield from (m for m in super().feed(_END) if not isinstance(m, Paste))

    def _up_to_paste(self, data: str) -> tuple[str, str]:
        """What is typed, the bracket that begins a paste included, and what is pasted."""
        joined = self._before + data
        at = joined.find(_BEGIN)
        if at < 0:
            self._before = joined[1 - len(_BEGIN) :]
            return data, ""
        end = at + len(_BEGIN) - len(self._before)
        self._before, self._pasted = "", ""
        return data[:end], data[end:]


def _kept(text: str) -> str:
    """As much as can be wanted of a paste that has not ended, and what may be half of its end."""
    return text if len(text) <= _MOST else text[:_MOST] + text[-len(_END) :]


class TypedDriver(LinuxDriver):
    """Textual's own terminal, but for what is read from it."""

    def run_input_thread(self) -> None:
        """Give out what is typed until the app ends."""
        parser = PasteParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        try:
            while not self.exit_event.is_set():
                self._read_on(parser, decode)
            self._read_on(parser, decode)  # what a terminal still answers is not for the shell
        finally:
            with suppress(EOFError, ParseError):
                list(parser.feed(""))

    def _read_on(self, parser: PasteParser, decode: Callable[[bytes], str]) -> None:
        if select([self.fileno], [], [], _LOOK_AGAIN)[0]:
            read = os.read(self.fileno, _CHUNK)
            if not read:  # hung up: the guard ends the session
                self.exit_event.wait(_LOOK_AGAIN)
            if text := decode(read):  # else half a character
                self._give_out(parser.feed(text))
        self._give_out(parser.tick())

    def _give_out(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
