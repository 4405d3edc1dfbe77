"""Files are written whole, under safe names, where the person said and nowhere else (I13)."""

import os
import re
import resource
import signal
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, Unavailable
from exports.files import safe_name, write_file


def test_I13_the_file_is_there_for_its_owner_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path, "MTG-202707001.ics", b"BEGIN")
    assert path == tmp_path.resolve() / "MTG-202707001.ics"
    assert path.read_bytes() == b"BEGIN"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["MTG-202707001.ics"]


def test_I13_an_older_file_is_replaced_and_not_written_into(tmp_path: Path) -> None:
    write_file(tmp_path, "a.ics", b"old and longer")
    (tmp_path / "other").hardlink_to(tmp_path / "a.ics")
    write_file(tmp_path, "a.ics", b"new")
    assert (tmp_path / "a.ics").read_bytes() == b"new"
    assert (tmp_path / "other").read_bytes() == b"old and longer"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MTG-202707001.ics", "MTG-202707001.ics"),
        ("618 大促/启动会.ics", "618_大促_启动会.ics"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("/etc/passwd", "_etc_passwd"),
        ("a\x00b\x1b[2Jc\n.ics", "a_b_2Jc_.ics"),
        (".bashrc", "bashrc"),
        ("-rf.ics", "rf.ics"),
        ("..", "_"),
        ("", "_"),
        ("a" * 100 + ".ics", "a" * 60 + ".ics"),
        ("a." + "b" * 100, "a." + "b" * 62),
        ("\u202egpj.exe", "_gpj.exe"),
        ("𠮷" * 100, "𠮷" * 60),
    ],
)
def test_I13_names_are_plain(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_I13_any_text_makes_a_name_that_stays_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[\w\-.]{1,64}", name)
    assert name[0] not in ".-"
    assert len(name.encode()) <= 240
    assert safe_name(name) == name
    assert (Path("/drop") / name).parent == Path("/drop")


@pytest.mark.parametrize("name", ["../out.ics", "/tmp/out.ics", "sub/out.ics"])
def test_I13_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    assert write_file(folder, name, b"x").parent == folder.resolve()
    assert os.listdir(tmp_path) == ["drop"]


def test_I13_a_link_under_the_name_is_refused_and_left_alone(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    folder = tmp_path / "drop"
    folder.mkdir()
    for name, target in (("a.ics", victim), ("b.ics", tmp_path / "nothing")):
        (folder / name).symlink_to(target)
        with pytest.raises(BadInput) as refused:
            write_file(folder, name, b"x")
        assert refused.value.field == "to"
    assert victim.read_bytes() == b"precious"
    assert sorted(os.listdir(folder)) == ["a.ics", "b.ics"]


def test_I13_a_folder_under_the_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ics").mkdir()
    with pytest.raises(BadInput, match="not a file"):
        write_file(tmp_path, "a.ics", b"x")
    assert os.listdir(tmp_path) == ["a.ics"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in ("missing", "file", "file/below", "loop", "a\0b", "\x1b[2J", "\udcff"):
        with pytest.raises(BadInput, match="There is no folder") as refused:
            write_file(tmp_path / path, "a.ics", b"x")
        assert str(refused.value).isprintable()


@contextmanager
def powerless() -> Iterator[None]:
    """Act as nobody if the tests run as root, who may write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_one_may_not_write_into_is_refused() -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        for mode in (0o555, 0o111):
            folder.chmod(mode)
            with powerless(), pytest.raises(BadInput, match="may not write"):
                write_file(folder, "a.ics", b"x")
        folder.chmod(0o755)
        assert os.listdir(folder) == []


def test_a_write_that_fails_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    write_file(tmp_path, "a.ics", b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(Unavailable, match="was not written"):
            write_file(tmp_path, "a.ics", b"x" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tmp_path / "a.ics").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.ics"]


@pytest.mark.parametrize("linked", [Path.symlink_to, Path.hardlink_to])
def test_I13_not_even_a_guessed_name_leads_to_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: Callable[[Path, Path], None]
) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "drop"
    victim.write_bytes(b"precious")
    folder.mkdir()
    monkeypatch.setattr("exports.files.token_hex", lambda count: "0" * count)
    linked(folder / ".00000000.part", victim)
    with pytest.raises(Unavailable, match="was not written"):
        write_file(folder, "a.ics", b"x")
    assert victim.read_bytes() == b"precious"
    assert os.listdir(folder) == [".00000000.part"]
