"""The body of a refusal, as far as it can be understood; it may as well be a web page.

Source: Discord docs, API Reference (Error Messages) and Rate Limits.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import msgspec

_MOST_FORM_ERRORS: Final = 20
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What a refusal says."""

    is_object: bool = False
    """Whether it is a JSON object at all."""
    code: int = 0
    """Discord's own code, 0 where there is none."""
    message: str = ""
    form_errors: tuple[str, ...] = ()
    """What is wrong with which field: `a.b.0: message [CODE]`."""
    retry_after: float | None = None
    """Seconds."""
    is_global: bool = False


def parse_error_body(body: bytes) -> ErrorBody:
    """Whatever the body of a refusal tells; nothing in it is trusted to be of the right type."""
    try:
        value: object = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return ErrorBody()
    if not isinstance(value, dict):
        return ErrorBody()
    code, message = value.get("code"), value.get("message")
    return ErrorBody(
        is_object=True,
        code=code if isinstance(code, int) and not isinstance(code, bool) else 0,
        message=message if isinstance(message, str) else "",
        form_errors=tuple(islice(_form_errors(value.get("errors")), _MOST_FORM_ERRORS)),
        retry_after=seconds(value.get("retry_after")),
        is_global=value.get("global") is True,
    )


def seconds(value: object) -> float | None:
    """A span of time given as a number or in digits; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        span = float(value)
    except (ValueError, OverflowError):
        return None
    return max(span, 0.0) if math.isfinite(span) else None


def _form_errors(node: object, path: tuple[str, ...] = ()) -> Iterator[str]:
    if not isinstance(node, Mapping) or len(path) > _DEEPEST:
        return
    for name, child in node.items():
        if name == "_errors" and isinstance(child, list):
            yield from (_form_error(error, path) for error in child if isinstance(error, Mapping))
        else:
            yield from _form_errors(child, (*path, str(name)))


def _form_error(error: Mapping[object, object], path: tuple[str, ...]) -> str:
    where = f"{'.'.join(path)}: " if path else ""
    code = f" [{error['code']}]" if "code" in error else ""
    return f"{where}{error.get('message', '')}{code}"
