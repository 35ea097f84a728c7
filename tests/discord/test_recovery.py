"""After a lost answer only what the lost create made counts as ours, and destroy takes no more."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.events import ActionDone, Event, Warned
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import Channel, Webhook
from cakd_tui.rehearsal.tokens import webhook_token
from tests.discord.stage import Stage, StageMaker, channels, own
from tests.discord.undone import removed, rotated, saved, set_up

TOPIC = "CAKD alerts for my-project"
NAME = "CAKD Alerting - my-project"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))


class Meanwhile:
    """Somebody makes something just before a create whose answer gets lost."""

    def __init__(
        self, rehearsal: Rehearsal, path: str, happens: Callable[[], object], *, done: bool
    ) -> None:
        self.rehearsal = rehearsal
        self.path = path
        self.happens = happens
        self.done = done
        """Whether the create is carried out all the same."""
        self.over = False

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        if self.over or method != "POST" or not target.endswith(self.path):
            return await self.rehearsal.answer(method, target, headers, body)
        self.over = True
        self.happens()
        if self.done:
            await self.rehearsal.answer(method, target, headers, body)
        return json_reply(502, {"message": "502: Bad Gateway", "code": 0})


def meanwhile(acting: Stage, path: str, happens: Callable[[], object], *, done: bool) -> Stage:
    """The same stage, on which this happens."""
    answer = Meanwhile(acting.rehearsal, path, happens, done=done).answer
    return replace(acting, connection=DiscordProvider(environment={}, answer=answer).connect())


def somebodys_channel(acting: Stage, topic: str | None = None) -> Channel:
    world = acting.rehearsal.world
    channel = Channel(world.ids.new(), worlds.OPS_LAB, "alerts-my-project", topic=topic)
    world.channels[channel.id] = channel
    return channel


def somebodys_webhook(acting: Stage, channel_id: str, application: str | None = None) -> Webhook:
    world = acting.rehearsal.world
    number = world.ids.new()
    webhook = Webhook(
        number, worlds.OPS_LAB, channel_id, NAME, webhook_token(number), application_id=application
    )
    world.webhooks[number] = webhook
    return webhook


def warned(said: list[Event]) -> list[Event]:
    return [each for each in said if isinstance(each, Warned)]


def made(acting: Stage) -> list[bool]:
    """Whether channel and webhook count as made."""
    return [each.made for each in saved(acting).remembered]


async def test_somebody_elses_channel_is_found_and_never_deleted(stage: StageMaker) -> None:
    home = await stage()
    acting = meanwhile(home, "/channels", lambda: somebodys_channel(home), done=False)
    said = await acting.create()
    assert not warned(said)
    assert made(acting) == [False, True]
    assert [each.made for each in said if isinstance(each, ActionDone)][:2] == [False, True]
    assert not warned(await removed(acting))
    assert len(channels(acting)) == 1
    assert own(acting) == []


async def test_what_somebody_elses_channel_has_is_used(stage: StageMaker) -> None:
    home = await stage()

    def happens() -> None:
        somebodys_webhook(home, somebodys_channel(home).id)

    acting = meanwhile(home, "/channels", happens, done=False)
    assert not warned(await acting.create())
    assert made(acting) == [False, False]
    assert len(own(acting)) == 1


async def test_of_two_channels_that_is_taken_which_the_lost_create_made(stage: StageMaker) -> None:
    home = await stage()
    acting = meanwhile(home, "/channels", lambda: somebodys_channel(home), done=True)
    assert not warned(await acting.create())
    assert made(acting) == [True, True]
    theirs, ours = channels(acting)
    assert saved(acting).remembered[0].id == ours.id
    assert not warned(await removed(acting))
    assert channels(acting) == [theirs]


@pytest.mark.parametrize("application", [None, worlds.OTHER_APPLICATION_ID])
async def test_somebody_elses_webhook_is_never_deleted(
    application: str | None, stage: StageMaker
) -> None:
    home = await stage()

    def happens() -> None:
        somebodys_webhook(home, channels(home)[0].id, application)

    acting = meanwhile(home, "/webhooks", happens, done=False)
    assert not warned(await acting.create())
    assert made(acting) == [True, application is not None]
    assert not warned(await removed(acting, keep=["channel"]))
    assert len(own(acting)) == 1


async def test_of_two_webhooks_that_is_taken_which_the_lost_create_made(
    stage: StageMaker,
) -> None:
    home = await stage()
    acting = meanwhile(
        home,
        "/webhooks",
        lambda: somebodys_webhook(home, channels(home)[0].id),
        done=True,
    )
    assert not warned(await acting.create())
    assert made(acting) == [True, True]
    assert len(own(acting)) == 2


async def test_a_rotation_takes_no_webhook_of_a_person(stage: StageMaker) -> None:
    home = await set_up(stage)
    acting = meanwhile(
        home,
        "/webhooks",
        lambda: somebodys_webhook(home, channels(home)[0].id),
        done=False,
    )
    assert not warned(await rotated(acting))
    used = saved(acting).thing("webhook")
    (ours,) = [each for each in own(acting) if each.application_id]
    assert used is not None
    assert (used.id, used.made) == (ours.id, True)
    assert len(own(acting)) == 2
