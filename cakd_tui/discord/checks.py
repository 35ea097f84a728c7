"""The checks of Discord's preflight and of an inspection, in the order they are shown."""

from typing import Final

from cakd_tui.core.finding import Check

ANSWERS: Final = Check("discord", "Discord answers")
TOKEN: Final = Check("token", "Token")
SERVER: Final = Check("server", "In the server")
VIEW: Final = Check("view-channel", "View Channel")
MANAGE_CHANNELS: Final = Check("manage-channels", "Manage Channels")
MANAGE_WEBHOOKS: Final = Check("manage-webhooks", "Manage Webhooks")
TWO_FACTOR: Final = Check("two-factor", "Two-factor")
TIME_OUT: Final = Check("time-out", "Time-out")
SCREENING: Final = Check("screening", "Screening")
NAMES: Final = Check("names", "Names")
ROOM: Final = Check("room", "Room")
EXISTING: Final = Check("existing", "Already there")
OPTIONS: Final = Check("options", "Options")
"""Only made where something is chosen."""

CHECKS: Final = (
    ANSWERS,
    TOKEN,
    SERVER,
    VIEW,
    MANAGE_CHANNELS,
    MANAGE_WEBHOOKS,
    TWO_FACTOR,
    TIME_OUT,
    SCREENING,
    NAMES,
    ROOM,
    EXISTING,
)

STATUS_WEBHOOK: Final = Check("status-webhook", "Webhook")
STATUS_CHANNEL: Final = Check("status-channel", "Channel")
STATUS_REPAIR: Final = Check("status-repair", "Repair")
STATUS_LEFT_OVER: Final = Check("status-left-over", "Left over")

INSPECTIONS: Final = (STATUS_WEBHOOK, STATUS_CHANNEL, STATUS_REPAIR, STATUS_LEFT_OVER)
