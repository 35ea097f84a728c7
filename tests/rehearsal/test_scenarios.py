from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import (
    MANAGE_CHANNELS,
    MANAGE_WEBHOOKS,
    VIEW_CHANNEL,
    base,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import SCENARIOS, UnknownScenario, scenario
from cakd_tui.rehearsal.worlds import (
    ALERTS_CHANNEL,
    BOT,
    ELSEWHERE,
    OPS_LAB,
    STAGING,
)

Ask = Callable[..., Awaitable[Reply]]
Outcome = tuple[int, object]

NAMES = (
    "ready",
    "missing-manage-channels",
    "missing-manage-webhooks",
    "missing-view",
    "denied-in-channel",
    "denied-by-category",
    "hidden-channel",
    "over-privileged",
    "fragile-grant",
    "large-server",
    "not-in-guild",
    "wrong-id",
    "unknown-guild",
    "bad-token",
    "persons-token",
    "two-factor",
    "timed-out",
    "pending",
    "channels-full",
    "category-full",
    "webhooks-full",
    "rate-limited",
    "offline",
    "outage-502",
    "cloudflare-1010",
    "cloudflare-40333",
    "internal-bug",
    "readonly-config",
    "existing-setup",
    "several-channels",
    "in-use",
    "webhook-gone",
    "channel-gone",
    "channel-renamed",
    "channel-moved",
)
MENDED_ELSEWHERE = {"internal-bug"}
"""What an update of the program mends, and nobody at Discord."""


async def set_up(ask: Ask, rehearsal: Rehearsal) -> list[Outcome]:
    """Look for the channel, make it or take it, give it a webhook: what each step was answered."""
    listed = await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}/channels")
    if listed.status != 200:
        return [outcome(listed)]
    steps: list[Outcome] = []
    channels = listed.json()
    assert isinstance(channels, list)
    found = [channel for channel in channels if channel["name"] == "alerts-my-project"]
    if not found:
        body = {"name": "alerts-my-project", "type": 0}
        made = await ask(rehearsal, "POST", f"/guilds/{OPS_LAB}/channels", body)
        steps.append(outcome(made))
        if made.status != 201:
            return steps
        found = [made.json()]
    body = {"name": "CAKD Alerting - my-project"}
    webhook = await ask(rehearsal, "POST", f"/channels/{found[0]['id']}/webhooks", body)
    return [*steps, outcome(webhook)]


def outcome(reply: Reply) -> Outcome:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body.get("code")


DONE = [(201, None), (200, None)]


def test_all_scenarios_are_there_and_described() -> None:
    assert tuple(SCENARIOS) == NAMES
    for name, each in SCENARIOS.items():
        assert each.name == name
        assert each.summary.endswith(".")
        assert "\n" not in each.summary
        assert each.keyring == "memory"


def test_only_one_scenario_has_a_read_only_config() -> None:
    read_only = [name for name, each in SCENARIOS.items() if each.config_read_only]
    assert read_only == ["readonly-config"]
    assert scenario("readonly-config").config_read_only


