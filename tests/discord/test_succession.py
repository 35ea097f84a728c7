"""Another server or channel: alerts follow in one step, and nothing of ours is forgotten."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cakd_tui.core.events import Event, Noted, Warned
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Verb
from cakd_tui.discord.decision import decided
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.worlds import DEPLOYS
from tests.discord.moves import MOVES, Move, place_of_alerts, to_staging, used
from tests.discord.stage import StageMaker, own
from tests.discord.test_decision import (
    ANSWERS,
    CHANNEL,
    FOREIGN,
    HOOK,
    OTHER,
    OURS,
    OUTAGE,
    SAVED,
    WEBHOOK,
)
from tests.discord.undone import removed, saved, set_up


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", (0.0,))
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 0.0)


def warned(said: Sequence[Event]) -> list[str]:
    return [each.text for each in said if isinstance(each, Warned)]


@pytest.mark.parametrize("move", MOVES)
async def test_a_run_that_failed_half_way_keeps_alerts_in_the_old_place_and_the_next_goes_on(
    stage: StageMaker, move: Move
) -> None:
    acting = await set_up(stage)
    before = saved(acting)
    move(acting)
    acting.rehearsal.faults.add(Fault(Status(500), "POST", "/channels/*/webhooks", times=None))
    assert warned(await acting.create())
    half = saved(acting)
    assert (half.webhook, half.values) == (before.webhook, before.values)
    assert half.remembered[:-1] == before.remembered
    assert half.remembered[-1].kind == "channel-coming"
    acting.rehearsal.faults.clear()
    acting.answers = replace(acting.answers, uses={})
    assert not warned(await acting.create())
    route = saved(acting)
    assert used(route, "channel") == half.remembered[-1].id
    assert place_of_alerts(acting, route) == (
        acting.answers.value("guild"),
        used(route, "channel"),
    )
    assert route.values == acting.answers.values
    ids = [each.id for each in route.remembered]
    assert {each.id for each in before.remembered} < set(ids)
    assert len(set(ids)) == len(ids) == 4


@pytest.mark.parametrize("move", MOVES)
async def test_what_is_left_is_planned_said_no_drift_and_taken_back(
    stage: StageMaker, move: Move
) -> None:
    acting = await set_up(stage)
    before = saved(acting)
    move(acting)
    await acting.findings(before)
    assert acting.plan is not None
    left = [each.remark for each in acting.plan.lines if each.verb is Verb.LEAVE]
    assert left == [f"id {each.id}" for each in before.remembered]
    said = await acting.create()
    notes = [each.text for each in said if isinstance(each, Noted)]
    assert "the channel #alerts-my-project is left" in notes[0]
    assert "the webhook CAKD Alerting - my-project is left" in notes[1]
    route = saved(acting)
    looked: list[Event] = []
    await acting.connection.inspect(route, acting.answers, looked.append)
    findings = [each.finding for each in looked if hasattr(each, "finding")]
    assert {each.verdict for each in findings} == {Verdict.PASS}
    assert any("no longer used: alerts-my-project" in each.evidence for each in findings)
    assert not warned(await removed(acting))
    assert own(acting) == []
    assert used(before, "channel") not in acting.rehearsal.world.channels
    assert DEPLOYS in acting.rehearsal.world.channels


async def test_there_and_back_again_everything_is_remembered_once(stage: StageMaker) -> None:
    acting = await set_up(stage)
    first, home = saved(acting), acting.answers
    to_staging(acting)
    await acting.create()
    acting.answers = home.with_use("channel", DEPLOYS)
    await acting.create()
    assert [each.kind for each in saved(acting).remembered] == [
        "channel",
        "webhook",
        "channel-former",
        "webhook-former",
        "channel-former-2",
        "webhook-former-2",
    ]
    acting.answers = home.with_use("channel", used(first, "channel"))
    await acting.create()
    back = saved(acting)
    assert (back.thing("channel"), back.thing("webhook")) == first.remembered
    ids = [each.id for each in back.remembered]
    assert len(ids) == len(set(ids))


def test_another_webhook_that_is_chosen_leaves_ours() -> None:
    theirs = replace(WEBHOOK, id="3")
    known = SAVED.with_thing(theirs)
    found = decided(ANSWERS.with_use("webhook", "1"), known, (OURS,), (HOOK,))
    assert (found.succession.left, found.succession.gone) == ((), ("webhook",))
    mine = replace(SAVED, remembered=(CHANNEL, replace(WEBHOOK, id="2")))
    left = decided(ANSWERS, mine, (OURS,), (HOOK, FOREIGN))
    assert left.succession.left == (mine.thing("webhook"),)
    lines = left.plan("#alerts-api", "", "api").lines
    assert [each.remark for each in lines if each.verb is Verb.LEAVE] == ["id 2"]


def test_what_is_gone_is_not_left() -> None:
    found = decided(ANSWERS, SAVED, (OTHER,), ())
    assert (found.succession.left, found.succession.gone) == ((), ("channel", "webhook"))
    assert (found.succession.channel_kind, found.webhook.verb) == ("channel-coming", Verb.REPAIR)


def test_what_is_used_as_before_leaves_nothing() -> None:
    for known in (SAVED, None):
        found = decided(ANSWERS, known, (OURS,), (HOOK,))
        assert (found.succession.left, found.succession.gone) == ((), ())
    assert decided(ANSWERS, SAVED, (OURS,), OUTAGE).succession.left == ()
