"""The bot itself: who it is, what application it belongs to, which guilds it is in."""

from typing import Final

from cakd_tui.rehearsal import limits, shapes
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.routing import Call, Route


def current_user(call: Call) -> Reply:
    """GET /users/@me"""
    return json_reply(200, shapes.me(call.world.me))


def current_application(call: Call) -> Reply:
    """GET /applications/@me"""
    return json_reply(200, shapes.application(call.world.application, call.world))


def current_guilds(call: Call) -> Reply:
    """GET /users/@me/guilds: by rising id, at most 200 a page."""
    world = call.world
    after, before = call.snowflake("after"), call.snowflake("before")
    most = call.whole("limit", limits.GUILDS_PER_PAGE, 1, limits.GUILDS_PER_PAGE)
    counts = call.flag("with_counts")
    joined = sorted(
        (guild for guild in world.guilds.values() if guild.member(world.me.id)),
        key=lambda guild: int(guild.id),
    )
    if after is not None:
        joined = [guild for guild in joined if int(guild.id) > after]
    if before is not None:
        joined = [guild for guild in joined if int(guild.id) < before]
    page = joined[:most] if before is None or after is not None else joined[-most:]
    return json_reply(
        200, [shapes.joined_guild(guild, world.me.id, counts=counts) for guild in page]
    )


def gateway(call: Call) -> Reply:
    """GET /gateway: what needs no bot, so that it tells who can be reached and nothing else."""
    del call
    return json_reply(200, {"url": "wss://gateway.discord.gg"})


ROUTES: Final = (
    Route("GET", "/gateway", "get_gateway", gateway, needs_bot=False),
    Route("GET", "/users/@me", "get_my_user", current_user),
    Route("GET", "/applications/@me", "get_my_application", current_application, allowance=None),
    Route(
        "GET",
        "/users/@me/guilds",
        "list_my_guilds",
        current_guilds,
        query=("before", "after", "limit", "with_counts"),
    ),
)
