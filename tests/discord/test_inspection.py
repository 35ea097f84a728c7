"""A saved route is looked at over the socket: what is found, and what is asked for it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.checks import INSPECTIONS
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import Fault, Limited, Status
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.tokens import webhook_token
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB, OUR_WEBHOOK
from tests.discord.rounds import Rounds
from tests.discord.spoilt_ids import SPOILT
from tests.discord.stage import Stage, StageMaker

PASS, WARN, FAIL, SKIPPED = Verdict.PASS, Verdict.WARN, Verdict.FAIL, Verdict.SKIPPED
BY_TOKEN = "GET /webhooks/{webhook_id}/{webhook_token}"
URL = f"https://discord.com/api/webhooks/{OUR_WEBHOOK}/{webhook_token(OUR_WEBHOOK)}"
ROUTE = Route(
    "my-project",
    "discord",
    {"guild": OPS_LAB},
    (
        Remembered("channel", ALERTS_CHANNEL, "alerts-my-project", made=True),
        Remembered("webhook", OUR_WEBHOOK, "CAKD Alerting - my-project", made=True),
    ),
    Secret(URL),
)
IN_OPERATIONS = ROUTE.with_thing(replace(ROUTE.remembered[0], place=worlds.OPERATIONS))


async def inspected(
    acting: Stage, route: Route = ROUTE, *, known: bool = True
) -> dict[str, Finding]:
    """The findings by the last part of their check's id, each told once."""
    acting.said.clear()
    answers = acting.answers if known else None
    await acting.connection.inspect(route, answers, acting.said.append)
    found = [each.finding for each in acting.said if isinstance(each, Checked)]
    assert {each.check for each in found} == set(INSPECTIONS)
    assert len(found) == len(INSPECTIONS)
    return {each.check.id.removeprefix("status-"): each for each in found}


def verdicts(found: dict[str, Finding]) -> tuple[Verdict, ...]:
    """Of webhook, channel and repair."""
    return tuple(found[name].verdict for name in ("webhook", "channel", "repair"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("in-use", (PASS, PASS, PASS)),
        ("webhook-gone", (FAIL, PASS, PASS)),
        ("channel-gone", (FAIL, FAIL, PASS)),
        ("channel-renamed", (PASS, WARN, PASS)),
        ("hidden-channel", (PASS, FAIL, SKIPPED)),
        ("denied-in-channel", (FAIL, PASS, FAIL)),
    ],
)
async def test_each_scenario_is_told_as_what_it_is(
    name: str, expected: tuple[Verdict, ...], stage: StageMaker
) -> None:
    assert verdicts(await inspected(await stage(name))) == expected


@pytest.mark.parametrize("name", ["in-use", "webhook-gone", "channel-gone", "channel-renamed"])
async def test_five_gets_and_two_rounds_are_enough(name: str) -> None:
    rounds = Rounds(scenario(name))
    connection = DiscordProvider(environment={}, answer=rounds.answer).connect()
    said: list[Event] = []
    await connection.inspect(ROUTE, answers_for(rounds.rehearsal), said.append)
    await connection.aclose()
    assert rounds.sizes == [4, 1]
    assert {each.method for each in rounds.rehearsal.requests} == {"GET"}


async def test_of_a_channel_that_was_moved_its_categories_are_asked_for(
    stage: StageMaker,
) -> None:
    acting = await stage("channel-moved")
    found = await inspected(acting, IN_OPERATIONS)
    assert verdicts(found) == (PASS, WARN, PASS)
    assert found["channel"].evidence == "moved: Operations → Lounge"
    assert acting.asked("GET").count("GET /channels/{channel_id}") == 3


async def test_a_category_that_was_deleted_or_is_hidden_has_no_name(stage: StageMaker) -> None:
    acting = await stage("channel-moved")
    hidden = Overwrite(OPS_LAB, FOR_ROLE, deny=rights.VIEW_CHANNEL)
    channels = acting.rehearsal.world.channels
    channels[worlds.LOUNGE] = replace(channels[worlds.LOUNGE], overwrites=(hidden,))
    edits.delete_channel(acting.rehearsal.world, worlds.OPERATIONS)
    found = await inspected(acting, IN_OPERATIONS)
    assert found["channel"].evidence == "moved: a deleted category → another category"
    assert [each.where for each in found["channel"].fixes] == ["or"]


@pytest.mark.parametrize("place", ["x", *filter(None, SPOILT)])
async def test_a_place_that_is_no_id_is_not_asked_for(place: str, stage: StageMaker) -> None:
    acting = await stage("in-use")
    channel = ROUTE.remembered[0]
    found = await inspected(acting, ROUTE.with_thing(replace(channel, place=place)))
    assert found["channel"].evidence == "moved: another category → no category"


async def test_a_route_of_before_places_were_noted_is_silent(stage: StageMaker) -> None:
    acting = await stage("channel-moved")
    assert (await inspected(acting, ROUTE))["channel"].verdict is PASS


