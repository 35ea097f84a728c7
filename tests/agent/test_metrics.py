"""The numbers for Prometheus."""

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from cakd_tui import __version__
from cakd_tui.agent.dispatch import ClosedPlace, Standing
from cakd_tui.agent.health import Health
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.metrics import Metrics
from tests.agent.posting import notification
from tests.agent.resting import Resting
from tests.agent.running import running

CLOSED = ClosedPlace(("my-project",), "CAKD-D-10015", since=0.0, held=4)
HEALTH = Health(7, 1, Standing(undeliverable=2, closed=(CLOSED,), routes=3))


def numbers(text: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    return {
        sample.name
        + "".join(
            f"{{{key}={value}}}" for key, value in sorted(sample.labels.items())
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(metrics: Metrics, health: Health = HEALTH) -> dict[str, float]:
    """What it says now."""
    content, _ = metrics.exposed(health, "text/plain")
    return numbers(content.decode())


async def test_what_was_posted_is_counted(tmp_path: Path) -> None:
    async with running(tmp_path / "spool", Resting(Standing(1, (CLOSED,), 3))) as agent:
        await agent.post(notification("One", "Two"))
        await agent.post(notification("One", "Two"))
        await agent.post(b"{")
        await agent.post(notification("Three"), **{"Content-Type": "text/plain"})
        answer = await agent.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = numbers(answer.text)
    assert found["cakd_agent_notifications_total{outcome=accepted}"] == 1
    assert found["cakd_agent_notifications_total{outcome=duplicate}"] == 1
    assert found["cakd_agent_requests_rejected_total{status=400}"] == 1
    assert found["cakd_agent_requests_rejected_total{status=415}"] == 1
    assert found["cakd_agent_alerts_accepted_total"] == 2
    assert found["cakd_agent_acknowledge_seconds_count"] == 2
    assert found["cakd_agent_pending_alerts"] == 2
    assert found["cakd_agent_undeliverable_alerts"] == 1
    assert found["cakd_agent_quarantined_places"] == 1
    assert found["cakd_agent_ready"] == 1


async def test_openmetrics_is_spoken_to_who_asks_for_it(tmp_path: Path) -> None:
    async with running(tmp_path / "spool") as agent:
        accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
        answer = await agent.client.get("/metrics", headers=accept)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_deliveries_are_counted() -> None:
    metrics: Metrics = Metrics()
    measures: Measures = metrics
    measures.message_delivered(0.2, [1.0, 61.0, 5.0])
    measures.send_failed("postponed")
    measures.set_aside(2)
    measures.undeliverable(3)
    measures.limit_waited(1.5)
    metrics.accepted(5, 4, 0.01)
    found = told(metrics)
    assert found["cakd_agent_messages_delivered_total"] == 1
    assert found["cakd_agent_alerts_delivered_total"] == 3
    assert found["cakd_agent_send_seconds_sum"] == pytest.approx(0.2)
    assert found["cakd_agent_delivery_seconds_sum"] == pytest.approx(67.0)
    assert found["cakd_agent_delivery_seconds_bucket{le=5.0}"] == 2
    assert found["cakd_agent_send_failures_total{kind=postponed}"] == 1
    assert found["cakd_agent_send_failures_total{kind=gone}"] == 0
    assert found["cakd_agent_alerts_set_aside_total"] == 2
    assert found["cakd_agent_alerts_undeliverable_total"] == 3
    assert found["cakd_agent_limit_wait_seconds_total"] == 1.5
    assert found["cakd_agent_alerts_truncated_total"] == 4


def test_what_waits_is_told_as_it_is_now() -> None:
    metrics = Metrics()
    found = told(metrics)
    assert found["cakd_agent_pending_alerts"] == 7
    assert found["cakd_agent_set_aside_alerts"] == 1
    assert found["cakd_agent_held_alerts"] == 4
    assert found["cakd_agent_routes"] == 3
    then = told(metrics, Health(0, 0, Standing(0, (), 1)))
    assert then["cakd_agent_pending_alerts"] == 0
    assert then["cakd_agent_quarantined_places"] == 0


def test_what_can_not_be_read_keeps_its_last_number() -> None:
    metrics = Metrics()
    told(metrics)
    found = told(metrics, Health(None, None, None))
    assert found["cakd_agent_ready"] == 0
    assert found["cakd_agent_pending_alerts"] == 7
    assert found["cakd_agent_set_aside_alerts"] == 1
    assert found["cakd_agent_held_alerts"] == 4


def test_the_version_is_told() -> None:
    builds = [name for name in told(Metrics()) if name.startswith("cakd_agent_build_info")]
    assert len(builds) == 1
    assert f"{{version={__version__}}}" in builds[0]


def test_two_agents_in_one_process_count_apart_and_leave_the_default_registry_alone() -> None:
    one, other = Metrics(), Metrics()
    one.duplicate(0.01)
    assert told(other)["cakd_agent_notifications_total{outcome=duplicate}"] == 0
    names = [family.name for family in REGISTRY.collect()]
    assert not [name for name in names if name.startswith("cakd_")]


def test_names_end_in_their_unit() -> None:
    content, _ = Metrics().exposed(HEALTH, "")
    families = [each for each in text_string_to_metric_families(content.decode())]
    ours = [each for each in families if each.name.startswith("cakd_")]
    assert len(ours) > 15
    assert not [each.name for each in ours if not each.documentation.endswith(".")]
    for each in ours:
        if each.type == "histogram":
            assert each.name.endswith("_seconds")
