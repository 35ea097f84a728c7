"""The pipeline's step that sets up a project's notifications and saves its route.

Whatever comes to exist at the provider is written down before the provider's next call, so that a
run cut short at any point is continued and never repeated.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CakdError, CredentialsMissing, CredentialsRefused, RouteStoreError
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Event,
    Noted,
    RouteSaved,
    Warned,
    WebhookReady,
)
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.stream import Emit

TITLE: Final = "Provisioning Notification Channels"


class RouteMemory:
    """Keeps the route up to date on disk while a provider works.

    A route that can't be written doesn't stop the provider: `failure` holds why, for the end.
    """

    def __init__(self, store: RouteStore, route: Route, written: Route | None) -> None:
        self._store = store
        self._written = written
        self.route = route
        self.failure: RouteStoreError | None = None

    async def remember(self, thing: Remembered) -> None:
        """Write down that this thing exists."""
        await self.keep(self.route.with_thing(thing))

    async def keep(self, route: Route) -> None:
        """Write the route down as it is now, unless it stands there already."""
        self.route = route
        if route == self._written:
            self.failure = None
            return
        try:
            await _saved(self._store, route)
        except RouteStoreError as error:
            self.failure = error
        else:
            self.failure = None
            self._written = route


async def _saved(store: RouteStore, route: Route) -> None:
    """Save in a thread, which nothing breaks off: cancelled, this ends when the thread has ended.

    The project's lock is held until then. Raises `RouteStoreError`.
    """
    # No task: the end of the event loop cancels those, and the thread would go on unwatched.
    saving = asyncio.get_running_loop().run_in_executor(None, store.save, route)
    cancelled: asyncio.CancelledError | None = None
    while not saving.done():
        try:
            await asyncio.wait([saving])
        except asyncio.CancelledError as error:
            cancelled = error
    failure = saving.exception()  # asked in any case: asyncio reports one that nobody heard of
    if cancelled:
        raise cancelled
    if failure:
        raise failure


@dataclass(slots=True)
class _Progress:
    """Passes events on, remembering which action is under way."""

    emit: Emit
    kind: str = ""

    def __call__(self, event: Event) -> None:
        if isinstance(event, ActionStarted):
            self.kind = event.kind
        self.emit(event)


@dataclass(frozen=True, slots=True)
class UnconfiguredStep:
    """Stands in for the notify step of a project that names no provider."""

    title: str = TITLE

    def skip_reason(self) -> str:
        """Always the same: nothing is configured."""
        return "not configured"

    async def run(self, emit: Emit) -> bool:
        """Nothing to run."""
        del emit
        return True


@dataclass(frozen=True, slots=True)
class NotifyStep:
    """Sets up the notifications of one project through its provider; optional."""

    connection: Connection
    provider: str
    project: str
    answers: Callable[[], Awaitable[Answers]]
    """Gathers what the provider needs to know; raises `CredentialsMissing`."""
    routes: RouteStore
    title: str = field(default=TITLE)

    def skip_reason(self) -> str:
        """Never skipped: a project without a provider gets `UnconfiguredStep`."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Provision and save; a failure is said as `Warned`, in the guide's wording."""
        progress = _Progress(emit)
        try:
            with self.routes.lock(self.project):
                return await self._provisioned(progress)
        except CakdError as error:
            refused = isinstance(error, CredentialsMissing | CredentialsRefused)
            text = f"Failed to provision notification channel: {error}"
            emit(Warned(text, progress.kind, error.symptom, refused))
        return False

    async def _provisioned(self, emit: Emit) -> bool:
        answers = await self.answers()
        known = await self._known(emit)
        start = replace(known or Route(self.project, self.provider), values=answers.values)
        memory = RouteMemory(self.routes, start, known)
        provisioned = await self.connection.provision(answers, known, memory, emit)
        emit(WebhookReady(provisioned.url, provisioned.made))
        emit(ActionStarted("route", ""))
        await memory.keep(memory.route.with_webhook(provisioned.url))
        if memory.failure:
            text = f"Failed to save webhook to local config: {memory.failure}"
            emit(Warned(text, "route", memory.failure.symptom))
            return False
        path = self.routes.shown_path(self.project)
        emit(ActionDone("route", path, made=known is None))
        emit(RouteSaved(memory.route, path))
        return True

    async def _known(self, emit: Emit) -> Route | None:
        """The route saved earlier; one that can't be read is said and counts as none."""
        try:
            known = await asyncio.to_thread(self.routes.load, self.project)
        except RouteStoreError as error:
            emit(Noted(f"The saved route is not used: {error}"))
            return None
        return known if known and known.provider == self.provider else None