async def test_routes_looked_at_together_ask_for_the_bot_once() -> None:
    rehearsal = scenario("in-use", latency=0.01)
    connection = DiscordProvider(environment={}, answer=rehearsal.answer).connect()
    said: list[Event] = []
    answers = answers_for(rehearsal)
    await asyncio.gather(*(connection.inspect(ROUTE, answers, said.append) for _ in range(3)))
    await connection.aclose()
    asked = [each.route for each in rehearsal.requests]
    assert len(asked) == 3 * 2 + 3
    assert asked.count("GET /users/@me") == 1
    assert len(said) == 3 * len(INSPECTIONS)


async def test_a_later_look_asks_anew(stage: StageMaker) -> None:
    acting = await stage("in-use")
    assert (await inspected(acting))["repair"].verdict is PASS
    for role_id in (worlds.OPS_LAB, worlds.OWN_ROLE, worlds.OBSERVERS):
        edits.revoke(acting.rehearsal.world, OPS_LAB, role_id, rights.MANAGE_CHANNELS)
    assert (await inspected(acting))["repair"].verdict is WARN


async def test_one_that_is_left_does_not_take_the_answer_from_another() -> None:
    rehearsal = scenario("in-use", latency=0.02)
    connection = DiscordProvider(environment={}, answer=rehearsal.answer).connect()
    said: list[Event] = []
    answers = answers_for(rehearsal)
    first = asyncio.create_task(connection.inspect(ROUTE, answers, lambda _: None))
    second = asyncio.create_task(connection.inspect(ROUTE, answers, said.append))
    await asyncio.sleep(0.01)
    first.cancel()
    await second
    await connection.aclose()
    assert first.cancelled()
    assert len(said) == len(INSPECTIONS)


async def test_without_credentials_only_the_webhook_is_asked_for(stage: StageMaker) -> None:
    acting = await stage("in-use")
    found = await inspected(acting, known=False)
    assert verdicts(found) == (PASS, SKIPPED, SKIPPED)
    assert found["channel"].evidence == "needs a bot token"
    assert acting.asked("GET") == [BY_TOKEN]
    assert "authorization" not in {each.lower() for each in acting.rehearsal.requests[0].headers}


async def test_a_webhook_that_is_gone_is_asked_for_once(stage: StageMaker) -> None:
    acting = await stage("webhook-gone")
    await inspected(acting)
    assert acting.asked("GET").count(BY_TOKEN) == 1


async def test_an_unfinished_set_up_goes_on_where_it_stopped(stage: StageMaker) -> None:
    acting = await stage("in-use")
    found = await inspected(acting, replace(ROUTE, webhook=Secret("")))
    assert verdicts(found) == (FAIL, PASS, PASS)
    assert found["webhook"].headline.startswith("The set-up was not finished")
    assert BY_TOKEN not in acting.asked("GET")


async def test_a_wrong_webhook_token_is_no_refusal_of_the_bots(stage: StageMaker) -> None:
    acting = await stage("in-use")
    wrong = Secret(f"https://discord.com/api/webhooks/{OUR_WEBHOOK}/wrong")
    found = await inspected(acting, replace(ROUTE, webhook=wrong))
    assert verdicts(found) == (FAIL, PASS, PASS)
    assert not any(each.refused for each in found.values())
    assert "wrong" not in repr(found["webhook"])


async def test_a_url_that_is_none_is_not_asked_for(stage: StageMaker) -> None:
    acting = await stage("in-use")
    found = await inspected(acting, replace(ROUTE, webhook=Secret("https://x.example/hook")))
    assert found["webhook"].verdict is FAIL
    assert BY_TOKEN not in acting.asked("GET")


async def test_a_webhook_moved_in_discord_is_told(stage: StageMaker) -> None:
    acting = await stage("in-use")
    hooks = acting.rehearsal.world.webhooks
    hooks[OUR_WEBHOOK] = replace(hooks[OUR_WEBHOOK], channel_id=worlds.DEPLOYS)
    found = await inspected(acting)
    assert found["webhook"].verdict is WARN
    assert found["webhook"].evidence.startswith("moved: ")


async def test_a_hidden_channel_says_how_to_show_it(stage: StageMaker) -> None:
    found = await inspected(await stage("hidden-channel"))
    assert found["channel"].evidence == "#alerts-my-project hides from the bot"
    assert "the member alerts-bot → View Channel ✓" in found["channel"].fixes[0].text


async def test_a_denial_in_the_channel_is_a_warning_while_alerts_arrive(stage: StageMaker) -> None:
    acting = await stage("in-use")
    deny(acting.rehearsal)
    found = await inspected(acting)
    assert verdicts(found) == (PASS, PASS, WARN)
    assert found["repair"].evidence == (
        "Manage Webhooks: granted in the server, denied in #alerts-my-project"
    )
    assert found["repair"].fixes


def deny(rehearsal: Rehearsal) -> None:
    channels = rehearsal.world.channels
    denial = Overwrite(OPS_LAB, FOR_ROLE, deny=rights.MANAGE_WEBHOOKS)
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], overwrites=(denial,))


def leave(rehearsal: Rehearsal) -> None:
    edits.leave(rehearsal.world, OPS_LAB)


