"""Which notifications count as the same one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cakd_tui.agent.idempotency import WINDOW, group_of, key_of
from cakd_tui.agent.notification import Notification
from cakd_tui.agent.payload import read_notification
from cakd_tui.core.alert import Alert
from tests.agent.posting import recorded

SINCE = datetime(2026, 11, 23, 6, 41, 47, tzinfo=UTC)
ONE = Alert(True, {"alertname": "One"}, {}, SINCE, fingerprint="aa")
TWO = Alert(True, {"alertname": "Two"}, {}, SINCE, fingerprint="bb")
GROUP = Notification("receiver", "key", (ONE, TWO))


def test_two_sendings_of_the_same_are_the_same() -> None:
    again = Notification("receiver", "key", (replace(ONE), replace(TWO)))
    assert key_of(again) == key_of(GROUP)


def test_the_order_of_the_alerts_says_nothing() -> None:
    assert key_of(replace(GROUP, alerts=(TWO, ONE))) == key_of(GROUP)


def test_the_sender_and_what_it_says_of_an_alert_say_nothing() -> None:
    told = replace(ONE, annotations={"summary": "93 %"}, alertmanager_url="http://peer")
    elsewhere = replace(told, starts_at=SINCE.astimezone(timezone(timedelta(hours=2))))
    assert key_of(replace(GROUP, alerts=(elsewhere, TWO))) == key_of(GROUP)


@pytest.mark.parametrize(
    "other",
    [
        replace(GROUP, receiver="another"),
        replace(GROUP, group_key="another"),
        replace(GROUP, alerts=(ONE,)),
        replace(GROUP, alerts=(ONE, TWO, TWO)),
        replace(GROUP, alerts=(ONE, replace(TWO, fingerprint="cc"))),
        replace(GROUP, alerts=(ONE, replace(TWO, firing=False))),
        replace(GROUP, alerts=(ONE, replace(TWO, starts_at=SINCE + timedelta(microseconds=1)))),
    ],
)
def test_anything_else_is_news(other: Notification) -> None:
    assert key_of(other) != key_of(GROUP)


def test_a_group_is_the_same_whatever_its_alerts_do() -> None:
    assert group_of(replace(GROUP, alerts=(ONE,))) == group_of(GROUP)
    assert group_of(replace(GROUP, receiver="another")) != group_of(GROUP)
    assert group_of(replace(GROUP, group_key="another")) != group_of(GROUP)
    assert group_of(Notification("a", "bc", ())) != group_of(Notification("ab", "c", ()))


def test_parts_do_not_run_into_each_other() -> None:
    assert key_of(Notification("a", "bc", ())) != key_of(Notification("ab", "c", ()))


def test_alerts_without_fingerprints_are_told_apart_by_their_labels() -> None:
    bare = replace(ONE, fingerprint="")
    other = replace(bare, labels={"alertname": "Other"})
    assert key_of(replace(GROUP, alerts=(bare,))) == key_of(replace(GROUP, alerts=(bare,)))
    assert key_of(replace(GROUP, alerts=(bare,))) != key_of(replace(GROUP, alerts=(other,)))


def test_a_start_before_all_time_has_a_key() -> None:
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23)))
    assert key_of(replace(GROUP, alerts=(replace(ONE, starts_at=early),)))


def test_what_a_group_does_next_is_news() -> None:
    steps = ("firing", "partially-resolved", "resolved")
    keys = {key_of(read_notification(recorded(f"0.33.1-{each}"))) for each in steps}
    assert len(keys) == 3


def test_the_window_is_shorter_than_what_is_meant_to_be_said_again() -> None:
    group_interval = 300  # Alertmanager's default, and the least repeat_interval that goes with it
    slowest_retry = 90
    last_of_a_large_cluster = 5 * 15
    assert slowest_retry + last_of_a_large_cluster < WINDOW < group_interval
