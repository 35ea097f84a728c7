"""The address under which Alertmanager reaches the agent, as it is given on the command line."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.alertmanager_config import ALERTS_PATH, Agent


def asked_agent(url: str, secret_file: str | None) -> Agent:
    """The agent at this URL, with or without the path it takes alerts at.

    Raises `BadUsage` where it is no URL of an agent, and where an agent that others can reach is
    given no secret: such a one does not start without.
    """
    parts = _parts(url)
    if parts is None:
        raise BadUsage("--via-agent takes the agent's address, such as http://cakd-agent:8080")
    if parts.username is not None or parts.query or parts.fragment:
        raise BadUsage(
            "--via-agent takes an address without a password or a query: Alertmanager shows it to "
            "whoever asks for its status. The agent's secret goes by --agent-secret-file PATH"
        )
    if secret_file is None and not _is_this_machine(parts.hostname or ""):
        raise BadUsage(
            "an agent beyond this machine asks for its secret: name the file in which Alertmanager "
            "finds it with --agent-secret-file PATH"
        )
    return Agent(url.rstrip("/").removesuffix(ALERTS_PATH), secret_file or "")


def _parts(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if good else None


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
