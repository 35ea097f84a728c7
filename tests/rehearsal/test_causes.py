"""What goes wrong with the account, on the way and at Discord, and how it is mended."""

from collections.abc import Awaitable, Callable

from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.worlds import ARCHIVE, OPS_LAB

Ask = Callable[..., Awaitable[Reply]]


def outcome(reply: Reply) -> tuple[int, object]:
    """Its status and Discord's code."""
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body.get("code")


async def test_a_wrong_id_is_that_of_no_server(ask: Ask) -> None:
    rehearsal = scenario("wrong-id")
    assert rehearsal.guild_id not in rehearsal.world.guilds
    for path in ("", "/channels"):
        reply = await ask(rehearsal, "GET", f"/guilds/{rehearsal.guild_id}{path}")
        assert outcome(reply) == (404, 10004)


async def test_a_forgotten_server_still_shows_its_channels(ask: Ask) -> None:
    rehearsal = scenario("unknown-guild")
    assert outcome(await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}", spoilt=True)) == (404, 10004)
    assert (await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}/channels")).status == 200
    rehearsal.mend()
    assert (await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}")).status == 200


async def test_a_person_is_said_to_be_one(ask: Ask) -> None:
    rehearsal = scenario("persons-token")
    me = (await ask(rehearsal, "GET", "/users/@me")).json()
    assert isinstance(me, dict)
    assert me["bot"] is False
    rehearsal.mend()
    assert (await ask(rehearsal, "GET", "/users/@me")).json() != me


async def test_cloudflare_speaks_plain_text(ask: Ask) -> None:
    reply = await ask(scenario("cloudflare-1010"), "GET", "/users/@me", spoilt=True)
    assert (reply.status, reply.body) == (403, b"error code: 1010")
    assert reply.header("Via") is None


async def test_a_full_category_takes_a_channel_once_some_are_deleted(ask: Ask) -> None:
    rehearsal = scenario("category-full")
    assert len(rehearsal.world.children_of(ARCHIVE)) == 50
    body = {"name": "alerts-my-project", "type": 0, "parent_id": ARCHIVE}
    path = f"/guilds/{OPS_LAB}/channels"
    refused = await ask(rehearsal, "POST", path, body)
    assert outcome(refused) == (400, 50035)
    assert b"CHANNEL_PARENT_MAX_CHANNELS" in refused.body
    assert rehearsal.mend() == "Deleted 3 archived channels in Ops Lab"
    assert (await ask(rehearsal, "POST", path, body)).status == 201
