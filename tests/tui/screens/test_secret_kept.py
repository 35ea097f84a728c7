"""Where a secret is found, and where it is kept."""

import asyncio
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.events import Paste

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.tick import Tick
from tests.tui.screens.shown import Seen, Until, Wizard, answer, is_open, page, shows

pytestmark = pytest.mark.usefixtures("hurried")
SIZE = (80, 24)


class Keyring:
    """A keyring that fails where it is told to."""

    def __init__(self, reason: str, *, opens: bool = False) -> None:
        self._failure = SecretStoreError("the keyring said no", reason)
        self._opens = opens
        self.saved: Secret | None = None

    async def describe(self) -> str:
        if not self._opens:
            raise self._failure
        return "a read-only keyring"

    async def load(self, item: str) -> Secret | None:
        if not self._opens:
            raise self._failure
        return None

    async def save(self, item: str, secret: Secret) -> None:
        raise self._failure

    async def forget(self, item: str) -> None:
        raise self._failure


async def test_enter_keeps_the_secret_and_names_its_owner_in_the_rail(
    wizard: Wizard, services: Services, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert await services.secrets.load("pigeon") == Secret("sesame")
    assert app.draft.answers.secret("whistle") == Secret("sesame")
    assert app.draft.said["whistle"] == "Coo"


async def test_enter_right_after_a_paste_does_not_take_what_was_found_before(
    wizard: Wizard, services: Services, until: Until
) -> None:
    app = wizard(services=replace(services, environment={"CAKD_PIGEON_WHISTLE": "sesame"}))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: is_open(app))
        answer(app).post_message(Paste("another"))
        page(app, SecretPage).action_go_on()
        await until(pilot, shows(app, ChoicePage))
    assert app.draft.answers.secret("whistle") == Secret("another")


async def test_for_this_run_only_keeps_nothing(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("ctrl+k")
        await pilot.pause()
        assert "[✓] for this run only" in seen(app)
        assert "forgotten when this run ends" in seen(app)
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert await services.secrets.load("pigeon") is None
    assert not app.draft.keep_secret


async def test_the_switch_for_this_run_only_is_turned_by_the_mouse(
    wizard: Wizard, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.click(Tick)
        assert not page(app, SecretPage).state.keep


async def test_a_secret_from_the_environment_is_used_without_being_kept(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    here = replace(services, environment={"CAKD_PIGEON_WHISTLE": "sesame"})
    app = wizard(services=here)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: is_open(app))
        assert "Found in CAKD_PIGEON_WHISTLE: press enter to use it" in seen(app)
        assert answer(app).value == ""
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert await services.secrets.load("pigeon") is None
    assert app.draft.answers.secret("whistle") == Secret("sesame")


async def test_a_secret_from_the_keyring_is_used(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    await services.secrets.save("pigeon", Secret("sesame"))
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: is_open(app))
        assert "Found in the test's keyring" in seen(app)


async def test_what_is_typed_takes_the_place_of_what_was_found(
    wizard: Wizard, services: Services, until: Until
) -> None:
    app = wizard(services=replace(services, environment={"CAKD_PIGEON_WHISTLE": "sesame"}))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: is_open(app))
        answer(app).value = "another"
        await until(pilot, lambda: is_open(app))
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert app.draft.answers.secret("whistle") == Secret("another")


async def test_going_on_without_knowing_keeps_nothing(
    wizard: Wizard, services: Services, loft: Loft, until: Until
) -> None:
    loft.away = True
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: bool(app.screen.query(Card)))
        await pilot.press("ctrl+n")
        await until(pilot, shows(app, ChoicePage))
    assert app.draft.said["whistle"] == "not checked"
    assert await services.secrets.load("pigeon") is None


@pytest.mark.parametrize("reason", ["absent", "locked", "slow", "refused", "plaintext"])
async def test_a_keyring_that_cannot_be_used_is_explained_and_hinders_nothing(
    wizard: Wizard, services: Services, seen: Seen, until: Until, reason: str
) -> None:
    app = wizard(services=replace(services, secrets=Keyring(reason)))
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app) and bool(app.screen.query(Card)))
        text = seen(app)
        assert "The whistle is used for this run only." in text
        assert "CAKD_PIGEON_WHISTLE" in text
        assert "[ ]" not in text
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert app.draft.answers.secret("whistle") == Secret("sesame")


async def test_a_keyring_that_takes_nothing_is_said_and_then_enter_goes_on(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    app = wizard(services=replace(services, secrets=Keyring("refused", opens=True)))
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.query(Card)))
        assert "used for this run only" in seen(app)
        assert is_open(app)
        await pilot.press("enter")
        await until(pilot, shows(app, ChoicePage))
    assert not app.draft.keep_secret


class SlowKeyring(MemorySecrets):
    """A keyring that is not done with saving before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.done = asyncio.Event()
        self.begun = asyncio.Event()

    async def save(self, item: str, secret: Secret) -> None:
        self.begun.set()
        await self.done.wait()
        await super().save(item, secret)


async def test_a_secret_changed_while_it_is_kept_is_asked_about_first(
    wizard: Wizard, services: Services, until: Until
) -> None:
    keyring = SlowKeyring()
    app = wizard(services=replace(services, secrets=keyring))
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("enter")
        await keyring.begun.wait()
        answer(app).value = "wrong"
        await pilot.pause()
        keyring.done.set()
        await pilot.pause()
        await until(pilot, lambda: page(app, SecretPage).state.failure is not None)
    assert not app.draft.answers.secret("whistle")
