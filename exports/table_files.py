"""A file that comes in: copied aside within a limit, named by its content, its encoding found."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import TextIOWrapper
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple, cast

from core.errors import BadInput, Unavailable
from core.messages import N_
from core.text import safe, shorten

LARGEST = 64 * 1024 * 1024  # octets
IN_MEMORY = 1024 * 1024
CHUNK = 256 * 1024
_SAMPLE = 4096
_BY_CHANCE = 20  # characters beyond ASCII that another encoding may happen to be in this one
# The longer marks first: one of UTF-32 begins like one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Source(NamedTuple):
    """What came in: its name, its octets from the start on, and the digest of these."""

    name: str
    octets: BinaryIO
    digest: str


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """A private copy of a file, or of standard input for ``-``, that nobody changes meanwhile.

    Raises ``BadInput`` for what is no file, cannot be read, is empty or over 64 MiB.
    """
    name = "-" if path == "-" else os.path.basename(path)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        octets = cast(BinaryIO, spool)
        digest = sha256()
        for chunk in _chunks(path):
            digest.update(chunk)
            _keep(octets, chunk)
            if octets.tell() > LARGEST:
                raise BadInput(
                    N_("{file} is larger than {limit} MiB. Split it.",
                       file=shown(path), limit=LARGEST // 1024**2), "file",
                )  # fmt: skip
        if not octets.tell():
            raise BadInput(N_("{file} is empty.", file=shown(path)), "file")
        yield Source(shown(name), octets, digest.hexdigest())


def shown(name: str) -> str:
    """The name of a file as it may stand in a sentence."""
    return safe(shorten(name, 200))


def _chunks(path: str) -> Iterator[bytes]:
    try:
        if path == "-":
            yield from iter(lambda: sys.stdin.buffer.read(CHUNK), b"")
            return
        # Without waiting: a pipe that nobody writes to would hold the program for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInput(N_("{file} is not a file.", file=shown(path)), "file")
            # What has nothing to read yet, as a file of the kernel's, reads as None.
            yield from iter(lambda: file.read(CHUNK) or b"", b"")
    except (OSError, ValueError) as error:
        reason = os.strerror(getattr(error, "errno", 0) or 0)
        message = N_("{file} cannot be read: {reason}.", file=shown(path), reason=reason)
        raise BadInput(message, "file") from error


def _keep(octets: BinaryIO, chunk: bytes) -> None:
    try:
        octets.write(chunk)
    except OSError as error:
        raise Unavailable(
            N_("There is no room to read the file: {reason}.", reason=error.strerror or "")
        ) from error


def encoding_of(source: Source) -> str:
    """The encoding by its mark, else UTF-8 or GB18030, whichever the whole file is.

    Raises ``BadInput`` with the line that is neither.
    """
    source.octets.seek(0)
    sample = source.octets.read(_SAMPLE)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), "") or _wide(sample)
    lines = []
    for name in [marked] if marked else ["utf-8", "gb18030"]:
        line, foreign = _first_broken_line(source.octets, name)
        if not line:
            return name
        lines.append(line)
        if foreign > _BY_CHANCE:  # so it is of this encoding, and damaged
            break
    raise BadInput(
        N_("Line {line} of {file} is no text: it is neither UTF-8 nor GB18030.",
           line=max(lines), file=source.name),
        "file",
        N_("Save it again as CSV in UTF-8."),
    )  # fmt: skip


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other octet of what is Latin in it is zero."""
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if max(low, high) * 5 < len(sample):
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _first_broken_line(octets: BinaryIO, encoding: str) -> tuple[int, int]:
    """The first line that is not of this encoding, or 0; how much beyond ASCII was read till then.

    Chinese in UTF-8 is nearly always some nonsense in GB18030 too, but never the other way round.
    """
    octets.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, foreign = 1, 0
    for chunk in chain(iter(lambda: octets.read(CHUNK), b""), [b""]):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            whole = error.object[: error.start]
            return line + whole.count(b"\n"), foreign + _foreign(whole.decode(encoding, "ignore"))
        line += chunk.count(b"\n")
        foreign += _foreign(text)
    return 0, foreign


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


@contextmanager
def text_of(source: Source, encoding: str) -> Iterator[TextIOWrapper]:
    """The file as text from its start, line ends as they are; the octets stay open."""
    source.octets.seek(0)
    text = TextIOWrapper(source.octets, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()
