"""Creates at Discord without an idempotency key: after a lost answer it looks before it sends more.

Names are not unique there (Discord docs: Guild, Create Guild Channel; Webhook, Create Webhook).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from cakd_tui.core.events import Noted, Waiting
from cakd_tui.core.stream import Emit
from cakd_tui.discord.findings import in_short
from cakd_tui.discord.http.errors import DiscordError, TransportError
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.recovery import Recovered
from cakd_tui.discord.survey import answered
from cakd_tui.discord.waiting import LOOKING

T = TypeVar("T")

LOOKS: Final = (0.5, 1.5)
"""Seconds before each look for something whose creation was not confirmed.

The API can answer before a new channel is listed (Discord docs: API Reference, Consistency).
"""
LATER: Final = (3.0, 5.0, 10.0, 15.0)
"""Seconds before each further look where the request timed out: it may be carried out later."""
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Creation:
    """How something is created, and what is said meanwhile."""

    emit: Emit
    sleep: Sleep

    async def made(
        self,
        create: Callable[[], Awaitable[T]],
        look: Callable[[], Awaitable[Recovered[T] | None]],
        would_see: Callable[[], Awaitable[bool]],
    ) -> Recovered[T]:
        """What `create` makes; after a lost answer what `look` finds of it.

        Another is only sent where the bot `would_see` one that had been made: what it can't see
        would be made once more with every try. Where that can't be told, it doesn't. Nor after a
        request that was given up on, which may be carried out later still.
        """
        attempt = 1
        while True:
            try:
                return Recovered(await create(), made=True)
            except DiscordError as error:
                if not error.ambiguous:
                    raise
                failure = error
            if (found := await self._looked_for(look, failure)) is not None:
                return found
            if attempt == _ATTEMPTS or _may_still_come(failure):
                raise failure
            if await answered(would_see) is not True:
                raise failure
            attempt += 1

    async def _looked_for(
        self, look: Callable[[], Awaitable[Recovered[T] | None]], failure: DiscordError
    ) -> Recovered[T] | None:
        """What `look` finds, given some time; raises the failure where it can't look."""
        self.emit(Noted(f"No clear answer ({in_short(failure)}); looking if it was made"))
        for pause in (*LOOKS, *(LATER if _may_still_come(failure) else ())):
            self.emit(Waiting(pause, LOOKING, strict=True))
            if await self.sleep(pause):
                raise failure
            try:
                found = await look()
            except DiscordError:
                raise failure from None
            if found is not None:
                return found
        return None


async def sure_to_see() -> bool:
    """For a look that takes the permissions of the create: what it was answered is all there is."""
    return True


def _may_still_come(failure: DiscordError) -> bool:
    """Whether what was asked for may yet be done: nobody has said that it won't."""
    return isinstance(failure, TransportError) and failure.reason_kind.startswith("timeout")
