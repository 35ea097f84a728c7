"""The pipeline's step that takes a project's notifications back: first the things, then the route.

A run cut short at any point leaves a route that still names what is left, and is continued by the
next.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import (
    CakdError,
    CredentialsMissing,
    CredentialsRefused,
)
from cakd_tui.core.events import ActionStarted, Kept, RouteForgotten
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.progress_kind import KindOf, warned
from cakd_tui.core.removal import changed_since, is_left_of
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.route_memory import RouteMemory, unbroken
from cakd_tui.core.stream import Emit

TITLE: Final = "Removing Notification Channels"


@dataclass(frozen=True, slots=True)
class RemovalStep:
    """Deletes these things of a route, then the route."""

    connection: Connection
    route: Route
    """As it was when the plan was made; another one by now is left alone, but for one that an
    earlier try of this very removal has left."""
    things: tuple[Remembered, ...]
    """See `core.removal.doomed`."""
    answers: Callable[[], Awaitable[Answers]]
    """Gathers what the provider needs to know; where it raises `CredentialsMissing`, what can be
    deleted without is deleted."""
    routes: RouteStore
    title: str = field(default=TITLE)

    def skip_reason(self) -> str:
        """Never skipped: without a route there is no such step."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Delete; a failure is said as `Warned`, and what is still there as `Kept`."""
        begun, left = KindOf(emit), self.things
        try:
            with self.routes.lock(self.route.project):
                known = await self._known()
                memory = RouteMemory(self.routes, known, known)
                try:
                    await self._removed(memory, begun)
                finally:
                    left = self._left(memory.route)
        except CakdError as error:
            emit(warned("Failed to remove notification channel", error, begun.kind))
            if left:
                emit(Kept(left))
            return False
        return True

    async def _known(self) -> Route:
        """The route as it is saved. Raises `RouteStoreError` where another run changed it."""
        project = self.route.project
        known = await asyncio.to_thread(self.routes.load, project)
        if known is None or not is_left_of(self.route, known, self.things):
            raise changed_since(project)
        return known

    def _left(self, route: Route) -> tuple[Remembered, ...]:
        ids = {(each.kind, each.id) for each in route.remembered}
        return tuple(each for each in self.things if (each.kind, each.id) in ids)

    async def _removed(self, memory: RouteMemory, emit: Emit) -> None:
        project = self.route.project
        if self._left(memory.route):
            await self._delete(memory, emit)
        emit(ActionStarted("route", f"Deleting the routing rule of {project}..."))
        await unbroken(self.routes.forget, project)
        emit(RouteForgotten(project, self.routes.shown_path(project)))

    async def _delete(self, memory: RouteMemory, emit: Emit) -> None:
        missing: CredentialsMissing | None = None
        answers: Answers | None = None
        try:
            answers = await self.answers()
        except CredentialsMissing as error:
            missing = error
        try:
            route = memory.route
            await self.connection.remove(route, self._left(route), answers, memory, emit)
        except CredentialsRefused:
            if missing is None:
                raise
            raise missing from None
