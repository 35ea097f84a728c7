"""Only what is remembered is deleted, and a lost answer to a deletion is survived."""

from dataclasses import replace

import pytest

from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.events import Removed, Warned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import (
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Refused,
    Status,
    Truncated,
)
from cakd_tui.rehearsal.permissions import MANAGE_CHANNELS, VIEW_CHANNEL
from cakd_tui.rehearsal.state import ANNOUNCEMENT, FOR_MEMBER, VOICE, Overwrite
from tests.discord.bare_run import Forgetful
from tests.discord.spoilt_ids import SPOILT
from tests.discord.stage import Stage, StageMaker, channels, own
from tests.discord.undone import removed, saved, set_up

ENTRIES = DiscordProvider(environment={}).entries()

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
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.removal._PAUSES", (0.0, 0.01))


def warnings(said: list[object]) -> list[Warned]:
    return [each for each in said if isinstance(each, Warned)]


def assert_nothing_left(acting: Stage) -> None:
    assert not channels(acting)
    assert not own(acting)
    assert acting.routes.load("my-project") is None


async def test_the_webhook_goes_by_its_url_and_then_the_channel(stage: StageMaker) -> None:
    acting = await set_up(stage)
    before = set(acting.rehearsal.world.channels)
    channel = channels(acting)[0]
    assert not warnings([*await removed(acting)])
    assert_nothing_left(acting)
    assert before - set(acting.rehearsal.world.channels) == {channel.id}
    assert [f"{each.method} {each.route}" for each in acting.rehearsal.requests] == [
        "DELETE DELETE /webhooks/{webhook_id}/{webhook_token}",
        "GET GET /channels/{channel_id}",
        "DELETE DELETE /channels/{channel_id}",
    ]
    assert acting.rehearsal.world.audit[-1].reason == "CAKD alerts for my-project"


