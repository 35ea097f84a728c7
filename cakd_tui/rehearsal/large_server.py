"""A server as large as Discord lets it be: all of its roles, all of its channels."""

from dataclasses import replace
from itertools import islice, product
from typing import Final

from cakd_tui.rehearsal import denials, limits, worlds
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import FOR_ROLE, Member, Overwrite, Role
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB

_TEAMS: Final = (
    *("Payments", "Checkout", "Search", "Catalogue", "Pricing", "Shipping", "Returns", "Billing"),
    *("Accounts", "Identity", "Mobile", "Web", "Data", "Reports", "Storage", "Network", "Edge"),
    *("Builds", "Releases", "Security", "Privacy", "Support", "Partners", "Ads", "Fraud"),
)
_PARTS: Final = (
    *("engineers", "on-call", "leads", "testers", "designers", "writers", "analysts"),
    *("managers", "interns", "guests"),
)
_FIRST_ROLE: Final = 900000000000002000


def grow(rehearsal: Rehearsal) -> None:
    """Have the bot hold as many roles as there can be; none of them grants Manage Webhooks.

    The alerts channel is one of the channels, so that there is room for what is to be made.
    """
    world = rehearsal.world
    worlds.add_alerts_channel(world)
    worlds.fill_channels(world)
    guild = world.guilds[OPS_LAB]
    roles = _roles(limits.ROLES_PER_GUILD - len(guild.roles))
    members = tuple(_holding(each, roles, world.me.id) for each in guild.members)
    world.guilds[OPS_LAB] = replace(guild, roles=(*guild.roles, *roles), members=members)
    seen = tuple(Overwrite(role.id, FOR_ROLE, allow=VIEW_CHANNEL) for role in roles)
    alerts = world.channels[ALERTS_CHANNEL]
    world.channels[ALERTS_CHANNEL] = replace(alerts, overwrites=seen)
    denials.take(MANAGE_WEBHOOKS)(rehearsal)


def _roles(many: int) -> tuple[Role, ...]:
    names = (f"{team} {part}" for team, part in product(_TEAMS, _PARTS))
    return tuple(
        Role(str(_FIRST_ROLE + number), name, VIEW_CHANNEL, position=4 + number)
        for number, name in enumerate(islice(names, many))
    )


def _holding(member: Member, roles: tuple[Role, ...], bot: str) -> Member:
    if member.user_id != bot:
        return member
    return replace(member, roles=(*member.roles, *(role.id for role in roles)))
