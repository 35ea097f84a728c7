"""The pipeline's step that replaces a project's webhook while its alerts go on.

First the new one is made and tried, then the saved route leads to it in one step, then the old one
is deleted. Until that one step every failure leaves the old one in use.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CakdError, ProviderError, RouteStoreError
from cakd_tui.core.events import ActionStarted, Noted, RouteSaved, WebhookReady
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.progress_kind import KindOf, warned
from cakd_tui.core.route import NEXT_WEBHOOK, OLD_WEBHOOK, WEBHOOK, Remembered, Route
from cakd_tui.core.route_memory import RouteMemory
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import GONE, Symptom

TITLE: Final = "Rotating the Webhook"

_AS_BEFORE: Final = "the old webhook is in use as before"
_TAKEN_BACK: Final = f"the new webhook is deleted again; {_AS_BEFORE}"
_GONE: Final = "nothing is changed; cakd create makes again what is gone"
_NOTED: Final = f"{_AS_BEFORE}; a new one is written down, and the next cakd rotate goes on with it"
_ADOPTED: Final = (
    "the old webhook was not made by cakd, so it is left and its URL still works; "
    "delete it by hand if it leaked"
)


@dataclass(frozen=True, slots=True)
class RotationStep:
    """Replaces the webhook of one project."""

    connection: Connection
    project: str
    provider: str
    answers: Callable[[], Awaitable[Answers]]
    """Gathers what the provider needs to know; raises `CredentialsMissing`."""
    routes: RouteStore
    title: str = field(default=TITLE)

    def skip_reason(self) -> str:
        """Never skipped."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Rotate; a failure is said as `Warned`, and which webhook is in use then as `Noted`."""
        begun = KindOf(emit)
        try:
            with self.routes.lock(self.project):
                return await self._rotated(begun)
        except CakdError as error:
            begun(warned("Failed to rotate the webhook", error, begun.kind))
            return False

    async def _rotated(self, emit: KindOf) -> bool:
        known = await asyncio.to_thread(self.routes.load, self.project)
        if known is None or known.provider != self.provider or not known.webhook:
            raise _nothing_to_rotate(self.project)
        answers = await self.answers()
        memory = RouteMemory(self.routes, known, known)
        await self._finish_earlier(answers, memory, emit)
        url = await self._tried(answers, memory, emit)
        if url is None or not await self._swap(url, answers, memory, emit):
            return False
        return await self._retire(answers, memory, emit)

    async def _finish_earlier(self, answers: Answers, memory: RouteMemory, emit: Emit) -> None:
        """Delete what an interrupted rotation replaced and did not come to delete."""
        for kind in (OLD_WEBHOOK, NEXT_WEBHOOK):
            if _is_in_use(memory.route, kind):
                await memory.forget(kind)
        old = memory.route.thing(OLD_WEBHOOK)
        if old is not None:
            await self.connection.remove(memory.route, [old], answers, memory, emit)

    async def _tried(self, answers: Answers, memory: RouteMemory, emit: KindOf) -> Secret | None:
        """The URL of a new webhook that took a test message; None where there is none."""
        before = memory.route
        if before.thing(NEXT_WEBHOOK) is None:
            current = before.thing(WEBHOOK)
            name = current.name if current else ""
            await memory.remember(Remembered(NEXT_WEBHOOK, "", name, made=True))
        if memory.failure is not None:
            raise memory.failure
        try:
            made = await self.connection.renew(before, answers, memory, emit)
            if memory.failure is not None:
                raise memory.failure
            emit(ActionStarted("test", "Sending a test message through it..."))
            await self.connection.send_test(memory.route.with_webhook(made.url), emit)
        except CakdError as error:
            emit(warned("Failed to rotate the webhook", error, emit.kind))
            in_use = await self._take_back(answers, memory, emit)
            emit(Noted(_GONE if GONE in error.symptom.facts else in_use))
            return None
        return made.url

    async def _swap(self, url: Secret, answers: Answers, memory: RouteMemory, emit: KindOf) -> bool:
        """Lead the saved route to the new webhook, in one step."""
        before = memory.route
        emit(ActionStarted("route", ""))
        await memory.keep(_swapped(before, url))
        if memory.failure is not None:
            failure, memory.route = memory.failure, before
            emit(warned("Failed to save webhook to local config", failure, emit.kind))
            emit(Noted(await self._take_back(answers, memory, emit)))
            return False
        emit(WebhookReady(url, made=True))
        emit(RouteSaved(memory.route, self.routes.shown_path(self.project)))
        return True

    async def _retire(self, answers: Answers, memory: RouteMemory, emit: KindOf) -> bool:
        """Delete the webhook that is no longer in use, if we made it."""
        old = memory.route.thing(OLD_WEBHOOK)
        if old is None:
            emit(Noted(_ADOPTED))
            return True
        try:
            await self.connection.remove(memory.route, [old], answers, memory, emit)
        except ProviderError as error:
            emit(warned("Failed to delete the old webhook", error, emit.kind))
            emit(Noted("the new webhook is in use; cakd rotate or cakd destroy deletes the old"))
            return False
        return True

    async def _take_back(self, answers: Answers, memory: RouteMemory, emit: KindOf) -> str:
        """Delete the new webhook, as well as that can be done; which one is in use then."""
        new = memory.route.thing(NEXT_WEBHOOK)
        if new is None or not new.id:
            return _AS_BEFORE
        try:
            await self.connection.remove(memory.route, [new], answers, memory, emit)
        except ProviderError:
            return _NOTED
        return _TAKEN_BACK


def _swapped(route: Route, url: Secret) -> Route:
    """The route leading to the new webhook, the old one noted for deletion if we made it."""
    old, new = route.thing(WEBHOOK), route.thing(NEXT_WEBHOOK)
    swapped = route.without_thing(NEXT_WEBHOOK).with_webhook(url)
    if new is not None:
        swapped = swapped.with_thing(replace(new, kind=WEBHOOK))
    if old is not None and old.made:
        swapped = swapped.with_thing(replace(old, kind=OLD_WEBHOOK))
    return swapped


def _is_in_use(route: Route, kind: str) -> bool:
    """Whether what is noted as left over is the very thing alerts go to."""
    current, left = route.thing(WEBHOOK), route.thing(kind)
    return current is not None and left is not None and current.id == left.id


def _nothing_to_rotate(project: str) -> RouteStoreError:
    message = f"no webhook of {project} is saved here; cakd create makes one"
    return RouteStoreError(message, Symptom("route", {"reason": "none"}, message))
