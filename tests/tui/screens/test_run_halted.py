"""A run that stops before its end, and how it goes on from there."""

import re
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.run import RunPage
from tests.tui.screens.shown import Seen, Until, Wizard, halted, page, shows

pytestmark = [pytest.mark.opens("run"), pytest.mark.usefixtures("hurried")]


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
        await until(pilot, shows(app, DonePage))
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
        await until(pilot, shows(app, DonePage))
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
        await until(pilot, shows(app, DonePage))
        assert all(result.good for result in app.draft.outcome.results)
        assert app.screen.query("#next-steps")


async def test_a_failure_names_the_checks_that_were_overridden(
    wizard: Wizard, answered: Draft, loft: Loft, seen: Seen, until: Until
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
        assert page(app, RunPage).progress.log[-1].text.startswith("✓ platform.yaml")
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
        assert page(app, RunPage).has_class("-log")
        await pilot.press("l")
        assert not page(app, RunPage).has_class("-log")


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
