"""The protocols through which faces reach providers and storage, and core reaches either."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Courier, Delivery
from cakd_tui.core.field import Choices, Field, Identity
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.option import Option
from cakd_tui.core.plan import Plan, PlanLine
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry


class Memory(Protocol):
    """Where a provider writes down what exists, before its next call."""

    async def remember(
        self,
        thing: Remembered,
        left: Collection[str] = (),
        gone: Collection[str] = (),
        url: Secret | None = None,
    ) -> None:
        """Write down that this thing exists, and in the same step what it takes the place of.

        Of the kinds remembered so far, those `left` are still there and no longer used, those
        `gone` are not there any more. Without its webhook the route leads nowhere. With a `url` it
        leads there, set up with the present answers, and what was `coming` is in use: until then a
        thing of such a kind takes the place of nothing.
        """

    async def forget(self, kind: str) -> None:
        """Write down that the thing of this kind is gone."""


@dataclass(frozen=True, slots=True)
class Provisioned:
    """Where a project's alerts are to be posted."""

    url: Secret
    made: bool
    """Whether this run created it, as opposed to reusing it."""
    kept: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What the route is to keep with it, in place of what it kept before."""


class Connection(Protocol):
    """A provider ready to be asked: one for the whole run of a program.

    Every coroutine raises `ProviderError` (or `CredentialsRefused`) and nothing else. Where one
    pauses by itself it says so as `Waiting`.
    """

    async def warm_up(self) -> None:
        """Do the slow first-time work (imports, certificates, connecting) ahead of its use."""

    async def identity(self, field: str, answers: Answers, emit: Emit) -> Identity:
        """Ask whom the secret answer to `field` belongs to."""

    async def choices(self, field: str, answers: Answers, emit: Emit) -> Choices:
        """Ask for the live answers to `field`."""

    async def option_choices(self, key: str, answers: Answers, emit: Emit) -> Choices:
        """Ask for what the option `key` can be set to."""

    async def preflight(self, answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        """Make the read-only checks, saying each as `Checked`; return the plan they allow.

        Failing checks are findings, not errors. None when too little is known for a plan.
        """

    async def provision(
        self, answers: Answers, known: Route | None, memory: Memory, emit: Emit
    ) -> Provisioned:
        """Create or reuse what the project needs."""

    async def inspect(self, route: Route, answers: Answers | None, emit: Emit) -> None:
        """Look whether what the route remembers is still there and as it was.

        Each of the provider's `inspections` is said as `Checked`, failures to ask included; nothing
        is changed. `answers` is None where no credentials were found: then only what needs none is
        looked at, the rest is skipped with the reason.
        """

    async def remove(
        self,
        route: Route,
        things: Sequence[Remembered],
        answers: Answers | None,
        memory: Memory,
        emit: Emit,
    ) -> None:
        """Delete these things of the route, in an order in which none is missed by another.

        Each is forgotten as soon as it is gone, and one that is gone already counts as deleted. On
        a failure what was deleted stays forgotten. Without answers only what needs none can be
        deleted; where that isn't all, it raises `CredentialsRefused` and deletes nothing.
        """

    async def renew(
        self, route: Route, answers: Answers, memory: Memory, emit: Emit
    ) -> Provisioned:
        """Make a second place to post to beside the one in use, which stays as it is.

        It is remembered as `NEXT_WEBHOOK` before anything else happens. What an interrupted
        rotation left under that kind, with or without an id, is taken up in place of another.
        """

    async def send_test(self, route: Route, emit: Emit, *, worst_case: bool = False) -> Delivery:
        """Carry the sample alert, as any other, to the route's webhook; it calls nobody.

        Raises what `Courier.deliver` does.
        """

    def hurry(self) -> None:
        """End the waits under way, and no later one.

        What waits is asked at once; where the `Waiting` was `strict` it fails with `ProviderError`,
        not asked, and the message says what it waited for and how long it still would have.
        """

    async def aclose(self) -> None:
        """Let go of the network."""


class Provider(Protocol):
    """A notification provider, found by its entry point in the group `cakd.notify`."""

    @property
    def name(self) -> str:
        """Its name in `platform.yaml`, in small letters."""

    @property
    def title(self) -> str:
        """Its name on screen, as it writes itself."""

    @property
    def fields(self) -> Sequence[Field]:
        """What it needs to know, in the order it is asked."""

    @property
    def options(self) -> Sequence[Option]:
        """What may be chosen beside the fields, in the order it is offered; may be empty."""

    @property
    def checks(self) -> Sequence[Check]:
        """What its preflight will check, in the order it is shown."""

    @property
    def inspections(self) -> Sequence[Check]:
        """What an inspection of a saved route will look at, in the order it is shown."""

    def entries(self) -> Sequence[Entry]:
        """Its own troubleshooting rows."""

    def recognise(self, text: str) -> Sequence[Symptom]:
        """The failures of its service that a pasted text tells of; pure, and offline."""

    def preview(self, answers: Answers) -> Sequence[PlanLine]:
        """What it would make for these answers, by name alone; pure, for every keystroke."""

    def alertmanager_receiver(
        self, route: Route, url_file: str | None, version: tuple[int, int]
    ) -> Mapping[str, object]:
        """With what an Alertmanager of this version posts to the route: the keys of a receiver.

        The URL is in `url_file`, on Alertmanager's machine, or in the result where none is named.
        Pure. Raises `NoReceiver`.
        """

    def shown_name(self, thing: Remembered) -> str:
        """The name of a remembered thing as in its plans: "#alerts-my-project"."""

    def connect(self) -> Connection:
        """A connection; quick, nothing is sent yet. Raises `CakdError` on a bad configuration."""

    def courier(self) -> Courier:
        """A courier; quick, nothing is loaded and nothing sent before its first delivery."""


class SecretStore(Protocol):
    """The operating system's keyring, or a stand-in. Each call ends within 3 s.

    Calls raise `SecretStoreError` with its reason: absent, locked, slow, refused or plaintext.
    """

    async def describe(self) -> str:
        """The backend's name as its users know it: "GNOME Keyring (Secret Service)"."""

    async def load(self, item: str) -> Secret | None:
        """The secret kept under `item` (a provider's name), None when there is none."""

    async def save(self, item: str, secret: Secret) -> None:
        """Keep the secret and make sure that it can be read back."""

    async def forget(self, item: str) -> None:
        """Delete the secret; nothing happens when there is none."""


class RouteStore(Protocol):
    """The saved routes. Every method raises `RouteStoreError`."""

    def path(self, project: str) -> str:
        """The file a project's route is saved in."""

    def shown_path(self, project: str) -> str:
        """The same for people: the home directory as `~`."""

    def load(self, project: str) -> Route | None:
        """The project's route, None when there is none."""

    def projects(self) -> Sequence[str]:
        """The projects that have a saved route, sorted, whether or not it can be read."""

    def save(self, route: Route) -> None:
        """Write the route in one atomic step, readable by the user alone."""

    def forget(self, project: str) -> None:
        """Delete the route's file, all of it; nothing happens when there is none."""

    def lock(self, project: str) -> AbstractContextManager[None]:
        """Keep a second process from setting up the same project at the same time.

        Raises `RouteStoreError` when one is at it, or when that can't be made sure of.
        """

    def check(self, check: Check) -> Finding:
        """Whether routes can be saved, found out without leaving a trace."""


class SettingsStore(Protocol):
    """The user's saved plain answers, by provider."""

    def load(self, provider: str) -> Mapping[str, str]:
        """The saved answers by field; empty when there are none or they can't be read."""

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        """Merge these answers into the saved ones. Raises `RouteStoreError`."""
