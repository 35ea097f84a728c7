"""The failure of settings the agent can't run with."""

from cakd_tui.core.errors import CakdError


class BadSettings(CakdError):
    """A setting can't be followed; the message names it and the next step."""
