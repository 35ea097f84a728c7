"""What a run would do, told before it does it: the plan of the checks, and the project's file."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.platform_step import PlatformFileStep
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft

SECONDS_PER_REQUEST: Final = 0.4
"""A guess good enough for "about 1 s"; the provider's own pauses come on top."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that will be created, changed or reused, in order."""

    lines: tuple[PlanLine, ...]
    requests: int
    looked: bool
    """Whether the provider was asked what is there already."""

    @property
    def label(self) -> str:
        """The button that starts it, with a verb and how much it is."""
        created = [line for line in self.lines if line.verb is Verb.CREATE]
        if not self.looked or not created:
            return "Set it up"
        return f"Create {len(created)} things" if len(created) > 1 else f"Create {created[0].kind}"

    @property
    def sentence(self) -> str:
        """How much it is, and about how long it takes."""
        if not self.looked:
            return "What is there is not known yet: it looks first and reuses what it finds."
        changes = sum(line.verb in {Verb.CREATE, Verb.UPDATE} for line in self.lines)
        many = {0: "Nothing to change", 1: "1 change"}.get(changes, f"{changes} changes")
        seconds = max(1, ceil(self.requests * SECONDS_PER_REQUEST))
        return f"Nothing has been created yet. {many}, about {seconds} s."


def proposal(draft: Draft, services: Services) -> Proposal:
    """What a run would do now; by names alone while nobody has looked."""
    project = draft.answers.project
    file = platform_step(draft, services).line()
    if draft.plan:
        return Proposal((*draft.plan.lines, file), draft.plan.requests, looked=True)
    named = tuple(services.provider.preview(draft.answers))
    route = PlanLine(Verb.CREATE, "route", services.routes.shown_path(project))
    return Proposal((*named, route, file), len(named), looked=False)


def platform_step(draft: Draft, services: Services) -> PlatformFileStep:
    """The step that writes the project's file."""
    return PlatformFileStep(services.platform_file, draft.answers.project, services.provider.name)
