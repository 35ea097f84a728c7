"""The causes that a refusal of Discord can be traced to, and the facts told along with one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from cakd_tui.core.symptom import Symptom


class Cause(Enum):
    """The causes that can be told apart."""

    NOT_IN_GUILD = "not-in-guild"
    WRONG_ID = "wrong-id"
    HIDDEN_CHANNEL = "hidden-channel"
    MISSING_IN_GUILD = "missing-in-guild"
    DENIED_IN_CHANNEL = "denied-in-channel"
    DENIED_BY_CATEGORY = "denied-by-category"
    OWNER_WITHOUT_2FA = "owner-without-2fa"
    TIMED_OUT = "timed-out"
    PENDING = "pending"
    TOKEN_REFUSED = "token-refused"
    PERSONS_TOKEN = "persons-token"
    CLOUDFLARE = "cloudflare"
    OUTAGE = "outage"
    FALSE_UNKNOWN_GUILD = "false-unknown-guild"
    OUR_BUG = "our-bug"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause, and the names its sentences need."""

    cause: Cause
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By what they stand for: permission, channel, category, subject, until, whereabouts."""

    def told_in(self, symptom: Symptom) -> Symptom:
        """The symptom with the cause among its facts; as it was where the cause is unknown."""
        if self.cause is Cause.UNKNOWN:
            return symptom
        facts = {**symptom.facts, "cause": self.cause.value, **self.names}
        return Symptom(symptom.kind, MappingProxyType(facts), symptom.text)


UNKNOWN: Final = Diagnosis(Cause.UNKNOWN)
