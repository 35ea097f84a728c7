"""A spool, saved routes and a post, with a dispatcher between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cakd_tui.agent.carrier import Carriers
from cakd_tui.agent.destinations import Destination, destination
from cakd_tui.agent.dispatcher import Dispatcher, Times
from cakd_tui.agent.outage import Outage
from cakd_tui.agent.route_watch import RouteWatch
from cakd_tui.agent.spool import Spool
from cakd_tui.core.alert import Alert
from tests.agent.doubles import Files, Post, alert, provider, route, until_stored
from tests.agent.unmeasured import Unmeasured

QUICK = Times(look=0.005, count=30.0, grace=2.0, retry=60.0, pause=lambda _: 0.0)


class Counted(Unmeasured):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.delivered: list[int] = []
        self.failures: list[str] = []
        self.aside = 0
        self.nowhere = 0
        self.waited = 0.0

    def message_delivered(self, seconds: float, ages: Sequence[float]) -> None:
        """How many alerts."""
        assert seconds == 0.5
        assert all(age >= 0 for age in ages)
        self.delivered.append(len(ages))

    def send_failed(self, kind: str) -> None:
        """Which kind."""
        self.failures.append(kind)

    def set_aside(self, alerts: int) -> None:
        """How many."""
        self.aside += alerts

    def undeliverable(self, alerts: int) -> None:
        """How many."""
        self.nowhere += alerts

    def limit_waited(self, seconds: float) -> None:
        """How long."""
        self.waited += seconds


@dataclass
class Stage:
    """All of it."""

    spool: Spool
    files: Files
    post: Post
    default: str = ""
    """The box of the default route, if there is to be one."""
    times: Times = QUICK
    counted: Counted = field(default_factory=Counted)
    dispatcher: Dispatcher = field(init=False)
    watch: RouteWatch = field(init=False)
    sent: int = 0

    def __post_init__(self) -> None:
        self.build()

    def build(self) -> None:
        """A dispatcher that knows nothing yet, as after a restart."""
        carriers = Carriers(provider(self.post), lambda: Outage(lambda _: 0.0))
        default: Destination | None = None
        if self.default:
            default = destination(route("", self.default), carriers)
        self.watch = RouteWatch(self.files, carriers, default)
        self.dispatcher = Dispatcher(self.spool, self.watch, self.counted, self.times)
        self.spool.listen(self.dispatcher.arrived)

    async def begin(self) -> None:
        """Deliver."""
        await self.dispatcher.start()

    async def restart(self) -> None:
        """End, and begin with another dispatcher on the same spool."""
        await self.dispatcher.stop()
        self.build()
        await self.begin()

    async def come(self, *names: str, namespace: str = "my-project") -> None:
        """Alerts of these names, each accepted on its own."""
        for name in names:
            await self.come_together(alert(name, namespace))

    async def come_together(self, *alerts: Alert) -> None:
        """One notification."""
        self.sent += 1
        assert await self.spool.accept(str(self.sent), alerts)

    async def waiting(self) -> int:
        """How many alerts are in the spool."""
        return sum((await self.spool.counts()).values())

    async def left(self, alerts: int) -> None:
        """Wait until there are so many alerts in the spool."""

        async def so_many() -> bool:
            return await self.waiting() == alerts

        await until_stored(so_many)

    async def emptied(self) -> None:
        """Wait until all has arrived."""
        await self.left(0)


async def stage(directory: Path) -> Stage:
    """A stage with one project, its box being called as it is."""
    files = Files()
    files.put(route())
    return Stage(await Spool.open(directory / "spool"), files, Post())
