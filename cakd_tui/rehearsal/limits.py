"""How much of everything Discord takes.

Sources, all Discord docs: JSON Error Codes (counts per guild and channel), Guild (channel
fields), Webhook and Message (message fields and embed limits), Rate Limits (the global limit).
Lengths are in characters.
"""

from typing import Final

ROLES_PER_GUILD: Final = 250
CHANNELS_PER_GUILD: Final = 500
CHANNELS_PER_CATEGORY: Final = 50
WEBHOOKS_PER_CHANNEL: Final = 15
WEBHOOKS_PER_GUILD: Final = 1000
OVERWRITES_PER_REQUEST: Final = 100

CHANNEL_NAME: Final = 100
CHANNEL_TOPIC: Final = 1024
SLOWMODE_SECONDS: Final = 21_600
AUTO_ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10080)
WEBHOOK_NAME: Final = 80
AUDIT_REASON: Final = 512
GUILDS_PER_PAGE: Final = 200

CONTENT: Final = 2000
EMBEDS: Final = 10
EMBEDS_TOGETHER: Final = 6000
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
FOOTER_TEXT: Final = 2048
AUTHOR_NAME: Final = 256
COLOR: Final = 0xFFFFFF
URL: Final = 2048
MENTION_LIST: Final = 100
