"""The input in which answers are typed."""

import pytest
from textual.app import App, ComposeResult

from cakd_tui.tui.widgets.answer_input import AnswerInput


class Asking(App[None]):
    """An input and nothing else."""

    def compose(self) -> ComposeResult:
        yield AnswerInput("", "my-project")


@pytest.mark.parametrize(("level", "blinks"), [("none", False), ("full", True)])
async def test_the_cursor_stands_still_where_nothing_is_to_move(level: str, blinks: bool) -> None:
    app = Asking()
    app.animation_level = "none" if level == "none" else "full"
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.query_one(AnswerInput).cursor_blink is blinks
