import errno
import os
import stat
from pathlib import Path

import pytest

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage.atomic_file import (
    LARGEST,
    failure,
    is_corrupt,
    read_private,
    save_private,
    set_aside,
    unusable,
)

posix = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_file_and_its_directory_are_the_users_alone(config: Path) -> None:
    before = os.umask(0)
    try:
        save_private(config / "a.json", b"secret")
    finally:
        os.umask(before)
    assert mode_of(config) == 0o700
    assert mode_of(config / "a.json") == 0o600


@posix
def test_a_looser_file_is_tightened_and_a_directory_left_as_it_is(config: Path) -> None:
    config.mkdir(parents=True)
    config.chmod(0o755)
    (config / "a.json").write_bytes(b"old")
    (config / "a.json").chmod(0o644)
    save_private(config / "a.json", b"new")
    assert mode_of(config / "a.json") == 0o600
    assert mode_of(config) == 0o755


def test_a_link_stays_a_link_to_the_new_content(config: Path, tmp_path: Path) -> None:
    config.mkdir(parents=True)
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "a.json"
    (config / "a.json").symlink_to(target)
    save_private(config / "a.json", b"one")
    save_private(config / "a.json", b"two")
    assert (config / "a.json").is_symlink()
    assert target.read_bytes() == b"two"
    assert [path.name for path in config.iterdir()] == ["a.json"]


def test_a_linked_directory_is_used(config: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    config.parent.mkdir()
    config.symlink_to(tmp_path / "elsewhere")
    save_private(config / "a.json", b"one")
    assert (tmp_path / "elsewhere" / "a.json").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("number", "reason", "message"),
    [
        (errno.EACCES, "permission", "open /c/a.json: permission denied"),
        (errno.EPERM, "permission", "open /c/a.json: operation not permitted"),
        (errno.EROFS, "read-only", "open /c/a.json: read-only file system"),
        (errno.ENOSPC, "disk-full", "write /c/a.json: no space left on device"),
        (errno.EDQUOT, "disk-full", "write /c/a.json: disk quota exceeded"),
        (errno.ENOTDIR, "not-a-directory", "open /c/a.json: not a directory"),
        (errno.EMFILE, "open-files", "open /c/a.json: too many open files"),
        (errno.ENAMETOOLONG, "name-too-long", "open /c/a.json: file name too long"),
        (errno.EIO, "other", "open /c/a.json: input/output error"),
    ],
)
def test_a_failure_reads_as_the_system_says_it_and_has_its_row(
    number: int, reason: str, message: str
) -> None:
    error = failure(Path("/c/a.json"), OSError(number, "whatever"))
    assert str(error) == message
    assert error.symptom.kind == "config"
    assert error.symptom.facts == {"reason": reason, "errno": number}
    assert error.symptom.text == message
    assert len(matching(own_entries(), error.symptom)) == 1


def test_a_failure_without_a_number_keeps_its_words() -> None:
    assert str(failure(Path("/c/a"), OSError("Something Odd"))) == "open /c/a: something odd"


def test_permission_denied_for_real(bound: Path) -> None:
    directory = bound / "cakd"
    directory.mkdir()
    (directory / "a.json").write_bytes(b"old")
    directory.chmod(0o500)
    path = directory / "a.json"
    with pytest.raises(RouteStoreError) as caught:
        save_private(path, b"new")
    assert str(caught.value) == f"open {path}: permission denied"
    assert read_private(path) == b"old"
    path.chmod(0o000)
    with pytest.raises(RouteStoreError, match="permission denied"):
        read_private(path)


def test_a_file_in_place_of_the_directory_is_named_for_what_it_is(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("")
    for path in (config / "a.json", config / "deeper" / "a.json"):
        with pytest.raises(RouteStoreError) as caught:
            save_private(path, b"new")
        assert str(caught.value) == f"open {path}: not a directory"
        assert caught.value.symptom.facts["reason"] == "not-a-directory"
        assert read_private(path) is None


def test_a_full_disk_leaves_the_old_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_private(config / "a.json", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RouteStoreError, match="no space left on device"):
        save_private(config / "a.json", b"new")
    assert read_private(config / "a.json") == b"old"


def test_what_is_not_there_is_none(config: Path) -> None:
    assert read_private(config / "a.json") is None


def test_no_more_is_read_than_such_a_file_may_have(config: Path) -> None:
    save_private(config / "a.json", b"x" * LARGEST)
    assert len(read_private(config / "a.json") or b"") == LARGEST
    with pytest.raises(RouteStoreError, match="larger than 1 MiB") as caught:
        read_private(Path("/dev/zero"))
    assert is_corrupt(caught.value)


def test_a_file_is_put_aside_under_the_first_free_name(config: Path) -> None:
    kept = []
    for content in (b"one", b"two", b"three"):
        save_private(config / "a.json", content)
        kept.append(set_aside(config / "a.json"))
    assert [path.name for path in kept] == ["a.json.broken", "a.json.broken.1", "a.json.broken.2"]
    assert [path.read_bytes() for path in kept] == [b"one", b"two", b"three"]
    assert not (config / "a.json").exists()


def test_only_a_damaged_file_may_make_way(config: Path) -> None:
    assert is_corrupt(unusable(config, "no JSON", "corrupt"))
    assert not is_corrupt(unusable(config, "too new", "newer"))
    assert not is_corrupt(failure(config, PermissionError(errno.EACCES, "no")))


@posix
@pytest.mark.parametrize("place", ["file", "directory"])
def test_what_is_refused_because_it_is_another_users_is_told_apart(
    config: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    config.mkdir(parents=True)
    path = config / "a.json"
    if place == "file":
        path.write_bytes(b"old")
    denied = PermissionError(errno.EACCES, "no")
    assert failure(path, denied).symptom.facts["reason"] == "permission"
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    error = failure(path, denied)
    assert str(error) == f"open {path}: permission denied"
    assert error.symptom.facts["reason"] == "owner"
    assert failure(path, OSError(errno.EROFS, "no")).symptom.facts["reason"] == "read-only"


def test_whose_the_directories_above_are_says_nothing(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: -1, raising=False)
    error = failure(config / "deeper" / "a.json", PermissionError(errno.EACCES, "no"))
    assert error.symptom.facts["reason"] == "permission"
