"""One channel, one webhook, one route: fresh, again, and beside what was there before."""

import asyncio
from dataclasses import replace

import pytest

from cakd_tui.core.events import (
    ActionStarted,
    Noted,
    RouteSaved,
    StepDone,
    Warned,
    WebhookReady,
)
from cakd_tui.core.finding import Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.state import CATEGORY, FOR_ROLE, VOICE, Channel, Overwrite
from tests.discord.stage import StageMaker, assert_one_of_each, channels, own, webhooks


async def test_a_fresh_project_gets_all_three(stage: StageMaker) -> None:
    acting = await stage()
    said = await acting.create()
    assert_one_of_each(acting)
    assert [each.text for each in said if isinstance(each, ActionStarted) and each.text] == [
        "Creating Discord channel for my-project...",
        "Creating Discord webhook...",
    ]
    assert said[-1] == StepDone(1, "Provisioning Notification Channels", failed=False)
    assert channels(acting)[0].topic == "CAKD alerts for my-project"
    assert webhooks(acting)[0].name == "CAKD Alerting - my-project"
    route = acting.routes.load("my-project")
    assert route is not None
    assert all(thing.made for thing in route.remembered)


async def test_a_fresh_project_needs_three_requests(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    assert [each.route for each in acting.rehearsal.requests] == [
        "GET /guilds/{guild_id}/channels",
        "POST /guilds/{guild_id}/channels",
        "POST /channels/{channel_id}/webhooks",
    ]


async def test_every_change_says_why_in_the_audit_log(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    assert {entry.reason for entry in acting.rehearsal.world.audit} == {
        "CAKD alerts for my-project"
    }


async def test_second_run_reuses_both_and_sends_only_gets(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    acting.rehearsal.requests.clear()
    said = await acting.create()
    assert_one_of_each(acting)
    assert [each.method for each in acting.rehearsal.requests] == ["GET", "GET"]
    assert [each.text for each in said if isinstance(each, ActionStarted) and each.text] == [
        "Reusing Discord channel for my-project...",
        "Reusing Discord webhook...",
    ]
    ready = next(each for each in said if isinstance(each, WebhookReady))
    assert not ready.made
    assert any(isinstance(each, RouteSaved) for each in said)


async def test_what_we_made_stays_ours_when_it_is_reused(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    await acting.create()
    route = acting.routes.load("my-project")
    assert route is not None
    assert [thing.made for thing in route.remembered] == [True, True]


async def test_what_was_there_before_is_not_ours(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    await acting.create()
    assert_one_of_each(acting)
    route = acting.routes.load("my-project")
    assert route is not None
    assert [thing.made for thing in route.remembered] == [False, False]


async def test_a_voice_channel_and_a_category_of_the_name_are_not_taken(stage: StageMaker) -> None:
    acting = await stage()
    world = acting.rehearsal.world
    for number, kind in ((1, VOICE), (2, CATEGORY)):
        decoy = Channel(str(700 + number), acting.rehearsal.guild_id, "alerts-my-project", kind)
        world.channels[decoy.id] = decoy
    await acting.create()
    texts = [each for each in channels(acting) if each.kind == 0]
    assert len(texts) == 1
    assert len(webhooks(acting)) == 1
    assert webhooks(acting)[0].channel_id == texts[0].id


async def test_another_applications_webhook_is_never_taken(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    world = acting.rehearsal.world
    ours = webhooks(acting)[0]
    world.webhooks[ours.id] = replace(ours, application_id="111111111111111111")
    await acting.create()
    route = acting.routes.load("my-project")
    assert route is not None
    assert ours.id not in route.webhook.reveal()
    assert len(webhooks(acting)) == 2


async def test_of_several_channels_the_one_with_our_topic_is_taken(stage: StageMaker) -> None:
    acting = await stage()
    world = acting.rehearsal.world
    for number, topic in ((1, None), (2, "CAKD alerts for my-project"), (3, "else")):
        extra = Channel(str(900 + number), acting.rehearsal.guild_id, "alerts-my-project")
        world.channels[extra.id] = replace(extra, topic=topic)
    await acting.create()
    assert len(channels(acting)) == 3
    assert webhooks(acting)[0].channel_id == "902"


async def test_a_renamed_channel_is_found_by_its_id(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    world = acting.rehearsal.world
    channel = channels(acting)[0]
    world.channels[channel.id] = replace(channel, name="ops-noise")
    await acting.create()
    assert not channels(acting)
    assert [each.channel_id for each in own(acting)] == [channel.id]


async def test_a_deleted_channel_is_made_again(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    world = acting.rehearsal.world
    del world.channels[channels(acting)[0].id]
    world.webhooks.clear()
    await acting.create()
    assert_one_of_each(acting)


async def test_a_hidden_channel_is_not_made_a_second_time(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    channel = channels(acting)[0]
    deny = Overwrite(channel.guild_id, FOR_ROLE, deny=rights.VIEW_CHANNEL)
    acting.rehearsal.world.channels[channel.id] = replace(channel, overwrites=(deny,))
    said = await acting.create()
    warned = next(each for each in said if isinstance(each, Warned))
    assert warned.symptom.facts["code"] == 50001
    assert warned.symptom.facts["action"] == "channel"
    assert len(channels(acting)) == 1


async def test_a_project_named_after_discord_gets_a_name_discord_takes(stage: StageMaker) -> None:
    acting = await stage("ready", project="discord-bot")
    said = await acting.create()
    assert [each.name for each in own(acting)] == ["CAKD Alerting - dscrd-bot"]
    assert any(isinstance(each, Noted) and "dscrd" in each.text for each in said)
    assert len(channels(acting, "discord-bot")) == 1
    await acting.create()
    assert len(own(acting)) == 1


@pytest.mark.parametrize("left", [True, False], ids=["left the old server", "still in both"])
async def test_a_project_that_moves_to_another_server_is_set_up_there(
    left: bool, stage: StageMaker
) -> None:
    acting = await stage()
    world = acting.rehearsal.world
    await acting.create()
    old = channels(acting)[0]
    if left:
        edits.leave(world, acting.rehearsal.guild_id)
    elsewhere = "900000000000000002"
    moved = replace(acting, answers=acting.answers.with_value("guild", elsewhere))
    found = await moved.findings(acting.routes.load("my-project"))
    assert {each.verdict for each in found.values()} == {Verdict.PASS, Verdict.WARN}
    assert moved.plan is not None
    assert moved.plan.requests == 2
    said = await moved.create()
    assert not [each for each in said if isinstance(each, Warned)]
    route = acting.routes.load("my-project")
    assert route is not None
    thing = route.thing("channel")
    assert thing is not None
    assert world.channels[thing.id].guild_id == elsewhere
    assert thing.id != old.id


async def test_a_route_edited_by_hand_is_no_stumbling_block(stage: StageMaker) -> None:
    acting = await stage()
    things = (Remembered("channel", "abc", "x", made=True), Remembered("webhook", "²", "y", True))
    acting.routes.save(Route("my-project", "discord", remembered=things))
    assert not await acting.failed(acting.routes.load("my-project"))
    await acting.create()
    assert len(channels(acting)) == len(webhooks(acting)) == 1


async def test_two_runs_side_by_side_end_with_one_of_each(stage: StageMaker) -> None:
    acting = await stage()
    await asyncio.gather(acting.create(), acting.create())
    await acting.create()
    assert_one_of_each(acting)


async def test_secrets_show_in_no_event(stage: StageMaker) -> None:
    acting = await stage()
    said = repr(await acting.create())
    assert acting.rehearsal.token not in said
    assert webhooks(acting)[0].token not in said
