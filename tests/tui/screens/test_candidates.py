"""Several channels could be the project's: one is chosen on a page of its own, and it counts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.core.plan import Verb
from cakd_tui.rehearsal.faults import Fault, Limited
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


async def test_nor_while_the_next_round_asks(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=1) as acting:
        await drives.checked(acting)
        acting.rehearsal.faults.add(Fault(Limited(retry_after=12), "GET"))
        await acting.press("r")
        await acting.until("Checking again …")
        await acting.press("a")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        assert page.survey.asking
        assert "Try anyway" not in acting.text
        assert page.current_draft().plan is None
        await acting.press("u")
        await acting.until("Which channel is the project's?", on(acting, CandidatesPage))
        await acting.press("enter")
        await acting.until("the checks", on(acting, ChecksPage))
        assert page.survey.asking
        assert page.survey.undecided is None


async def test_one_that_is_gone_by_then_is_chosen_no_more(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.candidates(acting)
        acting.rehearsal.mend()
        await acting.press("down", "enter")
        await acting.until("What was chosen can't be used")
        await acting.press("r")
        await acting.until("Everything is ready")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        assert page.draft.answers.uses == {}


async def test_what_is_chosen_during_a_round_counts_from_the_next_on(tmp_path: Path) -> None:
    async with stage("several-channels", tmp_path, at="checks", tempo=0.01) as acting:
        await drives.candidates(acting)
        await acting.press("escape")
        await acting.until("One thing is in the way")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        await page.action_check()
        page.action_choose_one()
        await acting.until("Which channel is the project's?", on(acting, CandidatesPage))
        await acting.press("down", "enter")
        await acting.until("Everything is ready")
        assert page.draft.answers.uses == {"channel": SECOND}


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
