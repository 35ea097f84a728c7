"""What is made of Discord's answers before anything is judged by them."""

from datetime import UTC, datetime, timedelta

import pytest

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.errors import ApiError, Asked
from cakd_tui.discord.http.models import (
    CATEGORY,
    INCOMING_WEBHOOK,
    TEXT_CHANNEL,
    Channel,
    CurrentUser,
    Guild,
    Member,
    Role,
    RoleTags,
    SealedText,
    Webhook,
)
from cakd_tui.discord.permissions import Permission
from cakd_tui.discord.survey import (
    KnownIds,
    Place,
    alerts_channel,
    answered,
    is_ours,
    known_ids,
    standing_of,
    webhooks_in,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BOT = CurrentUser(id=2, username="alerts-bot", bot=True)
GUILD = Guild(
    id=100,
    name="Ops Lab",
    owner_id=1,
    roles_or_null=(
        Role(100, "@everyone", int(Permission.VIEW_CHANNEL)),
        Role(7, "alerts-bot", int(Permission.MANAGE_WEBHOOKS), True, RoleTags(bot_id=2)),
    ),
)


def channel(number: int, name: str = "alerts-my-project", topic: str | None = None) -> Channel:
    return Channel(number, TEXT_CHANNEL, GUILD.id, name, topic)


def chosen(*channels: Channel, remembered: int | None = None) -> int | None:
    found = alerts_channel(channels, "my-project", remembered)
    return None if found is None else found.id


async def test_a_failure_is_an_answer_as_well() -> None:
    refusal = ApiError(Asked("GET", "/x"), 403, "no")

    async def ask(number: int, *, fails: bool) -> int:
        if fails:
            raise refusal
        return number

    assert await answered(ask, 3, fails=False) == 3
    assert await answered(ask, 3, fails=True) is refusal


async def test_a_mistake_of_ours_is_no_answer() -> None:
    async def stumble() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await answered(stumble)


def remembering(channel: str, webhook: str, **values: str) -> Route:
    things = (
        Remembered("channel", channel, "alerts-my-project", made=True),
        Remembered("webhook", webhook, "CAKD Alerting - my-project", made=True),
    )
    return Route("my-project", "discord", values, things)


@pytest.mark.parametrize(
    ("route", "ids"),
    [
        (None, KnownIds()),
        (Route("my-project", "discord"), KnownIds()),
        (remembering("10", "20", guild="100"), KnownIds(10, 20)),
        (remembering("10", "20"), KnownIds(10, 20)),
        (remembering("10", "20", guild="101"), KnownIds()),
        (remembering("abc", "20", guild="100"), KnownIds(None, 20)),
        (remembering("10", "²", guild="100"), KnownIds(10, None)),
        (remembering("", "1" * 21, guild="100"), KnownIds()),
        (remembering("10\n", "-1", guild="100"), KnownIds()),
    ],
)
def test_only_ids_of_this_server_are_known(route: Route | None, ids: KnownIds) -> None:
    assert known_ids(route, 100) == ids


def test_only_a_text_channel_of_this_server_can_still_take_alerts() -> None:
    assert is_ours(Channel(1, TEXT_CHANNEL, GUILD.id), GUILD.id)
    assert is_ours(Channel(1, TEXT_CHANNEL), GUILD.id)
    assert not is_ours(Channel(1, TEXT_CHANNEL, 101), GUILD.id)
    assert not is_ours(Channel(1, CATEGORY, GUILD.id), GUILD.id)


def test_the_bots_standing_holds_all_roles_and_which_are_its_own() -> None:
    standing = standing_of(BOT, GUILD, Member(roles_or_null=(7,)), NOW)
    assert (standing.guild_id, standing.owner_id, standing.user_id) == (100, 1, 2)
    assert [(role.name, role.managed_by) for role in standing.held] == [
        ("@everyone", None),
        ("alerts-bot", 2),
    ]
    assert not standing.timed_out


def test_a_time_out_counts_until_it_ends() -> None:
    for seconds, timed_out in ((1, True), (-1, False)):
        member = Member(communication_disabled_until=NOW + timedelta(seconds=seconds))
        assert standing_of(BOT, GUILD, member, NOW).timed_out is timed_out


def test_the_remembered_channel_comes_first_whatever_its_name() -> None:
    assert chosen(channel(1), channel(2, "ops-noise"), remembered=2) == 2


def test_of_several_with_the_name_the_one_with_our_topic_and_then_the_oldest_is_taken() -> None:
    topic = "CAKD alerts for my-project"
    assert chosen(channel(1), channel(3, topic=topic), channel(2, topic=topic)) == 2
    assert chosen(channel(2), channel(1, topic="else")) == 1


def test_a_name_discord_stores_alike_is_the_same() -> None:
    assert chosen(channel(1, "Alerts My-Project")) == 1


def test_a_category_is_none_even_when_it_is_remembered() -> None:
    assert chosen(Channel(1, CATEGORY, GUILD.id, "alerts-my-project"), remembered=1) is None


def test_another_projects_channel_is_not_ours() -> None:
    assert chosen(channel(1, "alerts-my-project-2"), channel(2, "general")) is None


def webhook(number: int, channel_id: int | None) -> Webhook:
    return Webhook(
        number,
        INCOMING_WEBHOOK,
        channel_id=channel_id,
        name="CAKD Alerting - my-project",
        sealed_token=SealedText(Secret("hush")),
    )


def test_a_channels_webhooks_are_those_that_post_to_it() -> None:
    every = (webhook(1, 10), webhook(2, 11), webhook(3, None), webhook(4, 10))
    assert [each.id for each in webhooks_in(every, channel(10))] == [1, 4]


def test_without_a_channel_there_is_no_webhook_of_ours() -> None:
    place = Place(GUILD, standing_of(BOT, GUILD, Member(), NOW), None)
    assert place.own((webhook(1, 10),), "my-project") is None


def test_a_place_with_a_channel_finds_the_remembered_webhook() -> None:
    there = Channel(10, TEXT_CHANNEL, GUILD.id, "alerts-my-project")
    standing = standing_of(BOT, GUILD, Member(), NOW)
    place = Place(GUILD, standing, there, KnownIds(10, 2))
    found = place.own((webhook(1, 10), webhook(2, 10)), "my-project")
    assert found is not None
    assert found.id == 2
