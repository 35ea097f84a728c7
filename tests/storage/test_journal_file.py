"""The last run's events on disk: the user's alone, bounded, and never in the way."""

import os
import stat
import time
from pathlib import Path

import pytest

from cakd_tui.storage.journal_file import LARGEST, FileJournal

posix = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "state" / "cakd"


@pytest.fixture
def journal(directory: Path) -> FileJournal:
    return FileJournal(directory)


def kept(directory: Path) -> Path:
    (found,) = directory.iterdir()
    return found


def test_what_was_added_is_read_back_in_order(journal: FileJournal) -> None:
    journal.begin()
    journal.add({"event": "a", "n": 1})
    journal.add({"event": "b", "text": "ü\n"})
    journal.end({"event": "run_ended"})
    assert [line["event"] for line in journal.lines()] == ["a", "b", "run_ended"]
    assert journal.lines()[1]["text"] == "ü\n"


def test_before_the_first_run_there_is_nothing(journal: FileJournal, directory: Path) -> None:
    assert journal.lines() == ()
    assert not directory.exists()


@posix
def test_file_and_directory_are_the_users_alone(journal: FileJournal, directory: Path) -> None:
    before = os.umask(0)
    try:
        journal.begin()
    finally:
        os.umask(before)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept(directory).stat().st_mode) == 0o600


def test_only_the_last_run_is_kept(journal: FileJournal, directory: Path) -> None:
    for run in ("first", "second"):
        journal.begin()
        journal.add({"event": run})
        journal.end({"event": "run_ended"})
    assert [line["event"] for line in journal.lines()] == ["second", "run_ended"]
    assert kept(directory).name == "last-run.jsonl"


def test_of_two_runs_at_a_time_each_keeps_its_own(directory: Path) -> None:
    one, other = FileJournal(directory), FileJournal(directory)
    one.begin()
    other.begin()
    for number in range(3):
        one.add({"event": "one", "n": number})
        other.add({"event": "other", "n": number})
    one.end({"event": "one"})
    other.end({"event": "other"})
    assert {line["event"] for line in FileJournal(directory).lines()} == {"other"}


def test_where_no_open_file_can_be_moved_it_is_kept_as_well(
    journal: FileJournal, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    opened, closed, moved = os.open, os.close, os.replace
    held: dict[int, str] = {}

    def note(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opened(path, flags, mode)
        held[descriptor] = str(path)
        return descriptor

    def forget(descriptor: int) -> None:
        held.pop(descriptor, None)
        closed(descriptor)

    def refuse(source: Path, target: Path) -> None:
        if str(source) in held.values():
            raise PermissionError(13, "The process cannot access the file")
        moved(source, target)

    monkeypatch.setattr(os, "open", note)
    monkeypatch.setattr(os, "close", forget)
    monkeypatch.setattr(os, "replace", refuse)
    journal.begin()
    journal.add({"event": "a"})
    journal.end({"event": "run_ended"})
    assert [line["event"] for line in journal.lines()] == ["a", "run_ended"]
    assert kept(directory).name == "last-run.jsonl"


def test_a_run_that_begins_at_the_same_moment_is_not_mixed_into(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, moved = FileJournal(directory), FileJournal(directory), os.replace

    def at_once(source: Path, target: Path) -> None:
        monkeypatch.undo()
        moved(source, target)
        other.begin()

    monkeypatch.setattr(os, "replace", at_once)
    one.begin()
    one.add({"event": "one"})
    other.add({"event": "other"})
    one.end({"event": "one"})
    other.end({"event": "other"})
    assert {line["event"] for line in FileJournal(directory).lines()} == {"other"}


def test_what_a_run_killed_at_its_beginning_left_is_swept(
    journal: FileJournal, directory: Path
) -> None:
    directory.mkdir(parents=True)
    old, new, foreign = (
        directory / name
        for name in (
            ".last-run.jsonl.0123456789ab.tmp",
            ".last-run.jsonl.ba9876543210.tmp",
            ".last-run.jsonl.mine.tmp",
        )
    )
    for each in (old, new, foreign):
        each.touch()
    for each in (old, foreign):
        os.utime(each, (time.time() - 3600,) * 2)
    journal.begin()
    assert sorted(directory.iterdir()) == sorted([new, foreign, directory / "last-run.jsonl"])


def test_a_run_that_is_cut_short_leaves_what_it_said(journal: FileJournal, directory: Path) -> None:
    journal.begin()
    journal.add({"event": "a"})
    with kept(directory).open("ab") as file:
        file.write(b'{"event": "half')
    assert journal.lines() == [{"event": "a"}]


def test_it_does_not_grow_beyond_its_bound_and_the_end_is_told(
    journal: FileJournal, directory: Path
) -> None:
    journal.begin()
    for _ in range(400):
        journal.add({"event": "noted", "text": "x" * 1000})
    journal.end({"event": "run_ended"})
    assert kept(directory).stat().st_size <= LARGEST + 1024
    assert [line["event"] for line in journal.lines()][-2:] == ["cut", "run_ended"]


def test_what_is_no_object_is_passed_over(journal: FileJournal, directory: Path) -> None:
    directory.mkdir(parents=True)
    deep = b"[" * 100_000
    (directory / "last-run.jsonl").write_bytes(b'7\n{"event": "a"}\n\xff\n' + deep + b"\n")
    assert journal.lines() == [{"event": "a"}]


def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = FileJournal(tmp_path / "file" / "cakd")
    journal.begin()
    journal.add({"event": "a"})
    journal.end({"event": "run_ended"})
    assert journal.lines() == ()


def test_a_full_disk_stops_nothing(journal: FileJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.begin()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    journal.add({"event": "a"})
    monkeypatch.undo()
    journal.add({"event": "b"})
    journal.end({"event": "run_ended"})
    assert journal.lines() == []


@posix
def test_a_link_in_its_place_is_not_followed(
    journal: FileJournal, directory: Path, tmp_path: Path
) -> None:
    directory.mkdir(parents=True)
    elsewhere = tmp_path / "precious"
    elsewhere.write_text("kept")
    (directory / "last-run.jsonl").symlink_to(elsewhere)
    journal.begin()
    journal.add({"event": "a"})
    journal.end({"event": "run_ended"})
    assert elsewhere.read_text() == "kept"
    assert len(journal.lines()) == 2


def test_its_place_is_shown_with_a_tilde(home: Path) -> None:
    assert FileJournal(home / "state").shown_path() == str(Path("~/state/last-run.jsonl"))