def time_out(rehearsal: Rehearsal) -> None:
    edits.time_out(rehearsal.world, OPS_LAB, rehearsal.world.now().replace(year=2099))


async def test_a_bot_that_left_the_server_is_told_by_repair_with_an_invitation(
    stage: StageMaker,
) -> None:
    acting = await stage("in-use")
    leave(acting.rehearsal)
    found = await inspected(acting)
    assert verdicts(found) == (PASS, SKIPPED, FAIL)
    assert found["repair"].evidence.startswith("none of the bot's servers has this ID")
    assert any(fix.link and "oauth2" in fix.link.url for fix in found["repair"].fixes)


async def test_a_time_out_keeps_the_bot_from_repairing(stage: StageMaker) -> None:
    acting = await stage("in-use")
    time_out(acting.rehearsal)
    found = await inspected(acting)
    assert found["repair"].verdict is WARN
    assert found["repair"].evidence.endswith("the bot is timed out")


async def test_a_bot_not_admitted_yet_may_not_repair(stage: StageMaker) -> None:
    acting = await stage("in-use")
    edits.screen(acting.rehearsal.world, worlds.OPS_LAB, pending=True)
    found = await inspected(acting)
    assert found["repair"].verdict is WARN
    assert found["repair"].evidence.endswith("the membership screening isn't passed yet")


@pytest.mark.parametrize("name", ["over-privileged", "fragile-grant"])
async def test_a_doubtful_grant_is_no_drift(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    worlds.add_alerts_channel(acting.rehearsal.world)
    worlds.add_our_webhook(acting.rehearsal.world)
    assert verdicts(await inspected(acting)) == (PASS, PASS, PASS)


@pytest.mark.parametrize("name", ["bad-token", "persons-token"])
async def test_refused_credentials_are_told_once(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    worlds.add_alerts_channel(acting.rehearsal.world)
    worlds.add_our_webhook(acting.rehearsal.world)
    found = await inspected(acting)
    assert found["webhook"].verdict is PASS
    assert [key for key, each in found.items() if each.verdict is FAIL] == ["repair"]
    assert found["repair"].refused


@pytest.mark.parametrize("name", ["offline", "outage-502", "cloudflare-1010"])
async def test_silence_is_told_once(name: str, stage: StageMaker) -> None:
    found = await inspected(await stage(name))
    assert verdicts(found) == (FAIL, SKIPPED, SKIPPED)
    assert found["webhook"].symptom is not None
    assert found["channel"].evidence == "needs an answer from Discord"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/users/@me", (PASS, PASS, FAIL)),
        (f"/guilds/{OPS_LAB}", (PASS, PASS, FAIL)),
        ("/guilds/*/members/*", (PASS, PASS, FAIL)),
        ("/channels/*", (PASS, FAIL, SKIPPED)),
        ("/webhooks/*/*", (FAIL, PASS, PASS)),
    ],
)
async def test_one_answer_that_does_not_come_is_told_where_it_is_missing(
    path: str, expected: tuple[Verdict, ...], stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 0.0)
    acting = await stage("in-use")
    acting.rehearsal.faults.add(Fault(Status(502), "GET", path, times=None))
    assert verdicts(await inspected(acting)) == expected


async def test_a_wait_is_said(stage: StageMaker) -> None:
    acting = await stage("in-use")
    acting.rehearsal.faults.add(Fault(Limited(), "GET", "/channels/*"))
    await inspected(acting)
    assert [each.reason for each in acting.said if isinstance(each, Waiting)]


async def test_an_address_that_can_not_be_used_is_a_finding() -> None:
    provider = DiscordProvider(environment={"CAKD_DISCORD_API": "http://far.example/api"})
    said: list[Event] = []
    await provider.connect().inspect(ROUTE, None, said.append)
    found = [each.finding for each in said if isinstance(each, Checked)]
    assert [each.check for each in found] == list(INSPECTIONS)
    assert [each.verdict for each in found] == [FAIL, SKIPPED, SKIPPED, SKIPPED]


@pytest.mark.parametrize(
    "change", [leave, deny, lambda _: None], ids=["left", "denied", "unchanged"]
)
async def test_a_route_of_another_server_is_looked_at_there(
    change: Callable[[Rehearsal], None], stage: StageMaker
) -> None:
    acting = await stage("in-use")
    change(acting.rehearsal)
    here = await inspected(acting)
    acting.answers = acting.answers.with_value("guild", worlds.ELSEWHERE)
    assert verdicts(await inspected(acting)) == verdicts(here)


def answers_for(rehearsal: Rehearsal) -> Answers:
    """What the rehearsal's own bot is known by."""
    return (
        Answers("my-project")
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
    )


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_where_nothing_names_the_server_only_the_webhook_is_asked_for(
    spoilt: str, stage: StageMaker
) -> None:
    acting = await stage("in-use")
    acting.answers = acting.answers.with_value("guild", spoilt)
    found = await inspected(acting, replace(ROUTE, values={"guild": spoilt}))
    assert verdicts(found) == (PASS, SKIPPED, SKIPPED)
    assert found["channel"].evidence == "needs the server's ID"
