"""One call of the API before any secret is in it: method, path, query, body and headers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import quote

import msgspec

from cakd_tui import __version__

USER_AGENT: Final = f"DiscordBot (https://github.com/cakd/cakd-tui, {__version__})"
"""Without one of this form Cloudflare may refuse. Source: Discord docs, API Reference."""

_LONGEST_REASON: Final = 512
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the API."""

    action: str
    """The name of the call, for errors: `create_channel`."""
    method: Literal["GET", "POST", "DELETE"]
    path: str
    """After the base URL, with `MASKED` where a webhook's token belongs."""
    query: Mapping[str, str] = field(default_factory=lambda: _NONE)
    payload: Mapping[str, object] | None = None
    reason: str = ""
    """Why a change is made, for the guild's audit log."""

    @property
    def body(self) -> bytes | None:
        """The payload as JSON."""
        return None if self.payload is None else msgspec.json.encode(self.payload)

    @property
    def headers(self) -> dict[str, str]:
        """All but the authorisation."""
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        if self.payload is not None:
            headers["Content-Type"] = "application/json"
        if reason := audit_reason(self.reason):
            headers["X-Audit-Log-Reason"] = reason
        return headers


def audit_reason(text: str) -> str:
    """`text` as the audit log's header takes it: percent-encoded, 512 characters at most.

    Source: Discord docs, Audit Log (X-Audit-Log-Reason).
    """
    encoded = ""
    for char in " ".join(text.split()):
        piece = quote(char, safe="/ ", errors="replace")
        if len(encoded) + len(piece) > _LONGEST_REASON:
            break
        encoded += piece
    return encoded.strip()
