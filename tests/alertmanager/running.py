"""A real Alertmanager on a port of its own, and alerts that are fired and resolved at it."""

import asyncio
import re
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import yaml

ALERTMANAGER: Final = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
"""Debian's name for it, or its makers'."""
AMTOOL: Final = shutil.which("amtool")
MISSING: Final = "needs Alertmanager: apt-get install prometheus-alertmanager"
PATIENCE: Final = 30.0
"""Seconds after which a wait hangs."""
FREE: Final = "127.0.0.1:0"
_LISTENING: Final = re.compile(r'msg="Listening on" address=(127\.0\.0\.1:\d+)')

Labels = Mapping[str, str]


def amtool(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """What amtool says to these arguments."""
    assert AMTOOL is not None
    return subprocess.run(
        [AMTOOL, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def version() -> tuple[int, int]:
    """Which version is installed."""
    said = amtool("--version")
    found = re.search(r"version (\d+)\.(\d+)", said.stdout + said.stderr)
    assert found is not None
    return int(found[1]), int(found[2])


def receivers_of(config: Path, labels: Labels) -> list[str]:
    """Whom amtool says that an alert with these labels goes to."""
    matchers = [f"{name}={_quoted(value)}" for name, value in labels.items()]
    done = amtool("config", "routes", "test", f"--config.file={config}", *matchers)
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n").split(",")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


async def until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until it has happened; fails where it has not after so many seconds."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.02)


def hurried(exported: Path, instead: Mapping[str, str], interval: str = "200ms") -> Path:
    """The configuration with other texts in place of some, in which no group is waited for."""
    text = exported.read_text("utf-8")
    for old, new in instead.items():
        assert old in text
        text = text.replace(old, new)
    config = yaml.safe_load(text)
    config["route"] |= {"group_wait": "0s", "group_interval": interval}
    path = exported.with_name(f"hurried-{exported.name}")
    path.write_text(yaml.safe_dump(config), "utf-8")
    return path


@dataclass
class Alertmanager:
    """One that runs; what it was told is remembered, so that it can be told otherwise."""

    address: str
    client: httpx.AsyncClient
    began: dict[frozenset[tuple[str, str]], datetime] = field(default_factory=dict)

    async def fire(self, *alerts: Labels, **annotations: str) -> None:
        """Have alerts with these labels fire, all with the same annotations."""
        now = datetime.now(UTC)
        for each in alerts:
            self.began[frozenset(each.items())] = now
        await self._post(alerts, annotations, now + timedelta(hours=1))

    async def resolve(self, *alerts: Labels, **annotations: str) -> None:
        """Have them end."""
        await self._post(alerts, annotations, datetime.now(UTC))

    async def _post(
        self, alerts: tuple[Labels, ...], annotations: Mapping[str, str], ends: datetime
    ) -> None:
        body: list[dict[str, Any]] = [
            {
                "labels": dict(labels),
                "annotations": dict(annotations),
                "startsAt": self.began[frozenset(labels.items())].isoformat(),
                "endsAt": ends.isoformat(),
                "generatorURL": "http://prometheus.example/graph",
            }
            for labels in alerts
        ]
        reply = await self.client.post(f"http://{self.address}/api/v2/alerts", json=body)
        assert reply.status_code == 200, reply.text


@asynccontextmanager
async def listening(
    command: Sequence[str],
    log: Path,
    address: "re.Pattern[str]",
    end: signal.Signals,
    directory: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run a process until the block is left, and `end` it; gives it and where its log says it is.

    The address is the last group of the pattern.
    """

    def logged() -> str:
        return log.read_text("utf-8", "replace")

    def said() -> str:
        found = address.search(logged())
        return found[address.groups] if found else ""

    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=directory,
            env=None if variables is None else dict(variables),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        await until(lambda: process.returncode is not None or bool(said()))
        assert process.returncode is None, logged()
        yield process, said()
    finally:
        if process.returncode is None:
            process.send_signal(end)
        await process.wait()


@asynccontextmanager
async def alertmanager(config: Path) -> AsyncIterator[Alertmanager]:
    """Run with this configuration until the block is left; what it keeps is beside the file."""
    assert ALERTMANAGER is not None
    command = (
        ALERTMANAGER,
        f"--config.file={config}",
        f"--storage.path={config.with_suffix('.kept')}",
        f"--web.listen-address={FREE}",
        "--cluster.listen-address=",
    )
    async with (
        listening(command, config.with_suffix(".log"), _LISTENING, signal.SIGKILL) as (_, address),
        httpx.AsyncClient(trust_env=False) as client,
    ):
        yield Alertmanager(address, client)
