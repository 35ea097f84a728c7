"""What a wish names is found among what is known already; only what is not known is asked for."""

from collections.abc import Mapping

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.in_process import InProcessTransport
from cakd_tui.discord.http.models import CATEGORY, Channel
from cakd_tui.discord.options import BadOption, Wish
from cakd_tui.discord.permissions import NOTHING, Permission, Role, Standing
from cakd_tui.discord.placement import Placement
from cakd_tui.discord.placing import placed
from cakd_tui.rehearsal.answer import Reply, json_reply

GUILD, BOT, ONCALL = 900000000000000001, 7, 12
OPS = Channel(900000000000000204, CATEGORY, GUILD, "Ops")
ROLES = (
    Role(GUILD, "@everyone", Permission.VIEW_CHANNEL | Permission.MANAGE_WEBHOOKS),
    Role(ONCALL, "oncall", NOTHING),
)
STANDING = Standing(GUILD, 2, BOT, ROLES, frozenset())


async def outcome(
    wish: Wish, channels: tuple[Channel, ...], answers: Mapping[str, Reply]
) -> Placement:
    """What becomes of the wish, `answers` being all that Discord answers, by path."""

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        del headers, body
        assert method == "GET"
        return answers[target.removeprefix("/api/v10")]

    async with open_client(transport=InProcessTransport(answer)) as client:
        return await placed(DiscordApi(client, Secret("a.b.c")), GUILD, wish, channels, STANDING)


@pytest.mark.parametrize("category", ["Ops", "900000000000000204"])
async def test_what_is_known_is_not_asked_for(category: str) -> None:
    made = await outcome(Wish(category, True, ("oncall",)), (OPS,), {})
    assert made.category == OPS
    assert {each.id for each in made.sent} == {GUILD, BOT, ONCALL}


async def test_without_a_wish_nothing_is_asked_for() -> None:
    assert await outcome(Wish(), (OPS,), {}) == Placement()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (json_reply(404, {"message": "Unknown Channel", "code": 10003}), "category-missing"),
        (json_reply(403, {"message": "Missing Access", "code": 50001}), "category-hidden"),
        (json_reply(200, {"id": "5", "type": 0, "name": "deploys"}), "category-type"),
        (json_reply(200, {"id": "5", "type": 4, "guild_id": "6"}), "category-elsewhere"),
    ],
)
async def test_a_category_that_is_not_listed_is_asked_for_by_its_id(
    reply: Reply, reason: str
) -> None:
    asked = {"/channels/900000000000000299": reply}
    with pytest.raises(BadOption) as caught:
        await outcome(Wish("900000000000000299"), (OPS,), asked)
    assert caught.value.reason == reason


async def test_a_category_that_only_its_id_shows_is_taken() -> None:
    told = {"id": "900000000000000299", "type": 4, "name": "Quiet", "guild_id": str(GUILD)}
    asked = {"/channels/900000000000000299": json_reply(200, told)}
    made = await outcome(Wish("900000000000000299"), (OPS,), asked)
    assert made.category is not None
    assert made.category.name == "Quiet"
