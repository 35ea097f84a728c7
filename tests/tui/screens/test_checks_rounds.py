"""Checks that are made again and again, until nothing is in the way."""

import re
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft, PigeonConnection

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.finding import Verdict
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.secret import SecretPage
from tests.tui.screens.shown import Seen, Until, Wizard, button, page, settled

pytestmark = pytest.mark.opens("checks")


async def test_it_counts_down_and_turns_green_by_itself(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChecksPage, "TICK", 0.05)
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(re.search("Checking again in [1-4] s", seen(app))))
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
        assert re.search("Checking again in [3-5] s", text)
        assert "An unknown failure" in text
        assert "the loft does not answer" in text
        assert "○  Wings     not checked" in text
        assert "✓  Routes" in text
        loft.away = False
        await pilot.press("r")
        await until(pilot, settled(app))
        assert "Everything is ready." in seen(app)


async def test_the_trouble_is_shown_before_a_mere_remark(
    wizard: Wizard,
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


async def test_a_refused_credential_is_not_sent_again_by_itself(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChecksPage, "TICK", 0.005)
    refuse = replace(PigeonConnection()._wings(), verdict=Verdict.FAIL, refused=True)
    monkeypatch.setattr(PigeonConnection, "_wings", lambda _: refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, settled(app))
        await pilot.pause(0.05)
        assert page(app, ChecksPage).survey.rounds == 1
        text = " ".join(seen(app).split())
        assert "p leads back to the Whistle page, to paste another one." in text
        assert "notices by itself" not in text
        assert "Checking again" not in text
        await pilot.press("r")
        await until(pilot, lambda: page(app, ChecksPage).survey.rounds == 2)


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
