"""What is known about a secret while it is asked for, and the sentences that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cakd_tui.core.credentials import Found
from cakd_tui.core.errors import CakdError, CredentialsRefused, SecretStoreError
from cakd_tui.core.field import Field, Identity
from cakd_tui.core.reading import Accepted, Refused
from cakd_tui.core.secret import Secret
from cakd_tui.tui.widgets.note import Note, Tone


@dataclass(frozen=True, slots=True)
class SecretState:
    """One moment of the page; every change makes a new one."""

    field: Field
    provider: str
    """The provider's name, under which the keyring keeps the secret."""
    service: str
    """The provider's name on screen."""
    typed: Secret
    keep: bool
    looking: bool = True
    found: Found | None = None
    store: str = ""
    """The keyring's name; empty while it is unknown or when there is none."""
    store_failure: SecretStoreError | None = None
    identity: Identity | None = None
    failure: CakdError | None = None
    """Why it isn't known whose it is."""
    anyway: bool = False
    """The operator goes on without knowing whose it is."""
    eager: bool = False
    """The operator wants to go on as soon as it is known."""
    saving: bool = False
    again: bool = False
    """The operator wants to know once more, and is waiting for it."""
    demo: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether something is typed; it then counts before what was found."""
        return bool(self.typed.reveal().strip())

    @property
    def reading(self) -> Accepted | Refused | None:
        """What the field makes of what is typed or found; None when there is neither."""
        if self.is_typed:
            return self.field.read(self.typed.reveal())
        return self.field.read(self.found.value.reveal()) if self.found else None

    @property
    def secret(self) -> Secret:
        """The secret the page would go on with; empty when there is none."""
        return Secret(self.reading.value) if isinstance(self.reading, Accepted) else Secret("")

    @property
    def is_news(self) -> bool:
        """Whether it is known from nowhere else, so that it matters if it is kept."""
        if not self.is_typed or not self.secret:
            return False
        known = self.field.read(self.found.value.reveal()) if self.found else None
        return not (isinstance(known, Accepted) and known.value == self.secret.reveal())

    @property
    def can_keep(self) -> bool:
        """Whether it may be kept: nothing is kept that nobody has accepted."""
        known = self.is_news and self.identity is not None
        return known and bool(self.store) and self.store_failure is None

    @property
    def trouble(self) -> CakdError | None:
        """The failure that matters most now; a keyring that isn't needed is none."""
        if self.failure:
            return self.failure
        return self.store_failure if self.is_news or not self.found else None

    def with_text(self, text: str) -> "SecretState":
        """The state after typing; what was known of another secret is forgotten."""
        after = replace(self, typed=Secret(text))
        if after.secret == self.secret:
            return after
        return after.unasked()

    def unasked(self) -> "SecretState":
        """The state in which nobody was asked whose the secret is."""
        return replace(self, identity=None, failure=None, anyway=False, eager=False, saving=False)

    def answered(self, outcome: Identity | CakdError) -> "SecretState":
        """The state once the service has answered, or has failed to."""
        if isinstance(outcome, CakdError):
            eager = self.eager and self.anyway
            return replace(self, identity=None, failure=outcome, eager=eager, again=False)
        eager = self.eager and not outcome.remarks
        return replace(self, identity=outcome, failure=None, eager=eager, again=False)

    @property
    def is_asked(self) -> bool:
        """Whether the service's first answer about this secret is awaited."""
        return bool(self.secret) and not (self.identity or self.failure or self.anyway)

    @property
    def may_mend_itself(self) -> bool:
        """Whether asking again without changing anything can help."""
        return self.failure is not None and not isinstance(self.failure, CredentialsRefused)

    def offers(self) -> Mapping[str, bool]:
        """Which of the page's actions would do something now."""
        return {
            "go_on": not self.hindrance or self.can_wait,
            "reveal": self.is_typed,
            "open_link": self.field.link is not None,
            "turn_keep": self.can_keep,
            "paste_demo": self.demo and not self.is_typed,
            "ask_again": self.failure is not None or self.store_failure is not None,
            "anyway": self.failure is not None and not self.saving,
        }

    @property
    def hindrance(self) -> str:
        """Why the page can't be left forwards; empty when it can."""
        if self.saving:
            return f"Keeping it in {self.store}."
        if self.reading is None:
            return "Still looking." if self.looking else "Paste it above."
        if not self.secret:
            return "Paste another one above."
        going = "Goes on by itself" if self.eager else "Enter goes on"
        if self.is_news and self.looking:
            return f"{going} when the keyring has answered."
        if self.identity or self.anyway:
            return ""
        if self.is_asked:
            return f"{going} when {self.service} has answered."
        if self.may_mend_itself:
            return "Not answered yet: it is asked again every few seconds."
        return f"{self.service} does not accept it: paste another one above."

    @property
    def can_wait(self) -> bool:
        """Whether the answer that is awaited would open the way on."""
        return (self.is_asked or (self.looking and self.is_news)) and not self.saving

    def notes(self) -> tuple[Note, ...]:
        """How things stand, a line each."""
        return (*self._source(), *self._owner(), *self._keeping())

    def _source(self) -> tuple[Note, ...]:
        where = self.found.source if self.found and not self.is_typed else ""
        if isinstance(self.reading, Refused):
            lead = f"Found in {where}, but it can't be used. " if where else ""
            return (Note(Tone.BAD, f"{lead}{self.reading.reason}"),)
        if self.reading is None:
            return (self._nothing(), *self._advice())
        doubt = (Note(Tone.DOUBT, self.reading.remark),) if self.reading.remark else ()
        if not where:
            return doubt
        return (
            Note(Tone.GOOD, f"Found in {where}: press enter to use it, or paste another."),
            *doubt,
        )

    def _nothing(self) -> Note:
        if self.looking:
            return Note(Tone.BUSY, "Looking in the environment and in the keyring.")
        if self.demo:
            return Note(Tone.OPEN, "This is a demo: ctrl+d pastes one that works here.")
        places = [*self.field.variables[:1], *([] if self.store_failure else ["the keyring"])]
        return Note(Tone.OPEN, f"Nothing in {' or '.join(places)} so far." if places else "")

    def _advice(self) -> tuple[Note, ...]:
        link = self.field.link
        return (Note(Tone.QUIET, f"{link.label}: {link.url}"),) if link else ()

    def _owner(self) -> tuple[Note, ...]:
        if self.is_asked:
            return (Note(Tone.BUSY, f"Asking {self.service} whose it is."),)
        if self.again:
            asking = f", and asking {self.service}" if self.secret else ""
            return (Note(Tone.BUSY, f"Looking once more{asking}."),)
        if self.identity:
            detail = f", {self.identity.detail}" if self.identity.detail else ""
            owner = Note(Tone.GOOD, detail, strong=self.identity.name)
            return (owner, *(Note(Tone.DOUBT, each) for each in self.identity.remarks))
        return ()

    def _keeping(self) -> tuple[Note, ...]:
        if self.is_typed and self.secret and self.found and not self.is_news:
            return (Note(Tone.GOOD, f"The same as in {self.found.source}."),)
        if not self.can_keep:
            return ()
        if self.keep:
            place = f"Will be kept in {self.store}, item cakd/{self.provider}."
            return (Note(Tone.GOOD, place),)
        return (Note(Tone.OPEN, "Will be forgotten when this run ends."),)
