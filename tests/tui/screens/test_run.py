"""The page that shows the plan and runs it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.pilot import Pilot
from textual.widgets import Button

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.screens.run import RunPage

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]

PLAN = Plan(
    (
        PlanLine(Verb.CREATE, "perch", "perch-ops-lab", "in loft 7"),
        PlanLine(Verb.CREATE, "route", "~/.config/cakd/ops-lab.json"),
    ),
    1,
)


@pytest.fixture(autouse=True)
def _no_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunPage, "BEAT", 0.02)


@pytest.fixture
def app(wizard: Callable[..., WizardApp], answered: Draft) -> WizardApp:
    """A wizard that has passed the checks."""
    return wizard("run", replace(answered, plan=PLAN))


def page(app: WizardApp) -> RunPage:
    """The page, also while a question stands in front of it."""
    return next(screen for screen in app.screen_stack if isinstance(screen, RunPage))


def halted(app: WizardApp) -> Callable[[], bool]:
    """Whether the run has ended without success."""
    return lambda: bool(page(app).progress.log) and not page(app).running


def arrived(app: WizardApp) -> Callable[[], bool]:
    """Whether the last page is shown."""
    return lambda: isinstance(app.screen, DonePage)


async def test_the_plan_comes_first_and_nothing_is_done(
    app: WizardApp, services: Services, seen: Seen
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = seen(app)
        assert "This will be set up." in text
        assert "Nothing has been created yet. 3 things to create, about 1 s." in text
        assert re.search(r"\+ new +Perch +perch-ops-lab\n +in loft 7", text)
        assert re.search(r"\+ new +Route +~/.config/cakd/ops-lab.json", text)
        assert re.search(r"\+ new +File +platform.yaml\n +providers.notification: pigeon", text)
        assert "Create 3 things" in text
        assert services.routes.load("ops-lab") is None
        assert not services.platform_file.exists()


async def test_without_a_plan_it_says_that_it_looks_first(
    wizard: Callable[..., WizardApp], answered: Draft, seen: Seen
) -> None:
    app = wizard("run", answered)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = seen(app)
        assert "it looks first" in text
        assert "Set it up" in text
        assert re.search(r"\? not known +Perch +perch-ops-lab", text)
        assert re.search(r"\? not known +Route", text)


async def test_enter_runs_it_and_the_last_page_comes_by_itself(
    app: WizardApp, services: Services, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, arrived(app))
        outcome = app.draft.outcome
        assert outcome.url.reveal() == "https://pigeons.example/perch/1/fee"
        assert outcome.route == services.routes.load("ops-lab")
        assert outcome.place == "perch-ops-lab"
        assert [result.text for result in outcome.results] == [
            "perch-ops-lab, created",
            "~/.config/cakd/ops-lab.json, saved",
            "platform.yaml, saved",
        ]
        assert app.draft.said["run"] == "3 created"
        assert "notification: pigeon" in services.platform_file.read_text()


async def test_a_run_after_a_run_reuses_what_is_there(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, arrived(app))
        await pilot.press("escape")
        assert isinstance(app.screen, RunPage)
        assert "it looks first and reuses what it finds" in seen(app)
        assert re.search(r"= reused +Perch", seen(app))
        assert "+ new" not in seen(app)
        await pilot.press("enter")
        await until(pilot, arrived(app))
        assert app.draft.outcome.results[0].text == "perch-ops-lab, reused"
        assert app.draft.said["run"] == "reused"


async def test_while_it_runs_time_goes_by_and_there_is_no_way_back(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Building perch for ops-lab..." in seen(app))
        assert page(app).running
        text = seen(app)
        assert re.search(r"◌ working +Perch +perch-ops-lab +0\.\d s", text)
        assert re.search(r"○ to do +Route", text)
        assert "x stops it safely" in text
        assert "esc Back" not in text
        await pilot.press("escape", "enter", "r")
        assert isinstance(app.screen, RunPage)
        assert app.screen.query_one("#primary-button", Button).disabled
        took = re.compile(r"perch-ops-lab +(\d\.\d s)")
        before = took.findall(seen(app))
        await until(pilot, lambda: took.findall(seen(app)) > before)


async def test_a_pause_is_shown_with_its_countdown(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = 3
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Going on by itself in" in seen(app))
        assert "A hawk circles over the tower. Going on by itself in 3 s." in seen(app)


async def test_stopping_keeps_what_is_there_and_r_goes_on_from_it(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    loft.hawk = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "A hawk" in seen(app))
        await pilot.press("x")
        await until(pilot, halted(app))
        text = seen(app)
        assert "It was stopped." in text
        assert "The new perch is kept. r goes on from here" in text
        assert "Continue from here" in text
        assert "esc Back" in text
        known = services.routes.load("ops-lab")
        assert known is not None
        assert known.thing("perch") is not None
        assert not services.platform_file.exists()
        loft.hawk = 0
        await pilot.press("r")
        await until(pilot, arrived(app))
        assert app.draft.outcome.results[0].text == "perch-ops-lab, reused"


async def test_a_failure_shows_its_row_of_the_table_beside_the_raw_message(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        text = seen(app)
        assert "It could not be finished." in text
        assert re.search(r"✗ failed +Perch", text)
        assert "TOY-WING  The pigeon can't fly" in text
        assert re.search(r"Cause +A wing is lame\.", text)
        assert re.search(r"Fix +Call a vet, then try again\.", text)
        message = "Failed to provision notification channel: failed to build"
        assert re.search(rf"Message +{message}", text)
        assert "✗ Run" in text
        assert "Try again" in text


async def test_retry_continues_and_the_mark_of_failure_is_gone(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        assert "An unknown failure" in seen(app)
        assert "[/bell]" in seen(app)
        loft.mute = False
        await pilot.press("r")
        await until(pilot, arrived(app))
        assert "✓ Run" in seen(app)
        assert app.draft.outcome.results[0].text == "perch-ops-lab, reused"


async def test_after_a_failure_escape_goes_back_to_the_checks(
    app: WizardApp, loft: Loft, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        await pilot.press("escape")
        assert isinstance(app.screen, ChecksPage)


async def test_the_checks_after_a_halted_run_say_that_what_was_made_is_kept(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "What was made is kept." in seen(app))
        assert "Nothing has been created" not in seen(app)


async def test_a_failed_try_and_a_good_one_end_with_nothing_to_mend(
    app: WizardApp, loft: Loft, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        loft.mute = False
        await pilot.press("r")
        await until(pilot, arrived(app))
        assert all(result.good for result in app.draft.outcome.results)
        assert app.screen.query("#next-steps")


async def test_a_failure_names_the_checks_that_were_overridden(
    wizard: Callable[..., WizardApp], answered: Draft, loft: Loft, seen: Seen, until: Until
) -> None:
    tired = Finding(Check("wings", "Wings"), Verdict.FAIL, "", "Coo is tired until noon")
    app = wizard("run", replace(answered, findings=(tired,)))
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        assert re.search(r"Checks +Wings: Coo is tired until noon", seen(app))


async def test_in_a_low_window_the_log_key_brings_the_newest_line_into_sight(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        assert page(app).progress.log[-1].text.startswith("✓ platform.yaml")
        assert "✓ platform.yaml" not in seen(app)
        await pilot.press("l")
        await until(pilot, lambda: "✓ platform.yaml" in seen(app))
        await pilot.press("l")
        await until(pilot, lambda: "It could not be finished." in seen(app))


async def test_the_log_is_hidden_and_shown_by_its_key(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        assert "l Log" not in seen(app)
        await pilot.press("enter")
        await until(pilot, halted(app))
        assert "Building perch" not in seen(app)
        await pilot.press("l")
        await pilot.pause()
        assert page(app).has_class("-log")
        await pilot.press("l")
        assert not page(app).has_class("-log")


async def test_the_secret_part_of_the_url_is_never_on_this_page(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunPage, "BEAT", 5)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        text = seen(app)
        assert "It is set up." in text
        assert "https://pigeons.example/perch/1/••••••" in text
        assert "perch/1/fee" not in text
        await pilot.press("enter")
        assert isinstance(app.screen, DonePage)


class FullDisk:
    """Routes that can't be saved."""

    def __init__(self, store: RouteStore) -> None:
        self.path = store.path
        self.shown_path = store.shown_path
        self.load = store.load
        self.lock = store.lock
        self.check = store.check

    def save(self, route: Route) -> None:
        text = "open ops-lab.json: no space left on device"
        raise RouteStoreError(text, Symptom("config", {"reason": "disk-full"}, text))


