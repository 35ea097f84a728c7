"""Discord's limits in the operator's words.

Source: Discord docs, Rate Limits (per route, per user or shared, and global).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cakd_tui.discord.http.bucket import Scope

_ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "channel": "looking at channels",
        "channel_webhooks": "lists of webhooks",
        "create_channel": "new channels",
        "create_webhook": "new webhooks",
        "current_application": "looking at the bot",
        "current_user": "looking at the bot",
        "delete_channel": "deleting channels",
        "delete_webhook": "deleting webhooks",
        "delete_webhook_by_token": "deleting webhooks",
        "execute_webhook": "messages",
        "guild": "looking at servers",
        "guild_channels": "lists of channels",
        "guild_member": "looking at members",
        "guild_webhooks": "lists of webhooks",
        "my_guilds": "lists of servers",
        "webhook": "looking at webhooks",
        "webhook_by_token": "looking at webhooks",
    }
)


def limit_name(scope: Scope, action: str) -> str:
    """Which limit it is, by whose it is and what was asked for: "limit for new channels"."""
    if scope == "global":
        return "limit for all requests of this bot"
    shared = ", shared with others" if scope == "shared" else ""
    return f"limit for {_ACTIONS.get(action, 'this request')}{shared}"
