"""Whatever a plan shows, it says why: in every scenario, for creating, changing and deleting."""

from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

import pytest

from cakd_tui.cli.demo import rehearsed_services
from cakd_tui.core.answers import Answers
from cakd_tui.core.option import OptionValue
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.plan import PlanLine
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import preflight
from cakd_tui.core.removal import removal_plan
from cakd_tui.core.rollback import made_since
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.proposal import notify_step, platform_step, proposal
from cakd_tui.tui.tasks import removing, rotating, undoing

PROJECT = "my-project"
CHOSEN: dict[str, dict[str, OptionValue]] = {
    "ready": {"private": True, "roles": ("Observers",)},
    "denied-by-category": {"category": "Locked", "private": True},
}
"""What else is chosen, so that every kind of line comes up."""


def without_reason(lines: Iterable[PlanLine]) -> list[PlanLine]:
    return [line for line in lines if not line.reason.strip()]


def given(rehearsal: Rehearsal) -> Answers:
    usual, more = SCENARIOS[rehearsal.name].options, CHOSEN.get(rehearsal.name, {})
    return (
        Answers(PROJECT)
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
        .with_options({**usual, **more})
    )


async def done(step: Step) -> None:
    async with aclosing(run_pipeline([step])) as events:
        async for _ in events:
            pass


async def made(answers: Answers, services: Services, connection: Connection) -> list[PlanLine]:
    """Every line that is shown about creating, before a run and after it."""
    draft = Draft(answers)
    lines: list[PlanLine] = []
    for _ in range(2):
        plan = await preflight(connection, services, answers, lambda _: None)
        lines += plan.lines if plan else ()
        file = platform_step(draft, services)
        lines.append(file.line())
        await done(notify_step(draft, services, connection))
        await done(file)
    return lines


@pytest.mark.parametrize("name", SCENARIOS)
async def test_no_line_of_a_plan_lacks_a_reason(name: str, tmp_path: Path) -> None:
    rehearsal = scenario(name, tempo=0)
    services = rehearsed_services(rehearsal, tmp_path, {})
    connection, answers = services.provider.connect(), given(rehearsal)
    before = services.routes.load(PROJECT)
    lines = await made(answers, services, connection)
    if route := services.routes.load(PROJECT):
        path = services.routes.shown_path(PROJECT)
        lines += removal_plan(route, path, keep=("channel",)).lines
        lines += removal_plan(route, path, also=("channel", "webhook")).lines
        lines += removing(services, connection, route, answers).lines
        lines += rotating(services, connection, route, answers).lines
        things = made_since(before, route)
        lines += undoing(Draft(answers), services, connection, before, things, route).lines
        lines += undoing(Draft(answers), services, connection, None, things, route).lines
    await connection.aclose()
    assert without_reason(lines) == []


async def test_a_route_that_half_a_run_has_left_is_updated_for_a_reason(tmp_path: Path) -> None:
    rehearsal = scenario("ready", tempo=0)
    services = rehearsed_services(rehearsal, tmp_path, {})
    connection, answers = services.provider.connect(), given(rehearsal)
    rehearsal.faults.add(Fault(Status(500), "POST", "/channels/*/webhooks", times=None))
    await done(notify_step(Draft(answers), services, connection))
    rehearsal.faults.clear()
    plan = await preflight(connection, services, answers, lambda _: None)
    await connection.aclose()
    assert plan is not None
    assert plan.lines[-1].reason == "leads to a new webhook"
    shown = proposal(Draft(answers, plan=plan), services)
    assert without_reason(shown.lines) == list(shown.unknown)
