"""What `/healthz` says, and when it says ready."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from cakd_tui.agent import health
from cakd_tui.agent.dispatch import ClosedPlace, Standing
from cakd_tui.agent.health import health_of
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError, unusable
from tests.agent.resting import Resting
from tests.agent.running import running
from tests.agent.test_spool import alert

CLOSED = ClosedPlace(
    ("my-project", "other"),
    "CAKD-D-10015",
    since=1_000_000_000.0,
    held=4,
    problem="It is gone",
    fix="Make another.",
)


async def test_an_agent_at_work_is_ready_and_says_what_waits(tmp_path: Path) -> None:
    doubtful, away = {"half": "half a file"}, {"Discord": 12.4}
    resting = Resting(Standing(2, (CLOSED,), 3, doubtful=doubtful, away=away))
    async with running(tmp_path / "spool", resting) as agent:
        await agent.spool.accept("a", [alert("1"), alert("2"), alert("3", "other")])
        first, *_ = await agent.spool.waiting(["my-project"], 1)
        await agent.spool.set_aside([first.id], "too odd")
        answer = await agent.client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "spool": {"usable": True},
        "routes": {"usable": True, "count": 3, "doubtful": {"half": "half a file"}},
        "alerts": {"pending": 2, "undeliverable": 2, "held": 4, "set_aside": 1},
        "quarantined": [
            {
                "projects": ["my-project", "other"],
                "entry": "CAKD-D-10015",
                "problem": "It is gone",
                "fix": "Make another.",
                "since": "2001-09-09T01:46:40+00:00",
                "held": 4,
            }
        ],
        "away": {"Discord": 12},
    }


async def test_a_closed_place_alone_does_not_make_it_unready(tmp_path: Path) -> None:
    resting = Resting(Standing(undeliverable=0, closed=(CLOSED,), routes=1))
    async with running(tmp_path / "spool", resting) as agent:
        assert (await agent.client.get("/healthz")).status_code == 200


async def test_without_routes_to_use_it_is_not_ready(tmp_path: Path) -> None:
    resting = Resting(Standing(0, (), 0, trouble="open /routes: permission denied"))
    async with running(tmp_path / "spool", resting) as agent:
        answer = await agent.client.get("/healthz")
    assert answer.status_code == 503
    said = answer.json()
    assert said["status"] == "not ready"
    assert said["routes"] == {
        "usable": False,
        "count": 0,
        "error": "open /routes: permission denied",
    }
    assert said["spool"] == {"usable": True}


async def test_a_spool_that_keeps_nothing_is_not_ready(tmp_path: Path) -> None:
    async with running(tmp_path / "spool") as agent:
        (tmp_path / "spool").rename(tmp_path / "elsewhere")
        answer = await agent.client.get("/healthz")
        (tmp_path / "elsewhere").rename(tmp_path / "spool")
        again = await agent.client.get("/healthz")
    assert answer.status_code == 503
    said = answer.json()["spool"]
    assert said["usable"] is False
    assert "moved or deleted" in said["error"]
    assert said["entry"] == "CAKD-S-MOVED"
    assert again.status_code == 200


class Full:
    """A spool that can be read, and keeps nothing more."""

    async def counts(self) -> Mapping[str, int]:
        """What waits."""
        return {"my-project": 7}

    async def aside(self) -> int:
        """What was set aside."""
        return 1

    async def probe(self) -> None:
        """Nothing goes in."""
        raise unusable(Path("/spool"), "it has grown to the size it may have", "limit")


async def test_a_full_spool_is_not_ready_and_says_what_is_in_it() -> None:
    found = await health_of(Full(), Resting())
    assert not found.ready
    assert found.document["spool"] == {
        "usable": False,
        "error": "spool /spool: it has grown to the size it may have",
        "entry": "CAKD-S-LIMIT",
    }
    assert (found.pending, found.set_aside) == (7, 1)
    assert found.standing is not None


class Broken(Full):
    """A spool of which nothing can be read."""

    def __init__(self, error: SpoolError | None) -> None:
        self.error = error

    async def counts(self) -> Mapping[str, int]:
        """Fails, or never ends."""
        if self.error:
            raise self.error
        await asyncio.sleep(60)
        return {}


async def test_what_can_not_be_read_is_said_to_be_unknown() -> None:
    error = unusable(Path("/spool"), "database disk image is malformed", "corrupt")
    found = await health_of(Broken(error), Resting())
    assert not found.ready
    assert found.document == {
        "status": "not ready",
        "spool": {"usable": False, "error": error.message, "entry": "CAKD-S-CORRUPT"},
        "routes": {"usable": None},
        "alerts": {"pending": None, "undeliverable": None, "held": None, "set_aside": None},
        "quarantined": [],
        "away": {},
    }


async def test_a_disk_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.02)
    found = await health_of(Broken(None), Resting())
    assert found.trouble is not None
    assert "has not answered" in found.trouble.message


async def test_looking_leaves_nothing_in_the_spool(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    assert (await health_of(spool, Resting())).ready
    assert await spool.counts() == {}
    await spool.aclose()
