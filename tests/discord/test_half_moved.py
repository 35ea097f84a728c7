"""A move that is refused changes nothing, and one that was cut short can be looked at, gone on with
or given up.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event, Noted, Warned
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.plan import Verb
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import Fault, Refused, Status
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.state import FOR_MEMBER, Overwrite
from cakd_tui.rehearsal.worlds import BOT, DEPLOYS, STAGING
from tests.discord.moves import MOVES, Move, place_of_alerts, to_deploys, to_staging, used
from tests.discord.stage import Stage, StageMaker, channels, own, unheard
from tests.discord.undone import removed, rotated, saved, set_up, told

REFUSED = json_reply(403, {"message": "Missing Permissions", "code": 50013})


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 0.0)


def warned(said: Sequence[Event]) -> list[str]:
    return [each.text for each in said if isinstance(each, Warned)]


async def half_moved(stage: StageMaker, move: Move) -> Stage:
    """A stage on which a move ended without its webhook; `--use` has to be said anew."""
    acting = await set_up(stage)
    move(acting)
    fault = Fault(Refused(REFUSED), "POST", "/channels/*/webhooks", times=None)
    acting.rehearsal.faults.add(fault)
    assert warned(await acting.create())
    acting.rehearsal.faults.clear()
    acting.answers = replace(acting.answers, uses={})
    acting.rehearsal.requests.clear()
    return acting


async def status(acting: Stage) -> dict[str, Finding]:
    said: list[Event] = []
    await acting.connection.inspect(saved(acting), acting.answers, said.append)
    found = [each.finding for each in said if isinstance(each, Checked)]
    return {each.check.id.removeprefix("status-"): each for each in found}


async def test_a_channel_that_refuses_its_webhooks_is_not_moved_to(stage: StageMaker) -> None:
    acting = await set_up(stage)
    before = saved(acting)
    to_deploys(acting)
    world = acting.rehearsal.world
    denied = (Overwrite(BOT.id, FOR_MEMBER, deny=MANAGE_WEBHOOKS),)
    world.channels[DEPLOYS] = replace(world.channels[DEPLOYS], overwrites=denied)
    (text,) = warned(await acting.create())
    assert "failed to create webhook: discord API error: status 403" in text
    assert saved(acting) == before
    await acting.connection.send_test(before, unheard)


async def test_an_adopted_channel_that_refuses_its_webhooks_is_not_remembered(
    stage: StageMaker,
) -> None:
    acting = await stage("existing-setup")
    acting.rehearsal.faults.add(Fault(Refused(REFUSED), "GET", "/channels/*/webhooks"))
    assert warned(await acting.create())
    assert acting.routes.load("my-project") is None


@pytest.mark.parametrize("move", MOVES)
async def test_a_half_done_move_delivers_is_named_and_goes_on_with_create(
    stage: StageMaker, move: Move
) -> None:
    acting = await half_moved(stage, move)
    await acting.connection.send_test(saved(acting), unheard)
    found = await status(acting)
    verdicts = {name: each.verdict for name, each in found.items()}
    assert verdicts.pop("left-over") is Verdict.WARN
    assert set(verdicts.values()) == {Verdict.PASS}
    assert "a move to it was begun" in found["left-over"].evidence
    assert "cakd create" in found["left-over"].fixes[0].text
    assert "rotate" not in found["left-over"].fixes[0].text


@pytest.mark.parametrize("move", MOVES)
async def test_the_plan_of_a_half_done_move_is_to_go_on(stage: StageMaker, move: Move) -> None:
    acting = await half_moved(stage, move)
    half = saved(acting)
    await acting.findings(half)
    assert acting.plan is not None
    lines = acting.plan.lines
    assert (lines[0].verb, lines[0].reason) == (Verb.REUSE, "a move to it was begun")
    assert lines[1].verb is Verb.CREATE
    left = [each.remark for each in lines if each.verb is Verb.LEAVE]
    assert left == [f"id {each.id}" for each in half.remembered[:2]]
    assert not acting.plan.settled
    acting.rehearsal.requests.clear()
    assert not warned(await acting.create())
    assert len(acting.asked("POST")) == acting.plan.requests == 1
    await acting.findings(saved(acting))
    assert acting.plan is not None
    assert acting.plan.settled


@pytest.mark.parametrize("move", MOVES)
async def test_a_half_done_move_is_taken_back_whole(stage: StageMaker, move: Move) -> None:
    acting = await half_moved(stage, move)
    assert not warned(await removed(acting))
    assert not channels(acting)
    assert not own(acting)
    assert DEPLOYS in acting.rehearsal.world.channels
    assert acting.routes.load("my-project") is None


@pytest.mark.parametrize("move", MOVES)
async def test_a_half_done_move_does_not_keep_the_webhook_from_being_changed(
    stage: StageMaker, move: Move
) -> None:
    acting = await half_moved(stage, move)
    half = saved(acting)
    assert not warned(await rotated(acting))
    route = saved(acting)
    assert place_of_alerts(acting, route)[1] == used(half, "channel")
    assert route.thing("channel-coming") == half.thing("channel-coming")


@pytest.mark.parametrize("move", MOVES)
async def test_a_failed_move_is_rolled_back_to_what_was(stage: StageMaker, move: Move) -> None:
    acting = await set_up(stage)
    before, things = saved(acting), channels(acting)
    move(acting)
    acting.rehearsal.faults.add(Fault(Refused(REFUSED), "POST", "/channels/*/webhooks"))

    async def answers() -> Answers:
        return acting.answers

    project, routes = acting.answers.project, acting.routes
    step = NotifyStep(acting.connection, "discord", project, answers, routes, rollback=True)
    assert len(warned(await told(step))) == 1
    assert saved(acting) == before
    assert channels(acting) == things


async def test_a_move_to_another_server_can_be_given_up(stage: StageMaker) -> None:
    acting = await half_moved(stage, to_staging)
    half, home = saved(acting), acting.rehearsal.guild_id
    acting.answers = acting.answers.with_value("guild", home)
    await acting.findings(half)
    assert acting.plan is not None
    assert (acting.plan.requests, acting.plan.settled) == (0, False)
    (left,) = [each for each in acting.plan.lines if each.verb is Verb.LEAVE]
    assert left.remark == f"id {half.remembered[-1].id}"
    assert left.reason.startswith("cakd made it for a move that was not finished")
    said = await acting.create()
    assert not warned(said)
    assert any("is left" in each.text for each in said if isinstance(each, Noted))
    route = saved(acting)
    assert route.webhook == half.webhook
    assert [each.kind for each in route.remembered] == ["channel", "webhook", "channel-former"]
    assert (await status(acting))["left-over"].verdict is Verdict.PASS
    assert not warned(await removed(acting))
    assert channels(acting) == []


async def test_a_move_to_another_channel_is_given_up_by_naming_the_one_in_use(
    stage: StageMaker,
) -> None:
    acting = await half_moved(stage, to_deploys)
    half = saved(acting)
    acting.answers = acting.answers.with_use("channel", used(half, "channel"))
    assert not warned(await acting.create())
    route = saved(acting)
    assert route.remembered == half.remembered[:2]
    assert route.webhook == half.webhook


@pytest.mark.parametrize("fails", [True, False], ids=["half-way", "whole"])
async def test_of_two_moves_after_another_nothing_we_made_is_forgotten(
    fails: bool, stage: StageMaker
) -> None:
    acting = await half_moved(stage, to_staging)
    half = saved(acting)
    acting.answers = acting.answers.with_value("guild", acting.rehearsal.guild_id)
    to_deploys(acting)
    if fails:
        fault = Fault(Status(503), "POST", "/channels/*/webhooks", times=None)
        acting.rehearsal.faults.add(fault)
    assert bool(warned(await acting.create())) is fails
    route = saved(acting)
    assert {each.id for each in half.remembered} <= {each.id for each in route.remembered}
    assert place_of_alerts(acting, route)[1] == (used(half, "channel") if fails else DEPLOYS)
    acting.rehearsal.faults.clear()
    assert not warned(await removed(acting))
    assert not channels(acting)
    assert not own(acting)


async def test_a_bot_that_was_shut_out_of_the_new_server_can_stay_in_the_old(
    stage: StageMaker,
) -> None:
    acting = await half_moved(stage, to_staging)
    half = saved(acting)
    edits.leave(acting.rehearsal.world, STAGING)
    before = saved(acting)
    assert warned(await acting.create())  # still to Staging: nothing is made twice there
    assert saved(acting) == before
    acting.answers = acting.answers.with_value("guild", acting.rehearsal.guild_id)
    assert not warned(await acting.create())
    assert saved(acting).webhook == half.webhook
    assert saved(acting).remembered[-1] == replace(half.remembered[-1], kind="channel-former")


async def test_a_hidden_channel_that_was_moved_to_is_not_made_again(stage: StageMaker) -> None:
    acting = await half_moved(stage, to_staging)
    half, world = saved(acting), acting.rehearsal.world
    new = world.channels[half.remembered[-1].id]
    denied = (Overwrite(BOT.id, FOR_MEMBER, deny=VIEW_CHANNEL),)
    world.channels[new.id] = replace(new, overwrites=denied)
    await acting.findings(half)
    assert acting.plan is None
    assert warned(await acting.create())
    assert saved(acting) == half
    assert len(channels(acting)) == 2


async def test_what_was_moved_to_and_is_gone_is_made_again(stage: StageMaker) -> None:
    acting = await half_moved(stage, to_staging)
    half = saved(acting)
    edits.delete_channel(acting.rehearsal.world, half.remembered[-1].id)
    assert not warned(await acting.create())
    route = saved(acting)
    assert place_of_alerts(acting, route) == (STAGING, used(route, "channel"))
    assert half.remembered[-1].id not in {each.id for each in route.remembered}
    assert len(route.remembered) == 4