def test_an_unknown_scenario_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownScenario) as unknown:
        scenario("sunny")
    assert isinstance(unknown.value, KeyError)
    assert str(unknown.value).startswith("no scenario 'sunny'; there are: ready, missing-")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ready", DONE),
        ("missing-manage-channels", [(403, 50013)]),
        ("missing-manage-webhooks", [(201, None), (403, 50013)]),
        ("missing-view", [(201, None), (403, 50001)]),
        ("denied-in-channel", [(403, 50013)]),
        ("over-privileged", DONE),
        ("fragile-grant", DONE),
        ("large-server", [(403, 50013)]),
        ("unknown-guild", DONE),
        ("persons-token", [(403, 20002)]),
        ("pending", [(403, 50013)]),
        ("cloudflare-40333", [(403, 40333)]),
        ("internal-bug", [(400, 50035)]),
        ("not-in-guild", [(403, 50001)]),
        ("bad-token", [(401, 0)]),
        ("two-factor", [(403, 60003)]),
        ("timed-out", [(403, 50013)]),
        ("channels-full", [(400, 30013)]),
        ("category-full", DONE),
        ("webhooks-full", [(400, 30007)]),
        ("readonly-config", DONE),
        ("existing-setup", [(200, None)]),
        ("several-channels", [(200, None)]),
        ("in-use", [(200, None)]),
        ("webhook-gone", [(200, None)]),
        ("channel-gone", DONE),
        ("channel-renamed", DONE),
        ("channel-moved", [(200, None)]),
    ],
)
async def test_a_scenario_breaks_what_its_name_says(
    ask: Ask, name: str, expected: list[Outcome]
) -> None:
    assert await set_up(ask, scenario(name, tempo=0)) == expected


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MENDED_ELSEWHERE])
async def test_a_mended_scenario_lets_the_work_be_done(ask: Ask, name: str) -> None:
    rehearsal = scenario(name, tempo=0.0, strict_token=True)
    said = rehearsal.mend()
    assert said[0].isupper()
    assert not said.endswith(".")
    assert [status for status, _ in await set_up(ask, rehearsal)][-1] == 200
    assert rehearsal.mend() == "Nothing to mend: everything is in order here"


def test_the_operator_says_what_was_done() -> None:
    said = scenario("missing-manage-channels").mend()
    assert said == "Turned on Manage Channels in the role alerts-bot"
    assert scenario("ready").mend().startswith("Nothing to mend")


@pytest.mark.parametrize(
    ("name", "missing", "left"),
    [
        ("missing-manage-channels", MANAGE_CHANNELS, MANAGE_WEBHOOKS | VIEW_CHANNEL),
        ("missing-manage-webhooks", MANAGE_WEBHOOKS, MANAGE_CHANNELS | VIEW_CHANNEL),
        ("missing-view", VIEW_CHANNEL, MANAGE_CHANNELS | MANAGE_WEBHOOKS),
    ],
)
def test_only_the_named_permission_is_missing(name: str, missing: int, left: int) -> None:
    rehearsal = scenario(name)
    bits = base(rehearsal.world.guilds[OPS_LAB], BOT.id)
    assert bits & (missing | left) == left
    rehearsal.mend()
    bits = base(rehearsal.world.guilds[OPS_LAB], BOT.id)
    assert bits & (missing | left) == missing | left


async def test_a_bot_in_no_guild_sees_none_until_it_is_invited(ask: Ask) -> None:
    rehearsal = scenario("not-in-guild")
    assert (await ask(rehearsal, "GET", "/users/@me/guilds")).json() == []
    assert outcome(await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}")) == (404, 10004)
    rehearsal.mend()
    listed = (await ask(rehearsal, "GET", "/users/@me/guilds")).json()
    assert isinstance(listed, list)
    assert [guild["id"] for guild in listed] == [OPS_LAB]
    roles = rehearsal.world.guilds[OPS_LAB].roles
    assert [role.permissions for role in roles if role.bot_id == BOT.id] == [536871952]


async def test_a_bad_token_is_bad_whichever_it_is(ask: Ask) -> None:
    rehearsal = scenario("bad-token")
    for token in (rehearsal.token, "some.other.token"):
        headers = {"Authorization": f"Bot {token}"}
        assert (await ask(rehearsal, "GET", "/users/@me", headers=headers)).status == 401


async def test_two_factor_shows_in_what_can_be_read(ask: Ask) -> None:
    rehearsal = scenario("two-factor")
    me = (await ask(rehearsal, "GET", "/users/@me")).json()
    guild = (await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}")).json()
    assert isinstance(me, dict)
    assert isinstance(guild, dict)
    assert (me["mfa_enabled"], guild["mfa_level"]) == (False, 1)


async def test_a_time_out_shows_in_the_member(ask: Ask) -> None:
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    rehearsal = scenario("timed-out", clock=moment.timestamp)
    path = f"/guilds/{OPS_LAB}/members/{BOT.id}"
    member = (await ask(rehearsal, "GET", path)).json()
    assert isinstance(member, dict)
    assert member["communication_disabled_until"] == "2026-11-01T13:00:00+00:00"
    rehearsal.mend()
    member = (await ask(rehearsal, "GET", path)).json()
    assert isinstance(member, dict)
    assert member["communication_disabled_until"] is None


