"""CAKD's own files and the platform file, on a real disk.

A full disk, one that can't be written, one without locks and a process with too many files are made
by a system call that fails as it would there: they can't be had without the right to mount.
Permissions bind a user only, so where the tests run as root the file is somebody else's to a call
that asks who runs them.
"""

import asyncio
import errno
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cakd_tui.cli.bundle import write_bundle
from cakd_tui.core.errors import CakdError
from cakd_tui.core.platform_file import read_platform_file, write_provider
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.storage.route_map import routes_at
from cakd_tui.storage.routes import FileRoutes
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import Stage

ROUTE = Route("my-project", "discord", webhook=Secret("https://example.com/hook"))
NAMED = "metadata:\n  name: my-project\n"
ASKED = f"{NAMED}providers:\n  notification: discord\n"
OPTION = f"{ASKED}notifications:\n  discord:\n    catgory: x\n"


def _raised(act: Callable[[], object]) -> Symptom:
    with pytest.raises(CakdError) as raised:
        act()
    return raised.value.symptom


def _config(stage: Stage) -> Path:
    directory = stage.directory / "config" / "cakd"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


async def _unsaved(stage: Stage, number: int) -> Symptom:
    """The system refuses the write with this number."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    directory = _config(stage)
    stage.patch.setattr(os, "fsync", refuse)
    return _raised(lambda: FileRoutes(directory).save(ROUTE))


async def _someone_elses(stage: Stage) -> Symptom:
    directory, mine = _config(stage), os.geteuid()
    stage.patch.setattr(os, "geteuid", lambda: mine + 1)
    return await _unsaved_in(stage, directory, errno.EACCES)


async def _unsaved_in(stage: Stage, directory: Path, number: int) -> Symptom:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(number, os.strerror(number))

    stage.patch.setattr("cakd_tui.core.atomic_write.os.open", refuse)
    return _raised(lambda: FileRoutes(directory).save(ROUTE))


async def _a_file_in_the_way(stage: Stage) -> Symptom:
    directory = stage.directory / "cakd"
    directory.write_text("")
    return _raised(lambda: FileRoutes(directory).save(ROUTE))


async def _too_long(stage: Stage) -> Symptom:
    directory = stage.directory / ("x" * 300)
    return _raised(lambda: FileRoutes(directory).save(ROUTE))


async def _saved_text(stage: Stage, text: str) -> Symptom:
    directory = _config(stage)
    (directory / "my-project.json").write_text(text, "utf-8")
    return _raised(lambda: FileRoutes(directory).load("my-project"))


async def _mapped(stage: Stage, text: str | None) -> Symptom:
    path = stage.directory / "routes.json"
    if text is not None:
        path.write_text(text, "utf-8")
    return _raised(lambda: routes_at(path).load("my-project"))


HOLDER = """
import sys
from pathlib import Path
from cakd_tui.storage.routes import FileRoutes
with FileRoutes(Path(sys.argv[1])).lock("my-project"):
    print("held", flush=True)
    sys.stdin.read()
"""


async def _held(stage: Stage) -> Symptom:
    directory = _config(stage)
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, str(directory)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"
    symptom = _raised(lambda: FileRoutes(directory).lock("my-project").__enter__())
    other.kill()
    await other.communicate()
    return symptom


async def _lock_of_another(stage: Stage) -> Symptom:
    """The lock file of a run as another user, in a directory that is one's own."""
    directory, mine, opened = _config(stage), os.geteuid(), os.open
    path = directory / ".my-project.lock"
    path.touch()

    def refuse(name: str, *how: int, **more: int) -> int:
        if str(name) == str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(name, *how, **more)

    stage.patch.setattr(os, "open", refuse)
    stage.patch.setattr(os, "geteuid", lambda: mine + 1)
    return _raised(lambda: FileRoutes(directory).lock("my-project").__enter__())


