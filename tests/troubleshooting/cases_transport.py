"""No answer at all: refused, cut, timed out, not trusted, stopped by a proxy.

All over real sockets but for what can't be had without a network or a system of one's own: what a
name server says, an address there is no way to, and a process with too many files; there the
system's call fails as it would.
"""

import asyncio
import errno
import os
import socket
from asyncio.selector_events import BaseSelectorEventLoop
from functools import partial

from cryptography.x509.oid import ExtendedKeyUsageOID

from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.patience import Patience
from cakd_tui.rehearsal.faults import Drop, Silence
from tests.troubleshooting.case import Case
from tests.troubleshooting.cases_replies import create_channel, whoami
from tests.troubleshooting.certificates import DAY, ELSEWHERE, HERE
from tests.troubleshooting.stage import Stage

NOWHERE = "https://discord.invalid/api/v10"


def _free_port(stage: Stage) -> int:
    """A port that nobody listens on, held until the end."""
    held = stage.stack.enter_context(socket.socket())
    held.bind(("127.0.0.1", 0))
    port: int = held.getsockname()[1]
    return port


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    del reader, writer
    await asyncio.Event().wait()


async def _resolving(stage: Stage, number: int) -> Symptom:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "as the resolver says")

    stage.patch.setattr(socket, "getaddrinfo", fail)
    return await stage.asked(NOWHERE, create_channel)


async def _refused(stage: Stage) -> Symptom:
    return await stage.asked(f"http://127.0.0.1:{_free_port(stage)}/api/v10", create_channel)


async def _reset(stage: Stage) -> Symptom:
    return await stage.refused(Drop(), create_channel)


async def _no_handshake(stage: Stage) -> Symptom:
    port = await stage.listening(_silent)
    return await stage.asked(f"https://127.0.0.1:{port}", whoami, Patience(connect=0.02))


async def _no_answer(stage: Stage) -> Symptom:
    return await stage.refused(Silence(), create_channel, Patience(read=0.02))


async def _not_taken(stage: Stage) -> Symptom:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await _silent(reader, writer)

    async def at_length(api: DiscordApi) -> object:
        return await api.execute_webhook(1, Secret("a-webhooks-token"), {"content": "x" * 2**24})

    port = await stage.listening(deaf)
    return await stage.asked(f"http://127.0.0.1:{port}", at_length, Patience(write=0.03))


async def _all_busy(stage: Stage) -> Symptom:
    taken = asyncio.Semaphore(0)

    async def crowded(api: DiscordApi) -> object:
        others = [asyncio.create_task(api.channel(number)) for number in range(20)]
        for _ in others:
            await taken.acquire()
        try:
            return await api.current_user()
        finally:
            for each in others:
                each.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        taken.release()
        await _silent(reader, writer)

    port = await stage.listening(hold)
    return await stage.asked(f"http://127.0.0.1:{port}", crowded, Patience(pool=0.02))


async def _no_way(stage: Stage) -> Symptom:
    async def fail(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    stage.patch.setattr(BaseSelectorEventLoop, "sock_connect", fail)
    return await stage.asked("https://127.0.0.1:9", create_channel)


async def _no_socket(stage: Stage) -> Symptom:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    stage.patch.setattr(socket, "socket", fail)
    return await stage.asked("https://127.0.0.1:9", create_channel)


async def _no_http(stage: Stage) -> Symptom:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        await writer.drain()
        await reader.read()

    return await stage.asked(f"http://127.0.0.1:{await stage.listening(greet)}", whoami)


async def _no_tls(stage: Stage) -> Symptom:
    async def in_plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        await reader.read()

    return await stage.asked(f"https://127.0.0.1:{await stage.listening(in_plain)}", whoami)


async def _certified(stage: Stage, flaw: str) -> Symptom:
    make = stage.authority.context
    context = {
        "expired": lambda: make(begins=-2 * DAY, ends=-DAY),
        "early": lambda: make(begins=DAY, ends=2 * DAY),
        "alone": lambda: make(signed=False),
        "elsewhere": lambda: make(ELSEWHERE),
        "purpose": lambda: make(HERE, usage=ExtendedKeyUsageOID.CLIENT_AUTH),
    }[flaw]()
    port = await stage.listening(_silent, context)
    return await stage.asked(f"https://127.0.0.1:{port}", whoami)


async def _no_authorities(stage: Stage) -> Symptom:
    stage.patch.setenv("SSL_CERT_FILE", str(stage.directory / "nothing.pem"))
    return await stage.asked("https://127.0.0.1:9", whoami)


async def _proxied(stage: Stage, answer: bytes) -> Symptom:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 " + answer + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        await reader.read()

    port = await stage.listening(refuse)
    stage.patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    return await stage.asked(NOWHERE, whoami)


async def _no_proxy(stage: Stage) -> Symptom:
    stage.patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{_free_port(stage)}")
    return await stage.asked(NOWHERE, whoami)


TRANSPORT = (
    Case("CAKD-N-NETWORK", _no_http),
    Case("CAKD-N-DNS", partial(_resolving, number=socket.EAI_NONAME)),
    Case("CAKD-N-RESOLVER", partial(_resolving, number=socket.EAI_AGAIN)),
    Case("CAKD-N-REFUSED", _refused),
    Case("CAKD-N-RESET", _reset),
    Case("CAKD-N-CONNECT-TIMEOUT", _no_handshake),
    Case("CAKD-N-READ-TIMEOUT", _no_answer),
    Case("CAKD-N-WRITE-TIMEOUT", _not_taken),
    Case("CAKD-N-POOL-TIMEOUT", _all_busy),
    Case("CAKD-N-CERTIFICATE", partial(_certified, flaw="purpose")),
    Case("CAKD-N-CERTIFICATE-EXPIRED", partial(_certified, flaw="expired")),
    Case("CAKD-N-CERTIFICATE-EARLY", partial(_certified, flaw="early")),
    Case("CAKD-N-CERTIFICATE-ISSUER", partial(_certified, flaw="alone")),
    Case("CAKD-N-CERTIFICATE-HOST", partial(_certified, flaw="elsewhere")),
    Case("CAKD-N-TRUST", _no_authorities),
    Case("CAKD-N-TLS", _no_tls),
    Case("CAKD-N-PROXY", partial(_proxied, answer=b"403 Forbidden")),
    Case("CAKD-N-PROXY-AUTH", partial(_proxied, answer=b"407 Proxy Authentication Required")),
    Case("CAKD-N-PROXY-UNREACHABLE", _no_proxy),
    Case("CAKD-N-UNREACHABLE", _no_way),
    Case("CAKD-N-OPEN-FILES", _no_socket),
)
