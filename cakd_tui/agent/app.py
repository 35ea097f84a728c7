"""The agent's three addresses, and what is said at all others."""

import logging
from collections.abc import Mapping
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cakd_tui.agent.gate import Gate
from cakd_tui.agent.health import Kept, Stands, health_of
from cakd_tui.agent.intake import Intake, Keeps, Leads
from cakd_tui.agent.metrics import Metrics
from cakd_tui.agent.refusal import Refusal

_log = logging.getLogger(__name__)

ALERTS: Final = "/api/v1/alerts"
HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"

_HINT: Final = f"POST {ALERTS}, GET {HEALTH} and GET {METRICS} are what there is"


class Storage(Keeps, Kept, Protocol):
    """The spool, as the addresses need it."""


class Delivering(Leads, Stands, Protocol):
    """Delivery, as the addresses need it."""


def agent_app(spool: Storage, delivery: Delivering, gate: Gate, metrics: Metrics) -> Starlette:
    """The ASGI application over this spool and delivery."""

    async def healthz(_: Request) -> Response:
        health = await health_of(spool, delivery)
        return JSONResponse(health.document, 200 if health.ready else 503)

    async def exposed(request: Request) -> Response:
        health = await health_of(spool, delivery)
        content, kind = metrics.exposed(health, request.headers.get("accept", ""))
        return Response(content, headers={"Content-Type": kind})

    app = Starlette(
        routes=[
            Route(ALERTS, Intake(spool, delivery, gate, metrics).post, methods=["POST"]),
            Route(HEALTH, healthz, methods=["GET"]),
            Route(METRICS, exposed, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _elsewhere, Exception: _mistaken},
    )
    app.router.redirect_slashes = False  # the export tells Alertmanager to follow no redirect
    return app


async def _elsewhere(request: Request, error: Exception) -> Response:
    """No such address, or not in this way."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers: Mapping[str, str] = getattr(error, "headers", None) or {}
    said = f"there is no {request.method} {request.url.path}"
    return Refusal(status, said, _HINT, headers).response()


async def _mistaken(_: Request, error: Exception) -> Response:
    """A mistake of the agent's own; what it was about stays out of the answer."""
    hint = f"send it again; if it stays, report a {type(error).__name__} in cakd-agent"
    return Refusal(500, "the agent stopped at a mistake of its own", hint).response()
