"""The agent's row of `cakd status`: what it holds, and why."""

import errno
import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from cakd_toy.provider import PigeonProvider

from cakd_tui.agent.queue import Quarantine
from cakd_tui.agent.spool import Spool
from cakd_tui.cli.agent_holding import agent_finding
from cakd_tui.cli.assembly import spool_directories, spool_directory
from cakd_tui.cli.demo import demo_services
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.provider import DiscordProvider
from tests.agent.doubles import alert
from tests.cli.conftest import Rehearse

URL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"
ROUTE = Route("my-project", "discord", webhook=Secret(URL))
CAME = datetime(2026, 1, 2, 3, 4).astimezone().timestamp()
PROVIDER = DiscordProvider({})


def found(directory: Path, route: Route = ROUTE, *, after: float = 59) -> Finding:
    """What is found so many seconds after alerts came."""
    return agent_finding([directory], route, PROVIDER, clock=lambda: CAME + after)


async def spooled(directory: Path, *names: str, closed: str = "") -> Spool:
    """A spool in use with these alerts; the route's place is closed with this entry, if any."""
    spool = await Spool.open(directory, clock=lambda: CAME)
    if names:
        await spool.accept("a", [alert(name) for name in names])
    if closed:
        place = PROVIDER.courier().place(ROUTE)
        await spool.close_place(Quarantine(place, closed, CAME + 60))
    return spool


def test_without_an_agent_it_is_skipped(tmp_path: Path) -> None:
    finding = found(tmp_path / "none")
    assert finding.verdict is Verdict.SKIPPED
    assert finding.evidence == (
        f"no spool at {tmp_path / 'none'}; name another with --spool or CAKD_AGENT_SPOOL"
    )


def test_all_places_without_one_are_named(tmp_path: Path) -> None:
    finding = agent_finding([tmp_path / "a", tmp_path / "b"], ROUTE, PROVIDER)
    assert finding.evidence.startswith(f"no spool at {tmp_path / 'a'} or {tmp_path / 'b'}; name ")


async def test_of_several_spools_the_one_that_tells_most_is_told(tmp_path: Path) -> None:
    own, service = tmp_path / "own", tmp_path / "service"
    spool = await spooled(service)
    for finding in (
        agent_finding([own, service], ROUTE, PROVIDER),
        agent_finding([service, own], ROUTE, PROVIDER),
    ):
        assert (finding.verdict, finding.evidence) == (Verdict.PASS, "delivering; nothing waits")
    await (await spooled(own, "A")).aclose()
    finding = agent_finding([own, service], ROUTE, PROVIDER)
    assert finding.evidence == "does not run; 1 alert waits, since 2026-01-02 03:04"
    assert f"cakd-agent --spool {own}" in finding.fixes[0].text
    await spool.aclose()


async def test_alerts_that_wait_longer_than_a_minute_are_a_warning(tmp_path: Path) -> None:
    spool = await spooled(tmp_path, "A", "B")
    assert found(tmp_path, after=60).verdict is Verdict.PASS
    finding = found(tmp_path, after=61)
    assert finding.verdict is Verdict.WARN
    assert finding.evidence == "runs; 2 alerts wait, since 2026-01-02 03:04"
    assert finding.headline == "Alerts wait longer than a minute to be delivered"
    assert "/healthz" in finding.fixes[0].text
    await spool.aclose()


