"""How one agent is to run."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.agent.gate import FileGate, Gate
from cakd_tui.agent.idempotency import WINDOW
from cakd_tui.core.agent_port import PORT
from cakd_tui.core.secret import Secret

HOST: Final = "127.0.0.1"
MOST_MIB: Final = 1024
_LEAST_MIB: Final = 16
"""Less would not hold the largest notifications beside each other."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the flags and the environment said. Raises `BadSettings` on what can't be followed."""

    spool: Path
    host: str = HOST
    port: int = PORT
    """0 takes a free one."""
    secret: Secret = field(default_factory=lambda: Secret(""))
    """What senders must bear; empty where it is in a file, or where there is none."""
    secret_file: Path | None = None
    spool_mib: int = MOST_MIB
    """MiB the spool may grow to."""
    same_within: float = WINDOW
    """Seconds within which the same notification counts once."""

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise BadSettings(f"the port {self.port} is none; choose one from 1 to 65535")
        if self.spool_mib < _LEAST_MIB:
            raise BadSettings(
                f"a spool of {self.spool_mib} MiB is too small; give it {_LEAST_MIB} MiB or more"
            )
        if not 0 <= self.same_within <= 86400:
            raise BadSettings("the same notification can count once within 0 to 86400 seconds")
        if self.secret and self.secret_file:
            raise BadSettings(
                "CAKD_AGENT_SECRET and CAKD_AGENT_SECRET_FILE are both set; unset one of them"
            )

    def gate(self) -> Gate:
        """Who may post. Raises `BadSettings` where the secret's file can't be used."""
        if self.secret_file is not None:
            return FileGate(self.secret_file)
        return Gate(self.secret or None)
