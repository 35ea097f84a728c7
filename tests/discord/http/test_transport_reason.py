"""Why no answer came, over real sockets."""

import asyncio
import errno
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    TransportError,
)
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.transport_reason import transport_reason

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        Reply,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}
CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}
WHY = "CAKD alerts"


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1."""

    path: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "scripted")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return Certificate(path)


@pytest.fixture
async def tls_server(bare_server: "Server", certificate: Certificate) -> "Server":
    """A server whose certificate nobody signed."""
    await bare_server.serve(certificate.context())
    return bare_server


async def create(api: DiscordApi) -> None:
    await api.create_channel(1, "alerts-x", "topic", reason=WHY)


async def test_no_http_at_all_is_a_transport_failure(server: "Server", api: DiscordApi) -> None:
    server.script(server.reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    with pytest.raises(TransportError) as caught:
        await api.current_user()
    assert caught.value.reason_kind == "other"


async def test_a_refused_connection_is_told(
    connect: "Connect", token: Secret, free_port: int
) -> None:
    client = connect(f"http://127.0.0.1:{free_port}/api/v10")
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(client, token))
    error = caught.value
    assert error.reason_kind == "refused"
    assert not error.ambiguous
    assert error.symptom.facts == {"reason": "refused", "action": "create_channel"}
    url = f"http://127.0.0.1:{free_port}/api/v10/guilds/1/channels"
    assert str(error).startswith(f"failed to make request: POST {url}: connection refused (")


async def test_an_unknown_host_is_told(connect: "Connect", token: Secret) -> None:
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect("https://discord.invalid/api/v10"), token))
    assert caught.value.reason_kind in ("dns", "dns-resolver")  # as this machine has name servers
    assert not caught.value.ambiguous


async def test_a_certificate_nobody_signed_is_told(
    tls_server: "Server", connect: "Connect", token: Secret
) -> None:
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect(tls_server.url), token))
    assert caught.value.reason_kind == "tls-issuer"
    assert not caught.value.ambiguous
    assert tls_server.requests == []


async def test_certificates_of_the_environment_are_trusted(
    tls_server: "Server",
    certificate: Certificate,
    connect: "Connect",
    token: Secret,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    tls_server.says(ME)
    assert (await DiscordApi(connect(tls_server.url), token).current_user()).id == 2


async def test_plain_http_where_tls_is_expected_is_told(
    server: "Server", connect: "Connect", token: Secret
) -> None:
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect(server.url.replace("http:", "https:")), token))
    assert caught.value.reason_kind in ("tls-other", "reset")
    assert not caught.value.ambiguous


async def test_an_answer_that_never_comes_times_out(
    server: "Server", connect: "Connect", token: Secret
) -> None:
    server.script(server.reply(gate=asyncio.Event()))
    client = connect(patience=Patience(read=0.02))
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(client, token))
    assert caught.value.reason_kind == "timeout-read"
    assert caught.value.ambiguous
    assert str(caught.value).endswith(": timed out while waiting for the answer")
    assert len(server.requests) == 1


async def test_a_read_that_times_out_is_not_ambiguous(
    server: "Server", connect: "Connect", token: Secret
) -> None:
    server.script(server.reply(gate=asyncio.Event()))
    client = connect(patience=Patience(read=0.02))
    with pytest.raises(TransportError) as caught:
        await DiscordApi(client, token).current_user()
    assert not caught.value.ambiguous
    assert len(server.requests) == 1


async def test_a_connection_that_never_stands_times_out(
    tls_server: "Server", connect: "Connect", token: Secret
) -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    writers: list[asyncio.StreamWriter] = []
    mute = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    client = connect(f"https://127.0.0.1:{port}/api", patience=Patience(connect=0.02))
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(client, token))
    assert caught.value.reason_kind == "timeout-connect"
    assert not caught.value.ambiguous
    for writer in writers:
        writer.close()
    mute.close()


async def test_a_full_pool_times_out(server: "Server", connect: "Connect", token: Secret) -> None:
    gate, full = asyncio.Event(), asyncio.Event()

    async def held(_request: object) -> "Reply":
        if len(server.requests) == 20:
            full.set()
        await gate.wait()
        return server.json(CHANNEL)

    server.handler = held
    api = DiscordApi(connect(patience=Patience(pool=0.02)), token)
    under_way = [asyncio.create_task(api.channel(number)) for number in range(20)]
    await full.wait()
    with pytest.raises(TransportError) as caught:
        await create(api)
    assert caught.value.reason_kind == "timeout-pool"
    assert not caught.value.ambiguous
    gate.set()
    await asyncio.gather(*under_way)


async def test_a_connection_closed_while_tls_is_agreed_upon_is_not_ambiguous(
    connect: "Connect", token: Secret
) -> None:
    def closed(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    listener = await asyncio.start_server(closed, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect(f"https://127.0.0.1:{port}"), token))
    assert caught.value.reason_kind == "reset"
    assert not caught.value.ambiguous
    listener.close()


@pytest.mark.parametrize(
    ("failure", "kind", "sent"),
    [
        (httpx.WriteTimeout("slow"), "timeout-write", True),
        (httpx.ReadError(""), "reset", True),
        (httpx.WriteError(""), "reset", True),
        (httpx.CloseError(""), "reset", True),
        (httpx.ConnectError("strange"), "other", False),
        (httpx.RemoteProtocolError("illegal status line"), "other", True),
        (httpx.LocalProtocolError("illegal header"), "other", False),
        (ssl.SSLError("bad record"), "tls-other", True),
    ],
)
def test_a_failure_is_told_by_its_type_alone(failure: Exception, kind: str, sent: bool) -> None:
    reason = transport_reason(failure, through_proxy=False)
    assert (reason.kind, reason.sent) == (kind, sent)
    assert reason.text


def _verified(code: int) -> ssl.SSLCertVerificationError:
    failure = ssl.SSLCertVerificationError("certificate verify failed")
    failure.verify_code = code
    return failure


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "dns"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "dns-resolver"),
        (socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure"), "dns-resolver"),
        (_verified(9), "tls-not-yet-valid"),
        (_verified(10), "tls-expired"),
        (_verified(18), "tls-issuer"),
        (_verified(62), "tls-hostname"),
        (_verified(64), "tls-hostname"),
        (_verified(23), "tls-certificate"),
        (httpx.ProxyError("407 Proxy Authentication Required"), "proxy-auth"),
        (httpx.ProxyError("403 Forbidden"), "proxy"),
        (OSError(errno.EMFILE, "Too many open files"), "open-files"),
        (OSError(errno.ENFILE, "Too many open files in system"), "open-files"),
    ],
)
def test_a_failure_is_narrowed_by_its_number(failure: Exception, kind: str) -> None:
    assert transport_reason(failure, through_proxy=False).kind == kind


def test_a_failure_is_found_among_those_of_parallel_attempts() -> None:
    attempts = [OSError(errno.EADDRNOTAVAIL, "v6"), ConnectionRefusedError("v4")]
    failure = httpx.ConnectError("All connection attempts failed")
    failure.__cause__ = OSError("all failed")
    failure.__cause__.__cause__ = ExceptionGroup("attempts", attempts)
    assert transport_reason(failure, through_proxy=False).kind == "refused"
    assert transport_reason(failure, through_proxy=True).kind == "proxy-unreachable"


def test_a_failure_that_causes_itself_has_an_end() -> None:
    failure = httpx.ConnectError("")
    failure.__context__ = OSError(errno.EHOSTUNREACH, "no route")
    failure.__context__.__context__ = failure
    assert transport_reason(failure, through_proxy=False).kind == "unreachable"


def test_a_failure_without_a_word_is_told_by_its_name() -> None:
    assert transport_reason(httpx.ConnectError(""), through_proxy=False).text == "ConnectError"


def test_how_a_wait_was_broken_off_is_nobodys_business() -> None:
    failure = httpx.ReadTimeout("")
    failure.__cause__ = TimeoutError()
    failure.__cause__.__context__ = asyncio.CancelledError("Cancelled via cancel scope 7f9c")
    reason = transport_reason(failure, through_proxy=False)
    assert reason.text == "timed out while waiting for the answer"
