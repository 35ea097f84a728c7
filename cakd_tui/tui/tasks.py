"""What can be done to a set-up beside making it, each shown before it is done."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsMissing
from cakd_tui.core.pipeline import Step
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.ports import Connection
from cakd_tui.core.removal import doomed, removal_plan
from cakd_tui.core.removal_step import RemovalStep
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.route import OLD_WEBHOOK, WEBHOOK, Remembered, Route
from cakd_tui.core.services import Services
from cakd_tui.core.symptom import GONE, Symptom
from cakd_tui.core.undo_step import UndoStep
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.progress import Progress

LEFT: Final = "What is left is written down. r goes on from here, esc leaves it so."
_GONE: Final = "gone already"
_FOR_GOOD = "What is deleted is gone for good, with every message in it."


@dataclass(frozen=True, slots=True)
class Task:
    """A plan with the step that does it, and the sentences of its page."""

    step: Step
    lines: tuple[PlanLine, ...]
    command: str
    """What the journal calls it: "cakd destroy"."""
    question: str
    reason: str
    label: str
    """The button that starts it, with a verb."""
    doing: str
    done: str
    after: str
    """The sentence under `done`."""
    halted: Callable[[Progress], str] = lambda _: LEFT
    """What a stop or a failure has left, and what to do next."""
    again: Callable[[], "Task"] | None = None
    """The same by what is saved by now, where that differs; reads files, raises
    `RouteStoreError`."""


def undoing(
    draft: Draft,
    services: Services,
    connection: Connection,
    before: Route | None,
    made: tuple[Remembered, ...],
    shown: Route | None,
) -> Task:
    """Taking back what a run made that did not come to its end.

    `shown` is the saved route that `made` was read from.
    """
    answers, routes = draft.answers, services.routes
    step = UndoStep(connection, services.provider.name, answers, before, routes, made, shown)
    path = routes.shown_path(answers.project)
    route = PlanLine(Verb.DELETE, "route", path, reason="there was none before the run")
    if before:
        route = PlanLine(Verb.UPDATE, "route", path, reason="as it was before the run")
    things = [
        PlanLine(
            Verb.DELETE, each.kind, services.provider.shown_name(each), reason="made by this run"
        )
        for each in reversed(made)
    ]
    return Task(
        step,
        (*things, route),
        "cakd-tui, undo",
        "Take back what was made?",
        f"{_FOR_GOOD} What was there before the run stays.",
        _delete(len(made)),
        "Taking it back …",
        "What was made is gone again.",
        f"It stands as it did before the run; {services.platform_file.name} is left as it is.",
    )


def removing(
    services: Services,
    connection: Connection,
    route: Route,
    answers: Answers,
    gone: Collection[str] = (),
) -> Task:
    """Taking a project's whole set-up back: what is ours goes, what was found stays.

    The things of the kinds that are `gone` were deleted by others.
    """
    path, shown = services.routes.shown_path(route.project), services.provider.shown_name
    plan = removal_plan(route, path, shown=shown)
    lines = [replace(each, reason=_GONE) if each.kind in gone else each for each in plan.lines]
    things = doomed(route)
    there = [each for each in things if each.kind not in gone]
    step = RemovalStep(connection, route, things, _given(services, answers), services.routes)
    return Task(
        step,
        tuple(lines),
        "cakd destroy",
        f"Take back all of {route.project}?",
        f"No alert of it arrives then. {_FOR_GOOD}",
        _delete(len(there) + 1),
        "Taking it back …",
        f"{route.project} is taken back.",
        f"{services.platform_file.name} is left as it is: cakd create sets it up again.",
    )


def rotating(services: Services, connection: Connection, route: Route, answers: Answers) -> Task:
    """A new webhook in the place of the one in use."""
    step = RotationStep(
        connection, route.project, route.provider, _given(services, answers), services.routes
    )
    used = route.thing(WEBHOOK)
    ours = used is not None and used.made
    name = used.name if used else ""
    retired = PlanLine(Verb.DELETE, OLD_WEBHOOK, name, reason="the one in use until then")
    if not ours:
        retired = PlanLine(
            Verb.LEAVE, OLD_WEBHOOK, name, reason="it was found there; delete it by hand"
        )
    end = "The old one no longer posts."
    if not ours:
        end = "The old one was found there and still posts: delete it by hand."

    def again() -> Task:
        saved = services.routes.load(route.project)
        return rotating(services, connection, saved or route, answers)

    path = services.routes.shown_path(route.project)
    return Task(
        step,
        (
            *_left_over(route),
            PlanLine(Verb.CREATE, WEBHOOK, name, reason="beside the one in use"),
            PlanLine(Verb.CREATE, "test", "a test alert", reason="nothing changes if it fails"),
            PlanLine(Verb.UPDATE, "route", path, reason="leads to the new one from then on"),
            retired,
        ),
        "cakd rotate",
        "Make a new webhook?",
        "For an address that leaked. Alerts go on arriving all the while; whatever fails, the "
        "webhook in use stays.",
        "Make a new one",
        "Changing the webhook …",
        "The new webhook is in use.",
        f"Its address is in the saved route. {end}",
        _in_use,
        again,
    )


def _left_over(route: Route) -> tuple[PlanLine, ...]:
    """What an earlier change replaced and did not come to delete."""
    old, used = route.thing(OLD_WEBHOOK), route.thing(WEBHOOK)
    if old is None or (used and used.id == old.id):
        return ()
    return (PlanLine(Verb.DELETE, OLD_WEBHOOK, old.name, reason="an earlier one that was left"),)


def _in_use(progress: Progress) -> str:
    """Which webhook is in use, after a change of it that halted."""
    if progress.url:
        return (
            "The new webhook is in use, but the old one still posts. "
            "r deletes it and makes another new one, esc leaves it so."
        )
    gone = [each.symptom.facts[GONE] for each in progress.warned if GONE in each.symptom.facts]
    if gone:
        return (
            f"The {gone[0]} is gone, and with it what led there. "
            "esc leads back: Repair makes it again."
        )
    if progress.fell_short:
        return "The old webhook is in use as before. r tries again, esc leaves it so."
    return "Alerts go on arriving, by the webhook of the saved route. r goes on, esc leaves it so."


def _given(services: Services, answers: Answers) -> Callable[[], Awaitable[Answers]]:
    """What is known by now; what is not is said to be missing."""

    async def given() -> Answers:
        for field in services.provider.fields:
            if field.secret and not answers.secret(field.key).reveal():
                message = f"no {field.title.lower()} was found: set {field.variables[0]}"
                facts = {"field": field.key, "reason": "missing"}
                raise CredentialsMissing(message, Symptom("credentials", facts, message))
        return answers

    return given


def _delete(many: int) -> str:
    return f"Delete {many} things" if many > 1 else "Delete it"
