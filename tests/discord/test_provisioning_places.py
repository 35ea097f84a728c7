"""A channel in a category, a private one, and both: made once and as wished for."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.option import OptionValue
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ADMINS, BOT, OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.bare_run import Run, bare_run
from tests.discord.places import (
    BOT_IN,
    EVERYONE_OUT,
    FULL,
    OBSERVERS_IN,
    OPERATIONS,
    VIEW,
    notes,
    only,
    overwrite,
    staged,
    warning,
)
from tests.discord.rounds import Rounds
from tests.discord.stage import StageMaker, assert_one_of_each
from tests.discord.test_provisioning_crashes import Crash, MortalDiscord


async def test_a_private_channel_in_a_category_is_made_in_one_request(stage: StageMaker) -> None:
    acting = await staged(stage, FULL)
    assert not notes(await acting.create())
    assert_one_of_each(acting)
    made = only(acting)
    assert made.parent_id == OPERATIONS
    assert set(made.overwrites) == {EVERYONE_OUT, BOT_IN, OBSERVERS_IN}
    assert acting.asked("POST") == [
        "POST /guilds/{guild_id}/channels",
        "POST /channels/{channel_id}/webhooks",
    ]
    assert not acting.asked("PUT") + acting.asked("PATCH")


async def test_a_private_channel_waits_twice_before_it_is_made() -> None:
    run = bare_run()
    rounds = Rounds(run.rehearsal)
    run.answers = run.answers.with_options(FULL)
    await Run(run.rehearsal, DiscordConnection(answer=rounds.answer), run.answers).provision()
    assert rounds.sizes == [3, 1, 1, 1]
    assert [each.method for each in run.rehearsal.requests] == ["GET"] * 4 + ["POST"] * 2


async def test_a_category_alone_costs_no_further_request(stage: StageMaker) -> None:
    acting = await staged(stage, {"category": OPERATIONS})
    overwrite(acting, OPERATIONS, OBSERVERS_IN)
    await acting.create()
    assert_one_of_each(acting)
    assert only(acting).parent_id == OPERATIONS
    assert only(acting).overwrites == (OBSERVERS_IN,)
    assert len(acting.rehearsal.requests) == 3


@pytest.mark.parametrize(("options", "place"), [({"category": "Operations"}, OPERATIONS), ({}, "")])
async def test_where_a_channel_was_made_is_noted(
    options: Mapping[str, OptionValue], place: str, stage: StageMaker
) -> None:
    acting = await staged(stage, options)
    await acting.create()
    route = acting.routes.load("my-project")
    assert route is not None
    assert [each.place for each in route.remembered] == [place, None]


async def test_nobody_but_the_bot_and_the_roles_sees_a_private_channel(stage: StageMaker) -> None:
    acting = await staged(stage, {"private": True})
    await acting.create()
    world = acting.rehearsal.world
    guild = world.guilds[OPS_LAB]
    assert set(only(acting).overwrites) == {EVERYONE_OUT, BOT_IN}
    assert rights.usable(guild, BOT.id, world.now(), only(acting)) & VIEW
    stranger = replace(guild.members[1], user_id="5", roles=(OBSERVERS,))
    guild = replace(guild, members=(*guild.members, stranger))
    assert not rights.usable(guild, "5", world.now(), only(acting)) & VIEW


@pytest.mark.parametrize("options", [FULL, {"private": True}, {"category": OPERATIONS}, {}])
async def test_the_second_run_reuses_it_and_changes_nothing(
    options: Mapping[str, OptionValue], stage: StageMaker
) -> None:
    acting = await staged(stage, options)
    await acting.create()
    made = only(acting)
    acting.rehearsal.requests.clear()
    assert not notes(await acting.create())
    assert_one_of_each(acting)
    assert only(acting) == made
    assert {each.method for each in acting.rehearsal.requests} == {"GET"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("death", range(1, 7))
async def test_a_crash_at_any_request_is_mended_by_the_next_run(
    death: int, after: bool, stage: StageMaker
) -> None:
    acting = await staged(stage, FULL)
    mortal = MortalDiscord(acting.rehearsal, death, after=after)
    provider = DiscordProvider(environment={}, answer=mortal.answer)
    with pytest.raises(Crash):
        await replace(acting, connection=provider.connect()).create()
    await acting.create()
    assert_one_of_each(acting)
    assert set(only(acting).overwrites) == {EVERYONE_OUT, BOT_IN, OBSERVERS_IN}
    assert only(acting).parent_id == OPERATIONS


@pytest.mark.parametrize("path", ["/guilds/*/channels", "/channels/*/webhooks"])
async def test_a_lost_answer_makes_no_second_private_channel(
    path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await staged(stage, FULL)
    acting.rehearsal.faults.add(Fault(Status(502, after=True), "POST", path))
    await acting.create()
    assert_one_of_each(acting)


async def test_a_create_that_took_no_effect_is_sent_again_where_it_would_be_seen(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await staged(stage, FULL)
    acting.rehearsal.faults.add(Fault(Status(502), "POST", "/guilds/*/channels"))
    await acting.create()
    assert_one_of_each(acting)


async def test_in_a_category_that_hides_its_channels_no_second_is_made(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await staged(stage, {"category": OPERATIONS})
    overwrite(acting, OPERATIONS, Overwrite(OWN_ROLE, FOR_ROLE, 0, VIEW))
    fault = Fault(Status(502), "POST", "/guilds/*/channels", times=None)
    acting.rehearsal.faults.add(fault)
    assert "failed to create channel" in warning(await acting.create()).text
    assert len(acting.asked("POST")) == 1


async def test_what_the_bot_may_not_hand_on_is_left_out_so_that_discord_takes_the_rest(
    stage: StageMaker,
) -> None:
    acting = await staged(stage, FULL)
    muting = rights.MUTE_MEMBERS | rights.MANAGE_ROLES
    overwrite(acting, OPERATIONS, Overwrite(ADMINS, FOR_ROLE, muting | VIEW))
    assert notes(await acting.create()) == [
        "Manage Roles, 1 other permission not taken over from Operations: "
        "the bot may not hand it on"
    ]
    assert Overwrite(ADMINS, FOR_ROLE, VIEW, 0) in only(acting).overwrites
