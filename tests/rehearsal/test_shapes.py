"""What the rehearsal answers against Discord's own OpenAPI document."""

from collections.abc import Awaitable, Callable

import pytest
from jsonschema import ValidationError

from cakd_tui.rehearsal import shapes, worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import ROUTES, Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import Role

Ask = Callable[..., Awaitable[Reply]]
Conforms = Callable[[str, int, object], None]

LAB = f"/guilds/{worlds.OPS_LAB}"
EMBED = {
    "title": "t",
    "timestamp": "2026-11-01T10:00:00Z",
    "footer": {"text": "f"},
    "author": {"name": "a"},
    "fields": [{"name": "n", "value": "v"}],
}


async def walk(ask: Ask, rehearsal: Rehearsal) -> list[Reply]:
    """Every operation once, each answered with success."""
    made = (await ask(rehearsal, "POST", f"{LAB}/channels", {"name": "x"})).json()
    assert isinstance(made, dict)
    webhooks = f"/channels/{made['id']}/webhooks"
    first = (await ask(rehearsal, "POST", webhooks, {"name": "x"})).json()
    assert isinstance(first, dict)
    by_token = f"/webhooks/{first['id']}/{first['token']}"
    second = (await ask(rehearsal, "POST", webhooks, {"name": "y"})).json()
    assert isinstance(second, dict)
    requests: tuple[tuple[object, ...], ...] = (
        ("GET", "/gateway"),
        ("GET", "/users/@me"),
        ("GET", "/applications/@me"),
        ("GET", "/users/@me/guilds?with_counts=true"),
        ("GET", f"{LAB}?with_counts=true"),
        ("GET", f"{LAB}/roles"),
        ("GET", f"{LAB}/channels"),
        ("GET", f"{LAB}/members/{worlds.BOT.id}"),
        ("GET", f"{LAB}/webhooks"),
        ("GET", f"/channels/{made['id']}"),
        ("GET", webhooks),
        ("GET", f"/webhooks/{second['id']}"),
        ("PATCH", f"/webhooks/{second['id']}", {"name": "z"}),
        ("GET", by_token),
        ("POST", f"{by_token}?wait=true", {"content": f"<@{worlds.OWNER.id}>", "embeds": [EMBED]}),
        ("DELETE", by_token),
        ("DELETE", f"/webhooks/{second['id']}"),
        ("DELETE", f"/channels/{made['id']}"),
    )
    return [await ask(rehearsal, *request) for request in requests]


async def test_every_operation_conforms(conforms: Conforms, ready: Rehearsal, ask: Ask) -> None:
    """`ask` holds each answer against the document."""
    replies = await walk(ask, ready)
    assert {reply.status for reply in replies} <= {200, 201, 204}
    asked = {seen.route for seen in ready.requests}
    assert asked == {f"{route.method} {route.template}" for route in ROUTES}


@pytest.mark.parametrize("name", ["channels-full", "webhooks-full", "timed-out", "existing-setup"])
async def test_scenarios_conform(conforms: Conforms, ask: Ask, name: str) -> None:
    rehearsal = scenario(name, tempo=0)
    for path in ("", "/channels", f"/members/{worlds.BOT.id}"):
        await ask(rehearsal, "GET", LAB + path)


def test_a_shape_that_is_wrong_is_found_out(conforms: Conforms) -> None:
    role = shapes.role(Role("1", "r"))
    conforms("list_guild_roles", 200, [role])
    with pytest.raises(ValidationError):
        conforms("list_guild_roles", 200, [role | {"permissions": 0}])
    with pytest.raises(ValidationError):
        conforms("get_guild", 404, {"message": "Unknown Guild"})
    with pytest.raises(AssertionError):
        conforms("create_guild_channel", 200, {})


async def test_all_ids_and_permissions_are_strings(ready: Rehearsal, ask: Ask) -> None:
    """Numbers of 64 bits don't survive every JSON reader."""

    def numbers(value: object, name: str = "") -> list[str]:
        if isinstance(value, dict):
            return [found for key, inner in value.items() for found in numbers(inner, key)]
        if isinstance(value, list):
            return [found for inner in value for found in numbers(inner, name)]
        wide = name.endswith("id") or name in ("permissions", "allow", "deny", "roles")
        return [name] if wide and isinstance(value, int) else []

    for reply in await walk(ask, ready):
        assert not (reply.body and numbers(reply.json()))


async def test_the_world_holds_what_the_document_does_not_know(ready: Rehearsal, ask: Ask) -> None:
    channels = (await ask(ready, "GET", f"{LAB}/channels")).json()
    guild = (await ask(ready, "GET", LAB)).json()
    assert isinstance(channels, list)
    assert isinstance(guild, dict)
    assert 16 in {channel["type"] for channel in channels}
    assert "GUILD_TAGS" in guild["features"]
