"""What a failure looks like from outside, in the terms the troubleshooting table matches on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_NOTHING: Mapping[str, str | int] = MappingProxyType({})

GONE: Final = "gone"
"""The fact that names the kind of a remembered thing that isn't there any more."""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One failure, described by plain facts and its raw text."""

    kind: str
    """Where it showed: `http` (an answer came), `transport` (none came), `config`, `keyring`, …"""
    facts: Mapping[str, str | int] = field(default_factory=lambda: _NOTHING)
    """What is known of it, by name: `status`, `code`, `reason`, `action`, `errno`, …"""
    text: str = ""
    """The raw message, for rows that can only be told apart by their wording, and to be shown."""
