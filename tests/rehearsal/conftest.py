"""How tests ask the rehearsal, and the check of its answers against Discord's own document.

With `CAKD_DISCORD_OPENAPI` naming that document, every genuine answer that a test gets through
`ask` is held against it.
"""

import json
import os
from collections.abc import Awaitable, Callable, Mapping

import pytest

from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import ROUTES, Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from tests import openapi
from tests.openapi import Document

Conforms = Callable[[str, int, object], None]

USER_AGENT = "DiscordBot (https://example.org/cakd, 1.0)"
OPERATIONS = {f"{route.method} {route.template}": route.operation for route in ROUTES}


@pytest.fixture(scope="session")
def document() -> Document | None:
    """The document, if its path is given."""
    path = os.environ.get("CAKD_DISCORD_OPENAPI")
    return openapi.document(path) if path else None


@pytest.fixture
def conforms(document: Document | None) -> Conforms:
    """Holds a body against the document; skips the test where there is none."""
    if document is None:
        pytest.skip("CAKD_DISCORD_OPENAPI doesn't name Discord's OpenAPI document")
    return lambda operation, status, body: document.check(
        operation, status, json.dumps(body).encode()
    )


@pytest.fixture
def ready() -> Rehearsal:
    """A rehearsal in which everything is in order and no request is one too many."""
    return scenario("ready", tempo=0.0)


@pytest.fixture
def ask(document: Document | None) -> Callable[..., Awaitable[Reply]]:
    """`await ask(rehearsal, "GET", "/users/@me")`: one request as a well-behaved client sends it.

    A `body` goes as JSON, `headers` replace the usual ones (none removes one), `spoilt` says that
    the answer isn't genuine.
    """

    async def ask(
        rehearsal: Rehearsal,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str | None] | None = None,
        spoilt: bool = False,
    ) -> Reply:
        sent: dict[str, str | None] = {
            "User-Agent": USER_AGENT,
            "Authorization": f"Bot {rehearsal.token}",
        }
        if method != "GET":
            sent |= {"X-Audit-Log-Reason": "set%20up", "Content-Type": "application/json"}
        sent |= headers or {}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        reply = await rehearsal.answer(
            method,
            f"/api/v10{path}",
            {name: value for name, value in sent.items() if value is not None},
            b"" if body is None else raw,
        )
        operation = OPERATIONS.get(rehearsal.requests[-1].route)
        if document and operation and reply.body and not spoilt:
            document.check(operation, reply.status, reply.body)
        return reply

    return ask
