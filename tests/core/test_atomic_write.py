import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cakd_tui.core import atomic_write
from cakd_tui.core.atomic_write import (
    beside,
    leftovers,
    make_private_directory,
    write_atomically,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with nothing in it."""
    directory = tmp_path / "directory"
    directory.mkdir()
    return directory


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400, 0o660])
def test_the_new_file_has_the_mode_it_is_given(directory: Path, mode: int) -> None:
    path = directory / "a"
    path.write_bytes(b"old")
    path.chmod(0o777)
    write_atomically(path, b"new", mode)
    assert (path.read_bytes(), mode_of(path)) == (b"new", mode)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone gives files away")
def test_the_new_file_belongs_to_whom_it_is_given(directory: Path) -> None:
    write_atomically(directory / "a", b"new", 0o600, (12345, 54321))
    found = (directory / "a").stat()
    assert (found.st_uid, found.st_gid, mode_of(directory / "a")) == (12345, 54321, 0o600)


def test_a_private_file_is_private_from_its_first_moment(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []

    def seen(descriptor: int, mode: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(os, "fchmod", seen)
    write_atomically(directory / "a", b"secret", 0o600)
    assert modes == [0o600]


def test_without_a_mode_a_file_is_as_any_new_file(directory: Path) -> None:
    (directory / "ordinary").write_bytes(b"")
    write_atomically(directory / "a", b"new", None)
    assert mode_of(directory / "a") == mode_of(directory / "ordinary")


def test_nothing_is_left_beside_the_file(directory: Path) -> None:
    write_atomically(directory / "a", b"new", 0o600)
    assert names_in(directory) == ["a"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = directory / "a"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new", 0o600)
    assert path.read_bytes() == b"old"
    assert names_in(directory) == ["a"]


def test_a_directory_that_is_not_there_is_an_error(directory: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(directory / "no" / "a", b"new", 0o600)


def test_a_name_as_long_as_names_may_be_is_written(directory: Path) -> None:
    path = directory / ("n" * 255)
    write_atomically(path, b"new", None)
    assert path.read_bytes() == b"new"


KILLED = """
import os, signal, sys
from pathlib import Path
from cakd_tui.core.atomic_write import (
    beside,
    leftovers,
    make_private_directory,
    write_atomically,
)
def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
{place} = killed
write_atomically(Path(sys.argv[1]), b"new" * 100_000, 0o600)
"""


@pytest.mark.parametrize("place", ["os.fsync", "os.replace"])
def test_a_kill_while_writing_leaves_the_old_file_whole(directory: Path, place: str) -> None:
    path = directory / "a"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED.format(place=place), path], timeout=30)
    assert done.returncode == -9
    assert path.read_bytes() == b"old"
    (leftover,) = set(directory.iterdir()) - {path}
    assert mode_of(leftover) == 0o600


def test_the_file_is_on_disk_before_it_takes_the_old_ones_place(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        is_directory = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        order.append("directory" if is_directory else "file")
        fsync(descriptor)

    def replaced(old: Path, new: Path) -> None:
        order.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write_atomically(directory / "a", b"new", 0o600)
    assert order == ["file", "replace", "directory"]


def test_what_a_write_uses_is_found_by_its_name(directory: Path) -> None:
    path = directory / f"[a]*{'x' * 200}.json"
    used = [beside(path) for _ in range(2)]
    for each in (*used, directory / "b", directory / ".b.0123456789ab.tmp"):
        each.touch()
    (directory / f".{path.name[:100]}.mine.tmp").touch()
    assert sorted(leftovers(path)) == sorted(used)
    assert leftovers(directory / "none" / "a") == []


def test_a_new_directory_is_the_users_alone_and_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    monkeypatch.setattr(atomic_write, "settle", settled.append)
    deep = tmp_path / "a" / "b" / "c"
    make_private_directory(deep)
    assert mode_of(deep) == 0o700
    assert settled == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    make_private_directory(deep)
    assert len(settled) == 3


def test_a_file_in_a_new_directorys_place_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        make_private_directory(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        make_private_directory(tmp_path / "file" / "below")
