"""Waits on every page that asks: shown with reason and seconds, and cut short by one key."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.worker import active_worker

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.widgets.wait_line import fitted
from tests.tui.screens.shown import Seen, Until, Wizard, answer, halted, listed, page

LONG = 25.0
HAWK = "A hawk circles over the tower. Again in 25 s"
STORM = "The harbour asks for a pause (its storm): 25 s"
Opened = Callable[[str], WizardApp]


@pytest.fixture
def opened(wizard: Wizard, planned: Draft, services: Services) -> Opened:
    """A wizard at the page of this key, everything before it answered."""

    def at(key: str) -> WizardApp:
        if key == "status":
            things = (Remembered("perch", "1", "perch-ops-lab", made=True),)
            url = Secret("https://pigeons.example/perch/1/fee")
            services.routes.save(Route("ops-lab", "pigeon", {"loft": "7"}, things, url))
            services.settings.save("pigeon", {"loft": "7"})
            known = replace(services, environment={"CAKD_PIGEON_WHISTLE": "fee"})
            services.platform_file.write_text("metadata:\n  name: ops-lab\n", "utf-8")
            return wizard(services=known)
        draft = replace(planned, plan=None) if key == "checks" else planned
        return wizard(key, draft.with_typed("whistle", "sesame"))

    return at


def waits(app: WizardApp, seen: Seen, text: str) -> Callable[[], bool]:
    return lambda: text in seen(app)


@pytest.mark.parametrize("at", ["whistle", "loft", "checks", "status"])
async def test_a_page_says_why_it_waits_and_asks_at_once(
    at: str, opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = LONG
    app = opened(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, HAWK))
        assert "^g Ask now" in seen(app)
        loft.hawk = 0
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "hawk" not in seen(app))
        await until(pilot, lambda: "✓" in seen(app) or "Old Tower" in seen(app))
        assert "^g" not in seen(app)


@pytest.mark.parametrize("at", ["whistle", "loft", "checks", "status"])
async def test_what_must_not_be_asked_before_its_time_is_given_up(
    at: str, opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.storm = LONG
    app = opened(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, STORM))
        assert "^g Stop waiting" in seen(app)
        assert "Ask now" not in seen(app)
        await pilot.press("ctrl+g")
        await until(pilot, waits(app, seen, "the storm is not over"))
        assert "its storm" not in seen(app)


@pytest.mark.parametrize("at", ["whistle", "loft", "checks", "status", "run", "project"])
async def test_no_worker_changes_what_its_page_knows_of_waits(
    at: str, opened: Opened, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    hearing = Page.hearing

    def noted(screen: Page, asker: str) -> Emit:
        begun.append(active_worker.get(None) is None)
        return hearing(screen, asker)

    monkeypatch.setattr(Page, "hearing", noted)
    loft.storm = LONG
    app = opened(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press({"run": "enter", "project": "ctrl+p"}.get(at, "f5"))
        await until(pilot, waits(app, seen, STORM))
    assert begun
    assert all(begun)


async def test_a_wait_moves_nothing_and_counts_down(
    opened: Opened, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("cakd_tui.tui.screens.waits.monotonic", lambda: now[0])
    monkeypatch.setattr(Page, "COUNT", 0.01)
    loft.hawk = LONG
    app = opened("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        before = [each.region for each in app.screen.query("#content > *, Primary *")]
        await until(pilot, waits(app, seen, HAWK))
        regions = [each.region for each in app.screen.query("#content > *, Primary *")]
        assert regions == before
        now[0] += 16.5
        await until(pilot, waits(app, seen, "A hawk circles over the tower. Again in  9 s  ^g"))
        now[0] += 8.5
        await until(pilot, lambda: "hawk" not in seen(app))
        assert "^g" not in seen(app)


async def test_the_key_works_while_something_is_typed(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = LONG
    app = opened("whistle")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, HAWK))
        assert app.focused is answer(app)
        loft.hawk = 0
        await pilot.press("ctrl+g")
        await until(pilot, waits(app, seen, "Coo"))
        assert answer(app).value == "sesame"


async def test_a_secret_that_is_taken_away_is_no_longer_waited_for(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = LONG
    app = opened("whistle")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, HAWK))
        answer(app).value = ""
        await until(pilot, lambda: "hawk" not in seen(app))
        assert "^g" not in seen(app)


async def test_a_list_that_is_there_stays_usable(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    app = opened("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, listed(app))
        loft.storm = LONG
        await pilot.press("f5")
        await until(pilot, waits(app, seen, STORM))
        assert "Old Tower" in seen(app)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "its storm" not in seen(app))
        assert "Old Tower" in seen(app)


async def test_the_choices_of_an_option_wait_where_they_are_asked(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.storm = LONG
    app = opened("project")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, waits(app, seen, STORM))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "its storm" not in seen(app))
        loft.storm = 0
        await pilot.press("f5")
        await until(pilot, waits(app, seen, "Brass"))


async def test_a_run_goes_on_at_once(
    opened: Opened, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunPage, "BEAT", 5)
    loft.hawk = LONG
    app = opened("run")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, waits(app, seen, f"{HAWK}  ^g asks now"))
        await pilot.press("ctrl+g")
        await until(pilot, halted(app))
        assert "It is set up." in seen(app)
        assert "^g" not in seen(app)


async def test_a_run_that_gives_up_keeps_what_it_made(
    opened: Opened, services: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.storm = LONG
    app = opened("run")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await until(pilot, waits(app, seen, f"{STORM}  ^g stops waiting"))
        await pilot.press("ctrl+g")
        await until(pilot, halted(app))
        kept = services.routes.load("ops-lab")
        assert kept is not None
        assert kept.thing("perch") is not None
        assert "the storm is not over" in seen(app)
        loft.storm = 0
        await pilot.press("r")
        await until(pilot, waits(app, seen, "It is set up."))


async def test_a_run_that_is_stopped_waits_no_more(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = LONG
    app = opened("run")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, waits(app, seen, "^g Ask now"))
        await pilot.press("x")
        await until(pilot, halted(app))
        assert page(app, RunPage).wait is None
        assert "^g" not in seen(app)


async def test_a_test_alert_says_that_it_waits(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    app = opened("status")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, "are set up."))
        loft.storm = LONG
        await pilot.press("t")
        await until(pilot, waits(app, seen, STORM))
        await pilot.press("ctrl+g")
        await until(pilot, waits(app, seen, "not delivered; t tries again"))


async def test_the_key_does_nothing_while_nobody_waits(
    opened: Opened, loft: Loft, seen: Seen, until: Until
) -> None:
    app = opened("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, listed(app))
        before = seen(app)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert seen(app) == before
        loft.hawk = LONG
        await pilot.press("f5")
        await until(pilot, waits(app, seen, HAWK))


async def test_what_a_provider_says_is_no_markup(
    opened: Opened, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.core.countdown.Countdown.tail", lambda _s, _n: "[/over]: 1 s")
    loft.hawk = LONG
    app = opened("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, waits(app, seen, "over the tower[/over]: 1 s"))


def test_a_long_reason_is_cut_and_never_the_seconds() -> None:
    assert fitted("A hawk circles", 14) == "A hawk circles"
    assert fitted("A hawk circles", 8) == "A hawk…"
    assert fitted("A hawk circles", 0) == "…"
