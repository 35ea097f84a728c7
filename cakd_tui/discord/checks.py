"""The checks of Discord's preflight, in the order they are shown."""

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
