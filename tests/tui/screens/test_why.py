"""The page that shows role by role how a permission came about."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.pilot import Pilot

from cakd_tui.core.ledger import Explained
from cakd_tui.core.services import Services
from cakd_tui.tui import links
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.why import WhyPage
from cakd_tui.tui.widgets.ledger_table import LedgerRows
from cakd_tui.tui.widgets.rail import StationLine
from tests.tui.accounts import explained
from tests.tui.screens.shown import opened

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
SIZE = (80, 24)
WIDE = (120, 40)


@pytest.fixture
def app(wizard: Callable[..., WizardApp], answered: Draft, told: list[Explained]) -> WizardApp:
    """A wizard at the checks, where wings are missing."""
    del told
    return wizard("checks", answered)


def page(app: WizardApp) -> WhyPage:
    """The page that lies on top."""
    assert isinstance(app.screen, WhyPage)
    return app.screen


async def test_w_opens_the_ledger_of_the_check_that_failed(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        text = seen(app)
        assert "Why: Wings in Old Tower" in text
        assert "No role grants it." in text
        assert "the flock" in text
        assert "✓ ◂ decides" in text
        assert "In effect" in text
        assert "the smallest fix first" in text
        assert "Roles → Coo → Wings" in text
        assert "c copies a message" in text


async def test_only_a_check_the_ledger_has_to_do_with_offers_it(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
        checks = _checks(app)
        await checks.action_choose(20)
        await until(pilot, lambda: "w Why" not in seen(app))
        assert checks.chosen is not None
        assert checks.survey.explained is not None
        assert checks.survey.explained.ledger.account(checks.chosen.check.id) is None
        await pilot.press("w", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ChecksPage)


async def test_a_check_that_is_a_line_of_the_ledger_opens_it_at_what_is_missing(
    app: WizardApp, told: list[Explained], until: Until
) -> None:
    given = explained()
    rule = replace(given.ledger.lines[0], key="keyring", label="The keyring")
    whole = replace(given.ledger, lines=(*given.ledger.lines, rule))
    told[:] = [Explained(whole, lambda _: whole)]
    async with app.run_test(size=SIZE) as pilot:
        await until(
            pilot,
            lambda: isinstance(app.screen, ChecksPage) and app.screen.survey.explained is not None,
        )
        await _checks(app)._pick("keyring")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyPage))
        assert page(app).state.column == "wings"


async def test_without_an_account_there_is_no_why(
    wizard: Callable[..., WizardApp], answered: Draft, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    app = wizard("checks", answered)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "a Try anyway" in seen(app))
        assert "w Why" not in seen(app)
        await pilot.press("w")
        assert isinstance(app.screen, ChecksPage)


async def test_the_matrix_turns_by_itself_and_says_what_changed(
    app: WizardApp, told: list[Explained], loft: Loft, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        told.append(explained(own=("wings",)))
        loft.lame = False
        news = "Just now: Wings · → ✓ for Coo."
        await until(pilot, lambda: news in " ".join(seen(app).split()))
        assert "Wings: there, nothing to do" in seen(app)
        told.append(explained())  # and it goes on watching though all is well
        await until(pilot, lambda: "Just now: Wings ✓ → · for Coo." in seen(app))


async def test_a_trial_that_came_true_is_told_to_have_ended(
    app: WizardApp, told: list[Explained], seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.press("t")
        assert "What if" in seen(app)
        told.append(explained(own=("wings",)))
        await until(pilot, lambda: "Your trial of Wings for Coo ended: it is so now." in seen(app))
        assert "Why: Wings" in seen(app)


async def test_a_trial_is_marked_sends_nothing_and_ends_with_a_key(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        monkeypatch.setattr(ChecksPage, "is_watching", False)
        await until(pilot, lambda: not _asking(app))
        before = _rounds(app)
        await pilot.press("t")
        text = seen(app)
        assert "What if: Wings in Old Tower" in text
        assert "A trial: nothing has changed" in text
        assert "✗ fails → ✓ passes" in text
        assert "✓ ◂ tried" in text
        assert "z Back to reality" in text
        await pilot.press("z")
        assert "Why: Wings in Old Tower" in seen(app)
        assert "tried" not in seen(app)
        assert _rounds(app) == before


async def test_in_a_trial_the_keys_about_what_is_really_so_make_room_for_the_others(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        assert "c Copy message i Copy invite o Open r Check" in seen(app)
        await pilot.press("t")
        text = seen(app)
        assert not [each for each in ("Copy", "Check ", "r Check") if each in text]
        assert "esc Back  F1 Help  ^q Quit" in text
        await pilot.press("z")
        assert "c Copy message" in seen(app)


async def test_the_keys_copy_the_message_and_the_invite_and_open_the_place(
    wizard: Callable[..., WizardApp],
    services: Services,
    answered: Draft,
    told: list[Explained],
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del told
    opened_urls: list[str] = []
    monkeypatch.setattr(links, "_browse", opened_urls.append)
    app = wizard("checks", answered, replace(services, environment={"DISPLAY": ":0"}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.press("c")
        assert app.clipboard == "Please give Coo wings."
        await pilot.press("i")
        assert app.clipboard == "https://pigeons.example/invite"
        await pilot.press("o")
        await until(pilot, lambda: opened_urls == ["https://pigeons.example/tower"])


async def test_a_click_points_at_a_cell(app: WizardApp, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.click(LedgerRows, offset=(60, 2))
        assert (page(app).state.row, page(app).state.column) == ("own", "grain")


async def test_the_other_permission_is_a_key_away(app: WizardApp, seen: Seen, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.press("left")
        await until(pilot, lambda: "Why: Grain in Old Tower" in seen(app))
        assert "Grain: there, nothing to do" in seen(app)


async def test_esc_goes_back_to_the_checks_and_the_rail_beyond_them(
    app: WizardApp, until: Until
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot, until)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
        await opened(app, pilot, until)
        await pilot.click(list(app.screen.query(StationLine))[2])
        await until(pilot, lambda: isinstance(app.screen, ProjectPage))
        assert not [screen for screen in app.screen_stack if isinstance(screen, WhyPage)]


def _checks(app: WizardApp) -> ChecksPage:
    return next(page for page in app.screen_stack if isinstance(page, ChecksPage))


def _rounds(app: WizardApp) -> int:
    return _checks(app).survey.rounds


def _asking(app: WizardApp) -> bool:
    return _checks(app).survey.asking
