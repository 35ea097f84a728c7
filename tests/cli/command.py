"""Runs `cakd` the way a shell does: a process of its own, with pipes in place of a terminal."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.prefork import PATIENCE, Prefork, same_start

CHECKOUT = Path(__file__).parent.parent.parent
TOY = CHECKOUT / "tests" / "toy"
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Tests that run in the background of a script would pass on that interrupts are not heard."""
START = "import sys; from cakd_tui.cli.main import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    """A directory and an environment to run commands in."""

    directory: Path
    variables: Mapping[str, str]
    prefork: Prefork | None = field(default=None, repr=False)
    """Whence `cakd` comes sooner than from an interpreter that has to start first."""

    async def start(self, *arguments: str, start: str = START) -> asyncio.subprocess.Process:
        """Start `cakd` with these arguments, `start` being the Python code that does it."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", HEARING + start, *arguments),
            cwd=self.directory,
            env=dict(self.variables),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def cakd(self, *arguments: str) -> Ended:
        """Run `cakd` to its end; no traceback ever reaches its user."""
        code, out, err = await self._ended(arguments)
        ended = Ended(code, out.decode(), err.decode())
        assert "Traceback" not in ended.out + ended.err
        return ended

    async def _ended(self, arguments: Sequence[str]) -> tuple[int, bytes, bytes]:
        if self.prefork and same_start(self.variables, self.prefork.variables):
            return await self.prefork.cakd(arguments, self.variables, self.directory)
        process = await self.start(*arguments)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode is not None
        return process.returncode, out, err

    def write(self, *lines: str, name: str = "platform.yaml") -> Path:
        """Write a file of these lines."""
        path = self.directory / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def configured(self, provider: str = "discord", project: str = "my-project") -> Path:
        """Write a platform.yaml that names a provider."""
        return self.write(
            "metadata:", f"  name: {project}", "providers:", f"  notification: {provider}"
        )


def variables(home: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """An environment with a home of its own, the toy provider, and nothing of the user's."""
    kept: Sequence[str] = ("PATH", "LANG", "VIRTUAL_ENV", "SYSTEMROOT", "TMPDIR")
    base = {name: os.environ[name] for name in kept if name in os.environ}
    return {
        **base,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "PYTHONPATH": os.pathsep.join(map(str, (CHECKOUT, TOY))),
        "PYTHONWARNINGS": "error",
        **extra,
    }
