"""The keys and words of a page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.help import HelpScreen
from screenshots.drives import why
from screenshots.stage import stage

Wizard = Callable[..., WizardApp]
Seen = Callable[[WizardApp], str]


async def test_help_tells_the_page_s_keys_and_words(wizard: Wizard, seen: Seen) -> None:
    app = wizard("loft")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        text = seen(app)
        assert isinstance(app.screen, HelpScreen)
        assert "Copy the address at the bottom" in text
        assert "Choose the next" in text
        assert "Go back a page" in text
        assert "A loft is where a pigeon comes home to." in text
        assert "The saved rule: alerts of this namespace go to that webhook." in text


async def test_help_on_a_ledger_says_how_to_read_it(home: Path) -> None:
    async with stage("missing-manage-webhooks", home, size=(120, 50), at="checks") as acting:
        await why(acting)
        await acting.press("f1")
        await acting.until("How to read it")
        for mark in ("✓  ✗  ·", "◂ decides", "no grant ◂", "In effect", "added up", "in turn"):
            assert mark in acting.text
        for word in ("void", "tried", "changed"):
            assert word in acting.text
        assert "The saved rule" not in acting.text


@pytest.mark.parametrize("key", ["f1", "escape"])
async def test_help_is_closed_where_it_was_opened(wizard: Wizard, key: str) -> None:
    app = wizard("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, ChoicePage)


async def test_a_click_closes_help(wizard: Wizard) -> None:
    app = wizard("loft")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert isinstance(app.screen, ChoicePage)


async def test_a_question_mark_that_is_typed_is_only_typed(wizard: Wizard) -> None:
    app = wizard()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert not isinstance(app.screen, HelpScreen)