async def test_a_route_that_can_not_be_saved_does_not_keep_the_url_back(
    wizard: Callable[..., WizardApp], answered: Draft, services: Services, until: Until
) -> None:
    full = replace(services, routes=FullDisk(services.routes))
    app = wizard("run", replace(answered, plan=PLAN), full)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, arrived(app))
        outcome = app.draft.outcome
        assert outcome.url.reveal() == "https://pigeons.example/perch/1/fee"
        assert outcome.route is None
        assert [warned.kind for warned in outcome.warned] == ["route"]


async def test_another_projects_file_is_left_alone(
    app: WizardApp, services: Services, wizard: Callable[..., WizardApp], seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: another\n")
    app = wizard("run", app.draft)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert re.search(r"· unchanged +File +platform.yaml", seen(app))
        await pilot.press("enter")
        await until(pilot, arrived(app))
        assert not app.draft.outcome.results[-1].good
        assert services.platform_file.read_text() == "metadata:\n  name: another\n"


async def test_quitting_while_it_runs_asks_first(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: page(app).running)
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        assert "Something is being created right now." in seen(app)
        await pilot.press("ctrl+q", "n")
        assert page(app).running
        await pilot.press("ctrl+q", "y")
    assert app.return_code == 130


async def test_a_run_that_ends_behind_the_question_takes_it_away_and_goes_on(
    app: WizardApp, until: Until, held: Callable[..., asyncio.Event]
) -> None:
    release = held(app.connection, "provision")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        release.set()
        await until(pilot, arrived(app))


async def test_a_run_that_fails_behind_the_question_takes_it_away(
    app: WizardApp, loft: Loft, until: Until, held: Callable[..., asyncio.Event]
) -> None:
    loft.lame = True
    release = held(app.connection, "provision")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        release.set()
        await until(pilot, halted(app))
        assert isinstance(app.screen, RunPage)
    assert app.return_code != 130


async def test_a_mistake_of_the_programs_own_is_not_a_page_that_waits_for_ever(
    app: WizardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app.connection, "provision", broken)

    async def started() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter")
            await pilot.pause(0.05)

    with pytest.raises(ZeroDivisionError):
        await started()
