"""Whether the API can be reached at all: the way to it, and a question that needs no token.

Source: Discord docs, Gateway (Get Gateway).
"""

import asyncio
import ipaddress
import socket
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Final

import httpx
import msgspec

from cakd_tui.discord.http.base_url import parse_base_url
from cakd_tui.discord.http.call import Call
from cakd_tui.discord.http.client import DiscordClient, Notice
from cakd_tui.discord.http.proxy import proxy_for
from cakd_tui.discord.http.sealed import Seal

PATIENCE: Final = 5.0
"""Seconds a name server may take."""


class _Gateway(msgspec.Struct, frozen=True):
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """Which hosts lie on the way to the API."""

    host: str
    proxy: str
    """`http://proxy.example:3128` without user and password; empty where none is in between."""
    first: str
    """The host this machine connects to: the proxy's, or the API's own."""

    @property
    def has_a_name(self) -> bool:
        """Whether that host has to be looked up."""
        try:
            ipaddress.ip_address(self.first)
        except ValueError:
            return True
        return False


@dataclass(frozen=True, slots=True)
class Reached:
    """The API answered."""

    seconds: float
    """How long the answer took, connecting included."""
    skew: float | None
    """Seconds by which its clock is ahead of this machine's, to about one; None if untold."""


def way_to(base_url: str) -> Way:
    """The way to this API. Raises `BadBaseUrl`, and `ValueError` on a proxy that is no URL."""
    base = parse_base_url(base_url)
    host = httpx.URL(base).host
    proxy = proxy_for(base)
    if proxy is None:
        return Way(host, "", host)
    url = proxy.url.copy_with(userinfo=b"", raw_path=b"/")
    return Way(host, str(url).rstrip("/"), url.host)


async def addresses(host: str, patience: float = PATIENCE) -> tuple[str, ...]:
    """What the name servers say. Raises `OSError`, a `TimeoutError` after so many seconds.

    A name server that does not answer keeps a thread, and nobody waits for it.
    """
    answer: Future[tuple[str, ...]] = Future()
    answer.set_running_or_notify_cancel()  # from here on giving up on it can't cancel it

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            no_name = socket.gaierror(socket.EAI_NONAME, str(error))
            answer.set_exception(error if isinstance(error, OSError) else no_name)
        else:
            answer.set_result(tuple(dict.fromkeys(str(each[4][0]) for each in found)))

    Thread(target=ask, name="name-lookup", daemon=True).start()
    async with asyncio.timeout(patience):
        return await asyncio.wrap_future(answer)


async def reached(client: DiscordClient, notice: Notice | None = None) -> Reached:
    """The API's answer to a question without a token. Raises `DiscordError`."""
    start, began = time.perf_counter(), datetime.now(UTC)
    reply = await client.send(Call("gateway", "GET", "/gateway"), Seal(), notice)
    seconds = time.perf_counter() - start
    ended = datetime.now(UTC)
    reply.one(_Gateway)
    told = _date(reply.headers.get("date", ""))
    if told is None:
        return Reached(seconds, None)
    between = began + (ended - began) / 2
    # The header leaves out the fraction of the second (RFC 9110, 5.6.7): half of one on average.
    return Reached(seconds, (told - between).total_seconds() + 0.5)


def _date(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
