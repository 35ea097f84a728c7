"""How far a run has come: its events are folded into rows and lines, purely, so that a page only
draws what stands here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Event,
    Kept,
    Noted,
    Removed,
    RouteForgotten,
    RouteSaved,
    StepDone,
    StepSkipped,
    StepStarted,
    Waiting,
    Warned,
    WebhookReady,
)
from cakd_tui.core.masked_url import masked_url
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.platform_step import KIND, SAID
from cakd_tui.core.route import NEXT_WEBHOOK, WEBHOOK, Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.tui.action import TEST, Action, State
from cakd_tui.tui.journey import Outcome, Result

MOST_LINES: Final = 500
"""Lines of the log that are kept; a run has a dozen."""
_TO_COME: Final = frozenset({State.OPEN, State.PLANNED, State.AHEAD})


@dataclass(frozen=True, slots=True)
class LogLine:
    """What was said, and how many seconds after the start."""

    seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything a run has said so far."""

    actions: tuple[Action, ...] = ()
    log: tuple[LogLine, ...] = ()
    began: float = 0.0
    url: Secret = field(default_factory=lambda: Secret(""))
    route: Route | None = None
    warned: tuple[Warned, ...] = ()
    kept: tuple[Remembered, ...] = ()
    """What a failed run said it left, be it written down or not."""
    fell_short: bool = False
    """Whether a step did not work."""

    @property
    def failure(self) -> Warned | None:
        """What kept the run from its end; None when alerts have a place to go to."""
        return self.warned[0] if self.warned and not self.url else None

    @property
    def created(self) -> int:
        """How many things exist now that did not before."""
        done = [action for action in self.actions if action.state is State.DONE]
        return sum(action.made and not action.line.detail for action in done)

    def action(self, kind: str) -> Action | None:
        """The action on this kind of thing that is not over; for an empty kind the one under way.

        When all of the kind are over it is the last one.
        """
        alike = [each for each in self.actions if kind in ("", each.kind)]
        if kind == NEXT_WEBHOOK and not alike:  # until it is in use it is called so
            alike = [each for each in self.actions if each.kind == WEBHOOK and each.made]
        if busy := next((each for each in alike if each.state is State.BUSY), None):
            return busy
        if not kind:
            return None
        ahead = (each for each in alike if each.state in _TO_COME)
        return next(ahead, alike[-1] if alike else None)


def planned(lines: Sequence[PlanLine], unknown: Collection[PlanLine] = ()) -> Progress:
    """Nothing has been done yet; of the `unknown` lines not even what would be."""
    return Progress(
        tuple(Action(line, State.OPEN if line in unknown else State.PLANNED) for line in lines)
    )


def begun(progress: Progress, now: float) -> Progress:
    """The run starts over, with what the plan says and nothing said yet."""
    return Progress(tuple(_anew(each) for each in progress.actions), began=now)


def _anew(action: Action) -> Action:
    if action.line.verb is Verb.DELETE and action.state is State.DONE:
        return action  # what is gone stays gone
    return Action(action.line, State.PLANNED if action.line.verb is Verb.LEAVE else State.AHEAD)


def stopped(progress: Progress, now: float) -> Progress:
    """The run was cut short; what was under way is neither done nor failed."""
    busy = progress.action("")
    if busy:
        progress = _with(progress, busy, replace(busy, state=State.STOPPED, ended=now))
    return _said(progress, "Stopped", now)


def told(progress: Progress, event: Event, now: float) -> Progress:
    """The progress after this event."""
    match event:
        case Waiting():
            return _said(progress, Countdown.begun(event, now).text(now), now)
        case ActionStarted() | ActionDone() | Warned():
            return _acted(progress, event, now)
        case StepDone(failed=True):
            return replace(_let_go(progress, now), fell_short=True)
        case StepStarted(title=text) | Noted(text=text):
            return _said(progress, text, now)
        case StepSkipped(title=title, reason=reason):
            skipped = _skipped(progress, title, reason)
            return _said(skipped, f"{title}: skipped, {reason}", now)
        case WebhookReady(url=url):
            return _said(replace(progress, url=url), f"Webhook: {masked_url(url)}", now)
        case RouteSaved(route=route, path=path):
            return replace(_over(progress, "route", path, now), route=route)
        case Kept(things=things):
            return replace(progress, kept=things)
        case Removed() | RouteForgotten():
            return _removed(progress, event, now)
        case _:
            return progress


def outcome_of(progress: Progress) -> Outcome:
    """What the run ended with, for the page after it."""
    place = progress.actions[0].line.name if progress.actions else ""
    results = tuple(_result(action) for action in progress.actions if not action.line.detail)
    return Outcome(progress.url, progress.route, place, results, progress.warned)


