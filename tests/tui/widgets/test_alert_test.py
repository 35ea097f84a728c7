"""The row that sends a test alert, on a page of the wizard."""

from dataclasses import replace

import pytest
from cakd_toy.provider import PigeonConnection

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.screens.status import StatusPage
from cakd_tui.tui.widgets.alert_test import AlertTest
from tests.tui.screens.shown import Wizard, page


async def test_a_mistake_of_the_programs_own_is_not_an_alert_that_is_sent_for_ever(
    wizard: Wizard, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(PigeonConnection, "send_test", broken)
    things = (Remembered("perch", "1", "perch-ops-lab", made=True),)
    url = Secret("https://pigeons.example/perch/1/fee")
    services.routes.save(Route("ops-lab", "pigeon", {"loft": "7"}, things, url))
    services.platform_file.write_text("metadata:\n  name: ops-lab\n", "utf-8")
    app = wizard(services=replace(services, environment={"CAKD_PIGEON_WHISTLE": "fee"}))

    async def sent() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("t")
            assert page(app, StatusPage).query_one(AlertTest).sending
            await pilot.pause(0.05)

    with pytest.raises(ZeroDivisionError):
        await sent()
