"""What stands in for a provider and for saved routes, and does exactly what it is told."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Delivery, Gone, Parcel, Postponed, Unacceptable
from cakd_tui.core.errors import ProviderError, RouteStoreError, UnknownProvider
from cakd_tui.core.events import Waiting
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity

GONE = Symptom("post", {"reason": "gone"}, "nobody there")
ENTRY = Entry(
    id="T-GONE",
    problem="The box is gone",
    cause="Somebody took it down.",
    fix="Put up another.",
    severity=Severity.BLOCKS,
    retry=False,
    kind="post",
    facts=MappingProxyType({"reason": ("gone",)}),
)
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def alert(name: str, namespace: str = "my-project") -> Alert:
    """A firing alert."""
    return Alert(True, {"alertname": name, "namespace": namespace}, {}, AT)


def route(project: str = "my-project", box: str = "", provider: str = "post") -> Route:
    """A route to a box, its project's own if no other is named."""
    return Route(project, provider, webhook=Secret(f"box:{box or project}"))


def gone(*, mendable: bool = False) -> Gone:
    """The box isn't there, or it is there and doesn't open."""
    return Gone("nobody there", GONE, mendable=mendable)


def later(after: float | None = None, *, everywhere: bool = False) -> Postponed:
    """Not now."""
    return Postponed("closed today", Symptom("post"), after=after, everywhere=everywhere)


def unfit() -> Unacceptable:
    """Not in this form."""
    return Unacceptable("too colourful", Symptom("post"))


Answer = Gone | Postponed | Unacceptable | Exception | None


@dataclass
class Post:
    """A provider and its courier: boxes that take what they are sent, or answer as arranged."""

    title: str = "The post"
    fits: int = 3
    answers: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    """By box, what comes of the next messages; None is a success."""
    judge: Callable[[Sequence[str]], Answer] | None = None
    """What comes of a message with these alerts, where nothing is arranged."""
    taken: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """The messages that arrived: the box, and the names of the alerts."""
    tried: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """All messages that were sent."""
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set, messages stay under way."""
    under_way: list[str] = field(default_factory=list)
    closed: bool = False
    clumsy: Mapping[str, str] = field(default_factory=dict)
    """By method that packs, the alert it stumbles over."""

    def __post_init__(self) -> None:
        self.open.set()

    def entries(self) -> Sequence[Entry]:
        """One row."""
        return (ENTRY,)

    def courier(self) -> "Post":
        """Itself."""
        return self

    def place(self, route: Route) -> str:
        """The box."""
        kind, _, box = route.webhook.reveal().partition(":")
        if kind != "box":
            raise ProviderError("that is no box")
        return box

    def pack(self, route: Route, alerts: Sequence[Alert]) -> Parcel:
        """As many as fit."""
        assert alerts
        if self.clumsy.get("pack") in {each.name for each in alerts}:
            raise TypeError("hush")
        names = [each.name for each in alerts[: self.fits]]
        return Parcel({"for": route.project, "alerts": names}, len(names))

    def plainest(self, route: Route, alert: Alert) -> Parcel:
        """One in lower case."""
        if self.clumsy.get("plainest") == alert.name:
            raise TypeError("hush")
        return Parcel({"for": route.project, "alerts": [alert.name.lower()]}, 1)

    async def deliver(self, route: Route, parcel: Parcel, emit: Emit) -> Delivery:
        """Put it in the box; two at a time are a mistake."""
        box, names = self.place(route), tuple(map(str, _listed(parcel.body["alerts"])))
        assert box not in self.under_way
        self.under_way.append(box)
        try:
            emit(Waiting(0.25, "The lid sticks"))
            await asyncio.sleep(0)
            await self.open.wait()
            self.tried.append((box, names))
            answers = self.answers[box]
            judged = self.judge(names) if self.judge else None
            answer = answers.popleft() if answers else judged
            if answer is not None:
                raise answer
            self.taken.append((box, names))
            return Delivery(str(len(self.taken)), 0.5)
        finally:
            self.under_way.remove(box)

    async def aclose(self) -> None:
        """Closed."""
        self.closed = True

    def arrived_in(self, box: str) -> list[str]:
        """The alerts that arrived in a box, in order."""
        return [name for each, names in self.taken if each == box for name in names]


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def provider(post: Post) -> Callable[[str], Post]:
    """Loads the provider "post", and no other."""

    def load(name: str) -> Post:
        if name != "post":
            raise UnknownProvider(f"unknown notification provider {name!r}")
        return post

    return load


@dataclass
class Files:
    """Saved routes: by project a route, None for a link to nowhere, or a failure."""

    saved: dict[str, Route | RouteStoreError | None] = field(default_factory=dict)
    listing: RouteStoreError | None = None
    loads: list[str] = field(default_factory=list)
    _stamps: dict[str, int] = field(default_factory=dict)

    def put(self, *routes: Route) -> None:
        """Save these."""
        for each in routes:
            self.set(each.project, each)

    def set(self, project: str, content: Route | RouteStoreError | None) -> None:
        """Have the project's file hold this."""
        self.saved[project] = content
        self._stamps[project] = self._stamps.get(project, 0) + 1

    def stamps(self) -> Mapping[str, Hashable]:
        """A number that grows."""
        if self.listing is not None:
            raise self.listing
        return {project: self._stamps[project] for project in self.saved}

    def load(self, project: str) -> Route | None:
        """As arranged."""
        self.loads.append(project)
        found = self.saved[project]
        if isinstance(found, RouteStoreError):
            raise found
        return found


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.002)


async def until_stored(true: Callable[[], Awaitable[object]], seconds: float = 10.0) -> None:
    """Wait for something to be so, which has to be asked for."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.002)
