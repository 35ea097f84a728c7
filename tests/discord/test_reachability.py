"""What is told about the way to Discord, against the rehearsal behind a real socket."""

import socket
from collections.abc import AsyncIterator

import pytest

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.health import Diagnosable
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.http import retry
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.discord.reachability import clock_finding
from cakd_tui.rehearsal.faults import Banned, Drop, Effect, Fault, Html, Status
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.discord.stage import unheard


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second attempt is made at once."""
    monkeypatch.setattr(retry, "_FIRST_PAUSE", 0.0)


@pytest.fixture
def rehearsal() -> Rehearsal:
    return scenario("ready", strict_token=True)


@pytest.fixture
async def base(rehearsal: Rehearsal) -> AsyncIterator[str]:
    async with serve(rehearsal) as url:
        yield url


async def found_at(base: str) -> dict[str, Finding]:
    connection = DiscordConnection(base)
    try:
        return {each.check.id: each for each in await connection.diagnose(unheard)}
    finally:
        await connection.aclose()


def entries_of(finding: Finding) -> list[str]:
    assert finding.symptom is not None
    return [entry.id for entry in matching(own_entries(), finding.symptom)]


def verdicts(found: dict[str, Finding]) -> list[str]:
    return [found[key].verdict.value for key in ("name", "discord", "clock")]


def test_its_connection_can_tell() -> None:
    assert isinstance(DiscordProvider(environment={}).connect(), Diagnosable)


async def test_a_good_way_is_told_with_its_time(base: str, rehearsal: Rehearsal) -> None:
    found = await found_at(base)
    assert verdicts(found) == ["pass", "pass", "pass"]
    assert found["name"].evidence == "127.0.0.1, not a name"
    assert found["discord"].evidence.endswith(" ms")
    assert [seen.route for seen in rehearsal.requests] == ["GET /gateway"]


async def test_a_wrong_clock_is_told(base: str, rehearsal: Rehearsal) -> None:
    rehearsal.clock_ahead = 3600.0
    clock = (await found_at(base))["clock"]
    assert clock.verdict is Verdict.FAIL
    assert clock.evidence == "60 min behind Discord's"
    assert "set-ntp" in clock.fixes[0].text


async def test_a_refused_connection_leads_to_its_entry() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        found = await found_at(f"http://127.0.0.1:{held.getsockname()[1]}/api/v10")
    assert verdicts(found) == ["pass", "fail", "skipped"]
    assert found["discord"].evidence == "connection refused"
    assert entries_of(found["discord"]) == ["CAKD-N-REFUSED"]


@pytest.mark.parametrize(
    ("error", "proxy", "row"),
    [
        (socket.gaierror(socket.EAI_NONAME, "not known"), "", "CAKD-N-DNS"),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "", "CAKD-N-RESOLVER"),
        (TimeoutError(), "", "CAKD-N-RESOLVER"),
        (UnicodeError("label too long"), "", "CAKD-N-DNS"),
        (socket.gaierror(socket.EAI_NONAME, "not known"), "pr.invalid", "CAKD-N-PROXY-UNREACHABLE"),
        (TimeoutError(), "pr.invalid", "CAKD-N-PROXY-UNREACHABLE"),
    ],
    ids=repr,
)
async def test_a_name_that_is_not_found_leads_to_its_entry_and_nothing_is_sent(
    error: Exception, proxy: str, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}:3128")
    found = await found_at("https://discord.invalid/api/v10")
    assert verdicts(found) == ["fail", "skipped", "skipped"]
    assert found["name"].evidence.startswith(f"{proxy or 'discord.invalid'}: ")
    assert entries_of(found["name"]) == [row]


async def test_a_sign_in_page_is_not_discord(base: str, rehearsal: Rehearsal) -> None:
    rehearsal.faults.add(Fault(Html()))
    found = await found_at(base)
    assert verdicts(found) == ["pass", "fail", "skipped"]
    assert found["discord"].headline == "Something on the way answers in Discord's place"


@pytest.mark.parametrize(
    ("effect", "headline"),
    [
        (Drop(), "Discord can't be reached"),
        (Status(502), "Discord does not answer as it should"),
        (Banned(), "This address is not let through to Discord"),
    ],
)
async def test_who_failed_is_told(
    base: str, rehearsal: Rehearsal, effect: Effect, headline: str, no_pause: None
) -> None:
    rehearsal.faults.add(Fault(effect, times=None))
    found = await found_at(base)
    assert verdicts(found) == ["pass", "fail", "skipped"]
    assert found["discord"].headline == headline


async def test_an_address_that_can_not_be_used_is_told() -> None:
    found = await found_at("http://discord.example/api")
    assert verdicts(found) == ["skipped", "fail", "skipped"]
    assert "CAKD_DISCORD_API must begin with https://" in found["discord"].evidence


async def test_a_proxy_that_is_no_url_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://hush:port")
    found = await found_at("https://discord.invalid/api/v10")
    assert verdicts(found) == ["skipped", "fail", "skipped"]
    assert "hush" not in repr(found)


async def test_behind_a_proxy_the_proxys_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hush@proxy.invalid:3128")
    found = await found_at("")
    assert verdicts(found) == ["fail", "skipped", "skipped"]
    assert found["name"].evidence.startswith("proxy.invalid: ")
    assert "hush" not in repr(found)


async def test_a_rehearsal_in_this_process_needs_no_name(rehearsal: Rehearsal) -> None:
    connection = DiscordProvider(environment={}, answer=rehearsal.answer).connect()
    assert isinstance(connection, Diagnosable)
    found = {each.check.id: each for each in await connection.diagnose(unheard)}
    assert verdicts(found) == ["skipped", "pass", "pass"]
    await connection.aclose()


@pytest.mark.parametrize(
    ("skew", "verdict", "evidence"),
    [
        (None, "skipped", "the answer bears no date"),
        (0.6, "pass", "agrees with Discord's"),
        (-9.0, "pass", "9 s ahead of Discord's"),
        (11.0, "warn", "11 s behind Discord's"),
        (-150.0, "warn", "2 min ahead of Discord's"),
        (301.0, "fail", "5 min behind Discord's"),
        (-9000.0, "fail", "2 h ahead of Discord's"),
        (900_000.0, "fail", "10 days behind Discord's"),
    ],
)
def test_a_clock_is_judged_by_how_wrong_it_is(
    skew: float | None, verdict: str, evidence: str
) -> None:
    found = clock_finding(skew)
    assert (found.verdict.value, found.evidence) == (verdict, evidence)
