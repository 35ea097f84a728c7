"""For the pages that look, run and end: a draft that has been answered so far, and patience."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft, PigeonConnection
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.ledger import Explained
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.screens.secret import SecretPage
from tests.tui.accounts import explained

PATIENCE = 10.0
"""Seconds after which a state is not coming any more."""
STEP = 0.01
PLAN = Plan(
    (
        PlanLine(Verb.CREATE, "perch", "perch-ops-lab", "in loft 7"),
        PlanLine(Verb.CREATE, "route", "~/.config/cakd/ops-lab.json"),
    ),
    1,
)


def pytest_configure(config: pytest.Config) -> None:
    """A file says once at which page its tests begin."""
    config.addinivalue_line("markers", "opens(key): the page at which the test's `app` begins")


@pytest.fixture
def app(
    request: pytest.FixtureRequest, wizard: Callable[..., WizardApp], planned: Draft
) -> WizardApp:
    """A wizard that opens at the page the test is marked with, all before it answered."""
    key: str = request.node.get_closest_marker("opens").args[0]
    answered = {"checks": replace(planned, plan=None), "run": planned}
    return wizard(key, answered.get(key))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes quickly; a list of choices is not refreshed unless a test says so."""
    monkeypatch.setattr(SecretPage, "SETTLED", 0.01)
    monkeypatch.setattr(SecretPage, "AGAIN", 0.01)
    monkeypatch.setattr(ChoicePage, "TICK", 0.01)
    monkeypatch.setattr(ChoicePage, "WATCH", 0.02)
    monkeypatch.setattr(ChoicePage, "REFRESH", 60.0)
    monkeypatch.setattr(RunPage, "BEAT", 0.02)


@pytest.fixture
def planned(answered: Draft) -> Draft:
    """The same after the checks, which have planned the run."""
    return replace(answered, plan=PLAN)


@pytest.fixture
def answered() -> Draft:
    """Everything the toy provider asks, and a project."""
    answers = Answers("ops-lab").with_value("loft", "7").with_secret("whistle", Secret("fee"))
    return Draft(answers, said={"whistle": "Coo", "loft": "Old Tower", "project": "ops-lab"})


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[Connection, str], asyncio.Event]:
    """Holds back one of the connection's coroutines until the returned event is set."""

    def hold(connection: Connection, name: str) -> asyncio.Event:
        release = asyncio.Event()
        answer = getattr(connection, name)

        async def wait(*questions: object) -> object:
            await release.wait()
            return await answer(*questions)

        monkeypatch.setattr(connection, name, wait)
        return release

    return hold


@pytest.fixture
def until() -> Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]:
    """Waits until a state is there, and no longer."""

    async def wait(pilot: Pilot[Draft], reached: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.sleep(STEP)
                while not reached():  # noqa: ASYNC110 - no event
                    await asyncio.sleep(STEP)
        except TimeoutError:
            pytest.fail("the state was not reached")
        await pilot.pause()

    return wait


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, loft: Loft) -> list[Explained]:
    """What the provider tells, the last of these in each round; wings are lame meanwhile."""
    loft.lame = True
    told = [explained()]
    preflight = PigeonConnection.preflight

    async def telling(
        self: PigeonConnection, answers: Answers, known: Route | None, emit: Emit
    ) -> Plan | None:
        emit(told[-1])
        return await preflight(self, answers, known, emit)

    monkeypatch.setattr(PigeonConnection, "preflight", telling)
    monkeypatch.setattr(ChecksPage, "TICK", 0.01)
    return told
