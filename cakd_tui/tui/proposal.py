"""What a run would do, told before it does it: the plan of the checks, and the project's file."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.plan import PlanLine, Quota, Verb
from cakd_tui.core.platform_step import KIND, PlatformFileStep
from cakd_tui.core.ports import Connection, Provider
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft

SECONDS_PER_REQUEST: Final = 0.4
"""A guess good enough for "about 1 s"; the provider's own pauses come on top."""


UNTOUCHED: Final = "Nothing has been created yet."
KEPT: Final = "What was made is kept."
SETTLED: Final = "It is all there already."
_SEEN_TO: Final = "the run before has seen to it"
_AS_IT_IS: Final = frozenset({Verb.REUSE, Verb.LEAVE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that will be created, changed or reused, in order."""

    lines: tuple[PlanLine, ...]
    requests: int
    looked: bool
    """Whether the provider was asked what is there already."""
    unknown: tuple[PlanLine, ...] = ()
    """The lines of which nobody knows yet whether they are there."""
    standing: str = UNTOUCHED
    """What has been created so far, in a sentence."""
    quotas: tuple[Quota, ...] = ()
    """The limits it comes nearer to."""
    settled: bool = False
    """Whether everything is as it should be, as far as that is known."""

    @property
    def label(self) -> str:
        """The button that starts it, with a verb and how much it is."""
        if self.settled:
            return "Show the result"
        created = [line for line in self.lines if line.verb.makes and not line.detail]
        if not self.looked or not created:
            return "Set it up"
        return f"Create {len(created)} things" if len(created) > 1 else f"Create {created[0].kind}"

    @property
    def sentence(self) -> str:
        """How much it is, in how many requests, and about how long they take."""
        if self.settled:
            return f"{self.standing} Going on changes nothing and shows where alerts arrive."
        if not self.looked:
            what = "What is there is not known yet" if self.unknown else self.standing[:-1]
            return f"{what}: it looks first and reuses what it finds."
        known = tuple(line for line in self.lines if line not in self.unknown)
        return f"{self.standing} {_amount(known)}: {_effort(self.requests)}."

    @property
    def outlook(self) -> str:
        """How far the limits are used up afterwards; empty where none is touched."""
        said = ", ".join(f"{each.used} of {each.limit} {each.what}" for each in self.quotas)
        return f"Then {said}." if said else ""


def proposal(draft: Draft, services: Services, file: PlanLine | None = None) -> Proposal:
    """What a run would do now; by names alone while nobody has looked.

    `file` is what will happen to `platform.yaml`, None as long as it is not known.
    """
    project = draft.answers.project
    unread = () if file else (PlanLine(Verb.UPDATE, KIND, services.platform_file.name),)
    files = (file,) if file else unread
    if draft.plan:
        plan = draft.plan
        return Proposal(
            (*plan.lines, *files),
            plan.requests,
            True,
            unread,
            standing(draft),
            plan.quotas,
            settled=plan.settled and (file is None or file.verb in _AS_IT_IS),
        )
    named = tuple(services.provider.preview(draft.answers))
    route = PlanLine(Verb.CREATE, "route", services.routes.shown_path(project))
    unknown: tuple[PlanLine, ...] = (*named, route)
    if _is_there(draft, services.provider):
        named = tuple(replace(line, verb=Verb.REUSE, reason=_SEEN_TO) for line in named)
        route = replace(route, verb=Verb.UPDATE, reason=_SEEN_TO)
        unknown = ()
    lines = (*named, route, *files)
    return Proposal(lines, len(named), False, (*unknown, *unread), standing(draft))


def standing(draft: Draft) -> str:
    """Whether anything has been created so far, in a sentence."""
    if draft.plan and draft.plan.settled:
        return SETTLED
    return KEPT if draft.outcome.url or draft.outcome.results else UNTOUCHED


def _is_there(draft: Draft, provider: Provider) -> bool:
    """Whether a run has just ended well, for the same project at the same place."""
    route, answers = draft.outcome.route, draft.answers
    if route is None:
        return False
    before = (route.project, route.provider, dict(route.values))
    return before == (answers.project, provider.name, dict(answers.values))


def _amount(lines: tuple[PlanLine, ...]) -> str:
    counted = [line for line in lines if not line.detail]
    created = sum(line.verb is Verb.CREATE for line in counted)
    updated = sum(line.verb is Verb.UPDATE for line in counted)
    again = sum(line.verb is Verb.REPAIR for line in counted)
    adopted = sum(line.verb is Verb.ADOPT for line in counted)
    amounts = [
        (created, "create"),
        (again, "make anew"),
        (adopted, "adopt"),
        (updated, "update"),
    ]
    said = [(many, verb) for many, verb in amounts if many]
    if not said:
        return "Nothing to change"
    (many, verb), *others = said
    rest = "".join(f", {more} to {other}" for more, other in others)
    return f"{many} {'thing' if many == 1 else 'things'} to {verb}{rest}"


def _effort(requests: int) -> str:
    if not requests:
        return "no request that changes anything"
    seconds = max(1, ceil(requests * SECONDS_PER_REQUEST))
    return f"{requests} request{'' if requests == 1 else 's'}, about {seconds} s"


def notify_step(draft: Draft, services: Services, connection: Connection) -> NotifyStep:
    """The step that creates what the project needs."""

    async def answers() -> Answers:
        return draft.answers

    name, project = services.provider.name, draft.answers.project
    return NotifyStep(connection, name, project, answers, services.routes)


def platform_step(draft: Draft, services: Services) -> PlatformFileStep:
    """The step that writes the project's file."""
    answers = draft.answers
    return PlatformFileStep(
        services.platform_file, answers.project, services.provider.name, answers.options
    )
