"""A channel that is there is left as it is; what is not as wished for is told."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.events import Warned
from cakd_tui.core.option import OptionValue
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.worlds import OPS_LAB
from tests.discord.places import (
    EVERYONE_OUT,
    FULL,
    OPERATIONS,
    notes,
    only,
    overwrite,
    staged,
)
from tests.discord.stage import StageMaker, assert_one_of_each, own


async def test_a_channel_that_is_there_is_neither_moved_nor_changed_but_told(
    stage: StageMaker,
) -> None:
    acting = await stage()
    await acting.create()
    made = only(acting)
    wishing = replace(acting, answers=acting.answers.with_options(FULL))
    acting.rehearsal.requests.clear()
    assert notes(await wishing.create()) == [
        "#alerts-my-project is not private; it stays as it is",
        "#alerts-my-project is not in the category operations; it stays where it is",
    ]
    assert_one_of_each(acting)
    assert only(acting) == made
    assert {each.method for each in acting.rehearsal.requests} == {"GET"}


@pytest.mark.parametrize(
    ("options", "noted"),
    [
        ({"category": "Lounge"}, "not in the category Lounge; it stays where it is"),
        ({"category": "900000000000000209"}, "not in the category 900000000000000209; it stays"),
        ({"private": True, "roles": ("Observers", "Night")}, "does not let in the role Night"),
        ({"private": True, "roles": ("gone",)}, "no role named gone is in this server"),
    ],
)
async def test_each_difference_from_what_is_there_is_told(
    options: Mapping[str, OptionValue], noted: str, stage: StageMaker
) -> None:
    acting = await staged(stage, FULL)
    guild = acting.rehearsal.world.guilds[OPS_LAB]
    night = replace(guild.roles[2], id="900000000000000119", name="Night")
    acting.rehearsal.world.guilds[OPS_LAB] = replace(guild, roles=(*guild.roles, night))
    await acting.create()
    (note,) = notes(await replace(acting, answers=acting.answers.with_options(options)).create())
    assert noted in note


@pytest.mark.parametrize("category", ["Lounge", "gone"])
async def test_a_category_that_cannot_be_compared_keeps_no_other_difference_silent(
    category: str, stage: StageMaker
) -> None:
    acting = await staged(stage, {"category": OPERATIONS})
    await acting.create()
    for number in (OPERATIONS, *(it.id for it in acting.rehearsal.world.children_of(OPERATIONS))):
        if number != only(acting).id:
            overwrite(acting, number, EVERYONE_OUT)
    acting.rehearsal.faults.add(Fault(Status(403), "GET", f"/channels/{OPERATIONS}", times=None))
    chosen = acting.answers.with_options({"category": category, "private": True})
    said = await replace(acting, answers=chosen).create()
    assert notes(said) == ["#alerts-my-project is not private; it stays as it is"]
    assert not [each for each in said if isinstance(each, Warned)]


async def test_roles_that_cannot_be_found_are_told_beside_the_other_differences(
    stage: StageMaker,
) -> None:
    acting = await staged(stage, {"private": True})
    await acting.create()
    chosen = acting.answers.with_options({**FULL, "roles": ("gone",)})
    in_category, no_role = notes(await replace(acting, answers=chosen).create())
    assert in_category.endswith("is not in the category operations; it stays where it is")
    assert no_role.startswith("no role named gone is in this server")


async def test_what_cannot_be_compared_keeps_nothing_from_being_reused(stage: StageMaker) -> None:
    acting = await staged(stage, FULL)
    await acting.create()
    acting.rehearsal.faults.add(Fault(Status(500), "GET", "/guilds/*", times=None))
    said = await acting.create()
    assert not [each for each in said if isinstance(each, Warned)]
    assert len(own(acting)) == 1
