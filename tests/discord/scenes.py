"""Small scenes for the ledger: one bot, a few roles, and a channel with its overwrites."""

from typing import Final

from cakd_tui.core.ledger import Account, Ledger
from cakd_tui.discord.http.models import Application
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.permissions import NOTHING, Overwrite, Permission, Role, Standing

GUILD, OWNER, BOT, OWN, OBSERVERS, ADMINS = 1, 9, 2, 10, 11, 12
VIEW: Final = Permission.VIEW_CHANNEL
CHANNELS: Final = Permission.MANAGE_CHANNELS
HOOKS: Final = Permission.MANAGE_WEBHOOKS
ADMINISTRATOR: Final = Permission.ADMINISTRATOR
ALL: Final = VIEW | CHANNELS | HOOKS


def scene(
    *overwrites: Overwrite,
    everyone: Permission = VIEW,
    own: Permission | None = CHANNELS | HOOKS,
    observers: Permission | None = None,
    admins: Permission | None = None,
    channel: bool = False,
    owner: int = OWNER,
    timed_out: bool = False,
    two_factor: bool = False,
    pending: bool = False,
) -> Scene:
    """A scene in the server, or in #alerts-x if there is a `channel`; None is a role not held."""
    roles = [Role(GUILD, "@everyone", everyone), Role(13, "Not held", ALL)]
    held = {
        OBSERVERS: ("Observers", observers),
        ADMINS: ("Admins", admins),
        OWN: ("alerts-bot", own),
    }
    roles += [
        Role(number, name, bits, BOT if number == OWN else None)
        for number, (name, bits) in held.items()
        if bits is not None
    ]
    ids = frozenset(number for number, (_, bits) in held.items() if bits is not None)
    return Scene(
        standing=Standing(GUILD, owner, BOT, tuple(roles), ids, timed_out),
        server="Ops Lab",
        bot="alerts-bot",
        place="#alerts-x" if channel else "",
        settings="#alerts-x → Edit Channel → Permissions" if channel else "",
        overwrites=overwrites if channel else None,
        channel_id=5 if channel else None,
        lacks_two_factor=two_factor,
        pending=pending,
        application=Application(77, "Ops Alerts"),
    )


def on_role(number: int, allow: Permission = NOTHING, deny: Permission = NOTHING) -> Overwrite:
    """A role's overwrite."""
    return Overwrite(number, "role", allow, deny)


def on_bot(allow: Permission = NOTHING, deny: Permission = NOTHING) -> Overwrite:
    """The bot's own overwrite."""
    return Overwrite(BOT, "member", allow, deny)


def account(of: Scene | Ledger, key: str = "manage-webhooks") -> Account:
    """The account about one permission."""
    found = (of if isinstance(of, Ledger) else ledger_of(of)).account(key)
    assert found is not None
    return found
