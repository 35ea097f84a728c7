"""A saved route as JSON, without its webhook's URL.

`event` is "route" and `version` 1; `project`, `provider`, `values`, `path` (its file, for people),
`remembered` (each `kind`, `id`, `name`, and `made`: whether cakd made it), and `webhook`, that one
of them alerts are posted to, or null.
"""

from typing import Final

from cakd_tui.core.plain_form import plain
from cakd_tui.core.route import WEBHOOK, Route

ROUTE_VERSION: Final = 1


def route_fields(route: Route, path: str) -> dict[str, object]:
    """The object; what it can't hold is the secret."""
    return {
        "event": "route",
        "version": ROUTE_VERSION,
        "project": route.project,
        "provider": route.provider,
        "values": plain(route.values),
        "path": path,
        "remembered": plain(route.remembered),
        "webhook": plain(route.thing(WEBHOOK)),
    }
