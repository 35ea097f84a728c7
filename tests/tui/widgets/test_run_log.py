"""The log of a run: its newest line is the one that is seen."""

from textual.app import App, ComposeResult

from cakd_tui.tui.progress import LogLine
from cakd_tui.tui.widgets.run_log import RunLog

LINES = tuple(LogLine(number / 10, f"line {number}") for number in range(40))


class Logged(App[None]):
    """A log and nothing else, shown as the run's page shows it."""

    CSS = """
    RunLog { height: 1fr; } LogRow { height: auto; }
    .log-time { width: 8; } .log-text { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield RunLog()


def seen(app: App[None]) -> str:
    """What stands on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def test_few_lines_stand_at_the_top() -> None:
    app = Logged()
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(RunLog).show(LINES[:2])
        await pilot.pause()
        assert [line.split() for line in seen(app).splitlines()[:2]] == [
            ["0.00", "line", "0"],
            ["0.10", "line", "1"],
        ]


async def test_the_newest_line_stays_in_sight_while_it_grows_and_the_window_shrinks() -> None:
    app = Logged()
    async with app.run_test(size=(40, 10)) as pilot:
        log = app.query_one(RunLog)
        for many in (3, 12, 13, 40):
            log.show(LINES[:many])
            await pilot.pause()
            assert f"line {many - 1}" in seen(app)
        await pilot.resize_terminal(40, 5)
        await pilot.pause()
        assert "line 39" in seen(app)


async def test_a_run_that_starts_over_starts_the_log_over() -> None:
    app = Logged()
    async with app.run_test(size=(40, 10)) as pilot:
        log = app.query_one(RunLog)
        log.show(LINES)
        await pilot.pause()
        log.show((LogLine(0.0, "again"),))
        await pilot.pause()
        assert "again" in seen(app)
        assert "line" not in seen(app)
