"""A client that the first who needs it opens, off the event loop: loading the network code takes
long enough to be seen.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.http.pauses import Sleep

if TYPE_CHECKING:
    from cakd_tui.discord.http.client import DiscordClient

LONGEST_WAIT_OF_MANY: Final = 10.0
"""Seconds that one of many calls waits for a limit; who makes them can better wait for longer."""
_CONNECTIONS_FOR_MANY: Final = 50
"""As many as Discord takes requests in a second from an address (Discord docs, Rate Limits)."""


class LateClient:
    """Opens one client and hands it to everybody who asks."""

    def __init__(
        self,
        base_url: str = "",
        answer: Answering | None = None,
        sleep: Sleep = asyncio.sleep,
        *,
        for_many: bool = False,
    ) -> None:
        """`answer` stands in for the network; `for_many` suits hundreds of calls at once."""
        self._base_url = base_url
        self._answer = answer
        self._sleep = sleep
        self._for_many = for_many
        self._opened: DiscordClient | None = None
        self._opening = asyncio.Lock()

    async def __call__(self) -> "DiscordClient":
        """The client. Raises `BadBaseUrl`."""
        async with self._opening:
            if self._opened is None:
                self._opened = await asyncio.to_thread(self._open)
        return self._opened

    async def aclose(self) -> None:
        """Close its connections, if there are any."""
        if self._opened is not None:
            await self._opened.aclose()

    def _open(self) -> "DiscordClient":
        from cakd_tui.discord.http.client import Patience, open_client  # noqa: PLC0415 - httpx
        from cakd_tui.discord.http.in_process import InProcessTransport  # noqa: PLC0415 - httpx

        transport = None if self._answer is None else InProcessTransport(self._answer)
        if not self._for_many:
            return open_client(self._base_url, transport, sleep=self._sleep)
        return open_client(
            self._base_url,
            transport,
            patience=Patience(rate_limit=LONGEST_WAIT_OF_MANY),
            connections=_CONNECTIONS_FOR_MANY,
            sleep=self._sleep,
        )
