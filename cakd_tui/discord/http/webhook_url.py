"""A webhook's public URL, as it is stored and printed: without an API version.

Source: Discord docs, Webhook. Calls go to the versioned form, as the unversioned one is answered by
an old version of the API (API Reference, API Versioning).
"""

import re
from typing import Final

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.errors import BadWebhookUrl

_SHAPE: Final = re.compile(
    r"(?:https?://)?(?:www\.|ptb\.|canary\.)?discord(?:app)?\.com"
    r"/api(?:/v\d+)?/webhooks/([1-9]\d{0,19})/([A-Za-z0-9_~-][A-Za-z0-9._~-]*)"
    r"(?:/slack|/github)?/?(?:[?#].*)?",
    re.IGNORECASE | re.ASCII,
)


def public_url(webhook_id: int, token: Secret) -> Secret:
    """`https://discord.com/api/webhooks/<id>/<token>`."""
    return Secret(f"https://discord.com/api/webhooks/{webhook_id}/{token.reveal()}")


def parse_public_url(text: str) -> tuple[int, Secret]:
    """The id and token in a webhook's URL, with or without version, of any of Discord's hosts.

    Raises `BadWebhookUrl`.
    """
    match = _SHAPE.fullmatch(text.strip().strip("\"'<>"))
    if match is None or int(match[1]) >= 2**64:
        raise BadWebhookUrl
    return int(match[1]), Secret(match[2])
