"""Where the agent listens, and whether others than this machine can reach it there."""

import errno
import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Final

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.core.errors import CakdError
from cakd_tui.core.symptom import Symptom

_BACKLOG: Final = 2048
"""Connections that may wait to be accepted: Alertmanager opens one for each group at once."""

_REASONS: Final = {errno.EADDRINUSE: "taken", errno.EACCES: "port", errno.EADDRNOTAVAIL: "address"}

_LACKING: Final = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class CannotListen(CakdError):
    """The address is taken, or not to be had."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address a host name stands for."""

    family: socket.AddressFamily
    ip: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        return ip_address(self.ip.partition("%")[0]).is_loopback

    def __str__(self) -> str:
        return f"[{self.ip}]:{self.port}" if ":" in self.ip else f"{self.ip}:{self.port}"


def addresses(host: str, port: int) -> Sequence[Address]:
    """What the host name stands for here, without repetition. Raises `BadSettings`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise BadSettings(
            f"the host {host} to listen on is unknown here; name an address of this machine, as in "
            "--host 127.0.0.1"
        ) from error
    known = (socket.AF_INET, socket.AF_INET6)
    return tuple(
        dict.fromkeys(
            Address(family, str(place[0]), port) for family, *_, place in found if family in known
        )
    )


def require_secret_beyond_loopback(host: str, found: Sequence[Address], *, guarded: bool) -> None:
    """Raise `BadSettings` where others could post without a secret."""
    open_to_others = [each for each in found if not each.is_loopback]
    if open_to_others and not guarded:
        raise BadSettings(
            f"on {host} others than this machine could post alerts, and no secret is set; put one "
            "in a file (openssl rand -hex 32 > agent.secret) and name it in "
            "CAKD_AGENT_SECRET_FILE, or listen on --host 127.0.0.1"
        )


def listeners(found: Sequence[Address]) -> Sequence[socket.socket]:
    """A bound socket for each address, the caller's to close. Raises `CannotListen`.

    Port 0 takes a free one, the same for all. Of several addresses those this machine lacks are
    left out, as `::1` where there is no IPv6.
    """
    with ExitStack() as stack:
        bound: list[socket.socket] = []
        lacking: list[CannotListen] = []
        for address in found:
            port = address.port or (bound[0].getsockname()[1] if bound else 0)
            try:
                bound.append(stack.enter_context(_listener(replace(address, port=port))))
            except CannotListen as error:
                if error.symptom.facts["errno"] not in _LACKING:
                    raise
                lacking.append(error)
        if not bound:
            raise lacking[0]
        stack.pop_all()
        return bound


def _listener(address: Address) -> socket.socket:
    try:
        # asyncio switches Nagle's delay off only where the protocol is named: 40 ms per answer
        listener = socket.socket(address.family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise _refused(address, error) from error
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if address.family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address.ip, address.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _refused(address, error) from error
    return listener


def _refused(address: Address, error: OSError) -> CannotListen:
    number = error.errno or 0
    message = f"listen on {address}: {(error.strerror or str(error)).lower()}"
    reason = _REASONS.get(number, "other")
    facts: dict[str, str | int] = {"reason": reason, "errno": number, "port": address.port}
    return CannotListen(message, Symptom("listen", facts, message))


def shown(listener: socket.socket) -> str:
    """The URL it is reached under: `http://127.0.0.1:8080`."""
    ip, port = listener.getsockname()[:2]
    return f"http://{Address(listener.family, ip, port)}"
