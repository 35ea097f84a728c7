"""A client that the first who needs it opens, off the event loop: loading the network code takes
long enough to be seen.
"""

import asyncio
from typing import TYPE_CHECKING

from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.http.pauses import Sleep

if TYPE_CHECKING:
    from cakd_tui.discord.http.client import DiscordClient


class LateClient:
    """Opens one client and hands it to everybody who asks."""

    def __init__(
        self,
        base_url: str = "",
        answer: Answering | None = None,
        sleep: Sleep = asyncio.sleep,
        longest_wait: float | None = None,
    ) -> None:
        """`answer` stands in for the network; `longest_wait` is in seconds, for a limit's end."""
        self._base_url = base_url
        self._answer = answer
        self._sleep = sleep
        self._longest_wait = longest_wait
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
        patience = Patience()
        if self._longest_wait is not None:
            patience = Patience(rate_limit=self._longest_wait)
        return open_client(self._base_url, transport, patience=patience, sleep=self._sleep)
