"""One finding at length: what it means and how it is mended."""

from collections.abc import Sequence
from typing import Final

from cakd_tui.core.finding import Finding, Fix, Link, Verdict
from cakd_tui.core.ports import Provider
from cakd_tui.tui.widgets.card import Card, CardLine, Tone
from cakd_tui.tui.widgets.trouble_card import TroubleCard

SHORT: Final = 40
"""Characters of an address that has room beside a label in a narrow window."""

_TONES: Final[dict[Verdict, Tone]] = {
    Verdict.PASS: "success",
    Verdict.WARN: "warning",
    Verdict.FAIL: "error",
    Verdict.SKIPPED: "plain",
}
_FOOTNOTES: Final = {
    Verdict.PASS: "Nothing to do here.",
    Verdict.WARN: "It does not keep you from going on.",
    Verdict.FAIL: "This page notices by itself when it is mended.",
    Verdict.SKIPPED: "It is checked as soon as the others let it.",
}


def finding_card(
    provider: Provider,
    finding: Finding,
    alike: Sequence[Finding] = (),
    *,
    watched: bool = True,
    explained: bool = False,
) -> Card:
    """What to show for a finding: its own fixes, or else the troubleshooting table's.

    What is `alike` is mended the same way and told together with it. Where it is not `watched`,
    nothing is noticed by itself and the card does not say so. One that is `explained` has come out,
    also where it does not count.
    """
    if finding.symptom and not finding.fixes and finding.verdict is not Verdict.PASS:
        return TroubleCard.about(provider, finding.symptom, finding.evidence)
    seen = (CardLine("Seen", finding.evidence),) if finding.evidence else ()
    lines = tuple(line for fix in finding.fixes for line in _fix_lines(fix, finding.fixes[0]))
    return Card(
        _headline(finding, alike),
        lines or seen,
        _TONES[finding.verdict],
        _footnote(finding, watched, explained),
    )


def joined(titles: Sequence[str]) -> str:
    """Titles as they stand in a sentence: "Manage Channels and Manage Webhooks"."""
    *others, last = titles
    return f"{', '.join(others)} and {last}" if others else last


def _headline(finding: Finding, alike: Sequence[Finding]) -> str:
    if len(alike) <= 1:
        return finding.headline or finding.check.title
    titles = joined([each.check.title for each in alike])
    return f"{titles}: {'one remark' if finding.verdict is Verdict.WARN else 'mended together'}"


def _footnote(finding: Finding, watched: bool, explained: bool) -> str:
    if finding.verdict is Verdict.SKIPPED and explained:
        return "w shows step by step why."
    if finding.verdict is Verdict.FAIL and not watched:
        return ""
    return _FOOTNOTES[finding.verdict]


def first_link(finding: Finding | None) -> Link | None:
    """The link that the keys of a page copy and open."""
    fixes = finding.fixes if finding else ()
    return next((fix.link for fix in fixes if fix.link), None)


def _fix_lines(fix: Fix, first: Fix) -> tuple[CardLine, ...]:
    line = CardLine(fix.where, fix.text, strong=fix is first)
    if fix.link is None:
        return (line,)
    url = fix.link.url
    return (line, CardLine("", url, quiet=True, wide=len(url) > SHORT))
