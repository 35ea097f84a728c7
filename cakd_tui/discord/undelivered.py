"""Why a message was not taken, in the courier's terms: gone, later, or never in this form.

By Discord's code first, then by the status. What a status says beside a code that is not known, or
without one, is no word about the webhook: it is tried again. Discord shuts out addresses that
go on using a webhook after a 404, or that gather refusals (Discord docs, Rate Limits, Invalid
Request Limit), so a webhook that is gone is never asked again, and a refusal not for long.
A channel that is there and takes no messages can be mended with its webhook as it is.
"""

from typing import Final

from cakd_tui.core.courier import Gone, Postponed, Unacceptable
from cakd_tui.discord.http.errors import (
    ApiError,
    BadBaseUrl,
    BadReply,
    BadWebhookUrl,
    CloudflareBlocked,
    DiscordError,
    MalformedToken,
    NotFound,
    RateLimited,
    ServerError,
    TransportError,
    Unauthorized,
)

REFUSED_FOR: Final = 600.0
"""Seconds to keep away after a refusal that may pass: the window in which refusals are counted."""

_GONE: Final = frozenset(
    {
        *(10003, 10004, 10015),  # channel, server, webhook
        50027,  # the webhook's token
    }
)
_CLOSED: Final = frozenset(
    {
        *(50001, 50013),  # access, permission
        *(50008, 50024),  # a channel that takes no messages, or none of this kind
        *(220001, 220002, 220003, 220004),  # a forum
    }
)
_LATER: Final = frozenset({20028, 20029, 40062, 50095, 110000, 110001})
_LATER_EVERYWHERE: Final = frozenset({40006, 40333, 50041, 130000})
_UNACCEPTABLE: Final = frozenset(
    {
        *(50006, 50035, 50109),  # empty, a field, not JSON
        *(40005, 20009),  # too large, explicit
        *(200000, 200001, 240000),  # AutoMod, a harmful link
    }
)

_TOO_LARGE: Final = 413
_MAYBE_THIS_REQUEST_ALONE: Final = frozenset(
    {"reset", "timeout-read", "timeout-write", "timeout-pool", "other"}
)
_ANSWERS_OF_STRANGERS: Final = frozenset({"web-page", "too-large"})


def is_kept(error: BadReply) -> bool:
    """Whether a success that can't be read counts as one: sent again, it would be for ever.

    A web page, or what may be one for all that was read of it, is not Discord's but a portal's.
    """
    return error.flaw not in _ANSWERS_OF_STRANGERS


def undelivered(error: DiscordError) -> Gone | Postponed | Unacceptable:
    """The failure that the courier raises for this one, with its words and its symptom."""
    match error:
        case BadWebhookUrl() | MalformedToken():
            return _gone(error)
        case RateLimited(retry_after=after, scope=scope):
            return _postponed(error, after, everywhere=scope == "global")
        case CloudflareBlocked():
            return _postponed(error, REFUSED_FOR, everywhere=True)
        case ApiError():
            return _refused(error)
        case TransportError(reason_kind=kind):
            return _postponed(error, everywhere=kind not in _MAYBE_THIS_REQUEST_ALONE)
        case BadReply():
            return _postponed(error, everywhere=not is_kept(error))
        case _:
            return _postponed(error, everywhere=isinstance(error, BadBaseUrl))


def _refused(error: ApiError) -> Gone | Postponed | Unacceptable:
    if error.code in _GONE:
        return _gone(error)
    if error.code in _CLOSED:
        return Gone(error.message, error.symptom, mendable=True)
    if error.code in _UNACCEPTABLE:
        return _unacceptable(error)
    if error.code in _LATER_EVERYWHERE:
        return _postponed(error, everywhere=True)
    if error.code in _LATER:
        return _postponed(error, REFUSED_FOR if error.status == 403 else None)
    return _refused_by_status(error)


def _refused_by_status(error: ApiError) -> Gone | Postponed | Unacceptable:
    """For a code that is not known, or none."""
    if isinstance(error, ServerError):
        # 500 can be due to the message; what comes of a gateway is the same for all.
        return _postponed(error, everywhere=error.status != 500)
    if error.status == _TOO_LARGE:
        return _unacceptable(error)
    if not error.api_message:
        return _postponed(error, REFUSED_FOR, everywhere=True)  # not Discord's own words
    if isinstance(error, Unauthorized) or (isinstance(error, NotFound) and error.code):
        return _gone(error)
    if error.status == 400 and error.code:
        return _unacceptable(error)
    return _postponed(error, REFUSED_FOR, everywhere=error.code == 0)


def _gone(error: DiscordError) -> Gone:
    return Gone(error.message, error.symptom)


def _unacceptable(error: DiscordError) -> Unacceptable:
    return Unacceptable(error.message, error.symptom)


def _postponed(
    error: DiscordError, after: float | None = None, *, everywhere: bool = False
) -> Postponed:
    return Postponed(error.message, error.symptom, after=after, everywhere=everywhere)
