"""A webhook's public URL, which names no version of the API: others post there, and we must not.

Version 6 answers. Its waits are in milliseconds, and what is wrong with a form it tells in a bare
map (Discord docs: API Reference, API Versioning; change log of 24 September 2020).
"""

import json
import re
from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import gate
from cakd_tui.rehearsal.answer import Reply, Request
from cakd_tui.rehearsal.routing import PREFIX

VERSION: Final = 6

_PUBLIC: Final = re.compile(r"/api(/webhooks/[^/]+/[^/]+)")


def versioned(request: Request) -> Request:
    """The request as the routes know it, marked as one for version 6 where it names none.

    A request of our own stays as it is, to be refused.
    """
    match = _PUBLIC.fullmatch(request.path)
    if match is None or gate.is_ours(request):
        return request
    return replace(request, path=PREFIX + match[1], version=VERSION)


def aged(reply: Reply) -> Reply:
    """The answer as version 6 gives it."""
    try:
        body = reply.json()
    except ValueError:
        return reply
    if not isinstance(body, dict):
        return reply
    if "retry_after" in body:
        body["retry_after"] = round(body["retry_after"] * 1000)
    elif "errors" in body:
        body = {name: _complaints(wrong) for name, wrong in body["errors"].items()}
    else:
        return reply
    data = json.dumps(body).encode()
    anew = {"content-length": str(len(data))}
    if "retry_after" in body:
        anew["retry-after"] = str(body["retry_after"])
    headers = tuple((name, anew.get(name.lower(), value)) for name, value in reply.headers)
    return replace(reply, headers=headers, body=data)


def _complaints(wrong: object) -> list[str]:
    """What is wrong with a field; of one with parts, which of them are: `{"embeds": ["0"]}`."""
    match wrong:
        case list(found) | {"_errors": list(found)}:
            return [str(each["message"]) for each in found]
        case dict(parts):
            return list(parts)
    return []
