"""Every scenario's preflight over the socket: what fails, what is said, how much is asked."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Verb
from cakd_tui.core.preflight import all_checks
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.checks import CHECKS
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.answer import Reply
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
from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, BOT, OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.stage import StageMaker

FAILING: Mapping[str, tuple[str, str, str]] = {
    "missing-manage-channels": (
        "manage-channels",
        "Manage Channels is missing",
        "Server Settings → Roles → alerts-bot → Manage Channels",
    ),
    "missing-manage-webhooks": (
        "manage-webhooks",
        "Manage Webhooks is missing",
        "Server Settings → Roles → alerts-bot → Manage Webhooks",
    ),
    "missing-view": (
        "view-channel",
        "View Channel is missing",
        "Server Settings → Roles → alerts-bot → View Channels",
    ),
    "not-in-guild": (
        "server",
        "The bot is not in this server, or the ID is wrong",
        "invite it with exactly what it needs",
    ),
    "bad-token": (
        "token",
        "The token is not accepted",
        "Developer Portal → your application → Bot → Reset Token",
    ),
    "two-factor": (
        "two-factor",
        "The bot's owner needs two-factor authentication",
        "User Settings → My Account → Enable Authenticator App",
    ),
    "timed-out": ("time-out", "The bot is timed out", "right-click the bot → Remove Timeout"),
    "channels-full": (
        "room",
        "The server has no room for a channel",
        "delete channels nobody uses",
    ),
    "webhooks-full": (
        "room",
        "The channel has no room for a webhook",
        "#alerts-my-project → Edit Channel → Integrations → Webhooks: delete one",
    ),
    "offline": ("discord", "Discord can't be reached", ""),
    "outage-502": ("discord", "Discord does not answer as it should", ""),
}
PASSING = ("ready", "rate-limited", "readonly-config", "existing-setup")


def test_every_scenario_is_accounted_for() -> None:
    assert {*FAILING, *PASSING} == set(SCENARIOS)


@pytest.mark.parametrize("name", FAILING)
async def test_a_broken_scenario_fails_in_the_one_check_that_names_it(
    name: str, stage: StageMaker
) -> None:
    acting = await stage(name)
    found = await acting.findings()
    check, headline, fix = FAILING[name]
    failed = [each for each in found.values() if each.verdict is Verdict.FAIL]
    assert [each.check.id for each in failed] == [check]
    assert failed[0].headline == headline
    assert [each.text for each in failed[0].fixes][:1] == ([fix] if fix else [])
    assert failed[0].evidence
    assert failed[0].refused is (name == "bad-token")
    assert set(found) == {each.id for each in CHECKS}


@pytest.mark.parametrize("name", FAILING)
async def test_what_the_operator_mends_turns_green(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    assert await acting.failed()
    acting.rehearsal.mend()
    assert await acting.failed() == set()


@pytest.mark.parametrize("name", PASSING)
async def test_a_sound_scenario_passes_everywhere(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    found = await acting.findings()
    assert {each.verdict for each in found.values()} == {Verdict.PASS}
    assert set(found) == {each.id for each in CHECKS}


async def test_the_plan_of_a_fresh_project_creates_both(stage: StageMaker) -> None:
    acting = await stage()
    await acting.findings()
    assert acting.plan is not None
    assert [(line.verb, line.kind, line.name) for line in acting.plan.lines] == [
        (Verb.CREATE, "channel", "#alerts-my-project"),
        (Verb.CREATE, "webhook", "CAKD Alerting - my-project"),
    ]
    assert acting.plan.requests == 2


async def test_the_plan_of_an_existing_setup_reuses_both(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    await acting.findings()
    assert acting.plan is not None
    assert {line.verb for line in acting.plan.lines} == {Verb.REUSE}
    assert acting.plan.requests == 0


async def test_only_gets_are_sent(stage: StageMaker) -> None:
    acting = await stage()
    await acting.findings()
    assert {each.method for each in acting.rehearsal.requests} == {"GET"}
    assert len(acting.rehearsal.requests) == 6


class Rounds:
    """Lets requests through in rounds: those that are sent without waiting for an answer."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.sizes: list[int] = []
        self._waiting: list[asyncio.Event] = []

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        gate = asyncio.Event()
        self._waiting.append(gate)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(0.02, self._open)
        await gate.wait()
        return await self.rehearsal.answer(method, target, headers, body)

    def _open(self) -> None:
        self.sizes.append(len(self._waiting))
        waiting, self._waiting = self._waiting, []
        for gate in waiting:
            gate.set()


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
    rounds = Rounds(rehearsal)
    connection = DiscordProvider(environment={}, answer=rounds.answer).connect()
    answers = (
        Answers("my-project")
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
    )
    said: list[Event] = []
    await connection.preflight(answers, None, said.append)
    await connection.aclose()
    assert len(rounds.sizes) <= 2
    assert sum(rounds.sizes) == len(rehearsal.requests) >= 6


