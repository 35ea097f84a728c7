"""The question before leaving a run."""

import pytest
from textual.app import App

from cakd_tui.tui.screens.quit import QuitScreen


class Asking(App[None]):
    """Asks at once and keeps the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: bool | None = None

    def on_mount(self) -> None:
        self.push_screen(QuitScreen(), self._keep)

    def _keep(self, answer: bool | None) -> None:
        self.answer = answer


@pytest.mark.parametrize(
    ("key", "leaves"),
    [("y", True), ("n", False), ("escape", False), ("enter", False)],
)
async def test_only_y_leaves(key: str, leaves: bool) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.answer is leaves


@pytest.mark.parametrize(("button", "leaves"), [("#leave", True), ("#stay", False)])
async def test_the_buttons_do_what_they_say(button: str, leaves: bool) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert await pilot.click(button)
        await pilot.pause()
        assert app.answer is leaves
