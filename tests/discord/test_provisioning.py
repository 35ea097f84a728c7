"""One channel, one webhook, one route: fresh, again, after lost answers and after every crash."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import (
    ActionStarted,
    Noted,
    RouteSaved,
    StepDone,
    Waiting,
    Warned,
    WebhookReady,
)
from cakd_tui.core.finding import Verdict
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.route import Remembered, Route
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.faults import (
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Status,
    Truncated,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import CATEGORY, FOR_ROLE, VOICE, Channel, Overwrite, Webhook
from cakd_tui.storage.routes import FileRoutes
from tests.discord.stage import Stage, StageMaker


def channels(acting: Stage, project: str = "my-project") -> list[Channel]:
    """The text channels of the project."""
    name = f"alerts-{project}"
    return [each for each in acting.rehearsal.world.channels.values() if each.name == name]


def own(acting: Stage) -> list[Webhook]:
    """All webhooks with a name of ours."""
    every = acting.rehearsal.world.webhooks.values()
    return [each for each in every if each.name.startswith("CAKD Alerting - ")]


def webhooks(acting: Stage) -> list[Webhook]:
    """Our webhooks in the project's channels."""
    ids = {each.id for each in channels(acting)}
    return [each for each in own(acting) if each.channel_id in ids]


def assert_one_of_each(acting: Stage) -> None:
    """One channel, one webhook, one route, and the route leads to them."""
    assert len(channels(acting)) == 1
    assert len(webhooks(acting)) == 1
    webhook = webhooks(acting)[0]
    route = acting.routes.load("my-project")
    assert route is not None
    url = f"https://discord.com/api/webhooks/{webhook.id}/{webhook.token}"
    assert route.webhook.reveal() == url
    assert [(each.kind, each.id) for each in route.remembered] == [
        ("channel", channels(acting)[0].id),
        ("webhook", webhook.id),
    ]


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


