"""The project's name while it is typed, and everything that would be called after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.option import NO_OPTIONS, OptionValue
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.platform_step import SAID
from cakd_tui.core.project import read_project
from cakd_tui.core.reading import Accepted, Reading, Refused
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.tui.widgets.note import Note, Tone


@dataclass(frozen=True, slots=True)
class Suggested:
    """The name the page begins with."""

    name: str
    source: str
    """"platform.yaml", "the directory's name"."""
    failure: PlatformFileError | None = None
    """Why `platform.yaml` can't be used, if it is there and can't."""
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)
    """What `platform.yaml` chooses of the provider's options."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What exists already for one project."""

    project: str
    known: Route | None
    file: PlanLine
    """What will happen to `platform.yaml`."""
    change: str = ""
    """How much of it, where it is there and changes: "+ one line"."""


class State(Enum):
    """What will happen to one thing."""

    NEW = "+ new"
    WANTED = "+ made if missing"
    REUSED = "= exists, will be reused"
    SEVERAL = "? one of several"
    UPDATED = "~ exists, will be updated"
    UNCHANGED = "· already says so"
    LEFT = "! left as it is"
    UNKNOWN = "◌ looking"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One thing that will be called after the project."""

    kind: str
    name: str
    state: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """One moment of the page; every change makes a new one."""

    text: str
    suggested: Suggested | None = None
    surroundings: Surroundings | None = None
    before: frozenset[str] = frozenset()
    """The projects that are set up already: none of them is suggested again."""
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)
    special: str = ""
    """What is chosen of the options, in words."""

    @property
    def reading(self) -> Reading:
        """The name, or why it can't be one."""
        return read_project(self.text)

    @property
    def project(self) -> str:
        """The name, empty while it can't be one."""
        return self.reading.value if isinstance(self.reading, Accepted) else ""

    @property
    def correction(self) -> str:
        """A name near the one that can't be used."""
        return self.reading.suggestion if isinstance(self.reading, Refused) else ""

    def with_suggested(self, suggested: Suggested) -> "ProjectState":
        """The state once the surroundings have named a project; what is typed stays."""
        name = "" if suggested.name in self.before else suggested.name
        return replace(self, suggested=suggested, text=self.text or name)

    @property
    def hindrance(self) -> str:
        """Why the page can't be left forwards; empty when it can."""
        return "" if self.project else "The name can't be used yet."

    def notes(self) -> tuple[Note, ...]:
        """How things stand, a line each."""
        if isinstance(self.reading, Refused):
            if not self.text.strip() and self.suggested is None:
                return ()
            if not self.text.strip() and self.before:
                return (Note(Tone.OPEN, f"After {' and '.join(sorted(self.before))}: the next."),)
            advice = Note(Tone.QUIET, f" takes {self.correction} instead.", strong="tab")
            return (Note(Tone.BAD, self.reading.reason), advice)
        if self.suggested and self.suggested.name == self.project:
            return (Note(Tone.GOOD, f"From {self.suggested.source}."),)
        return (Note(Tone.GOOD, "This name can be used."),)

    def rows(
        self, services: Services, answers: Answers, plan: Plan | None = None
    ) -> tuple[PreviewRow, ...]:
        """What will be made, saved and written for this name; nothing while it can't be used.

        `plan` is one the checks made for these answers; it counts for their project alone.
        """
        if not self.project:
            return ()
        here = self.surroundings
        here = here if here and here.project == self.project else None
        known = here.known if here else None
        plan = plan if answers.project == self.project else None
        named = answers.with_project(self.project).with_options(self.options)
        lines = services.provider.preview(named)
        return (
            *(_thing(line, _fate(line, known, plan, answers), here is not None) for line in lines),
            _route(self.project, services, known, looked=here is not None),
            self._file(here, services),
            *self._special(services),
        )

    def _special(self, services: Services) -> tuple[PreviewRow, ...]:
        if not services.provider.options:
            return ()
        titles = ", ".join(option.title.lower() for option in services.provider.options)
        said = self.special or f"nothing chosen ({titles})"
        return (PreviewRow("options", said, "^p chooses"),)

    def _file(self, here: Surroundings | None, services: Services) -> PreviewRow:
        if here is None:
            return PreviewRow("file", services.platform_file.name, State.UNKNOWN.value)
        row = _file(here)
        has_card = self.suggested is not None and self.suggested.failure is not None
        return replace(row, remark="") if has_card else row


_FATES = {
    Verb.CREATE: State.NEW,
    Verb.REPAIR: State.NEW,
    Verb.REUSE: State.REUSED,
    Verb.ADOPT: State.REUSED,
    Verb.CHOOSE: State.SEVERAL,
    Verb.UPDATE: State.UPDATED,
    Verb.LEAVE: State.LEFT,
    Verb.DELETE: State.LEFT,
}


def _fate(line: PlanLine, known: Route | None, plan: Plan | None, answers: Answers) -> State:
    """What will happen to the thing, as far as it is known without asking the service."""
    planned = (each for each in plan.lines if each.kind == line.kind) if plan else iter(())
    if found := next(planned, None):
        return _FATES[found.verb]
    if known is None or known.thing(line.kind) is None:
        return State.WANTED
    elsewhere = any(answers.value(key) not in {"", each} for key, each in known.values.items())
    return State.WANTED if elsewhere else State.REUSED


def _thing(line: PlanLine, fate: State, looked: bool) -> PreviewRow:
    state = fate if looked else State.UNKNOWN
    return PreviewRow(line.kind, line.name, state.value, line.remark)


def _route(project: str, services: Services, known: Route | None, *, looked: bool) -> PreviewRow:
    state = State.UNKNOWN if not looked else State.UPDATED if known else State.NEW
    remark = f'alerts with namespace="{project}" go there'
    return PreviewRow("route", services.routes.shown_path(project), state.value, remark)


def _file(here: Surroundings) -> PreviewRow:
    line = here.file
    if line.verb is Verb.CREATE:
        return PreviewRow(line.kind, line.name, State.NEW.value, line.remark)
    if line.verb is Verb.UPDATE:
        return PreviewRow(line.kind, line.name, here.change or State.UPDATED.value, line.remark)
    if line.reason == SAID:
        return PreviewRow(line.kind, line.name, State.UNCHANGED.value)
    return PreviewRow(line.kind, line.name, State.LEFT.value, line.reason)
