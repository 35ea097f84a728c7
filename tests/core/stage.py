"""A stage for the notification step: a service and saved routes that do as they are told."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field

from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Delivery
from cakd_tui.core.errors import (
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Event,
    Removed,
)
from cakd_tui.core.field import Choices, Identity
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.notify_step import NotifyStep, UnconfiguredStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Connection, Memory, Provisioned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit

URL = Secret("https://pigeons.example/hush")


CHANNEL = Remembered("channel", "10", "alerts-my-project", made=True)


WEBHOOK = Remembered("webhook", "20", "CAKD Alerting - my-project", made=True)


SECOND = Remembered("webhook-next", "21", "CAKD Alerting - my-project", made=True)
SECOND_URL = Secret("https://pigeons.example/hush/second")


ANSWERS = Answers("my-project").with_value("guild", "1").with_secret("token", Secret("hush"))


@dataclass
class Routes:
    """Routes in a dictionary, noting what happens to them."""

    saved: dict[str, Route] = field(default_factory=dict)
    unreadable: RouteStoreError | None = None
    unwritable: RouteStoreError | None = None
    busy: RouteStoreError | None = None
    history: list[str] = field(default_factory=list)
    locked: bool = False

    def path(self, project: str) -> str:
        return f"/home/me/.config/cakd/{project}.json"

    def shown_path(self, project: str) -> str:
        return f"~/.config/cakd/{project}.json"

    def load(self, project: str) -> Route | None:
        self.history.append("load")
        if self.unreadable:
            raise self.unreadable
        return self.saved.get(project)

    def projects(self) -> Sequence[str]:
        return sorted(self.saved)

    def save(self, route: Route) -> None:
        assert self.locked
        things = "+".join(thing.kind for thing in route.remembered)
        self.history.append(f"save {things}{'+url' if route.webhook else ''}")
        if self.unwritable:
            raise self.unwritable
        self.saved[route.project] = route

    def forget(self, project: str) -> None:
        assert self.locked
        self.history.append("forget")
        if self.unwritable:
            raise self.unwritable
        self.saved.pop(project, None)

    @contextmanager
    def lock(self, project: str) -> Iterator[None]:
        if self.busy:
            raise self.busy
        self.locked = True
        try:
            yield
        finally:
            self.locked = False

    def check(self, check: Check) -> Finding:
        raise AssertionError("a run checks nothing")


@dataclass
class Service:
    """A connection that makes a channel and a webhook, and fails or hangs where it is told to."""

    routes: Routes
    fails: Mapping[str, ProviderError] = field(default_factory=dict)
    hangs: str = ""
    known: Route | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    """What the route is to keep."""

    async def warm_up(self) -> None: ...

    async def identity(self, field: str, answers: Answers, emit: Emit) -> Identity:
        raise AssertionError("nobody asks")

    async def choices(self, field: str, answers: Answers, emit: Emit) -> Choices:
        raise AssertionError("nobody asks")

    async def option_choices(self, key: str, answers: Answers, emit: Emit) -> Choices:
        raise AssertionError("nobody asks")

    async def preflight(self, answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        raise AssertionError("a run checks nothing")

    async def provision(
        self, answers: Answers, known: Route | None, memory: Memory, emit: Emit
    ) -> Provisioned:
        assert answers == ANSWERS
        self.known = known
        for thing in (CHANNEL, WEBHOOK):
            await self._make(thing, memory, emit)
        return Provisioned(URL, made=known is None, kept=self.kept)

    async def _make(self, thing: Remembered, memory: Memory, emit: Emit) -> None:
        emit(ActionStarted(thing.kind, f"Creating {thing.kind}..."))
        self.routes.history.append(f"POST {thing.kind}")
        if self.hangs == thing.kind:
            await asyncio.Event().wait()
        if thing.kind in self.fails:
            raise self.fails[thing.kind]
        await memory.remember(thing)
        emit(ActionDone(thing.kind, thing.name, thing.made))

    async def inspect(self, route: Route, answers: Answers | None, emit: Emit) -> None:
        raise AssertionError("nobody asks")

    async def remove(
        self,
        route: Route,
        things: Sequence[Remembered],
        answers: Answers | None,
        memory: Memory,
        emit: Emit,
    ) -> None:
        for thing in things:
            emit(ActionStarted(thing.kind, f"Deleting {thing.kind}..."))
            self.routes.history.append(f"DELETE {thing.kind} {thing.id}")
            if self.hangs == "DELETE":
                await asyncio.Event().wait()
            if f"DELETE {thing.kind}" in self.fails:
                raise self.fails[f"DELETE {thing.kind}"]
            await memory.forget(thing.kind)
            emit(Removed(thing.kind, thing.name, found=True))

    async def renew(
        self, route: Route, answers: Answers, memory: Memory, emit: Emit
    ) -> Provisioned:
        self.known = route
        emit(ActionStarted("webhook", "Creating a second webhook..."))
        self.routes.history.append("POST second")
        if "second" in self.fails:
            raise self.fails["second"]
        await memory.remember(SECOND)
        return Provisioned(SECOND_URL, made=True)

    async def send_test(self, route: Route, emit: Emit, *, worst_case: bool = False) -> Delivery:
        assert route.webhook == SECOND_URL
        self.routes.history.append("largest test" if worst_case else "test")
        if "test" in self.fails:
            raise self.fails["test"]
        return Delivery("1", 0.1)

    def hurry(self) -> None:
        raise AssertionError("nobody is in a hurry")

    async def aclose(self) -> None: ...


async def known_answers() -> Answers:
    return ANSWERS


def step(routes: Routes, service: Connection | None = None) -> NotifyStep:
    service = service or Service(routes)
    return NotifyStep(service, "pigeon", "my-project", known_answers, routes)


async def events_of(notify: NotifyStep | UnconfiguredStep) -> AsyncIterator[Event]:
    async with aclosing(run_pipeline([notify])) as events:
        async for event in events:
            yield event


async def told(notify: NotifyStep | UnconfiguredStep) -> list[Event]:
    return [event async for event in events_of(notify)]


FULL = Route("my-project", "pigeon", {"guild": "1"}, (CHANNEL, WEBHOOK), URL)
