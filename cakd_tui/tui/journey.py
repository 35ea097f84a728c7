"""Where the operator is on the way from a token to a delivered alert, and what is known by then."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Warned
from cakd_tui.core.field import Field
from cakd_tui.core.finding import Finding
from cakd_tui.core.option import NO_OPTIONS
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Provider
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one thing, in the end."""

    kind: str
    """As in the plan: "channel", "webhook", "route", "file"."""
    text: str
    """"#alerts-my-project, created"."""
    good: bool = True
    """Whether it is as it was meant to be."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run ended with."""

    url: Secret = field(default_factory=lambda: Secret(""))
    route: Route | None = None
    """The saved route; None when it could not be saved."""
    place: str = ""
    """Where alerts arrive, by name: "#alerts-my-project"."""
    results: tuple[Result, ...] = ()
    warned: tuple[Warned, ...] = ()
    """What went wrong without stopping the run."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything answered so far; pages get it, add to it and hand it back."""

    answers: Answers = field(default_factory=Answers)
    typed: Mapping[str, Secret] = field(default_factory=lambda: MappingProxyType({}))
    """Each page's text just as it was typed, so that going back loses nothing."""
    said: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The line under each step in the rail: "alerts-bot", "Ops Lab"."""
    failed: frozenset[str] = frozenset()
    """The steps that are marked as failed in the rail."""
    keep_secret: bool = True
    """Whether secrets are kept in the keyring or for this run only."""
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None
    outcome: Outcome = field(default_factory=Outcome)
    special: str = ""
    """What is chosen of the provider's options, in words."""
    before: frozenset[str] = frozenset()
    """The projects that were set up before this one, in the same wizard."""

    def with_typed(self, key: str, text: str) -> "Draft":
        """The same draft remembering this text."""
        return replace(self, typed=MappingProxyType({**self.typed, key: Secret(text)}))

    def with_said(self, key: str, line: str) -> "Draft":
        """The same draft with this line under the step."""
        return replace(self, said=MappingProxyType({**self.said, key: line}))

    def with_failed(self, key: str, failed: bool) -> "Draft":
        """The same draft with the step marked as failed or not."""
        return replace(self, failed=self.failed | {key} if failed else self.failed - {key})


def another_project(draft: Draft) -> Draft:
    """The same answers, for a project that is still to be named."""
    kept = {key: line for key, line in draft.said.items() if key not in _OF_ONE_PROJECT}
    typed = {key: text for key, text in draft.typed.items() if key not in _OF_ONE_PROJECT}
    return Draft(
        answers=draft.answers.with_project("").with_options(NO_OPTIONS),
        typed=MappingProxyType(typed),
        said=MappingProxyType(kept),
        keep_secret=draft.keep_secret,
        before=draft.before | {draft.answers.project},
    )


def without_uses(draft: Draft) -> Draft:
    """The same draft, nothing chosen of what was found: that belongs to the answers before it."""
    return replace(draft, answers=replace(draft.answers, uses=MappingProxyType({})))


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the way; a page of its own."""

    key: str
    title: str
    field: Field | None = None
    """The provider's field it asks for, if it is such a page."""


PROJECT = Stop("project", "Project")
STATUS = Stop("status", "Status")
CHECKS = Stop("checks", "Checks")
RUN = Stop("run", "Run")
DONE = Stop("done", "Done")
_OF_ONE_PROJECT = frozenset(stop.key for stop in (PROJECT, CHECKS, RUN, DONE))


def stops(provider: Provider) -> tuple[Stop, ...]:
    """The whole way: a page per field of the provider, then the same four for all."""
    asked = tuple(Stop(each.key, each.title, each) for each in provider.fields)
    return (*asked, PROJECT, CHECKS, RUN, DONE)


class Mark(Enum):
    """How a step of the way looks in the rail: a symbol each, so that colour only supports it."""

    DONE = "✓"
    HERE = "●"
    AHEAD = "○"
    FAILED = "✗"


@dataclass(frozen=True, slots=True)
class Station:
    """A step of the way as the rail shows it."""

    key: str
    title: str
    mark: Mark
    said: str = ""
    here: bool = False


def stations(way: tuple[Stop, ...], position: int, draft: Draft) -> tuple[Station, ...]:
    """The way as seen from `position`."""
    return tuple(
        Station(
            stop.key,
            stop.title,
            _mark(index, position, stop, draft),
            draft.said.get(stop.key, "") if index <= position else "",
            here=index == position,
        )
        for index, stop in enumerate(way)
    )


def _mark(index: int, position: int, stop: Stop, draft: Draft) -> Mark:
    if stop.key in draft.failed and index <= position:
        return Mark.FAILED
    if index < position or (index == position and stop == DONE):
        return Mark.DONE
    return Mark.HERE if index == position else Mark.AHEAD
