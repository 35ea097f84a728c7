"""What is said at addresses there are not, and when the agent itself is at fault."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from cakd_tui.agent.app import agent_app
from cakd_tui.agent.gate import Gate
from cakd_tui.agent.metrics import Metrics
from cakd_tui.core.alert import Alert
from tests.agent.posting import notification
from tests.agent.resting import Resting
from tests.agent.running import JSON, running, served
from tests.agent.test_intake import Failing


@pytest.mark.parametrize("path", ["/", "/api/v1/alert", "/api/v2/alerts", "/healthz/"])
async def test_an_address_there_is_not_lists_those_there_are(tmp_path: Path, path: str) -> None:
    async with running(tmp_path / "spool") as agent:
        answer = await agent.client.post(path, content=notification("One"), headers=JSON)
    assert answer.status_code == 404
    assert answer.json() == {
        "error": f"there is no POST {path}",
        "hint": "POST /api/v1/alerts, GET /healthz and GET /metrics are what there is",
    }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/alerts", {"POST"}),
        ("PUT", "/api/v1/alerts", {"POST"}),
        ("OPTIONS", "/api/v1/alerts", {"POST"}),
        ("POST", "/healthz", {"GET", "HEAD"}),
        ("DELETE", "/metrics", {"GET", "HEAD"}),
    ],
)
async def test_another_method_names_the_one_there_is(
    tmp_path: Path, method: str, path: str, allowed: set[str]
) -> None:
    async with running(tmp_path / "spool") as agent:
        answer = await agent.client.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == allowed
    assert answer.json()["error"] == f"there is no {method} {path}"


class Mistaken(Failing):
    """A spool with a mistake in it."""

    async def accept(
        self, key: str, alerts: Sequence[Alert], *, group: str, to_spare: bool
    ) -> bool:
        """Stop, quoting the alert."""
        raise LookupError(alerts[0].annotations["summary"])


async def test_a_mistake_of_its_own_is_admitted_without_the_alert(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with served(agent_app(Mistaken(), Resting(), Gate(), Metrics())) as client:
        with caplog.at_level(logging.ERROR):
            answer = await client.post("/api/v1/alerts", content=notification("One"), headers=JSON)
        assert answer.status_code == 500
        assert "LookupError" in answer.json()["hint"]
        assert "web-a" not in answer.text
        assert (await client.get("/nowhere")).status_code == 404
