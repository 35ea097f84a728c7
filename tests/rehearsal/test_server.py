"""Over a real loopback socket, with a client that is not the program's."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.faults import (
    Drop,
    Fault,
    Huge,
    Limited,
    Silence,
    Status,
    Truncated,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve

CHANNELS = f"/guilds/{worlds.OPS_LAB}/channels"
USER_AGENT = "DiscordBot (https://example.org/cakd, 1.0)"


def client_for(rehearsal: Rehearsal, url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=url,
        headers={
            "User-Agent": USER_AGENT,
            "Authorization": f"Bot {rehearsal.token}",
            "X-Audit-Log-Reason": "set%20up",
        },
        timeout=5,
        trust_env=False,
    )


@pytest.fixture
async def client(ready: Rehearsal) -> AsyncIterator[httpx.AsyncClient]:
    """A client connected to the ready rehearsal."""
    async with serve(ready) as url, client_for(ready, url) as connected:
        yield connected


async def test_the_base_url_ends_in_the_version(ready: Rehearsal) -> None:
    async with serve(ready) as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/api/v10")


async def test_requests_and_answers_cross_the_socket_whole(
    ready: Rehearsal, client: httpx.AsyncClient
) -> None:
    answer = await client.post(CHANNELS, json={"name": "alerts-x", "topic": "ü" * 900})
    assert answer.status_code == 201
    assert answer.json()["topic"] == "ü" * 900
    assert answer.headers["Via"] == "1.1 google"
    assert answer.headers["X-RateLimit-Limit"] == "5"
    assert ready.requests[0].status == 201


async def test_one_connection_carries_many_requests(
    ready: Rehearsal, client: httpx.AsyncClient
) -> None:
    answers = [await client.get("/users/@me") for _ in range(3)]
    streams = [answer.extensions["network_stream"] for answer in answers]
    assert len({stream.get_extra_info("client_addr") for stream in streams}) == 1


async def test_requests_at_once_are_answered_at_once(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get(CHANNELS) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}


async def test_a_204_has_no_body(client: httpx.AsyncClient, ready: Rehearsal) -> None:
    webhook = ready.world.webhooks_in(worlds.DEPLOYS)[0]
    answer = await client.delete(f"/webhooks/{webhook.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await client.get("/users/@me")).status_code == 200


@pytest.mark.parametrize("after", [False, True])
async def test_a_drop_is_a_reset(ready: Rehearsal, client: httpx.AsyncClient, after: bool) -> None:
    ready.faults.add(Fault(Drop(after), "POST"))
    with pytest.raises(httpx.ReadError) as reset:
        await client.post(CHANNELS, json={"name": "alerts-x"})
    cause = reset.value.__cause__
    while cause is not None and not isinstance(cause, ConnectionResetError):
        cause = cause.__cause__ or cause.__context__
    assert isinstance(cause, ConnectionResetError)
    made = [channel.name for channel in ready.world.channels_of(worlds.OPS_LAB)]
    assert ("alerts-x" in made) is after
    assert (await client.get("/users/@me")).status_code == 200


async def test_silence_lasts_until_the_client_gives_up(
    ready: Rehearsal, client: httpx.AsyncClient
) -> None:
    ready.faults.add(Fault(Silence()))
    with pytest.raises(httpx.ReadTimeout):
        await client.get("/users/@me", timeout=0.03)
    assert (await client.get("/users/@me")).status_code == 200


async def test_a_truncated_answer_breaks_off(ready: Rehearsal, client: httpx.AsyncClient) -> None:
    ready.faults.add(Fault(Truncated()))
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get(CHANNELS)
    assert (await client.get(CHANNELS)).status_code == 200


async def test_a_huge_answer_is_streamed_and_may_be_left(
    ready: Rehearsal, client: httpx.AsyncClient
) -> None:
    ready.faults.add(Fault(Huge()))
    read = 0
    async with client.stream("GET", CHANNELS) as answer:
        assert int(answer.headers["Content-Length"]) > 64 * 2**20
        async for chunk in answer.aiter_bytes():
            read += len(chunk)
            if read > 2**20:
                break
    assert (await client.get(CHANNELS)).status_code == 200


async def test_a_gateway_error_keeps_the_connection(
    ready: Rehearsal, client: httpx.AsyncClient
) -> None:
    ready.faults.add(Fault(Status(503)))
    answer = await client.get(CHANNELS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html")
    assert "Via" not in answer.headers


async def test_a_429_crosses_with_its_headers(ready: Rehearsal, client: httpx.AsyncClient) -> None:
    strict = scenario("ready")
    strict.faults.add(Fault(Limited("shared", 1.5)))
    async with serve(strict) as url, client_for(strict, url) as connected:
        answer = await connected.get(CHANNELS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert 1.4 < answer.json()["retry_after"] <= 1.5


async def test_while_offline_the_port_refuses_and_later_accepts() -> None:
    lab = scenario("offline")
    async with serve(lab) as url, client_for(lab, url) as connected:
        with pytest.raises(httpx.ConnectError):
            await connected.get("/users/@me")
        lab.mend()
        await asyncio.sleep(0.01)
        assert (await connected.get("/users/@me")).status_code == 200


async def test_going_offline_cuts_connections(ready: Rehearsal, client: httpx.AsyncClient) -> None:
    await client.get("/users/@me")
    ready.reachable.clear()
    with pytest.raises(httpx.TransportError):
        await client.get("/users/@me")


async def test_what_is_no_http_gets_a_400(ready: Rehearsal) -> None:
    async with serve(ready) as url:
        port = int(url.split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"what is this\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()
        await writer.wait_closed()
    assert ready.requests == []


async def test_half_a_request_is_no_request(ready: Rehearsal) -> None:
    async with serve(ready) as url:
        port = int(url.split(":")[2].split("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /api/v10/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.01)
    assert ready.requests == []


async def test_the_end_closes_an_idle_connection(ready: Rehearsal) -> None:
    async with serve(ready) as url:
        client = client_for(ready, url)
        await client.get("/users/@me")
    with pytest.raises(httpx.TransportError):
        await client.get("/users/@me")
    await client.aclose()


async def test_the_end_cuts_off_a_request_under_way(ready: Rehearsal) -> None:
    ready.faults.add(Fault(Silence()))
    async with serve(ready) as url:
        client = client_for(ready, url)
        request = asyncio.create_task(client.get("/users/@me"))
        for _ in range(50):
            await asyncio.sleep(0.001 if not ready.requests else 0)
    with pytest.raises(httpx.TransportError):
        await request
    await client.aclose()


async def test_a_taken_port_is_an_error(ready: Rehearsal) -> None:
    async with serve(ready) as url:
        port = int(url.split(":")[2].split("/")[0])
        with pytest.raises(OSError, match="in use"):
            async with serve(scenario("ready"), port):
                pass
