"""Alertmanager's own sender, with the configuration that `cakd routes export` writes."""

import pytest

from tests.alertmanager.conftest import PROJECTS, SetUp
from tests.alertmanager.running import alertmanager, amtool, hurried, receivers_of, until, version

DISCORD = "https://discord.com"


def descriptions(set_up: SetUp) -> list[str]:
    messages = set_up.on.rehearsal.world.messages
    return [str(embed["description"]) for each in messages for embed in each.embeds]


async def test_amtool_finds_no_fault_and_the_right_receiver(set_up: SetUp) -> None:
    config = await set_up.exported()
    checked = amtool("check-config", str(config))
    assert checked.returncode == 0, checked.stderr
    for project in PROJECTS:
        labels = {"namespace": project, "alertname": "X"}
        assert receivers_of(config, labels) == [f"cakd/{project}"]
    for labels in ({"namespace": "third"}, {"namespace": ""}, {"alertname": "X"}):
        assert receivers_of(config, labels) == ["cakd-default"]


async def test_alerts_arrive_in_their_channels_firing_and_resolved(set_up: SetUp) -> None:
    config = hurried(await set_up.exported("--default", "other"), {DISCORD: set_up.host})
    alerts = [{"namespace": each, "alertname": "HighErrorRate"} for each in PROJECTS]
    stray = {"namespace": "third", "alertname": "Stray"}
    mine = ["[FIRING:1] HighErrorRate my-project", "[RESOLVED:1] HighErrorRate my-project"]
    others = {
        "[FIRING:1] HighErrorRate other",
        "[RESOLVED:1] HighErrorRate other",
        "[FIRING:1] Stray third",
        "[RESOLVED:1] Stray third",
    }
    async with alertmanager(config) as manager:
        await manager.fire(*alerts, stray, summary="It fails")
        await until(lambda: len(set_up.on.rehearsal.world.messages) == 3)
        await manager.resolve(*alerts, stray)
        await until(lambda: len(set_up.on.rehearsal.world.messages) == 6)
    assert set_up.titles("alerts-my-project") == mine
    assert set(set_up.titles("alerts-other")) == others


async def test_what_is_too_long_for_discord_is_cut(set_up: SetUp) -> None:
    config = hurried(await set_up.exported(), {DISCORD: set_up.host})
    alerts = [
        {"namespace": "my-project", "alertname": "A" * 400, "pod": f"{each}-{'🔥' * 400}"}
        for each in range(25)
    ]
    async with alertmanager(config) as manager:
        await manager.fire(*alerts, summary="é" * 5000, description="x" * 5000)
        await until(
            lambda: any(said.endswith("\n25 alerts in all") for said in descriptions(set_up))
        )
    assert {len(title) for title in set_up.titles("alerts-my-project")} == {256}
    piece = f"**FIRING** {'é' * 180}\n{'x' * 180}\n"
    assert descriptions(set_up)[-1] == f"{piece * 10}25 alerts in all"


async def test_an_alert_without_a_summary_shows_its_labels(set_up: SetUp) -> None:
    config = hurried(await set_up.exported(), {DISCORD: set_up.host})
    async with alertmanager(config) as manager:
        await manager.fire({"namespace": "my-project", "alertname": "A", "pod": "api-1"})
        await until(lambda: len(set_up.on.rehearsal.world.messages) == 1)
    assert descriptions(set_up) == ["**FIRING** A my-project api-1"]


async def test_urls_in_files_are_for_newer_ones(set_up: SetUp) -> None:
    config = await set_up.exported("--webhook-files", str(set_up.directory / "hooks"))
    if version() < (0, 28):
        pytest.skip("reads no webhook_url_file; its form is tested in tests/cli")
    checked = amtool("check-config", str(config))
    assert checked.returncode == 0, checked.stderr
