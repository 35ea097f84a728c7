"""Everything that can go wrong between us and Discord, as one family.

ProviderError
└── DiscordError              fit to be shown: never holds a token
    ├── ApiError              an answer came, and it was no
    │   ├── Unauthorized      401 (a CredentialsRefused as well)
    │   ├── Forbidden         403
    │   ├── NotFound          404
    │   ├── RateLimited       429, waited for as long as we are willing to
    │   ├── CloudflareBlocked stopped by the network before Discord
    │   └── ServerError       5xx
    ├── TransportError        no answer came
    ├── BadReply              the answer was yes, but can't be read
    ├── MalformedToken        a token that can't even be sent (a CredentialsRefused as well)
    ├── BadBaseUrl            `CAKD_DISCORD_API` is no place to send a token to
    └── BadWebhookUrl         a text that is no webhook's URL
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.bucket import Scope
from cakd_tui.discord.http.masking import masked, one_line

LONGEST_BODY: Final = 600
"""How many characters of a refusal's body are shown."""

_NO_FACTS: Final[Mapping[str, str]] = MappingProxyType({})

WAIT_STOPPED: Final = "not carried out, as the wait was stopped"
"""Tells the failure of a wait that was cut short from Discord's own refusals."""

ReasonKind = Literal[
    "dns",
    "dns-resolver",
    "refused",
    "reset",
    "timeout-connect",
    "timeout-read",
    "timeout-write",
    "timeout-pool",
    "tls-certificate",
    "tls-expired",
    "tls-not-yet-valid",
    "tls-issuer",
    "tls-hostname",
    "tls-store",
    "tls-other",
    "proxy",
    "proxy-auth",
    "proxy-unreachable",
    "unreachable",
    "open-files",
    "other",
]

Flaw = Literal["not-json", "web-page", "wrong-shape", "too-large", "truncated", "undecodable"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which request it was; a webhook's token in its URL is masked."""

    method: str
    url: str
    action: str = ""
    """What the caller was after, by the name of the API call: `create_channel`."""

    @property
    def changes(self) -> bool:
        """Whether the request would change something at Discord."""
        return self.method not in ("GET", "HEAD")


class DiscordError(ProviderError):
    """Discord refused, could not be reached or could not be understood."""

    ambiguous: bool = False
    """Whether the change asked for may have been made all the same."""

    def __init__(self, message: str, symptom: Symptom) -> None:
        text = masked(message)
        super().__init__(text, Symptom(symptom.kind, symptom.facts, text))


class ApiError(DiscordError):
    """Discord's answer was not a success.

    Its text is `discord API error: status <status>, body: <body as received, on one line>`.
    """

    def __init__(
        self,
        asked: Asked,
        status: int,
        body: str,
        *,
        code: int = 0,
        api_message: str = "",
        form_errors: Sequence[str] = (),
        reason: str = "",
        more: Mapping[str, str] = _NO_FACTS,
    ) -> None:
        shown = one_line(body, LONGEST_BODY) or "(empty)"
        facts: dict[str, str | int] = {"status": status, "code": code, **more}
        extras = (("action", asked.action), ("reason", reason), ("form", "; ".join(form_errors)))
        facts.update({name: masked(value) for name, value in extras if value})
        super().__init__(
            f"discord API error: status {status}, body: {shown}", Symptom("http", facts)
        )
        self.asked = asked
        self.status = status
        self.code = code
        self.api_message = masked(api_message)
        self.form_errors = tuple(masked(error) for error in form_errors)
        self.body = masked(shown)
        self.ambiguous = asked.changes and status >= 500


class Unauthorized(ApiError, CredentialsRefused):
    """The bot token (or, on a webhook's own routes, the webhook's token) is not accepted."""


class Forbidden(ApiError):
    """Discord does not let the bot do this; `code` says why."""


class NotFound(ApiError):
    """There is no such thing, or the bot may not know of it."""


class RateLimited(ApiError):
    """Discord asks for a longer wait than we are willing to, or asked too often."""

    def __init__(
        self,
        asked: Asked,
        body: str,
        *,
        retry_after: float,
        scope: Scope = "user",
        code: int = 0,
        api_message: str = "",
        reason: str = "rate-limited",
    ) -> None:
        facts = {"scope": scope}
        super().__init__(
            asked, 429, body, code=code, api_message=api_message, reason=reason, more=facts
        )
        self.retry_after = retry_after
        self.scope = scope

    @classmethod
    def unsent(cls, asked: Asked, scope: Scope, retry_after: float) -> "RateLimited":
        """For a request that was kept back because its limit is known to be used up."""
        seconds = math.ceil(retry_after)
        body = f"(not sent: the limit frees up in {seconds} s)"
        return cls(asked, body, retry_after=retry_after, scope=scope)

    @classmethod
    def given_up(cls, asked: Asked, limit: str, retry_after: float) -> "RateLimited":
        """For a request whose wait was cut short: it is not carried out."""
        seconds = max(1, math.ceil(retry_after))
        body = f"({WAIT_STOPPED}: Discord's {limit} frees up in {seconds} s)"
        return cls(asked, body, retry_after=retry_after, reason="wait-stopped")


class CloudflareBlocked(ApiError):
    """Not Discord but Cloudflare before it refused; trying again makes it worse."""


class ServerError(ApiError):
    """Discord failed; the change asked for may have been made."""


class TransportError(DiscordError):
    """No answer came.

    Its text is `failed to make request: <method> <url>: <reason>`.
    """

    def __init__(self, asked: Asked, reason_kind: ReasonKind, reason: str, *, sent: bool) -> None:
        facts: dict[str, str | int] = {"reason": reason_kind}
        if asked.action:
            facts["action"] = asked.action
        super().__init__(
            f"failed to make request: {asked.method} {asked.url}: {one_line(reason, LONGEST_BODY)}",
            Symptom("transport", facts),
        )
        self.asked = asked
        self.reason = masked(one_line(reason, LONGEST_BODY))
        self.reason_kind = reason_kind
        self.ambiguous = asked.changes and sent


class BadReply(DiscordError):
    """The status was a success, but what came with it can't be read."""

    def __init__(self, asked: Asked, status: int, flaw: Flaw, detail: str) -> None:
        facts: dict[str, str | int] = {"status": status, "reason": flaw}
        if asked.action:
            facts["action"] = asked.action
        super().__init__(
            f"unreadable answer: {asked.method} {asked.url}: status {status}, "
            f"{one_line(detail, LONGEST_BODY)}",
            Symptom("reply", facts),
        )
        self.asked = asked
        self.status = status
        self.flaw = flaw
        self.ambiguous = asked.changes


class MalformedToken(DiscordError, CredentialsRefused):
    """A token holds characters no header or URL can carry, so nothing was sent."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the {what} can't be sent: it holds characters that no token has",
            Symptom("config", {"reason": "malformed-token"}),
        )


class BadBaseUrl(DiscordError):
    """`CAKD_DISCORD_API` can't be used; the message says what it must look like."""

    def __init__(self, why: str) -> None:
        super().__init__(f"CAKD_DISCORD_API {why}", Symptom("config", {"reason": "api-base"}))


class BadWebhookUrl(DiscordError):
    """Not the URL of a webhook; the message doesn't repeat it, as it may hold a token."""

    def __init__(self) -> None:
        super().__init__(
            "this is not a webhook URL: https://discord.com/api/webhooks/<id>/<token> is expected",
            Symptom("config", {"reason": "webhook-url"}),
        )
