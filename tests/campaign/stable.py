"""Processes of one command that begin at once: forked from one that has loaded everything.

Each is a process of its own, with its own files and sockets, and dies alone.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.command import variables

CREATE = """
import cakd_tui.cli.create, cakd_tui.cli.ending, cakd_tui.core.providers, cakd_tui.cli.json_lines
import cakd_tui.storage.journal_file, cakd_tui.storage.kept_files, cakd_tui.storage.keyring_store
import cakd_tui.storage.routes, cakd_tui.storage.settings, cakd_tui.storage.paths, filelock
import cakd_tui.discord.provider, cakd_tui.discord.provisioning, cakd_tui.discord.listening
import cakd_tui.discord.http.client, cakd_tui.discord.diagnosis, httpcore._backends.anyio
from cakd_tui.cli.main import main as command
"""
"""What `cakd create` loads; it leaves the command behind as `command`."""

_PARENT = """
import json, os, sys

def child(order):
    os.environ.update(order["variables"])
    os.chdir(order["directory"])
    said = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    code = 70
    try:
        code = command(order["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

while line := sys.stdin.readline():
    number = os.fork()
    if not number:
        child(json.loads(line))
    print(number, flush=True)
    sys.stdin.readline()  # until it is asked for, the number is nobody else's
    print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
"""


@dataclass
class Stable:
    """One parent, which has one child at a time."""

    parent: asyncio.subprocess.Process

    async def begin(
        self, arguments: Sequence[str], environment: Mapping[str, str], directory: Path
    ) -> int:
        """Begin the command with these arguments; its process number."""
        order = {
            "arguments": list(arguments),
            "variables": dict(environment),
            "directory": str(directory),
            "output": str(directory / "output"),
        }
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps(order).encode() + b"\n")
        return await self._number()

    async def end(self) -> int:
        """The exit code of the child, below zero where a signal ended it."""
        assert self.parent.stdin is not None
        self.parent.stdin.write(b"\n")
        return await self._number()

    async def _number(self) -> int:
        assert self.parent.stdout is not None
        return int(await asyncio.wait_for(self.parent.stdout.readline(), 30))


@asynccontextmanager
async def stable(home: Path, user: int | None = None, loads: str = CREATE) -> AsyncIterator[Stable]:
    """A parent with nothing of the user's in its environment; as `user`, where one is given."""
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", loads + _PARENT),
        env=variables(home, {}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        user=user,
    )
    try:
        yield Stable(parent)
    finally:
        assert parent.stdin is not None
        parent.stdin.close()
        await parent.wait()


CAN_FORK = hasattr(os, "fork")