async def _unlocked(stage: Stage, number: int) -> Symptom:
    """The file system answers a lock with this number."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    directory = _config(stage)
    stage.patch.setattr("fcntl.flock", refuse)
    return _raised(lambda: FileRoutes(directory).lock("my-project").__enter__())


async def _no_bundle(stage: Stage) -> Symptom:
    return _raised(lambda: write_bundle(stage.directory / "nowhere" / "bundle.json", "{}"))


FILES = (
    Case("CAKD-C-FILE", partial(_unsaved, number=errno.EIO)),
    Case("CAKD-C-DISK-FULL", partial(_unsaved, number=errno.ENOSPC)),
    Case("CAKD-C-DISK-FULL", partial(_unsaved, number=errno.EDQUOT)),
    Case("CAKD-C-READ-ONLY", partial(_unsaved, number=errno.EROFS)),
    Case("CAKD-C-PERMISSION", partial(_unsaved, number=errno.EACCES)),
    Case("CAKD-C-PERMISSION", partial(_unsaved, number=errno.EPERM)),
    Case("CAKD-C-OPEN-FILES", partial(_unsaved, number=errno.EMFILE)),
    Case("CAKD-C-OPEN-FILES", partial(_unsaved, number=errno.ENFILE)),
    Case("CAKD-C-OWNER", _someone_elses),
    Case("CAKD-C-OWNER", _lock_of_another),
    Case("CAKD-C-NO-LOCKS", partial(_unlocked, number=errno.ENOLCK)),
    Case("CAKD-C-NO-LOCKS", partial(_unlocked, number=errno.ENOSYS)),
    Case("CAKD-C-NO-LOCKS", partial(_unlocked, number=errno.EOPNOTSUPP)),
    Case("CAKD-C-NOT-A-DIRECTORY", _a_file_in_the_way),
    Case("CAKD-C-NAME-TOO-LONG", _too_long),
    Case("CAKD-C-CORRUPT", partial(_saved_text, text="{")),
    Case("CAKD-C-MAP", partial(_mapped, text="{")),
    Case("CAKD-C-MAP", partial(_mapped, text='{"version": 1, "routes": {"my-project": 1}}')),
    Case("CAKD-C-MAP", partial(_mapped, text=None)),
    Case("CAKD-C-NEWER", partial(_mapped, text='{"version": 99}')),
    Case("CAKD-C-NEWER", partial(_saved_text, text='{"version": 99}')),
    Case("CAKD-C-BUSY", _held),
    Case("CAKD-B-UNWRITABLE", _no_bundle),
)


async def _written(stage: Stage, text: str | bytes | None) -> Symptom:
    path = stage.directory / "platform.yaml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return _raised(lambda: read_platform_file(path, ("discord",)))


async def _unreadable(stage: Stage) -> Symptom:
    path = stage.directory / "file"
    path.write_text("")
    return _raised(lambda: read_platform_file(path / "platform.yaml", ()))


async def _put_in(stage: Stage, text: str) -> Symptom:
    path = stage.directory / "platform.yaml"
    path.write_text(text, "utf-8")
    return _raised(lambda: write_provider(path, "my-project", "discord"))


async def _no_room(stage: Stage) -> Symptom:
    (stage.directory / "file").write_text("")
    path = stage.directory / "file" / "platform.yaml"
    return _raised(lambda: write_provider(path, "my-project", "discord"))


PLATFORM = (
    Case("CAKD-F-MISSING", partial(_written, text=None)),
    Case("CAKD-F-UNREADABLE", _unreadable),
    Case("CAKD-F-TOO-LARGE", partial(_written, text=b"#" * (1024 * 1024 + 1))),
    Case("CAKD-F-ENCODING", partial(_written, text=b"\xff\xfea\x00")),
    Case("CAKD-F-SYNTAX", partial(_written, text=f"{NAMED}a: [\n")),
    Case("CAKD-F-DOCUMENTS", partial(_written, text=f"{NAMED}---\n{NAMED}")),
    Case("CAKD-F-SHAPE", partial(_written, text="- a\n")),
    Case("CAKD-F-DUPLICATE", partial(_written, text="metadata:\n  name: a\n  name: b\n")),
    Case("CAKD-F-NAME", partial(_written, text="metadata: {name: A_b}\n")),
    Case("CAKD-F-PROVIDER", partial(_written, text=f"{NAMED}providers: {{notification: x}}\n")),
    Case("CAKD-F-INDENTATION", partial(_written, text="metadata:\nname: my-project\n")),
    Case("CAKD-F-OPTION", partial(_written, text=OPTION)),
    Case("CAKD-F-OTHER-PROJECT", partial(_put_in, text="metadata:\n  name: another\n")),
    Case("CAKD-F-BY-HAND", partial(_put_in, text=f"{NAMED}providers: {{notification}}\n")),
    Case("CAKD-F-UNWRITABLE", _no_room),
)
