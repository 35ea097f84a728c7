"""A client that the first who needs it opens, off the event loop: loading the network code takes
long enough to be seen.
"""

import asyncio
from typing import TYPE_CHECKING

from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.http.patience import Patience
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
        patience: Patience | None = None,
    ) -> None:
        """`answer` stands in for the network."""
        self._base_url = base_url
        self._answer = answer
        self._sleep = sleep
        self._patience = patience
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
        from cakd_tui.discord.http.client import open_client  # noqa: PLC0415 - loads httpx
        from cakd_tui.discord.http.in_process import InProcessTransport  # noqa: PLC0415 - httpx

        transport = None if self._answer is None else InProcessTransport(self._answer)
        return open_client(self._base_url, transport, patience=self._patience, sleep=self._sleep)
