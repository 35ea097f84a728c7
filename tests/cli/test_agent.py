"""`cakd-agent` as a process: it begins, takes alerts, delivers them and ends as it is told."""

import asyncio
import json
import signal
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from cakd_tui.agent.spool_file import FILE
from tests.agent.posting import notification
from tests.cli.command import Ended, Shell
from tests.cli.conftest import Rehearse

AGENT = "import sys; from cakd_tui.cli.main import agent; sys.exit(agent())"
JSON = {"Content-Type": "application/json"}


@dataclass
class Running:
    """An agent that listens."""

    process: asyncio.subprocess.Process
    url: str
    said: list[str]
    """What it has logged so far."""

    async def post(self, body: bytes, headers: Mapping[str, str] = JSON) -> httpx.Response:
        """Post a notification."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, verify=False) as client:
            return await client.post("/api/v1/alerts", content=body, headers=headers)

    async def get(self, path: str) -> httpx.Response:
        """Ask for something."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, verify=False) as client:
            return await client.get(path)

    async def end(self, number: int) -> Ended:
        """Tell it to end, and wait until it has."""
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), 30)
        assert self.process.returncode is not None
        said = "".join(self.said) + err.decode()
        assert "Traceback" not in said
        return Ended(self.process.returncode, out.decode(), said)


@asynccontextmanager
async def listening(shell: Shell, *arguments: str) -> AsyncIterator[Running]:
    """One on a free port, killed at the end if it still runs."""
    process = await shell.start("--port", "0", *arguments, start=AGENT)
    assert process.stderr is not None
    said: list[str] = []
    while "listening on " not in (said[-1] if said else ""):
        line = (await asyncio.wait_for(process.stderr.readline(), 30)).decode()
        assert line, "".join(said)
        said.append(line)
    try:
        yield Running(process, said[-1].split()[-1].rstrip('"},'), said)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(shell: Shell, *arguments: str) -> Ended:
    """One that ends by itself."""
    process = await shell.start(*arguments, start=AGENT)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    assert b"Traceback" not in err
    return Ended(process.returncode, out.decode(), err.decode())


def with_variables(shell: Shell, **more: str) -> Shell:
    """The same with these in its environment."""
    return Shell(shell.directory, {**shell.variables, **more})


def spooled(directory: Path) -> int:
    """How many alerts are in the spool."""
    with sqlite3.connect(directory / FILE) as looking:
        (number,) = looking.execute("SELECT COUNT(*) FROM alert").fetchone()
    looking.close()
    return int(number)


async def test_it_says_where_it_listens_takes_alerts_and_ends_in_order(
    shell: Shell, tmp_path: Path
) -> None:
    async with listening(shell, "--spool", str(tmp_path / "spool")) as agent:
        assert agent.url.startswith("http://127.0.0.1:")
        assert (await agent.post(notification("One", "Two"))).json()["status"] == "accepted"
        assert (await agent.get("/healthz")).json()["alerts"]["pending"] == 2
        assert "cakd_agent_build_info" in (await agent.get("/metrics")).text
        done = await agent.end(signal.SIGTERM)
    assert done.code == 0
    assert done.out == ""
    assert "no secret is set" in done.err
    assert "accepted from receiver 'cakd-agent': my-project/One, my-project/Two" in done.err
    assert done.err.rstrip().endswith("ended; what waits is kept")
    assert spooled(tmp_path / "spool") == 2


async def test_a_directory_of_routes_that_is_not_there_is_named(
    shell: Shell, tmp_path: Path
) -> None:
    spool = ("--spool", str(tmp_path / "spool"))
    async with listening(shell, *spool, "--routes", str(tmp_path / "mistyped")) as agent:
        said = (await agent.end(signal.SIGTERM)).err
    assert f"{tmp_path / 'mistyped'} is not there (--routes); until it is, no project" in said
    async with listening(shell, *spool, "--routes", str(tmp_path)) as agent:
        assert "(--routes)" not in (await agent.end(signal.SIGTERM)).err


async def test_by_default_all_is_kept_in_the_users_own_directories(
    shell: Shell, home: Path
) -> None:
    async with listening(shell) as agent:
        await agent.post(notification("One"))
        await agent.end(signal.SIGTERM)
    assert spooled(home / ".local" / "state" / "cakd" / "agent") == 1


async def test_an_interrupt_ends_it_with_130(shell: Shell, tmp_path: Path) -> None:
    async with listening(shell, "--spool", str(tmp_path / "spool")) as agent:
        done = await agent.end(signal.SIGINT)
    assert done.code == 130
    assert "ending: " in done.err


