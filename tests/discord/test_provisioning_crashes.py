"""A run that is cancelled or dies at any point is completed by the next."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.route import Route
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.storage.routes import FileRoutes
from tests.discord.stage import Stage, StageMaker, assert_one_of_each, channels


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
@pytest.mark.parametrize("death", [1, 2])
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
