"""A systemd unit that runs the agent with the least it needs.

Secrets are in files that only root reads, never in the unit: whoever may ask systemd sees that.
Settings by systemd.exec(5) and systemd.service(5); what there is not in an older systemd it skips.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "cakd-agent"
ENVIRONMENT_FILE: Final = Path("/etc/cakd/agent.env")
_STATE: Final = Path("/var/lib") / NAME
_CREDENTIAL: Final = "agent-secret"
_HOMES: Final = tuple(map(Path, ("/home", "/root", "/run/user")))

_SANDBOX: Final = """\
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectHostname=yes
ProtectClock=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
DevicePolicy=closed
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the unit is to say."""

    program: Path
    user: str
    """Who the agent runs as: the owner of the routes, which nobody else may read."""
    arguments: Sequence[str]
    """All but `--spool` and `--routes`; no secret among them."""
    routes: Path
    spool: Path | None = None
    """None for the directory that systemd makes for the unit."""
    secret_file: Path | None = None
    variables: Mapping[str, str] | None = None
    """The secrets that may stand in the environment file, and what each is."""

    def __str__(self) -> str:
        """The file."""
        return f"{self._head}\n{_UNIT}\n{self._service}{_SANDBOX}\n{_INSTALL}"

    @property
    def _head(self) -> str:
        lines = [
            f"The agent of CAKD, by `{NAME} --print-unit`. Save it as",
            f"/etc/systemd/system/{NAME}.service, then run",
            f"    systemctl daemon-reload && systemctl enable --now {NAME}",
            "",
            f"Secrets stand in {ENVIRONMENT_FILE} (chmod 600, root's own), a NAME=VALUE a line:",
            *(f"    {name:<22} {what}" for name, what in (self.variables or {}).items()),
        ]
        if self.spool is not None:
            lines += ["", "Make the spool's directory before the first start:"]
            lines += [f"    install -d -m 700 -o {self.user} {shlex.quote(str(self.spool))}"]
        if self.secret_file is not None:
            lines += ["", "After the secret's file has changed: systemctl restart " + NAME]
        return "".join(f"# {line}".rstrip() + "\n" for line in lines)

    @property
    def _service(self) -> str:
        command = [str(self.program), *self.arguments]
        command += ["--spool", str(self.spool or _STATE), "--routes", str(self.routes)]
        lines = [
            "[Service]",
            "Type=exec",
            f"User={self.user}",
            f"ExecStart={' '.join(map(_quoted, command))}",
            f"EnvironmentFile=-{ENVIRONMENT_FILE}",
            *self._secret,
            "Restart=always",
            "RestartSec=2",
            "# a setting that can't be followed is not right the next time either",
            "RestartPreventExitStatus=2",
            "# Alertmanager opens a connection for each group at once",
            "LimitNOFILE=65536",
            *self._places,
        ]
        return "\n".join(lines) + "\n"

    @property
    def _secret(self) -> Sequence[str]:
        if self.secret_file is None:
            return ()
        return (
            f"LoadCredential={_CREDENTIAL}:{_specified(str(self.secret_file))}",
            f"Environment=CAKD_AGENT_SECRET_FILE=%d/{_CREDENTIAL}",
        )

    @property
    def _places(self) -> Sequence[str]:
        """What it may write to, and whether it has to see a home directory."""
        needed = (self.program, self.routes, *((self.spool,) if self.spool else ()))
        at_home = any(path.is_relative_to(home) for path in needed for home in _HOMES)
        state = (
            [f"StateDirectory={NAME}", "StateDirectoryMode=0700"]
            if self.spool is None
            else [f"ReadWritePaths={_listed(str(self.spool))}"]
        )
        return (*state, f"ProtectHome={'read-only' if at_home else 'yes'}")


_UNIT: Final = """\
[Unit]
Description=Delivers alerts to the channels that CAKD has set up
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0
"""
_INSTALL: Final = """\
[Install]
WantedBy=multi-user.target
"""


def _specified(text: str) -> str:
    """The text with systemd's specifiers taken as they are written."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line in a unit: systemd.service(5), COMMAND LINES."""
    return _listed(word.replace("$", "$$"))


def _listed(path: str) -> str:
    """One of the paths in a setting of a unit, where a dollar stands for itself."""
    plain = _specified(path).replace("\\", "\\\\").replace('"', '\\"')
    return plain if plain and not set(plain) & set(" \t\"';\\") else f'"{plain}"'
