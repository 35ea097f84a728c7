"""What the run's page says of the plan before anything is done."""

from dataclasses import replace

import pytest

from cakd_tui.core.plan import Plan, Quota, Verb
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.done import DonePage
from tests.tui.screens.conftest import PLAN
from tests.tui.screens.shown import Seen, Until, Wizard, shows

pytestmark = [pytest.mark.opens("run"), pytest.mark.usefixtures("hurried")]


async def test_a_settled_plan_says_that_nothing_is_left_and_its_button_shows_the_result(
    wizard: Wizard, planned: Draft, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text(
        "metadata:\n  name: ops-lab\nproviders:\n  notification: pigeon\n", "utf-8"
    )
    lines = tuple(replace(line, verb=Verb.REUSE) for line in PLAN.lines)
    app = wizard("run", replace(planned, plan=Plan(lines, 0, settled=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "leave" in seen(app))
        text = seen(app)
        assert "Nothing is left to do." in text
        assert "Show the result" in text
        await pilot.press("enter")
        await until(pilot, shows(app, DonePage))


async def test_the_limits_the_plan_comes_nearer_to_stand_under_it(
    wizard: Wizard, planned: Draft, seen: Seen
) -> None:
    plan = PLAN.counted([Quota("perches in loft 7", 3, 9)])
    app = wizard("run", replace(planned, plan=plan))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Then 3 of 9 perches in loft 7." in seen(app)
