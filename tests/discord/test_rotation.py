"""One webhook works before, another after, and never a third."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Noted, Warned
from cakd_tui.core.route import Remembered
from cakd_tui.core.troubleshooting import matching
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits, refusals, worlds
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.faults import (
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Refused,
    Silence,
    Status,
    Truncated,
)
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS
from tests.discord.bare_run import Begin, Forgetful, remembering
from tests.discord.spoilt_ids import SPOILT
from tests.discord.stage import StageMaker, assert_one_of_each, channels, own, unheard
from tests.discord.undone import removed, rotated, saved, set_up

ENTRIES = DiscordProvider(environment={}).entries()

LOST: dict[str, Effect] = {
    "reset before": Drop(),
    "reset after": Drop(after=True),
    "500 before": Status(500),
    "502 after": Status(502, after=True),
    "truncated": Truncated(),
    "garbage": Garbage(),
    "html": Html(),
    "429": Limited(),
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0, 0.01))
    monkeypatch.setattr("cakd_tui.discord.creation.LATER", (0.0,))
    monkeypatch.setattr("cakd_tui.discord.removal._PAUSES", (0.0, 0.01))
    monkeypatch.setattr("cakd_tui.discord.trial._PAUSES", (0.0, 0.0))


def warnings(said: list[object]) -> list[Warned]:
    return [each for each in said if isinstance(each, Warned)]


async def test_a_rotation_ends_with_one_new_webhook_that_was_tried(stage: StageMaker) -> None:
    acting = await set_up(stage)
    old = own(acting)[0]
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)
    assert own(acting)[0].id != old.id
    assert saved(acting).thing("webhook") == Remembered(
        "webhook", own(acting)[0].id, old.name, made=True
    )
    assert [each.webhook_id for each in acting.rehearsal.world.messages] == [own(acting)[0].id]
    assert [each.route for each in acting.rehearsal.requests] == [
        "GET /channels/{channel_id}/webhooks",
        "POST /channels/{channel_id}/webhooks",
        "POST /webhooks/{webhook_id}/{webhook_token}",
        "DELETE /webhooks/{webhook_id}",
    ]


@pytest.mark.parametrize("effect", LOST.values(), ids=LOST)
async def test_a_lost_answer_makes_no_third(effect: Effect, stage: StageMaker) -> None:
    acting = await set_up(stage)
    old = own(acting)[0]
    acting.rehearsal.faults.add(Fault(effect, "POST", "/channels/*/webhooks"))
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)
    assert own(acting)[0].id != old.id


@pytest.mark.parametrize("effect", LOST.values(), ids=LOST)
async def test_a_lost_answer_to_the_test_message_is_survived(
    effect: Effect, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    old = own(acting)[0]
    acting.rehearsal.faults.add(Fault(effect, "POST", "/webhooks/*"))
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)
    assert own(acting)[0].id != old.id


async def test_what_was_given_up_on_may_still_come_and_is_not_sent_again(begin: Begin) -> None:
    run = begin("in-use")
    run.rehearsal.faults.add(Fault(Silence(), "POST", "/channels/*/webhooks"))
    known = remembering(run.answers)
    with pytest.raises(ProviderError, match="failed to create webhook: ") as raised:
        await run.connection.renew(known, run.answers, Forgetful(), run.said.append)
    assert raised.value.symptom.facts["reason"] == "timeout-read"
    assert run.routes.count("POST /channels/{channel_id}/webhooks") == 1


async def test_a_full_channel_is_named_and_the_old_one_works(stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook, world = own(acting)[0], acting.rehearsal.world
    for number in range(14):
        other = replace(webhook, id=str(5000 + number), name=f"other {number}")
        world.webhooks[other.id] = other
    before = saved(acting)
    said = await rotated(acting)
    (warning,) = warnings([*said])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-30007"]
    assert Noted("the old webhook is in use as before") in said
    assert saved(acting) == before
    await acting.connection.send_test(saved(acting), unheard)


@pytest.mark.parametrize("late", [False, True])
async def test_a_channel_that_is_gone_has_a_row_of_its_own_and_nothing_in_use(
    late: bool, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    if late:
        unknown = Refused(refusals.unknown_channel().reply)
        acting.rehearsal.faults.add(Fault(unknown, "POST", "/channels/*/webhooks"))
    else:
        edits.delete_channel(acting.rehearsal.world, channels(acting)[0].id)
    before = saved(acting)
    acting.rehearsal.requests.clear()
    said = await rotated(acting)
    (warning,) = warnings([*said])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-CHANNEL-GONE"]
    assert "#alerts-my-project was deleted in Discord" in warning.text
    assert not [each for each in said if isinstance(each, Noted) and "in use" in each.text]
    assert saved(acting) == before
    assert len(acting.rehearsal.requests) == 1 + late
    assert len(acting.asked("POST")) == late


async def test_a_denied_rotation_names_the_permission(stage: StageMaker) -> None:
    acting = await set_up(stage)
    edits.revoke(acting.rehearsal.world, worlds.OPS_LAB, worlds.OWN_ROLE, MANAGE_WEBHOOKS)
    before = saved(acting)
    (warning,) = warnings([*await rotated(acting)])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-50013"]
    assert saved(acting) == before


async def test_a_test_that_fails_deletes_the_new_one_again(stage: StageMaker) -> None:
    acting = await set_up(stage)
    before, old = saved(acting), own(acting)[0]
    acting.rehearsal.faults.add(Fault(Status(500), "POST", "/webhooks/*", times=None))
    said = await rotated(acting)
    assert len(warnings([*said])) == 1
    assert own(acting) == [old]
    assert saved(acting) == before


async def test_a_lasting_failure_of_the_create_is_mended_by_the_next(stage: StageMaker) -> None:
    acting = await set_up(stage)
    lost = Fault(Status(502, after=True), "POST", "/channels/*/webhooks")
    blind = Fault(Status(503), "GET", "/channels/*/webhooks", nth=2, times=None)
    acting.rehearsal.faults.add(lost)
    acting.rehearsal.faults.add(blind)
    old = saved(acting)
    assert len(warnings([*await rotated(acting)])) == 1
    assert len(own(acting)) == 2
    noted = saved(acting).thing("webhook-next")
    assert noted == Remembered("webhook-next", "", own(acting)[0].name, made=True)
    assert saved(acting).webhook == old.webhook
    acting.rehearsal.faults.clear()
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)
    assert len([each for each in acting.asked("POST") if "channels" in each]) == 1


@pytest.mark.parametrize("refused", [False, True], ids=["deleted", "kept"])
async def test_a_second_without_a_token_is_deleted_again_or_known(
    refused: bool, stage: StageMaker
) -> None:
    home = await set_up(stage)
    rehearsal, before, old = home.rehearsal, saved(home), own(home)

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        reply = await rehearsal.answer(method, target, headers, body)
        if method != "POST":
            return reply
        return json_reply(reply.status, {**json.loads(reply.body), "token": None})

    connection = DiscordProvider(environment={}, answer=answer).connect()
    if refused:
        rehearsal.faults.add(Fault(Status(403), "DELETE", "/webhooks/*", times=None))
    (warning,) = warnings([*await rotated(replace(home, connection=connection))])
    assert "without the webhook's token" in warning.text
    known = {each.id for each in saved(home).remembered}
    assert {each.id for each in own(home)} <= known
    if not refused:
        assert own(home) == old
        assert saved(home) == before


async def test_what_an_interrupted_one_left_is_taken_up(stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook = own(acting)[0]
    second = replace(webhook, id=str(int(webhook.id) + 5), token="t" * 68)
    acting.rehearsal.world.webhooks[second.id] = second
    noted = Remembered("webhook-next", second.id, webhook.name, made=True)
    acting.routes.save(saved(acting).with_thing(noted))
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)
    assert own(acting)[0].id == second.id
    assert not [each for each in acting.asked("POST") if "channels" in each]


async def test_what_is_noted_and_gone_is_made_anew(stage: StageMaker) -> None:
    acting = await set_up(stage)
    noted = Remembered("webhook-next", "4242", own(acting)[0].name, made=True)
    acting.routes.save(saved(acting).with_thing(noted))
    assert not warnings([*await rotated(acting)])
    assert_one_of_each(acting)


@pytest.mark.parametrize("change", ["person", "other name", "older"])
async def test_a_webhook_that_is_not_ours_is_never_taken_up(change: str, stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook = own(acting)[0]
    other = replace(webhook, id=str(int(webhook.id) + 5), token="t" * 68)
    if change == "person":
        other = replace(other, application_id=None)
    elif change == "other name":
        other = replace(other, name="Deploys")
    else:
        other = replace(other, id=str(int(webhook.id) - 5))
    acting.rehearsal.world.webhooks[other.id] = other
    intent = Remembered("webhook-next", "", webhook.name, made=True)
    acting.routes.save(saved(acting).with_thing(intent))
    assert not warnings([*await rotated(acting)])
    assert saved(acting).thing("webhook") != Remembered("webhook", other.id, other.name, made=True)
    await removed(acting, keep=["channel"])
    assert other.id in acting.rehearsal.world.webhooks


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_a_route_without_its_channels_id_is_said(spoilt: str, stage: StageMaker) -> None:
    acting = await set_up(stage)
    route = saved(acting)
    channel = route.thing("channel")
    assert channel is not None
    acting.routes.save(route.with_thing(replace(channel, id=spoilt)))
    (warning,) = warnings([*await rotated(acting)])
    assert "the saved route names no channel" in warning.text
    assert not acting.asked("POST")


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_a_route_that_is_spoilt_elsewhere_can_be_rotated(
    spoilt: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    left = Remembered("webhook-former", spoilt, "CAKD Alerting - my-project", made=False)
    begun = Remembered("webhook-next", "", left.name, made=True)
    route = replace(saved(acting), values={"guild": spoilt})
    acting.routes.save(route.with_thing(left).with_thing(begun))
    assert not warnings([*await rotated(acting)])
    assert len(own(acting)) == 1


async def test_an_adopted_webhook_is_left(stage: StageMaker) -> None:
    acting = await set_up(stage, "existing-setup")
    old = own(acting)[0]
    said = await rotated(acting)
    assert not warnings([*said])
    assert any("not made by cakd" in each.text for each in said if isinstance(each, Noted))
    assert old in own(acting)
    assert len(own(acting)) == 2
