"""What became of a text the operator typed: a value to go on with, or a reason to type another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """The text makes sense."""

    value: str
    """The value as it will be used: tidied, normalised."""
    remark: str = ""
    """A soft doubt or something worth knowing, in one sentence; it does not hinder going on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The text can't be used."""

    reason: str
    """What is wrong and what to do next, in one or two sentences."""
    suggestion: str = ""
    """A corrected value that would be accepted, where one can be named."""


Reading = Accepted | Refused
