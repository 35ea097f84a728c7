"""A provider's input fields, and what the provider can say about an answer while it is given."""

from collections.abc import Callable
from dataclasses import dataclass

from cakd_tui.core.finding import Link
from cakd_tui.core.reading import Reading


@dataclass(frozen=True, slots=True)
class Field:
    """One question a provider has to ask; a page of its own in the wizard."""

    key: str
    """Its name in answers, settings and the keyring: `token`."""
    title: str
    """Its name in the rail: "Token"."""
    question: str
    """What the page asks: "Which bot sets up the alerts?"."""
    help: str
    """Why it is asked and where the answer is found, in one or two sentences."""
    placeholder: str
    read: Callable[[str], Reading]
    """Tidies and checks a text as it is typed; pure and quick."""
    variables: tuple[str, ...] = ()
    """Environment variables that answer it, the first that is set wins."""
    secret: bool = False
    """Masked on screen, kept in the keyring and nowhere else."""
    choosable: bool = False
    """The connection offers live choices for it."""
    link: Link | None = None
    """Where the answer is to be had."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a secret belongs to, once its service has answered."""

    name: str
    """"alerts-bot"."""
    detail: str
    """"a bot of application Ops Alerts"."""
    remarks: tuple[str, ...] = ()
    """What is worth knowing before going on, a sentence each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One live answer to a field."""

    value: str
    label: str
    detail: str = ""
    """A word on how far it is from ready: "ready", "Manage Webhooks missing"."""
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """The live answers to a field, and how to get one that isn't there."""

    offered: tuple[Choice, ...]
    summary: str
    """"alerts-bot is a member of 3 servers."."""
    invitation: Link | None = None
    """What to follow when the wanted choice is missing; the list then changes by itself."""
    remarks: tuple[str, ...] = ()
    """What would keep the invitation from working, a sentence each."""
