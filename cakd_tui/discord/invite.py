"""The link by which a person adds the bot to a server.

Source: Discord docs, OAuth2 (Bot Authorization Flow).
"""

from typing import Final
from urllib.parse import urlencode

from cakd_tui.discord.permissions import Permission

NEEDED: Final = Permission.VIEW_CHANNEL | Permission.MANAGE_CHANNELS | Permission.MANAGE_WEBHOOKS
"""The least the bot needs: webhook routes ask for View Channel as well.

Source: Discord docs, Change Log (2022-07-13).
"""


def invite_url(
    application_id: int, permissions: Permission = NEEDED, guild_id: int | None = None
) -> str:
    """A link that asks for `permissions` and, if `guild_id` is given, has that server chosen.

    `application_id` is the application's, which can differ from the bot user's id.
    """
    query = {
        "client_id": str(application_id),
        "scope": "bot",
        "permissions": str(int(permissions)),
    }
    if guild_id is not None:
        query |= {"guild_id": str(guild_id), "disable_guild_select": "true"}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"
