"""The wizard around its pages: leaving, help in between, looks, and its own mistakes."""

import asyncio
from pathlib import Path

import pytest

from cakd_tui.rehearsal.faults import Delay, Fault
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.screens.run import RunPage
from screenshots.stage import Stage, stage


async def running(acting: Stage) -> RunPage:
    """Start a run that does not end before the rehearsal is told to go on."""
    acting.rehearsal.faults.add(Fault(Delay(600), "POST"))
    await acting.until("Everything is ready")
    await acting.press("enter")
    await acting.until("This will be set up")
    await acting.press("enter")
    await acting.until("Setting it up")
    page = acting.app.screen
    assert isinstance(page, RunPage)
    return page


async def test_leaving_asks_while_something_is_created(home: Path) -> None:
    async with stage("ready", home, at="checks") as acting:
        page = await running(acting)
        await acting.press("ctrl+q")
        await acting.until("being created right now")
        await acting.press("n")
        await acting.until("Setting it up")
        assert page.running
        await acting.press("ctrl+q", "y")
    assert acting.app.return_code == 130


async def test_leaving_asks_with_the_help_open_too(home: Path) -> None:
    async with stage("ready", home, at="checks") as acting:
        await running(acting)
        await acting.press("f1")
        await acting.until("Keys")
        await acting.press("ctrl+q")
        assert isinstance(acting.app.screen, QuitScreen)


async def test_leaving_asks_nothing_when_nothing_runs(home: Path) -> None:
    async with stage("ready", home) as acting:
        await acting.until("Which bot")
        await acting.press("ctrl+q")
    assert acting.app.return_code == 0


async def test_a_run_that_ends_behind_the_help_waits_to_be_seen(home: Path) -> None:
    async with stage("ready", home, at="checks", tempo=0.001) as acting:
        page = await running(acting)
        await acting.press("f1")
        await acting.until("Keys")
        await acting.until("the end of the run", lambda _: not page.running)
        await acting.press("escape", "enter")
        await acting.until("Whoever has this URL")
        assert isinstance(acting.app.screen, DonePage)
        assert len(acting.app.screen_stack) == 2


async def test_there_is_no_way_back_while_something_is_created(home: Path) -> None:
    async with stage("ready", home, at="checks") as acting:
        page = await running(acting)
        await acting.press("ctrl+b", "escape")
        assert acting.app.screen is page
        assert page.running


async def test_day_and_night_are_a_key_apart(home: Path) -> None:
    async with stage("ready", home) as acting:
        await acting.until("Which bot")
        assert acting.app.current_theme.dark
        await acting.press("ctrl+t")
        assert not acting.app.current_theme.dark


async def test_a_finished_step_is_clicked_to_go_back_to_it(home: Path) -> None:
    async with stage("ready", home, at="checks") as acting:
        await acting.until("Everything is ready")
        await acting.pilot.click("StationLine")
        await acting.until("Which bot")


async def test_typing_works_while_discord_is_slow(home: Path) -> None:
    async with stage("ready", home) as acting:
        acting.rehearsal.latency = 60
        await acting.until("This is a demo")
        await acting.press("ctrl+d")
        await acting.press("ctrl+u", *"abc")
        await acting.until("•••")


async def stumbled_over(home: Path) -> None:
    """Go on to the plan's page, and print what is left of the wizard."""
    async with stage("ready", home, at="checks") as acting:
        await acting.until("Everything is ready")
        await acting.press("enter")
        async with asyncio.timeout(5):
            while acting.app.is_running:  # noqa: ASYNC110 - Textual tells of its end nowhere else
                await asyncio.sleep(0.01)
        acting.app._print_error_renderables()


async def test_our_own_mistake_is_a_sentence_without_locals(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(self: DonePage) -> str:
        token = "a-secret-token"
        raise ZeroDivisionError(token)

    monkeypatch.setattr(RunPage, "question", property(stumble))
    with pytest.raises(ZeroDivisionError):
        await stumbled_over(home)
    said = " ".join("".join(capsys.readouterr()).split())
    assert "cakd-tui stopped because of a mistake of its own" in said
    assert "ZeroDivisionError at page.py:" in said
    assert "a-secret-token" not in said
    assert "Traceback" not in said
    assert "NOTE" not in said


async def test_nothing_happens_on_a_page_that_is_too_small_to_be_seen(home: Path) -> None:
    async with stage("ready", home, at="checks") as acting:
        await acting.until("Everything is ready")
        await acting.press("enter")
        await acting.until("This will be set up")
        await acting.pilot.resize_terminal(50, 15)
        await acting.until("A little more room")
        await acting.press("enter", "r", "ctrl+b")
        assert not [each for each in acting.rehearsal.requests if each.method == "POST"]
        await acting.pilot.resize_terminal(100, 40)
        await acting.until("This will be set up")


async def test_a_held_key_checks_no_more_often_than_discord_answers(home: Path) -> None:
    async with stage("missing-manage-webhooks", home, at="checks") as acting:
        await acting.until("Checking again in")
        acting.rehearsal.requests.clear()
        acting.rehearsal.latency = 0.3
        await acting.press(*["r"] * 10)
        await acting.until("Checking again in")
        assert len(acting.rehearsal.requests) == 6
