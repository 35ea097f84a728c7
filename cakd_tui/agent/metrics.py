"""What the agent counts, for Prometheus; in a registry of its own.

Names and units by prometheus.io/docs/practices/naming.
"""

import platform
from collections.abc import Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from cakd_tui import __version__
from cakd_tui.agent.health import Health

_ACKNOWLEDGE: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SEND: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DELIVERY: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400)
"""Seconds; a backlog that Discord's limits hold up takes minutes, a closed place hours."""

_FAILURES: Final = ("gone", "postponed", "unacceptable", "mistake")


class Metrics:
    """The numbers of one agent. A `Measures`."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._count_arrivals()
        self._count_deliveries()
        self._count_what_waits()
        build = self._gauge("build_info", "The version that runs.", ("version", "python"))
        build.labels(__version__, platform.python_version()).set(1)

    def _count_arrivals(self) -> None:
        self._notifications = self._counter(
            "notifications", "Notifications that were taken, by what came of them.", ("outcome",)
        )
        for outcome in ("accepted", "duplicate"):
            self._notifications.labels(outcome)
        self._rejected = self._counter(
            "requests_rejected", "Posted requests that were not taken, by status.", ("status",)
        )
        self._unrouted_refused = self._counter(
            "unrouted_notifications_refused",
            "Notifications without a route that the spool had no room to spare for.",
        )
        self._accepted = self._counter("alerts_accepted", "Alerts that were kept.")
        self._truncated = self._counter(
            "alerts_truncated", "Alerts that max_alerts of the sender left out."
        )
        self._acknowledge = self._histogram(
            "acknowledge", "From a request to its answer, the disk included.", _ACKNOWLEDGE
        )

    def _count_deliveries(self) -> None:
        self._delivered = self._counter("alerts_delivered", "Alerts that have arrived.")
        self._messages = self._counter("messages_delivered", "Messages that have arrived.")
        self._aside = self._counter("alerts_set_aside", "Alerts that are taken in no form.")
        self._undeliverable = self._counter(
            "alerts_undeliverable", "Alerts that came without a route."
        )
        self._waited = self._counter(
            "limit_wait_seconds", "Seconds that messages were kept back by the service's limits."
        )
        self._failures = self._counter(
            "send_failures", "Messages that were not taken, by kind.", ("kind",)
        )
        for kind in _FAILURES:
            self._failures.labels(kind)
        self._send = self._histogram("send", "How long the service took for a message.", _SEND)
        self._delivery = self._histogram(
            "delivery", "From an alert's arrival to its delivery.", _DELIVERY
        )

    def _count_what_waits(self) -> None:
        self._pending = self._gauge("pending_alerts", "Alerts in the spool, not delivered yet.")
        self._unrouted = self._gauge(
            "undeliverable_alerts", "Alerts in the spool that no route leads anywhere for."
        )
        self._held = self._gauge("held_alerts", "Alerts in the spool for a closed place.")
        self._closed = self._gauge("quarantined_places", "Places nothing is sent to any more.")
        self._kept_aside = self._gauge("set_aside_alerts", "Alerts in the spool, set aside.")
        self._routes = self._gauge("routes", "Routes in use, the default one not counted.")
        self._ready = self._gauge("ready", "Whether /healthz says so.")

    def accepted(self, alerts: int, truncated: int, seconds: float) -> None:
        """A notification was kept, and answered after so many seconds."""
        self._notifications.labels("accepted").inc()
        self._accepted.inc(alerts)
        self._truncated.inc(truncated)
        self._acknowledge.observe(seconds)

    def duplicate(self, seconds: float) -> None:
        """A notification came again, and was answered after so many seconds."""
        self._notifications.labels("duplicate").inc()
        self._acknowledge.observe(seconds)

    def rejected(self, status: int) -> None:
        """A posted request was answered with this status."""
        self._rejected.labels(str(status)).inc()

    def unrouted_refused(self) -> None:
        """A notification that leads nowhere was not taken, as room is short."""
        self._unrouted_refused.inc()

    def message_delivered(self, seconds: float, ages: Sequence[float]) -> None:
        """See `Measures`."""
        self._messages.inc()
        self._delivered.inc(len(ages))
        self._send.observe(seconds)
        for age in ages:
            self._delivery.observe(age)

    def send_failed(self, kind: str) -> None:
        """See `Measures`."""
        self._failures.labels(kind).inc()

    def set_aside(self, alerts: int) -> None:
        """See `Measures`."""
        self._aside.inc(alerts)

    def undeliverable(self, alerts: int) -> None:
        """See `Measures`."""
        self._undeliverable.inc(alerts)

    def limit_waited(self, seconds: float) -> None:
        """See `Measures`."""
        self._waited.inc(seconds)

    def exposed(self, health: Health, accept: str) -> tuple[bytes, str]:
        """All numbers, with what `health` knows, and the content type that `accept` asks for.

        What `health` does not know, as it could not be read, keeps its last number.
        """
        self._ready.set(health.ready)
        if health.pending is not None:
            self._pending.set(health.pending)
        if health.set_aside is not None:
            self._kept_aside.set(health.set_aside)
        if health.standing is not None:
            self._unrouted.set(health.standing.undeliverable)
            self._held.set(sum(each.held for each in health.standing.closed))
            self._closed.set(len(health.standing.closed))
            self._routes.set(health.standing.routes)
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def _counter(self, name: str, about: str, labels: Sequence[str] = ()) -> Counter:
        return Counter(f"cakd_agent_{name}", about, labels, registry=self._registry)

    def _gauge(self, name: str, about: str, labels: Sequence[str] = ()) -> Gauge:
        return Gauge(f"cakd_agent_{name}", about, labels, registry=self._registry)

    def _histogram(self, name: str, about: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(
            f"cakd_agent_{name}_seconds", about, buckets=buckets, registry=self._registry
        )
