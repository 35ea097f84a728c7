import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import (
    CredentialsMissing,
    CredentialsRefused,
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Event,
    Noted,
    RouteSaved,
    StepDone,
    StepSkipped,
    StepStarted,
    Warned,
    WebhookReady,
)
from cakd_tui.core.field import Choices, Identity
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.notify_step import TITLE, NotifyStep, UnconfiguredStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Connection, Delivery, Memory, Provisioned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom

URL = Secret("https://pigeons.example/hush")
CHANNEL = Remembered("channel", "10", "alerts-my-project", made=True)
WEBHOOK = Remembered("webhook", "20", "CAKD Alerting - my-project", made=True)
ANSWERS = Answers("my-project").with_value("guild", "1").with_secret("token", Secret("hush"))
DENIED = RouteStoreError(
    "open /etc/cakd/my-project.json: permission denied",
    Symptom("config", {"reason": "permission", "errno": 13}),
)


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

    def save(self, route: Route) -> None:
        assert self.locked
        things = "+".join(thing.kind for thing in route.remembered)
        self.history.append(f"save {things}{'+url' if route.webhook else ''}")
        if self.unwritable:
            raise self.unwritable
        self.saved[route.project] = route

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

    async def warm_up(self) -> None: ...

    async def identity(self, field: str, answers: Answers) -> Identity:
        raise AssertionError("nobody asks")

    async def choices(self, field: str, answers: Answers) -> Choices:
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
        return Provisioned(URL, made=known is None)

    async def _make(self, thing: Remembered, memory: Memory, emit: Emit) -> None:
        emit(ActionStarted(thing.kind, f"Creating {thing.kind}..."))
        self.routes.history.append(f"POST {thing.kind}")
        if self.hangs == thing.kind:
            await asyncio.Event().wait()
        if thing.kind in self.fails:
            raise self.fails[thing.kind]
        await memory.remember(thing)
        emit(ActionDone(thing.kind, thing.name, thing.made))

    async def send_test(self, route: Route) -> Delivery:
        raise AssertionError("nobody asks")

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


async def warned(notify: NotifyStep) -> Warned:
    (warning,) = [event for event in await told(notify) if isinstance(event, Warned)]
    return warning


FULL = Route("my-project", "pigeon", {"guild": "1"}, (CHANNEL, WEBHOOK), URL)


async def test_a_run_says_what_it_does_and_saves_the_route() -> None:
    routes = Routes()
    path = "~/.config/cakd/my-project.json"
    assert await told(step(routes)) == [
        StepStarted(1, 1, TITLE),
        ActionStarted("channel", "Creating channel..."),
        ActionDone("channel", CHANNEL.name, made=True),
        ActionStarted("webhook", "Creating webhook..."),
        ActionDone("webhook", WEBHOOK.name, made=True),
        WebhookReady(URL, made=True),
        ActionStarted("route", ""),
        ActionDone("route", path, made=True),
        RouteSaved(FULL, path),
        StepDone(1, TITLE, failed=False),
    ]
    assert routes.saved == {"my-project": FULL}


async def test_what_exists_is_written_down_before_the_next_call() -> None:
    routes = Routes()
    await told(step(routes))
    assert routes.history == [
        "load",
        "POST channel",
        "save channel",
        "POST webhook",
        "save channel+webhook",
        "save channel+webhook+url",
    ]


async def test_a_second_run_knows_what_the_first_made_and_writes_nothing_anew() -> None:
    routes = Routes({"my-project": FULL})
    service = Service(routes)
    events = await told(step(routes, service))
    assert service.known == FULL
    assert ActionDone("route", "~/.config/cakd/my-project.json", made=False) in events
    assert routes.history == ["load", "POST channel", "POST webhook"]


async def test_a_run_that_failed_half_way_is_continued() -> None:
    routes = Routes()
    failing = Service(routes, fails={"webhook": ProviderError("pigeon error: tired")})
    await told(step(routes, failing))
    service = Service(routes)
    await told(step(routes, service))
    assert service.known is not None
    assert service.known.remembered == (CHANNEL,)
    assert routes.saved["my-project"] == FULL


async def test_a_cancelled_run_leaves_what_was_made_written_down_and_lets_go_of_the_lock() -> None:
    routes = Routes()
    notify = step(routes, Service(routes, hangs="webhook"))
    async with aclosing(run_pipeline([notify])) as events:
        async for event in events:
            if event == ActionStarted("webhook", "Creating webhook..."):
                break
    assert routes.saved["my-project"].remembered == (CHANNEL,)
    assert not routes.locked


class SlowRoutes(Routes):
    """Routes whose first save takes until somebody lets it end."""

    def __init__(self) -> None:
        super().__init__()
        self.saving = threading.Event()
        self.go_on = threading.Event()

    def save(self, route: Route) -> None:
        self.saving.set()
        assert self.go_on.wait(5)
        super().save(route)


@pytest.mark.parametrize("times", [1, 3])
async def test_a_run_cancelled_while_it_saves_keeps_the_lock_until_the_save_has_ended(
    times: int,
) -> None:
    routes = SlowRoutes()
    events: list[Event] = []
    run = asyncio.create_task(step(routes).run(events.append))
    await asyncio.to_thread(routes.saving.wait, 5)
    for _ in range(times):
        run.cancel()
        await asyncio.sleep(0.01)
        assert routes.locked
        assert not run.done()
    routes.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert not routes.locked
    assert routes.saved["my-project"].remembered == (CHANNEL,)
    assert routes.history == ["load", "POST channel", "save channel"]


