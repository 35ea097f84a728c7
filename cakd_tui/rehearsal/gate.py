"""What a request must show on its way in: User-Agent, token, audit reason."""

import re
from typing import Final
from urllib.parse import unquote

from cakd_tui.rehearsal import limits, refusals
from cakd_tui.rehearsal.answer import Reply, Request, edge_reply

_USER_AGENT: Final = re.compile(r"DiscordBot \(\S+, [^\s,)]+\)( .*)?")
_BLOCKED: Final = re.compile(r"$|Python-urllib/")
_BOT_AUTHORIZATION: Final = re.compile(r"Bot ([\w-]+\.[\w-]+\.[\w-]+)", re.ASCII)
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]+")


def is_ours(request: Request) -> bool:
    """Whether it names itself as Discord prescribes, which our client does and others don't."""
    return _USER_AGENT.fullmatch(request.headers.get("user-agent", "")) is not None


def edge_block(request: Request) -> Reply | None:
    """What a request without the prescribed User-Agent gets (Discord docs: Reference).

    One of others to a webhook's public URL passes, unless its User-Agent is one that is known to be
    blocked.
    """
    if is_ours(request):
        return None
    if request.version < 10 and not _BLOCKED.match(request.headers.get("user-agent", "")):
        return None
    return edge_reply(403, "error code: 1010")


def bot_token(request: Request) -> str | None:
    """The three-segment token of an `Authorization: Bot …` header, or none."""
    match = _BOT_AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    return match[1] if match else None


def audit_reason(request: Request) -> str:
    """The decoded reason; refuses a change without one, which Discord itself would let pass."""
    raw = request.headers.get("x-audit-log-reason", "")
    if not _PRINTABLE.fullmatch(raw):
        raise refusals.no_reason()
    try:
        reason = unquote(raw, errors="strict").strip()
    except UnicodeDecodeError as broken:
        raise refusals.no_reason() from broken
    if not 1 <= len(reason) <= limits.AUDIT_REASON:
        raise refusals.no_reason()
    return reason
