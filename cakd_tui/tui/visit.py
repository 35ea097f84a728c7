"""What every page is given when the operator comes to it."""

from dataclasses import dataclass

from cakd_tui.core.ports import Connection
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft, Station


@dataclass(frozen=True, slots=True)
class Visit:
    """The program behind the page, what is answered by now, and where on the way it stands."""

    services: Services
    connection: Connection
    draft: Draft
    way: tuple[Station, ...]
