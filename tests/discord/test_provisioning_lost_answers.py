"""An answer that is lost, late, spoiled or a wait makes nothing twice and loses nothing."""

from collections.abc import Mapping

import pytest

from cakd_tui.core.events import (
    Waiting,
    Warned,
)
from cakd_tui.core.option import OptionValue
from cakd_tui.rehearsal.faults import (
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Silence,
    Status,
    Truncated,
)
from tests.discord.bare_run import Begin
from tests.discord.stage import StageMaker, assert_one_of_each, channels

POSTS = {"channel": "/guilds/*/channels", "webhook": "/channels/*/webhooks"}


LOST: dict[str, Effect] = {
    "reset before": Drop(),
    "reset after": Drop(after=True),
    "500 before": Status(500),
    "502 after": Status(502, after=True),
    "503 before": Status(503),
    "504 after": Status(504, after=True),
    "truncated": Truncated(),
    "garbage": Garbage(),
    "html": Html(),
    "429": Limited(),
    "429 global": Limited("global"),
    "429 shared": Limited("shared"),
}


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("effect", LOST.values(), ids=LOST)
async def test_a_lost_answer_to_a_create_makes_no_second(
    effect: Effect, path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0, 0.01))
    acting = await stage()
    acting.rehearsal.faults.add(Fault(effect, "POST", path))
    said = await acting.create()
    assert not [each for each in said if isinstance(each, Warned)]
    assert_one_of_each(acting)
    route = acting.routes.load("my-project")
    assert route is not None
    assert all(thing.made for thing in route.remembered)


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
async def test_what_was_given_up_on_may_still_come_and_is_not_sent_again(
    path: str, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    monkeypatch.setattr("cakd_tui.discord.creation.LATER", (0.0,))
    run = begin()
    run.rehearsal.faults.add(Fault(Silence(), "POST", path))
    failure = await run.failure()
    assert failure.symptom.facts["reason"] == "timeout-read"
    assert len([each for each in run.rehearsal.requests if each.route.startswith("POST")]) == (
        1 if path == POSTS["channel"] else 2
    )


async def test_a_bot_that_cannot_see_makes_no_second_channel(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await stage("missing-view")
    fault = Fault(Status(502, after=True), "POST", POSTS["channel"], times=None)
    acting.rehearsal.faults.add(fault)
    said = await acting.create()
    assert any(isinstance(each, Warned) for each in said)
    assert len(channels(acting)) == 1


@pytest.mark.parametrize("options", [{}, {"private": True}])
async def test_where_it_cannot_be_told_if_it_would_be_seen_the_creates_own_failure_is_told(
    options: Mapping[str, OptionValue], stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await stage()
    acting.answers = acting.answers.with_options(options)
    acting.rehearsal.faults.add(Fault(Status(502), "POST", POSTS["channel"], times=None))
    acting.rehearsal.faults.add(Fault(Status(403), "GET", "/users/@me/guilds", times=None))
    acting.rehearsal.faults.add(Fault(Status(403), "GET", "/users/@me", nth=2, times=None))
    (warned,) = [each for each in await acting.create() if isinstance(each, Warned)]
    assert warned.text.startswith(
        "Failed to provision notification channel: failed to create channel: "
        "discord API error: status 502"
    )
    assert len(acting.asked("POST")) == 1


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
async def test_even_the_last_lost_answer_is_looked_for(
    path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Status(502), "POST", path, times=2))
    acting.rehearsal.faults.add(Fault(Status(502, after=True), "POST", path, nth=3))
    said = await acting.create()
    assert not [each for each in said if isinstance(each, Warned)]
    assert_one_of_each(acting)


@pytest.mark.parametrize("path", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("effect", [Status(502, after=True), Drop(after=True), Drop()])
async def test_a_lasting_failure_is_named_and_a_later_run_completes_it(
    effect: Effect, path: str, stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    acting = await stage()
    for method in ("POST", "GET"):
        acting.rehearsal.faults.add(Fault(effect, method, path, times=None))
    said = await acting.create()
    warned = [each for each in said if isinstance(each, Warned)]
    assert len(warned) == 1
    assert warned[0].text.startswith("Failed to provision notification channel: failed to create ")
    acting.rehearsal.faults.clear()
    await acting.create()
    assert_one_of_each(acting)


async def test_a_rate_limit_is_waited_out_and_said(stage: StageMaker) -> None:
    acting = await stage("rate-limited")
    said = await acting.create()
    assert_one_of_each(acting)
    waits = [each for each in said if isinstance(each, Waiting)]
    assert waits
    assert all(each.reason.startswith("Discord asks for a pause (its limit for ") for each in waits)
    assert all(each.strict for each in waits)


async def test_a_silent_discord_is_given_up_with_a_named_failure(stage: StageMaker) -> None:
    acting = await stage("offline")
    said = await acting.create()
    warned = next(each for each in said if isinstance(each, Warned))
    assert warned.symptom.kind == "transport"
    assert "failed to create channel: failed to make request: GET http" in warned.text
    assert acting.routes.load("my-project") is None
