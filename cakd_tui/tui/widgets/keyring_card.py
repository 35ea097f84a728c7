"""Says plainly that the keyring can't be used, what happens instead, and how to get one."""

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.field import Field
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.tui.widgets.card import Card, CardLine


class KeyringCard(Card):
    """A warning that hinders nothing: the secret is kept for this run only, never in a file."""

    def __init__(self, field: Field, failure: SecretStoreError) -> None:
        row = next(iter(matching(own_entries(), failure.symptom)), None)
        lines = [CardLine("Now", f"The {field.title.lower()} is used for this run only.")]
        if field.variables:
            lines.append(CardLine("Next time", f"Set {field.variables[0]} where cakd is started."))
        if row:
            lines += [CardLine("Cause", row.cause), CardLine("What helps", row.fix)]
        super().__init__(
            row.problem.rstrip(".") if row else "The keyring can't be used",
            tuple(lines),
            "warning",
            footnote="" if row else failure.message,
        )
