"""What Alertmanager posts is read as it was meant, and nothing else is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cakd_tui.agent.payload import BadPayload, read_notification
from tests.agent.posting import notification, recorded

VERSIONS = ("0.25.0", "0.28.1", "0.33.1")
SINCE = datetime(2026, 11, 23, 6, 41, 47, tzinfo=UTC)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_firing_group_is_read(version: str) -> None:
    read = read_notification(recorded(f"{version}-firing"))
    assert read.receiver == "my-project-agent"
    assert read.group_key.startswith('{}/{namespace="my-project"}:{alertname="HighErrorRate"')
    assert read.truncated == 0
    first, second = read.alerts
    assert first.firing
    assert second.firing
    assert first.name == "HighErrorRate"
    assert first.namespace == "my-project"
    assert first.severity == "critical"
    assert first.labels["pod"] == "web-a"
    assert first.annotations["summary"] == "High error rate on web-a"
    assert '<&> "quoted" *markdown* @everyone' in first.annotations["description"]
    assert first.starts_at.replace(second=0) == SINCE.replace(second=0)
    assert first.ends_at is None
    assert first.fingerprint == "b95e5fe6c80f520e"
    assert first.generator_url.endswith("+%3E+0.05&g0.tab=1")
    assert first.alertmanager_url == "http://127.0.0.1:19093"


@pytest.mark.parametrize("version", VERSIONS)
def test_each_alert_has_a_status_of_its_own(version: str) -> None:
    gone, stays = read_notification(recorded(f"{version}-partially-resolved")).alerts
    assert (gone.firing, gone.labels["pod"]) == (False, "web-a")
    assert (stays.firing, stays.labels["pod"]) == (True, "web-b")
    assert gone.ends_at is not None
    assert gone.lasted is not None
    assert timedelta(0) < gone.lasted < timedelta(minutes=2)
    assert stays.ends_at is None


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_left_out_is_counted(version: str) -> None:
    read = read_notification(recorded(f"{version}-cut-short"))
    assert len(read.alerts) == 1
    assert read.truncated == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_a_resolved_group_is_read(version: str) -> None:
    (alert,) = read_notification(recorded(f"{version}-resolved")).alerts
    assert not alert.firing
    assert alert.ends_at is not None


def changed(change: Callable[[dict[str, object]], object]) -> bytes:
    """A notification of one alert, changed."""
    payload = json.loads(notification("One"))
    change(payload)
    return json.dumps(payload).encode()


def in_alert(**values: object) -> bytes:
    """A notification whose one alert has these values."""

    def change(payload: dict[str, object]) -> None:
        alerts = payload["alerts"]
        assert isinstance(alerts, list)
        alerts[0].update(values)

    return changed(change)


def without(key: str) -> bytes:
    """A notification that lacks the key."""
    return changed(lambda payload: payload.pop(key))


def test_keys_nobody_knows_are_ignored() -> None:
    body = changed(lambda payload: payload.update(routeLabels={"a": [1]}, more={"b": None}))
    assert len(read_notification(body).alerts) == 1


def test_what_may_be_missing_is_empty() -> None:
    def bare(payload: dict[str, object]) -> None:
        labels = {"alertname": "One"}
        payload["alerts"] = [{"status": "firing", "labels": labels, "startsAt": SINCE.isoformat()}]
        for key in ("externalURL", "truncatedAlerts", "groupLabels"):
            del payload[key]

    (alert,) = read_notification(changed(bare)).alerts
    assert alert.annotations == {}
    assert alert.generator_url == alert.alertmanager_url == alert.namespace == ""
    assert len(alert.fingerprint) == 16


def test_alerts_without_fingerprints_are_told_apart_by_their_labels() -> None:
    def fingerprint(**labels: str) -> str:
        (alert,) = read_notification(in_alert(fingerprint="", labels=labels)).alerts
        return alert.fingerprint

    assert fingerprint(a="1", b="2") == fingerprint(b="2", a="1")
    assert fingerprint(a="1", b="2") != fingerprint(a="12", b="")


def test_the_status_counts_and_not_the_end() -> None:
    (fires,) = read_notification(in_alert(endsAt="2026-11-23T07:00:00Z")).alerts
    assert fires.firing
    assert fires.ends_at is None
    (resolved,) = read_notification(in_alert(status="resolved")).alerts
    assert not resolved.firing
    assert resolved.ends_at is None


def test_a_time_keeps_its_zone_and_its_microseconds() -> None:
    (alert,) = read_notification(in_alert(startsAt="2026-11-23T08:41:47.5+02:00")).alerts
    assert alert.starts_at == SINCE + timedelta(milliseconds=500)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b'{"receiver": "\xff"}', "not valid JSON"),
        (notification("One") + b"{}", "not valid JSON"),
        (b"[]", "the key at the top is not right: expected object, got a list"),
        (b'{"x": ' + b"[" * 100_000, "nested too deeply"),
        (without("receiver"), "the key receiver is missing"),
        (without("version"), "the key version is missing"),
        (without("groupKey"), "the key groupKey is missing"),
        (without("alerts"), "the key alerts is missing"),
        (changed(lambda all_: all_.update(version="3")), "the key version is not right"),
        (changed(lambda all_: all_.update(receiver=4)), "receiver is not right: expected text"),
        (changed(lambda all_: all_.update(alerts=[{}])), "the key alerts[0].status is missing"),
        (in_alert(status="odd"), "alerts[0].status is not right: invalid enum value 'odd'"),
        (in_alert(labels={"a": 1}), "alerts[0].labels[...] is not right: expected text, got a who"),
        (in_alert(labels=None), "alerts[0].labels is not right: expected object, got null"),
        (in_alert(startsAt="today"), "alerts[0].startsAt is not right: invalid RFC3339"),
        (in_alert(startsAt="2026-11-23T06:41:47"), "expected a time with a timezone"),
        (in_alert(labels={"a": "\ud800"}), "not valid JSON"),
        (changed(lambda all_: all_.update(truncatedAlerts=-1)), "truncatedAlerts is not right"),
        (changed(lambda all_: all_.update(truncatedAlerts=10**400)), "truncatedAlerts is not ri"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_notification_is_refused_by_its_key(body: bytes, said: str) -> None:
    with pytest.raises(BadPayload) as caught:
        read_notification(body)
    assert said in caught.value.message


def test_a_refusal_takes_no_longer_for_what_was_posted_to_mislead_it() -> None:
    with pytest.raises(BadPayload, match=r"alerts\[0\]\.status is not right"):
        read_notification(in_alert(status=" - at `$" * 100_000))


def test_a_refusal_repeats_little_of_what_was_posted() -> None:
    with pytest.raises(BadPayload) as caught:
        read_notification(in_alert(status="x" * 100_000))
    assert len(caught.value.message) < 250
    assert caught.value.message.startswith("the key alerts[0].status is not right: invalid enum")
