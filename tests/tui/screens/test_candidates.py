"""Several channels could be the project's: one is chosen on a page of its own, and it counts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.core.plan import Verb
from cakd_tui.tui.screens.candidates import CandidatesPage
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.screens.project import ProjectPage
from screenshots import drives
from screenshots.stage import Stage, stage

SECOND = "900000000000000505"


def on(acting: Stage, kind: type[Page]) -> Callable[[str], bool]:
    """Whether a page of this kind is in front."""
    return lambda _: isinstance(acting.app.screen, kind)


@pytest.mark.parametrize("key", ["u", "enter"])
async def test_the_chosen_one_is_adopted_and_the_checks_are_made_again(
    key: str, tmp_path: Path
) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.checked(acting)
        assert "u chooses one" in acting.text
        await acting.press(key)
        await acting.until("Which channel is the project's?", on(acting, CandidatesPage))
        await acting.press("down", "enter")
        await acting.until("Everything is ready")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        assert page.draft.answers.uses == {"channel": SECOND}
        plan = page.survey.plan
        assert plan is not None
        assert (plan.lines[0].verb, plan.lines[0].reason) == (Verb.ADOPT, "chosen by you")


async def test_going_back_from_it_chooses_nothing(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.candidates(acting)
        await acting.press("escape")
        await acting.until("One thing is in the way")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        assert page.draft.answers.uses == {}


async def test_while_nothing_is_chosen_it_can_not_be_tried_anyway(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.checked(acting)
        await acting.press("a")
        assert "Try anyway" not in acting.text
        assert isinstance(acting.app.screen, ChecksPage)


async def test_who_goes_back_past_the_checks_is_asked_again(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.candidates(acting)
        await acting.press("enter")
        await acting.until("Everything is ready")
        await acting.press("escape")
        await acting.until("the project's page", on(acting, ProjectPage))
        assert acting.app.draft.answers.uses == {}


async def test_a_click_chooses_too(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.candidates(acting)
        await acting.pilot.click("ChoiceList", offset=(4, 1))
        await acting.press("enter")
        await acting.until("Everything is ready")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        assert page.draft.answers.uses == {"channel": SECOND}
