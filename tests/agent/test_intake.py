"""What is answered to who posts, over a real socket."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import httpx
import pytest

from cakd_tui.agent import intake
from cakd_tui.agent.app import agent_app
from cakd_tui.agent.gate import Gate
from cakd_tui.agent.metrics import Metrics
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool_error import SpoolError, unusable
from cakd_tui.core.alert import Alert
from cakd_tui.core.secret import Secret
from tests.agent.posting import notification, recorded
from tests.agent.resting import Resting
from tests.agent.running import JSON, Agent, exchange, run_with, running, served


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[Agent]:
    """An agent that asks for no secret."""
    async with running(tmp_path / "spool") as agent:
        yield agent


def refused(answer: httpx.Response, status: int) -> str:
    """What a refusal says is wrong; it also says what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert set(said) == {"error", "hint"}
    assert all(said.values())
    return str(said["error"])


async def kept(agent: Agent) -> list[str]:
    """The names of the alerts in the spool."""
    counts = await agent.spool.counts()
    return [each.alert.name for each in await agent.spool.waiting(counts.keys(), 100_000)]


async def test_a_notification_is_kept_before_it_is_answered(agent: Agent) -> None:
    answer = await agent.post(notification("One", "Two"))
    assert answer.status_code == 200
    assert answer.json() == {"status": "accepted", "alerts": 2}
    assert await kept(agent) == ["One", "Two"]


@pytest.mark.parametrize("version", ["0.25.0", "0.28.1", "0.33.1"])
async def test_what_alertmanager_sends_is_taken(agent: Agent, version: str) -> None:
    for step in ("firing", "partially-resolved", "resolved"):
        answer = await agent.post(recorded(f"{version}-{step}"))
        assert answer.json()["status"] == "accepted"
    answer = await agent.post(recorded(f"{version}-cut-short"))
    assert answer.json() == {"status": "accepted", "alerts": 1, "truncated": 1}
    assert len(await kept(agent)) == 6


async def test_the_same_twice_is_kept_once_and_answered_as_well(agent: Agent) -> None:
    await agent.post(notification("One"))
    answer = await agent.post(notification("One"))
    assert answer.status_code == 200
    assert answer.json() == {"status": "duplicate", "alerts": 1}
    assert await kept(agent) == ["One"]


async def test_what_fires_again_unchanged_after_it_was_resolved_is_news(agent: Agent) -> None:
    for status in ("firing", "resolved", "firing"):
        answer = await agent.post(notification("One", status=status))
        assert answer.json()["status"] == "accepted"
    again = await agent.post(notification("One"))
    assert again.json()["status"] == "duplicate"
    assert len(await kept(agent)) == 3


async def test_many_at_once_are_all_kept(agent: Agent) -> None:
    answers = await asyncio.gather(
        *(agent.post(notification(f"{number}", f"{number}+")) for number in range(100))
    )
    assert {each.json()["status"] for each in answers} == {"accepted"}
    assert len(set(await kept(agent))) == 200
    assert agent.spool.commits < 100


async def test_a_content_type_with_a_charset_is_json(agent: Agent) -> None:
    kind = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert (await agent.post(notification("One"), **kind)).status_code == 200


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Content-Type": "text/plain"}, "the content type is text/plain"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "x-www-form-urlencoded"),
        ({"Content-Type": ""}, "there is no content type"),
        ({"Content-Encoding": "gzip"}, "the content encoding is gzip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_another_content_type_is_refused(
    agent: Agent, headers: Mapping[str, str], said: str
) -> None:
    assert said in refused(await agent.post(notification("One"), **headers), 415)
    assert await kept(agent) == []


async def test_what_is_no_notification_is_refused_by_its_key(agent: Agent) -> None:
    body = notification("One").replace(b'"startsAt": "2026', b'"startsAt": "x')
    assert "alerts[0].startsAt" in refused(await agent.post(body), 400)
    assert "not valid JSON" in refused(await agent.post(b"{"), 400)


