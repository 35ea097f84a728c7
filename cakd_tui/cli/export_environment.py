"""`cakd routes export env`: variables with the webhooks' URLs, for a shell or a service.

One project that is named is `DISCORD_WEBHOOK_URL`, which cakd-agent takes for its default; several
are `CAKD_WEBHOOK_<PROJECT>`. Whatever number is saved, the same command gives the same names.
"""

import shlex
from typing import Final

from cakd_tui.cli.export_request import Exported, ExportOptions
from cakd_tui.cli.saved_routes import usable_routes
from cakd_tui.core.services import Services

ALONE: Final = "DISCORD_WEBHOOK_URL"
PREFIX: Final = "CAKD_WEBHOOK_"


def environment(built: Services, options: ExportOptions) -> Exported:
    """A line for each project, quoted as a shell and systemd read it."""
    routes = usable_routes(built.routes, options.projects)
    alone = len(set(options.projects)) == 1
    lines = [
        f"{ALONE if alone else variable(each.project)}={shlex.quote(each.webhook.reveal())}\n"
        for each in routes
    ]
    path = options.target.path
    name = "FILE" if path is None else path.absolute()  # dash and systemd take no other
    return Exported(
        "".join(lines),
        secret=True,
        next_steps=(
            f"In a shell:   set -a; . {shlex.quote(str(name))}; set +a",
            f"In a service: EnvironmentFile={name}",
        ),
    )


def variable(project: str) -> str:
    """The name of a project's variable: two projects never share one, their names have no `_`."""
    return PREFIX + project.upper().replace("-", "_")
