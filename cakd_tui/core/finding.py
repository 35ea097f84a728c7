"""The outcome of one check, with its evidence and what to do about it."""

from dataclasses import dataclass
from enum import Enum

from cakd_tui.core.symptom import Symptom


class Verdict(Enum):
    """How a check came out."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to outside the program."""

    label: str
    """A verb and a noun: "Open the Developer Portal"."""
    url: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a failed check."""

    where: str
    """The service's name with "In", or "or"; short, it stands before the text."""
    text: str
    """The click path or the sentence to follow."""
    link: Link | None = None
    again: bool = False
    """Whether it is to set the project up once more, for which a face may have a key."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that will be made, known before it is."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: Check
    verdict: Verdict
    evidence: str
    """What was seen, short: "from @everyone", "12 of 500 channels"."""
    headline: str = ""
    """The finding as a sentence, for the card: "Manage Channels is missing"."""
    fixes: tuple[Fix, ...] = ()
    symptom: Symptom | None = None
    """What a failure's troubleshooting entries are found by."""
    refused: bool = False
    """Whether it failed because the credentials are not accepted."""
    unknown: bool = False
    """Whether it failed because there was no answer, which tells nothing of what was checked."""
    gone: str = ""
    """The kind of the remembered thing that it says is not there any more; empty for none."""