def test_a_save_that_fails_after_the_run_was_cancelled_is_a_cancelled_run_and_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def main() -> None:
        routes = SlowRoutes()
        routes.unwritable = RouteStoreError("permission denied")
        run = asyncio.create_task(step(routes).run(lambda _: None))
        await asyncio.to_thread(routes.saving.wait, 5)
        run.cancel()
        await asyncio.sleep(0.01)
        routes.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await run

    asyncio.run(main())
    gc.collect()
    assert caplog.messages == []


def test_the_end_of_the_event_loop_waits_for_the_save_before_the_lock_is_let_go() -> None:
    routes = SlowRoutes()
    left: list[str] = []

    @contextmanager
    def lock(project: str) -> Iterator[None]:
        try:
            with Routes.lock(routes, project):
                yield
        finally:
            left.extend(routes.history)

    routes.lock = lock  # type: ignore[method-assign]  # to see what had happened at its end

    async def main() -> asyncio.Task[bool]:
        run = asyncio.create_task(step(routes).run(lambda _: None))
        await asyncio.to_thread(routes.saving.wait, 5)
        threading.Timer(0.02, routes.go_on.set).start()
        return run

    assert asyncio.run(main()).cancelled()
    assert left[-1] == "save channel"


async def test_a_refusal_is_a_warning_in_the_guides_words() -> None:
    symptom = Symptom("http", {"status": 403})
    routes = Routes()
    failing = Service(routes, fails={"channel": ProviderError("pigeon error: 403", symptom)})
    events = await told(step(routes, failing))
    text = "Failed to provision notification channel: pigeon error: 403"
    assert events[-2:] == [Warned(text, "channel", symptom), StepDone(1, TITLE, failed=True)]


async def test_refused_credentials_are_told_apart() -> None:
    routes = Routes()
    failing = Service(routes, fails={"channel": CredentialsRefused("bad whistle")})
    assert (await warned(step(routes, failing))).refused


async def test_missing_credentials_stop_the_step_before_anything_is_asked() -> None:
    async def nothing() -> Answers:
        raise CredentialsMissing("no token was found")

    routes = Routes()
    warning = await warned(replace(step(routes), answers=nothing))
    assert warning.text == "Failed to provision notification channel: no token was found"
    assert warning.refused
    assert warning.kind == ""
    assert routes.history == []


async def test_a_route_that_cannot_be_saved_is_the_guides_other_warning() -> None:
    routes = Routes(unwritable=DENIED)
    events = await told(step(routes))
    assert WebhookReady(URL, made=True) in events
    assert events[-2:] == [
        Warned(
            "Failed to save webhook to local config: "
            "open /etc/cakd/my-project.json: permission denied",
            "route",
            DENIED.symptom,
        ),
        StepDone(1, TITLE, failed=True),
    ]


async def test_a_disk_that_refuses_does_not_matter_where_nothing_has_to_be_written() -> None:
    routes = Routes({"my-project": FULL}, unwritable=DENIED)
    assert not [event for event in await told(step(routes)) if isinstance(event, Warned)]


async def test_a_save_that_works_in_the_end_is_no_failure() -> None:
    class Recovers(Routes):
        def save(self, route: Route) -> None:
            try:
                super().save(route)
            finally:
                self.unwritable = None

    routes = Recovers(unwritable=DENIED)
    assert not [event for event in await told(step(routes)) if isinstance(event, Warned)]
    assert routes.saved["my-project"] == FULL


async def test_an_unreadable_route_is_said_and_counts_as_none() -> None:
    routes = Routes(unreadable=RouteStoreError("read my-project.json: not a saved route"))
    service = Service(routes)
    events = await told(step(routes, service))
    assert Noted("The saved route is not used: read my-project.json: not a saved route") in events
    assert service.known is None
    assert routes.saved["my-project"] == FULL


async def test_another_providers_route_counts_as_none_and_is_replaced() -> None:
    other = Route("my-project", "smoke", {"hill": "3"}, (Remembered("fire", "1", "f", True),))
    routes = Routes({"my-project": other})
    service = Service(routes)
    await told(step(routes, service))
    assert service.known is None
    assert routes.saved["my-project"] == FULL


async def test_a_project_another_process_sets_up_is_left_to_it() -> None:
    busy = RouteStoreError("another cakd is setting up my-project", Symptom("config"))
    routes = Routes(busy=busy)
    warning = await warned(step(routes))
    text = "Failed to provision notification channel: another cakd is setting up my-project"
    assert warning == Warned(text, "", busy.symptom)
    assert routes.history == []


async def test_no_event_but_the_webhooks_carries_a_secret() -> None:
    events = await told(step(Routes()))
    assert "hush" not in repr(events)


async def test_a_fault_of_the_program_is_not_passed_off_as_the_providers() -> None:
    class Faulty(Service):
        async def _make(self, thing: Remembered, memory: Memory, emit: Emit) -> None:
            raise ZeroDivisionError

    routes = Routes()
    with pytest.raises(ZeroDivisionError):
        await told(step(routes, Faulty(routes)))
    assert not routes.locked


async def test_a_project_without_a_provider_skips_the_step() -> None:
    skipped = StepSkipped(1, 1, "Provisioning Notification Channels", "not configured")
    assert await told(UnconfiguredStep()) == [skipped]