async def test_a_deny_in_the_channel_is_told_from_a_missing_role(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    world = acting.rehearsal.world
    channel = next(each for each in world.channels.values() if each.name == "alerts-my-project")
    deny = Overwrite(channel.guild_id, FOR_ROLE, deny=rights.MANAGE_WEBHOOKS)
    world.channels[channel.id] = replace(channel, overwrites=(deny,))
    found = await acting.findings()
    finding = found["manage-webhooks"]
    assert finding.verdict is Verdict.FAIL
    assert finding.headline == "Manage Webhooks is denied in #alerts-my-project"
    assert finding.evidence == "granted in the server, denied in #alerts-my-project"
    assert finding.fixes[0].text == (
        "#alerts-my-project → Edit Channel → Permissions → alerts-bot → Manage Webhooks ✓"
    )


async def test_manage_channels_is_not_needed_once_the_channel_is_there(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    guild = acting.rehearsal.world.guilds[acting.rehearsal.guild_id]
    for role in guild.roles:
        edits.revoke(acting.rehearsal.world, guild.id, role.id, rights.MANAGE_CHANNELS)
    found = await acting.findings()
    assert found["manage-channels"].verdict is Verdict.SKIPPED
    assert found["manage-channels"].evidence == "not needed, #alerts-my-project is there already"


async def test_a_hidden_channel_of_an_earlier_run_is_found_by_its_id(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    world = acting.rehearsal.world
    channel = next(each for each in world.channels.values() if each.name == "alerts-my-project")
    deny = Overwrite(channel.guild_id, FOR_ROLE, deny=rights.VIEW_CHANNEL)
    world.channels[channel.id] = replace(channel, overwrites=(deny,))
    thing = Remembered("channel", channel.id, channel.name, made=True)
    found = await acting.findings(Route("my-project", "discord", remembered=(thing,)))
    assert found["existing"].verdict is Verdict.FAIL
    assert found["existing"].headline == "The alerts channel exists, but the bot can't see it"
    assert acting.plan is None


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


async def test_a_persons_token_is_refused(stage: StageMaker) -> None:
    acting = await stage()
    acting.rehearsal.world.me = replace(acting.rehearsal.world.me, bot=False)
    finding = (await acting.findings())["token"]
    assert finding.refused
    assert finding.headline == "This is a person's token"


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


async def test_a_time_out_does_not_bind_administrators(stage: StageMaker) -> None:
    acting = await stage("timed-out")
    edits.grant(acting.rehearsal.world, acting.rehearsal.guild_id, OWN_ROLE, rights.ADMINISTRATOR)
    finding = (await acting.findings())["time-out"]
    assert finding.verdict is Verdict.PASS
    assert finding.evidence == "timed out, which does not bind administrators"


async def test_a_bot_not_admitted_yet_is_a_doubt(stage: StageMaker) -> None:
    acting = await stage()
    guild = acting.rehearsal.world.guilds[acting.rehearsal.guild_id]
    members = tuple(replace(each, pending=True) for each in guild.members)
    acting.rehearsal.world.guilds[guild.id] = replace(guild, members=members)
    assert (await acting.findings())["time-out"].verdict is Verdict.WARN


async def test_a_renamed_webhook_is_found_by_its_id(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    known = acting.routes.load("my-project")
    world = acting.rehearsal.world
    for webhook in list(world.webhooks.values()):
        if webhook.name.startswith("CAKD"):
            world.webhooks[webhook.id] = replace(webhook, name="Renamed")
    found = await acting.findings(known)
    assert found["existing"].evidence == "#alerts-my-project and its webhook, will be reused"
    assert acting.plan is not None
    assert acting.plan.requests == 0


async def test_in_a_channel_that_hides_everything_only_that_is_the_matter(
    stage: StageMaker,
) -> None:
    acting = await stage("existing-setup")
    world = acting.rehearsal.world
    channel = next(each for each in world.channels.values() if each.name == "alerts-my-project")
    everyone = Overwrite(channel.guild_id, FOR_ROLE, deny=rights.VIEW_CHANNEL)
    thing = Remembered("channel", channel.id, channel.name, made=True)
    known = Route("my-project", "discord", remembered=(thing,))
    shown = await acting.findings(known)
    assert shown["manage-webhooks"].verdict is Verdict.PASS
    world.channels[channel.id] = replace(channel, overwrites=(everyone,))
    hidden = await acting.findings(known)
    assert [name for name, each in hidden.items() if each.verdict is Verdict.FAIL] == ["existing"]


async def test_a_wait_that_requests_share_is_said_once(stage: StageMaker) -> None:
    acting = await stage("outage-502")
    await acting.findings()
    waits = [each.reason for each in acting.said if isinstance(each, Waiting)]
    assert waits
    assert len(waits) == len(set(waits))


async def test_the_token_shows_in_nothing_that_is_said(stage: StageMaker) -> None:
    for name in ("ready", "bad-token", "offline", "outage-502"):
        acting = await stage(name)
        await acting.findings()
        assert acting.rehearsal.token not in repr(acting.said)


def test_the_local_checks_come_after_the_providers() -> None:
    names = [each.id for each in all_checks(DiscordProvider())]
    assert names[-2:] == ["routes", "keyring"]
    assert len(set(names)) == len(names)
