"""A page that asks for one of the provider's fields, in the field's own words."""

from cakd_tui.core.field import Field
from cakd_tui.tui.screens.ask import AskPage
from cakd_tui.tui.visit import Visit


class FieldPage(AskPage):
    """The question and the reason are the field's."""

    def __init__(self, visit: Visit, field: Field) -> None:
        super().__init__(visit)
        self.field = field

    @property
    def question(self) -> str:
        """The field's own question."""
        return self.field.question

    @property
    def reason(self) -> str:
        """The field's own help."""
        return self.field.help
