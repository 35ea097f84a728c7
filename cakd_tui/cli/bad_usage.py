"""The failure of a command line that asks for what there is not."""

from cakd_tui.core.errors import CakdError


class BadUsage(CakdError):
    """An argument can't be followed; the message lists what can."""