async def test_a_hangup_that_is_ignored_stays_ignored(shell: Shell, tmp_path: Path) -> None:
    nohup = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); {AGENT}"
    process = await shell.start("--port", "0", "--spool", str(tmp_path / "s"), start=nohup)
    assert process.stderr is not None
    assert b"listening" in await asyncio.wait_for(process.stderr.readline(), 30)
    process.send_signal(signal.SIGHUP)
    await asyncio.sleep(0.5)
    assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0


async def test_as_json_each_line_is_an_object(shell: Shell, tmp_path: Path) -> None:
    async with listening(shell, "--spool", str(tmp_path / "spool"), "--log", "json") as agent:
        await agent.post(b"{")
        done = await agent.end(signal.SIGTERM)
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert {"time", "level", "from", "message"} == set(lines[0])
    assert [each["level"] for each in lines if "refused with 400" in each["message"]] == ["warning"]


async def test_a_saved_routes_alerts_arrive_in_its_channel(
    rehearsed: Rehearse, tmp_path: Path
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create")).code == 0
    async with listening(on.shell, "--spool", str(tmp_path / "spool")) as agent:
        await agent.post(notification("HighErrorRate", "Late"))
        async with asyncio.timeout(20):
            while "messages_delivered_total 1.0" not in (await agent.get("/metrics")).text:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        health = (await agent.get("/healthz")).json()
        done = await agent.end(signal.SIGTERM)
    assert health["status"] == "ready"
    assert health["alerts"] == {"pending": 0, "undeliverable": 0, "held": 0, "set_aside": 0}
    assert done.code == 0
    token = on.only_url().rpartition("/")[2]
    assert token not in done.err
    assert spooled(tmp_path / "spool") == 0
    (post,) = [each for each in on.rehearsal.requests if token in each.target and each.body]
    assert post.status == 200
    assert b"HighErrorRate" in post.body
    assert b"Late" in post.body


async def test_alerts_without_a_route_go_to_the_default_webhook(
    rehearsed: Rehearse, tmp_path: Path
) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    url = on.only_url()
    shell = with_variables(on.shell, DISCORD_WEBHOOK_URL=url)
    routes = ("--routes", str(tmp_path / "none"))
    async with listening(shell, "--spool", str(tmp_path / "spool"), *routes) as agent:
        await agent.post(notification("One"))
        async with asyncio.timeout(20):
            while "messages_delivered_total 1.0" not in (await agent.get("/metrics")).text:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert (await agent.get("/healthz")).json()["routes"] == {
            "usable": True,
            "count": 0,
            "doubtful": {},
        }
        done = await agent.end(signal.SIGTERM)
    assert url.rpartition("/")[2] not in done.err


async def test_a_secret_in_the_environment_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    guarded = with_variables(shell, CAKD_AGENT_SECRET="s3cret")
    everywhere = ("--host", "0.0.0.0", "--spool", str(tmp_path / "spool"))
    async with listening(guarded, *everywhere) as agent:
        agent.url = agent.url.replace("0.0.0.0", "127.0.0.1")
        assert (await agent.post(notification("One"))).status_code == 401
        bearing = JSON | {"Authorization": "Bearer s3cret"}
        assert (await agent.post(notification("One"), bearing)).status_code == 200
        done = await agent.end(signal.SIGTERM)
    assert "s3cret" not in done.err
    assert "no secret is set" not in done.err


async def test_a_spool_in_use_is_named_with_what_to_do(shell: Shell, tmp_path: Path) -> None:
    async with listening(shell, "--spool", str(tmp_path / "spool")) as agent:
        done = await ended(shell, "--port", "0", "--spool", str(tmp_path / "spool"))
        assert f"(process {agent.process.pid})" in done.err
    assert done.code == 1
    assert "Another cakd-agent uses this spool." in done.err


async def test_killed_it_has_what_it_acknowledged(shell: Shell, tmp_path: Path) -> None:
    async with listening(shell, "--spool", str(tmp_path / "spool")) as agent:
        answers = await asyncio.gather(*(agent.post(notification(f"{n}")) for n in range(20)))
        agent.process.kill()
        await agent.process.communicate()
    assert {each.status_code for each in answers} == {200}
    async with listening(shell, "--spool", str(tmp_path / "spool")) as again:
        assert (await again.get("/healthz")).json()["alerts"]["pending"] == 20
