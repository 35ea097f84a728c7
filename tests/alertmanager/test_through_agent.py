"""The whole way: set up, export, Alertmanager, agent, Discord, each of them real but the last."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.alertmanager.agent_process import agent
from tests.alertmanager.running import alertmanager, amtool, hurried, receivers_of, until
from tests.alertmanager.set_up import PROJECTS, SetUp

SECRET = "s3cret-of-the-agent"
REST = "rest"
"""The project whose webhook is only known as the default."""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The file agent and Alertmanager share."""
    path = tmp_path / "agent.secret"
    path.write_text(f"{SECRET}\n")
    return path


def alert(namespace: str, name: str) -> dict[str, str]:
    return {"namespace": namespace, "alertname": name, "severity": "critical"}


async def delivered(set_up: SetUp, config: Path, default: str) -> None:
    """Alerts of both projects and a stray one fire and end, and all of it stands where it should.

    Alertmanager hands on each alert by itself, and the agent may fold what waits.
    """
    alerts = [*(alert(each, f"Broken-{each}") for each in PROJECTS), alert("third", "Stray")]
    where = {**{each: f"Broken-{each}" for each in PROJECTS}, default: "Stray"}

    def stand(each: str, count: int) -> bool:
        told = [title for title in set_up.titles(each) if where[each] in title]
        return len(told) == count

    async with alertmanager(config) as manager:
        await manager.fire(*alerts, summary="It fails", description="Too many errors")
        await until(lambda: all(stand(each, 1) for each in where))
        await manager.resolve(*alerts, summary="It fails")
        await until(lambda: all(stand(each, 2) for each in where))
    for project, name in where.items():
        own = [each for each in set_up.embeds(project) if name in str(each["title"])]
        assert "It fails" in str(own[0])
        assert own[0]["color"] != own[1]["color"]
        assert "fir" in str(own[0]).lower()
        assert "resolved" in str(own[1]).lower()


async def test_alerts_come_into_their_channels_by_the_saved_routes(
    set_up: SetUp, secret: Path
) -> None:
    await set_up.create(REST)
    line = (await set_up.exported("env", "--project", REST)).read_text().strip()
    name, _, url = line.partition("=")
    (Path(set_up.on.shell.variables["XDG_CONFIG_HOME"]) / "cakd" / f"{REST}.json").unlink()
    variables = {
        **set_up.on.shell.variables,
        name: url,
        "CAKD_AGENT_SECRET_FILE": str(secret),
    }
    async with agent(variables, set_up.directory, "--port", "0", "--spool", "spool") as address:
        given = ("--via-agent", address, "--agent-secret-file", str(secret))
        config = await set_up.exported("alertmanager", *given)
        checked = amtool("check-config", str(config))
        assert checked.returncode == 0, checked.stderr
        for labels in ({"namespace": "my-project"}, {"namespace": "third"}, {"alertname": "X"}):
            assert receivers_of(config, labels) == ["cakd-agent"]
        await delivered(set_up, hurried(config, {}), REST)


async def test_alerts_come_into_their_channels_by_a_map(set_up: SetUp, secret: Path) -> None:
    routes = await set_up.exported("cakd-agent", "--default", "other")
    nothing_saved = {"XDG_CONFIG_HOME": str(set_up.directory / "nothing")}
    variables = {**set_up.on.shell.variables, **nothing_saved, "CAKD_AGENT_SECRET": SECRET}
    given = ("--port", "0", "--spool", "spool", "--routes", str(routes))
    async with agent(variables, set_up.directory, *given) as address:
        export = ("--via-agent", address, "--agent-secret-file", str(secret))
        config = await set_up.exported("alertmanager", *export)
        for each in PROJECTS:
            assert receivers_of(config, {"namespace": each}) == ["cakd-agent"]
        await stray_alerts(set_up, hurried(config, {}))


async def stray_alerts(set_up: SetUp, config: Path) -> None:
    async with alertmanager(config) as manager:
        await manager.fire(alert("my-project", "Mine"), alert("third", "Stray"))
        await until(lambda: bool(set_up.titles("my-project") and set_up.titles("other")))
    assert "Mine" in str(set_up.embeds("my-project"))
    assert "Stray" in str(set_up.embeds("other"))


async def test_without_the_secret_nothing_gets_in(set_up: SetUp, secret: Path) -> None:
    variables = {**set_up.on.shell.variables, "CAKD_AGENT_SECRET": "another"}
    given = ("--port", "0", "--spool", "spool")
    async with agent(variables, set_up.directory, *given) as address:
        export = ("--via-agent", address, "--agent-secret-file", str(secret))
        config = hurried(await set_up.exported("alertmanager", *export), {})
        async with alertmanager(config) as manager:
            await manager.fire(alert("my-project", "Mine"))
            await until(lambda: "status code 401" in config.with_suffix(".log").read_text())
    assert not set_up.on.rehearsal.world.messages


async def test_the_settings_of_the_deployment_start_an_agent(set_up: SetUp, secret: Path) -> None:
    manifest = await set_up.exported("kubernetes", "--agent-secret-file", str(secret))
    objects: dict[str, Any] = {
        each["kind"]: each for each in yaml.safe_load_all(manifest.read_text("utf-8"))
    }
    mounted = set_up.directory / "mounted"
    mounted.mkdir()
    for name, text in objects["Secret"]["stringData"].items():
        (mounted / name).write_text(text, "utf-8")
    moved = {
        "/etc/cakd-agent": str(mounted),
        "/var/lib/cakd-agent": str(set_up.directory / "spool"),
        "0.0.0.0": "127.0.0.1",
        "8080": "0",
    }
    settings = dict(objects["ConfigMap"]["data"])
    for name in settings:
        for old, new in moved.items():
            settings[name] = settings[name].replace(old, new)
    nothing_saved = {"XDG_CONFIG_HOME": str(set_up.directory / "nothing")}
    variables = {**set_up.on.shell.variables, **nothing_saved, **settings}
    async with agent(variables, set_up.directory) as address:
        async with httpx.AsyncClient(trust_env=False) as client:
            stranger = await client.post(f"{address}/api/v1/alerts", json={})
        assert stranger.status_code == 401
        export = ("--via-agent", address, "--agent-secret-file", str(secret))
        config = hurried(await set_up.exported("alertmanager", *export), {})
        async with alertmanager(config) as manager:
            await manager.fire(alert("my-project", "Mine"))
            await until(lambda: bool(set_up.titles("my-project")))
    assert (set_up.directory / "spool").is_dir()