async def test_the_largest_body_is_taken_and_a_byte_more_is_not(agent: Agent) -> None:
    body = notification("One")
    largest = body + b" " * (1024 * 1024 - len(body))
    assert (await agent.post(largest)).status_code == 200
    assert "larger than 1024 KiB" in refused(await agent.post(largest + b" "), 413)
    assert (await agent.post(notification("Next"))).status_code == 200


async def test_a_body_in_chunks_has_the_same_limit(agent: Agent) -> None:
    async def chunks(size: int) -> AsyncIterator[bytes]:
        for start in range(0, size, 50_000):
            yield b" " * min(50_000, size - start)
        yield notification("One")

    head = JSON
    few = await agent.client.post("/api/v1/alerts", content=chunks(100_000), headers=head)
    assert few.status_code == 200
    many = await agent.client.post("/api/v1/alerts", content=chunks(1024 * 1024), headers=head)
    refused(many, 413)


async def test_a_length_too_large_is_refused_before_the_body_is_sent(agent: Agent) -> None:
    head = (
        b"POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"
    )
    answer = await exchange(agent.port, head)
    assert answer.startswith(b"HTTP/1.1 413")


async def test_a_body_that_does_not_come_is_given_up(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.agent.posted.PATIENCE", 0.05)
    head = (
        b"POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 10\r\n\r\n{"
    )
    answer = await exchange(agent.port, head)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in answer.lower()


async def test_a_sender_that_breaks_off_leaves_nothing(agent: Agent) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", agent.port)
    body = notification("One")
    writer.write(
        b"POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + f"Content-Length: {len(body) + 1}\r\n\r\n".encode()
        + body
    )
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(10):
        while "rejected_total{" not in (await agent.client.get("/metrics")).text:  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # what is counted can only be asked for
    assert (await agent.post(notification("Two"))).status_code == 200
    assert await kept(agent) == ["Two"]


async def test_who_bears_no_secret_is_refused_before_anything_else(tmp_path: Path) -> None:
    settings = Settings(tmp_path, port=0, secret=Secret("s3cret"))
    async with run_with(settings) as agent:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic s3cret"}):
            answer = await agent.client.post("/api/v1/alerts", content=b"{", headers=headers)
            assert "s3cret" not in refused(answer, 401)
            assert answer.json()["hint"].endswith(" CAKD_AGENT_SECRET or CAKD_AGENT_SECRET_FILE")
            assert answer.headers["www-authenticate"].startswith("Bearer ")
        right = await agent.post(notification("One"), Authorization="Bearer s3cret")
        assert right.status_code == 200


async def test_a_secret_replaced_in_its_file_counts_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("first\n")
    async with run_with(Settings(tmp_path / "spool", port=0, secret_file=file)) as agent:
        first = await agent.post(notification("One"), Authorization="Bearer first")
        assert first.status_code == 200
        file.write_text("another\n")
        refused(await agent.post(notification("Two"), Authorization="Bearer first"), 401)
        then = await agent.post(notification("Two"), Authorization="Bearer another")
        assert then.status_code == 200


class Failing:
    """A spool whose disk fails, or takes its time."""

    def __init__(self, error: SpoolError | None = None) -> None:
        self.error = error

    async def accept(
        self, key: str, alerts: Sequence[Alert], *, group: str, to_spare: bool
    ) -> bool:
        """Never."""
        await self.probe()
        return True

    async def probe(self) -> None:
        """Never either."""
        if self.error:
            raise self.error
        await asyncio.sleep(60)

    async def counts(self) -> Mapping[str, int]:
        """There are none."""
        return {}

    async def aside(self) -> int:
        """There are none."""
        return 0


async def test_what_can_not_be_kept_is_to_be_sent_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spool = Failing(unusable(tmp_path, "database or disk is full", "disk-full"))
    app = agent_app(spool, Resting(), Gate(), Metrics())
    async with served(app) as client:
        answer = await client.post("/api/v1/alerts", content=notification("One"), headers=JSON)
        assert "disk is full" in refused(answer, 503)
        hint = answer.json()["hint"]
        assert hint.startswith("CAKD-S-DISK-FULL: Run `df -h DIRECTORY`")
        assert hint.endswith("send it again")
        assert int(answer.headers["retry-after"]) > 0
    (said,) = (each.getMessage() for each in caplog.records if "intake" in each.name)
    assert said.startswith("refused with 503: ")
    assert "(CAKD-S-DISK-FULL: Run `df -h DIRECTORY`" in said


async def test_a_disk_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.05)
    async with served(agent_app(Failing(), Resting(), Gate(), Metrics())) as client:
        answer = await client.post("/api/v1/alerts", content=notification("One"), headers=JSON)
        assert "has not answered" in refused(answer, 503)
        assert int(answer.headers["retry-after"]) > 0


