"""The ready world keeps Discord's rules itself."""

from cakd_tui.rehearsal import names, worlds
from cakd_tui.rehearsal.ids import birth, is_snowflake
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.rehearsal.state import CATEGORY, TEXT, World


def test_the_invite_asks_for_the_sum_the_docs_give() -> None:
    assert worlds.INVITED == 536871952


def every_world() -> list[World]:
    return [scenario(name).world for name in SCENARIOS]


def test_every_id_is_a_snowflake_of_the_past() -> None:
    for world in every_world():
        for held in (world.guilds, world.channels, world.webhooks):
            for thing_id, thing in held.items():
                assert thing.id == thing_id
                assert is_snowflake(thing_id)
                assert birth(thing_id) < world.now()


def test_every_parent_is_a_category_of_the_same_guild() -> None:
    for world in every_world():
        for channel in world.channels.values():
            if channel.parent_id is not None:
                parent = world.channels[channel.parent_id]
                assert (parent.kind, parent.guild_id) == (CATEGORY, channel.guild_id)


def test_every_text_channel_has_a_name_discord_would_keep() -> None:
    for world in every_world():
        for channel in world.channels.values():
            if channel.kind == TEXT:
                assert names.text_channel_name(channel.name) == channel.name


def test_every_webhook_stands_in_a_channel_and_has_an_allowed_name() -> None:
    for world in every_world():
        for webhook in world.webhooks.values():
            assert world.channels[webhook.channel_id].guild_id == webhook.guild_id
            assert names.forbidden_part(webhook.name) is None


def test_every_role_a_member_holds_exists(ready: Rehearsal) -> None:
    for guild in ready.world.guilds.values():
        assert guild.role(guild.id) is not None
        for member in guild.members:
            assert all(guild.role(role_id) for role_id in member.roles)
