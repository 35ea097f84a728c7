"""A failure's troubleshooting rows beside its raw message."""

from typing import Final

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.ports import Provider
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity, matching, own_entries
from cakd_tui.tui.widgets.card import Card, CardLine, Tone

LONGEST: Final = 600
"""Characters of a raw message that are shown; a service may answer with a whole page."""


class TroubleCard(Card):
    """Problem, Cause and Fix of a failure, and what it said itself.

    A failure no row is about is shown as unknown with its raw text: nothing is guessed.
    """

    def __init__(
        self, entries: tuple[Entry, ...], raw: str, known: tuple[Finding, ...] = ()
    ) -> None:
        checks = _checked(known)
        message = CardLine("Message", _shortened(raw), quiet=bool(entries))
        if not entries:
            super().__init__("An unknown failure", (*checks, message), "error")
            return
        first, *others = entries
        more = (line for entry in others for line in (_problem(entry), *_advice(entry)))
        super().__init__(
            f"{first.id}  {first.problem}",
            (*checks, *_advice(first), *more, message),
            _tone(entries),
        )

    @classmethod
    def about(
        cls, provider: Provider, symptom: Symptom, raw: str = "", known: tuple[Finding, ...] = ()
    ) -> "TroubleCard":
        """The card for this symptom, by the provider's table and the one that is nobody's.

        Of the `known` findings those that failed are named first: they may be the cause.
        """
        entries = matching([*own_entries(), *provider.entries()], symptom)
        return cls(entries, raw or symptom.text, known)


def _checked(known: tuple[Finding, ...]) -> tuple[CardLine, ...]:
    failed = [finding for finding in known if finding.verdict is Verdict.FAIL]
    return tuple(
        CardLine(
            "" if number else "Checks",
            f"{finding.check.title}: {finding.headline or finding.evidence}",
            strong=True,
        )
        for number, finding in enumerate(failed)
    )


def _problem(entry: Entry) -> CardLine:
    return CardLine("or", f"{entry.id}  {entry.problem}", strong=True)


def _advice(entry: Entry) -> tuple[CardLine, ...]:
    advice = (CardLine("Cause", entry.cause), CardLine("Fix", entry.fix))
    return (*advice, CardLine("Verify", entry.verify)) if entry.verify else advice


def _tone(entries: tuple[Entry, ...]) -> Tone:
    blocks = any(entry.severity is Severity.BLOCKS for entry in entries)
    return "error" if blocks else "warning"


def _shortened(raw: str) -> str:
    text = raw.strip() or "it came without a message"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
