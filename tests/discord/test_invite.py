"""The invite link."""

from urllib.parse import parse_qs, urlsplit

from cakd_tui.discord.invite import NEEDED, invite_url
from cakd_tui.discord.permissions import Permission


def test_the_bot_needs_three_permissions() -> None:
    assert int(NEEDED) == 536871952


def test_the_link_asks_for_what_is_needed() -> None:
    assert invite_url(123) == (
        "https://discord.com/oauth2/authorize?client_id=123&scope=bot&permissions=536871952"
    )


def test_the_link_can_have_the_server_chosen() -> None:
    query = parse_qs(urlsplit(invite_url(123, Permission.VIEW_CHANNEL, 456)).query)
    assert query == {
        "client_id": ["123"],
        "scope": ["bot"],
        "permissions": ["1024"],
        "guild_id": ["456"],
        "disable_guild_select": ["true"],
    }
