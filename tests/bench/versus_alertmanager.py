"""Alertmanager's own sender and Alertmanager with cakd-agent, at the same time.

    python -m tests.bench.versus_alertmanager [ALERTS]

Each has a rehearsal of its own, which takes 5 messages in 2 s by a webhook, and 30 in 60 s in a
channel. First every alert is a group of its own, all for one webhook. Then an alert fires while the
webhook is closed for some seconds, and ends before Alertmanager's next group_interval.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from cakd_tui.rehearsal.faults import Fault, Limited
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.alertmanager.agent_process import agent
from tests.alertmanager.running import (
    ALERTMANAGER,
    MISSING,
    Alertmanager,
    alertmanager,
    hurried,
    until,
)
from tests.alertmanager.set_up import DISCORD, SetUp
from tests.cli.command import Shell, variables
from tests.cli.conftest import Rehearsed

ALERTS: Final = 50
INTERVAL: Final = 10
"""Seconds of group_interval; Alertmanager's own default is 300."""
CLOSED: Final = 3.0
"""Seconds the webhook is closed while the alert fires."""
WAITED: Final = 2.5 * INTERVAL
"""Seconds after which what has not come is taken for lost."""
PATIENCE: Final = 600.0
PROJECT: Final = "my-project"
SIDES: Final = ("Alertmanager alone", "with cakd-agent")


@dataclass(frozen=True, slots=True)
class Counted:
    """What it took until all alerts stood in the channel."""

    seconds: float
    posts: int
    refused: int
    messages: int


@asynccontextmanager
async def running(directory: Path, *, by_agent: bool) -> AsyncIterator[tuple[Alertmanager, SetUp]]:
    """One side: a rehearsal with a project set up at it, and an Alertmanager that leads there."""
    rehearsal = scenario("ready", strict_token=True)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(serve(rehearsal))
        known = {
            "CAKD_DISCORD_API": base,
            "CAKD_DISCORD_BOT_TOKEN": rehearsal.token,
            "DISCORD_GUILD_ID": rehearsal.guild_id,
        }
        shell = Shell(directory, variables(directory, known))
        set_up = SetUp(Rehearsed(shell, rehearsal), directory)
        await set_up.create(PROJECT)
        if by_agent:
            given = ("--port", "0", "--spool", str(directory / "spool"))
            starting = agent(shell.variables, directory, *given)
            address = await stack.enter_async_context(starting)
            exported = await set_up.exported("alertmanager", "--via-agent", address)
            config = hurried(exported, {}, f"{INTERVAL}s")
        else:
            exported = await set_up.exported("alertmanager")
            config = hurried(exported, {DISCORD: set_up.host}, f"{INTERVAL}s")
        rehearsal.requests.clear()
        yield await stack.enter_async_context(alertmanager(config)), set_up


async def counted(directory: Path, alerts: int, *, by_agent: bool) -> Counted:
    """Have so many alerts fire at once, and wait until all stand in the channel."""
    names = [f"Alert-{each:04}" for each in range(alerts)]
    async with running(directory, by_agent=by_agent) as (manager, set_up):
        start = perf_counter()
        labels = [{"namespace": PROJECT, "alertname": name} for name in names]
        await manager.fire(*labels, summary="Something is wrong")

        def all_there() -> bool:
            text = str(set_up.embeds(PROJECT))
            return all(name in text for name in names)

        await until(all_there, PATIENCE)
        seconds = perf_counter() - start
        statuses = [each.status for each in set_up.on.rehearsal.requests]
        messages = len(set_up.on.rehearsal.world.messages)
        return Counted(seconds, len(statuses), statuses.count(429), messages)


async def told(directory: Path, *, by_agent: bool) -> str:
    """What comes of an alert that fires while the webhook is closed and ends soon after."""
    alert = {"namespace": PROJECT, "alertname": "Short"}
    async with running(directory, by_agent=by_agent) as (manager, set_up):
        closed = Limited(retry_after=CLOSED)
        set_up.on.rehearsal.faults.add(Fault(closed, "POST", "/webhooks/*"))
        await manager.fire(alert, summary="Something is wrong")
        await asyncio.sleep(1)
        await manager.resolve(alert, summary="Something is wrong")
        await asyncio.sleep(WAITED)
        said = [str(each).lower() for each in set_up.embeds(PROJECT) if "Short" in str(each)]
    return ", ".join("resolved" if "resolved" in each else "firing" for each in said) or "nothing"


async def main(alerts: int) -> None:
    """Measure both sides at once, and print."""
    with tempfile.TemporaryDirectory() as temporary:
        places = [Path(temporary) / name for name in ("alone", "agent", "lost", "held")]
        for each in places:
            each.mkdir()
        alone, with_agent, lost, held = await asyncio.gather(
            counted(places[0], alerts, by_agent=False),
            counted(places[1], alerts, by_agent=True),
            told(places[2], by_agent=False),
            told(places[3], by_agent=True),
        )
    both = (alone, with_agent)
    print_row(f"{alerts} alerts, one webhook, group_interval {INTERVAL} s", SIDES)
    print_row("  all in the channel after", [f"{each.seconds:.1f} s" for each in both])
    print_row("  POSTs made", [str(each.posts) for each in both])
    print_row("  of them answered with 429", [str(each.refused) for each in both])
    print_row("  messages in the channel", [str(each.messages) for each in both])
    print_row(f"fires while closed for {CLOSED:.0f} s, ends after 1 s", SIDES)
    print_row("  what is delivered", (lost, held))


def print_row(label: str, cells: Sequence[str]) -> None:
    """One line of the table."""
    sys.stdout.write(f"{label:<46}" + "".join(f"{each:>20}" for each in cells) + "\n")


if __name__ == "__main__":
    if ALERTMANAGER is None:
        sys.exit(MISSING)
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ALERTS))
