"""What the preflight asks of Discord, and what it makes of answers that are none."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Verdict
from cakd_tui.core.option import OptionValue
from cakd_tui.core.secret import Secret
from cakd_tui.discord.checks import CHECKS
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import (
    Banned,
    Fault,
    Garbage,
    Html,
    Limited,
    NullList,
    Status,
    WrongTypes,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import FOR_MEMBER, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, BOT, OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.places import FULL, OPERATIONS
from tests.discord.rounds import Rounds
from tests.discord.stage import StageMaker


async def test_only_gets_are_sent(stage: StageMaker) -> None:
    acting = await stage()
    await acting.findings()
    assert {each.method for each in acting.rehearsal.requests} == {"GET"}
    assert len(acting.rehearsal.requests) == 6


def as_it_is(rehearsal: Rehearsal) -> None:
    """Nothing more is changed."""


def blind_to_the_guilds_webhooks(rehearsal: Rehearsal) -> None:
    """The server's webhooks are refused, those of the channel are shown."""
    for role_id in (OPS_LAB, OWN_ROLE, OBSERVERS):
        edits.revoke(rehearsal.world, OPS_LAB, role_id, rights.MANAGE_WEBHOOKS)
    channel = rehearsal.world.channels[ALERTS_CHANNEL]
    allow = Overwrite(BOT.id, FOR_MEMBER, allow=rights.MANAGE_WEBHOOKS | rights.VIEW_CHANNEL)
    rehearsal.world.channels[channel.id] = replace(channel, overwrites=(allow,))


def out_of_one_server(rehearsal: Rehearsal) -> None:
    """The bot is in others, not in this one."""
    edits.leave(rehearsal.world, OPS_LAB)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ready", as_it_is),
        ("existing-setup", as_it_is),
        ("not-in-guild", as_it_is),
        ("webhooks-full", as_it_is),
        ("existing-setup", blind_to_the_guilds_webhooks),
        ("ready", out_of_one_server),
    ],
)
async def test_two_rounds_of_waiting_are_enough(
    name: str, change: Callable[[Rehearsal], None]
) -> None:
    rehearsal = scenario(name)
    change(rehearsal)
    assert await rounds_of(rehearsal, {}) <= 2


@pytest.mark.parametrize("name", ["ready", "existing-setup"])
@pytest.mark.parametrize("parent", [None, OPERATIONS])
async def test_what_is_chosen_costs_no_further_round(name: str, parent: str | None) -> None:
    rehearsal = scenario(name)
    for channel in rehearsal.world.channels_of(OPS_LAB):
        if channel.id == ALERTS_CHANNEL:
            rehearsal.world.channels[channel.id] = replace(channel, parent_id=parent)
    assert await rounds_of(rehearsal, FULL) <= 2
    assert len(rehearsal.requests) == 6


async def rounds_of(rehearsal: Rehearsal, options: Mapping[str, OptionValue]) -> int:
    """How often a preflight waits."""
    rounds = Rounds(rehearsal)
    connection = DiscordProvider(environment={}, answer=rounds.answer).connect()
    answers = (
        Answers("my-project")
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
        .with_options(options)
    )
    said: list[Event] = []
    await connection.preflight(answers, None, said.append)
    await connection.aclose()
    assert sum(rounds.sizes) == len(rehearsal.requests) >= 6
    return len(rounds.sizes)


@pytest.mark.parametrize("spoil", [Garbage(), Html(), WrongTypes(), NullList(), Status(500)])
@pytest.mark.parametrize(
    "path",
    ["/users/@me", "/applications/@me", "/guilds/*1", "/guilds/*/channels", "/guilds/*/members/*"],
)
async def test_a_spoiled_answer_is_a_finding_and_never_more(
    spoil: Garbage | Html | WrongTypes | NullList | Status, path: str, stage: StageMaker
) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(spoil, "GET", path, times=None))
    found = await acting.findings()
    assert set(found) == {each.id for each in CHECKS}
    if path != "/applications/@me" and not isinstance(spoil, NullList):
        assert any(each.verdict is Verdict.FAIL and each.symptom for each in found.values())


@pytest.mark.parametrize("effect", [Banned(403), Banned(429), Limited(retry_after=1e6)])
@pytest.mark.parametrize("path", ["/users/@me", "/guilds/*1", "/guilds/*/channels"])
async def test_a_refusal_on_the_way_is_never_taken_for_a_verdict(
    effect: Banned | Limited, path: str, stage: StageMaker
) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(effect, "GET", path, times=None))
    found = await acting.findings()
    failed = [each for each in found.values() if each.verdict is Verdict.FAIL]
    assert failed
    assert all(each.symptom and each.symptom.facts["status"] in (403, 429) for each in failed)
    assert "not in this server" not in found["server"].evidence


async def test_webhooks_that_cannot_be_counted_are_said_to_be(stage: StageMaker) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Status(502), "GET", "/guilds/*/webhooks", times=None))
    found = await acting.findings()
    assert found["room"].verdict is Verdict.WARN
    assert found["room"].evidence == "12 of 500 channels · the webhooks can't be counted"


async def test_a_token_that_cannot_be_sent_is_refused(stage: StageMaker) -> None:
    acting = await stage()
    odd = acting.answers.with_secret("token", Secret("abcé.def.ghi"))
    found = await replace(acting, answers=odd).findings()
    assert found["token"].refused
    assert found["token"].verdict is Verdict.FAIL
    assert found["discord"].verdict is Verdict.SKIPPED
    assert not acting.rehearsal.requests


async def test_an_address_that_is_none_is_a_finding() -> None:
    connection = DiscordProvider(environment={"CAKD_DISCORD_API": "http://a.example"}).connect()
    said: list[Event] = []
    answers = Answers("p").with_secret("token", Secret("a.b.c")).with_value("guild", "1")
    assert await connection.preflight(answers, None, said.append) is None
    found = [each.finding for each in said if isinstance(each, Checked)]
    assert [each.check.id for each in found] == [each.id for each in CHECKS]
    assert found[0].verdict is Verdict.FAIL
    assert found[0].symptom is not None
    assert found[0].symptom.facts["reason"] == "api-base"


async def test_a_wait_that_requests_share_is_said_once(stage: StageMaker) -> None:
    acting = await stage("outage-502")
    await acting.findings()
    waits = [(each.reason, each.seconds) for each in acting.said if isinstance(each, Waiting)]
    assert waits
    assert len(waits) == len(set(waits))


async def test_the_token_shows_in_nothing_that_is_said(stage: StageMaker) -> None:
    for name in ("ready", "bad-token", "offline", "outage-502"):
        acting = await stage(name)
        await acting.findings()
        assert acting.rehearsal.token not in repr(acting.said)
