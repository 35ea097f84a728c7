"""`cakd-agent --print-unit`: the flags given, made into a systemd unit."""

import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from cakd_tui.agent.unit import Unit
from cakd_tui.cli.agent_options import DEFAULT_WEBHOOK, SECRET, AgentOptions
from cakd_tui.storage.paths import config_directory

_PROGRAM: Final = "cakd-agent"


def agent_unit(options: AgentOptions) -> str:
    """The unit's file; secrets that were given stay out of it."""
    routes = (options.routes or config_directory()).absolute()
    variables = {DEFAULT_WEBHOOK: "where alerts without a route go"}
    if options.secret_file is None:
        variables[SECRET] = "what Alertmanager must bear; needed beyond loopback"
    return str(
        Unit(
            program=_program(),
            user=_owner(routes),
            arguments=_arguments(options),
            routes=routes,
            spool=options.spool and options.spool.absolute(),
            secret_file=options.secret_file and options.secret_file.absolute(),
            variables=variables,
        )
    )


def _arguments(options: AgentOptions) -> list[str]:
    given = {
        "--host": options.host,
        "--port": options.port,
        "--spool-size": options.spool_mib,
        "--same-within": options.same_within,
        "--log": "json" if options.json_log else None,
    }
    return [
        word for flag, value in given.items() if value is not None for word in (flag, f"{value}")
    ]


def _program() -> Path:
    """Where this program stands, as systemd wants to know it."""
    beside = Path(sys.executable).with_name(_PROGRAM)
    found = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == _PROGRAM else None
    return Path(
        found or (beside if beside.exists() else shutil.which(_PROGRAM) or beside)
    ).absolute()


def _owner(routes: Path) -> str:
    """Who may read the routes: their owner, or where there are none yet, who asks."""
    if os.name == "posix":
        import pwd

        try:
            return pwd.getpwuid(routes.stat().st_uid).pw_name
        except (OSError, KeyError):
            pass
    return getpass.getuser()
