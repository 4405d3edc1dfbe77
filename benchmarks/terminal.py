"""A terminal that notes when every byte came, and the frames these bytes make.

A **frame** ends where Textual's synchronised update ends (``CSI ? 2026 l``; the terminal says
that it knows them). Output outside of one is a frame once nothing has followed for 15 ms. The
moment of a frame is the one at which its last byte was read. The screen is drawn from the bytes
afterwards, while nothing is being measured: drawing takes longer than a frame.
"""

from __future__ import annotations

import os
import re
import select
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple, Self

from tests.terminal import Terminal

QUIET = 0.015
_ASKED, _ANSWER = b"\x1b[?2026$p", "\x1b[?2026;2$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_UNDRAWABLE = re.compile(rb"\x1b\[[<>=][0-9;]*u")  # the emulator would show their "u"
_INSIDE = 2  # a column inside the rows of either program


class Frame(NamedTuple):
    """A whole frame: where its bytes end, and the moment at which the last was read."""

    end: int
    at: float


class Stopwatch(Terminal):
    """A command in a terminal, its frames and their moments in seconds since its start."""

    def __enter__(self) -> Self:
        self._reads: list[Frame] = []
        self._drawn = 0
        self._began = perf_counter()
        return super().__enter__()

    def now(self) -> float:
        """Seconds since the command was started."""
        return perf_counter() - self._began

    def pump(self, seconds: float = 0.0) -> bool:
        """Read what there is, waiting at most *seconds*, and note the moment; draw nothing."""
        if not select.select([self.master], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self.master, 65_536)
        except OSError:  # nobody has the other end open
            raise RuntimeError(f"{self.command} ended:\n{self.draw()}") from None
        at = self.now()
        self.raw += data
        self._reads.append(Frame(len(self.raw), at))
        if _ASKED in data:
            self.type(_ANSWER)
        return True

    def read_until(self, pattern: re.Pattern[bytes], timeout: float = 20.0) -> None:
        """Read until whole frames hold what *pattern* finds."""
        while not (self._whole() and pattern.search(self.raw)):
            self._wait(0.05, timeout)

    def settle(self, since: int, timeout: float = 20.0) -> None:
        """Read until something came behind the byte *since*, and then nothing for 15 ms."""
        while self.pump(QUIET) or len(self.raw) == since or not self._whole():
            self._wait(0, timeout)

    def idle(self, until: float) -> None:
        """Read on until that many seconds have passed since the start."""
        while (left := until - self.now()) > 0:
            self.pump(left)

    def frames(self) -> Iterator[Frame]:
        """The whole frames that are not drawn yet, each drawn when it is given."""
        for end in self._ends(self._drawn):
            self._draw_to(end)
            yield Frame(end, self._moment(end))

    def draw(self) -> str:
        """The text of the screen, everything drawn."""
        self._draw_to(len(self.raw))
        return self.text().strip()

    def backgrounds(self) -> list[str]:
        """The colour behind each line, by which the cursor's line is known."""
        return [str(self.screen.buffer[y][_INSIDE].bg) for y in range(self.size[1])]

    def _wait(self, seconds: float, timeout: float) -> None:
        self.pump(seconds)
        last = self._reads[-1].at if self._reads else 0.0
        if self.now() - last > timeout:
            raise RuntimeError(f"{self.command}: nothing for {timeout} s:\n{self.draw()}")

    def _whole(self, end: int | None = None) -> bool:
        return self.raw.rfind(_BEGIN, 0, end) <= self.raw.rfind(_END, 0, end)

    def _moment(self, end: int) -> float:
        return self._reads[bisect_left(self._reads, end, key=lambda read: read.end)].at

    def _ends(self, since: int) -> list[int]:
        marked = {match.end() for match in re.compile(re.escape(_END)).finditer(self.raw, since)}
        first = bisect_right(self._reads, since, key=lambda read: read.end)
        reads = self._reads[first:]
        later = [read.at for read in reads[1:]] + [self.now()]
        quiet = {
            read.end
            for read, following in zip(reads, later, strict=True)
            if following - read.at >= QUIET and self._whole(read.end)
        }
        return sorted(marked | quiet)

    def _draw_to(self, end: int) -> None:
        if end > self._drawn:
            self._stream.feed(_UNDRAWABLE.sub(b"", bytes(self.raw[self._drawn : end])))
            self._drawn = end
