"""What is made of Discord's answers before anything is judged by them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import ApiError, Asked, DiscordError, NotFound, ServerError
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
    and_moved,
    answered,
    is_ours,
    known_ids,
    known_thing,
    standing_of,
    webhooks_in,
)
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import Fault, Refused, Status
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.rehearsal.worlds import OUR_WEBHOOK

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
    assert [each.id for each in webhooks_in(every, Channel(10, TEXT_CHANNEL, GUILD.id))] == [1, 4]


def test_a_remembered_thing_of_another_server_is_not_known() -> None:
    here, there = remembering("10", "20", guild="100"), remembering("10", "20", guild="101")
    assert known_thing(here, 100, "channel") == here.thing("channel")
    assert known_thing(there, 100, "channel") is None
    assert known_thing(None, 100, "webhook") is None


async def at_once(seconds: float) -> None:
    del seconds


async def found(known: Sequence[int], *faults: Fault) -> tuple[object, list[str]]:
    """The ids of webhook 7 and of the remembered ones, or the failure; and what was asked."""
    rehearsal = scenario("existing-setup", tempo=0)
    for fault in faults:
        rehearsal.faults.add(fault)
    async with serve(rehearsal) as base, open_client(base, sleep=at_once) as client:
        api = DiscordApi(client, Secret(rehearsal.token))
        outcome = await and_moved(api, (webhook(7, 10),), known)
    asked = list(dict.fromkeys(each.target.rpartition("/")[2] for each in rehearsal.requests))
    return outcome if isinstance(outcome, DiscordError) else [it.id for it in outcome], asked


HOOK = int(OUR_WEBHOOK)


async def test_a_webhook_that_was_moved_is_asked_for_by_its_id() -> None:
    assert await found([HOOK]) == ([7, HOOK], [OUR_WEBHOOK])


async def test_one_that_is_listed_or_not_remembered_is_not_asked_for() -> None:
    assert await found([7]) == ([7], [])
    assert await found([]) == ([7], [])


async def test_one_that_is_gone_or_not_shown_is_not_there() -> None:
    assert await found([404]) == ([7], ["404"])
    hidden = Fault(Refused(json_reply(403, {"message": "no", "code": 50013})), "GET")
    assert await found([HOOK], hidden) == ([7], [OUR_WEBHOOK])


async def test_a_failure_to_ask_is_no_sign_that_it_is_gone() -> None:
    outcome, _ = await found([HOOK], Fault(Status(503), "GET", times=None))
    assert isinstance(outcome, ServerError)
    outcome, _ = await found([HOOK], Fault(Refused(json_reply(404, {"message": "no", "code": 0}))))
    assert isinstance(outcome, NotFound)


async def test_what_could_not_be_listed_stays_a_failure() -> None:
    failure = ServerError(Asked("GET", "/x"), 502, "")
    rehearsal = scenario("ready", tempo=0)
    async with serve(rehearsal) as base, open_client(base) as client:
        assert await and_moved(DiscordApi(client, Secret("a.b.c")), failure, [7]) is failure
    assert not rehearsal.requests
