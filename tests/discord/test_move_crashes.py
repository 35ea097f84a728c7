"""A move that dies at any point has lost no alert, and the next run completes it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.route import Route
from cakd_tui.discord.provider import DiscordProvider
from tests.discord.moves import MOVES, Move, announcing, place_of_alerts, used
from tests.discord.stage import Stage, StageMaker, channels, own, unheard
from tests.discord.test_provisioning_crashes import Crash, MortalDiscord, MortalRoutes, cut_at
from tests.discord.undone import saved, set_up

EVERY: list[Move] = [*MOVES, announcing]


async def begun(stage: StageMaker, move: Move) -> tuple[Stage, Route]:
    """A project that is about to move, and its route until then."""
    acting = await set_up(stage)
    before = saved(acting)
    move(acting)
    return acting, before


async def assert_completed(acting: Stage, before: Route) -> None:
    """Alerts arrive, before the next run and after; everything is there once, and known."""
    await acting.connection.send_test(saved(acting), unheard)
    await acting.create()
    await acting.connection.send_test(saved(acting), unheard)
    route = saved(acting)
    kinds = [each.kind for each in route.remembered]
    assert kinds == ["channel", "webhook", "channel-former", "webhook-former"]
    assert [each.id for each in route.remembered[2:]] == [each.id for each in before.remembered]
    place = (acting.answers.value("guild"), used(route, "channel"))
    assert place_of_alerts(acting, route) == place
    known = {each.id for each in route.remembered}
    assert {each.id for each in channels(acting)} <= known
    assert {each.id for each in own(acting)} <= known
    assert len(own(acting)) == 2


def deaths(whole: int) -> Iterator[tuple[int, bool]]:
    """Before and after each of so many steps."""
    return ((number, after) for number in range(1, whole + 1) for after in (False, True))


@pytest.mark.parametrize("move", EVERY)
async def test_a_move_is_cancelled_at_any_event(stage: StageMaker, move: Move) -> None:
    whole = await cut_at((await begun(stage, move))[0], 0)
    assert whole > 8
    for cut in range(1, whole + 1):
        acting, before = await begun(stage, move)
        await cut_at(acting, cut)
        await assert_completed(acting, before)


@pytest.mark.parametrize("move", EVERY)
async def test_a_move_crashes_at_any_request(stage: StageMaker, move: Move) -> None:
    acting, _ = await begun(stage, move)
    await acting.create()
    for death, after in deaths(len(acting.rehearsal.requests)):
        acting, before = await begun(stage, move)
        mortal = MortalDiscord(acting.rehearsal, death, after=after)
        provider = DiscordProvider(environment={}, answer=mortal.answer)
        with pytest.raises(Crash):
            await replace(acting, connection=provider.connect()).create()
        await assert_completed(acting, before)


@pytest.mark.parametrize("move", EVERY)
async def test_a_move_crashes_at_any_save(stage: StageMaker, move: Move) -> None:
    for death, after in deaths(2):
        acting, before = await begun(stage, move)
        mortal = MortalRoutes(Path(acting.routes.path("my-project")).parent)
        mortal.death, mortal.after = death, after
        with pytest.raises(Crash):
            await replace(acting, routes=mortal).create()
        await assert_completed(acting, before)
