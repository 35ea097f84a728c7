"""Waits on stderr, with a terminal and without one."""

import asyncio
import io
from types import SimpleNamespace

import pytest

from cakd_tui.cli import wait_line
from cakd_tui.cli.wait_line import HOW_TO_STOP, WaitLine
from cakd_tui.core.events import Waiting

HAWK = Waiting(3.0, "A hawk circles")
STORM = Waiting(9.0, "A storm", strict=True)


class Terminal(io.StringIO):
    """A terminal that remembers all that was written to it."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands in the line the cursor is in."""
        cells: list[str] = []
        place = 0
        for char in self.getvalue().rpartition("\n")[2]:
            if char == "\r":
                place = 0
                continue
            cells[place : place + 1] = [char]
            place += 1
        return "".join(cells).rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """stderr as a terminal of 80 columns."""
    screen = Terminal()
    monkeypatch.setattr(wait_line, "sys", SimpleNamespace(stderr=screen))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(wait_line, "_COUNT", 0.001)
    return screen


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Its first number is the time."""
    now = [100.0]
    monkeypatch.setattr(wait_line, "monotonic", lambda: now[0])
    return now


async def drawn() -> None:
    """Let the line be drawn anew."""
    await asyncio.sleep(0.01)


def test_without_a_terminal_a_wait_is_one_plain_line(
    capsys: pytest.CaptureFixture[str], clock: list[float]
) -> None:
    with WaitLine("   ") as waits:
        waits.show(HAWK)
        waits.show(HAWK)
        waits.show(STORM)
        clock[0] += 20
        waits.show(HAWK)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "   A hawk circles. Again in 3 s\n   A storm: 9 s\n   A hawk circles. Again in 3 s\n"
    )


def test_a_wait_of_nothing_is_not_worth_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with WaitLine() as waits:
        waits.show(Waiting(0.0, "A hawk circles"))
    assert capsys.readouterr().err == ""


async def test_on_a_terminal_one_line_counts_down_and_goes(
    terminal: Terminal, clock: list[float]
) -> None:
    with WaitLine("   ") as waits:
        waits.show(HAWK)
        await drawn()
        assert terminal.line == f"   A hawk circles. Again in 3 s{HOW_TO_STOP}"
        clock[0] += 1.5
        await drawn()
        assert terminal.line == f"   A hawk circles. Again in 2 s{HOW_TO_STOP}"
        clock[0] += 1.5
        await drawn()
        assert terminal.line == ""
        waits.show(STORM)
        await drawn()
        assert terminal.line == "   A storm: 9 s"
    assert terminal.line == ""
    assert "\n" not in terminal.getvalue()


async def test_the_wait_that_ends_last_is_shown(terminal: Terminal, clock: list[float]) -> None:
    with WaitLine() as waits:
        for each in (HAWK, STORM, HAWK):
            waits.show(each)
        await drawn()
        assert terminal.line == f"A storm: 9 s{HOW_TO_STOP}"


async def test_others_print_in_its_place_and_it_comes_back_below(
    terminal: Terminal, clock: list[float]
) -> None:
    with WaitLine() as waits:
        waits.show(STORM)
        await drawn()
        waits.erase()
        assert terminal.line == ""
        print("a finding", file=terminal)
        await drawn()
        assert terminal.line == f"A storm: 9 s{HOW_TO_STOP}"
        waits.over()
        await drawn()
        assert terminal.line == ""


async def test_a_narrow_terminal_cuts_the_reason_and_never_the_seconds(
    terminal: Terminal, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    with WaitLine() as waits:
        waits.show(Waiting(12, "Discord asks for a pause (its limit)", strict=True))
        await drawn()
        assert terminal.line == f"Discord asks fo...: 12 s{HOW_TO_STOP}"
        assert len(terminal.line) == 39
