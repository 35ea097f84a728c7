"""A disk that is full and a directory that can't be written: named, nothing half, done later."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.campaign.count import before, counted, litter
from tests.campaign.ground import PROJECT, Ground, ground
from tests.campaign.tally import Tally, record
from tests.campaign.test_faults import rows, warnings

NOBODY = 65534
SMALL = "64k"


@pytest.fixture
def small_disk(scratch: Path) -> Iterator[Path]:
    """A disk of 64 KiB, which only root can mount."""
    if not shutil.which("mount") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a small disk takes the right to mount one")
    place = scratch / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=700", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this root may not mount a disk, as in most containers")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
async def bound(scratch: Path) -> AsyncIterator[Path]:
    """A directory of a user whom permission bits bind, as whom the test runs: not as root.

    What has to be loaded is loaded before, as that user may not be able to read it.
    """
    if os.name != "posix":
        pytest.skip("permission bits are POSIX")
    root = os.geteuid() == 0
    place = scratch / "bound"
    place.mkdir()
    open_to_others(scratch)
    async with ground(scratch / "before") as on:
        await on.create()
    if root:
        os.chown(place, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield place
    finally:
        if root:
            os.seteuid(0)
        for each in (place, *place.rglob("*")):
            if each.is_dir():
                each.chmod(0o700)


def open_to_others(directory: Path) -> None:
    """Let every user into the directory."""
    directory.chmod(0o755)


def remount(disk: Path, how: str) -> None:
    """Let the disk be written, or not: `rw` or `ro`."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    path = disk / "much"
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"x" * 4096)
            except OSError:
                return path


async def refused(on: Ground, row: str) -> None:
    """A run that can't save ends with this row, and leaves no half of a file."""
    saved = on.routes.load(PROJECT)
    warned = warnings(await on.create())
    assert [rows(each) for each in warned] == [[row]]
    assert on.routes.load(PROJECT) == saved
    if on.directory.exists():
        assert not litter(on.directory)


@pytest.mark.parametrize("earlier", [False, True], ids=["fresh", "repair"])
async def test_a_full_disk_is_named_and_a_later_run_completes_it(
    earlier: bool, small_disk: Path, request: pytest.FixtureRequest
) -> None:
    async with ground(small_disk / "cakd") as on:
        if earlier:
            await on.create()
            on.rehearsal.world.webhooks.clear()
        was = before(on)
        on.directory.mkdir(exist_ok=True)
        much = fill(small_disk)
        for _ in range(3):
            await refused(on, "CAKD-C-DISK-FULL")
        much.unlink()
        assert not warnings(await on.create())
        count = await counted(on, was)
    record(request, Tally("full disk", 3))
    assert not count


@pytest.mark.parametrize("earlier", [False, True], ids=["fresh", "repair"])
async def test_a_read_only_directory_is_named_and_a_later_run_completes_it(
    earlier: bool, bound: Path, request: pytest.FixtureRequest
) -> None:
    async with ground(bound / "cakd") as on:
        if earlier:
            await on.create()
            on.rehearsal.world.webhooks.clear()
        was = before(on)
        on.directory.mkdir(exist_ok=True)
        on.directory.chmod(0o500)
        for _ in range(3):
            await refused(on, "CAKD-C-PERMISSION")
        on.directory.chmod(0o700)
        assert not warnings(await on.create())
        count = await counted(on, was)
    record(request, Tally("read-only directory", 3))
    assert not count


async def test_a_read_only_disk_is_named(small_disk: Path, request: pytest.FixtureRequest) -> None:
    async with ground(small_disk / "cakd") as on:
        was = before(on)
        remount(small_disk, "ro")
        for _ in range(3):
            await refused(on, "CAKD-C-READ-ONLY")
        remount(small_disk, "rw")
        assert not warnings(await on.create())
        count = await counted(on, was)
    record(request, Tally("read-only disk", 3))
    assert not count