def _result(action: Action) -> Result:
    line = action.line
    if action.state is State.DONE:
        return Result(line.kind, f"{line.name}, {action.word}")
    if line.verb is Verb.LEAVE:
        hindered = line.kind == KIND and line.remark != SAID
        said = line.remark or "unchanged" if line.kind == KIND else "left alone"
        return Result(line.kind, f"{line.name}, {said}", not hindered)
    return Result(line.kind, f"{line.name}, not {action.word}", good=False)


def _acted(progress: Progress, event: ActionStarted | ActionDone | Warned, now: float) -> Progress:
    action = progress.action(event.kind)
    if action is None and event.kind:
        action = Action(PlanLine(Verb.CREATE, event.kind, ""), began=now)
        progress = replace(progress, actions=(*progress.actions, action))
    if isinstance(event, Warned):
        progress = replace(progress, warned=(*progress.warned, event))
        if action:
            failed = replace(action, state=State.FAILED, began=action.began or now, ended=now)
            progress = _with(progress, action, failed)
        return _said(progress, f"✗ {event.text}", now)
    if action is None:
        return progress
    if isinstance(event, ActionStarted):
        if event.kind != TEST:
            progress = _over(progress, TEST, "test alert", now)
        started = replace(action, state=State.BUSY, began=now)
        progress = _with(progress, action, started)
        return _said(progress, event.text, now) if event.text else progress
    done = replace(action, state=State.DONE, made=event.made, ended=now, began=action.began or now)
    if event.name and not action.line.name:
        done = replace(done, line=replace(action.line, name=event.name))
    progress = _with_details(_with(progress, action, done), done)
    return _said(progress, f"✓ {event.name} {done.word}", now)


def _let_go(progress: Progress, now: float) -> Progress:
    """What was under way when the step failed: there still, if it was there before."""
    busy = progress.action("")
    if busy is None:
        return progress
    state = State.DONE if busy.made else State.FAILED
    return _with(progress, busy, replace(busy, state=state, ended=now))


def _over(progress: Progress, kind: str, name: str, now: float) -> Progress:
    """What nothing else says the end of is done; what has ended already stays as it is."""
    action = progress.action(kind)
    if action is None or action.state is not State.BUSY:
        return progress
    done = replace(action, state=State.DONE, ended=now)
    return _said(_with(progress, action, done), f"✓ {name} {done.word}", now)


def _removed(progress: Progress, event: Removed | RouteForgotten, now: float) -> Progress:
    kind, name, found = "route", "", True
    match event:
        case Removed(kind=kind, name=name, found=found):
            pass
        case RouteForgotten(path=name):
            pass
    action = progress.action(kind)
    if action is None:
        action = Action(PlanLine(Verb.DELETE, kind, name), began=now)
        progress = replace(progress, actions=(*progress.actions, action))
    if action.made:
        undone = replace(action, state=State.DONE, made=False, undone=True, ended=now)
        return _said(_with(progress, action, undone), f"✓ {name} {undone.word}", now)
    gone = replace(
        action,
        line=replace(action.line, verb=Verb.DELETE),
        state=State.DONE,
        began=action.began or now,
        ended=now,
        found=found,
    )
    return _said(_with(progress, action, gone), f"✓ {name} {gone.word}", now)


def _with_details(progress: Progress, done: Action) -> Progress:
    """What was made together with a thing is done with it; a thing that was there kept its own."""
    place = progress.actions.index(done) + 1
    details = takewhile(lambda action: action.line.detail, progress.actions[place:])
    for detail in details:
        if detail.line.verb is not Verb.LEAVE:
            state = State.DONE if done.made else State.PLANNED
            verb = detail.line.verb if done.made else Verb.LEAVE
            line = replace(detail.line, verb=verb)
            progress = _with(progress, detail, Action(line, state, made=done.made))
    return progress


def _skipped(progress: Progress, title: str, reason: str) -> Progress:
    """The file of that step stays as it is: a run before this one may have saved it."""
    file = progress.action(KIND)
    if file is None or not title.endswith(file.line.name):
        return progress
    left = replace(file.line, verb=Verb.LEAVE, remark=reason)
    return _with(progress, file, Action(left))


def _with(progress: Progress, before: Action, after: Action) -> Progress:
    actions = tuple(after if each is before else each for each in progress.actions)
    return replace(progress, actions=actions)


def _said(progress: Progress, text: str, now: float) -> Progress:
    line = LogLine(now - progress.began, text)
    return replace(progress, log=(*progress.log, line)[-MOST_LINES:])
