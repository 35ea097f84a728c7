"""Choices that can't be followed are refused before anything is made."""

from collections.abc import Mapping

import pytest

from cakd_tui.core.option import OptionValue
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.state import FOR_ROLE, TEXT, Channel, Overwrite
from cakd_tui.rehearsal.worlds import OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.places import (
    EVERYONE_OUT,
    OPERATIONS,
    VIEW,
    WEBHOOKS,
    overwrite,
    reason,
    staged,
    warning,
)
from tests.discord.stage import StageMaker, channels


@pytest.mark.parametrize(
    ("options", "expected", "said"),
    [
        ({"category": "Opz"}, "category-missing", "there are Information, Operations, Lounge"),
        ({"category": "deploys"}, "category-type", "deploys is a channel"),
        ({"category": "900000000000000999"}, "category-missing", "deleted, or the id is wrong"),
        ({"category": "900000000000000401"}, "category-elsewhere", "in another server"),
        ({"private": True, "roles": ("Watchers",)}, "role-missing", "there are Observers, Admins"),
        ({"roles": ("Observers",)}, "roles-public", "choose private: true as well"),
    ],
)
async def test_a_choice_that_cannot_be_followed_is_refused_before_anything_is_made(
    options: Mapping[str, OptionValue], expected: str, said: str, stage: StageMaker
) -> None:
    acting = await staged(stage, options)
    warned = await acting.create()
    assert reason(warned) == expected
    assert warning(warned).text.startswith(
        "Failed to provision notification channel: failed to create channel: "
    )
    assert said in warning(warned).text
    assert not acting.asked("POST")
    assert not channels(acting)


async def test_a_hidden_category_is_told_from_a_deleted_one(stage: StageMaker) -> None:
    acting = await staged(stage, {"category": OPERATIONS})
    for channel in (OPERATIONS, *(it.id for it in acting.rehearsal.world.children_of(OPERATIONS))):
        overwrite(acting, channel, Overwrite(OPS_LAB, FOR_ROLE, 0, VIEW))
    assert reason(await acting.create()) == "category-hidden"
    assert not acting.asked("POST")


async def test_a_full_category_is_refused_before_the_request(stage: StageMaker) -> None:
    acting = await staged(stage, {"category": OPERATIONS})
    world = acting.rehearsal.world
    for number in range(50 - len(world.children_of(OPERATIONS))):
        full = Channel(str(5000 + number), OPS_LAB, "full", TEXT, parent_id=OPERATIONS)
        world.channels[full.id] = full
    assert reason(await acting.create()) == "category-full"
    assert not acting.asked("POST")


async def test_a_category_full_of_hidden_channels_is_refused_in_discords_words(
    stage: StageMaker,
) -> None:
    acting = await staged(stage, {"category": OPERATIONS})
    world = acting.rehearsal.world
    for number in range(50 - len(world.children_of(OPERATIONS))):
        hidden = Channel(
            str(5000 + number), OPS_LAB, "full", parent_id=OPERATIONS, overwrites=(EVERYONE_OUT,)
        )
        world.channels[hidden.id] = hidden
    text = warning(await acting.create()).text
    assert "CHANNEL_PARENT_MAX_CHANNELS" in text
    assert not channels(acting)


@pytest.mark.parametrize(
    ("taken", "label"), [(WEBHOOKS, "Manage Webhooks"), (VIEW, "View Channels")]
)
async def test_a_private_channel_the_bot_could_not_use_is_refused_before_the_request(
    taken: int, label: str, stage: StageMaker
) -> None:
    acting = await staged(stage, {"private": True})
    for role in (OPS_LAB, OWN_ROLE, OBSERVERS):
        edits.revoke(acting.rehearsal.world, OPS_LAB, role, taken)
    said = await acting.create()
    assert reason(said) == "bits-missing"
    assert f"Server Settings → Roles → alerts-bot → {label}" in warning(said).text
    assert not acting.asked("POST")
