"""What was found of a project's set-up that is there, in words: how it stands, what can be done."""

from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.finding import Finding, Fix, Verdict
from cakd_tui.core.saved_route import is_drift
from cakd_tui.tui.survey import Survey

REPAIRED: Final = Fix("Here", "⏎ Repair makes it again, after a plan you are shown", again=True)
ACCEPTED: Final = Fix("or", "leave it so: a notes it, after a plan you are shown", again=True)


@dataclass(frozen=True, slots=True)
class SetUpState:
    """One look at a set-up."""

    project: str
    survey: Survey
    missing: str = ""
    """Which credentials were found nowhere."""

    @property
    def drifted(self) -> bool:
        """Whether something isn't as it was saved."""
        return any(is_drift(each) for each in self.survey.ordered)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """What is gone, or could not be looked at."""
        return self.survey.with_verdict(Verdict.FAIL)

    @property
    def broken(self) -> bool:
        """Whether something is gone that can be made again."""
        return any(fix.again for each in self.failing for fix in each.fixes)

    @property
    def changed(self) -> bool:
        """Whether something is otherwise than it was saved, and can be noted so."""
        changes = self.survey.with_verdict(Verdict.WARN)
        return any(fix.again for each in changes for fix in each.fixes)

    @property
    def gone(self) -> frozenset[str]:
        """The kinds of the things that are known not to be there any more."""
        return frozenset(each.gone for each in self.survey.ordered if each.gone)

    @property
    def question(self) -> str:
        """How it stands."""
        if self.survey.trouble:
            return "It could not be looked at."
        if not self.survey.settled:
            return f"Are the alerts for {self.project} still set up?"
        if self.broken:
            return f"Alerts for {self.project} need a repair."
        if self.failing:
            return f"Not everything of {self.project} could be looked at."
        if self.drifted:
            return f"Something about {self.project} is not as it was."
        return f"Alerts for {self.project} are set up."

    @property
    def reason(self) -> str:
        """What that means, and what can be done."""
        if not self.survey.settled:
            return "Looking at what an earlier run made. Nothing is changed."
        if self.survey.trouble:
            return "What kept it from that stands below. r looks once more."
        if self.broken:
            return "Repairing makes only what is gone, after a plan you are shown."
        if self.failing:
            return "What is in the way stands below. r looks once more."
        if self.missing:
            return "No credentials were found. Only what needs none was looked at."
        if self.changed:
            return "Alerts still arrive. a notes it as it is now, after a plan you are shown."
        if self.drifted:
            return "Alerts still arrive. What to look at stands below."
        return "t proves it with a test alert. Nothing has to be done."

    def by_key(self, finding: Finding) -> Finding:
        """The finding with the key for what a shell would be needed for."""
        key = REPAIRED if finding.verdict is Verdict.FAIL else ACCEPTED
        fixes = tuple(key if fix.again else fix for fix in finding.fixes)
        return replace(finding, fixes=fixes)
