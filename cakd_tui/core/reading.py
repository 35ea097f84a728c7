"""What became of a text the operator typed: a value to go on with, or a reason to type another."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Accepted:
    """The text makes sense."""

    value: str = field(repr=False)
    """The value as it will be used: tidied, normalised; it may be a secret."""
    remark: str = ""
    """A soft doubt or something worth knowing, in one sentence; it does not hinder going on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The text can't be used."""

    reason: str
    """What is wrong and what to do next, in one or two sentences."""
    suggestion: str = field(default="", repr=False)
    """A corrected value that would be accepted, where one can be named."""


Reading = Accepted | Refused
