"""The channel in use is gone or can't take alerts: plan and run see the same of what is left."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cakd_tui.core.events import Event, Warned
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.route import Route
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.state import ANNOUNCEMENT
from cakd_tui.rehearsal.worlds import DEPLOYS, OPS_LAB, OWN_ROLE, STAGING
from tests.discord.moves import announcing, place_of_alerts, used
from tests.discord.stage import Stage, StageMaker, channels, own, unheard
from tests.discord.undone import removed, saved, set_up


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 0.0)


def warned(said: Sequence[Event]) -> list[str]:
    return [each.text for each in said if isinstance(each, Warned)]


def webhook_moved_and_channel_deleted(acting: Stage) -> None:
    world = acting.rehearsal.world
    hook = own(acting)[0]
    world.webhooks[hook.id] = replace(hook, channel_id=DEPLOYS)
    edits.delete_channel(world, channels(acting)[0].id)


def without_the_servers_list(acting: Stage) -> None:
    """The bot may look at the webhooks of single channels alone."""
    edits.revoke(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.MANAGE_WEBHOOKS)


async def planned(acting: Stage, route: Route) -> list[PlanLine]:
    await acting.findings(route)
    assert acting.plan is not None
    return [*acting.plan.lines]


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
async def test_a_webhook_that_outlived_its_channel_is_left_as_planned_and_goes_with_destroy(
    listed: bool, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    before, hook = saved(acting), own(acting)[0]
    webhook_moved_and_channel_deleted(acting)
    if not listed:
        without_the_servers_list(acting)
    lines = await planned(acting, before)
    left = [each for each in lines if each.verb is Verb.LEAVE]
    assert [(each.kind, each.remark) for each in left] == [("webhook", f"id {hook.id}")]
    assert left[0].reason.endswith("cakd destroy deletes it")
    edits.grant(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.MANAGE_WEBHOOKS)
    assert not warned(await acting.create())
    route = saved(acting)
    assert place_of_alerts(acting, route) == (OPS_LAB, used(route, "channel"))
    assert [each.kind for each in route.remembered] == ["channel", "webhook", "webhook-former"]
    assert not warned(await removed(acting))
    assert own(acting) == []


async def test_alerts_arrive_by_the_old_webhook_until_there_is_a_new_one(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    webhook_moved_and_channel_deleted(acting)
    before = saved(acting)
    fault = Fault(Status(500), "POST", "/channels/*/webhooks", times=None)
    acting.rehearsal.faults.add(fault)
    assert warned(await acting.create())
    assert saved(acting).webhook == before.webhook
    await acting.connection.send_test(saved(acting), unheard)
    acting.rehearsal.faults.clear()
    assert not warned(await acting.create())
    kinds = [each.kind for each in saved(acting).remembered]
    assert kinds == ["channel", "webhook", "webhook-former"]


async def test_where_the_remembered_webhook_can_not_be_asked_for_nothing_is_made(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    webhook_moved_and_channel_deleted(acting)
    before = saved(acting)
    acting.rehearsal.faults.add(Fault(Status(503), "GET", "/webhooks/*", times=None))
    acting.rehearsal.requests.clear()
    assert warned(await acting.create())
    assert not acting.asked("POST")
    assert saved(acting) == before


async def test_an_announcement_channel_is_left_as_planned_and_not_forgotten(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    announcing(acting)
    before = saved(acting)
    lines = await planned(acting, before)
    assert [(each.verb, each.kind) for each in lines] == [
        (Verb.REPAIR, "channel"),
        (Verb.REPAIR, "webhook"),
        (Verb.LEAVE, "channel"),
        (Verb.LEAVE, "webhook"),
    ]
    assert lines[0].reason == "the one of the earlier run is no text channel any more"
    assert lines[2].reason == (
        "cakd made it, and it is no text channel any more; delete it by hand if it should go"
    )
    assert not warned(await acting.create())
    route = saved(acting)
    assert place_of_alerts(acting, route) == (OPS_LAB, used(route, "channel"))
    assert {each.id for each in before.remembered} < {each.id for each in route.remembered}
    await acting.findings(route)
    assert acting.plan is not None
    assert acting.plan.settled
    (text,) = warned(await removed(acting))
    assert "cakd destroy --keep-former " in text
    assert not warned(await removed(acting, keep=["former"]))
    assert own(acting) == []
    assert [each.kind for each in channels(acting)] == [ANNOUNCEMENT]


async def test_with_another_channel_of_the_name_alerts_do_not_stay_in_the_announcements(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    world, ours = acting.rehearsal.world, channels(acting)[0]
    announcing(acting)
    other = replace(ours, id=world.ids.new())
    world.channels[other.id] = other
    lines = await planned(acting, saved(acting))
    assert [each.verb for each in lines[:2]] == [Verb.ADOPT, Verb.CREATE]
    assert not warned(await acting.create())
    assert place_of_alerts(acting, saved(acting)) == (OPS_LAB, other.id)
    assert len(saved(acting).remembered) == 4


async def test_a_remembered_channel_that_proves_to_be_elsewhere_is_left_with_that_reason(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    world, ours = acting.rehearsal.world, channels(acting)[0]
    world.channels[ours.id] = replace(ours, guild_id=STAGING)
    lines = await planned(acting, saved(acting))
    assert lines[0].reason == "the one of the earlier run is in another server"
    (left,) = [each for each in lines if (each.verb, each.kind) == (Verb.LEAVE, "channel")]
    assert left.reason == "cakd made it, and it is in another server; cakd destroy deletes it"
    assert not warned(await acting.create())
    assert ours.id in {each.id for each in saved(acting).remembered}
