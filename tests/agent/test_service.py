"""One run of the agent, from its beginning to its end."""

import asyncio
import logging
import socket
from pathlib import Path

import pytest

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.agent.listening import CannotListen
from cakd_tui.agent.service import run_agent
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.core.secret import Secret
from tests.agent.posting import notification
from tests.agent.resting import Resting
from tests.agent.running import run_with, running


async def test_delivery_begins_before_requests_and_ends_after_them(tmp_path: Path) -> None:
    resting = Resting()
    async with running(tmp_path / "spool", resting) as agent:
        assert resting.events == ["start"]
        await agent.post(notification("One"))
    assert resting.events == ["start", "stop"]


async def test_all_is_let_go_at_the_end(tmp_path: Path) -> None:
    async with running(tmp_path / "spool") as agent:
        await agent.post(notification("One"))
        port = agent.port
    async with run_with(Settings(tmp_path / "spool", port=port)) as again:
        assert await again.spool.counts() == {"my-project": 1}


async def test_what_is_taken_over_from_the_run_before_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cakd_tui.agent.service")
    async with running(tmp_path / "spool") as agent:
        await agent.post(notification("One", "Two"))
    assert not of_service(caplog)
    async with running(tmp_path / "spool"):
        pass
    assert of_service(caplog) == ["taken over from the run before: 2 alerts"]


def of_service(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was said there."""
    return [each.getMessage() for each in caplog.records if each.name.endswith(".service")]


async def test_the_request_under_way_is_answered_before_the_end(tmp_path: Path) -> None:
    body = notification("One")
    head = (
        b"POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
    )
    async with running(tmp_path / "spool") as agent:
        reader, writer = await asyncio.open_connection("127.0.0.1", agent.port)
        writer.write(head + body[:20])
        await agent.client.get("/healthz")  # answered later, so the other has begun by now
        agent.stop.set()
        await asyncio.sleep(0.2)
        with pytest.raises(ConnectionError):
            await asyncio.open_connection("127.0.0.1", agent.port)
        assert not agent.ended.done()
        writer.write(body[20:])
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        assert answer.startswith(b"HTTP/1.1 200")
        assert b'"accepted"' in answer
    spool = await Spool.open(tmp_path / "spool")
    assert await spool.counts() == {"my-project": 1}
    await spool.aclose()


async def test_an_idle_connection_does_not_hold_up_the_end(tmp_path: Path) -> None:
    async with running(tmp_path / "spool") as agent:
        reader, writer = await asyncio.open_connection("127.0.0.1", agent.port)
        agent.stop.set()
        await asyncio.wait_for(agent.ended, 5)
        assert await reader.read() == b""
        writer.close()


async def test_a_port_in_use_is_told_before_the_spool_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        settings = Settings(tmp_path / "spool", port=holder.getsockname()[1])
        with pytest.raises(CannotListen, match="address already in use"):
            async with run_with(settings):
                pass
    assert not (tmp_path / "spool").exists()


async def test_beyond_loopback_it_does_not_begin_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no secret is set"):
        async with run_with(Settings(tmp_path / "spool", host="0.0.0.0", port=0)):
            pass
    assert not (tmp_path / "spool").exists()


async def test_beyond_loopback_it_runs_with_one(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "spool", host="0.0.0.0", port=0, secret=Secret("s3cret"))
    async with run_with(settings) as agent:
        answer = await agent.post(notification("One"), Authorization="Bearer s3cret")
        assert answer.status_code == 200


async def test_a_spool_in_use_lets_the_port_go(tmp_path: Path) -> None:
    async with running(tmp_path / "spool"):
        settings = Settings(tmp_path / "spool", port=0)
        with pytest.raises(SpoolError, match="another cakd-agent"):
            await run_agent(settings, lambda *_: Resting(), asyncio.Event(), print)


async def test_delivery_that_can_not_begin_lets_all_go(tmp_path: Path) -> None:
    class Unable(Resting):
        async def start(self) -> None:
            raise BadSettings("no routes at all")

    with pytest.raises(BadSettings, match="no routes"):
        async with running(tmp_path / "spool", Unable()):
            pass
    await (await Spool.open(tmp_path / "spool")).aclose()


async def test_told_to_end_before_it_answers_it_ends(tmp_path: Path) -> None:
    stop, resting = asyncio.Event(), Resting()
    stop.set()
    ready: list[object] = []
    settings = Settings(tmp_path / "spool", port=0)
    await asyncio.wait_for(run_agent(settings, lambda *_: resting, stop, ready.append), 10)
    assert resting.events == ["start", "stop"]
