"""Alerts for tests: one as they mostly are, whatever may come, and those that were recorded."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from cakd_tui.core.alert import Alert
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret

AT: Final = datetime(2026, 11, 23, 6, 41, 47, tzinfo=UTC)
ROUTE: Final = Route("my-project", "discord")
RECORDED: Final = Path(__file__).parent / "recorded-alerts.json"
URL: Final = Secret(f"https://discord.com/api/webhooks/1234567890123456789/{'t' * 68}")


def firing(name: str = "HighErrorRate", **labels: str) -> Alert:
    """An alert that fires."""
    every = {"alertname": name, "namespace": "my-project", "severity": "critical", **labels}
    return Alert(True, every, {"summary": f"{name} on web-a"}, AT)


def resolved(name: str = "HighErrorRate", after: timedelta = timedelta(minutes=5)) -> Alert:
    """An alert that is over."""
    known = firing(name)
    return Alert(False, known.labels, known.annotations, AT, AT + after)


def recorded() -> list[Alert]:
    """What Alertmanagers of three versions really sent."""
    return [_alert(each) for each in json.loads(RECORDED.read_text("utf-8"))]


def _alert(payload: Mapping[str, Any]) -> Alert:
    over = payload["status"] == "resolved"
    return Alert(
        not over,
        payload["labels"],
        payload["annotations"],
        datetime.fromisoformat(payload["startsAt"]),
        datetime.fromisoformat(payload["endsAt"]) if over else None,
        payload["fingerprint"],
        payload["generatorURL"],
        payload["externalURL"],
    )


_ANY_CHARACTER = st.characters(exclude_categories=())
_MARKUP = ("*", "_", "`", "||", "@everyone", "<@&7>", "<t:1:R>", ":fire:", "# ", "- ", "1. ", "\\")
_LINKS = ("[a](http://b.example)", "https://a.example/_b_*c*")
_OTHERS = ("\n", "\u200b", "😀", "\ud800", " ", "x" * 90)
_TRICKY = st.sampled_from((*_MARKUP, *_LINKS, *_OTHERS))
_SHORT = st.lists(st.one_of(_TRICKY, _ANY_CHARACTER), max_size=12).map("".join)
texts = st.builds(
    lambda part, times: part * times, _SHORT, st.sampled_from([1, 1, 1, 1, 2, 40, 900])
)
"""Texts of any characters and of any length, markup above all."""
_LABELS = st.dictionaries(
    st.one_of(st.sampled_from(["alertname", "namespace", "severity", "pod"]), _SHORT),
    texts,
    max_size=12,
)
_MANY_LABELS = st.integers(0, 60).map(lambda n: {f"label_{each}": "v" * each for each in range(n)})
_ANNOTATIONS = st.dictionaries(
    st.sampled_from(["summary", "description", "message", "runbook_url"]), texts
)
_MOMENTS = st.datetimes(timezones=st.just(UTC))

alerts = st.builds(
    Alert,
    st.booleans(),
    st.builds(lambda one, two: {**one, **two}, _LABELS, _MANY_LABELS),
    _ANNOTATIONS,
    _MOMENTS,
    st.one_of(st.none(), _MOMENTS),
    st.just("f"),
    texts,
    st.one_of(texts, st.just("https://am.example/prefix/")),
)
"""Any alerts there can be."""
