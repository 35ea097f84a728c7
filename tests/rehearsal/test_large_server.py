"""A server as large as Discord lets it be."""

from cakd_tui.rehearsal.permissions import ADMINISTRATOR, MANAGE_WEBHOOKS, base
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import Member
from cakd_tui.rehearsal.worlds import ADMINS, ALERTS_CHANNEL, BOT, OPS_LAB


def test_it_has_all_roles_and_channels_there_can_be_and_no_name_twice() -> None:
    world = scenario("large-server").world
    guild = world.guilds[OPS_LAB]
    assert len(guild.roles) == len({role.name for role in guild.roles}) == 250
    channels = world.channels_of(OPS_LAB)
    assert len(channels) == 500
    assert ALERTS_CHANNEL in {channel.id for channel in channels}


def test_the_bot_holds_nearly_all_of_the_roles_and_none_of_them_is_enough() -> None:
    world = scenario("large-server").world
    guild = world.guilds[OPS_LAB]
    member = guild.member(BOT.id)
    assert isinstance(member, Member)
    unheld = {role.id for role in guild.roles} - {*member.roles, OPS_LAB}
    assert unheld == {ADMINS}
    assert not base(guild, BOT.id) & (MANAGE_WEBHOOKS | ADMINISTRATOR)
    overwritten = {each.id for each in world.channels[ALERTS_CHANNEL].overwrites}
    assert len(overwritten) > 240
    assert overwritten < {*member.roles}
