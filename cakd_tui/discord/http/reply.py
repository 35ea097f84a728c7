"""An answer read to its end, and what it means: a model, several of them, or an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.bounded import Body
from cakd_tui.discord.http.bucket import scope_of
from cakd_tui.discord.http.cloudflare import is_cloudflare
from cakd_tui.discord.http.error_body import parse_error_body, seconds
from cakd_tui.discord.http.errors import (
    ApiError,
    Asked,
    BadReply,
    CloudflareBlocked,
    Flaw,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from cakd_tui.discord.http.masking import masked
from cakd_tui.discord.http.models import unsealed

T = TypeVar("T")

_KINDS: Final[Mapping[int, type[ApiError]]] = {401: Unauthorized, 403: Forbidden, 404: NotFound}

FLAWS: Final[Mapping[Flaw, str]] = {
    "too-large": "larger than any answer should be",
    "truncated": "the answer broke off",
    "undecodable": "can't be decompressed",
    "not-json": "not JSON",
    "web-page": "a web page",
    "wrong-shape": "not what was asked for",
}
"""In words, as they stand in the error's text."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request."""

    asked: Asked
    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Whose names may be looked up in whatever case."""
    body: Body = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the request was executed: any 2xx."""
        return 200 <= self.status < 300

    def one(self, kind: type[T]) -> T:
        """The thing answered with. Raises `BadReply`."""
        if self.body.flaw is not None:
            raise self._bad(self.body.flaw)
        return self._decoded(self.body.data, kind)

    def many(self, kind: type[T]) -> tuple[T, ...]:
        """The things answered with; none for null. Raises `BadReply`."""
        if self.body.flaw is None and self.body.data.strip() == b"null":
            return ()
        return tuple(self._decoded(item, kind) for item in self.one(list[msgspec.Raw]))

    def nothing(self) -> None:
        """Make sure that it is empty, as the answer to a deletion is. Raises `BadReply`."""
        if self.body.data.strip():
            raise self._bad("wrong-shape", "an empty answer was expected")

    def _decoded(self, data: bytes | msgspec.Raw, kind: type[T]) -> T:
        flaw: Flaw
        try:
            return msgspec.json.decode(data, type=kind, strict=False, dec_hook=unsealed)
        except msgspec.ValidationError as error:
            flaw, detail = "wrong-shape", str(error)
        except (ValueError, RecursionError) as error:
            flaw, detail = "web-page" if _is_page(data) else "not-json", str(error)
        raise self._bad(flaw, detail)

    def _bad(self, flaw: Flaw, detail: str = "") -> BadReply:
        text = f"{FLAWS[flaw]} ({detail})" if detail else FLAWS[flaw]
        return BadReply(self.asked, self.status, flaw, text)


def _is_page(data: bytes | msgspec.Raw) -> bool:
    return bytes(data).lstrip()[:1] == b"<"


def refusal(reply: Reply, secrets: tuple[Secret, ...]) -> ApiError:
    """The error for an answer that is no success, with these secrets masked in what it quotes."""
    said = parse_error_body(reply.body.data)
    text = masked(reply.body.data.decode(errors="replace"), secrets)
    message = masked(said.message, secrets)
    if reply.status == 429 and not is_cloudflare(reply.status, reply.headers, said):
        wait = said.retry_after
        if wait is None:
            wait = seconds(reply.headers.get("retry-after")) or 0.0
        return RateLimited(
            reply.asked,
            text,
            retry_after=wait,
            code=said.code,
            api_message=message,
            is_global=scope_of(reply.headers, said) == "global",
        )
    kind = _KINDS.get(reply.status, ServerError if reply.status >= 500 else ApiError)
    if kind is Unauthorized and not said.is_object:
        kind = ApiError  # a sign-in page of the network says nothing about the token
    blocked = is_cloudflare(reply.status, reply.headers, said)
    return (CloudflareBlocked if blocked else kind)(
        reply.asked,
        reply.status,
        text,
        code=said.code,
        api_message=message,
        form_errors=tuple(masked(error, secrets) for error in said.form_errors),
        reason="cloudflare" if blocked else "",
    )
