"""How long delivery takes beside what the limits allow: `python -m tests.bench.delivery`.

1,000 alerts for 100 webhooks, through the spool on the disk, the agent's delivery and a real socket
to a rehearsed Discord in another process. Each webhook takes 5 messages in 2 s; the global limit
(50 requests a second) and the one of 30 messages a minute and channel that no header tells of bite
or not, as each line says. What the machine takes for as many messages where no limit bites is told
by the case of a webhook each. Nothing is asserted.
"""

import asyncio
import math
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cakd_tui.agent.delivery import delivery
from cakd_tui.agent.spool import Spool
from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Courier, Parcel
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import Entry
from cakd_tui.discord.courier import DiscordCourier
from cakd_tui.discord.http.patience import OF_MANY
from cakd_tui.discord.late_client import LateClient
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.storage.routes import FileRoutes
from tests.agent.doubles import AT
from tests.agent.unmeasured import Unmeasured
from tests.bench.discord_process import Arrived, DiscordProcess, discord_process

ALERTS: Final = 1000
TOGETHER: Final = 5
"""Alerts in one notification."""
IN_A_BUCKET, BUCKET_SECONDS = 5, 2.0
A_SECOND: Final = 50
"""What the global limit allows."""


class Singly(DiscordCourier):
    """Packs every alert as a message of its own, as if each filled one."""

    def pack(self, route: Route, alerts: Sequence[Alert]) -> Parcel:
        """The first alone."""
        return super().pack(route, alerts[:1])


@dataclass(frozen=True)
class Provider:
    """The provider as far as it delivers."""

    base: str
    folds: bool
    paced: bool
    title: str = "Discord"

    def entries(self) -> Sequence[Entry]:
        """Its own."""
        return DiscordProvider({}).entries()

    def courier(self) -> Courier:
        """One that folds, or not."""
        patience = OF_MANY if self.paced else replace(OF_MANY, span=0.0)
        client = LateClient(self.base, patience=patience)
        return DiscordCourier(client) if self.folds else Singly(client)


@dataclass(frozen=True)
class Case:
    """What is measured."""

    name: str
    folds: bool
    globally: bool = False
    unseen: bool = False
    at_once: bool = False
    """Whether all is in the spool before delivery begins, as after a night without network."""
    webhooks: int = 100

    @property
    def limits(self) -> str:
        """Which of them bite."""
        others = (("50/s in all", self.globally), ("30/min and channel", self.unseen))
        return ", ".join(["5/2 s and webhook", *(name for name, bites in others if bites)])


CASES: Final = (
    Case("as it comes", folds=True),
    Case("all at once", folds=True, at_once=True),
    Case("a message each", folds=False),
    Case("a message each, all at once", folds=False, at_once=True),
    Case("a message and a webhook each, all at once", folds=False, at_once=True, webhooks=ALERTS),
    Case("as it comes", folds=True, globally=True, unseen=True),
    Case("a message each", folds=False, globally=True, unseen=True),
)


def notifications(webhooks: int) -> list[tuple[Alert, ...]]:
    """The alerts, each notification of one project's, the projects in turn."""
    of_each = ALERTS // webhooks
    return [
        tuple(alert(project, number) for number in range(first, min(first + TOGETHER, of_each)))
        for first in range(0, of_each, TOGETHER)
        for project in range(webhooks)
    ]


def alert(project: int, number: int) -> Alert:
    """One of a usual size."""
    labels = {"alertname": f"A-{project}-{number}", "namespace": f"bench-{project}"}
    labels |= {"severity": "critical", "pod": f"web-{number}", "container": "nginx"}
    return Alert(True, labels, {"summary": "5xx ratio is 12.3%", "description": "x" * 120}, AT)


def bound(titles: Sequence[Sequence[str]], case: Case) -> float:
    """Seconds that the limits which bite take for these messages, however they are sent."""
    to = Counter(each[0].split("-")[1] for each in titles)
    most = max(to.values(), default=0)
    bucket = (math.ceil(most / IN_A_BUCKET) - 1) * BUCKET_SECONDS
    together = (math.ceil(len(titles) / A_SECOND) - 1) * 1.0 if case.globally else 0.0
    return max(bucket, together)


async def measured(case: Case, discord: DiscordProcess, directory: Path) -> None:
    """Deliver all, and print what it took."""
    routes = FileRoutes(directory / "routes")
    for number, url in enumerate(discord.urls):
        routes.save(Route(f"bench-{number}", "discord", webhook=Secret(url)))
    spool = await Spool.open(directory / "spool")
    provider = Provider(discord.base, case.folds, case.globally)
    dispatcher = delivery(spool, Unmeasured(), routes, lambda _: provider)
    if not case.at_once:
        await dispatcher.start()
        await asyncio.sleep(0.5)
    began, spent = time.time(), time.process_time()
    await asyncio.gather(
        *(
            spool.accept(str(number), each)
            for number, each in enumerate(notifications(case.webhooks))
        )
    )
    if case.at_once:
        await dispatcher.start()
        began, spent = time.time(), time.process_time()
    while await spool.counts():  # noqa: ASYNC110 - the disk tells nobody
        await asyncio.sleep(0.05)
    spent = time.process_time() - spent
    arrived = await discord.arrived()
    await dispatcher.stop()
    await spool.aclose()
    sys.stdout.write(told(case, arrived, arrived.last - began, spent))
    sys.stdout.flush()


def told(case: Case, arrived: Arrived, seconds: float, spent: float) -> str:
    """A case in words."""
    titles = [title for each in arrived.titles for title in each]
    wanted = {each.name for group in notifications(case.webhooks) for each in group}
    messages, least = len(arrived.titles), bound(arrived.titles, case)
    ratio = f", {seconds / least:.2f} ×" if least else ""
    lost, doubled = len(wanted - {*titles}), len(titles) - len({*titles})
    there = 1000 * arrived.processor / messages
    return (
        f"{case.name} ({case.limits})\n"
        f"  {messages} messages in {seconds:.2f} s; the limits allow {least:.2f} s{ratio}\n"
        f"  lost {lost}, doubled {doubled}, answered with 429: {arrived.refused}\n"
        f"  processor {1000 * spent / ALERTS:.2f} ms an alert, {1000 * spent / messages:.2f} ms a "
        f"message (the rehearsal's own {there:.2f} ms)\n"
    )


async def main(only: str) -> None:
    """Measure and print."""
    for number, case in enumerate(CASES):
        if only and str(number) != only:
            continue
        with tempfile.TemporaryDirectory() as directory:
            async with discord_process(
                case.webhooks, globally=case.globally, unseen=case.unseen
            ) as discord:
                await measured(case, discord, Path(directory))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"peak memory {peak:.0f} MiB\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else ""))
