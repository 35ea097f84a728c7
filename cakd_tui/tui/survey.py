"""What is known of the checks so far: rounds follow each other, and a round's findings replace the
ones before it one by one, so that nothing flickers between two rounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cakd_tui.core.errors import CakdError, CredentialsRefused
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.ledger import Explained
from cakd_tui.core.plan import Candidates, Plan
from cakd_tui.core.symptom import Symptom


@dataclass(frozen=True, slots=True)
class Survey:
    """All checks, and how each came out as far as that is known."""

    checks: tuple[Check, ...]
    findings: Mapping[str, Finding] = field(default_factory=lambda: MappingProxyType({}))
    """The newest finding by the check's id."""
    seen: frozenset[str] = frozenset()
    """The checks that came out in this round."""
    turned: frozenset[str] = frozenset()
    """The checks that came out otherwise than in the round before."""
    rounds: int = 0
    asking: bool = False
    trouble: CakdError | None = None
    """What kept the round from being finished."""
    plan: Plan | None = None
    explained: Explained | None = None
    """How the permissions came about, where the provider can tell."""
    accounts: bool = False
    """Whether this round has told it."""

    def begun(self) -> "Survey":
        """A new round; what the last one found stands until it is replaced."""
        rounds = self.rounds + 1
        begun = replace(self, seen=frozenset(), turned=frozenset(), rounds=rounds, asking=True)
        return replace(begun, accounts=False)

    def unplanned(self) -> "Survey":
        """The answers have changed: what was planned with the ones before counts no more."""
        return replace(self, plan=None)

    def accounted(self, explained: Explained) -> "Survey":
        """It is known how the permissions came about."""
        return replace(self, explained=explained, accounts=True)

    def found(self, finding: Finding) -> "Survey":
        """One check has come out."""
        key = finding.check.id
        before = self.findings.get(key)
        turned = before is not None and before.verdict is not finding.verdict
        known = any(check.id == key for check in self.checks)
        return replace(
            self,
            checks=self.checks if known else (*self.checks, finding.check),
            findings=MappingProxyType({**self.findings, key: finding}),
            seen=self.seen | {key},
            turned=self.turned | {key} if turned else self.turned,
        )

    def ended(self, plan: Plan | None, trouble: CakdError | None = None) -> "Survey":
        """The round is over; what it did not look at again is not known any more."""
        fresh = {key: finding for key, finding in self.findings.items() if key in self.seen}
        return replace(
            self,
            findings=MappingProxyType(fresh),
            asking=False,
            trouble=trouble,
            plan=plan,
            explained=self.explained if self.accounts else None,
        )

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings of this verdict, in the order of the checks."""
        return tuple(finding for finding in self.ordered if finding.verdict is verdict)

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """The findings in the order of the checks."""
        found = (self.findings.get(check.id) for check in self.checks)
        return tuple(finding for finding in found if finding)

    def alike(self, finding: Finding) -> tuple[Finding, ...]:
        """The findings that are mended just as this one is, this one among them."""
        same = self.with_verdict(finding.verdict) if finding.fixes else ()
        return tuple(each for each in same if each.fixes == finding.fixes) or (finding,)

    @property
    def settled(self) -> bool:
        """Whether a round is over and no other is under way."""
        return self.rounds > 0 and not self.asking

    @property
    def blocked(self) -> bool:
        """Whether something has to be mended first."""
        return self.trouble is not None or bool(self.with_verdict(Verdict.FAIL))

    @property
    def amiss(self) -> bool:
        """Whether there is something to mend, be it in the way or not."""
        return self.blocked or bool(self.with_verdict(Verdict.WARN))

    @property
    def ready(self) -> bool:
        """Whether the way is free."""
        return not self.asking and not self.blocked and bool(self.findings)

    @property
    def refused(self) -> bool:
        """Whether the credentials were not accepted: asking on with them does harm."""
        failed = self.with_verdict(Verdict.FAIL)
        return isinstance(self.trouble, CredentialsRefused) or any(each.refused for each in failed)

    @property
    def watched(self) -> bool:
        """Whether it is checked again by itself."""
        return self.blocked and not self.refused

    @property
    def undecided(self) -> Candidates | None:
        """What has to be chosen first; None where nothing has to."""
        found = self.plan.undecided if self.plan else ()
        return found[0] if found else None

    @property
    def decided(self) -> Plan | None:
        """The plan, where nothing is left to be chosen in it."""
        return None if self.undecided else self.plan

    @property
    def unusable(self) -> frozenset[str]:
        """The kinds of which the chosen thing can't be used, as it is gone or of another type."""
        symptoms = [each.symptom for each in self.with_verdict(Verdict.FAIL)]
        symptoms += [self.trouble.symptom] if self.trouble else []
        refused = (each.facts for each in symptoms if each and _is_unusable(each))
        return frozenset(str(facts.get("kind", "")) for facts in refused)

    @property
    def hindrance(self) -> str:
        """What the way on waits for; empty when it is free."""
        if self.ready:
            return ""
        if self.undecided:
            return "when one is chosen: u"
        return "when all of it passes; a tries anyway" if self.blocked else "while it checks"

    @property
    def interrupted(self) -> bool:
        """Whether it is the trouble that is to be mended, and no check."""
        return self.trouble is not None and not self.with_verdict(Verdict.FAIL)

    @property
    def headline(self) -> str:
        """How things stand, in a sentence."""
        failures = len(_different(self.with_verdict(Verdict.FAIL)))
        remarks = len(_different(self.with_verdict(Verdict.WARN)))
        if self.interrupted:
            return "The checks could not be finished."
        if failures:
            many = f"{failures} things are" if failures > 1 else "One thing is"
            return f"{many} in the way."
        if not self.ready:
            return "Is everything ready?"
        if remarks:
            return f"Ready, with {f'{remarks} remarks' if remarks > 1 else 'one remark'}."
        return "Everything is ready."

    def outlook(self, seconds_left: int, page: str) -> str:
        """What comes next; `page` is where another credential is pasted."""
        if self.ready:
            return "The next page shows what will be."
        if self.asking or not self.blocked:
            return f"Checking{' again' if self.rounds > 1 else ''} …"
        if self.refused:
            return f"p leads back to the {page} page, to paste another one."
        if self.undecided:
            return f"u chooses one; checked again in {seconds_left} s."
        return f"Checking again in {seconds_left} s, or press r."

    @property
    def notable(self) -> Finding | None:
        """The finding to look at first: a failure, or else a warning."""
        worst = self.with_verdict(Verdict.FAIL) or self.with_verdict(Verdict.WARN)
        return worst[0] if worst else None


def _is_unusable(symptom: Symptom) -> bool:
    return symptom.kind == "route" and symptom.facts.get("reason") == "impossible"


def _different(findings: tuple[Finding, ...]) -> set[object]:
    """What there is to mend: the same advice from several findings is one thing."""
    return {finding.fixes or finding.check for finding in findings}
