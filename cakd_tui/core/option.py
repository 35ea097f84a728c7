"""What an operator may choose beside a provider's fields, each with a default that needs no word.

In `platform.yaml` it stands under `notifications.<provider>`, by its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

OptionValue = str | bool | tuple[str, ...]
"""A text, a yes or no, or several texts; empty or no where nothing was chosen."""

NO_OPTIONS: Final[Mapping[str, OptionValue]] = MappingProxyType({})


class Kind(Enum):
    """What an option's value is."""

    CHOICE = "one of the live choices"
    SWITCH = "yes or no"
    CHOICES = "several of the live choices"


_DEFAULTS: Final[Mapping[Kind, OptionValue]] = MappingProxyType(
    {Kind.CHOICE: "", Kind.SWITCH: False, Kind.CHOICES: ()}
)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen; the connection offers the live choices for it."""

    key: str
    """Its name in answers and in `platform.yaml`: `category`."""
    title: str
    """Its name on screen: "Category"."""
    help: str
    """What choosing it does, in one or two sentences."""
    kind: Kind
    example: str
    """Its value as one would write it in `platform.yaml`: `Ops`, `true`, `[oncall, sre]`."""
    needs: str = ""
    """The key of a switch without which it means nothing; empty where it stands by itself."""

    @property
    def default(self) -> OptionValue:
        """What holds as long as nothing is chosen."""
        return _DEFAULTS[self.kind]


def unchosen(like: OptionValue) -> OptionValue:
    """The default of an option whose values are of this type."""
    return type(like)()
