"""Every way the rehearsal says no, in Discord's words and numbers.

They follow the Discord docs, Opcodes and Status Codes and Reference (Error Messages). Sentences
that start with `rehearsal:` have no counterpart at Discord: they refuse what Discord would let pass
and our client must not do.
"""

import math
from typing import Final

from cakd_tui.rehearsal import limits
from cakd_tui.rehearsal.answer import Headers, Reply, json_reply

FormErrors = dict[str, object]
"""Field names, nested, down to `_errors` lists."""

_INVALID_FORM: Final = 50035


class Refusal(Exception):
    """A request is answered with an error; `reply` is that answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"answered with status {reply.status}")
        self.reply = reply


def refusal(status: int, code: int, message: str, errors: FormErrors | None = None) -> Refusal:
    """A refusal with Discord's usual body."""
    body: dict[str, object] = {"message": message, "code": code}
    if errors is not None:
        body["errors"] = errors
    return Refusal(json_reply(status, body))


def unauthorized() -> Refusal:
    """The Authorization header is missing or its token isn't valid."""
    return refusal(401, 0, "401: Unauthorized")


def no_route() -> Refusal:
    """There is nothing at this path."""
    return refusal(404, 0, "404: Not Found")


def wrong_method() -> Refusal:
    """There is something at this path, for other methods."""
    return refusal(405, 0, "405: Method Not Allowed")


def bad_version(path_start: str) -> Refusal:
    """The path doesn't name version 10; without a version Discord would answer as version 6."""
    return refusal(400, 50041, f"rehearsal: only /api/v10 is spoken here, not {path_start}")


def no_reason() -> Refusal:
    """A change without a sound reason for the audit log."""
    return refusal(
        400,
        0,
        "rehearsal: X-Audit-Log-Reason is required, 1 to "
        f"{limits.AUDIT_REASON} characters, percent-encoded ASCII",
    )


def unknown_guild() -> Refusal:
    """No such guild, or the bot isn't in it: Discord doesn't tell."""
    return refusal(404, 10004, "Unknown Guild")


def unknown_channel() -> Refusal:
    """No such channel."""
    return refusal(404, 10003, "Unknown Channel")


def unknown_member() -> Refusal:
    """The user isn't a member of the guild."""
    return refusal(404, 10007, "Unknown Member")


def unknown_role() -> Refusal:
    """The guild has no such role."""
    return refusal(404, 10011, "Unknown Role")


def unknown_webhook() -> Refusal:
    """No such webhook."""
    return refusal(404, 10015, "Unknown Webhook")


def invalid_webhook_token() -> Refusal:
    """The webhook exists, its token is another."""
    return refusal(401, 50027, "Invalid Webhook Token")


def missing_access() -> Refusal:
    """The bot can't see the thing: it is not in the guild or View Channel is missing."""
    return refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    """The bot sees the thing and lacks the permission."""
    return refusal(403, 50013, "Missing Permissions")


def two_factor_required() -> Refusal:
    """The guild demands two factors and the bot's owner has not got them."""
    return refusal(403, 60003, "Two factor is required for this operation")


def only_bots() -> Refusal:
    """The token is a person's, and the action is for bots."""
    return refusal(403, 20002, "Only bots can use this endpoint")


def blocked_by_cloudflare() -> Refusal:
    """Cloudflare doesn't let the request through, and says so in Discord's form."""
    return refusal(403, 40333, "internal network error")


def guild_full() -> Refusal:
    """The guild has all the channels it may have."""
    return refusal(
        400, 30013, f"Maximum number of guild channels reached ({limits.CHANNELS_PER_GUILD})"
    )


def webhooks_full() -> Refusal:
    """The channel has all the webhooks it may have."""
    return refusal(
        400, 30007, f"Maximum number of webhooks reached ({limits.WEBHOOKS_PER_CHANNEL})"
    )


def guild_webhooks_full() -> Refusal:
    """The guild has all the webhooks it may have."""
    return refusal(
        400, 30058, f"Maximum number of webhooks per guild reached ({limits.WEBHOOKS_PER_GUILD})"
    )


def wrong_channel_type() -> Refusal:
    """The action isn't for channels of this type."""
    return refusal(400, 50024, "Cannot execute action on this channel type")


def needed_by_community() -> Refusal:
    """A Community guild can't do without this channel."""
    return refusal(400, 50074, "Cannot delete a channel required for Community guilds")


def empty_message() -> Refusal:
    """Nothing to show in the message."""
    return refusal(400, 50006, "Cannot send an empty message")


def no_thread_here() -> Refusal:
    """Only forums take a thread name."""
    return refusal(400, 220003, "Webhooks can only create threads in forum channels")


def not_json() -> Refusal:
    """The body can't be parsed."""
    return refusal(400, 50109, "The request body contains invalid JSON.")


def wrong_content_type() -> Refusal:
    """The body isn't said to be JSON; Discord would take forms too."""
    return refusal(
        400, _INVALID_FORM, "Expected \"Content-Type\" header to be one of {'application/json'}."
    )


def invalid_form(errors: FormErrors) -> Refusal:
    """Fields of the request are wrong; `errors` says which."""
    return refusal(400, _INVALID_FORM, "Invalid Form Body", errors)


def invalid_field(name: str, code: str, message: str) -> Refusal:
    """One field at the top of the request is wrong."""
    return invalid_form({name: {"_errors": [{"code": code, "message": message}]}})


def rate_limited(
    retry_after: float, scope: str, headers: Headers = (), code: int | None = None
) -> Refusal:
    """A genuine 429; `retry_after` in seconds, `scope` is user, global or shared."""
    body: dict[str, object] = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": scope == "global",
    }
    if code is not None:
        body["code"] = code
    marks: Headers = (
        ("Retry-After", str(max(1, math.ceil(retry_after)))),
        ("X-RateLimit-Scope", scope),
    )
    if scope == "global":
        marks += (("X-RateLimit-Global", "true"),)
    return Refusal(json_reply(429, body, headers + marks))