async def test_a_spool_at_its_limit_answers_503_until_there_is_room(tmp_path: Path) -> None:
    settings = Settings(tmp_path, port=0, spool_mib=16)
    async with run_with(settings) as agent:
        statuses = [200]
        while statuses[-1] == 200 and len(statuses) < 60:
            body = notification(f"{len(statuses)} {'x' * 400_000}")
            statuses.append((await agent.post(body)).status_code)
        assert statuses[-1] == 503
        held = await agent.spool.waiting(["my-project"], 100)
        assert len(held) == len(statuses) - 2
        await agent.spool.delivered([each.id for each in held])
        assert (await agent.post(notification("Next"))).status_code == 200


async def test_what_leads_nowhere_leaves_room_for_the_rest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(tmp_path, port=0, spool_mib=16)
    async with run_with(settings, Resting(unled="nobody")) as agent:
        answers = []
        for number in range(60):
            body = notification(f"{number} {'x' * 400_000}", namespace="nobody")
            answers.append(await agent.post(body))
        refusals = [each for each in answers if each.status_code != 200]
        assert 12 < len(answers) - len(refusals) < 18  # 20 would fit
        assert "no route" in refused(refusals[0], 503)
        assert int(refusals[0].headers["retry-after"]) > 0
        assert (await agent.post(notification(f"A {'x' * 400_000}"))).status_code == 200
        assert (await agent.client.get("/healthz")).status_code == 200
        numbers = (await agent.client.get("/metrics")).text
    assert f"cakd_agent_unrouted_notifications_refused_total {len(refusals)}.0" in numbers
    said = [each for each in caplog.records if "no route" in each.getMessage()]
    assert len(said) == 1


async def test_what_leads_somewhere_takes_along_what_does_not(tmp_path: Path) -> None:
    resting = Resting(unled="nobody")
    async with run_with(Settings(tmp_path, port=0, spool_mib=16), resting) as agent:
        while True:
            body = notification(f"{agent.spool.commits} {'x' * 400_000}", namespace="nobody")
            if (await agent.post(body)).status_code == 503:
                break
        mixed = json.loads(notification("One", "Two"))
        mixed["alerts"][0]["labels"]["namespace"] = "nobody"
        assert (await agent.post(json.dumps(mixed).encode())).status_code == 200


async def test_the_log_names_the_alerts_and_says_no_more_of_them(
    agent: Agent, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await agent.post(notification("One", "Two", "One"))
        await agent.post(notification("One", "Two", "One"))
        await agent.post(notification("Three", namespace=""))
        await agent.post(notification())
        await agent.post(b"{")
    said = [each.getMessage() for each in caplog.records if "agent" in each.name]
    assert said == [
        "accepted from receiver 'cakd-agent': my-project/One x2, my-project/Two",
        "came again from receiver 'cakd-agent': alerts 3",
        "accepted from receiver 'cakd-agent': (no namespace)/Three",
        "accepted from receiver 'cakd-agent': no alerts",
        "refused with 400: the body is not valid JSON in UTF-8",
    ]
