"""Waits as they are said."""

from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.discord.http.pauses import Pauses
from cakd_tui.discord.http.ratelimit import Wait
from cakd_tui.discord.http.retry import Retry
from cakd_tui.discord.waiting import once, said

PAUSE = Waiting(3.0, "Discord asks for a pause (its limit for messages)", strict=True)


def test_a_limit_is_named_and_has_to_be_kept() -> None:
    assert said(Wait(3.0, "user", None, "execute_webhook")) == PAUSE


def test_before_a_retry_its_reason_is_told() -> None:
    trouble = "No answer (the connection was closed)"
    assert said(Retry(0.5, 2, trouble)) == Waiting(0.5, trouble)


def test_what_requests_share_is_said_once() -> None:
    told: list[Event] = []
    tell = once(told.append, Pauses())
    found = Checked(Finding(Check("a", "A"), Verdict.PASS, ""))
    for event in (PAUSE, found, PAUSE, found):
        tell(event)
    assert told == [PAUSE, found]


def test_a_longer_wait_for_the_same_reason_is_said_again() -> None:
    told: list[Event] = []
    tell = once(told.append, Pauses())
    longer = Waiting(4.0, PAUSE.reason, strict=True)
    for event in (PAUSE, longer, PAUSE):
        tell(event)
    assert told == [PAUSE, longer]


async def test_a_wait_that_was_cut_short_is_said_again() -> None:
    told: list[Event] = []
    pauses = Pauses()
    tell = once(told.append, pauses)
    tell(PAUSE)
    pauses.hurry()
    tell(PAUSE)
    assert told == [PAUSE, PAUSE]
