"""The page at the end of the way."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Delivery
from cakd_tui.core.events import Warned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Demo, Services
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft, Outcome, Result
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.webhook_url import WebhookUrl

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
URL = "https://pigeons.example/perch/1/coo-coo-secret"


@pytest.fixture
def outcome() -> Outcome:
    """All went well."""
    return Outcome(
        url=Secret(URL),
        route=Route("ops-lab", "pigeon", webhook=Secret(URL)),
        place="perch-ops-lab",
        results=(
            Result("perch", "perch-ops-lab, created"),
            Result("route", "~/.config/cakd/ops-lab.json, saved"),
            Result("file", "platform.yaml, saved"),
        ),
    )


@pytest.fixture
def app(wizard: Callable[..., WizardApp], answered: Draft, outcome: Outcome) -> WizardApp:
    """A wizard that has come to its end."""
    return wizard("done", replace(answered, outcome=outcome))


@pytest.fixture
def unsaved(wizard: Callable[..., WizardApp], answered: Draft, outcome: Outcome) -> WizardApp:
    """A wizard whose route could not be saved."""
    text = "Failed to save webhook to local config: open ops-lab.json: permission denied"
    warned = Warned(text, "route", Symptom("config", {"reason": "permission"}, text))
    results = (
        outcome.results[0],
        Result("route", "~/.config/cakd/ops-lab.json, not saved", good=False),
    )
    lost = replace(outcome, route=None, warned=(warned,), results=results)
    return wizard("done", replace(answered, outcome=lost))


def sent(seen: Seen, app: WizardApp, symbol: str) -> Callable[[], bool]:
    """Whether the test alert has this symbol."""
    return lambda: re.search(rf"{symbol} +Test alert", seen(app)) is not None


async def test_it_says_where_alerts_arrive_and_what_was_made(app: WizardApp, seen: Seen) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = seen(app)
        assert "Alerts for ops-lab arrive in perch-ops-lab." in text
        assert "~/.config/cakd/ops-lab.json, readable by you alone." in text
        assert re.search(r"✓ +Perch +perch-ops-lab, created", text)
        assert re.search(r"✓ +File +platform.yaml, saved", text)
        assert re.search(r"○ +Test alert +t sends one", text)
        assert "✓ Done" in text


async def test_it_names_the_commands_that_do_the_same_again(app: WizardApp, seen: Seen) -> None:
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.pause()
        text = seen(app)
        assert re.search(r"Again, without questions +cakd create -f \S+/platform.yaml", text)
        assert re.search(r"Look, changing nothing +cakd check -f \S+/platform.yaml", text)
        assert re.search(r"Deliver alerts +cakd-agent, or: cakd routes export alertmanager", text)
        assert re.search(r"In a pipeline, set +CAKD_PIGEON_WHISTLE, CAKD_PIGEON_LOFT", text)


async def test_a_file_beside_the_caller_is_named_without_its_directory(
    app: WizardApp, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(app.services.platform_file.parent)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "cakd create -f platform.yaml" in seen(app)


async def test_a_file_that_could_not_be_changed_is_marked_and_no_command_is_promised(
    wizard: Callable[..., WizardApp], answered: Draft, outcome: Outcome, seen: Seen
) -> None:
    left = Result("file", "platform.yaml, it is another's", good=False)
    outcome = replace(outcome, results=(*outcome.results[:2], left))
    app = wizard("done", replace(answered, outcome=outcome))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert re.search(r"! +File +platform.yaml, it is another's", seen(app))
        assert "cakd create" not in seen(app)


async def test_the_url_is_masked_until_m_shows_it(app: WizardApp, seen: Seen) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "https://pigeons.example/perch/1/••••••" in seen(app)
        assert "coo-coo-secret" not in seen(app)
        assert "m Show" in seen(app)
        await pilot.press("m")
        await pilot.pause()
        assert URL in seen(app)
        assert "m Hide" in seen(app)
        await pilot.press("m")
        await pilot.pause()
        assert "coo-coo-secret" not in seen(app)


async def test_a_long_url_is_broken_at_any_character(
    wizard: Callable[..., WizardApp], answered: Draft, outcome: Outcome
) -> None:
    long = replace(outcome, url=Secret(f"https://pigeons.example/perch/1/{'coo-' * 30}"))
    app = wizard("done", replace(answered, outcome=long))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert app.screen.query_one(WebhookUrl).size.height == 3


async def test_c_copies_the_whole_url_though_it_is_masked(app: WizardApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert app.clipboard == URL


async def test_a_test_alert_is_sent_and_the_answer_shown(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await until(pilot, sent(seen, app, "✓"))
        assert "delivered in 143 ms, message 1" in seen(app)
        assert loft.flown == ["ops-lab"]


async def test_a_second_test_alert_waits_for_the_first(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Route] = []
    release = asyncio.Event()

    async def slow(route: Route, _emit: Emit) -> Delivery:
        asked.append(route)
        await release.wait()
        return Delivery("1", 0.1)

    monkeypatch.setattr(app.connection, "send_test", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "t")
        assert "sending …" in seen(app)
        release.set()
        await until(pilot, sent(seen, app, "✓"))
        assert len(asked) == 1


async def test_a_test_alert_that_fails_shows_its_row_and_can_be_sent_again(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.torn = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await until(pilot, sent(seen, app, "✗"))
        assert "TOY-WING" in seen(app)
        assert "not delivered; t tries again" in seen(app)
        loft.torn = False
        await pilot.press("t")
        await until(pilot, sent(seen, app, "✓"))
        assert "TOY-WING" not in seen(app)


async def test_an_unsaved_route_is_a_warning_and_the_url_is_still_there(
    unsaved: WizardApp, seen: Seen
) -> None:
    async with unsaved.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        text = seen(unsaved)
        assert "It is not saved: c copies it." in text
        assert "readable by you alone" not in text
        assert re.search(r"! +Route +~/.config/cakd/ops-lab.json, not saved", text)
        assert "CAKD-C-PERMISSION" in text
        assert re.search(r"Message +Failed to save webhook to local config", text)
        await pilot.press("c")
        assert unsaved.clipboard == URL


async def test_a_test_alert_needs_no_saved_route(
    unsaved: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    async with unsaved.run_test(size=(80, 40)) as pilot:
        await pilot.press("t")
        await until(pilot, sent(seen, unsaved, "✓"))
        assert loft.flown == ["ops-lab"]
        assert "CAKD-C-PERMISSION" in seen(unsaved)


@pytest.mark.parametrize("key", ["enter", "q"])
async def test_finishing_ends_the_wizard_with_the_draft(
    app: WizardApp, outcome: Outcome, key: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
    assert app.return_value is not None
    assert app.return_value.outcome == outcome


async def test_an_enter_meant_for_the_page_before_does_not_end_the_wizard(
    app: WizardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DonePage, "SETTLE", 60.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, DonePage)
        assert app.return_value is None


async def test_n_asks_for_another_project_and_keeps_the_rest(
    app: WizardApp, answered: Draft
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, ProjectPage)
        assert app.draft.answers == Answers("", answered.answers.values, answered.answers.secrets)
        assert app.draft.outcome == Outcome()
        assert app.draft.said == {"whistle": "Coo", "loft": "Old Tower"}


async def test_the_project_that_is_done_is_not_suggested_for_the_next(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: ops-lab\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: "After ops-lab: the next." in seen(app))
        assert app.screen.query_one(AnswerInput).value == ""


async def test_back_goes_to_the_run(app: WizardApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert isinstance(app.screen, RunPage)


async def test_the_footer_of_a_demo_fits_into_80_columns(
    app: WizardApp, wizard: Callable[..., WizardApp], seen: Seen
) -> None:
    demo = Demo("ready", lambda: "", "")
    app = wizard("done", app.draft, replace(app.services, demo=demo))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        footer = seen(app).splitlines()[-1]
        assert footer.startswith("  ⏎ Finish c Copy m Show t Test x Take back n Another")
        assert footer.endswith("^q Quit")


async def test_it_can_be_taken_back_at_once(
    wizard: Callable[..., WizardApp],
    answered: Draft,
    services: Services,
    seen: Seen,
    until: Until,
) -> None:
    things = (Remembered("perch", "1", "perch-ops-lab", made=True),)
    route = Route("ops-lab", "pigeon", {"loft": "7"}, things, Secret(URL))
    services.routes.save(route)
    app = wizard("done", replace(answered, outcome=Outcome(url=route.webhook, route=route)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "Take back all of ops-lab?" in seen(app))
        assert "- delete    Perch" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DonePage))
        assert services.routes.load("ops-lab") == route
        await pilot.press("x")
        await until(pilot, lambda: "Take back all of ops-lab?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "ops-lab is taken back." in seen(app))
        assert services.routes.load("ops-lab") is None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
        await until(pilot, lambda: "Nothing has been created yet." in seen(app))


async def test_what_is_not_saved_has_no_key_to_take_it_back(
    wizard: Callable[..., WizardApp], answered: Draft, outcome: Outcome, seen: Seen
) -> None:
    app = wizard("done", replace(answered, outcome=replace(outcome, route=None)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        assert isinstance(app.screen, DonePage)
        assert "Take back" not in seen(app)
