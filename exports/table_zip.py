"""Whether a workbook may be opened: what its parts declare and how they are built (I12, I14).

Nothing is unpacked; the library that reads workbooks makes an object of every tag it meets.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from core.errors import BadInput
from core.messages import N_, Message

CHUNK = 1024 * 1024
MIB = 1024 * 1024
PARTS = 5_000
LARGEST = 256 * MIB  # all that is declared to be read
STRINGS = "xl/sharedstrings.xml"
SHEETS = "xl/worksheets/"
# What a part that is read may hold at most, and how many strings all cells share.
LARGEST_PART = {STRINGS: 64 * MIB, SHEETS: LARGEST}
LARGEST_OTHER = 8 * MIB
MOST_STRINGS = 1_000_000
# What a spreadsheet has at most, and how far apart two cells of it are.
MOST_ROWS, MOST_CELLS = 1_048_576, 16_384
LONGEST_CELL = 4 * MIB
_UNREAD = ("xl/media/", "xl/pivotcache/", "xl/embeddings/", "xl/vbaproject", "xl/drawings/")
_TAG = re.compile(
    rb"<(?:[\w.-]{1,20}:)?(row|c|f|si)[\s/>]"
    rb"|(/)(?:[\w.-]{1,20}:)?f>\s*<(?:[\w.-]{1,20}:)?v>[^<]"  # a formula with its last value
)
_KINDS = (("sharedStrings+xml", STRINGS), ("worksheet+xml", SHEETS))


class Counted(NamedTuple):
    """How many rows a sheet has at most, its formulas, and whether these were ever calculated."""

    rows: int
    formulas: bool
    calculated: bool


def require_harmless(octets: BinaryIO, name: str) -> None:
    """Raise ``BadInput`` for what is no workbook, is protected, or unpacks to far too much."""
    try:
        with ZipFile(octets) as archive:
            _require_parts(archive.infolist(), name)
            _require_names(_head(archive, "[Content_Types].xml"), name)
            strings = [info for info in archive.infolist() if info.filename.lower() == STRINGS]
            for info in strings:
                if sum(tag == b"si" for tag, _ in _tags(archive, info)) > MOST_STRINGS:
                    raise _too_much(name)
    except (BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
        raise unreadable(name) from error
    except NotImplementedError as error:  # a way of packing that spreadsheets do not know
        raise unreadable(name) from error


def counted(octets: BinaryIO, name: str, part: str) -> Counted:
    """Look through a sheet without reading it; raises ``BadInput`` for one that is a trap."""
    rows = cells = 0
    seen: set[bytes] = set()
    with ZipFile(octets) as archive:
        last = 0
        for tag, at in _tags(archive, archive.getinfo(part)):
            rows, cells = rows + (tag == b"row"), 0 if tag == b"row" else cells + (tag == b"c")
            seen.add(tag)
            if rows > MOST_ROWS or cells > MOST_CELLS or at - last > LONGEST_CELL:
                raise _too_much(name)
            last = at
    return Counted(rows, b"f" in seen, b"/" in seen)


def unreadable(name: str) -> BadInput:
    """The refusal of what spreadsheet programs would not open either."""
    return _refused(
        N_("{file} cannot be read as a workbook.", file=name),
        N_("Open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8."),
    )


def _require_parts(parts: list[ZipInfo], name: str) -> None:
    read = [p for p in parts if not p.filename.lower().startswith(_UNREAD)]
    if len(parts) > PARTS or sum(part.file_size for part in read) > LARGEST:
        raise _too_much(name)
    for part in read:
        kind = next((k for k in LARGEST_PART if part.filename.lower().startswith(k)), "")
        if part.file_size > LARGEST_PART.get(kind, LARGEST_OTHER):
            raise _too_much(name)


def _require_names(types: bytes, name: str) -> None:
    """Every sheet and the strings must be where their limits are looked for."""
    for override in re.findall(rb"<[^<>]*Override\b[^<>]*>", types):
        said = override.decode("utf-8", "replace")
        path = re.search(r'PartName\s*=\s*["\']/?([^"\']*)', said)
        for kind, place in _KINDS:
            if kind in said and not (path and path[1].lower().startswith(place)):
                raise unreadable(name)


def _head(archive: ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(LARGEST_OTHER)


def _tags(archive: ZipFile, info: ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The tags that count, each with its place; the end of the part is one without a name."""
    with archive.open(info) as file:
        at, left = 0, b""
        while chunk := file.read(CHUNK):
            data = left + chunk
            kept = 0
            for found in _TAG.finditer(data):
                yield found[found.lastindex or 0], at + found.start()
                kept = found.end()
            kept = max(kept, len(data) - 64)
            at, left = at + kept, data[kept:]
        yield b"", at + len(left)


def _too_much(name: str) -> BadInput:
    return _refused(
        N_("{file} unpacks to far more than a list of requests holds.", file=name),
        N_("Copy the rows into a new workbook, or save it as CSV in UTF-8."),
    )


def _refused(message: Message, hint: Message) -> BadInput:
    return BadInput(message, "file", hint)
