"""Looks at saved routes, each through the provider that made it, over one connection to each."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.cli.agent_holding import agent_finding
from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.errors import CakdError, CredentialsMissing, CredentialsRefused
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.option import OptionValue
from cakd_tui.core.ports import Connection, Provider
from cakd_tui.core.providers import load_provider
from cakd_tui.core.route import Route
from cakd_tui.core.saved_route import (
    SavedRoute,
    all_inspections,
    is_drift,
    saved_route,
    without_provider,
)
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import Entry, own_entries

_AT_A_TIME: Final = 8
"""Routes looked at side by side."""


@dataclass(frozen=True, slots=True)
class RouteStatus:
    """What a look at one project's route has found."""

    saved: SavedRoute
    findings: tuple[Finding, ...]
    """In the order they are shown; that about the saved route itself comes first."""
    entries: Sequence[Entry] = ()
    """The troubleshooting rows that may belong to them."""
    title: str = ""
    """The provider's on screen; empty where it can't be had."""

    @property
    def drifted(self) -> bool:
        """Whether anything isn't as it was saved."""
        return any(map(is_drift, self.findings))

    @property
    def refused(self) -> bool:
        """Whether credentials were refused."""
        return any(each.refused for each in self.findings)

    @property
    def unknown(self) -> bool:
        """Whether anything could not be looked at, as there was no answer."""
        return any(each.unknown for each in self.findings)


@dataclass(slots=True)
class _Desk:
    """One provider, ready to be asked."""

    provider: Provider
    connection: Connection
    resolving: asyncio.Lock = field(default_factory=asyncio.Lock)
    resolved: dict[frozenset[tuple[str, str]], Answers | None] = field(default_factory=dict)
    """The answers by what routes were saved with; None where some are missing."""
    said: set[str] = field(default_factory=set)
    """What was missing, each said once."""
    refused: bool = False
    """Whether credentials were refused: no more are sent."""


class Inspector:
    """Looks at routes; to be closed."""

    def __init__(self, built: Services, options: Mapping[str, OptionValue]) -> None:
        self._built = built
        self._options = options
        self._desks: dict[str, _Desk] = {}
        self._own = own_entries()
        self.waits = WaitLine()
        """Shows what is waited for; to be erased before anything is printed."""
        self._places = asyncio.Semaphore(_AT_A_TIME)

    async def look(self, project: str) -> RouteStatus:
        """Look at the project's route; whatever goes wrong is a finding."""
        saved = await asyncio.to_thread(saved_route, self._built.routes, project)
        route = saved.route
        if route is None:
            return RouteStatus(saved, (saved.finding,), self._own)
        try:
            desk = self._desk(route.provider)
        except CakdError as error:
            saved = without_provider(saved, error)
            return RouteStatus(saved, (saved.finding,), self._own)
        async with self._places:
            found = await self._inspected(desk, route)
        found[saved.finding.check.id] = saved.finding
        order = [each.id for each in all_inspections(desk.provider)]
        rest = [each for each in found if each not in order]
        findings = tuple(found[name] for name in (*order, *rest) if name in found)
        if self._built.spools:
            agent = await asyncio.to_thread(agent_finding, self._built.spools, route, desk.provider)
            findings = (*findings, agent)
        entries = (*self._own, *desk.provider.entries())
        return RouteStatus(saved, findings, entries, desk.provider.title)

    async def aclose(self) -> None:
        """Close every connection."""
        self.waits.over()
        for desk in self._desks.values():
            await desk.connection.aclose()

    def _desk(self, name: str) -> _Desk:
        if name not in self._desks:
            own = self._built.provider
            provider = own if own.name == name else load_provider(name)
            self._desks[name] = _Desk(provider, provider.connect())
        return self._desks[name]

    async def _inspected(self, desk: _Desk, route: Route) -> dict[str, Finding]:
        found: dict[str, Finding] = {}

        def heard(event: Event) -> None:
            if isinstance(event, Waiting):
                self.waits.show(event)
            elif isinstance(event, Checked):
                found[event.finding.check.id] = event.finding

        withheld = desk.refused
        answers = None if withheld else await self._answers(desk, route)
        try:
            await desk.connection.inspect(route, answers, heard)
        except CakdError as error:
            finding = _failed(desk.provider, error)
            found[finding.check.id] = finding
        if any(each.refused for each in found.values()):
            desk.refused = True  # each further refusal counts against this address
        return _unaccepted(found, desk.provider) if withheld else found

    async def _answers(self, desk: _Desk, route: Route) -> Answers | None:
        saved_with = frozenset(route.values.items())
        async with desk.resolving:
            if saved_with not in desk.resolved:
                desk.resolved[saved_with] = await self._resolved(desk, route)
        answers = desk.resolved[saved_with]
        return replace(answers, project=route.project) if answers else None

    async def _resolved(self, desk: _Desk, route: Route) -> Answers | None:
        """The answers; what is missing is said."""
        sources, options = self._built.sources, self._options
        try:
            return await resolve_answers(desk.provider, route.project, sources, options, route)
        except CredentialsMissing as error:
            if error.message not in desk.said:
                desk.said.add(error.message)
                self.waits.erase()
                said = f"{error.message}; only what needs none is looked at"
                print(said, file=sys.stderr, flush=True)
        return None


def _unaccepted(found: Mapping[str, Finding], provider: Provider) -> dict[str, Finding]:
    """The findings where credentials were not sent once more, as they had been refused."""
    secret = next((each.title.lower() for each in provider.fields if each.secret), "answer")
    needs = f"needs an accepted {secret}"
    return {
        key: replace(each, evidence=needs, refused=True)
        if each.verdict is Verdict.SKIPPED
        else each
        for key, each in found.items()
    }


def _failed(provider: Provider, error: CakdError) -> Finding:
    return Finding(
        Check("status-provider", provider.title),
        Verdict.FAIL,
        "it could not be asked",
        headline=error.message,
        symptom=error.symptom,
        refused=isinstance(error, CredentialsRefused),
        unknown=not isinstance(error, CredentialsRefused),
    )