def test_a_spool_of_another_user_is_not_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_out(path: Path, *_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", kept_out)
    finding = found(tmp_path)
    assert finding.verdict is Verdict.SKIPPED
    assert finding.evidence == f"{tmp_path} is not readable by you"


@pytest.mark.parametrize(
    ("names", "evidence"),
    [
        ((), "delivering; nothing waits"),
        (("A",), "delivering; 1 alert waits, since 2026-01-02 03:04"),
        (("A", "B"), "delivering; 2 alerts wait, since 2026-01-02 03:04"),
    ],
)
async def test_an_agent_that_runs_is_delivering(
    tmp_path: Path, names: tuple[str, ...], evidence: str
) -> None:
    spool = await spooled(tmp_path, *names)
    finding = found(tmp_path)
    assert (finding.verdict, finding.evidence) == (Verdict.PASS, evidence)
    await spool.aclose()


async def test_what_is_set_aside_is_told(tmp_path: Path) -> None:
    spool = await spooled(tmp_path, "A")
    await spool.set_aside([1], "odd")
    assert found(tmp_path).evidence == "delivering; nothing waits; 1 set aside"
    await spool.aclose()


async def test_a_quarantined_webhook_fails_with_its_entry_and_fix(tmp_path: Path) -> None:
    spool = await spooled(tmp_path, "A", "B", closed="CAKD-D-10015")
    finding = found(tmp_path)
    assert finding.verdict is Verdict.FAIL
    assert finding.evidence == (
        "sends nothing to the webhook since 2026-01-02 03:05; 2 alerts wait, since 2026-01-02 03:04"
    )
    assert finding.headline == "The webhook no longer exists (CAKD-D-10015)"
    (fix,) = finding.fixes
    assert fix.text == "Run cakd create again: it makes a new webhook and saves its URL."
    assert "abcdefghijklmnopqrstuvwxyz" not in repr(finding)
    await spool.aclose()


async def test_an_entry_that_is_unknown_still_has_a_fix(tmp_path: Path) -> None:
    spool = await spooled(tmp_path, closed="CAKD-OLD")
    finding = found(tmp_path)
    assert finding.verdict is Verdict.FAIL
    assert "cakd create" in finding.fixes[0].text
    await spool.aclose()


async def test_a_place_another_route_led_to_is_nothing_to_this_one(tmp_path: Path) -> None:
    spool = await spooled(tmp_path, "A", closed="CAKD-D-10015")
    other = Route("my-project", "discord", webhook=Secret(URL + "x"))
    for route in (other, Route("my-project", "discord"), Route("my-project", "discord")):
        assert found(tmp_path, route).verdict is Verdict.PASS
    await spool.aclose()


async def test_alerts_that_wait_for_an_agent_that_does_not_run_are_a_warning(
    tmp_path: Path,
) -> None:
    await (await spooled(tmp_path, "A")).aclose()
    finding = found(tmp_path)
    assert finding.verdict is Verdict.WARN
    assert finding.evidence == "does not run; 1 alert waits, since 2026-01-02 03:04"
    assert finding.fixes


async def test_an_agent_that_does_not_run_and_holds_nothing_is_skipped(tmp_path: Path) -> None:
    await (await spooled(tmp_path)).aclose()
    finding = found(tmp_path)
    assert (finding.verdict, finding.evidence) == (
        Verdict.SKIPPED,
        "does not run; nothing waits",
    )


def test_a_spool_that_cannot_be_read_is_skipped_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "spool.sqlite3").write_bytes(b"no database at all" * 100)
    finding = found(tmp_path)
    assert finding.verdict is Verdict.SKIPPED
    assert "file is not a database" in finding.evidence


async def test_another_provider_goes_by_its_own_place(tmp_path: Path) -> None:
    route = Route("my-project", "pigeon", webhook=Secret("https://pigeons.example/perch/1/tweet"))
    provider = PigeonProvider()
    spool = await Spool.open(tmp_path)
    await spool.close_place(Quarantine(provider.courier().place(route), "P-1", CAME))
    assert agent_finding([tmp_path], route, provider).verdict is Verdict.FAIL
    await spool.aclose()


def test_the_spool_is_where_the_variable_says(tmp_path: Path) -> None:
    assert spool_directory({}, tmp_path) == tmp_path / "agent"
    assert spool_directory({"CAKD_AGENT_SPOOL": " "}, tmp_path) == tmp_path / "agent"
    assert spool_directory({"CAKD_AGENT_SPOOL": "~/s"}, tmp_path) == Path("~/s").expanduser()


def test_an_agent_that_runs_as_a_service_is_looked_for_too(tmp_path: Path) -> None:
    service = tmp_path / "service"
    assert spool_directories({}, tmp_path, service) == (tmp_path / "agent",)
    service.mkdir()
    both = (tmp_path / "agent", service) if os.name == "posix" else (tmp_path / "agent",)
    assert spool_directories({}, tmp_path, service) == both
    named = {"CAKD_AGENT_SPOOL": "/s"}
    assert spool_directories(named, tmp_path, service) == (Path("/s"),)


async def test_the_command_looks_into_the_spool_that_is_named(
    rehearsed: Rehearse, tmp_path: Path
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    await (await spooled(tmp_path / "spool")).aclose()
    ended = await on.cakd("status", "--spool", str(tmp_path / "spool"))
    assert ended.out.endswith("– Agent              does not run; nothing waits\n")
    assert "CAKD_AGENT_SPOOL" in (await on.cakd("status", "--help")).out


async def test_the_command_tells_it_and_calls_it_drift(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    ended = await on.cakd("status")
    directory = Path(on.shell.variables["HOME"]) / ".local" / "state" / "cakd" / "agent"
    assert "– Agent              no spool at ~/.local/state/cakd/agent" in ended.out
    assert ended.code == 0
    spool = await Spool.open(directory)
    url = Secret(on.only_url())
    place = PROVIDER.courier().place(Route("my-project", "discord", webhook=url))
    await spool.accept("a", [alert("A")])
    await spool.close_place(Quarantine(place, "CAKD-D-10015", CAME))
    ended = await on.cakd("status")
    assert "✗ Agent              sends nothing to the webhook since 2026-01-02 03:04; " in ended.out
    assert "     Fix         Run cakd create again" in ended.out
    assert ended.code == 1
    lines = map(json.loads, (await on.cakd("status", "--json")).out.splitlines())
    told = [each["finding"] for each in lines if each["event"] == "inspected"]
    (agent,) = (each for each in told if each["check"]["id"] == "status-agent")
    assert agent["verdict"] == "fail"
    await spool.aclose()


def test_in_a_demo_there_is_no_agent(tmp_path: Path) -> None:
    assert demo_services("ready", tmp_path).spools == ()
