"""`POST /api/v1/alerts`: a notification is answered with 2xx once it is on the disk.

Where it can't be kept the answer is 503, at which Alertmanager tries again; at a 4xx, 429 among
them, it would drop the notification until its next group interval.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cakd_tui.agent.gate import Gate
from cakd_tui.agent.health import entry_about
from cakd_tui.agent.idempotency import group_of, key_of
from cakd_tui.agent.metrics import Metrics
from cakd_tui.agent.notification import Notification
from cakd_tui.agent.payload import BadPayload, read_notification
from cakd_tui.agent.posted import body_of, require_json
from cakd_tui.agent.refusal import Refusal
from cakd_tui.agent.spool_error import NothingToSpare, SpoolError, slow
from cakd_tui.core.alert import Alert

_log = logging.getLogger(__name__)

PATIENCE: Final = 10.0
"""Seconds the disk may take: the next peer of a cluster waits for 15 before it sends as well."""

_AGAIN: Final = "5"
"""Seconds to wait before trying again, as a header has it."""


class Keeps(Protocol):
    """The spool, as far as alerts are put into it."""

    async def accept(
        self, key: str, alerts: Sequence[Alert], *, group: str, to_spare: bool
    ) -> bool:
        """True once they are on the disk, False where the same was the group's last in the window.

        Raises `SpoolError`; with `to_spare` also `NothingToSpare`, where only a reserve is left.
        """


class Leads(Protocol):
    """Delivery, as far as it knows where alerts go."""

    def leads(self, namespace: str) -> bool:
        """Whether a route is there for this namespace, or may be."""


class Intake:
    """Takes notifications."""

    def __init__(self, spool: Keeps, delivery: Leads, gate: Gate, metrics: Metrics) -> None:
        self._spool = spool
        self._delivery = delivery
        self._gate = gate
        self._metrics = metrics
        self._is_short_told = False
        """Whether the log has said that nothing is to spare for what leads nowhere."""

    async def post(self, request: Request) -> Response:
        """The answer to a posted notification."""
        began = time.perf_counter()
        try:
            notification = await self._posted(request)
            kept = await self._kept(notification)
        except Refusal as refusal:
            self._metrics.rejected(refusal.status)
            if not refusal.is_told:
                mend = f" ({refusal.hint})" if refusal.status >= 500 else ""
                _log.warning("refused with %s: %s%s", refusal.status, refusal.error, mend)
            return refusal.response()
        seconds = time.perf_counter() - began
        count = len(notification.alerts)
        if not kept:
            self._metrics.duplicate(seconds)
            _log.info("came again from receiver %r: alerts %s", notification.receiver, count)
            return JSONResponse({"status": "duplicate", "alerts": count})
        self._metrics.accepted(count, notification.truncated, seconds)
        _log.info("accepted from receiver %r: %s", notification.receiver, _named(notification))
        return JSONResponse(_accepted(notification))

    async def _posted(self, request: Request) -> Notification:
        if not self._gate.admits(request.headers.get("authorization", "")):
            raise Refusal(
                401,
                "the secret is missing or not the right one",
                "send Authorization: Bearer with the secret that the agent has from "
                "CAKD_AGENT_SECRET or CAKD_AGENT_SECRET_FILE",
                {"WWW-Authenticate": 'Bearer realm="cakd-agent"'},
            )
        require_json(request)
        body = await body_of(request)
        try:
            return read_notification(body)
        except BadPayload as error:
            hint = "post what Alertmanager's webhook_configs sends, version 4"
            raise Refusal(400, error.message, hint) from error

    async def _kept(self, notification: Notification) -> bool:
        is_told = False
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._spooled(notification)
        except NothingToSpare as error:
            trouble: SpoolError = error
            is_told, self._is_short_told = self._is_short_told, True
            self._metrics.unrouted_refused()
        except SpoolError as error:
            trouble = error
        except TimeoutError:  # it may still be kept, and then counts as kept when it comes again
            trouble = slow(PATIENCE)
        again = {"Retry-After": _AGAIN}
        raise Refusal(503, trouble.message, _mend(trouble), again, is_told=is_told) from trouble

    async def _spooled(self, notification: Notification) -> bool:
        """One alert that leads somewhere takes along those that do not: they came as one."""
        alerts = notification.alerts
        to_spare = not any(map(self._delivery.leads, {each.namespace for each in alerts}))
        key, group = key_of(notification), group_of(notification)
        kept = await self._spool.accept(key, alerts, group=group, to_spare=to_spare)
        if to_spare and kept:
            self._is_short_told = False
        return kept


def _mend(trouble: SpoolError) -> str:
    entry = entry_about(trouble)
    return f"{entry.id}: {entry.fix} Meanwhile send it again" if entry else "send it again"


def _accepted(notification: Notification) -> Mapping[str, object]:
    answer = {"status": "accepted", "alerts": len(notification.alerts)}
    if notification.truncated:
        answer["truncated"] = notification.truncated
    return answer


def _named(notification: Notification) -> str:
    """The alerts by namespace and name, and no more of them."""
    if not notification.alerts:
        return "no alerts"
    times = Counter((each.namespace, each.name) for each in notification.alerts)
    return ", ".join(
        f"{namespace or '(no namespace)'}/{name or '(no name)'}{f' x{n}' if n > 1 else ''}"
        for (namespace, name), n in times.items()
    )
