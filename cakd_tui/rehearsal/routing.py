"""From method and path to the function that answers, and what each route asks of its caller."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote

from cakd_tui.rehearsal import refusals
from cakd_tui.rehearsal.answer import Reply, Request
from cakd_tui.rehearsal.ids import is_snowflake
from cakd_tui.rehearsal.ratelimits import READS, Allowance, BucketKey, RateLimits
from cakd_tui.rehearsal.state import World

PREFIX: Final = "/api/v10"

_MAJORS: Final = ("guild_id", "channel_id", "webhook_id", "webhook_token")
_TRUE: Final = ("True", "true", "1")
_FALSE: Final = ("False", "false", "0")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has found its route and passed the gate."""

    world: World
    limits: RateLimits
    request: Request
    params: Mapping[str, str] = field(repr=False)
    """What stood in the path, by name."""
    query: Mapping[str, str]
    reason: str = ""
    """For the audit log; empty where the route takes none."""

    def flag(self, name: str) -> bool:
        """A boolean of the query, false where absent (Discord docs: Reference)."""
        value = self.query.get(name, "false")
        if value in _TRUE or value in _FALSE:
            return value in _TRUE
        raise refusals.invalid_field(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")

    def snowflake(self, name: str) -> int | None:
        """An id of the query, as a number so that ids can be compared."""
        value = self.query.get(name)
        if value is not None and not is_snowflake(value):
            raise _not_a_snowflake(name, value)
        return None if value is None else int(value)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number of the query within the bounds."""
        value = self.query.get(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            message = f"int value should be between {least} and {most}."
            raise refusals.invalid_field(name, "NUMBER_TYPE_MAX", message)
        return int(value)


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API."""

    method: str
    template: str
    """The path below `/api/v10`, parameters in braces."""
    operation: str
    """Its `operationId` in Discord's OpenAPI document."""
    run: Callable[[Call], Reply]
    allowance: Allowance | None = READS
    """None where Discord sends no rate-limit headers."""
    needs_bot: bool = True
    needs_reason: bool = False
    query: tuple[str, ...] = ()
    """The query keys it knows."""
    bucket: str = ""
    """Set where routes share a bucket; else it is the operation's own."""

    def bucket_key(self, params: Mapping[str, str]) -> BucketKey:
        """The bucket a request falls into."""
        major = "/".join(params[name] for name in _MAJORS if name in params)
        return (self.bucket or self.operation, major)


class Router:
    """Finds the route of a request."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = tuple((_split(route.template), route) for route in routes)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The route for a path that begins with `/api/v10`, and the path's parameters.

        Refuses other versions, unknown paths, wrong methods and ids that are no snowflakes.
        """
        segments = [unquote(part) for part in _split(below_prefix(path))]
        known_path = False
        for template, route in self._routes:
            params = _matched(template, segments)
            if params is None:
                continue
            known_path = True
            if route.method == method:
                _check_ids(params)
                return route, params
        raise refusals.wrong_method() if known_path else refusals.no_route()


def below_prefix(path: str) -> str:
    """The path without `/api/v10`; refuses any other version and, above all, none."""
    if path.startswith(f"{PREFIX}/"):
        return path.removeprefix(PREFIX)
    if path.startswith("/api/") and path != PREFIX:
        raise refusals.bad_version("/".join(path.split("/")[:3]))
    raise refusals.no_route()


def query_of(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """The query by key; refuses keys the route doesn't know and keys given twice."""
    query: dict[str, str] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        if name not in known or name in query:
            message = "rehearsal: no such query key, not supported, or given twice"
            raise refusals.invalid_field(name, "REHEARSAL_UNKNOWN_KEY", message)
        query[name] = value
    return query


def _split(path: str) -> list[str]:
    return path.split("/")[1:]


def _matched(template: list[str], segments: list[str]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    params: dict[str, str] = {}
    for pattern, segment in zip(template, segments, strict=True):
        if pattern.startswith("{"):
            params[pattern.strip("{}")] = segment
        elif pattern != segment:
            return None
    return params


def _check_ids(params: Mapping[str, str]) -> None:
    for name, value in params.items():
        if name.endswith("_id") and not is_snowflake(value):
            raise _not_a_snowflake(name, value)


def _not_a_snowflake(name: str, value: str) -> refusals.Refusal:
    return refusals.invalid_field(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
