"""The page that looks before anything is created."""

import re
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Verb
from cakd_tui.core.services import Demo, Services
from cakd_tui.tui import links
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.widgets.check_list import CheckRow
from tests.tui.screens.shown import Seen, Until, Wizard, button, page, settled

pytestmark = pytest.mark.opens("checks")


def chosen(app: WizardApp) -> str:
    """The check the card is about."""
    finding = page(app, ChecksPage).chosen
    return finding.check.id if finding else ""


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
        assert re.search(
            r"Nothing has been created yet\. Checking again in [3-5] s, or press r\.", text
        )
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
    wizard: Wizard,
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
    wizard: Wizard,
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


async def test_the_chosen_row_is_in_sight_in_a_low_window(
    wizard: Wizard,
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
