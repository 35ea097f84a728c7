"""A value that must not be seen: masked wherever it could be printed, logged or serialised."""

from typing import Final

MASK: Final = "••••••"


class Secret:
    """A token or webhook URL whose `repr`, `str` and `format` are masked.

    Two secrets are equal when their values are; the value leaves only through `reveal`. No
    dataclass, so that neither `asdict` nor a serialiser finds a field to take it from.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value: Final = value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "Secret":
        del memo
        return self

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")

    def reveal(self) -> str:
        """The value itself, for the one place that builds a request or prints the spec's line."""
        return self._value
