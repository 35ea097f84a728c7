"""Every scenario's preflight over the socket: what fails, what is said, what is planned."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Verb
from cakd_tui.core.preflight import all_checks
from cakd_tui.core.route import Remembered, Route
from cakd_tui.discord.checks import CHECKS
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.scenarios import SCENARIOS
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import OWN_ROLE
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
    "large-server": (
        "manage-webhooks",
        "Manage Webhooks is missing",
        "Server Settings → Roles → alerts-bot → Manage Webhooks",
    ),
    "pending": (
        "screening",
        "The bot is not admitted to the server yet",
        "Members, above the channels (or in Server Settings) → the bot → Roles + → any role: "
        "it ends the screening",
    ),
    "missing-view": (
        "view-channel",
        "View Channel is missing",
        "Server Settings → Roles → alerts-bot → View Channels",
    ),
    "not-in-guild": (
        "server",
        "The bot is not in this server",
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
    "several-channels": (
        "existing",
        "Which channel is the project's?",
        "take #alerts-my-project (no topic), the id 900000000000000501",
    ),
    "denied-in-channel": (
        "manage-webhooks",
        "Manage Webhooks is denied in #alerts-my-project",
        "#alerts-my-project → Edit Channel → Permissions → the member alerts-bot "
        "→ Manage Webhooks ✓",
    ),
    "unknown-guild": (
        "server",
        "Discord says there is no such server, and that the bot is in it",
        "",
    ),
    "persons-token": (
        "token",
        "This is a person's token",
        "the token of Developer Portal → your application → Bot",
    ),
    "offline": ("discord", "Discord can't be reached", ""),
    "outage-502": ("discord", "Discord does not answer as it should", ""),
    "cloudflare-1010": (
        "discord",
        "Cloudflare, which protects Discord, refuses the requests",
        "",
    ),
    "cloudflare-40333": (
        "discord",
        "Cloudflare, which protects Discord, refuses the requests",
        "",
    ),
}


PASSING = (
    *("ready", "rate-limited", "readonly-config", "existing-setup"),
    *("denied-by-category", "category-full", "hidden-channel", "internal-bug"),
    *("in-use", "webhook-gone", "channel-gone", "channel-renamed", "channel-moved"),
)
WRONG_ANSWERS = ("wrong-id",)
"""What nobody at Discord can mend."""
WARNING = {
    "over-privileged": {"view-channel", "manage-channels", "manage-webhooks"},
    "fragile-grant": {"manage-webhooks"},
}


def test_every_scenario_is_accounted_for() -> None:
    assert {*FAILING, *PASSING, *WRONG_ANSWERS, *WARNING} == set(SCENARIOS)


@pytest.mark.parametrize("name", WRONG_ANSWERS)
async def test_a_wrong_answer_fails_the_server(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    assert await acting.failed() == {"server"}


@pytest.mark.parametrize("name", WARNING)
async def test_a_doubt_is_a_warning(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    found = await acting.findings()
    odd = {name: each for name, each in found.items() if each.verdict is Verdict.WARN}
    assert set(odd) == WARNING[name]
    assert not any(each.verdict is Verdict.FAIL for each in found.values())
    assert all(each.fixes for each in odd.values())


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
    assert failed[0].refused is (name in ("bad-token", "persons-token"))
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


async def test_the_plan_of_what_is_found_there_adopts_both(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    await acting.findings()
    assert acting.plan is not None
    assert [(line.verb, line.reason) for line in acting.plan.lines] == [
        (Verb.ADOPT, "it has our name and topic"),
        (Verb.ADOPT, "it has our name"),
    ]
    assert (acting.plan.requests, acting.plan.settled) == (0, False)
    assert acting.plan.quotas == ()


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
        "#alerts-my-project → Edit Channel → Permissions → the member alerts-bot "
        "→ Manage Webhooks ✓"
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
    assert found["view-channel"].verdict is Verdict.FAIL
    assert found["view-channel"].headline == "The alerts channel exists, but the bot can't see it"
    assert found["existing"].verdict is Verdict.SKIPPED
    assert acting.plan is None


async def test_a_persons_token_is_refused(stage: StageMaker) -> None:
    acting = await stage()
    acting.rehearsal.world.me = replace(acting.rehearsal.world.me, bot=False)
    finding = (await acting.findings())["token"]
    assert finding.refused
    assert finding.headline == "This is a person's token"


async def test_a_time_out_does_not_bind_administrators(stage: StageMaker) -> None:
    acting = await stage("timed-out")
    edits.grant(acting.rehearsal.world, acting.rehearsal.guild_id, OWN_ROLE, rights.ADMINISTRATOR)
    finding = (await acting.findings())["time-out"]
    assert finding.verdict is Verdict.PASS
    assert finding.evidence == "timed out, which does not bind administrators"


async def test_a_bot_not_admitted_yet_may_not_act(stage: StageMaker) -> None:
    acting = await stage()
    guild = acting.rehearsal.world.guilds[acting.rehearsal.guild_id]
    members = tuple(replace(each, pending=True) for each in guild.members)
    acting.rehearsal.world.guilds[guild.id] = replace(guild, members=members)
    found = await acting.findings()
    assert found["screening"].verdict is Verdict.FAIL
    assert found["time-out"].verdict is Verdict.PASS


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
    assert [name for name, each in hidden.items() if each.verdict is Verdict.FAIL] == [
        "view-channel"
    ]


def test_the_local_checks_come_after_the_providers() -> None:
    names = [each.id for each in all_checks(DiscordProvider())]
    assert names[-2:] == ["routes", "keyring"]
    assert len(set(names)) == len(names)


async def test_what_a_bot_without_view_channel_does_not_see_is_not_counted(
    stage: StageMaker,
) -> None:
    acting = await stage("missing-view")
    found = await acting.findings()
    assert found["room"].verdict is Verdict.SKIPPED
    assert found["room"].evidence == "needs View Channel to count the channels"
    assert found["existing"].evidence == "nothing the bot can see; both are made new"
    assert acting.plan is not None
    assert [each.what for each in acting.plan.quotas] == ["webhooks in the channel"]
