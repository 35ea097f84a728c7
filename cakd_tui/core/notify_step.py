"""The pipeline's step that sets up a project's notifications and saves its route.

Whatever comes to exist at the provider is written down before the provider's next call, so that a
run cut short at any point is continued and never repeated.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import (
    CakdError,
    CredentialsMissing,
    CredentialsRefused,
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Noted,
    RouteLoaded,
    RouteSaved,
    Warned,
    WebhookReady,
)
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.progress_kind import KindOf
from cakd_tui.core.rollback import Run, settle
from cakd_tui.core.route import Route
from cakd_tui.core.route_memory import RouteMemory
from cakd_tui.core.stream import Emit

TITLE: Final = "Provisioning Notification Channels"


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
    rollback: bool = False
    """Whether a run that fails takes back what it made."""

    def skip_reason(self) -> str:
        """Never skipped: a project without a provider gets `UnconfiguredStep`."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Provision and save; a failure is said as `Warned`, in the guide's wording."""
        progress = KindOf(emit)
        try:
            with self.routes.lock(self.project):
                return await self._provisioned(progress)
        except CakdError as error:
            _warn(error, progress)
        return False

    async def _provisioned(self, emit: KindOf) -> bool:
        answers = await self.answers()
        saved = await self._known(emit)
        known = saved if saved and saved.provider == self.provider else None
        if saved is not None and known is None:
            emit(Noted(_replaced(saved)))
        start = replace(known or Route(self.project, self.provider), values=answers.values)
        memory = RouteMemory(self.routes, start, saved)
        run = Run(self.connection, self.routes, answers, saved, memory)
        try:
            provisioned = await self.connection.provision(answers, known, memory, emit)
        except ProviderError as error:
            _warn(error, emit)
            await settle(run, emit, rollback=self.rollback)
            return False
        emit(WebhookReady(provisioned.url, provisioned.made))
        emit(ActionStarted("route", ""))
        led = replace(memory.route.with_webhook(provisioned.url), kept=provisioned.kept)
        await memory.keep(led)
        if memory.failure:
            text = f"Failed to save webhook to local config: {memory.failure}"
            emit(Warned(text, "route", memory.failure.symptom))
            await settle(run, emit, rollback=self.rollback)
            return False
        path = self.routes.shown_path(self.project)
        emit(ActionDone("route", path, made=saved is None))
        emit(RouteSaved(memory.route, path))
        return True

    async def _known(self, emit: Emit) -> Route | None:
        """The route saved earlier, whoever's; one that can't be read is said and counts as none."""
        try:
            known = await asyncio.to_thread(self.routes.load, self.project)
        except RouteStoreError as error:
            emit(Noted(f"The saved route is not used: {error}"))
            return None
        emit(RouteLoaded(known))
        return known


def _replaced(saved: Route) -> str:
    things = ", ".join(f"{each.kind} {each.name}" for each in saved.remembered)
    left = f"; what it names is left there: {things}" if things else ""
    return f"The saved route of {saved.provider} is replaced{left}"


def _warn(error: CakdError, progress: KindOf) -> None:
    refused = isinstance(error, CredentialsMissing | CredentialsRefused)
    text = f"Failed to provision notification channel: {error}"
    progress(Warned(text, progress.kind, error.symptom, refused))
