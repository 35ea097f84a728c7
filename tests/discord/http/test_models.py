"""What is made of Discord's answers."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord import permissions as rules
from cakd_tui.discord.http.bounded import Body
from cakd_tui.discord.http.errors import Asked, BadReply
from cakd_tui.discord.http.models import (
    Channel,
    CurrentUser,
    Guild,
    Member,
    Message,
    Overwrite,
    PartialGuild,
    Role,
    SealedText,
    Webhook,
)
from cakd_tui.discord.http.reply import Reply
from cakd_tui.discord.permissions import Permission

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def reply(value: object) -> Reply:
    return Reply(Asked("GET", "https://x/"), 200, {}, Body(json.dumps(value).encode()))


@pytest.mark.parametrize("number", ["175928847299117063", 175928847299117063])
def test_ids_are_numbers_whether_they_come_as_text_or_not(number: object) -> None:
    user = reply({"id": number, "username": "x", "new_field": {"a": []}}).one(CurrentUser)
    assert user.id == 175928847299117063


@pytest.mark.parametrize(
    ("told", "value"),
    [("8866461766385663", 8866461766385663), (8, 8), ("0", 0), (str(1 << 200), 1 << 200)],
)
def test_permissions_are_of_any_length(told: object, value: int) -> None:
    role = reply({"id": "1", "name": "x", "permissions": told}).one(Role)
    assert role.permissions == value
    assert int(role.plain().permissions) == value


def test_a_guild_tells_its_roles() -> None:
    guild = reply(
        {
            "id": "1",
            "name": "x",
            "owner_id": "2",
            "mfa_level": 1,
            "features": ["SOMETHING_NEW"],
            "roles": [
                {"id": "1", "name": "@everyone", "permissions": "1024"},
                {
                    "id": "3",
                    "name": "bot",
                    "permissions": "16",
                    "managed": True,
                    "tags": {"bot_id": "9", "premium_subscriber": None},
                },
            ],
        }
    ).one(Guild)
    assert [role.plain() for role in guild.roles] == [
        rules.Role(1, "@everyone", Permission.VIEW_CHANNEL),
        rules.Role(3, "bot", Permission.MANAGE_CHANNELS, managed_by=9),
    ]


def test_null_lists_are_empty() -> None:
    guild = {"id": "1", "name": "x", "owner_id": "2", "roles": None}
    assert reply(guild).one(Guild).roles == ()
    assert reply({"roles": None}).one(Member).roles == frozenset()
    channel = {"id": "1", "type": 0, "permission_overwrites": None}
    assert reply(channel).one(Channel).overwrites == ()
    assert reply({"id": "1", "type": 0}).one(Channel).overwrites == ()
    assert reply(None).many(Channel) == ()


def test_channels_of_types_to_come_are_channels() -> None:
    channels = reply(
        [{"id": "1", "type": 16, "name": None}, {"id": 2, "type": 4711, "topic": None}]
    ).many(Channel)
    assert [(it.id, it.type, it.name) for it in channels] == [(1, 16, None), (2, 4711, None)]


def test_overwrites_of_kinds_to_come_are_left_out() -> None:
    channel = reply(
        {
            "id": "5",
            "type": 0,
            "permission_overwrites": [
                {"id": "1", "type": 0, "allow": "0", "deny": "1024"},
                {"id": "2", "type": "1", "allow": 1024, "deny": None},
                {"id": "3", "type": 2, "allow": "8", "deny": "0"},
            ],
        }
    ).one(Channel)
    assert channel.overwrites == (
        rules.Overwrite(1, "role", Permission(0), Permission.VIEW_CHANNEL),
        rules.Overwrite(2, "member", Permission.VIEW_CHANNEL, Permission(0)),
    )
    assert reply({"id": "3", "type": 2}).one(Overwrite).plain() is None


@pytest.mark.parametrize(
    ("until", "out"),
    [
        (None, False),
        ("2026-11-01T13:00:00.000000+00:00", True),
        ("2026-11-01T11:00:00.000000+00:00", False),
        ("2026-11-01T13:00:00+02:00", False),
        ("2026-11-01T13:00:00", True),
        ("2026-11-01T11:00:00", False),
    ],
)
def test_a_time_out_lasts_until_its_end(until: str | None, out: bool) -> None:
    member = reply({"roles": ["1"], "communication_disabled_until": until}).one(Member)
    assert member.timed_out(NOW) is out
    assert member.roles == {1}


def test_a_webhooks_token_is_a_secret_at_once() -> None:
    webhook = reply({"id": "7", "type": 1, "channel_id": "5", "token": "s3cret"}).one(Webhook)
    assert webhook.token == Secret("s3cret")
    assert "s3cret" not in repr(webhook)
    assert "s3cret" not in str(msgspec.structs.asdict(webhook))
    with pytest.raises(TypeError):
        msgspec.json.encode(webhook)


@pytest.mark.parametrize("value", [{"id": "7", "type": 3}, {"id": "7", "type": 1, "token": None}])
def test_a_webhook_may_have_no_token(value: object) -> None:
    assert reply(value).one(Webhook).token is None


def test_a_webhooks_token_is_text_or_unreadable() -> None:
    with pytest.raises(BadReply) as caught:
        reply({"id": "7", "type": 1, "token": 12345678}).one(Webhook)
    assert "12345678" not in str(caught.value)


def test_sealed_texts_are_equal_when_their_secrets_are() -> None:
    assert SealedText(Secret("a")) == SealedText(Secret("a"))
    assert SealedText(Secret("a")) != SealedText(Secret("b"))
    assert SealedText(Secret("a")) != Secret("a")
    assert hash(SealedText(Secret("a"))) == hash(SealedText(Secret("a")))


def test_a_partial_guild_may_lack_the_bots_part_in_it() -> None:
    [guild] = reply([{"id": "1", "name": "x"}]).many(PartialGuild)
    assert (guild.permissions, guild.owner) == (None, None)


def test_a_message_is_known_by_its_id() -> None:
    assert reply({"id": "9", "channel_id": "5", "content": "x"}).one(Message).id == 9


@pytest.mark.parametrize("value", [{}, 3, [3], [[]], ["x"], [None], "null"])
def test_a_list_of_anything_else_is_unreadable(value: object) -> None:
    with pytest.raises(BadReply) as caught:
        reply(value).many(Channel)
    assert caught.value.flaw == "wrong-shape"


def test_names_come_without_what_would_steer_a_terminal() -> None:
    name = "Ev\x1b]52;c;AAAA\x07il\u202e"
    guild = reply({"id": "1", "name": name}).one(PartialGuild)
    assert guild.name == "Ev]52;c;AAAAil"
