"""What `cakd-agent` understands: flags, and for each of them a variable of the environment."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cakd_tui import __version__
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.parser import Parser
from cakd_tui.core.secret import Secret

DEFAULT_WEBHOOK: Final = "DISCORD_WEBHOOK_URL"
SECRET: Final = "CAKD_AGENT_SECRET"
SECRET_FILE: Final = "CAKD_AGENT_SECRET_FILE"
LOGS: Final = ("text", "json")

_EPILOG: Final = f"""\
variables: each flag has one that counts where the flag is not given: CAKD_AGENT_HOST for --host,
CAKD_AGENT_SPOOL_SIZE for --spool-size and so on, {DEFAULT_WEBHOOK} for --default-webhook.
  {SECRET}       what senders must bear (Authorization: Bearer); needed beyond loopback
  {SECRET_FILE}  the file it is in, read again when it changes

exit codes: 0 ended as it was told; 1 failed; 2 bad usage; 130 interrupted
"""


@dataclass(frozen=True, slots=True)
class AgentOptions:
    """What the command line and the environment said; None where neither said anything."""

    host: str | None
    port: int | None
    spool: Path | None
    routes: Path | None
    default_webhook: Secret
    secret: Secret
    secret_file: Path | None
    spool_mib: int | None
    same_within: float | None
    json_log: bool
    print_unit: bool


def agent_options(arguments: Sequence[str], environment: Mapping[str, str]) -> AgentOptions:
    """What is asked for. Raises `BadUsage` that names the flag or variable; argparse's own end.

    A variable that is blank counts as not set.
    """
    given = _parser().parse_args(arguments)
    asked = _Asked(vars(given), environment)
    log = asked.text("log") or LOGS[0]
    if log not in LOGS:
        raise BadUsage(f"{asked.name('log')} is {log}; choose {' or '.join(LOGS)}")
    return AgentOptions(
        host=asked.text("host"),
        port=asked.whole("port"),
        spool=asked.path("spool"),
        routes=asked.path("routes"),
        default_webhook=Secret(asked.text("default_webhook") or ""),
        secret=Secret(environment.get(SECRET, "").strip()),
        secret_file=_path(environment.get(SECRET_FILE, "").strip()),
        spool_mib=asked.whole("spool_size"),
        same_within=asked.number("same_within"),
        json_log=log == "json",
        print_unit=given.print_unit,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Flags, and behind them the environment."""

    flags: Mapping[str, object]
    environment: Mapping[str, str]

    def text(self, key: str) -> str | None:
        flag = self.flags[key]
        if isinstance(flag, str):
            return flag
        return self.environment.get(_variable(key), "").strip() or None

    def name(self, key: str) -> str:
        """Where the value comes from, for a message about it."""
        return f"--{key.replace('_', '-')}" if self.flags[key] is not None else _variable(key)

    def path(self, key: str) -> Path | None:
        return _path(self.text(key) or "")

    def whole(self, key: str) -> int | None:
        text = self.text(key)
        try:
            return None if text is None else int(text)
        except ValueError:
            raise BadUsage(f"{self.name(key)} is {text}, which is no whole number") from None

    def number(self, key: str) -> float | None:
        text = self.text(key)
        try:
            return None if text is None else float(text)
        except ValueError:
            raise BadUsage(f"{self.name(key)} is {text}, which is no number") from None


def _variable(key: str) -> str:
    return DEFAULT_WEBHOOK if key == "default_webhook" else f"CAKD_AGENT_{key.upper()}"


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cakd-agent",
        description="Take Alertmanager's notifications and deliver each alert to the channel that "
        "its namespace's route leads to; what it has taken is not lost.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"cakd-agent {__version__}")
    parser.add_argument("--host", metavar="HOST", help="where to listen (default: 127.0.0.1)")
    parser.add_argument("--port", metavar="PORT", help="the port (default: 8080; 0: a free one)")
    parser.add_argument(
        "--default-webhook",
        metavar="URL",
        help="where alerts without a route go; others on this machine can see flags, so the "
        "variable is the better place",
    )
    parser.add_argument(
        "--spool",
        metavar="DIR",
        help="where alerts are kept until they are delivered (default: in your state directory)",
    )
    parser.add_argument(
        "--routes",
        metavar="DIR",
        help="the saved routes, or a file with a map of them (default: your config directory)",
    )
    parser.add_argument(
        "--spool-size", metavar="MIB", help="what the spool may grow to (default: 1024)"
    )
    parser.add_argument(
        "--same-within",
        metavar="SECONDS",
        help="within which the same notification counts once (default: 240); keep it below "
        "Alertmanager's repeat_interval",
    )
    parser.add_argument(
        "--log", metavar="FORM", help=f"{' or '.join(LOGS)}, a line an event (default: text)"
    )
    parser.add_argument(
        "--print-unit",
        action="store_true",
        help="print a hardened systemd unit for this agent, with the flags given, and end",
    )
    return parser