async def test_a_time_out_ends_by_itself(ask: Ask) -> None:
    now = [1_800_000_000.0]
    rehearsal = scenario("timed-out", clock=lambda: now[0], tempo=0)
    assert await set_up(ask, rehearsal) == [(403, 50013)]
    now[0] += 3601
    assert await set_up(ask, rehearsal) == DONE


def test_a_full_guild_has_500_channels_in_categories_that_hold() -> None:
    world = scenario("channels-full").world
    channels = world.channels_of(OPS_LAB)
    assert len(channels) == 500
    assert max(len(world.children_of(channel.id)) for channel in channels) == 50


def test_a_full_channel_has_15_webhooks_none_of_them_ours() -> None:
    world = scenario("webhooks-full").world
    webhooks = world.webhooks_in(ALERTS_CHANNEL)
    assert len(webhooks) == 15
    assert world.application.id not in {webhook.application_id for webhook in webhooks}


async def test_rate_limited_goes_well_at_first_and_after_each_wait(ask: Ask) -> None:
    now = [1_800_000_000.0]
    rehearsal = scenario("rate-limited", clock=lambda: now[0])
    path = f"/guilds/{OPS_LAB}/channels"
    for asked in ("/users/@me", "/users/@me/guilds", f"/guilds/{OPS_LAB}", path):
        assert (await ask(rehearsal, "GET", asked)).status == 200
    for request in (("GET", path), ("POST", path, {"name": "x"})):
        refused = await ask(rehearsal, *request)
        body = refused.json()
        assert isinstance(body, dict)
        assert (refused.status, body["retry_after"]) == (429, 2)
        assert refused.header("X-RateLimit-Scope") == "user"
        now[0] += 1
        assert (await ask(rehearsal, *request)).status == 429
        now[0] += 1
        assert (await ask(rehearsal, *request)).status in (200, 201)


async def test_offline_nothing_gets_through(ask: Ask) -> None:
    rehearsal = scenario("offline")
    with pytest.raises(ConnectionRefusedError, match="Connection refused"):
        await ask(rehearsal, "GET", "/users/@me")
    assert rehearsal.requests[0].status is None


async def test_an_outage_is_a_web_page_for_everything(ask: Ask) -> None:
    rehearsal = scenario("outage-502")
    for path in ("/users/@me", f"/guilds/{OPS_LAB}", "/nothing"):
        reply = await ask(rehearsal, "GET", path, spoilt=True)
        assert (reply.status, reply.header("Content-Type")) == (502, "text/html")


def test_a_mended_config_folder_is_writable() -> None:
    rehearsal = scenario("readonly-config")
    rehearsal.mend()
    assert not rehearsal.config_read_only


def test_an_existing_setup_is_ours() -> None:
    world = scenario("existing-setup").world
    assert world.channels[ALERTS_CHANNEL].name == "alerts-my-project"
    (webhook,) = world.webhooks_in(ALERTS_CHANNEL)
    assert webhook.name == "CAKD Alerting - my-project"
    assert webhook.application_id == world.application.id


def test_the_ready_world_is_the_one_described() -> None:
    world = scenario("ready").world
    counts = {guild.name: len(world.channels_of(guild.id)) for guild in world.guilds.values()}
    assert counts == {"Ops Lab": 12, "Elsewhere": 1, "Staging": 4}
    assert world.me.id != world.application.id
    bits = {guild_id: base(world.guilds[guild_id], BOT.id) for guild_id in world.guilds}
    assert bits[OPS_LAB] & worlds.INVITED == worlds.INVITED
    assert bits[STAGING] & worlds.INVITED == worlds.INVITED & ~MANAGE_WEBHOOKS
    assert bits[ELSEWHERE] == 8866461766385663


def test_two_runs_show_the_same_ids_and_tokens() -> None:
    assert scenario("ready").token == scenario("ready").token
    assert scenario("ready").world.ids.new() == scenario("ready").world.ids.new()
