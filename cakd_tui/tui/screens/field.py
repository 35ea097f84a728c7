"""A page that asks for one of the provider's fields, in the field's own words."""

from cakd_tui.core.field import Field
from cakd_tui.core.ports import Connection
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft, Station
from cakd_tui.tui.screens.ask import AskPage


class FieldPage(AskPage):
    """The question and the reason are the field's."""

    def __init__(
        self,
        services: Services,
        connection: Connection,
        draft: Draft,
        way: tuple[Station, ...],
        field: Field,
    ) -> None:
        super().__init__(services, connection, draft, way)
        self.field = field

    @property
    def question(self) -> str:
        """The field's own question."""
        return self.field.question

    @property
    def reason(self) -> str:
        """The field's own help."""
        return self.field.help
