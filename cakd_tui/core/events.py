"""What a pipeline and a preflight say while they run: the one stream every face draws from.

Faces add nothing to the sentences: `ActionStarted.text` is the line `cakd create` prints and the
wizard logs.
"""

from dataclasses import dataclass

from cakd_tui.core.finding import Finding
from cakd_tui.core.ledger import Explained
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A pipeline step began."""

    number: int
    total: int
    title: str


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A pipeline step had nothing to do."""

    number: int
    total: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A pipeline step ended; its failure, if it had one, was told before."""

    number: int
    title: str
    failed: bool


@dataclass(frozen=True, slots=True)
class ActionStarted:
    """One thing is being created or looked up."""

    kind: str
    """As in the plan: "channel", "webhook", "route"."""
    text: str


@dataclass(frozen=True, slots=True)
class ActionDone:
    """One thing is there now."""

    kind: str
    name: str
    made: bool
    """Whether it was created, as opposed to found and reused."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The run pauses by itself."""

    seconds: float
    reason: str
    """Without the seconds: "the service asks for a pause (its limit for new channels)"."""
    strict: bool = False
    """Whether nothing may be asked before its end: cut short, what waits for it is given up.

    Otherwise it is asked at once.
    """


@dataclass(frozen=True, slots=True)
class Noted:
    """Something worth a line that is neither progress nor a warning."""

    text: str


@dataclass(frozen=True, slots=True)
class WebhookReady:
    """The webhook's URL is known: the one event that carries a secret on purpose."""

    url: Secret
    made: bool


@dataclass(frozen=True, slots=True)
class RouteLoaded:
    """What was saved for the project before this run changes it; under the project's lock."""

    route: Route | None


@dataclass(frozen=True, slots=True)
class RouteSaved:
    """The routing rule is on disk."""

    route: Route
    path: str


@dataclass(frozen=True, slots=True)
class Warned:
    """An optional step failed; the pipeline goes on."""

    text: str
    """In the guide's wording, without "Warning: "."""
    kind: str
    """Which action it stopped: "channel", "webhook", "route"; empty when none had begun."""
    symptom: Symptom
    refused: bool = False
    """Whether credentials were missing or refused."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A test alert has arrived."""

    message_id: str
    seconds: float
    """From sending it to the service's answer."""


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing is gone."""

    kind: str
    name: str
    found: bool
    """Whether it was deleted now, as opposed to gone already."""


@dataclass(frozen=True, slots=True)
class RouteForgotten:
    """The routing rule is no longer on disk."""

    project: str
    path: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A run failed, and these things of ours are still there."""

    things: tuple[Remembered, ...]
    noted: bool = True
    """Whether the saved route names them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check came out."""

    finding: Finding


Event = (
    StepStarted
    | StepSkipped
    | StepDone
    | ActionStarted
    | ActionDone
    | Waiting
    | Noted
    | WebhookReady
    | RouteLoaded
    | RouteSaved
    | Warned
    | Delivered
    | Removed
    | RouteForgotten
    | Kept
    | Checked
    | Explained
)
