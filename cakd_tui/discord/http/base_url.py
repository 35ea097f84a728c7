"""Where Discord's API is, and what may stand in for it: the token goes nowhere else."""

import ipaddress
import re
from typing import Final

import httpx

from cakd_tui.discord.http.errors import BadBaseUrl

DISCORD: Final = "https://discord.com/api/v10"
"""Source: Discord docs, API Reference (Base URL, API Versioning)."""

_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_HIGHEST_PORT: Final = 65535


def parse_base_url(text: str | None) -> str:
    """The base URL without a closing slash: Discord's where `text` is empty.

    HTTPS goes anywhere, plain HTTP to this machine alone. Raises `BadBaseUrl`, whose message does
    not repeat the text, as it may hold a password.
    """
    tidied = (text or "").strip()
    if not tidied:
        return DISCORD
    try:
        url = httpx.URL(tidied)
    except (httpx.InvalidURL, ValueError):
        raise BadBaseUrl("is not a URL") from None
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        raise BadBaseUrl("is not a URL: no such port")
    if url.scheme not in ("https", "http") or not _is_host(url.raw_host.decode("ascii")):
        raise BadBaseUrl("must begin with https:// and a host name")
    if url.userinfo:
        raise BadBaseUrl("must not hold a user name or password")
    if url.query or url.fragment or "?" in tidied or "#" in tidied:
        raise BadBaseUrl("must end with the path: no ? and no #")
    if url.scheme == "http" and not is_loopback(url.host):
        raise BadBaseUrl("must begin with https://; plain http:// is for this machine only")
    return str(url).rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine's."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    """Whether this can be looked up at all: an address, or labels of a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))
    return True
