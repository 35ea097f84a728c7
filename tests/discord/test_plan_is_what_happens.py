"""The plan is what a run then does, in some hundred random servers beside random saved routes."""

from collections import Counter
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import ActionDone, Event, RouteSaved, Warned, WebhookReady
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.plan import Plan, Verb
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, DEPLOYS, OPS_LAB, OUR_WEBHOOK, OWN_ROLE
from cakd_tui.storage.routes import FileRoutes
from tests.discord.random_worlds import PROJECT, Meeting, meeting

CASES = 1200
PARTS = 4


class Run:
    """One project at one server: its plan, its set-up, and what is saved of it."""

    def __init__(self, case: Meeting, directory: Path) -> None:
        self.rehearsal: Rehearsal = case.rehearsal
        self.answers = case.answers
        self.connection = DiscordConnection(answer=self.rehearsal.answer)
        self.routes = FileRoutes(directory)
        if case.saved:
            self.routes.save(case.saved)

    @property
    def file(self) -> bytes:
        path = Path(self.routes.path(PROJECT))
        return path.read_bytes() if path.exists() else b""

    async def planned(self) -> Plan | None:
        known = self.routes.load(PROJECT)
        self.rehearsal.requests.clear()
        plan = await self.connection.preflight(self.answers, known, lambda _: None)
        assert not self.changing
        return plan

    async def created(self) -> list[Event]:
        async def answers() -> Answers:
            return self.answers

        self.rehearsal.requests.clear()
        step = NotifyStep(self.connection, "discord", PROJECT, answers, self.routes)
        async with aclosing(run_pipeline([step])) as events:
            return [each async for each in events]

    @property
    def changing(self) -> list[str]:
        """The requests that change something."""
        return [each.route for each in self.rehearsal.requests if each.method != "GET"]


def rows(said: list[Event]) -> list[str]:
    """The rows of the table that the warnings lead to."""
    warned = [each.symptom for each in said if isinstance(each, Warned)]
    return [row.id for symptom in warned for row in matching(own_entries(), symptom)]


async def stopped(run: Run, row: str) -> None:
    """A run that can't be made ends with this row, and leaves everything as it was."""
    before = run.file
    said = await run.created()
    assert rows(said) == [row]
    assert not run.changing
    assert run.file == before
    assert not any(isinstance(each, WebhookReady) for each in said)


async def followed(run: Run, plan: Plan) -> str:
    """A run that does what the plan says; the URL it prints."""
    before = run.file
    said = await run.created()
    assert rows(said) == []
    assert len(run.changing) == plan.requests
    lines = {each.kind: each for each in plan.lines if each.verb is not Verb.LEAVE}
    done = {each.kind: each for each in said if isinstance(each, ActionDone)}
    for kind in ("channel", "webhook"):
        assert done[kind].made is lines[kind].verb.makes
        assert done[kind].name == lines[kind].name
    assert (run.file == before) is plan.settled
    assert any(isinstance(each, RouteSaved) for each in said)
    hold_quotas(run, plan)
    (ready,) = [each for each in said if isinstance(each, WebhookReady)]
    return ready.url.reveal()


def nothing_of_ours_forgotten(run: Run, before: Route | None) -> None:
    """Alerts arrive in the server that was asked for, and what we made and is there is known."""
    route, world = run.routes.load(PROJECT), run.rehearsal.world
    assert route is not None
    hook = world.webhooks[route.webhook.reveal().split("/")[-2]]
    assert hook.guild_id == run.answers.value("guild")
    known = {each.id for each in route.remembered}
    made = [each.id for each in before.remembered if each.made] if before else []
    assert {each for each in made if each in world.channels or each in world.webhooks} <= known


def hold_quotas(run: Run, plan: Plan) -> None:
    """Each is used as far as the plan said."""
    route = run.routes.load(PROJECT)
    assert route is not None
    channel = route.thing("channel")
    assert channel is not None
    world = run.rehearsal.world
    used = {
        "channels in Ops Lab": len(world.channels_of(run.rehearsal.guild_id)),
        "webhooks in the channel": len(world.webhooks_in(channel.id)),
    }
    assert all(used[each.what] == each.used for each in plan.quotas)
    assert len(plan.quotas) == plan.requests


async def case(seed: int, directory: Path) -> str:
    """Plan and run of one case, twice; what kind of case it was."""
    run = Run(meeting(seed), directory)
    plan = await run.planned()
    before = run.routes.load(PROJECT)
    try:
        if plan is None:
            await stopped(run, "CAKD-R-NO-SUCH")
            return "impossible"
        if plan.undecided:
            assert (plan.requests, plan.quotas, plan.settled) == (0, (), False)
            await stopped(run, "CAKD-R-SEVERAL")
            return "undecided"
        url = await followed(run, plan)
        nothing_of_ours_forgotten(run, before)
        again = await run.planned()
        assert again is not None
        assert again.settled
        assert again.requests == 0
        assert await followed(run, again) == url
        assert not run.changing
    finally:
        await run.connection.aclose()
    if plan.settled:
        return "settled"
    return "+".join(sorted({each.verb.value for each in plan.lines}))


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_run_does_what_its_plan_says(part: int, tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    for seed in range(part, CASES, PARTS):
        kinds[await case(seed, tmp_path / str(seed))] += 1
    assert min(kinds["impossible"], kinds["undecided"], kinds["settled"]) >= 10
    assert {"create", "adopt", "reuse", "repair", "leave"} <= set("+".join(kinds).split("+"))


async def test_a_moved_webhook_is_found_where_only_the_channel_may_be_looked_at(
    tmp_path: Path,
) -> None:
    """Without Manage Webhooks in the server there is no list of all its webhooks."""
    rehearsal = scenario("existing-setup", tempo=0)
    answers = Answers(PROJECT).with_secret("token", Secret(rehearsal.token))
    run = Run(Meeting(rehearsal, answers.with_value("guild", OPS_LAB), None), tmp_path)
    await run.created()
    world = rehearsal.world
    edits.revoke(world, OPS_LAB, OWN_ROLE, rights.MANAGE_WEBHOOKS)
    may = Overwrite(OPS_LAB, FOR_ROLE, rights.MANAGE_WEBHOOKS)
    world.channels[ALERTS_CHANNEL] = replace(world.channels[ALERTS_CHANNEL], overwrites=(may,))
    world.webhooks[OUR_WEBHOOK] = replace(world.webhooks[OUR_WEBHOOK], channel_id=DEPLOYS)
    plan = await run.planned()
    assert plan is not None
    assert plan.lines[1].reason.endswith("moved to another channel, where its alerts arrive")
    await followed(run, plan)
    assert not run.changing
    await run.connection.aclose()