@pytest.mark.parametrize("path", ["/webhooks/*", "/channels/*"])
@pytest.mark.parametrize("effect", LOST.values(), ids=LOST)
async def test_a_lost_answer_to_a_deletion_is_survived(
    effect: Effect, path: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    acting.rehearsal.faults.add(Fault(effect, "DELETE", path))
    said = await removed(acting)
    assert not warnings([*said])
    assert all(each.found for each in said if isinstance(each, Removed))
    assert_nothing_left(acting)


async def test_a_lasting_failure_ends_after_three_and_the_next_run_finishes(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    acting.rehearsal.faults.add(Fault(Status(503), "DELETE", "/channels/*", times=None))
    (warning,) = warnings([*await removed(acting)])
    assert "failed to delete channel: discord API error: status 503" in warning.text
    assert len([each for each in acting.asked("DELETE") if "channels" in each]) == 3
    assert [each.kind for each in saved(acting).remembered] == ["channel"]
    acting.rehearsal.faults.clear()
    assert not warnings([*await removed(acting)])
    assert_nothing_left(acting)


async def test_what_is_gone_already_counts_as_deleted(stage: StageMaker) -> None:
    acting = await set_up(stage)
    edits.delete_channel(acting.rehearsal.world, channels(acting)[0].id)
    said = await removed(acting)
    assert [each.found for each in said if isinstance(each, Removed)] == [False, False]
    assert_nothing_left(acting)


async def test_a_404_that_is_not_about_the_thing_deletes_nothing_from_the_route(
    stage: StageMaker,
) -> None:
    acting = await set_up(stage)
    page = Refused(json_reply(404, {"message": "404: Not Found", "code": 0}))
    acting.rehearsal.faults.add(Fault(page, "DELETE"))
    before = saved(acting)
    assert len(warnings([*await removed(acting)])) == 1
    assert saved(acting) == before


async def test_another_kind_of_channel_is_never_deleted(stage: StageMaker) -> None:
    acting = await set_up(stage)
    channel = channels(acting)[0]
    acting.rehearsal.world.channels[channel.id] = replace(channel, kind=VOICE)
    (warning,) = warnings([*await removed(acting)])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-ANOTHER-CHANNEL"]
    assert channel.id in acting.rehearsal.world.channels
    assert not acting.asked("DELETE")[1:]


@pytest.mark.parametrize(
    ("kind", "option", "keep"),
    [("channel", "--keep-channel", "channel"), ("channel-former", "--keep-former", "former")],
)
async def test_the_way_round_a_channel_that_is_never_deleted_is_named(
    kind: str, option: str, keep: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    channel = channels(acting)[0]
    acting.rehearsal.world.channels[channel.id] = replace(channel, kind=ANNOUNCEMENT)
    thing = Remembered(kind, channel.id, channel.name, made=True)
    acting.routes.save(replace(saved(acting), remembered=(thing,)))
    (warning,) = warnings([*await removed(acting)])
    assert f"cakd destroy {option} " in warning.text
    (row,) = matching(ENTRIES, warning.symptom)
    assert option in row.fix
    assert not warnings([*await removed(acting, keep=[keep])])
    assert acting.routes.load("my-project") is None
    assert channels(acting)


async def test_a_channel_of_another_server_is_never_deleted(stage: StageMaker) -> None:
    acting = await set_up(stage)
    acting.routes.save(replace(saved(acting), values={"guild": "900000000000000009"}))
    (warning,) = warnings([*await removed(acting)])
    assert "so it is left" in warning.text
    assert channels(acting)


async def test_a_moved_webhook_goes_though_its_channel_is_kept(stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook = own(acting)[0]
    moved = replace(webhook, channel_id=worlds.DEPLOYS)
    acting.rehearsal.world.webhooks[webhook.id] = moved
    assert not warnings([*await removed(acting, keep=["channel"])])
    assert not own(acting)
    assert len(channels(acting)) == 1
    assert acting.routes.load("my-project") is None


async def test_without_the_urls_token_the_bot_deletes_the_webhook(stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook_id = own(acting)[0].id
    wrong = Secret(f"https://discord.com/api/webhooks/{webhook_id}/wrong")
    acting.routes.save(saved(acting).with_webhook(wrong))
    assert not warnings([*await removed(acting)])
    assert acting.asked("DELETE")[:2] == [
        "DELETE /webhooks/{webhook_id}/{webhook_token}",
        "DELETE /webhooks/{webhook_id}",
    ]
    assert_nothing_left(acting)


async def test_without_a_token_only_what_needs_none_is_deleted(stage: StageMaker) -> None:
    acting = await set_up(stage)
    route = saved(acting)
    with pytest.raises(CredentialsRefused, match="needs the bot's token"):
        await acting.connection.remove(
            route, route.remembered, None, Forgetful(), acting.said.append
        )
    assert not acting.rehearsal.requests
    webhook = [each for each in route.remembered if each.kind == "webhook"]
    await acting.connection.remove(route, webhook, None, Forgetful(), acting.said.append)
    assert not own(acting)
    assert acting.rehearsal.requests[0].headers.get("authorization") is None


async def test_a_channel_a_community_needs_is_named(stage: StageMaker) -> None:
    acting = await set_up(stage)
    world = acting.rehearsal.world
    guild = world.guilds[acting.rehearsal.guild_id]
    world.guilds[guild.id] = replace(
        guild, features=("COMMUNITY",), rules_channel_id=channels(acting)[0].id
    )
    (warning,) = warnings([*await removed(acting)])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-50074"]


@pytest.mark.parametrize(
    ("bits", "row"),
    [(MANAGE_CHANNELS, "CAKD-D-50013-CHANNEL"), (VIEW_CHANNEL, "CAKD-D-HIDDEN")],
)
async def test_a_denied_deletion_names_what_denies_it(
    bits: int, row: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    channel = channels(acting)[0]
    denied = (Overwrite(worlds.BOT.id, FOR_MEMBER, deny=bits),)
    acting.rehearsal.world.channels[channel.id] = replace(channel, overwrites=denied)
    (warning,) = warnings([*await removed(acting)])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == [row]


async def test_a_route_with_no_id_is_said_and_nothing_is_sent(stage: StageMaker) -> None:
    acting = await set_up(stage)
    thing = Remembered("channel", "x/../1", "alerts-my-project", made=True)
    acting.routes.save(Route("my-project", "discord", saved(acting).values, (thing,)))
    (warning,) = warnings([*await removed(acting)])
    assert "names no id of the channel" in warning.text
    assert not acting.rehearsal.requests


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_a_route_that_names_no_server_is_said_and_its_channel_stays(
    spoilt: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    acting.routes.save(replace(saved(acting), values={"guild": spoilt}))
    (warning,) = warnings([*await removed(acting)])
    assert [each.id for each in matching(ENTRIES, warning.symptom)] == ["CAKD-D-ANOTHER-CHANNEL"]
    assert channels(acting)


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_where_nothing_names_the_server_that_is_said(spoilt: str, stage: StageMaker) -> None:
    acting = await set_up(stage)
    acting.answers = acting.answers.with_value("guild", "")
    acting.routes.save(replace(saved(acting), values={"guild": spoilt}))
    (warning,) = warnings([*await removed(acting)])
    assert "names a server (guild)" in warning.text
    assert channels(acting)


@pytest.mark.parametrize("spoilt", SPOILT[:-1])
async def test_a_thing_without_an_id_is_said_and_nothing_else_happens(
    spoilt: str, stage: StageMaker
) -> None:
    acting = await set_up(stage)
    thing = Remembered("webhook-old", spoilt, "CAKD Alerting - my-project", made=True)
    acting.routes.save(saved(acting).with_thing(thing))
    (warning,) = warnings([*await removed(acting)])
    assert "names no id of the webhook" in warning.text


async def test_what_a_killed_rotation_made_is_deleted_too(stage: StageMaker) -> None:
    acting = await set_up(stage)
    webhook = own(acting)[0]
    second = replace(webhook, id=str(int(webhook.id) + 5), token="t" * 68)
    acting.rehearsal.world.webhooks[second.id] = second
    intent = Remembered("webhook-next", "", webhook.name, made=True)
    acting.routes.save(saved(acting).with_thing(intent))
    assert not warnings([*await removed(acting, keep=["channel"])])
    assert not own(acting)
