"""CAKD TUI: from a bot token to alerts in Discord."""

__version__ = "0.1.0"
