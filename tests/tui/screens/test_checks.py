"""The page that looks before anything is created."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft, PigeonConnection
from textual.pilot import Pilot
from textual.widgets import Button

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Verb
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Demo, Services
from cakd_tui.tui import links
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.widgets.check_list import CheckRow

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]


@pytest.fixture
def app(wizard: Callable[..., WizardApp], answered: Draft) -> WizardApp:
    """A wizard that has come to the checks."""
    return wizard("checks", answered)


def page(app: WizardApp) -> ChecksPage:
    """The page that is shown."""
    assert isinstance(app.screen, ChecksPage)
    return app.screen


def settled(app: WizardApp) -> Callable[[], bool]:
    """Whether a round is over."""
    return lambda: isinstance(app.screen, ChecksPage) and app.screen.survey.settled


def chosen(app: WizardApp) -> str:
    """The check the card is about."""
    finding = page(app).chosen
    return finding.check.id if finding else ""


def button(app: WizardApp) -> Button:
    """The one that goes on."""
    return app.screen.query_one("#primary-button", Button)


async def test_all_checks_stand_there_before_anything_is_known(
    app: WizardApp, loft: Loft, seen: Seen
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = seen(app)
        assert "Nothing has been created yet. Checking …" in text
        for title in ("Grain", "Wings"):
            assert f"◌  {title}" in text
        assert button(app).disabled
        assert "while it checks" in text


async def test_what_is_known_is_shown_while_the_rest_is_asked(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "✓  Routes" in seen(app))
        assert "◌  Wings     checking" in seen(app)


async def test_when_all_pass_enter_goes_on_with_the_plan(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        text = seen(app)
        assert "Everything is ready." in text
        assert "✓  Wings     two each" in text
        assert "✓  Keyring   the test's keyring" in text
        assert app.focused is button(app)
        await pilot.press("enter")
        assert isinstance(app.screen, RunPage)
        assert app.draft.plan is not None
        assert [line.kind for line in app.draft.plan.lines] == ["perch", "route"]
        assert app.draft.plan.lines[0].verb is Verb.CREATE
        assert [finding.verdict for finding in app.draft.findings] == [Verdict.PASS] * 4
        assert app.draft.said["checks"] == "all passed"


async def test_a_failure_gates_and_shows_what_to_do(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        text = seen(app)
        assert "One thing is in the way." in text
        assert "Nothing has been created yet. Checking again in 5 s, or press r." in text
        assert "✗  Wings     one is lame" in text
        assert "The pigeon can't fly" in text
        assert "At the vet" in text
        assert "Mend the wing" in text
        assert "https://vet.example" in text
        assert "This page notices by itself when it is mended." in text
        assert "✗ Checks" in text
        assert "i Copy link  o Open" in text
        assert button(app).disabled
        await pilot.press("enter")
        assert isinstance(app.screen, ChecksPage)


async def test_a_failure_can_be_overridden_and_stays_marked(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        await pilot.press("a")
        assert isinstance(app.screen, RunPage)
        assert "✗ Checks" in seen(app)
        assert app.draft.said["checks"] == "1 failed"


async def test_a_warning_is_pointed_out_and_does_not_gate(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.doubtful = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        text = seen(app)
        assert "Ready, with one remark." in text
        assert "!  Grain     a handful" in text
        assert "The grain is running low" in text
        assert "It does not keep you from going on." in text
        await pilot.press("enter")
        assert isinstance(app.screen, RunPage)


async def test_it_counts_down_and_turns_green_by_itself(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChecksPage, "TICK", 0.05)
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Checking again in 3 s" in seen(app))
        loft.lame = False
        await until(pilot, lambda: "Everything is ready." in seen(app))
        text = seen(app)
        assert "just turned" in text
        assert "This page notices" not in text
        assert "● Checks" in text
        assert app.focused is button(app)


async def test_old_rows_stay_until_the_new_finding_comes(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        loft.pause = 5
        await pilot.press("r")
        await pilot.pause()
        text = seen(app)
        assert "Checking again …" in text
        assert "✗  Wings     one is lame" in text
        assert "The pigeon can't fly" in text


async def test_when_nobody_answers_it_says_so_and_asks_again(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.away = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        text = seen(app)
        assert "The checks could not be finished." in text
        assert "Checking again in 5 s" in text
        assert "An unknown failure" in text
        assert "the loft does not answer" in text
        assert "○  Wings     not checked" in text
        assert "✓  Routes" in text
        loft.away = False
        await pilot.press("r")
        await until(pilot, settled(app))
        assert "Everything is ready." in seen(app)


async def test_the_trouble_is_shown_before_a_mere_remark(
    wizard: Callable[..., WizardApp],
    answered: Draft,
    services: Services,
    loft: Loft,
    seen: Seen,
    until: Until,
) -> None:
    class LockedSecrets:
        """A keyring nobody opens."""

        async def describe(self) -> str:
            return "a locked one"

        async def load(self, item: str) -> Secret | None:
            raise SecretStoreError("the keyring is locked", "locked")

        async def save(self, item: str, secret: Secret) -> None: ...

        async def forget(self, item: str) -> None: ...

    locked = wizard("checks", answered, replace(services, secrets=LockedSecrets()))
    async with locked.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(locked))
        assert "!  Keyring   the keyring is locked" in seen(locked)
        assert "The keyring can't be used" in seen(locked)
        loft.away = True
        await pilot.press("r")
        await until(pilot, settled(locked))
        assert "the loft does not answer" in seen(locked)


async def test_arrow_keys_choose_a_row_and_the_card_is_about_it(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        assert "Nothing to do here." not in seen(app)
        await pilot.press("down", "down")
        assert chosen(app) == "wings"
        assert "Nothing to do here." in seen(app)
        await pilot.press("up", "up", "up")
        assert chosen(app) == "grain"
        await pilot.press("down", "down", "down", "down", "down")
        assert chosen(app) == "keyring"


async def test_a_click_chooses_a_row(app: WizardApp, loft: Loft, seen: Seen, until: Until) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        assert await pilot.click(app.screen.query(CheckRow).first())
        await pilot.pause()
        assert "a full sack" in seen(app)
        assert "Nothing to do here." in seen(app)
        await until(pilot, lambda: "i Copy" not in seen(app))


async def test_the_cards_link_is_copied_and_opened_by_key(
    wizard: Callable[..., WizardApp],
    services: Services,
    answered: Draft,
    loft: Loft,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(links, "_browse", opened.append)
    loft.lame = True
    app = wizard("checks", answered, replace(services, environment={"DISPLAY": ":0"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        await pilot.press("i")
        assert app.clipboard == "https://vet.example"
        await pilot.press("o")
        await until(pilot, lambda: opened == ["https://vet.example"])


async def test_only_the_keys_that_do_something_stand_in_the_footer(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "⏎ Continue" in seen(app))
        assert "i Copy" not in seen(app)
        assert "a Try anyway" not in seen(app)
        loft.lame = True
        await pilot.press("r")
        await until(pilot, lambda: "i Copy" in seen(app))
        footer = seen(app).splitlines()[-1]
        assert "⏎ Continue" not in footer
        for keys in ("r Check", "a Try anyway", "o Open", "esc Back", "F1 Help", "^q Quit"):
            assert keys in footer


async def test_the_footer_of_a_demo_fits_into_80_columns(
    wizard: Callable[..., WizardApp],
    answered: Draft,
    services: Services,
    loft: Loft,
    seen: Seen,
    until: Until,
) -> None:
    loft.lame = True
    app = wizard("checks", answered, replace(services, demo=Demo("lame", lambda: "", "")))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "o Open" in seen(app))
        assert seen(app).splitlines()[-1].endswith("^q Quit")


async def test_going_back_stops_the_round_and_keeps_the_answers(
    app: WizardApp, loft: Loft, answered: Draft
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        assert isinstance(app.screen, ProjectPage)
        assert app.draft.answers == answered.answers
        assert [worker for worker in app.workers if worker.group == "checks"] == []


async def test_a_provider_that_asks_to_wait_is_quoted(
    app: WizardApp, loft: Loft, seen: Seen
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page(app).post_message(ChecksPage.Paused("A hawk circles [/over] the tower"))
        await pilot.pause()
        assert "A hawk circles [/over] the tower. Nothing has been created yet." in seen(app)


async def test_the_chosen_row_is_in_sight_in_a_low_window(
    wizard: Callable[..., WizardApp],
    answered: Draft,
    services: Services,
    loft: Loft,
    seen: Seen,
    until: Until,
) -> None:
    loft.lame = True
    app = wizard("checks", answered)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, settled(app))
        assert "✗  Wings" in seen(app)
        assert "This page notices by itself when it is mended." in seen(app)


async def test_a_refused_credential_is_not_sent_again_by_itself(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChecksPage, "TICK", 0.005)
    refuse = replace(PigeonConnection()._wings(), verdict=Verdict.FAIL, refused=True)
    monkeypatch.setattr(PigeonConnection, "_wings", lambda _: refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        await pilot.pause(0.05)
        assert page(app).survey.rounds == 1
        text = " ".join(seen(app).split())
        assert "p leads back to the Whistle page, to paste another one." in text
        assert "notices by itself" not in text
        assert "Checking again" not in text
        await pilot.press("r")
        await until(pilot, lambda: page(app).survey.rounds == 2)


async def test_p_leads_back_to_where_a_refused_credential_is_pasted(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = replace(PigeonConnection()._wings(), verdict=Verdict.FAIL, refused=True)
    monkeypatch.setattr(PigeonConnection, "_wings", lambda _: refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        assert "p Paste another" in seen(app)
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(app.screen, SecretPage)


async def test_an_enter_held_down_on_the_checks_creates_nothing(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunPage, "SETTLE", 60.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        await pilot.press("enter", "enter", "enter", "enter")
        assert isinstance(app.screen, RunPage)
        assert not app.screen.running
        assert not app.screen.progress.log
        await pilot.click("#primary-button")
        await until(pilot, lambda: not isinstance(app.screen, RunPage))