POSTS = {"channel": "/guilds/*/channels", "webhook": "/channels/*/webhooks"}
LOST: dict[str, Effect] = {
    "reset before": Drop(),
    "reset after": Drop(after=True),
    "500 before": Status(500),
    "502 after": Status(502, after=True),
    "503 before": Status(503),
    "504 after": Status(504, after=True),
    "truncated": Truncated(),
    "garbage": Garbage(),
    "html": Html(),
    "429": Limited(),
    "429 global": Limited("global"),
    "429 shared": Limited("shared"),
}


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("effect", LOST.values(), ids=LOST)
async def test_a_lost_answer_to_a_create_makes_no_second(
    effect: Effect, path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.provisioning._LOOKS", (0.0, 0.01))
    acting = await stage()
    acting.rehearsal.faults.add(Fault(effect, "POST", path))
    said = await acting.create()
    assert not [each for each in said if isinstance(each, Warned)]
    assert_one_of_each(acting)
    route = acting.routes.load("my-project")
    assert route is not None
    assert all(thing.made for thing in route.remembered)


async def test_a_bot_that_cannot_see_makes_no_second_channel(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.provisioning._LOOKS", (0.0,))
    acting = await stage("missing-view")
    fault = Fault(Status(502, after=True), "POST", POSTS["channel"], times=None)
    acting.rehearsal.faults.add(fault)
    said = await acting.create()
    assert any(isinstance(each, Warned) for each in said)
    assert len(channels(acting)) == 1


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
async def test_even_the_last_lost_answer_is_looked_for(
    path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.provisioning._LOOKS", (0.0,))
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Status(502), "POST", path, times=2))
    acting.rehearsal.faults.add(Fault(Status(502, after=True), "POST", path, nth=3))
    said = await acting.create()
    assert not [each for each in said if isinstance(each, Warned)]
    assert_one_of_each(acting)


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
    assert {each.verdict for each in found.values()} == {Verdict.PASS}
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


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("effect", [Status(502, after=True), Drop(after=True), Drop()])
async def test_a_lasting_failure_is_named_and_a_later_run_completes_it(
    effect: Effect, path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.provisioning._LOOKS", (0.0,))
    acting = await stage()
    for method in ("POST", "GET"):
        acting.rehearsal.faults.add(Fault(effect, method, path, times=None))
    said = await acting.create()
    warned = [each for each in said if isinstance(each, Warned)]
    assert len(warned) == 1
    assert warned[0].text.startswith("Failed to provision notification channel: failed to create ")
    acting.rehearsal.faults.clear()
    await acting.create()
    assert_one_of_each(acting)


async def test_a_rate_limit_is_waited_out_and_said(stage: StageMaker) -> None:
    acting = await stage("rate-limited")
    said = await acting.create()
    assert_one_of_each(acting)
    waits = [each for each in said if isinstance(each, Waiting)]
    assert waits
    assert all(each.reason.startswith("Discord asks us to wait") for each in waits)


async def test_a_silent_discord_is_given_up_with_a_named_failure(stage: StageMaker) -> None:
    acting = await stage("offline")
    said = await acting.create()
    warned = next(each for each in said if isinstance(each, Warned))
    assert warned.symptom.kind == "transport"
    assert "failed to create channel: failed to make request: GET http" in warned.text
    assert acting.routes.load("my-project") is None


async def cut_at(acting: Stage, cut: int) -> int:
    """Run the pipeline and close it after `cut` events; how many there were."""

    async def answers() -> Answers:
        return acting.answers

    step = NotifyStep(acting.connection, "discord", "my-project", answers, acting.routes)
    count = 0
    async with aclosing(run_pipeline([step])) as events:
        async for _ in events:
            count += 1
            if count == cut:
                break
    return count


async def test_a_run_cancelled_at_any_event_is_completed_by_the_next(stage: StageMaker) -> None:
    whole = await cut_at(await stage(), 0)
    assert whole > 8
    for cut in range(1, whole + 1):
        acting = await stage()
        await cut_at(acting, cut)
        await acting.create()
        assert_one_of_each(acting)


class Crash(BaseException):
    """The process dies."""


class MortalDiscord:
    """Kills the run at its n-th request, before or after the request took effect."""

    def __init__(self, rehearsal: Rehearsal, death: int, *, after: bool) -> None:
        self.rehearsal = rehearsal
        self.death = death
        self.after = after
        self.asked = 0

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        self.asked += 1
        if self.asked == self.death and not self.after:
            raise Crash
        reply = await self.rehearsal.answer(method, target, headers, body)
        if self.asked == self.death:
            raise Crash
        return reply


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("death", [1, 2, 3])
async def test_a_crash_at_any_request_is_mended_by_the_next_run(
    death: int, after: bool, stage: StageMaker
) -> None:
    acting = await stage()
    mortal = MortalDiscord(acting.rehearsal, death, after=after)
    provider = DiscordProvider(environment={}, answer=mortal.answer)
    dying = replace(acting, connection=provider.connect())
    with pytest.raises(Crash):
        await dying.create()
    await acting.create()
    assert_one_of_each(acting)


class MortalRoutes(FileRoutes):
    """Kills the run at its n-th save, before or after the file is written."""

    death = 0
    after = False
    saves = 0

    def save(self, route: Route) -> None:
        self.saves += 1
        if self.saves == self.death and not self.after:
            raise Crash
        super().save(route)
        if self.saves == self.death:
            raise Crash


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("death", [1, 2, 3])
async def test_a_crash_at_any_save_is_mended_by_the_next_run(
    death: int, after: bool, stage: StageMaker
) -> None:
    acting = await stage()
    mortal = MortalRoutes(Path(acting.routes.path("my-project")).parent)
    mortal.death, mortal.after = death, after
    with pytest.raises(Crash):
        await replace(acting, routes=mortal).create()
    await acting.create()
    assert_one_of_each(acting)


async def test_the_channel_is_written_down_before_the_webhook_is_asked_for(
    stage: StageMaker,
) -> None:
    acting = await stage()
    mortal = MortalDiscord(acting.rehearsal, 3, after=False)
    provider = DiscordProvider(environment={}, answer=mortal.answer)
    with pytest.raises(Crash):
        await replace(acting, connection=provider.connect()).create()
    route = acting.routes.load("my-project")
    assert route is not None
    assert [each.id for each in route.remembered] == [channels(acting)[0].id]
    assert not route.webhook


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
