"""Writing a finished file into a folder: whole or not at all, and nowhere else (I13, R14.3)."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from core.errors import BadInput, Refusal, Unavailable
from core.messages import N_
from core.text import safe

_UNSAFE = re.compile(r"[^\w\-.]+")
_CHARACTERS = 64
# File systems take 255 octets, and 64 rare Chinese characters have 256.
_OCTETS = 240
_ENDING = 8


def safe_name(text: str) -> str:
    r"""Return a file's name made of *text*: ``[\w\-.]{1,64}``, no dot or hyphen first.

    The same text gives the same name; a short ending such as ``.ics`` survives the cut.
    """
    name = _UNSAFE.sub("_", text).lstrip(".-").rstrip(".")
    stem, _, ending = name.rpartition(".")
    if not stem or len(ending) > _ENDING:
        stem, ending = name, ""
    ending = f".{ending}" if ending else ""
    stem = stem[: _CHARACTERS - len(ending)]
    while len((stem + ending).encode()) > _OCTETS:
        stem = stem[:-1]
    return stem + ending or "_"


def write_file(directory: Path, name: str, data: bytes) -> Path:
    """Write *data* under the ``safe_name`` of *name* and return where it is; mode 0600.

    An older file of that name is replaced in one step. Raises ``BadInput`` for a folder that
    cannot be used or a name that is taken by something else, ``Unavailable`` if writing fails.
    """
    folder = _resolved(directory)
    name = safe_name(name)
    handle = _entered(folder)
    try:
        _refuse_unless_file(handle, folder, name)
        _replace(handle, folder, name, data)
    finally:
        os.close(handle)
    return folder / name


def write_new(directory: Path, name: str, data: bytes) -> Path:
    """Write *data* as :func:`write_file` does, but where anything has that name already, refuse.

    The file is opened in the folder itself, so that no link made meanwhile leads elsewhere.
    """
    folder = _resolved(directory)
    name = safe_name(name)
    handle = _entered(folder)
    try:
        _create(handle, name, data)
        os.fsync(handle)
    except FileExistsError as error:
        raise BadInput(
            N_(
                "{path} is there already and is left as it is. Name another folder.",
                path=safe(str(folder / name)),
            ),
            "to",
        ) from error
    except OSError as error:
        raise _not_written(folder, name, error) from error
    finally:
        os.close(handle)
    return folder / name


def _resolved(directory: Path) -> Path:
    try:
        folder = directory.resolve(strict=True)
        is_folder = folder.is_dir()
    except (OSError, ValueError, RuntimeError):
        is_folder = False
    if not is_folder:
        raise BadInput(
            N_("There is no folder {path}. Make it first.", path=safe(str(directory))), "to"
        )
    return folder


def _entered(folder: Path) -> int:
    """The folder opened: from here on it is this one, whatever becomes of its path."""
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise _not_writable(folder) from error


def _refuse_unless_file(handle: int, folder: Path, name: str) -> None:
    with suppress(FileNotFoundError):
        mode = os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode
        if not stat.S_ISREG(mode):
            raise BadInput(
                N_(
                    "{path} is there and not a file. Move it away, or name another folder.",
                    path=safe(str(folder / name)),
                ),
                "to",
            )


def _not_writable(folder: Path) -> BadInput:
    return BadInput(
        N_("You may not write into the folder {path}. Name another one.", path=safe(str(folder))),
        "to",
    )


def _replace(handle: int, folder: Path, name: str, data: bytes) -> None:
    try:
        part = f".{token_hex(8)}.part"  # nobody can have foreseen it
        _create(handle, part, data)
        try:
            os.rename(part, name, src_dir_fd=handle, dst_dir_fd=handle)
        except BaseException:
            os.unlink(part, dir_fd=handle)
            raise
        os.fsync(handle)
    except OSError as error:
        raise _not_written(folder, name, error) from error


def _not_written(folder: Path, name: str, error: OSError) -> Refusal:
    if isinstance(error, PermissionError):
        return _not_writable(folder)
    return Unavailable(
        N_(
            "{path} was not written: {reason}. Try again, or name another folder.",
            path=safe(str(folder / name)),
            reason=os.strerror(error.errno or 0),
        )
    )


def _create(handle: int, name: str, data: bytes) -> None:
    """Write *data* to disk under a name that nothing has yet."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=handle), "wb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(name, dir_fd=handle)
            raise
