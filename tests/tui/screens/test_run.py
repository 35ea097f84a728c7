"""The page that shows the plan and runs it."""

import re
from dataclasses import replace
from pathlib import Path
from threading import current_thread, main_thread

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.plan import PlanLine
from cakd_tui.core.platform_step import PlatformFileStep
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.core.symptom import Symptom
from cakd_tui.storage.journal_file import FileJournal
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.run import RunPage
from tests.tui.screens.shown import Seen, Until, Wizard, button, halted, page, shows

pytestmark = [pytest.mark.opens("run"), pytest.mark.usefixtures("hurried")]


async def test_the_plan_comes_first_and_nothing_is_done(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(re.search(r"\+ create +File", seen(app))))
        text = seen(app)
        assert "This will be set up." in text
        assert "Nothing has been created yet. 3 things to create: 1 request, about 1 s." in text
        assert re.search(r"\+ create +Perch +perch-ops-lab\n +in loft 7", text)
        assert re.search(r"\+ create +Route +~/.config/cakd/ops-lab.json", text)
        assert re.search(r"\+ create +File +platform.yaml\n +providers.notification: pigeon", text)
        assert "Create 3 things" in text
        assert services.routes.load("ops-lab") is None
        assert not services.platform_file.exists()


async def test_the_file_is_not_read_where_it_would_hold_the_screen_up(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    line = PlatformFileStep.line

    def noted(step: PlatformFileStep) -> PlanLine:
        threads.append(current_thread() is main_thread())
        return line(step)

    monkeypatch.setattr(PlatformFileStep, "line", noted)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(re.search(r"\+ create +File", seen(app))))
        assert threads == [False]


async def test_without_a_plan_it_says_that_it_looks_first(
    wizard: Wizard, answered: Draft, seen: Seen
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
        await until(pilot, shows(app, DonePage))
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
        await until(pilot, shows(app, DonePage))
        await pilot.press("escape")
        assert isinstance(app.screen, RunPage)
        assert "it looks first and reuses what it finds" in seen(app)
        assert re.search(r"= reuse +Perch", seen(app))
        assert "+ create" not in seen(app)
        await pilot.press("enter")
        await until(pilot, shows(app, DonePage))
        assert app.draft.outcome.results[0].text == "perch-ops-lab, reused"
        assert app.draft.said["run"] == "reused"


async def test_while_it_runs_time_goes_by_and_there_is_no_way_back(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Building perch for ops-lab..." in seen(app))
        assert page(app, RunPage).running
        text = seen(app)
        assert re.search(r"◌ working +Perch +perch-ops-lab +0\.\d s", text)
        assert re.search(r"○ to do +Route", text)
        assert "x stops it safely" in text
        assert "esc Back" not in text
        await pilot.press("escape", "enter", "r")
        assert isinstance(app.screen, RunPage)
        assert button(app).disabled
        took = re.compile(r"perch-ops-lab +(\d\.\d s)")
        before = took.findall(seen(app))
        await until(pilot, lambda: took.findall(seen(app)) > before)


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
        self.projects = store.projects
        self.forget = store.forget
        self.lock = store.lock
        self.check = store.check

    def save(self, route: Route) -> None:
        text = "open ops-lab.json: no space left on device"
        raise RouteStoreError(text, Symptom("config", {"reason": "disk-full"}, text))


async def test_a_route_that_can_not_be_saved_does_not_keep_the_url_back(
    wizard: Wizard, planned: Draft, services: Services, until: Until
) -> None:
    full = replace(services, routes=FullDisk(services.routes))
    app = wizard("run", planned, full)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, shows(app, DonePage))
        outcome = app.draft.outcome
        assert outcome.url.reveal() == "https://pigeons.example/perch/1/fee"
        assert outcome.route is None
        assert [warned.kind for warned in outcome.warned] == ["route"]


async def test_another_projects_file_is_left_alone(
    app: WizardApp, services: Services, wizard: Wizard, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: another\n")
    app = wizard("run", app.draft)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert re.search(r"· leave +File +platform.yaml", seen(app))
        await pilot.press("enter")
        await until(pilot, shows(app, DonePage))
        assert not app.draft.outcome.results[-1].good
        assert services.platform_file.read_text() == "metadata:\n  name: another\n"


async def test_what_the_run_says_is_kept_without_its_secrets(
    wizard: Wizard, services: Services, planned: Draft, until: Until, tmp_path: Path
) -> None:
    journal = FileJournal(tmp_path / "state")
    app = wizard("run", planned, services=replace(services, journal=journal))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, shows(app, DonePage))
    events = [line["event"] for line in journal.lines()]
    assert events[:2] == ["run_begun", "step_started"]
    assert "webhook_ready" in events
    assert journal.lines()[-1]["how"] == "done"
    assert "perch/1/fee" not in repr(journal.lines())


async def test_a_run_that_is_stopped_is_kept_as_interrupted(
    wizard: Wizard,
    services: Services,
    planned: Draft,
    until: Until,
    loft: Loft,
    tmp_path: Path,
) -> None:
    loft.pause = 60.0
    journal = FileJournal(tmp_path / "state")
    app = wizard("run", planned, services=replace(services, journal=journal))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: len(journal.lines()) > 1)
        await pilot.press("x")
        await until(pilot, lambda: journal.lines()[-1].get("how") == "interrupted")
